//! `/register/done`: what to do next, another mail, the way to a corrected
//! address. It exists in the browser that registered, and tells nobody whether
//! there is such an account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::even::at_even_times;
use super::flow::Carried;
use super::home::one_line;
use crate::flows::register::{Asked, ask_again};
use crate::registration::Registration;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::link::Sending;
use crate::web::pages::registration::RegisterDone;
use crate::web::pages::{Frame, Hidden, View};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const AGAIN: &str = "again";
const SOON: &str = "soon";
const LIMIT: &str = "limit";

/// `GET /register/done`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(registration) = open(&app, &visitor, &fields) else {
        return Ok(carried.go("/register"));
    };
    let view = RegisterDone {
        frame: frame(&app, &visitor, &carried, &registration, "/register/done"),
        is_new: true,
        address: registration.person.email.as_str().to_owned(),
        postal_address: one_line(&registration.person.address),
        sender: app.mail_from.clone(),
        minutes: app.ctx.accounts.activation_ttl.num_minutes(),
        until: registration.asked_at + app.ctx.accounts.activation_ttl,
        sending: sending_of(&app, &registration, fields.get("sent")),
        address_href: Some(href(&app, &visitor, &carried, &registration, "/register/address")),
        action: "/register/done",
        hidden: hidden(&app, &visitor, &carried, &registration),
    };
    Ok(visitor.greet(&app, login_page(StatusCode::OK, view.render(), &carried.pending)))
}

/// `POST /register/done`: another mail is asked for.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(registration) = open(&app, &visitor, &fields) else {
        return Ok(carried.go("/register"));
    };
    if let Some(word) = wait(&app, &registration) {
        return Ok(go(&app, &visitor, &carried, &registration, word));
    }
    let asking = ask_again(&app.ctx, registration, &carried.pending, &visitor.caller);
    match at_even_times(Box::pin(asking)).await? {
        Asked::Heard(registration) => Ok(go(&app, &visitor, &carried, &registration, AGAIN)),
        Asked::Throttled { until } => Err(WebError::TooMany { until }),
    }
}

/// The registration that this browser brings back.
pub(super) fn open(app: &App, visitor: &Visitor, fields: &Fields) -> Option<Registration> {
    Registration::open(&app.ctx, &visitor.caller.browser, fields.get("registration"))
}

/// A redirect to the page; `word` is what came of asking for another mail.
pub(super) fn go(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    registration: &Registration,
    word: &str,
) -> Response {
    let href = href(app, visitor, carried, registration, "/register/done");
    let sent = if word.is_empty() { String::new() } else { format!("&sent={word}") };
    visitor.greet(app, Redirect::to(&format!("{href}{sent}")))
}

/// `path` with the login and the registration in its query.
pub(super) fn href(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    registration: &Registration,
    path: &str,
) -> String {
    let sealed = registration.seal(&app.ctx, &visitor.caller.browser);
    format!("{}&registration={sealed}", carried.href(path))
}

/// The hidden fields that carry the login and the registration.
pub(super) fn hidden(app: &App, visitor: &Visitor, carried: &Carried<'_>, registration: &Registration) -> Vec<Hidden> {
    let sealed = registration.seal(&app.ctx, &visitor.caller.browser);
    carried.hidden().into_iter().chain([Hidden::new("registration", sealed)]).collect()
}

/// The frame of a page at `path`; its language links keep both.
pub(super) fn frame(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    registration: &Registration,
    path: &str,
) -> Frame {
    let href = href(app, visitor, carried, registration, path);
    carried.frame(path).with_languages(|locale| format!("{href}&ui_locales={}", locale.tag()))
}

/// Why another mail has to wait, as far as this browser's own wishes go: what
/// others asked for is nobody's business.
pub(super) fn wait(app: &App, registration: &Registration) -> Option<&'static str> {
    if registration.asked >= app.ctx.accounts.mails_per_day {
        return Some(LIMIT);
    }
    let too_soon = app.ctx.clock.now() < registration.asked_at + app.ctx.accounts.resend_after;
    too_soon.then_some(SOON)
}

fn sending_of(app: &App, registration: &Registration, word: &str) -> Sending {
    match word {
        AGAIN => Sending::Again { at: registration.asked_at },
        SOON => Sending::TooSoon { retry_at: registration.asked_at + app.ctx.accounts.resend_after },
        LIMIT => Sending::DailyLimit { count: app.ctx.accounts.mails_per_day },
        _ => Sending::First,
    }
}
