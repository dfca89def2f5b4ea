//! A site for tests: with a clock that stands until it is moved, and a
//! provider that does not answer.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::header::{AsHeaderName, CONTENT_TYPE, COOKIE};
use axum::http::{Request, Response};
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::sessions::Session;
use super::sessions::tests::session;
use super::{Kit, Settings, StartError};

/// A site that is tried out.
pub struct Trial {
    /// What the site's handlers share.
    pub kit: Arc<Kit>,
    router: Router,
    now: Arc<Mutex<DateTime<Utc>>>,
    prefix: &'static str,
}

impl Trial {
    /// The site that `build` makes, at noon.
    pub fn of(build: impl FnOnce(Settings) -> Result<(Arc<Kit>, Router), StartError>) -> Self {
        let now = Arc::new(Mutex::new("2026-11-22T12:00:00Z".parse().unwrap()));
        let clock = Arc::clone(&now);
        let settings = Settings {
            issuer: "http://localhost:1".to_owned(),
            client_id: "site".to_owned(),
            client_secret: "secret".to_owned(),
            base_url: "http://127.0.0.1:9001".to_owned(),
            clock: Arc::new(move || *clock.lock().unwrap()),
        };
        let (kit, router) = build(settings).unwrap();
        Self { prefix: kit.cookies.prefix, kit, router, now }
    }

    /// The same with Erkki signed in, whom the site knew as `legacy_id`. His
    /// forms carry `csrf of p1`.
    pub fn with_session(self, legacy_id: Option<&str>) -> Self {
        self.with(Session { legacy_id: legacy_id.map(str::to_owned), ..session("p1", "s1") })
    }

    /// The same with somebody signed in.
    pub fn with(self, session: Session) -> Self {
        self.kit.sessions.begin("id".to_owned(), session);
        self
    }

    /// Lets time pass.
    pub fn advance(&self, step: TimeDelta) {
        *self.now.lock().unwrap() += step;
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Opens a page in Erkki's browser.
    pub async fn get(&self, path: &str) -> Response<Body> {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from Erkki's browser.
    pub async fn post(&self, path: &str, form: &'static str) -> Response<Body> {
        let request = self.request("POST", path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = format!("{0}_session=id; {0}_device=phone", self.prefix);
        Request::builder().method(method).uri(path).header(COOKIE, cookies)
    }
}

/// The body of an answer.
pub async fn text(response: Response<Body>) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

/// A header of an answer.
pub fn header(response: &Response<Body>, name: impl AsHeaderName) -> &str {
    response.headers().get(name).unwrap().to_str().unwrap()
}
