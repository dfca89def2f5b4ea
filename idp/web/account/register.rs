//! `/register`: an account of one's own.

use accounts::password::Rules;
use accounts::registration::{Problem, Typed};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use oidc::registration::Registration;
use zeroize::Zeroizing;

use super::even::at_even_times;
use super::flow::Carried;
use super::password_rules::{printed_rules, shown_problem};
use super::register_done;
use crate::flows::register::{Outcome, register};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::password::NewPasswordProblem;
use crate::web::pages::registration::{self as pages, FieldProblem, Register, RegisterClosed};
use crate::web::pages::{Hidden, View};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// The field that brings back an address that the person was asked about.
const DOUBTED: &str = "email_doubted";

/// `GET /register`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    Ok(match carried.registration() {
        Registration::Open => show(&app, &visitor, &carried, &Fields::default(), Vec::new()),
        closed => show_closed(&app, &visitor, &carried, closed),
    })
}

/// `POST /register`: the form was sent. The answer is the same whether the
/// address has an account or not; the mail tells the difference.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let mut fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    if !carried.can_register() {
        return Ok(show_closed(&app, &visitor, &carried, carried.registration()));
    }
    let password = Zeroizing::new(fields.take("password"));
    let password_confirm = Zeroizing::new(fields.take("password_confirm"));
    let towns = &app.ctx.accounts.towns;
    let town = towns.or_typed(fields.get("city"), fields.get("postcode"), carried.locale);
    fields.put("city", town);
    let typed = Typed {
        email: fields.get("email"),
        email_confirm: fields.get("email_confirm"),
        email_doubted: fields.get(DOUBTED),
        password: &password,
        password_confirm: &password_confirm,
        first_name: fields.get("first_name"),
        last_name: fields.get("last_name"),
        phone: fields.get("phone"),
        street: fields.get("street"),
        postcode: fields.get("postcode"),
        city: fields.get("city"),
        accepts_terms: fields.is_ticked("accept_terms"),
    };
    let registering = register(&app.ctx, typed, carried.locale, &carried.pending, &visitor.caller);
    match at_even_times(Box::pin(registering)).await? {
        Outcome::Registered(registration) => Ok(register_done::go(&app, &visitor, &carried, &registration, "")),
        Outcome::Refused(problems) => Ok(show(&app, &visitor, &carried, &fields, shown(&problems))),
        Outcome::Taken => Ok(show(&app, &visitor, &carried, &fields, vec![FieldProblem::EmailTaken])),
        Outcome::Throttled { until } => Err(WebError::TooMany { until }),
        Outcome::Busy => Err(WebError::Busy),
    }
}

/// What is wrong, as the pages say it.
pub(super) fn shown(problems: &[Problem]) -> Vec<FieldProblem> {
    problems.iter().map(shown_field).collect()
}

/// What is wrong with one field, as the pages say it.
fn shown_field(problem: &Problem) -> FieldProblem {
    match problem {
        Problem::EmailRequired => FieldProblem::EmailRequired,
        Problem::EmailConfirmRequired => FieldProblem::EmailConfirmRequired,
        Problem::EmailMalformed => FieldProblem::EmailMalformed,
        Problem::EmailDoubtful { meant } => FieldProblem::EmailDoubtful { meant: meant.clone() },
        Problem::EmailMismatch => FieldProblem::EmailMismatch,
        Problem::Password(problem) => FieldProblem::Password(shown_problem(problem)),
        Problem::PasswordConfirmRequired => FieldProblem::Password(NewPasswordProblem::ConfirmRequired),
        Problem::PasswordMismatch => FieldProblem::Password(NewPasswordProblem::Mismatch),
        Problem::FirstName => FieldProblem::FirstName,
        Problem::LastName => FieldProblem::LastName,
        Problem::Phone => FieldProblem::Phone,
        Problem::Street => FieldProblem::Street,
        Problem::PostalCode => FieldProblem::PostalCode,
        Problem::City => FieldProblem::City,
        Problem::Terms => FieldProblem::Terms,
    }
}

/// The hidden field by which an address that was asked about is taken the next
/// time.
pub(super) fn doubted(problems: &[FieldProblem], typed: &str) -> Option<Hidden> {
    let doubtful = problems.iter().any(|problem| matches!(problem, FieldProblem::EmailDoubtful { .. }));
    doubtful.then(|| Hidden::new(DOUBTED, typed))
}

fn show(app: &App, visitor: &Visitor, carried: &Carried<'_>, fields: &Fields, refused: Vec<FieldProblem>) -> Response {
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let text = |name| fields.get(name).to_owned();
    let view = Register {
        frame: carried.frame("/register"),
        client_name: carried.client_name(),
        typed: pages::Typed {
            email: text("email"),
            email_confirm: text("email_confirm"),
            first_name: text("first_name"),
            last_name: text("last_name"),
            phone: text("phone"),
            street: text("street"),
            postcode: text("postcode"),
            city: text("city"),
            accept_terms: fields.is_ticked("accept_terms"),
        },
        rules: printed_rules(&Rules::of(&app.ctx.accounts)),
        hidden: carried.hidden().into_iter().chain(doubted(&refused, fields.get("email"))).collect(),
        refused,
        suggests_town: !app.ctx.accounts.towns.is_empty(),
        login_href: carried.href("/login"),
    };
    visitor.greet(app, login_page(status, view.render(), &carried.pending))
}

fn show_closed(app: &App, visitor: &Visitor, carried: &Carried<'_>, registration: Registration) -> Response {
    let view = RegisterClosed {
        frame: carried.frame("/register"),
        strong: registration == Registration::Strong,
        login_href: carried.href("/login"),
    };
    visitor.greet(app, login_page(StatusCode::NOT_FOUND, view.render(), &carried.pending))
}
