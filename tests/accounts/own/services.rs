//! The services that a person is connected to.

use super::{at_home, elsewhere};
use crate::harness::{ERKKI, TestIdp};

#[tokio::test]
async fn a_service_is_listed_and_loses_what_it_had_when_it_is_disconnected() {
    let idp = TestIdp::start().await;
    let (mut browser, page) = at_home(&idp, &ERKKI).await;
    page.says("Ei yhdistettyjä palveluja");
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let (_, of_web) = elsewhere(&idp, &web, &ERKKI).await;
    let (_, of_feedback) = elsewhere(&idp, &feedback, &ERKKI).await;
    let page = browser.open("/account/services").await;
    page.is(200, "/account/services").says("Rakennusvalvonnan asiointi").says("Palautepalvelu");
    // The one that was used last stands first.
    let page = browser.on(&page).press("end_2").await;
    page.is(200, "/account/services").says("Palvelun yhteys on katkaistu.").hides("Rakennusvalvonnan asiointi");
    assert_eq!(web.refresh(&of_web.refresh_token.unwrap()).await.error(), "invalid_grant");
    assert_eq!(web.userinfo(&of_web.access_token).await.status, 401);
    assert_eq!(feedback.userinfo(&of_feedback.access_token).await.status, 200, "the other one keeps what it has");
    browser.open("/account").await.says("Palautepalvelu");
}
