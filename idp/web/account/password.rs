//! `/login/password`: is it really?

use accounts::identifier::Identifier;
use accounts::policy::Privacy;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Redirect, Response};
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::even::at_even_times;
use super::flow::Carried;
use super::{own_address, register_done};
use crate::flows::account::choose_language;
use crate::flows::sign_in::{Attempt, Outcome, Remembered, sign_in};
use crate::known_device::KnownDevice;
use crate::lookup::account_of;
use crate::registration::Registration;
use crate::web::app::App;
use crate::web::cookies::Cookie;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::activation::NotActivated;
use crate::web::pages::login::{Locked, LoginPassword, LoginProblem, TriesLeft};
use crate::web::reference::mark;
use crate::web::respond::{login_page, retry_after};
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// From this number of tries on the page says how many are left.
const FEW_TRIES: u32 = 2;

/// `GET /login/password`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    match carried.pending.identifier.is_some() && !carried.was_stale {
        true => show(&app, &visitor, &carried, false, None).await,
        false => Ok(carried.begin_anew()),
    }
}

/// `POST /login/password`: a password was typed.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let mut fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let identifier = carried.pending.identifier.as_deref().and_then(|typed| Identifier::parse(typed).ok());
    let Some(identifier) = identifier.filter(|_| !carried.was_stale) else {
        return Ok(carried.begin_anew());
    };
    let remember = fields.is_ticked("remember_me");
    let password = Zeroizing::new(fields.take("password"));
    if password.is_empty() {
        return show(&app, &visitor, &carried, remember, Some(LoginProblem::Empty)).await;
    }
    // A name that nobody has costs other reads than one that somebody has.
    let trying = Box::pin(try_password(&app, &visitor, &carried, &identifier, password, remember));
    match at_even_times(trying).await? {
        Tried::Done(response) => Ok(response),
        Tried::Again(problem) => show(&app, &visitor, &carried, remember, Some(problem)).await,
    }
}

/// What came of a password that was typed.
pub(super) enum Tried {
    /// The person is in, or is shown why not.
    Done(Response),
    /// The page with the password comes back.
    Again(LoginProblem),
}

/// Tries a password for the login that `carried` is.
pub(super) async fn try_password(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    identifier: &Identifier,
    password: Zeroizing<String>,
    remember: bool,
) -> Result<Tried, WebError> {
    let attempt = Attempt {
        identifier,
        password,
        remember,
        pending: &carried.pending,
        previous: visitor.session.as_ref(),
        device: visitor.device.as_ref(),
        caller: &visitor.caller,
    };
    Ok(match Box::pin(sign_in(&app.ctx, attempt)).await? {
        Outcome::SignedIn { secret, session, remembered, device } => {
            if let Some(locale) = carried.pending.locale {
                choose_language(&app.ctx, &session.sub, locale, &visitor.caller).await?;
            }
            let kept = Kept { secret, remembered, device };
            let is_asked = own_address::is_asked(app, &session.sub).await;
            Tried::Done(enter(app, visitor, carried, kept, is_asked))
        }
        Outcome::Wrong { tries_left } => Tried::Again(LoginProblem::Wrong { tries_left: warning(app, tries_left) }),
        Outcome::Disabled => Tried::Again(LoginProblem::NotAvailable),
        Outcome::Unactivated(registration) => Tried::Done(show_waiting(app, visitor, carried, &registration)),
        Outcome::Throttled { until } => Tried::Again(LoginProblem::Throttled { retry_at: until }),
        Outcome::Locked { until } => Tried::Done(show_locked(app, visitor, carried, until)),
        Outcome::Busy => return Err(WebError::Busy),
    })
}

fn warning(app: &App, count: u32) -> Option<TriesLeft> {
    let lock_hours = app.ctx.accounts.lockout.duration.num_hours();
    (count <= FEW_TRIES).then_some(TriesLeft { count, lock_hours })
}

/// What the browser keeps of a login.
struct Kept {
    secret: Zeroizing<String>,
    remembered: Option<Remembered>,
    device: Option<KnownDevice>,
}

