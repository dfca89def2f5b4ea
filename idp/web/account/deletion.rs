//! `/account/delete`: the end of an account, and `/account/keep`, where who
//! logs in before it has come can take it back.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Redirect, Response};
use zeroize::Zeroizing;

use super::flow::Carried;
use super::home::frame;
use super::own_page::OwnPage;
use crate::flows::delete_account::{Outcome, cancel_deletion, plan_deletion};
use crate::pending_login::PendingLogin;
use crate::web::app::App;
use crate::web::cookies::Cookie;
use crate::web::error::WebError;
use crate::web::pages::own::{DeleteAccount, DeleteProblem, DeletionPlanned, Done, KeepAccount, ProofProblem};
use crate::web::pages::{Frame, Hidden, View as _};
use crate::web::respond::{login_page, page};
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::{FormOf, Visitor};

const PATH: &str = "/account/delete";

/// `GET /account/delete`.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, PATH).await?;
    Ok(show(&own, false, Vec::new()))
}

/// `POST /account/delete`.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, mut fields) = OwnPage::act(&app, &visitor, PATH, form.0)?;
    let password = Zeroizing::new(fields.take("password"));
    let is_ticked = fields.is_ticked("understood");
    let missing = password.is_empty().then_some(DeleteProblem::Password(ProofProblem::Missing));
    let refused: Vec<_> = missing.into_iter().chain((!is_ticked).then_some(DeleteProblem::Unconfirmed)).collect();
    if !refused.is_empty() {
        return Ok(show(&own, is_ticked, refused));
    }
    match plan_deletion(&app.ctx, own.signed_in, password, &visitor.caller).await? {
        Outcome::Planned => {
            let mut response = own.go("/account/delete/done");
            response.headers_mut().append(header::SET_COOKIE, app.jar.drop(Cookie::Session));
            Ok(response)
        }
        Outcome::Unproven(proof) => {
            own.unproven(proof, |problem| show(&own, is_ticked, vec![DeleteProblem::Password(problem)]))
        }
        Outcome::Ended => Ok(own.go(PATH)),
    }
}

/// `GET /account/delete/done`.
pub async fn get_done(State(app): State<App>, visitor: Visitor) -> Response {
    if visitor.session.is_some() {
        return visitor.greet(&app, Redirect::to("/account"));
    }
    let view = DeletionPlanned { frame: Frame::new(&app.site, visitor.caller.locale) };
    visitor.greet(&app, page(StatusCode::OK, view.render()))
}

/// `GET /account/keep`, with the login that the question stands in, if one
/// does.
pub async fn get_keep(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(signed_in) = &visitor.session else {
        return Ok(carried.begin_anew());
    };
    let Some(due_at) = signed_in.account.deletion_due_at else {
        return Ok(go_on(&app, &visitor, &carried));
    };
    let href = carried.href("/account/keep");
    let view = KeepAccount {
        frame: frame(&app, &visitor, Some(signed_in))
            .with_languages(|locale| format!("{href}&ui_locales={}", locale.tag())),
        due_at,
        username: signed_in.account.sign_in_name().to_owned(),
        hidden: carried.hidden().into_iter().chain([Hidden::new("csrf", visitor.csrf(&app))]).collect(),
    };
    Ok(visitor.greet(&app, login_page(StatusCode::OK, view.render(), &carried.pending)))
}

/// `POST /account/keep`: the account stays, and the login goes on.
pub async fn post_keep(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(signed_in) = &visitor.session else {
        return Ok(carried.begin_anew());
    };
    match visitor.form_of(&app, fields.get("csrf")) {
        FormOf::ThisLogin => {}
        FormOf::AnotherLogin => return Ok(carried.go("/account/keep")),
        FormOf::AnotherSite => return Err(WebError::CrossSite),
    }
    cancel_deletion(&app.ctx, signed_in, &visitor.caller).await?;
    Ok(go_on(&app, &visitor, &carried))
}

fn go_on(app: &App, visitor: &Visitor, carried: &Carried<'_>) -> Response {
    match carried.pending.own_page() {
        None => carried.go("/authorize/resume"),
        Some("/account") => visitor.greet(app, Redirect::to(&format!("/account?done={}", Done::Kept.word()))),
        Some(path) => visitor.greet(app, Redirect::to(path)),
    }
}

/// Where a page of the own account leads whose account is to be deleted.
pub(super) fn keep_href(app: &App, visitor: &Visitor, path: &str) -> String {
    let pending = PendingLogin::for_page(path, None, app.ctx.clock.now());
    format!("/account/keep?flow={}", pending.seal(&app.ctx, &visitor.caller.browser))
}

fn show(own: &OwnPage<'_>, is_ticked: bool, refused: Vec<DeleteProblem>) -> Response {
    let is_refused = !refused.is_empty();
    let username = own.signed_in.account.sign_in_name().to_owned();
    let view = DeleteAccount { frame: own.frame(), username, is_ticked, refused, hidden: own.hidden() };
    own.show(&view, is_refused)
}
