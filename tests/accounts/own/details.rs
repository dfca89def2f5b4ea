//! Name, telephone number, postal address and language [POAS-12, POAS-13].

use super::{at_home, elsewhere};
use crate::harness::{ERKKI, MINNA, TestIdp};

#[tokio::test]
async fn every_detail_can_be_changed_and_is_told_to_services() {
    let idp = TestIdp::start().await;
    let (mut browser, page) = at_home(&idp, &ERKKI).await;
    let web = idp.relying_party("web").await;
    let form = browser.click(&page, "/account/name").await;
    let form = browser.on(&form).set("first_name", " Eerik ").set("last_name", "Uusi-Esimerkki").press("save");
    form.await.is(200, "/account").says("Tiedot on tallennettu.").says("Eerik Uusi-Esimerkki");
    let form = browser.open("/account/phone").await;
    browser.on(&form).set("phone", "040 765 4321").press("save").await.is(200, "/account").says("+358407654321");
    let form = browser.open("/account/address").await;
    let form = browser.on(&form).set("street", "Satamakatu 1").set("postcode", "00160").set("city", "Helsinki");
    form.press("save").await.is(200, "/account").says("Satamakatu 1, 00160 Helsinki");
    let (_, tokens) = elsewhere(&idp, &web, &ERKKI).await;
    let told = web.userinfo(&tokens.access_token).await.body;
    assert_eq!((&told["given_name"], &told["family_name"]), (&"Eerik".into(), &"Uusi-Esimerkki".into()), "{told}");
}

#[tokio::test]
async fn what_is_wrong_is_told_at_the_field_and_everything_typed_stays() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    for (path, typed, kept) in [
        ("/account/name", vec![("first_name", "Eerik"), ("last_name", "  ")], "Eerik"),
        ("/account/phone", vec![("phone", "soita iltaisin")], "soita iltaisin"),
        ("/account/address", vec![("street", "Katu 1"), ("postcode", "2810"), ("city", "Pori")], "2810"),
    ] {
        let form = browser.open(path).await;
        let filling = typed.iter().fold(browser.on(&form), |form, (name, value)| form.set(name, value));
        let page = filling.press("save").await;
        page.is(422, path);
        assert!(page.title.starts_with("Virhe") && page.body.contains(kept), "{}", page.told());
        assert!(page.forms.iter().flat_map(|form| &form.fields).any(|field| field.invalid), "{path}");
    }
    browser.open("/account").await.says("Erkki Esimerkki").says("+358401234567");
}

#[tokio::test]
async fn a_username_is_shown_with_the_sentence_that_it_stays() {
    let idp = TestIdp::start().await;
    let (_, page) = at_home(&idp, &MINNA).await;
    page.says("minna").says(MINNA.email).says("Käyttäjätunnusta ei voi vaihtaa.").says("Ei annettu");
    assert!(!page.asks_for("username"), "no page has a field for it");
}

#[tokio::test]
async fn a_language_holds_at_once_for_pages_and_mails() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let form = browser.open("/account/language").await;
    let page = browser.on(&form).set("language", "sv").press("save").await;
    page.is(200, "/account").says("Uppgifterna har sparats.");
    assert_eq!(page.lang, "sv");
    let form = browser.open("/account/email").await;
    let form = browser.on(&form).set("email", "uusi@example.fi").set("email_confirm", "uusi@example.fi");
    form.set("password", ERKKI.password).press("send_link").await.is(200, "/account");
    let mail = super::mail_with(&idp, "uusi@example.fi", "/account/email/confirm").await;
    assert_eq!(mail.subject, "Bekräfta din nya e-postadress");
}

#[tokio::test]
async fn who_is_not_signed_in_logs_in_first_and_comes_back() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for path in ["/account/name", "/account/email", "/account/password", "/account/services", "/account/delete"] {
        let page = idp.try_password(&mut idp.browser(), path, ERKKI.username, ERKKI.password).await;
        page.is(200, path);
    }
}

#[tokio::test]
async fn a_form_of_another_browser_changes_nothing() {
    let idp = TestIdp::start().await;
    let (mut mine, _) = at_home(&idp, &ERKKI).await;
    let (mut other, _) = at_home(&idp, &MINNA).await;
    let form = mine.open("/account/phone").await;
    let prepared = mine.on(&form).set("phone", "+358500000000").prepare();
    other.send(&prepared).await.is(403, "/account/phone");
    other.open("/account").await.hides("+358500000000");
}
