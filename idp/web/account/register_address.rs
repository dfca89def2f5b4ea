//! `/register/address`: the address was mistyped. Only the browser that
//! registered can correct it, and only until the account is active.

use accounts::registration::check_address;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::even::at_even_times;
use super::flow::Carried;
use super::register::{doubted, shown};
use super::register_done::{frame, go, hidden, href, open};
use crate::flows::register::{Outcome, correct_address};
use crate::registration::Registration;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::registration::{FieldProblem, RegisterAddress};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// `GET /register/address`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    Ok(match open(&app, &visitor, &fields) {
        Some(registration) => {
            let typed = registration.person.email.as_str().to_owned();
            show(&app, &visitor, &carried, &registration, (&typed, ""), Vec::new())
        }
        None => carried.go("/register"),
    })
}

/// `POST /register/address`: another address was typed.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(registration) = open(&app, &visitor, &fields) else {
        return Ok(carried.go("/register"));
    };
    if registration.asked >= app.ctx.accounts.mails_per_day {
        return Ok(go(&app, &visitor, &carried, &registration, "limit"));
    }
    let typed = (fields.get("email"), fields.get("email_confirm"));
    let again = |refused| Ok(show(&app, &visitor, &carried, &registration, typed, refused));
    let email = match check_address(typed.0, typed.1, fields.get("email_doubted")) {
        Ok(email) => email,
        Err(problem) => return again(shown(&[problem])),
    };
    let correcting = correct_address(&app.ctx, registration.clone(), email, &carried.pending, &visitor.caller);
    match at_even_times(Box::pin(correcting)).await? {
        Outcome::Registered(corrected) => Ok(go(&app, &visitor, &carried, &corrected, "")),
        Outcome::Taken => again(vec![FieldProblem::EmailTaken]),
        Outcome::Throttled { until } => Err(WebError::TooMany { until }),
        Outcome::Refused(problems) => again(shown(&problems)),
        Outcome::Busy => Err(WebError::Busy),
    }
}

fn show(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    registration: &Registration,
    (email, email_confirm): (&str, &str),
    refused: Vec<FieldProblem>,
) -> Response {
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let carried_fields = hidden(app, visitor, carried, registration);
    let view = RegisterAddress {
        frame: frame(app, visitor, carried, registration, "/register/address"),
        email: email.to_owned(),
        email_confirm: email_confirm.to_owned(),
        hidden: carried_fields.into_iter().chain(doubted(&refused, email)).collect(),
        refused,
        done_href: href(app, visitor, carried, registration, "/register/done"),
    };
    visitor.greet(app, login_page(status, view.render(), &carried.pending))
}
