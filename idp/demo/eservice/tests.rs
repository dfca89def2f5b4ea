use super::build;
use crate::demo::kit::trial::{Trial, header, text};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use chrono::TimeDelta;

const CASE: &str = "/cases/2017-0931-T";
const WITHDRAW: &str = "/cases/2017-0931-T/withdraw";

fn erkki() -> Trial {
    Trial::of(build).with_session(Some("10017"))
}

#[tokio::test]
async fn a_case_asks_for_a_login_that_comes_back_to_it() {
    for path in [CASE, WITHDRAW] {
        let response = Trial::of(build).get(path).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let expected = format!("/login?return_to={}", path.replace('/', "%2F"));
        assert_eq!(header(&response, LOCATION), expected);
    }
}

#[tokio::test]
async fn the_history_is_found_by_the_old_id() {
    let page = text(erkki().get("/").await).await;
    for number in ["2017-0931-T", "2015-0388-T", "2011-0214-R"] {
        assert!(page.contains(number), "{number}");
    }
    assert!(!page.contains("2018-0042-T"), "somebody else's");
    let nobody = text(Trial::of(build).with_session(None).get("/").await).await;
    assert!(nobody.contains("Sinulla ei ole asioita"));
}

#[tokio::test]
async fn a_case_is_shown_to_its_owner_only() {
    assert!(text(erkki().get(CASE).await).await.contains("Maalämpökaivon poraaminen"));
    for path in [CASE, WITHDRAW] {
        let response = Trial::of(build).with_session(Some("10042")).get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_application_is_withdrawn_after_a_fresh_login() {
    let trial = erkki();
    assert!(text(trial.get(WITHDRAW).await).await.contains(r#"value="csrf of p1""#));
    let response = trial.post(WITHDRAW, "csrf=csrf+of+p1").await;
    assert_eq!(header(&response, LOCATION), CASE);
    let page = text(trial.get(CASE).await).await;
    assert!(page.contains("Peruttu") && !page.contains("id=\"withdraw\""));
    assert_eq!(trial.get(WITHDRAW).await.status(), StatusCode::NOT_FOUND, "it is withdrawn once");
}

#[tokio::test]
async fn an_old_login_or_a_foreign_form_withdraws_nothing() {
    let trial = erkki();
    assert_eq!(trial.post(WITHDRAW, "csrf=csrf+of+p2").await.status(), StatusCode::BAD_REQUEST);
    trial.advance(TimeDelta::minutes(6));
    let response = trial.post(WITHDRAW, "csrf=csrf+of+p1").await;
    assert_eq!(header(&response, LOCATION), WITHDRAW, "there a fresh login is asked for");
    assert!(text(trial.get(CASE).await).await.contains("Käsittelyssä"));
}

#[tokio::test]
async fn what_is_decided_offers_no_withdrawal() {
    let trial = erkki();
    assert!(!text(trial.get("/cases/2015-0388-T").await).await.contains("id=\"withdraw\""));
    assert_eq!(trial.get("/cases/2015-0388-T/withdraw").await.status(), StatusCode::NOT_FOUND);
}
