//! The first login of people whose passwords were kept: the old password opens
//! the account, and what is stored of it is renewed.

use accounts::migration::Stage;
use accounts::{Account, Identifier};

use crate::harness::{Person, Setup, TestIdp, succeed};

/// Rows of people whose passwords the old systems stored in different forms.
const KEPT: &str = "\
external_id;source_system;username;email;password_algorithm;password_hash;password_salt;password_iterations
K-1;lupa;;sha1@example.com;membership;jOHpCh2McqCLaKlLiMFo7W8Bxls=;AAECAwQFBgcICQoLDA0ODw==;
K-2;lupa;;hmac@example.com;membership_hmacsha256;irvw0aJxjxMjcsoohts6r+t/k0LbIfD7IE0b2xYd5dY=;AAECAwQFBgcICQoLDA0ODw==;
K-3;lupa;;v2@example.com;;AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==;;
K-4;lupa;vanha;v3@example.com;;AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg9BoJa/RI7YzWKo/hpBcqu8btzpwJRVfJos7l4oa1bJ5Q==;;
K-5;lupa;;keycloak@example.com;pbkdf2-sha256;x8rgvfxsMVX7EBDlFqbzS8IlnKkhD7p1DgMLnQISwGfxuL8gAGcEPoJpYbfrzmrD+g5PS7ACEaY3+MvE/awfFQ==;AAECAwQFBgcICQoLDA0ODw==;27500
K-6;lupa;;argon2@example.com;;$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$EI793vF/TI0DoVu7eUqpGXR3yq0ARi8p/j0R+DVHDXY;;
K-7;lupa;;tuntematon@example.com;rot13;Fnynfnan1!;;
";

const PLAIN: &str = "Salasana1!";
const FINNISH: &str = "KesäÅland2018ö!";

fn person(username: &'static str, password: &'static str) -> Person {
    Person { username, email: username, legacy_id: "", password }
}

async fn with_kept_passwords() -> TestIdp {
    let idp = TestIdp::start().await;
    idp.write_file("kept.csv", KEPT);
    succeed(&idp.idp(&["import", "run", "kept.csv", "--passwords", "keep"]));
    idp
}

async fn account(idp: &TestIdp, username: &str) -> Account {
    idp::lookup::account_of(&idp.running.ctx, &Identifier::parse(username).unwrap()).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_service_starts_again_while_old_passwords_rest_in_the_database() {
    let idp = with_kept_passwords().await.restart().await;
    let person = person("keycloak@example.com", PLAIN);
    idp.try_password(&mut idp.browser(), "/login", person.username, person.password).await.is(200, "/account");
}

#[tokio::test]
async fn an_old_password_of_any_form_opens_the_account_and_is_renewed() {
    let idp = with_kept_passwords().await;
    let web = idp.relying_party("web").await;
    for (username, password) in [
        ("sha1@example.com", PLAIN),
        ("hmac@example.com", FINNISH),
        ("v2@example.com", PLAIN),
        ("vanha", FINNISH),
        ("keycloak@example.com", PLAIN),
        ("argon2@example.com", PLAIN),
    ] {
        let before = account(&idp, username).await;
        assert!(before.password.unwrap().0.starts_with("$legacy-"), "{username}");
        let person = person(username, password);
        for _ in 0..2 {
            let mut browser = idp.browser();
            let attempt = web.begin();
            let wrong = idp.try_password(&mut browser, &attempt.url, username, "Salasana1?").await;
            assert!(wrong.location().is_none(), "{username}: {}", wrong.told());
            let page = idp.sign_in(&mut browser, &attempt.url, &person).await;
            web.finish(&attempt, &page).await;
            let after = account(&idp, username).await;
            assert!(after.password.unwrap().0.starts_with("$argon2id$"), "{username}");
            assert_eq!(after.migration.unwrap().stage, Stage::PasswordSet, "{username}");
        }
    }
    assert!(idp.mail.all_to("sha1@example.com").is_empty(), "nobody needed a link");
}

#[tokio::test]
async fn an_old_password_may_be_typed_in_decomposed_letters() {
    let idp = with_kept_passwords().await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp
        .sign_in(&mut idp.browser(), &attempt.url, &person("hmac@example.com", "Kesa\u{308}A\u{30a}land2018o\u{308}!"))
        .await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn who_had_an_unknown_hash_is_mailed_a_link() {
    let idp = with_kept_passwords().await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", "tuntematon@example.com").press("continue").await;
    page.is(200, "/login/link-sent");
    let mail = idp.mail.next_to("tuntematon@example.com").await;
    browser.open(mail.link()).await.is(200, "/password/set");
}

#[tokio::test]
async fn a_kept_password_can_be_forgotten() {
    let idp = with_kept_passwords().await;
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(&page).set("username", "sha1@example.com").submit().await;
    let mail = idp.mail.next_to("sha1@example.com").await;
    let page = browser.open(mail.link()).await;
    let new = "Uusi-talvi-12-lunta";
    browser.on(&page).set("password", new).set("password_confirm", new).submit().await.is(200, "/password/done");
    let after = account(&idp, "sha1@example.com").await;
    assert!(after.password.unwrap().0.starts_with("$argon2id$"));
    let attempt = idp.relying_party("web").await.begin();
    let old = idp.try_password(&mut idp.browser(), &attempt.url, "sha1@example.com", PLAIN).await;
    assert!(old.location().is_none(), "the old password is gone");
}

#[tokio::test]
async fn a_wrong_password_costs_as_much_for_everybody() {
    let idp = Setup::new().set("accounts.privacy", "\"neutral\"").start().await;
    idp.write_file("kept.csv", KEPT);
    succeed(&idp.idp(&["import", "run", "kept.csv", "--passwords", "keep"]));
    let mut work = Vec::new();
    for username in ["sha1@example.com", "keycloak@example.com", "nobody@example.com"] {
        let before = idp.running.ctx.hasher.hashes();
        let page = idp.try_password(&mut idp.browser(), "/login", username, "Salasana1?").await;
        work.push((idp.running.ctx.hasher.hashes() - before, page.without(username)));
    }
    assert_eq!(work.first(), work.get(1));
    assert_eq!(work.first(), work.get(2));
}
