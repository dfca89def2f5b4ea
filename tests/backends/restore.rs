//! A restore of a backup: what was used up after it was taken looks unused in
//! it, and the fence sees to it that nothing of that is used a second time.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use super::backup::{back_up, restore};
use super::bed::Bed;
use super::on_every_store;
use super::redis::Redis;
use crate::harness::{Attempt, Browser, ERKKI, Home, RelyingParty, Setup, TestIdp, succeed};

const LINKS: usize = 100;
const CODES: usize = 450;
const REFRESH_TOKENS: usize = 450;
const PASSWORD: &str = "Kevät-tulva-4-jokea";

on_every_store!(of_a_thousand_things_that_were_used_up_after_the_backup_none_is_used_again);

/// What can be used once, and was not yet when the backup was taken.
struct OneTimeThings {
    links: Vec<String>,
    codes: Vec<(String, String)>,
    refresh_tokens: Vec<String>,
}

impl OneTimeThings {
    async fn gather(idp: &TestIdp, web: &RelyingParty, browser: &mut Browser) -> Self {
        let mut links = Vec::new();
        for number in 0..LINKS {
            let mut stranger = idp.browser();
            let page = stranger.open("/login").await;
            let email = email("old", number);
            stranger.on(&page).set("username", &email).press("continue").await.is(200, "/login/link-sent");
            links.push(idp.mail.next_to(&email).await.link().to_owned());
        }
        let mut refresh_tokens = Vec::new();
        for _ in 0..REFRESH_TOKENS {
            let (code, verifier) = code(web, browser).await;
            refresh_tokens.push(web.redeem(&code, &verifier).await.text("refresh_token"));
        }
        let mut codes = Vec::new();
        for _ in 0..CODES {
            codes.push(code(web, browser).await);
        }
        Self { links, codes, refresh_tokens }
    }

    /// One of each.
    fn sample(&self) -> Self {
        Self {
            links: self.links[..1].to_vec(),
            codes: self.codes[..1].to_vec(),
            refresh_tokens: self.refresh_tokens[..1].to_vec(),
        }
    }

    /// Tries all of them, and tells how many of each kind worked.
    async fn use_up(&self, idp: &TestIdp, web: &RelyingParty) -> (usize, usize, usize) {
        let (mut links, mut codes, mut refreshed) = (0, 0, 0);
        for link in &self.links {
            links += usize::from(set_password(&mut idp.browser(), link).await);
        }
        for (code, verifier) in &self.codes {
            codes += usize::from(web.redeem(code, verifier).await.status == 200);
        }
        for token in &self.refresh_tokens {
            refreshed += usize::from(web.refresh(token).await.status == 200);
        }
        (links, codes, refreshed)
    }
}

async fn of_a_thousand_things_that_were_used_up_after_the_backup_none_is_used_again(bed: &Bed) {
    let mut redis = Redis::start().await;
    let setup = Setup::new().set("database.url", format!("\"{}\"", bed.url));
    let setup = setup.set("ephemeral.url", format!("\"{}\"", redis.url)).set("tokens.code_ttl", "\"10m\"");
    let home = Home::new(&setup).await;
    import(&home, "old");
    let idp = home.start().await;
    let mut browser = idp.activate(&ERKKI).await;
    idp.sign_in_remembered(&mut browser, "/login", &ERKKI).await.is(200, "/account");
    let web = idp.relying_party("web").await;
    let things = OneTimeThings::gather(&idp, &web, &mut browser).await;

    let file = idp.folder().join("backup");
    back_up(bed, &file).await;
    redis.command(&["SAVE"]);
    assert_eq!(things.use_up(&idp, &web).await, (LINKS, CODES, REFRESH_TOKENS));
    import(&idp, "lost");
    let given_out = subjects(bed).await;

    bed.close().await.unwrap();
    let idp = restored(idp, bed, &file, &mut redis).await.start().await;
    let web = idp.relying_party("web").await;
    let unfenced = things.sample().use_up(&idp, &web).await;
    assert_eq!(unfenced, (1, 1, 1), "a restore alone makes them good again");

    let home = restored(idp, bed, &file, &mut redis).await;
    fence(&home, [LINKS, 1, 1, REFRESH_TOKENS, REFRESH_TOKENS]);
    fence(&home, [0; 5]);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'restore_fenced'").await, 2);
    let idp = home.start().await;
    let web = idp.relying_party("web").await;
    assert_eq!(things.use_up(&idp, &web).await, (0, 0, 0));
    browser.open("/account").await.is(200, "/login");
    assert_eq!(idp.sign_in(&mut idp.browser(), &web.begin().url, &ERKKI).await.status, 303, "a new login works");

    let before = subjects(bed).await;
    import(&idp, "new");
    let given_anew: HashSet<_> = subjects(bed).await.difference(&before).cloned().collect();
    assert_eq!(given_anew.len(), LINKS);
    assert!(given_anew.is_disjoint(&given_out), "no subject is given out twice");
    idp.stop().await;
}

/// The service stopped, and both stores as the backup has them.
async fn restored(idp: TestIdp, bed: &Bed, file: &Path, redis: &mut Redis) -> Home {
    let home = idp.stop().await;
    restore(bed, file);
    redis.kill();
    redis.come_back().await;
    home
}

#[track_caller]
fn fence(home: &Home, voided: [usize; 5]) {
    let output = home.idp(&["restore-fence", "--json"]);
    succeed(&output);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let kinds = ["links", "sessions", "remembered_logins", "grants", "refresh_families"];
    assert_eq!(kinds.map(|kind| told["voided"][kind].as_u64().unwrap() as usize), voided, "{told}");
}

async fn code(web: &RelyingParty, browser: &mut Browser) -> (String, String) {
    let attempt: Attempt = web.begin_with("openid offline_access", &[]);
    let redirect = browser.open(&attempt.url).await;
    (web.code(&attempt, &redirect), attempt.verifier)
}

/// Whether a mailed link lets somebody choose a password.
async fn set_password(browser: &mut Browser, link: &str) -> bool {
    let page = browser.open(link).await;
    if !page.asks_for("password") {
        return false;
    }
    let form = browser.on(&page).set("password", PASSWORD).set("password_confirm", PASSWORD);
    form.submit().await.url.path() == "/password/done"
}

async fn subjects(bed: &Bed) -> HashSet<String> {
    bed.texts("SELECT sub FROM accounts").await.into_iter().collect()
}

fn email(kind: &str, number: usize) -> String {
    format!("{kind}.{number}@example.com")
}

/// Imports as many people as there are links.
fn import(home: &Home, kind: &str) {
    let mut rows = "external_id;source_system;email;email_verified;given_name;family_name;enabled\n".to_owned();
    for number in 0..LINKS {
        writeln!(rows, "{kind}-{number};lupa;{};true;Ulla;Uusi;true", email(kind, number)).unwrap();
    }
    let file = format!("{kind}.csv");
    home.write_file(&file, &rows);
    succeed(&home.idp(&["import", "run", &file, "--batch", kind]));
}
