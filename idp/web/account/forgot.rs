//! `/forgot`: a username or password was forgotten.

use accounts::identifier::{Identifier, IdentifierProblem};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::even::at_even_times;
use super::flow::Carried;
use crate::flows::mail_link::{Forgotten, Recovered, recover};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::password::{Forgot, ForgotProblem, ForgotSent};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// `GET /forgot`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let typed = carried.username();
    let known = match Identifier::parse(&typed) {
        Ok(Identifier::Username(_)) => (typed.as_str(), ""),
        Ok(Identifier::Email(_)) => ("", typed.as_str()),
        Err(_) => ("", ""),
    };
    Ok(show(&app, &visitor, &carried, known, None))
}

/// `POST /forgot`. The answer is the same for everybody; the mail tells the
/// difference.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let typed = (fields.get("username"), fields.get("email"));
    match forgotten(typed) {
        Err(problem) => Ok(show(&app, &visitor, &carried, typed, Some(problem))),
        Ok(forgotten) => {
            let recovering = Box::pin(recover(&app.ctx, &forgotten, Some(&carried.pending), &visitor.caller));
            match at_even_times(recovering).await? {
                Recovered::Heard => Ok(carried.go("/forgot/sent")),
                Recovered::Throttled { until } => Err(WebError::TooMany { until }),
            }
        }
    }
}

/// `GET /forgot/sent`.
pub async fn get_sent(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let view = ForgotSent {
        frame: carried.frame("/forgot/sent"),
        minutes: app.ctx.accounts.recovery_ttl.num_minutes(),
        retry_minutes: app.ctx.accounts.resend_after.num_minutes(),
        login_href: carried.href("/login"),
    };
    Ok(visitor.greet(&app, login_page(StatusCode::OK, view.render(), &carried.pending)))
}

fn forgotten((username, email): (&str, &str)) -> Result<Forgotten, ForgotProblem> {
    let email = match Identifier::parse(email) {
        Ok(identifier @ Identifier::Email(_)) => Some(identifier),
        Err(IdentifierProblem::Empty) => None,
        Ok(Identifier::Username(_)) | Err(_) => return Err(ForgotProblem::MalformedEmail),
    };
    // A username that cannot be one belongs to nobody: heard, as any other.
    let username = Identifier::parse(username).ok();
    match username.is_none() && email.is_none() {
        true => Err(ForgotProblem::Empty),
        false => Ok(Forgotten { username, email }),
    }
}

fn show(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    (username, email): (&str, &str),
    problem: Option<ForgotProblem>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = Forgot {
        frame: carried.frame("/forgot"),
        username: username.to_owned(),
        email: email.to_owned(),
        problem,
        hidden: carried.hidden(),
        login_href: carried.href("/login"),
    };
    visitor.greet(app, login_page(status, view.render(), &carried.pending))
}
