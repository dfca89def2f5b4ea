//! Where a person goes on who came by a mailed link.

use accounts::Account;
use accounts::one_time_token::OneTimeToken;
use oidc::login_page::LoginLayout;

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
/// the client's own login begins, else here. Who has a password by now is asked
/// for it at once.
pub fn way_on(app: &App, visitor: &Visitor, token: &OneTimeToken, account: &Account) -> String {
    let here = |pending| {
        let identifier = Some(account.sign_in_name().to_owned());
        let carried = Carried::with(app, visitor, PendingLogin { identifier, ..pending }, false);
        let has_password = account.password.is_some() && !account.awaits_activation();
        match carried.layout() {
            LoginLayout::TwoStep if has_password => carried.href("/login/password"),
            _ => carried.href("/login"),
        }
    };
    if let Some(pending) = interrupted(app, visitor, token) {
        return here(pending);
    }
    let client = token.client_id.as_deref().and_then(|client_id| app.ctx.clients.find(client_id));
    let start = client.and_then(|client| client.start_uri(&app.ctx.oidc.issuer));
    start.unwrap_or_else(|| here(PendingLogin::for_account(app.ctx.clock.now())))
}
