//! The login on one page: username and password are typed together.

use accounts::identifier::Identifier;
use axum::http::StatusCode;
use axum::response::Response;
use zeroize::Zeroizing;

use super::even::at_even_times;
use super::flow::Carried;
use super::login::problem_of;
use super::password::{Tried, status_of, try_password, until_next_try};
use crate::flows::identify::{Identified, identify};
use crate::flows::mail_link::mail_link;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View as _;
use crate::web::pages::login::{LoginProblem, Status};
use crate::web::pages::one_page::{LoginOnePage, Problems};
use crate::web::respond::login_page;
use crate::web::strict::Fields;
use crate::web::visitor::Visitor;

/// The form was sent; `carried` has what was typed as username.
pub async fn post(
    app: &App,
    visitor: &Visitor,
    carried: Carried<'_>,
    mut fields: Fields,
    identifier: Result<Identifier, accounts::identifier::IdentifierProblem>,
) -> Result<Response, WebError> {
    let remember = fields.is_ticked("remember_me");
    let password = Zeroizing::new(fields.take("password"));
    let empty = password.is_empty().then_some(LoginProblem::Empty);
    let identifier = match (identifier, empty) {
        (Ok(identifier), None) => identifier,
        (identifier, password) => {
            let username = identifier.err().map(problem_of);
            return Ok(show(app, visitor, &carried, remember, Problems { username, password }));
        }
    };
    if carried.was_stale {
        return Ok(show(app, visitor, &carried, remember, Problems::default()));
    }
    let trying = Box::pin(try_or_mail(app, visitor, &carried, &identifier, password, remember));
    match at_even_times(trying).await? {
        Tried::Done(response) => Ok(response),
        Tried::Again(problem) => {
            let problems = Problems { username: None, password: Some(problem) };
            Ok(show(app, visitor, &carried, remember, problems))
        }
    }
}

/// Tries the password. Who was brought in from an older system and has none
/// yet can type nothing that is right, and gets a link, unseen by the page.
async fn try_or_mail(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    identifier: &Identifier,
    password: Zeroizing<String>,
    remember: bool,
) -> Result<Tried, WebError> {
    let tried = try_password(app, visitor, carried, identifier, password, remember).await?;
    if !matches!(tried, Tried::Again(LoginProblem::Wrong { .. })) {
        return Ok(tried);
    }
    let needs_link = match identify(&app.ctx, identifier, &visitor.caller).await? {
        Identified::AskPassword { needs_link } => needs_link,
        Identified::SendLink(account) => Some(account),
        Identified::Throttled { .. } => None,
    };
    if let Some(account) = needs_link {
        mail_link(&app.ctx, &account, Some(&carried.pending), &visitor.caller).await?;
    }
    Ok(tried)
}

/// The page.
pub fn show(app: &App, visitor: &Visitor, carried: &Carried<'_>, remember_me: bool, problems: Problems) -> Response {
    let status = match (problems.username, problems.password) {
        (Some(_), _) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, password) => status_of(password),
    };
    let problem = problems.password;
    let migration_open = app.ctx.is_migration_open();
    let view = LoginOnePage {
        frame: carried.frame("/login"),
        client_name: carried.client_name(),
        client_notice: carried.client_notice(),
        status: carried.was_stale.then_some(Status::Expired),
        migration_open,
        link_mailed: migration_open && matches!(problems.password, Some(LoginProblem::Wrong { .. })),
        username: carried.username(),
        remember_me,
        problems,
        hidden: carried.hidden(),
        forgot_href: carried.href("/forgot"),
    };
    let page = login_page(status, view.render(), &carried.pending);
    visitor.greet(app, until_next_try(app, problem, page))
}
