//! `/account/sessions`: where the person is signed in, and logging out there.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use uuid::Uuid;

use super::home::{device_sessions, frame, keep_language};
use super::step_up::recently_signed_in;
use crate::flows::account::devices;
use crate::flows::end_sessions::{Which, end_sessions};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::sessions::{Done, Sessions};
use crate::web::pages::{Hidden, View as _};
use crate::web::respond::sealed_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::{FormOf, Visitor};

const PATH: &str = "/account/sessions";

/// `GET /account/sessions`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let signed_in = recently_signed_in(&app, &visitor, PATH)?;
    keep_language(&app, &visitor).await?;
    let fields = Fields::new(query.0)?;
    let view = Sessions {
        frame: frame(&app, &visitor, Some(signed_in)),
        sessions: device_sessions(devices(&app.ctx, signed_in).await?),
        done: match fields.get("done") {
            "one" => Some(Done::One),
            "others" => Some(Done::Others),
            _ => None,
        },
        hidden: vec![Hidden::new("csrf", visitor.csrf(&app))],
    };
    Ok(visitor.greet(&app, sealed_page(StatusCode::OK, view.render())))
}

/// `POST /account/sessions`: logs one other browser out, or all others.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let signed_in = recently_signed_in(&app, &visitor, PATH)?;
    let fields = Fields::new(form.0)?;
    match visitor.form_of(&app, fields.get("csrf")) {
        FormOf::ThisLogin => {}
        FormOf::AnotherLogin => return Ok(visitor.greet(&app, Redirect::to(PATH))),
        FormOf::AnotherSite => return Err(WebError::CrossSite),
    }
    let (which, done) = match fields.get("session") {
        "" => (Which::Others, "others"),
        key => (Which::One(Uuid::parse_str(key).map_err(|_| WebError::BadRequest)?), "one"),
    };
    end_sessions(&app.ctx, signed_in, which, &visitor.caller).await?;
    Ok(visitor.greet(&app, Redirect::to(&format!("{PATH}?done={done}"))))
}
