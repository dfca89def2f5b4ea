//! The mailed link: looking at it never uses it up, using it works once, and
//! every way in which it can be dead leads on.

use chrono::TimeDelta;
use reqwest::Method;

use crate::harness::{AINO, ERKKI, TestIdp};

#[tokio::test]
async fn mail_scanners_do_not_use_a_link_up() {
    let idp = TestIdp::start().await;
    let mut person = idp.browser();
    person.open("/login").await;
    let page = idp.open_first_link(&mut person, &ERKKI).await;
    let link = idp.mail.all_to(ERKKI.email)[0].link();
    for _ in 0..5 {
        idp.browser().open(&link).await.is(200, "/password/set");
    }
    let head = idp.browser().ask(Method::HEAD, link.parse().unwrap()).await;
    assert!(head.status < 400, "{}", head.told());
    let done = person.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
}

#[tokio::test]
async fn the_secret_does_not_stay_in_the_address() {
    let idp = TestIdp::start().await;
    let page = idp.open_first_link(&mut idp.browser(), &ERKKI).await;
    let link = idp.mail.all_to(ERKKI.email)[0].link();
    let secret = link.split('=').next_back().unwrap();
    assert!(secret.len() <= 43, "{link}");
    assert!(link.len() < 120, "{link}");
    assert!(!page.url.as_str().contains(secret), "{}", page.url);
    page.hides(secret);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert!(page.header("cache-control").is_some_and(|value| value.contains("no-store")));
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_password_is_told_at_once() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let wrong = browser.on(&page).set("password", "erkki").set("password_confirm", "erkk").submit().await;
    wrong.is(422, "/password/set").says("liian lyhyt").says("ei saa olla nimeäsi").says("eivät ole samat");
    browser.on(&wrong).submit().await.says("Kirjoita uusi salasana.").says("uudelleen");
}

#[tokio::test]
async fn a_used_link_says_so_and_offers_a_new_one() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let link = idp.mail.all_to(ERKKI.email)[0].link();
    let mut other = idp.browser();
    let page = other.open(&link).await;
    page.is(410, "/password/set").hides(ERKKI.email);
    assert!(!page.asks_for("password"));
    idp.advance(TimeDelta::minutes(3));
    let sent = other.on(&page).submit().await;
    other.on(sent.is(200, "/password/link-sent")).press("resend").await.is(200, "/password/link-sent");
    let fresh = (idp.mail.next_to(ERKKI.email).await).link();
    other.open(&fresh).await.is(200, "/password/set");
}

#[tokio::test]
async fn an_expired_link_leads_to_a_new_one() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    idp.open_first_link(&mut browser, &ERKKI).await;
    let old = idp.mail.all_to(ERKKI.email)[0].link();
    idp.advance(TimeDelta::minutes(29));
    browser.open(&old).await.is(200, "/password/set");
    idp.advance(TimeDelta::minutes(2));
    let page = browser.open(&old).await;
    page.is(410, "/password/set").says("30");
    browser.on(&page).submit().await.is(200, "/password/link-sent");
    let page = browser.open((idp.mail.next_to(ERKKI.email).await).link()).await;
    let done = browser
        .on(page.is(200, "/password/set"))
        .set("password", ERKKI.password)
        .set("password_confirm", ERKKI.password)
        .submit()
        .await;
    done.is(200, "/password/done");
}

#[tokio::test]
async fn a_page_opened_in_time_but_sent_too_late_is_refused() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    idp.advance(TimeDelta::minutes(31));
    let page = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    page.is(410, "/password/set");
}

#[tokio::test]
async fn only_the_newest_link_works() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let sent = browser.open("/login").await;
    let sent = browser.on(&sent).set("username", ERKKI.username).press("continue").await;
    let old = idp.mail.next_to(ERKKI.email).await.link();
    idp.advance(TimeDelta::minutes(3));
    browser.on(sent.is(200, "/login/link-sent")).submit().await.is(200, "/login/link-sent");
    let new = idp.mail.next_to(ERKKI.email).await.link();
    assert_ne!(old, new);
    browser.open(&old).await.is(410, "/password/set");
    browser.open(&new).await.is(200, "/password/set");
}

#[tokio::test]
async fn another_link_is_mailed_after_two_minutes_and_five_times_a_day() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let mut page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    idp.mail.next_to(ERKKI.email).await;
    for mailed in 1..5 {
        page = browser.on(&page).submit().await;
        page.is(200, "/login/link-sent");
        idp.advance(TimeDelta::minutes(3));
        page = browser.on(&page).submit().await;
        idp.mail.next_to(ERKKI.email).await;
        assert_eq!(idp.mail.all_to(ERKKI.email).len(), mailed + 1);
    }
    idp.advance(TimeDelta::minutes(3));
    browser.on(&page).submit().await.is(200, "/login/link-sent");
    // Somebody else's mail comes after whatever was sent before it.
    let other = browser.open("/login").await;
    browser.on(&other).set("username", AINO.username).press("continue").await;
    idp.mail.next_to(AINO.email).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 5);
}

