//! `/account`, the first page of the own account, and `/`, the front page.

use accounts::Locale;
use accounts::account::PostalAddress;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::DateTime;

use super::change_email::TOO_SOON;
use super::own_page::OwnPage;
use super::services::name_of;
use crate::adapters::SignedIn;
use crate::flows::account::{Device, choose_language, devices};
use crate::flows::change_email::pending;
use crate::flows::services::services;
use crate::pending_login::PendingLogin;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::account::{AccountHome, DeviceSession, Front};
use crate::web::pages::own::{Done, PendingEmail};
use crate::web::pages::{Frame, Hidden, User, View as _};
use crate::web::respond::page;
use crate::web::strict::{Fields, StrictQuery};
use crate::web::visitor::Visitor;

/// `GET /`.
pub async fn front(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    keep_language(&app, &visitor).await?;
    let view = Front { frame: frame(&app, &visitor, visitor.session.as_ref()), login_href: "/login".to_owned() };
    Ok(visitor.greet(&app, page(StatusCode::OK, view.render())))
}

/// `GET /account`: everything at a glance, and what was just done.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, "/account").await?;
    let fields = Fields::new(query.0)?;
    let frame = own.frame();
    let account = &own.signed_in.account;
    let devices = devices(&app.ctx, own.signed_in).await?;
    let services = services(&app.ctx, own.signed_in).await?;
    let view = AccountHome {
        done: Done::from_word(fields.get("done")),
        name: account.full_name(),
        email: account.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        way_on: way_on(&app, &visitor, fields.get("flow"), frame.locale()),
        pending: pending_email(&app, &own, fields.get(TOO_SOON)).await?,
        phone: account.phone.clone(),
        address: one_line(&account.address),
        username: account.sign_in_name().to_owned(),
        username_is_fixed: account.username.is_some(),
        mail_comes_back: account.mail_failed_at.is_some(),
        language: account.locale.unwrap_or(frame.locale()),
        password_set_at: account.password_set_at,
        sessions: device_sessions(devices),
        services: services.iter().map(|service| name_of(&app, service, frame.locale())).collect(),
        frame,
    };
    Ok(own.show(&view, false))
}

/// The service whose login led here, and the way on to it.
fn way_on(app: &App, visitor: &Visitor, flow: &str, locale: Locale) -> Option<(String, String)> {
    let pending = PendingLogin::open(&app.ctx, &visitor.caller.browser, flow).ok()?;
    let client = app.ctx.clients.find(pending.client_id()?)?;
    Some((client.name.get(locale.tag())?.to_owned(), format!("/authorize/resume?flow={flow}")))
}

/// The new address that waits for its link. `too_soon` is when another link
/// can be had, where one was just asked for in vain.
async fn pending_email(app: &App, own: &OwnPage<'_>, too_soon: &str) -> Result<Option<PendingEmail>, WebError> {
    let retry_at = too_soon.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(pending(&app.ctx, own.signed_in).await?.map(|pending| PendingEmail {
        address: pending.address.as_str().to_owned(),
        expires_at: pending.expires_at,
        retry_at: retry_at.filter(|at| *at > app.ctx.clock.now()),
        hidden: own.hidden(),
    }))
}

/// A postal address as one line.
pub(super) fn one_line(address: &PostalAddress) -> String {
    let town = format!("{} {}", address.postal_code, address.city);
    let lines = [address.street.as_str(), town.trim()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The devices as pages show them.
pub(super) fn device_sessions(devices: Vec<Device>) -> Vec<DeviceSession> {
    let show = |device: Device| DeviceSession {
        key: device.id.to_string(),
        user_agent: device.user_agent,
        this_device: device.is_this,
        signed_in_at: device.signed_in_at,
        last_used_at: device.last_seen_at,
        remembered_until: device.remembered_until,
    };
    devices.into_iter().map(show).collect()
}

/// Makes a language that the person chooses on one of these pages the
/// account's.
pub(super) async fn keep_language(app: &App, visitor: &Visitor) -> Result<(), WebError> {
    if let (Some(signed_in), Some(locale)) = (&visitor.session, visitor.chosen_here()) {
        choose_language(&app.ctx, &signed_in.account.sub, locale, &visitor.caller).await?;
    }
    Ok(())
}

/// The frame of a page with the header of a person who is signed in.
pub(super) fn frame(app: &App, visitor: &Visitor, signed_in: Option<&SignedIn>) -> Frame {
    let locale = signed_in.map_or(visitor.caller.locale, |signed_in| visitor.locale_for_owner(&signed_in.account));
    let frame = Frame::new(&app.site, locale);
    match signed_in {
        None => frame,
        Some(signed_in) => signed_in_frame(app, visitor, signed_in, frame),
    }
}

/// `frame` with the header of the person who is signed in.
pub(super) fn signed_in_frame(app: &App, visitor: &Visitor, signed_in: &SignedIn, frame: Frame) -> Frame {
    frame.with_user(User {
        name: signed_in.account.full_name(),
        username: signed_in.account.sign_in_name().to_owned(),
        logout: vec![Hidden::new("csrf", visitor.csrf(app))],
    })
}
