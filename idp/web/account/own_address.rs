//! `/login/own-address`: after a login, a person without an address of their
//! own is asked for one. It leads into the change of the address, or straight
//! on.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::flow::Carried;
use super::home::signed_in_frame;
use crate::flows::own_address::to_be_asked;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View as _;
use crate::web::pages::own::OwnAddress;
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictQuery};
use crate::web::visitor::Visitor;

/// Where the question is asked.
pub const PATH: &str = "/login/own-address";

/// Whether the person who has just logged in is asked. What is asked by the
/// way must not hinder a login: a store that is away means no.
pub async fn is_asked(app: &App, sub: &str) -> bool {
    match to_be_asked(&app.ctx, sub).await {
        Ok(account) => account.is_some(),
        Err(fault) => {
            tracing::warn!(cause = fault.to_operator(), "nobody was asked for an address");
            false
        }
    }
}

/// `GET /login/own-address`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let on = carried.href("/authorize/resume");
    let Some(signed_in) = visitor.session.as_ref().filter(|known| known.account.lacks_own_address()) else {
        return Ok(carried.go("/authorize/resume"));
    };
    let view = OwnAddress {
        frame: signed_in_frame(&app, &visitor, signed_in, carried.frame(PATH)),
        client_name: carried.client_name(),
        shared: signed_in.account.mailbox().map(accounts::Email::masked),
        address_href: carried.href("/account/email"),
        later_href: on,
    };
    Ok(visitor.greet(&app, login_page(StatusCode::OK, view.render(), &carried.pending)))
}
