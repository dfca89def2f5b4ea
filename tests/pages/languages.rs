//! Finnish, Swedish and English, chosen by link, client, cookie or browser.

use crate::harness::{ERKKI, TestIdp};

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
