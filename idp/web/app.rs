//! What the handlers share: the parts of the service that face the browser.

use std::ops::Deref;
use std::sync::Arc;

use axum::body::Bytes;
use ipnet::IpNet;

use super::account::old_address::OldAddress;
use super::cookies::Jar;
use super::health::Readiness;
use super::pages::Site;
use crate::ctx::Ctx;

/// The state of every handler; cloning it clones one pointer.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

/// What an [`App`] points to.
pub struct AppParts {
    /// Everything that a flow may touch.
    pub ctx: Ctx,
    /// Texts, colours and assets of the pages.
    pub site: Site,
    /// Reads and writes cookies.
    pub jar: Jar,
    /// The proxies whose word on a browser's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// The addresses of the older login.
    pub old_addresses: Vec<OldAddress>,
    /// The address that mails come from, for people to look out for.
    pub mail_from: String,
    /// Whether the database takes writes.
    pub readiness: Readiness,
    /// The discovery document, ready to be sent.
    pub discovery: Bytes,
}

impl App {
    /// A handle to `parts`.
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}
