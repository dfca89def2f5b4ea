//! How the login's pages carry the login along.

use std::sync::OnceLock;

use accounts::Locale;
use axum::response::{Redirect, Response};
use chrono::{DateTime, Utc};
use oidc::Client;

use crate::pending_login::{Lost, PendingLogin};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::{Frame, Hidden};
use crate::web::visitor::Visitor;

/// A login as one of its pages finds it.
pub struct Carried<'a> {
    /// The login.
    pub pending: PendingLogin,
    /// The language of the page.
    pub locale: Locale,
    /// Whether the page had been open for too long, so that it began anew.
    pub was_stale: bool,
    /// When the login began, as the page that carried it says.
    begun_at: DateTime<Utc>,
    /// Sealed once for all links and forms of a page: a sealed text does not
    /// compress, the same one again does.
    sealed: OnceLock<String>,
    app: &'a App,
    visitor: &'a Visitor,
}

impl<'a> Carried<'a> {
    /// Opens the `flow` of a page. Without one a login that leads to the
    /// account pages begins; one that was open for too long begins anew, with
    /// the username kept.
    ///
    /// # Errors
    /// [`WebError::OtherBrowser`] when it belongs to another browser.
    pub fn open(app: &'a App, visitor: &'a Visitor, flow: &str) -> Result<Self, WebError> {
        let now = app.ctx.clock.now();
        if flow.is_empty() {
            return Ok(Self::with(app, visitor, PendingLogin::for_account(now), false));
        }
        match PendingLogin::open(&app.ctx, &visitor.caller.browser, flow) {
            Ok(pending) => Ok(Self::with(app, visitor, pending, false)),
            Err(Lost::Stale(pending)) => {
                let begun_at = pending.begun_at;
                let fresh = Self::with(app, visitor, PendingLogin { begun_at: now, ..*pending }, true);
                Ok(Self { begun_at, ..fresh })
            }
            Err(Lost::Foreign) => Err(WebError::OtherBrowser),
        }
    }

    /// `pending`, as a page of this visitor carries it.
    pub fn with(app: &'a App, visitor: &'a Visitor, pending: PendingLogin, was_stale: bool) -> Self {
        let locale = visitor.locale(Some(&pending));
        let pending = PendingLogin { locale: visitor.chosen.or(pending.locale), ..pending };
        Self { begun_at: pending.begun_at, pending, locale, was_stale, sealed: OnceLock::new(), app, visitor }
    }

    /// The same login with what was typed as username.
    pub fn with_identifier(self, identifier: Option<String>) -> Self {
        Self { pending: PendingLogin { identifier, ..self.pending }, sealed: OnceLock::new(), ..self }
    }

    /// The login as the next form or link carries it.
    pub fn seal(&self) -> &str {
        self.sealed.get_or_init(|| self.pending.seal(&self.app.ctx, &self.visitor.caller.browser))
    }

    /// `path` with the login in its query.
    pub fn href(&self, path: &str) -> String {
        format!("{path}?flow={}", self.seal())
    }

    /// A redirect to `path`, with the login.
    pub fn go(&self, path: &str) -> Response {
        self.visitor.greet(self.app, Redirect::to(&self.href(path)))
    }

    /// A redirect to the first page of the login, which says so when the page
    /// before had been open for too long.
    pub fn begin_anew(&self) -> Response {
        let pending = PendingLogin { begun_at: self.begun_at, ..self.pending.clone() };
        let flow = pending.seal(&self.app.ctx, &self.visitor.caller.browser);
        self.visitor.greet(self.app, Redirect::to(&format!("/login?flow={flow}")))
    }

    /// The hidden fields of a form that carries the login.
    pub fn hidden(&self) -> Vec<Hidden> {
        vec![Hidden::new("flow", self.seal())]
    }

    /// The frame of a page at `path`; its language links keep the login.
    pub fn frame(&self, path: &str) -> Frame {
        let href = self.href(path);
        Frame::new(&self.app.site, self.locale).with_languages(|locale| format!("{href}&ui_locales={}", locale.tag()))
    }

    /// The client that asked for the login, where one did.
    pub fn client(&self) -> Option<&'a Client> {
        self.app.ctx.clients.find(self.pending.client_id()?).map(AsRef::as_ref)
    }

    /// What people call that client's service.
    pub fn client_name(&self) -> Option<String> {
        self.client()?.name.get(self.locale.tag()).map(str::to_owned)
    }

    /// What was typed as username, else what the client hinted at.
    pub fn username(&self) -> String {
        let hint = self.pending.request().and_then(|request| request.login_hint.as_deref());
        self.pending.identifier.as_deref().or(hint).unwrap_or_default().to_owned()
    }
}
