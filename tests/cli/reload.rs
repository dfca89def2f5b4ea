//! A change of the configuration file while `idp serve` runs.

use super::serve::{is_ready, serve};
use crate::harness::{ERKKI, Home, TestIdp, succeed, wait_for};

/// A running process in which Erkki is logged in, and the file that it read.
async fn home() -> (Home, crate::harness::Browser, String) {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let home = idp.stop().await;
    let toml = std::fs::read_to_string(home.folder().join("idp.toml")).unwrap();
    (home, browser, toml)
}

async fn front_page_says(home: &Home, text: &str) {
    wait_for(text, async || home.browser().open("/").await.text.contains(text).then_some(())).await;
}

async fn log_says(home: &Home, parts: &[&str]) {
    let file = home.folder().join("log");
    wait_for(&format!("{parts:?} in the log"), async || {
        let log = std::fs::read_to_string(&file).unwrap();
        log.lines().any(|line| parts.iter().all(|part| line.contains(part))).then_some(())
    })
    .await;
}

#[tokio::test]
async fn clients_and_texts_are_taken_up_at_a_signal_and_sessions_go_on() {
    let (home, mut browser, toml) = home().await;
    let served = serve(&home);
    is_ready(&home).await;
    let added =
        home.idp(&["client", "add", "library", "--name=Kirjasto", "--redirect-uri=https://kirjasto.example/cb"]);
    succeed(&added);
    let toml = toml.replace("Kaskenranta-tunnus", "Uusranta-tunnus") + &String::from_utf8(added.stdout).unwrap();
    home.write_file("idp.toml", &toml);
    let authorize = "/authorize?client_id=library&response_type=code&scope=openid&state=s\
                     &redirect_uri=https%3A%2F%2Fkirjasto.example%2Fcb\
                     &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    assert_eq!(home.browser().open(authorize).await.status, 400, "nobody knows the client yet");
    served.signal("-HUP");
    log_says(&home, &["took up the new configuration"]).await;
    front_page_says(&home, "Uusranta-tunnus").await;
    home.browser().open(authorize).await.is(200, "/login");
    browser.open("/account").await.is(200, "/account").says("Erkki Esimerkki");

    let (without, _) = toml.rsplit_once("[[clients]]").unwrap();
    home.write_file("idp.toml", without);
    served.signal("-HUP");
    wait_for("the client to leave", async || (home.browser().open(authorize).await.status == 400).then_some(())).await;
}

#[tokio::test]
async fn a_broken_file_is_refused_and_the_service_stays_as_it_was() {
    let (home, mut browser, toml) = home().await;
    let served = serve(&home);
    is_ready(&home).await;
    let renamed = toml.replace("Kaskenranta-tunnus", "Uusranta-tunnus");
    let table = [
        (format!("{renamed}\n[[clients]\n"), ["refused", "idp.toml:"]),
        (renamed.replace("privacy = \"seed\"", "privacy = \"sed\""), ["accounts.privacy", "expected"]),
        (renamed.replace("\"web\"", "\"web?\""), ["clients[0].client_id", "expected"]),
    ];
    for (broken, told) in table {
        assert_ne!(broken, renamed);
        home.write_file("idp.toml", &broken);
        served.signal("-HUP");
        log_says(&home, &told).await;
        home.browser().open("/").await.says("Kaskenranta-tunnus").hides("Uusranta-tunnus");
        browser.open("/account").await.is(200, "/account");
    }
    home.write_file("idp.toml", &renamed);
    served.signal("-HUP");
    front_page_says(&home, "Uusranta-tunnus").await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_exchanged_as_kubernetes_does_needs_no_signal() {
    let (home, _, toml) = home().await;
    let path = |name: &str| home.folder().join(name);
    home.write_file("first.toml", &toml);
    home.write_file("second.toml", &toml.replace("Kaskenranta-tunnus", "Uusranta-tunnus"));
    let point_at = |target: &str| {
        std::os::unix::fs::symlink(path(target), path("link")).unwrap();
        std::fs::rename(path("link"), path("idp.toml")).unwrap();
    };
    point_at("first.toml");
    let _served = serve(&home);
    is_ready(&home).await;
    home.browser().open("/").await.says("Kaskenranta-tunnus");
    point_at("second.toml");
    front_page_says(&home, "Uusranta-tunnus").await;
}
