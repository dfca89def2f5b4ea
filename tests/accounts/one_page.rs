//! The login on one page, a client's own notice and help, the pop-up window.

use crate::harness::{ERKKI, MINNA, Page, Setup, TestIdp};

const WRONG: &str = "Wrong-password-1";

async fn service() -> TestIdp {
    Setup::new().set("accounts.login", "\"one-page\"").set("accounts.privacy", "\"neutral\"").start().await
}

async fn log_in(idp: &TestIdp, username: &str, password: &str) -> Page {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(page.is(200, "/login")).set("username", username).set("password", password).press("sign_in").await
}

#[tokio::test]
async fn username_and_password_are_typed_on_one_page() {
    let idp = Setup::new().set("accounts.login", "\"one-page\"").start().await;
    let web = idp.relying_party("web").await;
    log_in(&idp, ERKKI.username, WRONG).await.is(401, "/login");
    let mut browser = idp.browser();
    let page = browser.open(idp.mail.next_to(ERKKI.email).await.link()).await;
    browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    assert!(page.asks_for("username") && page.asks_for("password") && page.asks_for("remember_me"));
    let page = browser.on(&page).set("username", ERKKI.username).set("password", ERKKI.password).press("sign_in").await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(tokens.claims["amr"][0], "pwd");
}

#[tokio::test]
async fn who_has_no_password_yet_gets_the_neutral_failure_and_a_link() {
    let idp = service().await;
    let pages = [
        log_in(&idp, ERKKI.username, WRONG).await.without(ERKKI.username),
        log_in(&idp, "nobody@example.com", WRONG).await.without("nobody@example.com"),
    ];
    assert_eq!(pages[0], pages[1]);
    log_in(&idp, "nobody@example.com", WRONG).await.is(401, "/login").says("ensimmäistä kertaa");
    let mail = idp.mail.next_to(ERKKI.email).await;
    idp.browser().open(mail.link()).await.is(200, "/password/set");
}

#[tokio::test]
async fn what_was_typed_stays_but_the_password() {
    let idp = service().await;
    for (username, password, status) in [("", "", 422), ("", WRONG, 422), ("minna", "", 422), ("minna", WRONG, 401)] {
        let page = log_in(&idp, username, password).await;
        page.is(status, "/login");
        assert!(page.title.starts_with("Virhe"), "{}", page.title);
        assert!(!page.body.contains(WRONG));
        let form = page.forms.iter().find(|form| form.field("password").is_some()).unwrap();
        assert_eq!(form.field("username").unwrap().value, username);
    }
}

#[tokio::test]
async fn five_wrong_passwords_lock_here_as_well() {
    let idp = service().await;
    for _ in 0..4 {
        log_in(&idp, MINNA.username, WRONG).await.is(401, "/login");
    }
    log_in(&idp, MINNA.username, WRONG).await.is(423, "/login");
}

#[tokio::test]
async fn a_client_has_its_own_layout_notice_and_help() {
    let client = "client_id = \"kouvola\"\nname = \"Asiointi\"\nsecret = \"test-secret-0123456789-abcdefghijklmnopq\"\n\
                  redirect_uris = [\"http://127.0.0.1:9990/callback\"]\nlogin = \"one-page\"\n\
                  notice = { fi = \"Palvelu käyttää omaa käyttäjätunnusta.\", sv = \"Tjänsten har egna konton.\" }\n\
                  help_link = { fi = \"https://www.example.fi/ohje.pdf\" }";
    let idp = Setup::new().register(client).start().await;
    let request = "/authorize?response_type=code&scope=openid&client_id=kouvola\
                   &redirect_uri=http%3A%2F%2F127.0.0.1%3A9990%2Fcallback\
                   &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let page = idp.browser().open(request).await;
    page.is(200, "/login").says("Palvelu käyttää omaa käyttäjätunnusta.");
    assert!(page.asks_for("password"));
    assert!(page.links.iter().any(|link| link == "https://www.example.fi/ohje.pdf"), "{:?}", page.links);
    idp.browser().open(format!("{request}&ui_locales=sv")).await.says("Tjänsten har egna konton.");
    let other = idp.browser().open("/login").await;
    other.hides("Palvelu käyttää omaa käyttäjätunnusta.");
    assert!(!other.asks_for("password"));
}

#[tokio::test]
async fn a_pop_up_window_gets_the_compact_pages_to_the_end() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid", &[("display", "popup")]);
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    assert!(page.body.contains("<body class=\"popup\">"));
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    assert!(page.body.contains("<body class=\"popup\">"));
    let page = browser.on(&page).set("password", ERKKI.password).press("sign_in").await;
    web.finish(&attempt, &page).await;
    let full = idp.browser().open(&web.begin().url).await;
    assert!(!full.body.contains("class=\"popup\""));
}
