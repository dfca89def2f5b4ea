//! `/logout`: a client, or the person, ends the login
//! [OIDC RP-Initiated Logout].

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use oidc::end_session::{Logout, LogoutRequest, decide};
use oidc::params::Params;
use oidc::tokens::id_token::HintClaims;

use super::cross_site_post::as_get;
use crate::flows::sign_out::sign_out;
use crate::web::app::App;
use crate::web::cookies::Cookie;
use crate::web::error::WebError;
use crate::web::pages::logout::{ConfirmLogout, LoggedOut};
use crate::web::pages::{Frame, Hidden, View as _};
use crate::web::respond::{page, page_leading_to};
use crate::web::strict::{Fields, Pairs, StrictForm, StrictQuery};
use crate::web::visitor::{FormOf, Visitor};

const REDIRECT_LABEL: &str = "post-logout redirect";

/// `GET /logout`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    begin(&app, visitor, query.0).await
}

/// `POST /logout`: the same request as a form body, or the button of one of
/// our own pages, which proves by `csrf` that it is ours.
pub async fn post(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: StrictForm,
) -> Result<Response, WebError> {
    if !form.0.iter().any(|(name, _)| name == "csrf") {
        if let Some(redirect) = as_get(&visitor, &headers, "/logout", &form.0)? {
            return Ok(redirect);
        }
        return begin(&app, visitor, form.0).await;
    }
    let fields = Fields::new(form.0)?;
    let redirect = open(&app, &visitor, fields.get("redirect"));
    match (visitor.form_of(&app, fields.get("csrf")), &visitor.session) {
        (FormOf::AnotherSite, _) => Err(WebError::CrossSite),
        // A page left open from an earlier login: the person may not know that
        // another has begun.
        (FormOf::AnotherLogin, Some(_)) => Ok(ask(&app, &visitor, redirect)),
        (FormOf::AnotherLogin, None) | (FormOf::ThisLogin, _) => finish(&app, &visitor, redirect).await,
    }
}

async fn begin(app: &App, visitor: Visitor, pairs: Pairs) -> Result<Response, WebError> {
    let request = LogoutRequest::parse(&Params::from_pairs(pairs)).map_err(WebError::Refused)?;
    let hint = request.id_token_hint.as_deref().and_then(|jwt| genuine_hint(app, jwt));
    let client = hint.as_ref().and_then(|hint| app.ctx.clients.find(&hint.aud));
    let session = visitor.session.as_ref().map(|signed_in| &signed_in.session);
    match decide(&request, hint.as_ref(), client.map(AsRef::as_ref), session) {
        Logout::AtOnce { redirect } => finish(app, &visitor, redirect).await,
        Logout::Ask { redirect } => Ok(ask(app, &visitor, redirect)),
    }
}

/// The claims of an ID token that we signed, however old.
fn genuine_hint(app: &App, jwt: &str) -> Option<HintClaims> {
    let claims = app.ctx.keys.ring().verify(jwt, keys::Expected::IdToken).ok()?;
    HintClaims::accept(claims, &app.ctx.oidc)
}

fn ask(app: &App, visitor: &Visitor, redirect: Option<String>) -> Response {
    let mut hidden = vec![Hidden::new("csrf", visitor.csrf(app))];
    if let Some(uri) = &redirect {
        hidden.push(Hidden::new("redirect", seal(app, visitor, uri)));
    }
    let account = visitor.session.as_ref().map(|signed_in| &signed_in.account);
    let view = ConfirmLogout {
        frame: Frame::new(&app.site, visitor.caller.locale),
        username: account.map(|account| account.sign_in_name().to_owned()).unwrap_or_default(),
        stay_href: "/account".to_owned(),
        hidden,
    };
    visitor.greet(app, page_leading_to(StatusCode::OK, view.render(), redirect.as_deref()))
}

async fn finish(app: &App, visitor: &Visitor, redirect: Option<String>) -> Result<Response, WebError> {
    if let Some(signed_in) = &visitor.session {
        sign_out(&app.ctx, signed_in, &visitor.caller).await?;
    }
    let target = redirect.unwrap_or_else(|| "/logout/done".to_owned());
    let mut response = visitor.greet(app, Redirect::to(&target));
    for cookie in [Cookie::Session, Cookie::Remembered] {
        response.headers_mut().append(header::SET_COOKIE, app.jar.drop(cookie));
    }
    Ok(response)
}

/// `GET /logout/done`.
pub async fn get_done(State(app): State<App>, visitor: Visitor) -> Response {
    match visitor.session {
        // The page would not be true: this browser is signed in.
        Some(_) => Redirect::to("/account").into_response(),
        None => {
            let view = LoggedOut {
                frame: Frame::new(&app.site, visitor.caller.locale),
                services: Vec::new(),
                partial: false,
                back: None,
                login_href: "/login".to_owned(),
            };
            visitor.greet(&app, page(StatusCode::OK, view.render()))
        }
    }
}

/// The validated redirect, carried by the confirmation form.
fn seal(app: &App, visitor: &Visitor, uri: &str) -> String {
    app.ctx.seal_for(&visitor.caller.browser, REDIRECT_LABEL, uri.as_bytes())
}

fn open(app: &App, visitor: &Visitor, sealed: &str) -> Option<String> {
    let plain = app.ctx.open_from(&visitor.caller.browser, REDIRECT_LABEL, sealed)?;
    String::from_utf8(plain.to_vec()).ok()
}
