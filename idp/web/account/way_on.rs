//! Where a person goes on who came by a mailed link.

use accounts::Account;
use accounts::one_time_token::OneTimeToken;

use super::flow::Carried;
use crate::pending_login::{Lost, PendingLogin};
use crate::web::app::App;
use crate::web::visitor::Visitor;

/// The login that the link interrupted, if this is the browser it began in.
pub fn interrupted(app: &App, visitor: &Visitor, token: &OneTimeToken) -> Option<PendingLogin> {
    let flow = token.flow.as_deref()?;
    match PendingLogin::open(&app.ctx, &visitor.caller.browser, flow) {
        Ok(pending) => Some(pending),
        Err(Lost::Stale(pending)) => Some(*pending),
        Err(Lost::Foreign) => None,
    }
}

/// Where the person logs in now: in the login that was interrupted, else where
/// the client's own login begins, else here.
pub fn way_on(app: &App, visitor: &Visitor, token: &OneTimeToken, account: &Account) -> String {
    if let Some(pending) = interrupted(app, visitor, token) {
        let identifier = Some(account.sign_in_name().to_owned());
        return Carried::with(app, visitor, PendingLogin { identifier, ..pending }, false).href("/login");
    }
    let client = token.client_id.as_deref().and_then(|client_id| app.ctx.clients.find(client_id));
    let start = client.and_then(|client| client.start_uri(&app.ctx.oidc.issuer));
    start.unwrap_or_else(|| "/login".to_owned())
}
