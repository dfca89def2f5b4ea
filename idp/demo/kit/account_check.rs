//! Whether the person whom a page shows is still the one who is logged in.
//! Another tab may have logged out or changed the account: the provider's
//! logout token says so soon, and beside it a page asks at the provider now
//! and then, in passing and without any page of its own [OIDC Core §3.1.2.1].

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{Json, Response};
use serde::Serialize;

use super::Kit;
use super::connection::{Departure, Wish};
use super::discovery::ProviderAway;
use super::login;
use super::visitor::Visitor;

/// What a page that is open asks when its person comes back to it.
#[derive(Serialize)]
pub struct Standing {
    /// The mark of the session that the browser has now.
    mark: Option<String>,
    /// Whether the provider should be asked: the page is to be loaded again.
    due: bool,
}

/// `GET /session`: which session the browser has now.
pub async fn standing(State(kit): State<Arc<Kit>>, visitor: Visitor) -> Json<Standing> {
    let id = visitor.session_id.as_deref().unwrap_or_default();
    let mark = visitor.session.as_ref().map(|session| session.mark.clone());
    Json(Standing { due: mark.is_some() && kit.sessions.check_is_due(id, kit.now()), mark })
}

/// Before a page is shown: when the provider was not asked for a while, the
/// browser goes by there and comes back to the same page.
pub async fn before_page(State(kit): State<Arc<Kit>>, visitor: Visitor, request: Request, next: Next) -> Response {
    let id = visitor.session_id.as_deref().unwrap_or_default();
    let is_page = request.method() == Method::GET && visitor.session.is_some();
    if !is_page || !kit.sessions.begin_check(id, kit.now()) {
        return next.run(request).await;
    }
    let wanted = request.uri().path_and_query().map(ToString::to_string);
    let departure = Departure {
        wish: Wish::Silent,
        return_path: kit.local_path(wanted.as_deref()),
        language: visitor.language,
        login_hint: None,
    };
    match login::leave(&kit, &visitor, departure).await {
        Ok(redirect) => redirect,
        // A provider that is away ends nobody's session.
        Err(ProviderAway) => next.run(request).await,
    }
}
