//! `/login`: who is it?

use accounts::identifier::{Identifier, IdentifierProblem};
use accounts::policy::Privacy;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::even::at_even_times;
use super::flow::Carried;
use crate::flows::identify::{Identified, identify};
use crate::flows::mail_link::mail_link;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::login::{self as pages, LoginIdentifier, Status};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// The longest username that a page carries along, in bytes.
const LONGEST_KEPT: usize = 1024;

/// `GET /login`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    Ok(show(&app, &visitor, &carried, None))
}

/// `POST /login`: a username was typed.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let typed = fields.get("username").trim();
    // Every link and form of the page repeats it.
    let kept = Some(typed).filter(|typed| typed.len() <= LONGEST_KEPT).map(str::to_owned);
    let carried = carried.with_identifier(kept);
    let identifier = match Identifier::parse(typed) {
        Ok(identifier) => identifier,
        Err(problem) => return Ok(show(&app, &visitor, &carried, Some(problem))),
    };
    if carried.was_stale {
        return Ok(show(&app, &visitor, &carried, None));
    }
    let path = match app.ctx.accounts.privacy {
        Privacy::Neutral => at_even_times(Box::pin(step_after(&app, &visitor, &carried, &identifier))).await?,
        Privacy::Seed => step_after(&app, &visitor, &carried, &identifier).await?,
    };
    Ok(carried.go(path))
}

/// The page that follows the username.
async fn step_after(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    identifier: &Identifier,
) -> Result<&'static str, WebError> {
    match identify(&app.ctx, identifier, &visitor.caller).await? {
        Identified::Throttled { until } => Err(WebError::TooMany { until }),
        Identified::SendLink(account) => {
            mail_link(&app.ctx, &account, Some(&carried.pending), &visitor.caller).await?;
            Ok("/login/link-sent")
        }
        Identified::AskPassword { needs_link } => {
            if let Some(account) = needs_link {
                mail_link(&app.ctx, &account, Some(&carried.pending), &visitor.caller).await?;
            }
            Ok("/login/password")
        }
    }
}

fn show(app: &App, visitor: &Visitor, carried: &Carried<'_>, problem: Option<IdentifierProblem>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = LoginIdentifier {
        frame: carried.frame("/login"),
        client_name: carried.client_name(),
        client_notice: None,
        status: carried.was_stale.then_some(Status::Expired),
        migration_open: app.ctx.is_migration_open(),
        username: carried.username(),
        problem: problem.map(|problem| match problem {
            IdentifierProblem::Empty => pages::IdentifierProblem::Empty,
            IdentifierProblem::MalformedEmail | IdentifierProblem::TooLong => pages::IdentifierProblem::Malformed,
        }),
        hidden: carried.hidden(),
        forgot_href: carried.href("/forgot"),
    };
    visitor.greet(app, login_page(status, view.render(), &carried.pending))
}
