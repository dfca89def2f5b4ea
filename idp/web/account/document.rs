//! `/terms`, `/privacy`, `/accessibility`, `/cookies`: the documents that the
//! footer of every page leads to.

use accounts::terms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use chrono::{DateTime, Utc};

use super::home::frame;
use crate::locales::documents::Document;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::View;
use crate::web::pages::document::{AccessibilityStatement, CookieList, DocumentPage};
use crate::web::pages::markdown::Prose;
use crate::web::respond::page;
use crate::web::visitor::{LANGUAGE_LIFETIME, Visitor};

/// `GET /terms`.
pub async fn terms(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    given(&app, &visitor, Document::Terms).ok_or(WebError::NotFound)
}

/// `GET /privacy`.
pub async fn privacy(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    given(&app, &visitor, Document::Privacy).ok_or(WebError::NotFound)
}

/// `GET /accessibility`.
pub async fn accessibility(State(app): State<App>, visitor: Visitor) -> Response {
    let built_in = || AccessibilityStatement { frame: frame(&app, &visitor, visitor.session.as_ref()) };
    given(&app, &visitor, Document::Accessibility).unwrap_or_else(|| show(&app, &visitor, &built_in()))
}

/// `GET /cookies`.
pub async fn cookies(State(app): State<App>, visitor: Visitor) -> Response {
    let built_in = || CookieList {
        frame: frame(&app, &visitor, visitor.session.as_ref()),
        jar: app.jar,
        remembered: app.ctx.accounts.session_remembered,
        language: LANGUAGE_LIFETIME,
    };
    given(&app, &visitor, Document::Cookies).unwrap_or_else(|| show(&app, &visitor, &built_in()))
}

/// The document that the organisation has given, or the way to where it keeps
/// it; `None` when it has given none.
fn given(app: &App, visitor: &Visitor, document: Document) -> Option<Response> {
    let frame = frame(app, visitor, visitor.session.as_ref());
    let organisation = app.site.organisation();
    let place = organisation.place(document, frame.locale())?;
    if place != document.path() {
        return Some(visitor.greet(app, Redirect::to(place)));
    }
    let (language, markdown) = organisation.documents.get(document, frame.locale())?;
    let view =
        DocumentPage { document, prose: Prose::of(markdown), language, in_force_at: in_force_at(app, document), frame };
    Some(show(app, visitor, &view))
}

/// From when the edition of today holds.
fn in_force_at(app: &App, document: Document) -> Option<DateTime<Utc>> {
    let document = match document {
        Document::Terms => terms::Document::Terms,
        Document::Privacy => terms::Document::Privacy,
        Document::Accessibility | Document::Cookies => return None,
    };
    let mut in_force = app.ctx.accounts.editions.in_force(app.ctx.clock.now());
    in_force.find(|edition| edition.document == document).map(|edition| edition.in_force_at)
}

fn show(app: &App, visitor: &Visitor, view: &impl View) -> Response {
    visitor.greet(app, page(StatusCode::OK, view.render()))
}
