//! The login as a person walks through it: to the provider and back
//! [OIDC Core §3.1.2, §4].

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Kit;
use super::connection::{Callback, Departure, Wish};
use super::cookies::{Cookie, random_id};
use super::discovery::ProviderAway;
use super::login_failure::LoginFailure;
use super::notice::{Notice, notice, notice_at};
use super::return_path::ReturnPath;
use super::sessions::Session;
use super::visitor::Visitor;

/// What a link to the login may carry.
#[derive(Deserialize)]
pub struct LoginQuery {
    return_to: Option<String>,
    /// Whether somebody else may want to log in.
    #[serde(default)]
    switch: bool,
    /// Whether somebody has no account yet.
    #[serde(default)]
    create: bool,
}

/// What another site may ask of a login here [OIDC Core §4].
#[derive(Deserialize)]
pub struct InitiateLogin {
    iss: Option<String>,
    login_hint: Option<String>,
    target_link_uri: Option<String>,
}

/// `GET /login`: begins a login that ends on the page in `return_to`.
pub async fn login(State(kit): State<Arc<Kit>>, visitor: Visitor, Query(query): Query<LoginQuery>) -> Response {
    let return_path = kit.local_path(query.return_to.as_deref());
    let wish = match (query.switch, query.create) {
        (true, _) => Wish::AnotherAccount,
        (false, true) => Wish::NewAccount,
        (false, false) => Wish::Any,
    };
    if visitor.session.is_some() && wish == Wish::Any {
        return Redirect::to(return_path.as_str()).into_response();
    }
    let departure = Departure { wish, return_path, language: visitor.language, login_hint: None };
    send_to_provider(&kit, &visitor, departure).await
}

/// `GET` and `POST /initiate-login`: begins a login on another site's word.
pub async fn initiate_login(
    State(kit): State<Arc<Kit>>,
    visitor: Visitor,
    Form(request): Form<InitiateLogin>,
) -> Response {
    // The issuer says which provider to use. This site has one, so a request
    // that names none is harmless; one that names another is a mix-up.
    if request.iss.as_deref().is_some_and(|iss| iss != kit.connection.issuer.as_str()) {
        return notice(&kit, &visitor, Notice::ForeignProvider);
    }
    let departure = Departure {
        wish: Wish::Any,
        return_path: kit.local_path(request.target_link_uri.as_deref()),
        language: visitor.language,
        login_hint: request.login_hint,
    };
    send_to_provider(&kit, &visitor, departure).await
}

/// Asks the person who is signed in to log in as `wish` says and to come back
/// to this page.
pub async fn ask_again(kit: &Kit, visitor: &Visitor, wish: Wish) -> Response {
    let login_hint = visitor.session.as_ref().and_then(|session| session.username.clone());
    let return_path = kit.local_path(Some(&visitor.path));
    send_to_provider(kit, visitor, Departure { wish, return_path, language: visitor.language, login_hint }).await
}

async fn send_to_provider(kit: &Kit, visitor: &Visitor, departure: Departure) -> Response {
    match leave(kit, visitor, departure).await {
        Ok(redirect) => redirect,
        Err(ProviderAway) => notice(kit, visitor, Notice::ProviderAway),
    }
}

/// The redirect by which a browser leaves for the provider.
pub(super) async fn leave(kit: &Kit, visitor: &Visitor, departure: Departure) -> Result<Response, ProviderAway> {
    let url = kit.connection.begin(&visitor.browser, departure).await?;
    let cookie = kit.cookies.set(Cookie::Login, &visitor.browser);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(url.as_str())).into_response())
}

/// `GET /callback`: ends a login, well or not.
pub async fn callback(State(kit): State<Arc<Kit>>, visitor: Visitor, Query(answer): Query<Callback>) -> Response {
    let Some(pending) = kit.connection.take(&visitor.browser, &answer) else {
        return notice(&kit, &visitor, Notice::LoginStale);
    };
    let (wish, return_path) = (pending.wish, pending.return_path.clone());
    match kit.connection.redeem(answer, pending).await {
        Ok(login) => arrive(&kit, visitor, Session::of(login, kit.now()), wish, &return_path),
        Err(failure) if wish == Wish::Silent => unchecked(&kit, visitor, &failure, &return_path),
        Err(failure) => failed(&kit, &visitor, &failure, &return_path),
    }
}

fn failed(kit: &Kit, visitor: &Visitor, failure: &LoginFailure, return_path: &ReturnPath) -> Response {
    let shown = match failure {
        LoginFailure::Cancelled => Notice::LoginCancelled,
        LoginFailure::ProviderAway => Notice::ProviderAway,
        _ => Notice::LoginFailed,
    };
    if shown != Notice::LoginCancelled {
        tracing::warn!(%failure, "a login failed");
    }
    notice_at(kit, visitor, shown, return_path)
}

/// What the provider said when it was asked in passing and gave no login.
fn unchecked(kit: &Kit, visitor: Visitor, failure: &LoginFailure, return_path: &ReturnPath) -> Response {
    if !matches!(failure, LoginFailure::LoginRequired) {
        // A provider that is away ends nobody's session.
        tracing::warn!(%failure, "it could not be checked whether a login still stands");
        return Redirect::to(return_path.as_str()).into_response();
    }
    let ended = visitor.session_id.as_deref().and_then(|id| kit.sessions.end(id));
    if ended.is_none() {
        return Redirect::to(return_path.as_str()).into_response();
    }
    let no_session = kit.cookies.clear(Cookie::Session);
    let page = notice_at(kit, &Visitor { session: None, ..visitor }, Notice::LoginEnded, return_path);
    (AppendHeaders([(SET_COOKIE, no_session)]), page).into_response()
}

/// Signs in whom the provider names. The browser may hold a session already:
/// of the same person, which goes on, or of another, which ends.
fn arrive(kit: &Kit, visitor: Visitor, session: Session, wish: Wish, return_path: &ReturnPath) -> Response {
    let to_page = || Redirect::to(return_path.as_str()).into_response();
    if let (Some(old), Some(id)) = (&visitor.session, &visitor.session_id)
        && old.sub == session.sub
    {
        kit.sessions.renew(id, session);
        return to_page();
    }
    let cookie = begin(kit, &visitor, session.clone());
    let is_surprise = visitor.session.is_some() && wish != Wish::AnotherAccount;
    let page = match is_surprise {
        true => {
            let visitor = Visitor { session: Some(Arc::new(session)), ..visitor };
            notice(kit, &visitor, Notice::AccountChanged)
        }
        false => to_page(),
    };
    (AppendHeaders([(SET_COOKIE, cookie)]), page).into_response()
}

/// Gives the browser a session under a new id and ends its old one, so that an
/// id planted before the login is worth nothing. Returns the cookie.
fn begin(kit: &Kit, visitor: &Visitor, session: Session) -> String {
    if let Some(old) = &visitor.session_id {
        kit.sessions.end(old);
    }
    let id = random_id();
    let cookie = kit.cookies.set(Cookie::Session, &id);
    kit.sessions.begin(id, session);
    cookie
}
