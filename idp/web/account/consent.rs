//! `/consent`: a person says whether a client that is not the organisation's
//! own may have what it asks for.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use oidc::AuthorizationRequest;

use super::flow::Carried;
use super::home::signed_in_frame;
use crate::adapters::SignedIn;
use crate::flows::consent::{Question, approve, deny, question};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::consent::ConsentPage;
use crate::web::pages::{Hidden, View as _};
use crate::web::respond::login_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::{FormOf, Visitor};

const APPROVE: &str = "approve";
const DENY: &str = "deny";

/// `GET /consent`.
pub async fn get(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let (Some(signed_in), Some(request)) = (&visitor.session, carried.pending.request()) else {
        return Ok(carried.go("/authorize/resume"));
    };
    let question = asked(&app, signed_in, request).await?;
    Ok(show(&app, &visitor, &carried, signed_in, question))
}

/// `POST /consent`: the person approves or denies.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let carried = Carried::open(&app, &visitor, fields.get("flow"))?;
    let form = visitor.form_of(&app, fields.get("csrf"));
    if form == FormOf::AnotherSite {
        return Err(WebError::CrossSite);
    }
    // Whose data the page showed is who answers it.
    let person = visitor.session.as_ref().filter(|_| form == FormOf::ThisLogin);
    let (Some(signed_in), Some(request)) = (person, carried.pending.request()) else {
        return Ok(carried.go("/authorize/resume"));
    };
    let Question { request, .. } = asked(&app, signed_in, request).await?;
    match fields.get("answer") {
        APPROVE => {
            approve(&app.ctx, signed_in, &request, &visitor.caller).await?;
            Ok(carried.go("/authorize/resume"))
        }
        DENY => {
            let told = deny(&app.ctx, signed_in, &request, &visitor.caller).await?;
            Ok(Redirect::to(&told).into_response())
        }
        _ => Err(WebError::BadRequest),
    }
}

async fn asked<'a>(
    app: &'a App,
    signed_in: &SignedIn,
    request: &AuthorizationRequest,
) -> Result<Question<'a>, WebError> {
    question(&app.ctx, signed_in, request.clone()).await?.map_err(WebError::Refused)
}

fn show(
    app: &App,
    visitor: &Visitor,
    carried: &Carried<'_>,
    signed_in: &SignedIn,
    Question { client, request, person }: Question<'_>,
) -> Response {
    let answer = |answer: &str| {
        let fields = [Hidden::new("csrf", visitor.csrf(app)), Hidden::new("answer", answer)];
        carried.hidden().into_iter().chain(fields).collect()
    };
    let told = client.third_party.clone().unwrap_or_default();
    let in_language = |text: &oidc::names::Localized| text.get(carried.locale.tag()).unwrap_or_default().to_owned();
    let view = ConsentPage {
        frame: signed_in_frame(app, visitor, signed_in, carried.frame("/consent")),
        client_name: carried.client_name().unwrap_or_default(),
        purpose: in_language(&told.purpose),
        privacy_href: in_language(&told.privacy),
        scope: request.scope,
        person,
        approve: answer(APPROVE),
        deny: answer(DENY),
    };
    visitor.greet(app, login_page(StatusCode::OK, view.render(), &carried.pending))
}
