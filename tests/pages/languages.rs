//! Finnish, Swedish and English, chosen by link, client, cookie or browser.

use accounts::Locale;
use idp::locales::moment;

use crate::harness::{AINO, ERKKI, TestIdp};

#[tokio::test]
async fn the_language_is_chosen_by_the_clearest_wish() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    for (client, browser, expected) in [
        (None, None, "fi"),
        (None, Some("sv-FI,sv;q=0.9,en;q=0.5"), "sv"),
        (None, Some("de-DE,en;q=0.2"), "en"),
        (None, Some("tlh"), "fi"),
        (Some("en"), Some("sv"), "en"),
        (Some("xx sv"), None, "sv"),
    ] {
        let extra: Vec<(&str, &str)> = client.map(|locales| ("ui_locales", locales)).into_iter().collect();
        let attempt = web.begin_with("openid", &extra);
        let mut person = match browser {
            Some(language) => idp.browser().speaking(language),
            None => idp.browser(),
        };
        let page = person.open(&attempt.url).await;
        assert_eq!(page.lang, expected, "client {client:?}, browser {browser:?}");
    }
}

#[tokio::test]
async fn changing_the_language_keeps_the_login() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    let page = browser.open(page.link("ui_locales=sv")).await;
    assert_eq!(page.lang, "sv");
    page.says("Byggnadstillsynens e-tjänst");
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    assert_eq!(page.lang, "sv");
    let page = browser.open(page.link("ui_locales=en")).await;
    assert_eq!(page.lang, "en");
    page.says(ERKKI.username);
    assert_eq!(browser.open("/").await.lang, "en", "the choice is kept");
    let page = browser.on(&page).set("password", ERKKI.password).press("sign_in").await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn every_page_says_who_helps_in_every_language() {
    let idp = TestIdp::start().await;
    for (language, city) in [("fi", "Kaskenrannan kaupunki"), ("sv", "Kaskenranta stad"), ("en", "City of Kaskenranta")]
    {
        let mut browser = idp.browser();
        for path in ["/login", "/forgot", "/nothing", "/password/set"] {
            let page = browser.open(format!("{path}?ui_locales={language}")).await;
            page.says("02 555 0100").says("asiakaspalvelu@kaskenranta.example.fi").says(city);
            assert_eq!(page.lang, language, "{path}");
            assert!(!page.heading.is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn a_chosen_language_goes_from_the_service_through_the_mail_and_back() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    assert_eq!(page.lang, "fi");
    let page = browser.click(&page, "ui_locales=sv").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    assert_eq!((page.lang.as_str(), page.url.path()), ("sv", "/login/link-sent"));
    let mail = idp.mail.next_to(ERKKI.email).await;
    assert!(mail.text.contains("lösenord"), "{}", mail.text);

    // The mail is read on another device, whose browser speaks English.
    let mut phone = idp.browser().speaking("en");
    let page = phone.open(mail.link()).await;
    assert_eq!((page.lang.as_str(), page.url.path()), ("sv", "/password/set"));
    let page = phone.on(&page).set("password", "x").set("password_confirm", "x").submit().await;
    assert_eq!((page.lang.as_str(), page.status), ("sv", 422));
    let page = phone.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    assert_eq!((page.lang.as_str(), page.url.path()), ("sv", "/password/done"));

    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(web.userinfo(&tokens.access_token).await.body["locale"], "sv");
}

#[tokio::test]
async fn a_language_chosen_in_a_login_is_the_persons_own_from_then_on() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.click(&page, "ui_locales=en").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    browser.on(&page).set("password", ERKKI.password).press("sign_in").await.is(200, "/account");

    // A browser that knows of no choice shows the account in its language.
    let mut fresh = idp.browser().speaking("fi");
    let page = idp.try_password(&mut fresh, "/login", ERKKI.username, ERKKI.password).await;
    assert_eq!((page.lang.as_str(), page.url.path()), ("en", "/account"));
}

#[tokio::test]
async fn a_person_who_is_signed_in_reads_the_accounts_language_whatever_the_browser_kept() {
    let idp = TestIdp::start().await;
    idp.activate(&AINO).await;
    let mut shared = idp.browser();
    assert_eq!(shared.open("/?ui_locales=sv").await.lang, "sv", "somebody else chose Swedish");
    assert_eq!(shared.open("/login").await.lang, "sv");
    let page = idp.try_password(&mut shared, "/login", AINO.username, AINO.password).await;
    assert_eq!((page.lang.as_str(), page.url.path()), ("fi", "/account"));

    let front = shared.open("/").await;
    assert_eq!(front.lang, "fi");
    assert_eq!(shared.click(&front, "ui_locales=en").await.lang, "en");
    assert_eq!(shared.open("/account").await.lang, "en", "a choice on the front page is the account's");
}

#[tokio::test]
async fn only_the_persons_own_click_changes_the_language_of_the_account() {
    let idp = TestIdp::start().await;
    idp.activate(&AINO).await;
    let mut browser = idp.browser();
    let page = idp.try_password(&mut browser, "/login", AINO.username, AINO.password).await;
    let ctx = &idp.running.ctx;
    let locale = async || ctx.store.resolve_account("", Some(AINO.email)).await.unwrap().unwrap().locale;
    browser.open("/account?ui_locales=en").await;
    assert_eq!(locale().await, Some(Locale::Fi), "a link on another site chooses nothing");
    let page = browser.click(&page, "ui_locales=sv").await;
    assert_eq!((page.lang.as_str(), locale().await), ("sv", Some(Locale::Sv)));
}

#[tokio::test]
async fn dates_and_times_are_finnish_and_written_as_the_language_does() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let began = idp.running.ctx.clock.now();
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    for (locale, label) in
        [(Locale::Fi, "Kirjautumisaika:"), (Locale::Sv, "Inloggningstid:"), (Locale::En, "Login time:")]
    {
        let page = browser.open(format!("/account?ui_locales={}", locale.tag())).await;
        let soon = began + chrono::TimeDelta::minutes(1);
        let said = [began, soon].map(|at| format!("{label} {}", moment::date_time(locale, at)));
        assert!(said.iter().any(|said| page.text.contains(said)), "{said:?}: {}", page.told());
    }
}
