//! `/login/link-sent`: a migrated person's first password is one mail away.
//! Only `privacy = "seed"` leads here; otherwise everybody gets the same
//! password page.

use accounts::Account;
use accounts::identifier::Identifier;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::flow::Carried;
use super::sending::{sending_of, word_for};
use crate::flows::identify::{Identified, identify};
use crate::flows::mail_link::{mail_link, times_lately};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::link::{LinkSent, Purpose};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

/// `GET /login/link-sent`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(account) = account_of(&app, &visitor, &carried).await? else {
        return Ok(carried.begin_anew());
    };
    let times = times_lately(&app.ctx, &account).await?;
    let view = LinkSent {
        frame: carried.frame("/login/link-sent"),
        client_name: carried.client_name(),
        purpose: Purpose::FirstPassword,
        address: address_to_show(&carried, &account),
        sender: Some(app.mail_from.clone()),
        minutes: app.ctx.accounts.recovery_ttl.num_minutes(),
        sending: sending_of(&app, fields.get("sent"), &times),
        change_href: carried.href("/login"),
        action: "/login/link-sent",
        hidden: carried.hidden(),
    };
    Ok(visitor.greet(&app, login_page(StatusCode::OK, view.render(), &carried.pending)))
}

/// Where the link went: as it was typed, or masked for who typed a username.
fn address_to_show(carried: &Carried<'_>, account: &Account) -> Option<String> {
    let typed = Identifier::parse(&carried.username()).ok();
    let known = account.mailbox()?;
    match typed {
        Some(Identifier::Email(typed)) if typed.key() == known.key() => Some(typed.as_str().to_owned()),
        _ => Some(known.masked()),
    }
}

/// `POST /login/link-sent`: the person asks for another link.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(account) = account_of(&app, &visitor, &carried).await? else {
        return Ok(carried.begin_anew());
    };
    let mailed = mail_link(&app.ctx, &account, Some(&carried.pending), &visitor.caller).await?;
    let times = times_lately(&app.ctx, &account).await?;
    let word = word_for(&app, mailed, &times);
    Ok(visitor.greet(&app, Redirect::to(&format!("{}&sent={word}", carried.href("/login/link-sent")))))
}

/// The account that this login waits for a link for.
async fn account_of(app: &App, visitor: &Visitor, carried: &Carried<'_>) -> Result<Option<Box<Account>>, WebError> {
    let typed = carried.pending.identifier.as_deref().and_then(|typed| Identifier::parse(typed).ok());
    let Some(identifier) = typed.filter(|_| !carried.was_stale) else {
        return Ok(None);
    };
    match identify(&app.ctx, &identifier, &visitor.caller).await? {
        Identified::SendLink(account) => Ok(Some(account)),
        Identified::Throttled { until } => Err(WebError::TooMany { until }),
        Identified::AskPassword { .. } => Ok(None),
    }
}
