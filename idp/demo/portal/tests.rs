use super::build;
use crate::demo::kit::trial::{Trial, header, text};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use chrono::TimeDelta;

fn portal() -> Trial {
    Trial::of(|settings| build(settings, "http://127.0.0.1:9003/initiate-login"))
}

fn minna() -> Trial {
    portal().with_session(Some("A-2206"))
}

#[tokio::test]
async fn the_history_is_found_by_the_portals_own_old_id() {
    let page = text(minna().get("/").await).await;
    assert!(page.contains("V-2017-350") && page.contains("V-2018-031"));
    assert!(!page.contains("V-2016-077"), "somebody else's");
    let nobody = text(portal().with_session(None).get("/").await).await;
    assert!(nobody.contains("Et ole tehnyt vikailmoituksia"));
}

#[tokio::test]
async fn the_way_to_kodinportaali_begins_a_login_there() {
    let page = text(minna().get("/housing").await).await;
    let link = "http://127.0.0.1:9003/initiate-login?iss=http%3A%2F%2Flocalhost%3A1";
    assert!(page.contains(&format!(r#"id="kodinportaali" class="button" href="{link}""#)), "{page}");
}

#[tokio::test]
async fn inner_pages_ask_for_a_login_that_comes_back() {
    for path in ["/housing", "/contract"] {
        let response = portal().get(path).await;
        assert_eq!(header(&response, LOCATION), format!("/login?return_to={}", path.replace('/', "%2F")));
    }
}

#[tokio::test]
async fn the_contract_is_shown_after_a_login_of_the_last_quarter_of_an_hour() {
    let trial = minna();
    let page = text(trial.get("/contract").await).await;
    assert!(page.contains("A-2206") && page.contains("22.11.2026 klo 14.00.00"), "{page}");
    trial.advance(TimeDelta::minutes(16));
    let response = trial.get("/contract").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "the provider is asked, and it is away");
    assert!(!text(response).await.contains("A-2206"));
}
