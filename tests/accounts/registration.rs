//! Registering an account: the form, the mail, and what strangers can learn.

use chrono::TimeDelta;

use crate::harness::{Browser, ERKKI, Mail, Page, Setup, TestIdp, claims_of};

const ULLA: &str = "ulla.uusi@example.com";
const PASSWORD: &str = "Kevät-tulva-4-jokea";

async fn neutral() -> TestIdp {
    Setup::new().set("accounts.privacy", "\"neutral\"").start().await
}

/// Fills the form at `page` for somebody with this address.
async fn fill(browser: &mut Browser, page: &Page, email: &str, password: &str) -> Page {
    browser
        .on(page.is(200, "/register"))
        .set("email", email)
        .set("email_confirm", email)
        .set("password", password)
        .set("password_confirm", password)
        .set("first_name", "Ulla")
        .set("last_name", "Uusi")
        .set("phone", "040 765 4321")
        .set("street", "Uusikatu 1")
        .set("postcode", "28100")
        .set("city", "Kaskenranta")
        .set("accept_terms", "on")
        .press("create_account")
        .await
}

async fn register(browser: &mut Browser, email: &str, password: &str) -> Page {
    let page = browser.open("/register").await;
    let done = fill(browser, &page, email, password).await;
    done.is(200, "/register/done");
    done
}

fn link(mail: &Mail) -> String {
    mail.link_to("/activate")
}

#[tokio::test]
async fn a_new_person_registers_activates_and_arrives_where_the_login_began() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid profile email", &[("prompt", "create")]);
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    page.says("Rakennusvalvonnan asiointi");
    let done = fill(&mut browser, &page, ULLA, PASSWORD).await;
    done.is(200, "/register/done").says(ULLA).says("roskapostikansio").says("tunnus@kaskenranta.example.fi");
    let mail = idp.mail.next_to(ULLA).await;
    assert!(mail.text.contains("30 minuuttia") && !mail.text.contains("Ulla "), "{}", mail.text);

    let page = browser.open(link(&mail)).await;
    assert!(!page.is(200, "/activate").asks_for("password"));
    let page = browser.on(page.says(ULLA)).press("activate").await;
    page.is(200, "/activate/done").says("Käyttäjätunnus on aktivoitu");
    let page = browser.open(page.link("/login")).await;
    let page = browser.on(page.is(200, "/login/password").says(ULLA)).set("password", PASSWORD).press("sign_in").await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(claims_of(&tokens.id_token)["sub"], tokens.claims["sub"]);
    let person = web.userinfo(&tokens.access_token).await.body;
    assert_eq!((&person["given_name"], &person["email"]), (&"Ulla".into(), &ULLA.into()));
    assert_eq!(person["email_verified"], true);
}

#[tokio::test]
async fn what_is_wrong_is_told_and_what_was_typed_stays() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/register").await;
    let page = browser
        .on(&page)
        .set("email", ULLA)
        .set("email_confirm", "toinen@example.com")
        .set("password", "xqzvw")
        .set("password_confirm", "xqzvw")
        .set("first_name", "Ulla")
        .set("phone", "ei ole")
        .set("postcode", "281")
        .press("create_account")
        .await;
    page.is(422, "/register").says("Sähköpostiosoitteet eivät ole samat").says("puuttuu").says("sukunimesi");
    page.says("+358401234567").says("viidellä numerolla").says("Hyväksy käyttöehdot");
    assert!(page.title.starts_with("Virhe"), "{}", page.title);
    let form = &page.forms[0];
    assert_eq!(form.field("email").unwrap().value, ULLA);
    assert_eq!(form.field("phone").unwrap().value, "ei ole");
    assert_eq!(form.field("password").unwrap().value, "");
    assert!(form.field("email_confirm").unwrap().invalid);
    page.hides("xqzvw");
    assert!(idp.mail.all_to(ULLA).is_empty());
}

#[tokio::test]
async fn an_address_that_looks_misspelt_is_asked_about_once() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/register").await;
    let page = fill(&mut browser, &page, "ulla@gmial.com", PASSWORD).await;
    page.is(422, "/register").says("Tarkoititko osoitetta ulla@gmail.com?");
    let form = browser.on(&page).set("password", PASSWORD).set("password_confirm", PASSWORD);
    form.press("create_account").await.is(200, "/register/done");
    idp.mail.next_to("ulla@gmial.com").await;
}

