//! What scripts of another origin may read [Fetch §3.2]: a browser app's own
//! answers, and nothing for anybody else.

use reqwest::{Method, RequestBuilder, Response};

use crate::harness::TestIdp;

const APP: &str = "http://127.0.0.1:9997";
const STRANGERS: [&str; 5] =
    ["https://evil.example", "http://127.0.0.1:9997.evil.example", "http://127.0.0.1", "http://127.0.0.1:9999", "null"];

fn from(idp: &TestIdp, origin: &str, method: Method, path: &str) -> RequestBuilder {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    http.request(method, idp.url(path)).header("origin", origin)
}

async fn preflight(idp: &TestIdp, origin: &str, path: &str) -> Response {
    let request = from(idp, origin, Method::OPTIONS, path);
    let request = request.header("access-control-request-method", "POST");
    request.header("access-control-request-headers", "authorization,content-type").send().await.unwrap()
}

#[track_caller]
fn header<'a>(answer: &'a Response, name: &str) -> Option<&'a str> {
    answer.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_registered_origin_may_call_the_token_endpoint_and_userinfo() {
    let idp = TestIdp::start().await;
    for path in ["/token", "/userinfo"] {
        let answer = preflight(&idp, APP, path).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        assert_eq!(header(&answer, "access-control-allow-origin"), Some(APP), "{path}");
        assert_eq!(header(&answer, "access-control-allow-headers"), Some("authorization,content-type"), "{path}");
        assert!(header(&answer, "access-control-allow-methods").unwrap().contains("POST"), "{path}");
    }
}

#[tokio::test]
async fn a_registered_origin_may_read_errors_and_their_challenge() {
    let idp = TestIdp::start().await;
    let answer = from(&idp, APP, Method::GET, "/userinfo").bearer_auth("x").send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(APP));
    assert_eq!(header(&answer, "access-control-expose-headers"), Some("www-authenticate"));
    let answer = from(&idp, APP, Method::POST, "/token").form(&[("client_id", "app")]).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(APP));
}

#[tokio::test]
async fn another_origin_may_read_nothing() {
    let idp = TestIdp::start().await;
    for stranger in STRANGERS {
        for path in ["/token", "/userinfo"] {
            let answer = preflight(&idp, stranger, path).await;
            assert_eq!(header(&answer, "access-control-allow-origin"), None, "{stranger} {path}");
        }
        let answer = from(&idp, stranger, Method::GET, "/userinfo").bearer_auth("x").send().await.unwrap();
        assert_eq!(header(&answer, "access-control-allow-origin"), None, "{stranger}");
        assert!(header(&answer, "vary").unwrap().contains("origin"), "no cache mixes two origins up");
    }
}

#[tokio::test]
async fn no_page_opens_to_another_origin_and_no_cookie_ever_counts() {
    let idp = TestIdp::start().await;
    for path in ["/authorize?client_id=app", "/login", "/logout", "/account", "/"] {
        let answer = from(&idp, APP, Method::GET, path).send().await.unwrap();
        assert_eq!(header(&answer, "access-control-allow-origin"), None, "{path}");
    }
    for path in ["/token", "/userinfo", "/jwks.json", "/.well-known/openid-configuration"] {
        let answer = preflight(&idp, APP, path).await;
        assert_eq!(header(&answer, "access-control-allow-credentials"), None, "{path}");
    }
}