/// Into the service, or to the question for an address before.
fn enter(app: &App, visitor: &Visitor, carried: &Carried<'_>, kept: Kept, is_asked: bool) -> Response {
    let mut response = match carried.pending.own_page() {
        _ if is_asked => carried.go(own_address::PATH),
        None => carried.go("/authorize/resume"),
        Some(path) => visitor.greet(app, Redirect::to(path)),
    };
    let mut set = |cookie: HeaderValue| response.headers_mut().append(header::SET_COOKIE, cookie);
    set(app.jar.keep(Cookie::Session, &kept.secret, None));
    if let Some(device) = kept.device {
        let ttl = kept.remembered.as_ref().map(|remembered| remembered.ttl);
        set(app.jar.keep(Cookie::Device, &device.seal(&app.ctx), ttl));
    }
    if let Some(Remembered { token, ttl }) = kept.remembered {
        set(app.jar.keep(Cookie::Remembered, &token, Some(ttl)));
    }
    response
}

/// The status of a page that comes back because of `problem`.
pub(super) fn status_of(problem: Option<LoginProblem>) -> StatusCode {
    match problem {
        None => StatusCode::OK,
        Some(LoginProblem::Empty) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(LoginProblem::Wrong { .. } | LoginProblem::NotAvailable) => StatusCode::UNAUTHORIZED,
        Some(LoginProblem::Throttled { .. }) => StatusCode::TOO_MANY_REQUESTS,
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    remember_me: bool,
    problem: Option<LoginProblem>,
) -> Result<Response, WebError> {
    let view = LoginPassword {
        frame: carried.frame("/login/password"),
        client_name: carried.client_name(),
        username: carried.username(),
        change_href: carried.href("/login"),
        forgot_href: carried.href("/forgot"),
        link_mailed: app.ctx.accounts.privacy == Privacy::Neutral && app.ctx.is_migration_open(),
        confirms: confirms(app, visitor, carried).await?,
        remember_me,
        problem,
        hidden: carried.hidden(),
    };
    let page = login_page(status_of(problem), view.render(), &carried.pending);
    Ok(visitor.greet(app, until_next_try(app, problem, page)))
}

/// `page`, which comes back because of `problem`, with the header that goes
/// with it.
pub(super) fn until_next_try(app: &App, problem: Option<LoginProblem>, page: Response) -> Response {
    match problem {
        Some(LoginProblem::Throttled { retry_at }) => retry_after(page, retry_at, app.ctx.clock.now()),
        _ => page,
    }
}

/// Whether the person is signed in as the one whose password is asked for. What
/// was typed decides, as the login reads it: a name may look like the address
/// of somebody else.
async fn confirms(app: &App, visitor: &Visitor, carried: &Carried<'_>) -> Result<bool, WebError> {
    let typed = carried.pending.identifier.as_deref().and_then(|typed| Identifier::parse(typed).ok());
    let (Some(signed_in), Some(typed)) = (&visitor.session, typed) else {
        return Ok(false);
    };
    Ok(account_of(&app.ctx, &typed).await?.is_some_and(|account| account.id == signed_in.account.id))
}

fn show_waiting(app: &App, visitor: &Visitor, carried: &Carried<'_>, registration: &Registration) -> Response {
    let view = NotActivated {
        frame: carried.frame("/login"),
        address: registration.person.email.as_str().to_owned(),
        address_href: register_done::href(app, visitor, carried, registration, "/register/address"),
        hidden: register_done::hidden(app, visitor, carried, registration),
    };
    visitor.greet(app, login_page(StatusCode::UNAUTHORIZED, view.render(), &carried.pending))
}

fn show_locked(app: &App, visitor: &Visitor, carried: &Carried<'_>, until: DateTime<Utc>) -> Response {
    let view = Locked {
        frame: mark(app, visitor, carried.frame("/login"), "locked"),
        until,
        hours: app.ctx.accounts.lockout.duration.num_hours(),
        forgot_href: carried.href("/forgot"),
        login_href: carried.href("/login"),
    };
    visitor.greet(app, login_page(StatusCode::LOCKED, view.render(), &carried.pending))
}
