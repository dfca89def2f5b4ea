//! `idp keys`: a rotation while the service runs.

use chrono::TimeDelta;
use idp::flows::rotate_keys::Vault;

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

#[tokio::test]
async fn another_secret_than_that_of_the_keys_changes_nothing() {
    let home = TestIdp::start().await.stop().await;
    let before = home.idp(&["keys", "list"]).stdout;
    let toml = std::fs::read_to_string(home.folder().join("idp.toml")).unwrap();
    home.write_file("idp.toml", &toml.replace("k4Zr0vQ1m8yT6uB2", "AAAA0vQ1m8yT6uB2"));
    for args in [&["keys", "rotate"][..], &["serve"]] {
        let output = home.idp(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let line = String::from_utf8(output.stderr).unwrap();
        assert!(line.contains("keys.secret") && line.lines().count() == 1, "{args:?}: {line}");
    }
    assert_eq!(home.idp(&["keys", "list"]).stdout, before);
}

#[tokio::test]
async fn a_key_that_has_signed_long_enough_gives_way_once() {
    let idp = TestIdp::start().await;
    let ctx = &idp.running.ctx;
    let vault = Vault { store: &ctx.store, sealer: &ctx.sealer, entropy: ctx.entropy.as_ref() };
    let (age, now) = (TimeDelta::days(90), ctx.clock.now());
    assert_eq!(vault.rotate_due(age, now + TimeDelta::days(89)).await.unwrap(), []);
    let later = now + TimeDelta::days(91);
    let due = vault.rotate_due(age, later).await.unwrap();
    assert_eq!(due.len(), 2, "ES256 and RS256: {due:?}");
    assert_eq!(vault.rotate_due(age, later).await.unwrap(), []);
    assert_eq!(vault.retire(TimeDelta::days(7), later + TimeDelta::days(7)).await.unwrap(), [] as [String; 0]);
    assert_eq!(vault.retire(TimeDelta::days(7), later + TimeDelta::days(8)).await.unwrap().len(), 2);
}

fn kid(jwt: &str) -> String {
    use base64::Engine as _;
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}