#[tokio::test]
async fn a_taken_address_is_told_by_mail_alone() {
    let idp = neutral().await;
    idp.activate(&ERKKI).await;
    let mut pages = Vec::new();
    for email in [ERKKI.email, "erkki.toinen@example.com"] {
        let mut browser = idp.browser();
        let before = idp.running.ctx.hasher.hashes();
        let page = register(&mut browser, email, PASSWORD).await;
        let work = idp.running.ctx.hasher.hashes() - before;
        idp.advance(TimeDelta::minutes(3));
        let again = browser.on(&page).press("resend").await;
        pages.push((work, page.without(email).len(), again.is(200, "/register/done").text.replace(email, "…")));
    }
    // The clock moves between the two.
    let without_digits = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let shown: Vec<_> = pages.iter().map(|(work, _, text)| (*work, without_digits(text))).collect();
    assert_eq!(shown[0], shown[1]);
    let mails = idp.mail.all_to(ERKKI.email);
    let notices: Vec<_> = mails.iter().filter(|mail| mail.subject == "Sinulla on jo käyttäjätunnus").collect();
    assert_eq!(notices.len(), 2, "{mails:?}");
    assert!(notices[0].text.contains("/forgot") && !notices[0].text.contains("token"), "{}", notices[0].text);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn in_seed_privacy_the_page_says_that_the_address_is_taken() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/register").await;
    let page = fill(&mut browser, &page, ERKKI.email, PASSWORD).await;
    page.is(422, "/register").says("Tällä sähköpostiosoitteella on jo käyttäjätunnus");
}

#[tokio::test]
async fn registering_again_voids_what_was_registered_before() {
    let idp = TestIdp::start().await;
    let mut stranger = idp.browser();
    register(&mut stranger, ULLA, "Vieraan-salasana-1").await;
    let old = link(&idp.mail.next_to(ULLA).await);
    idp.advance(TimeDelta::minutes(3));
    let mut ulla = idp.browser();
    register(&mut ulla, ULLA, PASSWORD).await;
    let new = link(&idp.mail.next_to(ULLA).await);
    stranger.open(&old).await.is(410, "/activate").says("uudempi");
    let page = ulla.open(&new).await;
    ulla.on(&page).press("activate").await.is(200, "/activate/done");
    idp.try_password(&mut stranger, "/login", ULLA, "Vieraan-salasana-1").await.is(401, "/login/password");
    idp.try_password(&mut ulla, "/login", ULLA, PASSWORD).await.is(200, "/account");
}

#[tokio::test]
async fn another_browser_that_comes_before_the_next_mail_changes_nothing() {
    let idp = TestIdp::start().await;
    let (mut ulla, mut stranger) = (idp.browser(), idp.browser());
    register(&mut ulla, ULLA, PASSWORD).await;
    idp.advance(TimeDelta::minutes(1));
    register(&mut stranger, ULLA, "Vieraan-salasana-1").await;
    // One click in Ulla's browser must not let in whoever typed last.
    let page = ulla.open(link(&idp.mail.next_to(ULLA).await)).await;
    ulla.on(&page).press("activate").await.is(200, "/activate/done");
    idp.try_password(&mut stranger, "/login", ULLA, "Vieraan-salasana-1").await.is(401, "/login/password");
    idp.try_password(&mut ulla, "/login", ULLA, PASSWORD).await.is(200, "/account");
}

#[tokio::test]
async fn two_forms_at_once_make_one_account_and_one_mail() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/register").await;
    let form = browser
        .on(&page)
        .set("email", ULLA)
        .set("email_confirm", ULLA)
        .set("password", PASSWORD)
        .set("password_confirm", PASSWORD)
        .set("first_name", "Ulla")
        .set("last_name", "Uusi")
        .set("accept_terms", "on")
        .prepare_press("create_account");
    let (mut first, mut second) = (browser.clone(), browser.clone());
    let (one, two) = tokio::join!(first.send(&form), second.send(&form));
    one.is(200, "/register/done");
    two.is(200, "/register/done");
    let mail = idp.mail.next_to(ULLA).await;
    let page = browser.open(link(&mail)).await;
    browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
    assert_eq!(idp.mail.all_to(ULLA).len(), 1);
}

