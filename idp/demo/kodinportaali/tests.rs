#![expect(clippy::expect_used, reason = "tests")]
use super::build;
use crate::demo::kit::Session;
use crate::demo::kit::trial::{Trial, header, text};
use axum::http::StatusCode;
use axum::http::header::LOCATION;

fn kodinportaali() -> Trial {
    Trial::of(|settings| build(settings, "kodinportaali-app"))
}

#[tokio::test]
async fn the_history_is_found_by_its_own_old_id() {
    let page = text(kodinportaali().with_session(Some("6214")).get("/").await).await;
    assert!(page.contains("S-31040") && !page.contains("S-30117"));
}

#[tokio::test]
async fn the_settings_show_what_is_known_and_the_username_as_fixed() {
    let trial = kodinportaali().with_session(None);
    let session = trial.kit.sessions.find("id", trial.kit.now()).expect("a session");
    let minna = Session {
        name: "Minna Mökkilä".to_owned(),
        username: Some("minna".to_owned()),
        email: Some("minna@example.com".to_owned()),
        ..Session::clone(&session)
    };
    let page = text(trial.with(minna).get("/settings").await).await;
    for expected in [
        "<dd>Minna Mökkilä</dd>",
        "<dd>minna</dd>",
        "<dd>minna@example.com</dd>",
        "<dd>Ei annettu</dd>",
        "ei voi vaihtaa",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(page.contains(r#"href="http://localhost:1/account""#));
}

#[tokio::test]
async fn who_signs_in_with_an_address_is_not_told_that_it_is_fixed() {
    let trial = kodinportaali().with_session(None);
    let session = trial.kit.sessions.find("id", trial.kit.now()).expect("a session");
    let address = Some("erkki@example.com".to_owned());
    let erkki = Session { username: address.clone(), email: address, ..Session::clone(&session) };
    assert!(!text(trial.with(erkki).get("/settings").await).await.contains("ei voi vaihtaa"));
}

#[tokio::test]
async fn the_app_offers_a_login_and_forms_of_no_phone_are_refused() {
    let trial = kodinportaali();
    let page = text(trial.get("/app").await).await;
    assert!(page.contains("id=\"app_sign_in\"") && !page.contains("id=\"app_refresh\""));
    for path in ["/app/refresh", "/app/logout"] {
        assert_eq!(trial.post(path, "csrf=").await.status(), StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(trial.get("/app/callback?code=c&state=s").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_settings_ask_for_a_login() {
    let response = kodinportaali().get("/settings").await;
    assert_eq!(header(&response, LOCATION), "/login?return_to=%2Fsettings");
}
