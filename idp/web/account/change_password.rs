//! `/account/password`: another password in place of the one that is known.

use accounts::password::Rules;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use zeroize::Zeroizing;

use super::own_page::OwnPage;
use super::password_rules::{printed_rules, shown_problem};
use crate::flows::change_password::{Outcome, change_password};
use crate::web::app::App;
use crate::web::cookies::Cookie;
use crate::web::error::WebError;
use crate::web::pages::own::{ChangePassword, ChangeProblem, Done, ProofProblem};
use crate::web::pages::password::NewPasswordProblem;
use crate::web::strict::StrictForm;
use crate::web::visitor::Visitor;

const PATH: &str = "/account/password";

/// `GET /account/password`.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, PATH).await?;
    Ok(show(&app, &own, Vec::new()))
}

/// `POST /account/password`.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, mut fields) = OwnPage::act(&app, &visitor, PATH, form.0)?;
    let current = Zeroizing::new(fields.take("current_password"));
    let new = Zeroizing::new(fields.take("password"));
    let confirm = Zeroizing::new(fields.take("password_confirm"));
    let refused = slips(&current, &new, &confirm);
    if !refused.is_empty() {
        return Ok(show(&app, &own, refused));
    }
    match change_password(&app.ctx, own.signed_in, current, new, &visitor.caller).await? {
        Outcome::Changed { secret } => {
            let mut response = own.done(Done::Password);
            response.headers_mut().append(header::SET_COOKIE, app.jar.keep(Cookie::Session, &secret, None));
            response.headers_mut().append(header::SET_COOKIE, app.jar.drop(Cookie::Remembered));
            Ok(response)
        }
        Outcome::Unfit(problems) => {
            let refused = problems.iter().map(|problem| ChangeProblem::New(shown_problem(problem)));
            Ok(show(&app, &own, refused.collect()))
        }
        Outcome::Same => Ok(show(&app, &own, vec![ChangeProblem::Same])),
        Outcome::Unproven(proof) => {
            own.unproven(proof, |problem| show(&app, &own, vec![ChangeProblem::Current(problem)]))
        }
        Outcome::Ended => Ok(own.go(PATH)),
    }
}

/// What can be told before any password is looked at.
fn slips(current: &str, new: &str, confirm: &str) -> Vec<ChangeProblem> {
    let current = current.is_empty().then_some(ChangeProblem::Current(ProofProblem::Missing));
    let new = match (new.is_empty(), confirm.is_empty(), new == confirm) {
        (true, ..) => Some(NewPasswordProblem::Required),
        (false, true, _) => Some(NewPasswordProblem::ConfirmRequired),
        (false, false, false) => Some(NewPasswordProblem::Mismatch),
        (false, false, true) => None,
    };
    current.into_iter().chain(new.map(ChangeProblem::New)).collect()
}

fn show(app: &App, own: &OwnPage<'_>, refused: Vec<ChangeProblem>) -> Response {
    let is_refused = !refused.is_empty();
    let view = ChangePassword {
        frame: own.frame(),
        username: own.signed_in.account.sign_in_name().to_owned(),
        rules: printed_rules(&Rules::of(&app.ctx.accounts)),
        refused,
        hidden: own.hidden(),
    };
    own.show(&view, is_refused)
}