#[tokio::test]
async fn a_mistyped_address_is_corrected_in_the_same_browser() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let done = register(&mut browser, "ulla.uusu@example.com", PASSWORD).await;
    let lost = link(&idp.mail.next_to("ulla.uusu@example.com").await);
    idp.browser().open(done.link("/register/address").as_str()).await.is(400, "/register/address");
    let page = browser.open(done.link("/register/address")).await;
    let form = browser.on(page.is(200, "/register/address")).set("email", ULLA).set("email_confirm", "x@example.com");
    form.press("correct_address").await.is(422, "/register/address");
    let form = browser.on(&page).set("email", ULLA).set("email_confirm", ULLA);
    form.press("correct_address").await.is(200, "/register/done").says(ULLA);
    idp.browser().open(&lost).await.is(404, "/activate");
    let page = browser.open(link(&idp.mail.next_to(ULLA).await)).await;
    assert!(!page.asks_for("password"), "it is the browser that registered");
    browser.on(&page).press("activate").await.is(200, "/activate/done");
    idp.try_password(&mut browser, "/login", ULLA, PASSWORD).await.is(200, "/account").says("Ulla Uusi");
    idp.try_password(&mut idp.browser(), "/login", "ulla.uusu@example.com", PASSWORD).await.is(401, "/login/password");
}

#[tokio::test]
async fn another_mail_comes_after_two_minutes_and_five_times_a_day() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let mut page = register(&mut browser, ULLA, PASSWORD).await;
    page = browser.on(&page).press("resend").await;
    page.is(200, "/register/done").says("juuri lähetetty");
    for _ in 0..4 {
        idp.advance(TimeDelta::minutes(3));
        page = browser.on(&page).press("resend").await;
        page.is(200, "/register/done").says("lähetimme uuden aktivointilinkin");
    }
    idp.advance(TimeDelta::minutes(3));
    page = browser.on(&page).press("resend").await;
    page.is(200, "/register/done").says("5 kertaa");
    let mail = idp.mail.next_to(ULLA).await;
    crate::harness::wait_for("all mails", async || (idp.mail.all_to(ULLA).len() == 5).then_some(())).await;
    idp.browser().open(link(&mail)).await.is(410, "/activate");
}

#[tokio::test]
async fn where_registration_is_closed_there_is_no_way_to_it() {
    for (mode, words) in [("closed", "Et voi luoda"), ("strong", "vahvaa tunnistautumista")] {
        let idp = Setup::new().set("accounts.registration", format!("\"{mode}\"")).start().await;
        let mut browser = idp.browser();
        let page = browser.open("/login").await;
        assert!(!page.links.iter().any(|link| link.contains("/register")), "{mode}");
        let page = browser.open("/register").await;
        page.is(404, "/register").says(words).says("02 555 0100");
        assert!(!page.asks_for("email"));
        let metadata = browser.open("/.well-known/openid-configuration").await.json();
        let prompts = metadata["prompt_values_supported"].as_array().unwrap();
        assert!(!prompts.contains(&"create".into()), "{mode}");
    }
    let open = TestIdp::start().await;
    let page = open.browser().open("/login").await;
    page.link("/register");
}

#[tokio::test]
async fn a_client_may_have_a_rule_of_its_own() {
    const STAFF: &str = "client_id = \"staff\"\nname = \"Staff\"\n\
        secret = \"test-secret-0123456789-abcdefghijklmnopq\"\n\
        redirect_uris = [\"http://127.0.0.1:9999/callback\"]\nregistration = \"closed\"\nrequire_pkce = false\n";
    let idp = Setup::new().register(STAFF).start().await;
    for (client, offered) in [("web", true), ("staff", false)] {
        let page = idp.browser().open(request_of(&idp, client, "login").await).await;
        let found = page.is(200, "/login").links.iter().any(|link| link.contains("/register"));
        assert_eq!(found, offered, "{client}");
    }
    idp.browser().open(request_of(&idp, "staff", "create").await).await.is(404, "/register").says("Et voi luoda");
}

/// The address at which `client` begins a login.
async fn request_of(idp: &TestIdp, client: &str, prompt: &str) -> String {
    let mut url = idp.relying_party("web").await.begin().url;
    let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(key, _)| key != "client_id").collect();
    let own = [("client_id", client), ("prompt", prompt)];
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(own);
    url.into()
}
