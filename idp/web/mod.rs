//! The face of the service. This page is the whole route table.

pub mod account;
pub mod app;
pub mod asset;
pub mod come_back;
pub mod cookies;
pub mod cors;
pub mod dev;
pub mod error;
pub mod gzip;
pub mod health;
pub mod in_time;
pub mod network;
pub mod pages;
pub mod protocol;
pub mod reference;
pub mod respond;
pub mod strict;
pub mod visitor;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::{Instrument as _, Span};

use app::App;
use in_time::{LAST_ANSWER, SLOWEST_REQUEST};

use crate::adapters::spans::{self, Caller};

/// The largest form body, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// What is counted of visitors who left before their answer, as nginx logs it.
const GIVEN_UP: u16 = 499;

/// How long it may take to tell that it took too long.
const TO_TELL: Duration = Duration::from_secs(1);

/// Every address of the public listener.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(documents())
        .merge(guarded(token_side()).layer(from_fn_with_state(app.clone(), error::as_json)).layer(cors::layer(&app)))
        .merge(
            guarded(cross_site().merge(pages().layer(CsrfLayer::new()).layer(from_fn(gzip::shrink))))
                .fallback(account::old_address::or_not_found)
                .layer(from_fn_with_state(app.clone(), error::as_page))
                .layer(from_fn_with_state(app.clone(), come_back::layer)),
        )
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LAST_ANSWER + TO_TELL))
        .layer(CatchPanicLayer::custom(error::after_panic))
        .layer(map_response_with_state(app.clone(), harden))
        .layer(from_fn_with_state(app.clone(), note))
        .with_state(app)
}

/// A request that takes too long, or a bug, ends before the layer that makes
/// a page or JSON of errors. The same around everything is for what fails there.
fn guarded(routes: Router<App>) -> Router<App> {
    routes.layer(from_fn(in_time::layer)).layer(CatchPanicLayer::custom(error::after_panic))
}

/// Ready bytes for anybody.
fn documents() -> Router<App> {
    Router::new()
        .route("/.well-known/openid-configuration", get(protocol::discovery::metadata))
        .route("/.well-known/oauth-authorization-server", get(protocol::discovery::metadata))
        .route("/jwks.json", get(protocol::discovery::jwks))
        .route("/assets/{hash}/{file}", get(asset::get))
        .route("/live", get(health::live))
        .route("/ready", get(health::ready))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, SLOWEST_REQUEST))
}

/// What clients call from their servers, and browser apps from their pages:
/// errors are JSON, no cookie counts.
fn token_side() -> Router<App> {
    Router::new()
        .route("/token", post(protocol::token::post))
        .route("/userinfo", get(protocol::userinfo::any).post(protocol::userinfo::any))
}

/// Where other sites send browsers, by GET and by POST: outside the
/// cross-site check, so nothing here acts on the cookie alone.
fn cross_site() -> Router<App> {
    Router::new()
        .route("/authorize", get(protocol::authorize::get).post(protocol::authorize::post))
        .route("/logout", get(protocol::logout::get).post(protocol::logout::post))
}

