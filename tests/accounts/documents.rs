//! The documents in the footer: the organisation's Markdown files, its links,
//! and what the service writes itself.

use crate::harness::{ERKKI, Setup, TestIdp};

#[tokio::test]
async fn a_markdown_file_is_shown_in_the_language_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let fi = file("ehdot.md", "# Tunnuksen ehdot\n\nEhto yksi. <script>alert(1)</script>\n");
    let sv = file("villkor.md", "# Villkor för kontot\n\nVillkor ett.\n");
    let idp = Setup::new()
        .set("organisation.terms", format!("{{ fi = '{fi}', sv = '{sv}' }}"))
        .set(
            "organisation.editions",
            "[{ document = 'terms', version = '1', in_force_at = '2026-01-31T00:00:00+02:00' }]",
        )
        .start()
        .await;
    let mut browser = idp.browser();
    let front = browser.open("/").await;
    let page = browser.click(&front, "/terms").await;
    page.is(200, "/terms").says("Ehto yksi.").says("Päivitetty 31.1.2026").says("<script>alert(1)</script>");
    page.hides("<script>alert");
    assert_eq!(page.heading, "Tunnuksen ehdot");
    let page = browser.click(&page, "ui_locales=sv").await;
    page.is(200, "/terms").says("Villkor ett.");
    let page = browser.click(&page, "ui_locales=en").await;
    page.is(200, "/terms").says("This page is not available in English.").says("Ehto yksi.");
    assert!(page.body.contains("lang=\"fi\""), "{}", page.body);
}

#[tokio::test]
async fn a_document_kept_elsewhere_is_linked_to() {
    let idp = Setup::new().set("organisation.privacy", "'https://www.kaskenranta.example.fi/tietosuoja'").start().await;
    let mut browser = idp.browser();
    let front = browser.open("/").await;
    assert_eq!(front.link("tietosuoja").as_str(), "https://www.kaskenranta.example.fi/tietosuoja");
    let location = browser.open("/privacy").await.location().unwrap();
    assert_eq!(location.as_str(), "https://www.kaskenranta.example.fi/tietosuoja");
    browser.open("/terms").await.is(404, "/terms").says("02 555 0100");
}

#[tokio::test]
async fn the_service_tells_of_its_own_accessibility() {
    let idp = TestIdp::start().await;
    for (language, feedback, authority) in [
        ("fi", "14 päivän kuluessa", "Liikenne- ja viestintävirasto Traficom"),
        ("sv", "inom 14 dagar", "Transport- och kommunikationsverket Traficom"),
        ("en", "within 14 days", "Finnish Transport and Communications Agency Traficom"),
    ] {
        let mut browser = idp.browser().speaking(language);
        let login = browser.open("/login").await;
        let page = browser.click(&login, "/accessibility").await;
        page.is(200, "/accessibility").says("306/2019").says(feedback).says(authority).says("02 555 0100");
    }
}

#[tokio::test]
async fn the_list_has_every_cookie_that_the_service_sets() {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    let page = browser.open("/login?ui_locales=fi").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    browser.on(&page).set("password", ERKKI.password).set("remember_me", "on").press("sign_in").await;
    let list = browser.open("/cookies").await;
    list.is(200, "/cookies").says("vain välttämättömiä evästeitä").says("30 päivää").says("365 päivää");
    assert!(browser.cookies().len() >= 3);
    for cookie in browser.cookies() {
        list.says(&cookie.name);
    }
}
