//! What every site does, tried on the e-service, whose provider is never asked.
#![expect(clippy::expect_used, reason = "tests")]
use super::trial::{Trial, header, text};
use crate::demo::eservice;
use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;

fn trial() -> Trial {
    Trial::of(eservice::build)
}

fn signed_in() -> Trial {
    trial().with_session(None)
}

#[tokio::test]
async fn the_front_page_offers_the_login_in_finnish() {
    let response = trial().get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, CONTENT_SECURITY_POLICY).contains("form-action 'self' http://localhost:1;"));
    let page = text(response).await;
    assert!(page.contains(r#"<html lang="fi">"#));
    assert!(page.contains(r#"<a id="sign_in" class="button" href="/login?return_to=%2F">Kirjaudu sisään</a>"#));
}

#[tokio::test]
async fn a_chosen_language_is_used_and_remembered() {
    let trial = trial();
    let response = trial.get("/?ui_locales=sv").await;
    assert!(header(&response, SET_COOKIE).starts_with("eservice_language=sv;"));
    assert!(text(response).await.contains("Logga in"));

    let again = Request::get("/").header(COOKIE, "eservice_language=sv").body(Body::empty()).expect("a request");
    assert!(text(trial.send(again).await).await.contains("Logga in"));
}

#[tokio::test]
async fn an_answer_to_no_login_of_this_browser_is_refused() {
    let response = trial().get("/callback?code=c&state=s&iss=http://localhost:1").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("Kirjautuminen vanheni"));
}

#[tokio::test]
async fn a_login_at_another_provider_is_refused() {
    let response = trial().get("/initiate-login?iss=https://id.attacker.example").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("Linkki ei toimi"));
}

#[tokio::test]
async fn a_mere_link_does_not_claim_a_logout() {
    let response = trial().get("/logged-out?state=s").await;
    assert_eq!(header(&response, LOCATION), "/");
}

#[tokio::test]
async fn a_logout_of_nobody_leads_to_the_front_page() {
    let response = trial().post("/logout", "csrf=x").await;
    assert_eq!(header(&response, LOCATION), "/");
}

#[tokio::test]
async fn a_logout_needs_a_form_of_this_session() {
    for form in ["", "csrf=", "csrf=csrf+of+p2"] {
        let trial = signed_in();
        let response = trial.post("/logout", form).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{form}");
        assert!(text(response).await.contains("Mitään ei tehty"));
        assert!(trial.kit.sessions.find("id", trial.kit.now()).is_some(), "{form}");
    }
}

#[tokio::test]
async fn a_logout_ends_the_session_even_when_the_provider_is_away() {
    let trial = signed_in();
    let response = trial.post("/logout", "csrf=csrf+of+p1").await;
    assert!(header(&response, SET_COOKIE).starts_with("eservice_session=; "));
    assert!(text(response).await.contains("ulos tästä palvelusta"));
    assert!(trial.kit.sessions.find("id", trial.kit.now()).is_none());
}

#[tokio::test]
async fn an_open_page_can_ask_whose_session_the_browser_has() {
    let trial = signed_in();
    assert_eq!(text(trial.get("/session").await).await, r#"{"mark":"mark of p1","due":false}"#);
    trial.advance(TimeDelta::minutes(5));
    assert_eq!(text(trial.get("/session").await).await, r#"{"mark":"mark of p1","due":true}"#);
    trial.kit.sessions.end("id");
    assert_eq!(text(trial.get("/session").await).await, r#"{"mark":null,"due":false}"#);
}

#[tokio::test]
async fn a_provider_that_is_away_ends_nobodys_session() {
    let trial = signed_in();
    trial.advance(TimeDelta::minutes(5));
    let response = trial.get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(text(response).await.contains("Erkki Esimerkki"));
}

#[tokio::test]
async fn a_back_channel_request_without_a_token_is_a_bad_one_and_is_listed() {
    let trial = trial();
    assert!(text(trial.get("/deliveries").await).await.contains("Ilmoituksia ei ole vielä tullut"));
    let response = trial.post("/backchannel-logout", "other=1").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains(r#""error":"invalid_request""#));
    let list = text(trial.get("/deliveries").await).await;
    assert!(list.contains("Ilmoitus hylättiin") && list.contains("22.11.2026 klo 14.00.00"), "{list}");
}

#[tokio::test]
async fn an_unknown_page_says_so_in_every_language() {
    for (language, heading) in [("fi", "Sivua ei löydy"), ("sv", "Sidan hittades inte"), ("en", "Page not found")] {
        let response = trial().get(&format!("/nowhere?ui_locales={language}")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(text(response).await.contains(heading));
    }
}
