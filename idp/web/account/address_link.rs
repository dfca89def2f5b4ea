//! `/account/email/confirm` and `/account/email/undo`: behind the two mailed
//! links of a change of the address. As with every mailed link, the address in
//! the mail is traded for one of this browser, and only the button acts.

use accounts::one_time_token::{Purpose, Standing};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Redirect, Response};
use oidc::names::Digest;

use super::mailed_address::secret_in;
use crate::flows::confirm_email::{Link, Outcome, confirm_email, find_address_link, undo_email};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::link::{Death, LinkDead};
use crate::web::pages::own::{AddressLink, AddressLinkState as Shown};
use crate::web::pages::{Frame, Hidden, View as _};
use crate::web::reference::mark;
use crate::web::respond::page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const LABEL: &str = "address link";

/// `GET /account/email/confirm`.
pub async fn get_confirm(
    State(app): State<App>,
    visitor: Visitor,
    uri: Uri,
    query: StrictQuery,
) -> Result<Response, WebError> {
    begin(&Desk { app: &app, visitor: &visitor, purpose: Purpose::EmailChange }, &uri, query).await
}

/// `POST /account/email/confirm`.
pub async fn post_confirm(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    act(&Desk { app: &app, visitor: &visitor, purpose: Purpose::EmailChange }, form).await
}

/// `GET /account/email/undo`.
pub async fn get_undo(
    State(app): State<App>,
    visitor: Visitor,
    uri: Uri,
    query: StrictQuery,
) -> Result<Response, WebError> {
    begin(&Desk { app: &app, visitor: &visitor, purpose: Purpose::EmailUndo }, &uri, query).await
}

/// `POST /account/email/undo`.
pub async fn post_undo(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    act(&Desk { app: &app, visitor: &visitor, purpose: Purpose::EmailUndo }, form).await
}

/// One of the two pages, as it was asked for.
struct Desk<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    purpose: Purpose,
}

async fn begin(desk: &Desk<'_>, uri: &Uri, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    if let Some(digest) = secret_in(uri) {
        let href = desk.href(&Digest(digest));
        return Ok(desk.visitor.greet(desk.app, Redirect::to(&href)));
    }
    if !fields.is_ticked("link") {
        return Ok(desk.unknown());
    }
    match desk.open(fields.get("link")).await? {
        None => Ok(desk.unknown()),
        Some(link) => Ok(desk.found(&link)),
    }
}

async fn act(desk: &Desk<'_>, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let Some(link) = desk.open(fields.get("link")).await? else {
        return Ok(desk.unknown());
    };
    let (ctx, caller) = (&desk.app.ctx, &desk.visitor.caller);
    let (outcome, taken) = match desk.purpose {
        Purpose::EmailUndo => (undo_email(ctx, &link, caller).await?, Shown::UndoTaken),
        _ => (confirm_email(ctx, &link, caller).await?, Shown::ConfirmTaken),
    };
    match outcome {
        Outcome::Taken => Ok(desk.show(StatusCode::CONFLICT, &link, taken)),
        // The page itself tells what the link has come to, also to who pressed
        // the button twice.
        Outcome::Done | Outcome::Dead => {
            let href = desk.href(&Digest(link.token.digest));
            Ok(desk.visitor.greet(desk.app, Redirect::to(&href)))
        }
    }
}

impl Desk<'_> {
    fn path(&self) -> &'static str {
        match self.purpose {
            Purpose::EmailUndo => "/account/email/undo",
            _ => "/account/email/confirm",
        }
    }

    fn seal(&self, digest: &Digest) -> String {
        self.app.ctx.seal_for(&self.visitor.caller.browser, LABEL, &digest.0)
    }

    fn href(&self, digest: &Digest) -> String {
        format!("{}?link={}", self.path(), self.seal(digest))
    }

    async fn open(&self, sealed: &str) -> Result<Option<Link>, WebError> {
        let browser = &self.visitor.caller.browser;
        let plain = self.app.ctx.open_from(browser, LABEL, sealed).ok_or(WebError::OtherBrowser)?;
        let digest = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| WebError::BadRequest)?;
        Ok(find_address_link(&self.app.ctx, &Digest(digest), self.purpose).await?)
    }

    /// The page of a link: what it can do, what it did in this browser, or why
    /// it does nothing.
    fn found(&self, link: &Link) -> Response {
        let own = Standing::Used { by: Some(self.visitor.caller.browser.digest()) };
        // Who had no address of their own gets the shared mailbox back.
        let is_restored = link.account.mailbox().is_some_and(|email| email.key() == link.address.key());
        let username_is_fixed = link.account.username.is_some();
        match (self.purpose, link.standing) {
            (Purpose::EmailUndo, Standing::Live) => self.show(StatusCode::OK, link, Shown::Undo),
            (Purpose::EmailUndo, standing) if standing == own && is_restored => {
                self.show(StatusCode::OK, link, Shown::Undone)
            }
            (Purpose::EmailUndo, _) => self.show(StatusCode::GONE, link, Shown::UndoDead),
            (_, Standing::Live) => self.show(StatusCode::OK, link, Shown::Confirm),
            (_, standing) if standing == own && is_restored => {
                self.show(StatusCode::OK, link, Shown::Confirmed { username_is_fixed })
            }
            (_, standing) => self.dead(link, standing),
        }
    }

    fn frame(&self, link: &Link) -> Frame {
        let href = self.href(&Digest(link.token.digest));
        Frame::new(&self.app.site, self.visitor.locale_for_mailed_link(&link.account))
            .with_languages(|locale| format!("{href}&ui_locales={}", locale.tag()))
    }

    /// Whoever is signed in as the account goes on there, everybody else logs in.
    fn continue_href(&self, link: &Link) -> String {
        let session = self.visitor.session.as_ref();
        let is_own = session.is_some_and(|signed_in| signed_in.account.id == link.account.id);
        if is_own { "/account" } else { "/login" }.to_owned()
    }

    fn show(&self, status: StatusCode, link: &Link, state: Shown) -> Response {
        let frame = match status {
            StatusCode::OK => self.frame(link),
            _ => mark(self.app, self.visitor, self.frame(link), "the way of a mailed link is closed"),
        };
        let view = AddressLink {
            frame,
            state,
            address: link.address.as_str().to_owned(),
            continue_href: self.continue_href(link),
            hidden: vec![Hidden::new("link", self.seal(&Digest(link.token.digest)))],
        };
        self.visitor.greet(self.app, page(status, view.render()))
    }

    fn dead(&self, link: &Link, standing: Standing) -> Response {
        let death = match standing {
            Standing::Used { .. } => Death::Used,
            Standing::Superseded => Death::Superseded,
            Standing::Expired | Standing::Live => {
                Death::Expired { minutes: self.app.ctx.accounts.activation_ttl.num_minutes() }
            }
        };
        let frame = self.frame(link);
        self.gone(StatusCode::GONE, frame, death)
    }

    fn unknown(&self) -> Response {
        let frame = Frame::new(&self.app.site, self.visitor.caller.locale);
        self.gone(StatusCode::NOT_FOUND, frame, Death::Unknown)
    }

    /// A new link is had where the change was asked for.
    fn gone(&self, status: StatusCode, frame: Frame, death: Death) -> Response {
        let (forgot_href, login_href) = ("/account/email".to_owned(), "/login".to_owned());
        let frame = mark(self.app, self.visitor, frame, death.word());
        let view = LinkDead { frame, death, new_link: None, forgot_href, login_href };
        self.visitor.greet(self.app, page(status, view.render()))
    }
}
