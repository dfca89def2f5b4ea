//! The list of one's logins, and logging out elsewhere.

use chrono::TimeDelta;

use crate::harness::{AINO, Browser, ERKKI, Person, TestIdp};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/26.0 Mobile/15E148 Safari/604.1";

async fn signed_in(idp: &TestIdp, person: &Person, user_agent: &'static str) -> Browser {
    let mut browser = idp.browser().called(user_agent);
    idp.try_password(&mut browser, "/login", person.username, person.password).await.is(200, "/account");
    browser
}

#[tokio::test]
async fn each_login_is_listed_by_a_readable_name_and_can_be_ended() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut phone = idp.browser().called(SAFARI);
    let attempt = web.begin();
    let page = idp.sign_in_remembered(&mut phone, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    let mut desk = signed_in(&idp, &ERKKI, FIREFOX).await;
    let page = desk.open("/account/sessions").await;
    page.is(200, "/account/sessions").says("Firefox, Windows").says("Safari, iPhone").says("Tämä laite");
    page.says("Kirjautuminen muistetaan");
    let done = desk.on(&page).press("log_out_2").await;
    done.is(200, "/account/sessions").says("Laite on kirjattu ulos.").hides("iPhone");
    phone.open("/account").await.is(200, "/login");
    phone.close();
    phone.open("/account").await.is(200, "/login");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    let notice = idp.logouts.next().await;
    assert!(notice.pairs.iter().any(|(name, _)| name == "logout_token"), "{notice:?}");
    desk.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn all_other_logins_end_at_once() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(signed_in(&idp, &ERKKI, SAFARI).await);
    }
    let mut desk = signed_in(&idp, &ERKKI, FIREFOX).await;
    let page = desk.open("/account/sessions").await;
    let done = desk.on(&page).press("log_out_others").await;
    done.is(200, "/account/sessions").says("Et ole kirjautunut muilla laitteilla.");
    for mut other in others {
        other.open("/account").await.is(200, "/login");
    }
    desk.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn nobody_ends_another_persons_login_or_without_the_forms_secret() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let mut phone = signed_in(&idp, &ERKKI, SAFARI).await;
    let mut desk = signed_in(&idp, &ERKKI, FIREFOX).await;
    let page = desk.open("/account/sessions").await;
    let erkkis = desk.on(&page).prepare_press("log_out_2");
    let mut aino = signed_in(&idp, &AINO, FIREFOX).await;
    let own = signed_in(&idp, &AINO, SAFARI).await;
    let list = aino.open("/account/sessions").await;
    let mut forged = aino.on(&list).prepare_press("log_out_2");
    forged.pairs.retain(|(name, _)| name != "session");
    forged.pairs.extend(erkkis.pairs.iter().filter(|(name, _)| name == "session").cloned());
    aino.send(&forged).await.is(200, "/account/sessions");
    phone.open("/account").await.is(200, "/account");
    let mut forged = erkkis;
    forged.pairs.retain(|(name, _)| name != "csrf");
    desk.send(&forged).await.is(403, "/account/sessions");
    phone.open("/account").await.is(200, "/account");
    drop(own);
}

#[tokio::test]
async fn the_password_is_asked_for_anew_when_the_login_is_older_than_five_minutes() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = signed_in(&idp, &ERKKI, FIREFOX).await;
    browser.open("/account/sessions").await.is(200, "/account/sessions");
    idp.advance(TimeDelta::minutes(6));
    let page = browser.open("/account/sessions").await;
    page.is(200, "/login/password").says(ERKKI.username).says("Anna salasanasi uudelleen");
    assert!(!page.asks_for("remember_me"));
    let wrong = browser.on(&page).set("password", "Wrong-password-1").press("sign_in").await;
    wrong.is(401, "/login/password");
    browser.on(&wrong).set("password", ERKKI.password).press("sign_in").await.is(200, "/account/sessions");
}

#[tokio::test]
async fn who_is_not_signed_in_comes_to_the_list_through_the_login() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/account/sessions", ERKKI.username, ERKKI.password)
        .await
        .is(200, "/account/sessions");
}

#[tokio::test]
async fn the_owner_hears_of_a_new_browser_once_a_day_and_not_of_the_first() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut first = signed_in(&idp, &ERKKI, FIREFOX).await;
    let news = || idp.mail.all_to(ERKKI.email).iter().filter(|mail| mail.subject == "Uusi kirjautuminen").count();
    signed_in(&idp, &ERKKI, SAFARI).await;
    let mail = idp.mail.next_to_about(ERKKI.email, "Uusi kirjautuminen").await;
    assert!(mail.text.contains("Safari, iPhone"), "{}", mail.text);
    signed_in(&idp, &ERKKI, "curl/8.5.0").await;
    let page = first.open("/account/sessions").await;
    first.on(&page).press("log_out_others").await;
    idp.try_password(&mut first, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    idp.advance(TimeDelta::days(2));
    idp.try_password(&mut first, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    assert_eq!(news(), 1);
    signed_in(&idp, &ERKKI, "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0").await;
    idp.mail.next_to_about(ERKKI.email, "Uusi kirjautuminen").await;
}
