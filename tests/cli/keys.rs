//! `idp keys`: a rotation while the service runs.

use crate::harness::{ERKKI, TestIdp};

#[tokio::test]
async fn tokens_from_before_a_rotation_stay_genuine() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let before = web.finish(&attempt, &page).await;
    let rotated = idp.idp(&["keys", "rotate"]);
    assert!(rotated.status.success(), "{rotated:?}");
    let idp = idp.restart().await;
    let web = idp.relying_party("web").await;
    assert!(web.is_genuine(&before.id_token));
    let attempt = web.begin();
    let page = browser.open(&attempt.url).await;
    let after = web.finish(&attempt, &page).await;
    assert_ne!(kid(&before.id_token), kid(&after.id_token));
    assert_eq!(web.userinfo(&before.access_token).await.status, 200);
}

#[tokio::test]
async fn the_list_shows_every_key_and_no_secret() {
    let idp = TestIdp::start().await;
    let list = idp.idp(&["keys", "list"]);
    let text = String::from_utf8(list.stdout).unwrap();
    let keys = idp.browser().open("/jwks.json").await.json();
    for key in keys["keys"].as_array().unwrap() {
        assert!(text.contains(key["kid"].as_str().unwrap()), "{text}");
    }
    assert!(!text.contains("\"d\""), "{text}");
}

fn kid(jwt: &str) -> String {
    use base64::Engine as _;
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}