/// Our own pages: every form comes from ourselves.
fn pages() -> Router<App> {
    Router::new()
        .route("/", get(account::home::front))
        .route("/authorize/resume", get(protocol::authorize::get_resume))
        .route("/login", get(account::login::get).post(account::login::post))
        .route("/login/password", get(account::password::get).post(account::password::post))
        .route("/login/link-sent", get(account::link_sent::get).post(account::link_sent::post))
        .route("/password/set", get(account::set_password::get).post(account::set_password::post))
        .route(
            "/password/link-sent",
            get(account::set_password::get_link_sent).post(account::set_password::post_link_sent),
        )
        .route("/password/done", get(account::set_password::get_done))
        .route("/register", get(account::register::get).post(account::register::post))
        .route("/register/done", get(account::register_done::get).post(account::register_done::post))
        .route("/register/address", get(account::register_address::get).post(account::register_address::post))
        .route("/town", get(account::town::get))
        .route("/activate", get(account::activate::get).post(account::activate::post))
        .route("/activate/done", get(account::activate::get_done))
        .route("/activate/link-sent", get(account::activate_again::get).post(account::activate_again::post))
        .route("/forgot", get(account::forgot::get).post(account::forgot::post))
        .route("/forgot/sent", get(account::forgot::get_sent))
        .route("/account", get(account::home::get))
        .route("/account/sessions", get(account::sessions::get).post(account::sessions::post))
        .merge(own_account())
        .route(account::own_address::PATH, get(account::own_address::get))
        .route("/login/terms", get(account::agreement::get).post(account::agreement::post))
        .route("/consent", get(account::consent::get).post(account::consent::post))
        .route("/terms", get(account::document::terms))
        .route("/privacy", get(account::document::privacy))
        .route("/accessibility", get(account::document::accessibility))
        .route("/cookies", get(account::document::cookies))
        .route("/logout/done", get(protocol::logout::get_done))
}

/// What a person changes or ends of the own account.
fn own_account() -> Router<App> {
    use account::{address_link, change_email, change_password, data, deletion, details, services};
    Router::new()
        .route("/account/name", get(details::get_name).post(details::post_name))
        .route("/account/phone", get(details::get_phone).post(details::post_phone))
        .route("/account/address", get(details::get_address).post(details::post_address))
        .route("/account/language", get(details::get_language).post(details::post_language))
        .route("/account/password", get(change_password::get).post(change_password::post))
        .route("/account/email", get(change_email::get).post(change_email::post))
        .route("/account/email/resend", post(change_email::post_resend))
        .route("/account/email/cancel", post(change_email::post_cancel))
        .route("/account/email/confirm", get(address_link::get_confirm).post(address_link::post_confirm))
        .route("/account/email/undo", get(address_link::get_undo).post(address_link::post_undo))
        .route("/account/services", get(services::get).post(services::post))
        .route("/account/data", get(data::get))
        .route("/account/data/file.html", get(data::get_html))
        .route("/account/data/file.json", get(data::get_json))
        .route("/account/delete", get(deletion::get).post(deletion::post))
        .route("/account/delete/done", get(deletion::get_done))
        .route("/account/keep", get(deletion::get_keep).post(deletion::post_keep))
}

/// Counts and traces requests, and writes them to the log at level `debug`: the
/// route, never the address with what it carries.
async fn note(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let span = span(&app, matched.as_ref().map(MatchedPath::as_str), &mut request);
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let mut begun = Begun { app: &app, route, method: &method, at: Instant::now(), status: GIVEN_UP };
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    begun.status = status;
    let time = begun.at.elapsed();
    drop(begun);
    spans::answered(&span, status);
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::debug!(%method, route, status, micros, "answered"));
    response
}

/// Counts a request when it ends, also when its visitor left before.
struct Begun<'a> {
    app: &'a App,
    route: &'a str,
    method: &'a Method,
    at: Instant,
    status: u16,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.app.ctx.meters.requests.answered(self.route, self.method.as_str(), self.status, self.at.elapsed());
    }
}

/// The span of a request for `route`; none where nobody takes spans.
fn span(app: &App, route: Option<&str>, request: &mut Request) -> Span {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let is_proxy = peer.is_some_and(|peer| network::is_proxy(peer, &app.trusted_proxies));
    let caller = if is_proxy { Caller::Proxy } else { Caller::Visitor };
    let traceparent = request.headers().get("traceparent").and_then(|header| header.to_str().ok());
    let span = spans::request(request.method().as_str(), route, caller, traceparent);
    if !span.is_none() {
        spans::refer(&span, &reference::of(app, request.extensions_mut()));
    }
    span
}

/// What every response of ours carries.
async fn harden(State(app): State<App>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Redirects too: theirs hold codes, links and logins in progress.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if app.jar.secure {
        // Of this name alone: others below it may still be served without TLS.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}