#[tokio::test]
async fn pressing_the_button_twice_is_pressing_it_once() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let form = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).prepare();
    let (mut first, mut second) = (browser.clone(), browser.clone());
    let (one, two) = tokio::join!(first.send(&form), second.send(&form));
    one.is(200, "/password/done");
    two.is(200, "/password/done");
}

#[tokio::test]
async fn another_password_behind_a_used_link_is_not_claimed_to_be_set() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let mut other_tab = browser.clone();
    let done = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
    let other = "Toinen-talvi-12-lunta";
    let page = other_tab.on(&page).set("password", other).set("password_confirm", other).submit().await;
    page.is(410, "/password/set").says("jo käytetty");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn the_form_of_a_used_link_costs_a_hash_or_two_and_no_more() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let mut again = browser.clone();
    let done = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
    let hashes = idp.running.ctx.hasher.hashes();
    let other = "Toinen-talvi-12-lunta";
    for _ in 0..10 {
        let page = again.on(&page).set("password", other).set("password_confirm", other).submit().await;
        page.is(410, "/password/set").says("jo käytetty");
    }
    assert_eq!(idp.running.ctx.hasher.hashes() - hashes, 2);
}

#[tokio::test]
async fn a_link_opened_in_another_browser_works_and_leads_back_to_the_service() {
    let idp = TestIdp::start().await;
    idp.open_first_link(&mut idp.browser(), &ERKKI).await;
    let link = idp.mail.all_to(ERKKI.email)[0].link();
    let mut phone = idp.browser();
    let page = phone.open(&link).await;
    let done = phone.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
    assert!(done.links.iter().any(|link| link.starts_with("http://127.0.0.1:9999/")), "{:?}", done.links);
}

#[tokio::test]
async fn a_form_of_one_browser_is_nothing_in_another() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let form = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).prepare();
    let mut stranger = idp.browser();
    stranger.open("/login").await;
    assert_eq!(stranger.send(&form).await.status, 400);
}

#[tokio::test]
async fn a_password_that_breaks_the_rule_is_refused_with_what_is_missing() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let mut page = idp.open_first_link(&mut browser, &ERKKI).await;
    for (password, confirm, told) in [
        ("", "", "uusi salasana"),
        ("aB1!", "aB1!", "6"),
        ("pelkkiäkirjaimia", "pelkkiäkirjaimia", "numero"),
        ("Salasana1!", "Salasana1!", "helppo arvata"),
        ("Kesäranta-7-kuusta", "Kesäranta-8-kuusta", "samat"),
    ] {
        page = browser.on(&page).set("password", password).set("password_confirm", confirm).submit().await;
        page.is(422, "/password/set").says(told);
        assert!(page.title.starts_with("Virhe"), "{}", page.title);
        let field = page.forms.iter().find_map(|form| form.field("password")).unwrap();
        assert_eq!(field.value, "", "what was typed is not sent back");
    }
    browser
        .on(&page)
        .set("password", ERKKI.password)
        .set("password_confirm", ERKKI.password)
        .submit()
        .await
        .is(200, "/password/done");
}

#[tokio::test]
async fn what_is_not_a_link_is_a_clear_page() {
    let idp = TestIdp::start().await;
    let unknown = "A".repeat(43);
    for query in ["", "?token=", "?token=x", &format!("?token={unknown}"), &format!("?token={unknown}x"), "?token=%00"]
    {
        let page = idp.browser().open(format!("/password/set{query}")).await;
        assert!((400..411).contains(&page.status), "{query}: {}", page.told());
        assert!(!page.asks_for("password"), "{query}");
    }
}

#[tokio::test]
async fn a_mail_to_a_domain_with_umlauts_goes_to_its_name_in_ascii() {
    let idp = TestIdp::start().await;
    idp.write_file("umlaut.csv", "external_id;source_system;email\nU-1;lupa;paivi@älykäs.fi\n");
    assert!(idp.idp(&["import", "run", "umlaut.csv"]).status.success());
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", "paivi@älykäs.fi").press("continue").await.is(200, "/login/link-sent");
    let mail = idp.mail.next_to("paivi@xn--lyks-koad.fi").await;
    idp.browser().open(&mail.link()).await.is(200, "/password/set");
}
