#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// Sends one request to a service whose provider is never asked.
async fn send(request: Request<Body>) -> Response<Body> {
    let settings = Settings {
        issuer: "http://localhost:8080".to_owned(),
        client_id: "eservice".to_owned(),
        client_secret: "secret".to_owned(),
        base_url: "http://127.0.0.1:9001".to_owned(),
        clock: Arc::new(|| "2026-11-22T12:00:00Z".parse().unwrap()),
    };
    router(Arc::new(Parts::new(settings).unwrap())).oneshot(request).await.unwrap()
}

async fn get_page(path: &str) -> Response<Body> {
    send(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn text(response: Response<Body>) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

fn header(response: &Response<Body>, name: impl axum::http::header::AsHeaderName) -> &str {
    response.headers().get(name).unwrap().to_str().unwrap()
}

#[tokio::test]
async fn the_front_page_offers_the_login_in_finnish() {
    let response = get_page("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, CONTENT_SECURITY_POLICY).contains("form-action 'self' http://localhost:8080;"));
    let page = text(response).await;
    assert!(page.contains(r#"<html lang="fi">"#));
    assert!(page.contains(r#"<a id="sign_in" class="button" href="/login?return_to=%2F">Kirjaudu sisään</a>"#));
}

#[tokio::test]
async fn a_chosen_language_is_used_and_remembered() {
    let response = get_page("/?ui_locales=sv").await;
    assert!(header(&response, SET_COOKIE).starts_with("eservice_language=sv;"));
    assert!(text(response).await.contains("Logga in"));

    let again = Request::get("/").header(COOKIE, "eservice_language=sv").body(Body::empty());
    assert!(text(send(again.unwrap()).await).await.contains("Logga in"));
}

#[tokio::test]
async fn a_case_asks_for_a_login_that_comes_back_to_it() {
    let response = get_page("/cases/2017-0931-T").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&response, LOCATION), "/login?return_to=%2Fcases%2F2017-0931-T");
}

#[tokio::test]
async fn an_answer_to_no_login_of_this_browser_is_refused() {
    let response = get_page("/callback?code=c&state=s&iss=http://localhost:8080").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("Kirjautuminen vanheni"));
}

#[tokio::test]
async fn a_login_at_another_provider_is_refused() {
    let response = get_page("/initiate-login?iss=https://id.attacker.example").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("Linkki ei toimi"));
}

#[tokio::test]
async fn a_mere_link_does_not_claim_a_logout() {
    let response = get_page("/logged-out?state=s").await;
    assert_eq!(header(&response, LOCATION), "/");
}

#[tokio::test]
async fn a_logout_of_nobody_leads_to_the_front_page() {
    let response = send(Request::post("/logout").body(Body::empty()).unwrap()).await;
    assert_eq!(header(&response, LOCATION), "/");
}

#[tokio::test]
async fn a_back_channel_request_without_a_token_is_a_bad_one() {
    let request = Request::post("/backchannel-logout")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("other=1"));
    let response = send(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains(r#""error":"invalid_request""#));
}

#[tokio::test]
async fn an_unknown_page_says_so_in_every_language() {
    for (language, heading) in [("fi", "Sivua ei löydy"), ("sv", "Sidan hittades inte"), ("en", "Page not found")] {
        let response = get_page(&format!("/nowhere?ui_locales={language}")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(text(response).await.contains(heading));
    }
}
