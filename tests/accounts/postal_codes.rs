//! A town that is left empty is filled in from the postal code.

use crate::harness::{ERKKI, Page, Setup, TestIdp};

const ULLA: &str = "ulla.uusi@example.com";
const PASSWORD: &str = "Kova-talvi-12-lunta";

async fn service() -> TestIdp {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("codes.csv");
    std::fs::write(&path, "code;fi;sv\n20100;Turku;Åbo\n28100;Pori;Björneborg\n").unwrap();
    Setup::new().set("accounts.postal_codes", format!("{:?}", path.to_str().unwrap())).start().await
}

fn typed<'a>(page: &'a Page, name: &str) -> &'a str {
    page.forms.iter().find_map(|form| form.field(name)).map_or("", |field| field.value.as_str())
}

#[tokio::test]
async fn a_registration_without_a_town_gets_that_of_its_postal_code_and_shows_it() {
    let idp = service().await;
    let mut browser = idp.browser();
    let page = browser.open("/register?ui_locales=sv").await;
    page.says("utifrån postnumret");
    let fill = |password: &'static str, page: &Page, browser: &mut crate::harness::Browser| {
        let form = browser.on(page).set("email", ULLA).set("email_confirm", ULLA);
        let form = form.set("password", password).set("password_confirm", password);
        let form = form.set("first_name", "Ulla").set("last_name", "Uusi").set("street", "Rantatie 3");
        form.set("postcode", "28100").set("accept_terms", "on").prepare()
    };
    let refused = fill("kort", &page, &mut browser);
    let page = browser.send(&refused).await;
    assert_eq!(typed(page.is(422, "/register"), "city"), "Björneborg");
    let sent = fill(PASSWORD, &page, &mut browser);
    let page = browser.send(&sent).await;
    page.is(200, "/register/done").says("Rantatie 3, 28100 Björneborg");
}

#[tokio::test]
async fn an_address_of_ones_own_is_completed_and_what_is_typed_stays() {
    let idp = service().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    for (code, city, shown) in [
        ("20100", "", "Rantatie 3, 20100 Turku"),
        ("20100", "Kaarina", "Rantatie 3, 20100 Kaarina"),
        ("99999", "", "Rantatie 3, 99999"),
        ("SE-111 22", "Stockholm", "Rantatie 3, SE-111 22 Stockholm"),
    ] {
        let page = browser.open("/account/address").await;
        let form = browser.on(page.says("täydennämme")).set("street", "Rantatie 3").set("postcode", code);
        form.set("city", city).submit().await.is(200, "/account").says(shown);
    }
}

#[tokio::test]
async fn the_script_of_the_form_asks_for_a_town_and_gets_no_page() {
    let idp = service().await;
    let mut browser = idp.browser();
    for (query, town) in
        [("code=28100&lang=sv", "Björneborg"), ("code=28100&lang=en", "Pori"), ("code=12345", ""), ("lang=fi", "")]
    {
        let answer = browser.open(format!("/town?{query}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, town), "{query}");
    }
}

#[tokio::test]
async fn without_a_table_nothing_is_promised() {
    let idp = TestIdp::start().await;
    let page = idp.browser().open("/register").await;
    assert!(!page.is(200, "/register").text.contains("täydennämme"), "{}", page.told());
}
