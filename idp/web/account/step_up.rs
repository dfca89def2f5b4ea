//! What a page of the account needs before it opens: a login, and for some
//! pages one that is only minutes old. Whoever lacks it is sent to the login
//! and comes back to the page.

use axum::response::Redirect;
use chrono::TimeDelta;

use super::deletion::keep_href;
use crate::adapters::SignedIn;
use crate::pending_login::PendingLogin;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::visitor::Visitor;

/// How long after a login the pages that need a recent one open without
/// asking for the password again.
const RECENT: TimeDelta = TimeDelta::minutes(5);

/// The visitor's login, for the page at `path`.
///
/// # Errors
/// [`WebError::SignInFirst`], which leads through the login back to `path`,
/// when the browser is not signed in; or through the question whether to keep
/// the account, when that is going to be deleted.
pub fn signed_in<'v>(app: &App, visitor: &'v Visitor, path: &str) -> Result<&'v SignedIn, WebError> {
    let known = visitor.session.as_ref().ok_or_else(|| first(app, visitor, path, None))?;
    match known.account.deletion_due_at {
        None => Ok(known),
        Some(_) => Err(elsewhere(app, visitor, &keep_href(app, visitor, path))),
    }
}

/// The same for a page that shows or ends what a stranger at an unlocked
/// computer must not: the password was typed within the last five minutes.
///
/// # Errors
/// [`WebError::SignInFirst`], which asks for the password again, with the
/// username known, and leads back to `path`.
pub fn recently_signed_in<'v>(app: &App, visitor: &'v Visitor, path: &str) -> Result<&'v SignedIn, WebError> {
    let known = signed_in(app, visitor, path)?;
    match app.ctx.clock.now() - known.session.auth_time < RECENT {
        true => Ok(known),
        false => Err(first(app, visitor, path, Some(known.account.sign_in_name()))),
    }
}

fn first(app: &App, visitor: &Visitor, path: &str, username: Option<&str>) -> WebError {
    let pending = PendingLogin::for_page(path, username, app.ctx.clock.now());
    let flow = pending.seal(&app.ctx, &visitor.caller.browser);
    let page = if username.is_some() { "/login/password" } else { "/login" };
    elsewhere(app, visitor, &format!("{page}?flow={flow}"))
}

/// What leads the visitor to `href` in place of the page that was asked for.
pub(super) fn elsewhere(app: &App, visitor: &Visitor, href: &str) -> WebError {
    let redirect = visitor.greet(app, Redirect::to(href));
    WebError::SignInFirst(Box::new(redirect.into_parts().0.headers))
}
