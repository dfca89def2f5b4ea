//! `/account/services`: the services that get the person's data.

use axum::extract::State;
use axum::response::Response;

use super::own_page::OwnPage;
use crate::adapters::ServiceUse;
use crate::flows::services::{disconnect, services};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::own::{ConnectedService, Services};
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const PATH: &str = "/account/services";

/// `GET /account/services`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, PATH).await?;
    let was_ended = Fields::new(query.0)?.is_ticked("ended");
    let frame = own.frame();
    let known = services(&app.ctx, own.signed_in).await?;
    let shown = known.into_iter().map(|service| ConnectedService {
        name: name_of(&app, &service, frame.locale()),
        client_id: service.client_id,
        first_used_at: service.first_used_at,
        last_used_at: service.last_used_at,
    });
    Ok(own.show(&Services { services: shown.collect(), frame, was_ended, hidden: own.hidden() }, false))
}

/// `POST /account/services`: the person disconnects one.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, fields) = OwnPage::act(&app, &visitor, PATH, form.0)?;
    disconnect(&app.ctx, own.signed_in, fields.get("client_id"), &visitor.caller).await?;
    Ok(own.go("/account/services?ended=1"))
}

/// What people call the service; its id when it is not registered any more.
pub(super) fn name_of(app: &App, service: &ServiceUse, locale: accounts::Locale) -> String {
    let client = app.ctx.clients.find(&service.client_id);
    let name = client.and_then(|client| client.name.get(locale.tag()).map(str::to_owned));
    name.unwrap_or_else(|| service.client_id.clone())
}
