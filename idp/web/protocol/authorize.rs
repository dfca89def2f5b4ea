//! `/authorize`, where every login begins, and `/authorize/resume`, where it
//! comes back to after a page [OIDC Core §3.1.2].

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use oidc::params::Params;

use super::cross_site_post::as_get;
use crate::flows::authorize::{Next, authorize, resume};
use crate::pending_login::{Destination, Lost, PendingLogin};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::strict::{Fields, Pairs, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// `GET /authorize`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    begin(&app, &visitor, query.0).await
}

/// `POST /authorize`: the same request as a form body.
pub async fn post(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: StrictForm,
) -> Result<Response, WebError> {
    if let Some(redirect) = as_get(&visitor, &headers, "/authorize", &form.0)? {
        return Ok(redirect);
    }
    begin(&app, &visitor, form.0).await
}

async fn begin(app: &App, visitor: &Visitor, pairs: Pairs) -> Result<Response, WebError> {
    let params = Params::from_pairs(pairs);
    let next = authorize(&app.ctx, &params, visitor.session.as_ref()).await?;
    answer(app, visitor, next)
}

/// `GET /authorize/resume`: the login page's way back.
pub async fn get_resume(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let pending = match PendingLogin::open(&app.ctx, &visitor.caller.browser, fields.get("flow")) {
        Ok(pending) => pending,
        Err(Lost::Stale(pending)) => *pending,
        Err(Lost::Foreign) => return Err(WebError::OtherBrowser),
    };
    match pending.destination {
        Destination::Client(request) => {
            let next = resume(&app.ctx, *request, visitor.session.as_ref()).await?;
            answer(&app, &visitor, next)
        }
        Destination::Account => Ok(Redirect::to("/account").into_response()),
        Destination::Page(path) => Ok(Redirect::to(&path).into_response()),
    }
}

fn answer(app: &App, visitor: &Visitor, next: Next) -> Result<Response, WebError> {
    match next {
        Next::Reply(url) => Ok(Redirect::to(&url).into_response()),
        Next::Refused(error) => Err(WebError::Refused(error)),
        Next::Login(pending) => Ok(go(app, visitor, "/login", &pending)),
        Next::Register(pending) => Ok(go(app, visitor, "/register", &pending)),
        Next::Keep(pending) => Ok(go(app, visitor, "/account/keep", &pending)),
        Next::Agree(pending) => Ok(go(app, visitor, "/login/terms", &pending)),
        Next::Consent(pending) => Ok(go(app, visitor, "/consent", &pending)),
    }
}

/// To the page at `path`, which carries the login on and comes back here.
fn go(app: &App, visitor: &Visitor, path: &str, pending: &PendingLogin) -> Response {
    let flow = pending.seal(&app.ctx, &visitor.caller.browser);
    visitor.greet(app, Redirect::to(&format!("{path}?flow={flow}")))
}
