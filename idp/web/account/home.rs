//! `/account`, the first page of the own account, and `/`, the front page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use crate::adapters::SignedIn;
use crate::flows::account::{choose_language, devices};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::account::{AccountHome, DeviceSession, Front};
use crate::web::pages::{Frame, Hidden, User, View as _};
use crate::web::respond::page;
use crate::web::visitor::Visitor;

/// `GET /`.
pub async fn front(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    keep_language(&app, &visitor).await?;
    let view = Front { frame: frame(&app, &visitor, visitor.session.as_ref()), login_href: "/login".to_owned() };
    Ok(visitor.greet(&app, page(StatusCode::OK, view.render())))
}

/// `GET /account`.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let Some(signed_in) = &visitor.session else {
        return Ok(visitor.greet(&app, Redirect::to("/login")));
    };
    keep_language(&app, &visitor).await?;
    let devices = devices(&app.ctx, signed_in).await?;
    let account = &signed_in.account;
    let address = &account.address;
    let town = format!("{} {}", address.postal_code, address.city);
    let lines = [address.street.as_str(), town.trim()];
    let view = AccountHome {
        frame: frame(&app, &visitor, Some(signed_in)),
        name: account.full_name(),
        email: account.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        phone: account.phone.clone(),
        address: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", "),
        username: account.sign_in_name().to_owned(),
        username_is_fixed: account.username.is_some(),
        mail_comes_back: account.mail_failed_at.is_some(),
        forgot_href: "/forgot".to_owned(),
        sessions: devices
            .into_iter()
            .map(|device| DeviceSession {
                user_agent: device.user_agent,
                this_device: device.is_this,
                signed_in_at: device.signed_in_at,
                last_used_at: device.last_seen_at,
                remembered_until: device.remembered_until,
            })
            .collect(),
    };
    Ok(visitor.greet(&app, page(StatusCode::OK, view.render())))
}

/// Makes a language that the person chooses on one of these pages the
/// account's.
async fn keep_language(app: &App, visitor: &Visitor) -> Result<(), WebError> {
    if let (Some(signed_in), Some(locale)) = (&visitor.session, visitor.chosen_here()) {
        choose_language(&app.ctx, &signed_in.account.sub, locale).await?;
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
