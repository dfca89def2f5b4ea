//! `/activate/link-sent`: another link in place of one that is dead.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::activate::{find, frame, hidden, href, open, show_unknown};
use super::sending::{sending_of, word_for};
use super::way_on::interrupted;
use crate::flows::activate::mail_again;
use crate::flows::mail_link::times_lately;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::registration::RegisterDone;
use crate::web::respond::page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// `POST /activate/link-sent`: somebody with a dead link asks for a new one.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let opened = open(&app, &visitor, &fields)?;
    let Some(link) = find(&app, &opened).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    if link.is_done() {
        return Ok(visitor.greet(&app, Redirect::to(&href(&app, &visitor, "/activate/done", &opened))));
    }
    let pending = interrupted(&app, &visitor, &link.token);
    let mailed = mail_again(&app.ctx, &link, pending.as_ref(), &visitor.caller).await?;
    let word = word_for(&app, mailed, &times_lately(&app.ctx, &link.account).await?);
    let href = href(&app, &visitor, "/activate/link-sent", &opened);
    Ok(visitor.greet(&app, Redirect::to(&format!("{href}&sent={word}"))))
}

/// `GET /activate/link-sent`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let opened = open(&app, &visitor, &fields)?;
    let Some(link) = find(&app, &opened).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    let times = times_lately(&app.ctx, &link.account).await?;
    let newest = times.last().copied().unwrap_or(link.token.created_at);
    let view = RegisterDone {
        frame: frame(&app, &visitor, "/activate/link-sent", &opened, &link),
        is_new: false,
        address: link.account.email.as_ref().map(accounts::Email::masked).unwrap_or_default(),
        postal_address: String::new(),
        sender: app.mail_from.clone(),
        minutes: app.ctx.accounts.activation_ttl.num_minutes(),
        until: newest + app.ctx.accounts.activation_ttl,
        sending: sending_of(&app, fields.get("sent"), &times),
        address_href: None,
        action: "/activate/link-sent",
        hidden: hidden(&app, &visitor, &opened),
    };
    Ok(visitor.greet(&app, page(StatusCode::OK, view.render())))
}
