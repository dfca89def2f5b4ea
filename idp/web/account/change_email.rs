//! `/account/email`: asks for another address; sends its link again, or takes
//! the wish back, from the first page.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::even::at_even_times;
use super::own_page::OwnPage;
use crate::flows::change_email::{Outcome, Wish, ask, ask_again, cancel};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::Hidden;
use crate::web::pages::own::{ChangeEmail, Done, EmailProblem, ProofProblem};
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const PATH: &str = "/account/email";
/// What carries a login that the question for an address has interrupted.
const FLOW: &str = "flow";

/// The word in the address of the first page after a link was asked for in
/// vain; the instant at which one can be had follows it.
pub const TOO_SOON: &str = "soon";

/// `GET /account/email`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, PATH).await?;
    Ok(show(&own, Fields::new(query.0)?.get(FLOW), ("", ""), None))
}

/// `POST /account/email`. The answer does not tell whether another account has
/// the address.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, mut fields) = OwnPage::act(&app, &visitor, PATH, form.0)?;
    let password = Zeroizing::new(fields.take("password"));
    let typed = (fields.get("email"), fields.get("email_confirm"));
    let flow = fields.get(FLOW);
    if password.is_empty() {
        return Ok(show(&own, flow, typed, Some(EmailProblem::Password(ProofProblem::Missing))));
    }
    let wish = Wish { email: typed.0, email_confirm: typed.1, password };
    let again = |problem| show(&own, flow, typed, Some(problem));
    let asking = Box::pin(ask(&app.ctx, own.signed_in, wish, &visitor.caller));
    match at_even_times(asking).await? {
        Outcome::Pending => Ok(own.done_within(flow, Done::EmailSent)),
        Outcome::Unfit(problem) => Ok(again(EmailProblem::Address(problem))),
        Outcome::TooSoon { until } => Ok(again(EmailProblem::TooSoon { retry_at: until })),
        Outcome::Ended => Ok(own.go(PATH)),
        Outcome::Unproven(proof) => own.unproven(proof, |problem| again(EmailProblem::Password(problem))),
    }
}

/// `POST /account/email/resend`.
pub async fn post_resend(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, _) = OwnPage::act(&app, &visitor, "/account", form.0)?;
    match ask_again(&app.ctx, own.signed_in, &visitor.caller).await? {
        Some(Outcome::TooSoon { until }) => Ok(own.go(&too_soon(until))),
        Some(_) => Ok(own.done(Done::EmailSent)),
        None => Ok(own.go("/account")),
    }
}

/// `POST /account/email/cancel`.
pub async fn post_cancel(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, _) = OwnPage::act(&app, &visitor, "/account", form.0)?;
    cancel(&app.ctx, own.signed_in, &visitor.caller).await?;
    Ok(own.done(Done::EmailCancelled))
}

fn too_soon(until: DateTime<Utc>) -> String {
    format!("/account?{TOO_SOON}={}", until.timestamp())
}

fn show(own: &OwnPage<'_>, flow: &str, typed: (&str, &str), problem: Option<EmailProblem>) -> Response {
    let account = &own.signed_in.account;
    let carried = (!flow.is_empty()).then(|| Hidden::new(FLOW, flow));
    let view = ChangeEmail {
        frame: own.frame(),
        current: account.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        username: account.sign_in_name().to_owned(),
        username_is_fixed: account.username.is_some(),
        email: typed.0.to_owned(),
        email_confirm: typed.1.to_owned(),
        refused: problem.into_iter().collect(),
        hidden: own.hidden().into_iter().chain(carried).collect(),
    };
    own.show(&view, problem.is_some())
}
