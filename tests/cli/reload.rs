//! A change of the configuration file while `idp serve` runs.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use super::serve::{is_ready, serve};
use crate::harness::{CLIENT_SECRET, ERKKI, Home, TestIdp, succeed, wait_for};

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

async fn log_says(home: &Home, parts: &[impl AsRef<str> + Debug]) {
    let file = home.folder().join("log");
    wait_for(&format!("{parts:?} in the log"), async || {
        let log = std::fs::read_to_string(&file).unwrap();
        log.lines().any(|line| parts.iter().all(|part| line.contains(part.as_ref()))).then_some(())
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
    let line = 1 + renamed.lines().position(|line| line.starts_with("privacy")).unwrap();
    let end = 2 + renamed.lines().count();
    let table = [
        (format!("{renamed}\n[[clients]\n"), [format!("idp.toml:{end}: "), "the old one stays".to_owned()]),
        (
            renamed.replace("privacy = \"seed\"", "privacy = \"sed\""),
            [format!("idp.toml:{line}: accounts.privacy"), "expected neutral or seed".to_owned()],
        ),
        (renamed.replace("\"web\"", "\"web?\""), ["clients[0].client_id".to_owned(), "expected".to_owned()]),
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
    let begin = Instant::now();
    point_at("second.toml");
    front_page_says(&home, "Uusranta-tunnus").await;
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

/// The configuration `toml` without the client `client_id`.
fn without(toml: &str, client_id: &str) -> String {
    let mut tree: toml::Table = toml.parse().unwrap();
    tree["clients"].as_array_mut().unwrap().retain(|client| client["client_id"].as_str() != Some(client_id));
    tree.to_string()
}

#[tokio::test]
async fn a_client_that_leaves_takes_its_tokens_along_and_a_login_under_way_goes_on() {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let first = feedback.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &first.url, &ERKKI).await;
    let tokens = feedback.finish(&first, &page).await;
    let home = idp.stop().await;
    let toml = std::fs::read_to_string(home.folder().join("idp.toml")).unwrap();
    let served = serve(&home);
    is_ready(&home).await;
    assert_eq!(feedback.userinfo(&tokens.access_token).await.status, 200);
    let second = feedback.begin();
    let unredeemed = browser.open(&second.url).await;
    let code = feedback.code(&second, &unredeemed);

    // In another browser somebody has typed a username so far.
    let mut other = home.browser();
    let under_way = web.begin();
    let page = other.open(&under_way.url).await;
    let page = other.on(page.is(200, "/login")).set("username", ERKKI.username).press("continue").await;

    home.write_file("idp.toml", &without(&toml, "feedback"));
    served.signal("-HUP");
    log_says(&home, &["took up the new configuration"]).await;
    assert_eq!(feedback.userinfo(&tokens.access_token).await.status, 401);
    let refresh_token = tokens.refresh_token.unwrap();
    assert_eq!(feedback.refresh(&refresh_token).await.error(), "invalid_client");
    assert_eq!(feedback.redeem(&code, &second.verifier).await.error(), "invalid_client");
    assert_eq!(browser.open(&feedback.begin().url).await.status, 400);

    let page = other.on(&page).set("password", ERKKI.password).press("sign_in").await;
    let gone_on = web.finish(&under_way, &page).await;
    assert_eq!(web.userinfo(&gone_on.access_token).await.status, 200);

    home.write_file("idp.toml", &toml);
    served.signal("-HUP");
    wait_for("the client to be back", async || {
        (feedback.userinfo(&tokens.access_token).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_needs_a_restart_is_named_and_not_taken_up() {
    const OTHER_SECRET: &str = "Zr0vQ1m8yT6uB2xN9sE3wL7pD5hJ0aGfCiOlRtYqMk4";
    let (home, mut browser, toml) = home().await;
    let served = serve(&home);
    is_ready(&home).await;
    let mut tree: toml::Table = toml.replace("Kaskenranta-tunnus", "Uusranta-tunnus").parse().unwrap();
    tree["keys"]["secret"] = OTHER_SECRET.into();
    tree.insert("tokens".to_owned(), "code_ttl = \"2m\"".parse::<toml::Table>().unwrap().into());
    let metrics = "metrics_listen = \"127.0.0.1:0\"".parse::<toml::Table>().unwrap();
    tree.insert("telemetry".to_owned(), metrics.into());
    home.write_file("idp.toml", &tree.to_string());
    served.signal("-HUP");
    front_page_says(&home, "Uusranta-tunnus").await;
    let waiting = ["keys.secret", "mail.from", "telemetry.metrics_listen", "tokens.code_ttl"];
    log_says(&home, &[["a restart is needed"].as_slice(), waiting.as_slice()].concat()).await;
    browser.open("/account").await.is(200, "/account");

    // A client could go by an algorithm that there is no key for.
    tree["keys"]["algorithms"] = vec!["RS256"].into();
    let text = tree.to_string().replace("Uusranta-tunnus", "Alaranta-tunnus");
    home.write_file("idp.toml", &text);
    served.signal("-HUP");
    log_says(&home, &["the old one stays", "keys.algorithms"]).await;
    home.browser().open("/").await.says("Uusranta-tunnus");
    let log = std::fs::read_to_string(home.folder().join("log")).unwrap();
    assert!(!log.contains(OTHER_SECRET) && !log.contains(CLIENT_SECRET), "{log}");
}
