//! `/account`, the first page of the own account, and `/`, the front page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use crate::adapters::SignedIn;
use crate::flows::account::{Device, devices};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::account::{AccountHome, Front};
use crate::web::pages::{Frame, Hidden, User, View};
use crate::web::respond::page;
use crate::web::visitor::Visitor;

/// `GET /`.
pub async fn front(State(app): State<App>, visitor: Visitor) -> Response {
    let view = Front { frame: frame(&app, &visitor, visitor.session.as_ref()) };
    visitor.greet(&app, page(StatusCode::OK, view.render()))
}
