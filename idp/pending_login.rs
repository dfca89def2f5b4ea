//! A login in progress. The page that waits for the person carries it, sealed
//! and bound to the browser, so that no server has to remember it: a page left
//! open over night, a restart or a lost store do not end the login.

use accounts::Locale;
use chrono::{DateTime, Utc};
use oidc::AuthorizationRequest;
use serde::{Deserialize, Serialize};

use crate::ctx::{BrowserId, Ctx};

const LABEL: &str = "pending login";

/// Where the person goes after the login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// Back to the client that asked.
    Client(Box<AuthorizationRequest>),
    /// To the account pages.
    Account,
    /// To one page of our own, by its path.
    Page(String),
}

/// A login in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingLogin {
    /// Where the person goes after the login.
    #[serde(rename = "d")]
    pub destination: Destination,
    /// What the person typed as username, once typed.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The language chosen on one of its pages.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// When the login began.
    #[serde(rename = "t")]
    pub begun_at: DateTime<Utc>,
}

/// A carried login that cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It was not sealed by this provider for this browser.
    Foreign,
    /// It was open for too long; what it was is still known.
    Stale(Box<PendingLogin>),
}

impl PendingLogin {
    /// A login on behalf of a client.
    pub fn for_client(request: AuthorizationRequest) -> Self {
        let begun_at = request.received_at;
        Self { destination: Destination::Client(Box::new(request)), identifier: None, locale: None, begun_at }
    }

    /// A login that leads to the account pages.
    pub fn for_account(now: DateTime<Utc>) -> Self {
        Self { destination: Destination::Account, identifier: None, locale: None, begun_at: now }
    }

    /// A login that leads to our own page at `path`, of the person with this
    /// username where it is known.
    pub fn for_page(path: &str, username: Option<&str>, now: DateTime<Utc>) -> Self {
        let destination = Destination::Page(path.to_owned());
        Self { destination, identifier: username.map(str::to_owned), locale: None, begun_at: now }
    }

    /// The path of our own page that the login leads to; `None` when it leads
    /// back to a client.
    pub fn own_page(&self) -> Option<&str> {
        match &self.destination {
            Destination::Client(_) => None,
            Destination::Account => Some("/account"),
            Destination::Page(path) => Some(path),
        }
    }

    /// The request of the client that asked, where one did.
    pub fn request(&self) -> Option<&AuthorizationRequest> {
        match &self.destination {
            Destination::Client(request) => Some(request),
            Destination::Account | Destination::Page(_) => None,
        }
    }

    /// The client that asked, where one did.
    pub fn client_id(&self) -> Option<&str> {
        self.request().map(|request| request.client_id.as_str())
    }

    /// The language that the client asked for, if pages exist in it.
    pub fn asked_locale(&self) -> Option<Locale> {
        self.request()?.ui_locales.iter().find_map(|tag| Locale::from_tag(tag))
    }

    /// The login as base64url text that only this provider can read and only
    /// `browser` can bring back.
    pub fn seal(&self, ctx: &Ctx, browser: &BrowserId) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        ctx.seal_for(browser, LABEL, &plain)
    }

    /// Opens what [`seal`](Self::seal) made.
    ///
    /// # Errors
    /// [`Lost`] when it is not ours, not this browser's, or too old.
    pub fn open(ctx: &Ctx, browser: &BrowserId, text: &str) -> Result<Self, Lost> {
        let plain = ctx.open_from(browser, LABEL, text).ok_or(Lost::Foreign)?;
        let pending: Self = serde_json::from_slice(&plain).map_err(|_| Lost::Foreign)?;
        if ctx.clock.now() - pending.begun_at > ctx.oidc.login_page_ttl {
            return Err(Lost::Stale(Box::new(pending)));
        }
        Ok(pending)
    }
}
