//! `/login/terms`: new terms of use stand between a login and the service.

use accounts::terms::Edition;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use oidc::authorization_response::reply_error;
use oidc::interaction::DENIED;

use super::flow::Carried;
use super::home::signed_in_frame;
use crate::adapters::SignedIn;
use crate::flows::agree::{Outstanding, agree, decline, outstanding};
use crate::flows::sign_out::sign_out;
use crate::web::app::App;
use crate::web::cookies::Cookie;
use crate::web::error::WebError;
use crate::web::pages::agreement::{Terms, TermsDeclined};
use crate::web::pages::{Frame, Hidden, View as _};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::{FormOf, Visitor};

const ACCEPT: &str = "accept";
const DECLINE: &str = "decline";
/// Where a person gets the own data without agreeing to anything.
const EXPORT: &str = "/account/data";

/// `GET /login/terms`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let Some(signed_in) = &visitor.session else {
        return Ok(carried.go("/authorize/resume"));
    };
    let outstanding = outstanding(&app.ctx, signed_in.account.id).await?;
    // The way back to the page leads here again after the answer.
    if outstanding.editions.is_empty() {
        return Ok(carried.go("/authorize/resume"));
    }
    Ok(show(&app, &visitor, &carried, signed_in, outstanding))
}

/// `POST /login/terms`: the person agrees or declines.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    // Who was signed in when the page was made is who answers it.
    let signed_in = match (visitor.form_of(&app, fields.get("csrf")), &visitor.session) {
        (FormOf::ThisLogin, Some(signed_in)) => signed_in,
        (FormOf::ThisLogin | FormOf::AnotherLogin, _) => return Ok(carried.go("/authorize/resume")),
        (FormOf::AnotherSite, _) => return Err(WebError::CrossSite),
    };
    match fields.get("answer") {
        ACCEPT => {
            let shown = (fields.get("editions"), carried.locale);
            agree(&app.ctx, signed_in, &carried.pending, shown, &visitor.caller).await?;
            Ok(carried.go("/authorize/resume"))
        }
        DECLINE => {
            decline(&app.ctx, signed_in, &carried.pending, &visitor.caller).await?;
            sign_out(&app.ctx, signed_in, &visitor.caller).await?;
            Ok(show_declined(&app, &visitor, &carried))
        }
        _ => Err(WebError::BadRequest),
    }
}

fn show(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    signed_in: &SignedIn,
    Outstanding { editions, agreed_before }: Outstanding,
) -> Response {
    let names = editions.iter().map(Edition::name).collect::<Vec<_>>().join(" ");
    let answer = |answer: &str| {
        let fields = [("answer", answer), ("editions", &names)];
        let fields = fields.into_iter().map(|(name, value)| Hidden::new(name, value));
        carried.hidden().into_iter().chain([Hidden::new("csrf", visitor.csrf(app))]).chain(fields).collect()
    };
    let view = Terms {
        frame: signed_in_frame(app, visitor, signed_in, carried.frame("/login/terms")),
        client_name: carried.client_name(),
        editions,
        agreed_before,
        accept: answer(ACCEPT),
        decline: answer(DECLINE),
    };
    visitor.greet(app, login_page(StatusCode::OK, view.render(), &carried.pending))
}

/// The session is over: the page has nothing of the person.
fn show_declined(app: &App, visitor: &Visitor, carried: &Carried<'_>) -> Response {
    let tell = |name| Some((name, reply_error(carried.pending.request()?, DENIED, &app.ctx.oidc.issuer)));
    let view = TermsDeclined {
        frame: Frame::new(&app.site, carried.locale).with_languages(|locale| format!("/?ui_locales={}", locale.tag())),
        login_href: carried.href("/login"),
        export_href: EXPORT.to_owned(),
        back: carried.client_name().and_then(tell),
    };
    let mut response = visitor.greet(app, login_page(StatusCode::OK, view.render(), &carried.pending));
    response.headers_mut().append(axum::http::header::SET_COOKIE, app.jar.drop(Cookie::Session));
    response
}
