//! A process that dies in the middle of something: afterwards it was done
//! whole or not at all, and the person can go on.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::registration;
use super::replicas::Replicas;
use crate::backends::redis::Redis;
use crate::harness::{Browser, ERKKI, Page, Prepared, RelyingParty, Reply, Setup, succeed, usual_or_thorough};

/// A moment within about as long as a request takes, another one each round.
fn moment(round: usize) -> Duration {
    Duration::from_micros(137 * (round as u64 * 7_919 % 997))
}

/// Sends `prepared` and kills the only replica meanwhile; it is back when this
/// returns. The answer is that of the service or 502.
async fn send_and_kill(replicas: &mut Replicas, browser: &mut Browser, prepared: &Prepared, round: usize) -> Page {
    let (mut sender, form) = (browser.clone(), prepared.clone());
    let sent = tokio::spawn(async move { (sender.send_once(&form).await, sender) });
    tokio::time::sleep(moment(round)).await;
    replicas.kill(0);
    let (page, sender) = sent.await.unwrap();
    *browser = sender;
    replicas.revive(0).await;
    page
}

/// The same for a request to the token endpoint.
async fn ask_and_kill(
    replicas: &mut Replicas,
    answer: impl Future<Output = Reply> + Send + 'static,
    round: usize,
) -> Reply {
    let asked = tokio::spawn(answer);
    tokio::time::sleep(moment(round)).await;
    replicas.kill(0);
    let reply = asked.await.unwrap();
    replicas.revive(0).await;
    reply
}

fn count(replicas: &Replicas, sql: &str) -> i64 {
    let file = rusqlite::Connection::open(replicas.folder().join("idp.db")).unwrap();
    file.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// A mail that was being sent when its process died waits for the end of its
/// lease, two minutes: they are over.
fn end_leases(replicas: &Replicas) {
    let file = rusqlite::Connection::open(replicas.folder().join("idp.db")).unwrap();
    file.execute("UPDATE outbox SET leased_until = NULL WHERE sent_at IS NULL", []).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_registration_is_there_whole_with_one_mail_or_not_at_all() {
    let mut replicas = Replicas::start(1, Setup::new()).await;
    let mut whole = 0;
    for round in 0..usual_or_thorough(4, 50) {
        let email = format!("ulla.{round}@example.com");
        let mut browser = replicas.browser();
        let page = browser.open("/register").await;
        let form = registration(&mut browser, &page, &email);
        let answer = send_and_kill(&mut replicas, &mut browser, &form, round).await;
        let accounts = count(&replicas, &format!("SELECT COUNT(*) FROM accounts WHERE email = '{email}'"));
        assert!(accounts == 1 || answer.status == 502, "what was answered is there: {}", answer.told());
        if accounts == 0 {
            let page = browser.open("/register").await;
            let again = registration(&mut browser, &page, &email);
            browser.send(&again).await.is(200, "/register/done");
        }
        end_leases(&replicas);
        let mail = replicas.mail.next_to(&email).await;
        let page = browser.open(mail.link_to("/activate")).await;
        browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
        let page = replicas.try_password(&mut browser, "/login", &email, ERKKI.password).await;
        page.is(200, "/account");
        let ids: BTreeSet<_> = replicas.mail.all_to(&email).into_iter().map(|mail| mail.message_id).collect();
        assert_eq!(ids.len(), 1, "{email}: one mail, which may come twice only under one id");
        whole += accounts;
    }
    eprintln!("{whole} registrations were whole when the process died");
    assert!(usual_or_thorough(1, whole) > 0, "every death came too early to tell anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_is_set_or_its_link_still_works() {
    let rounds = usual_or_thorough(4, 50);
    let mut replicas = Replicas::start(1, Setup::new()).await;
    let mut rows = String::from("external_id;source_system;email;given_name;family_name\n");
    (0..rounds).for_each(|round| rows.push_str(&format!("X-{round};lupa;veikko.{round}@example.com;Veikko;Vanha\n")));
    replicas.write_file("more.csv", &rows);
    succeed(&replicas.idp(&["import", "run", "more.csv"]));
    for round in 0..rounds {
        let email = format!("veikko.{round}@example.com");
        let mut browser = replicas.browser();
        let page = browser.open("/login").await;
        browser.on(&page).set("username", &email).press("continue").await.is(200, "/login/link-sent");
        let link = replicas.mail.next_to(&email).await.link();
        let page = browser.open(&link).await;
        let fill = |browser: &mut Browser, page: &Page| {
            let form = browser.on(page.is(200, "/password/set")).set("password", ERKKI.password);
            form.set("password_confirm", ERKKI.password).prepare()
        };
        let form = fill(&mut browser, &page);
        let answer = send_and_kill(&mut replicas, &mut browser, &form, round).await;
        let login = replicas.try_password(&mut replicas.browser(), "/login", &email, ERKKI.password).await;
        if login.url.path() == "/account" {
            continue;
        }
        assert_eq!(answer.status, 502, "what was answered is done: {}", login.told());
        let page = browser.open(&link).await;
        let form = fill(&mut browser, &page);
        browser.send(&form).await.is(200, "/password/done");
        let login = replicas.try_password(&mut browser, "/login", &email, ERKKI.password).await;
        login.is(200, "/account");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_gives_one_family_and_a_lost_refresh_can_be_asked_for_again() {
    let redis = Redis::start().await;
    let setup = Setup::new().set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(1, setup).await;
    let mut browser = replicas.activate(&ERKKI).await;
    let client = Arc::new(replicas.relying_party("feedback").await);
    let attempt = client.begin_with("openid offline_access", &[]);
    replicas.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    for round in 0..usual_or_thorough(6, 100) {
        let families = count(&replicas, "SELECT COUNT(*) FROM refresh_families");
        let attempt = client.begin_with("openid offline_access", &[]);
        let code = client.code(&attempt, &browser.open(&attempt.url).await);
        let redeem = |client: Arc<RelyingParty>| {
            let (code, verifier) = (code.clone(), attempt.verifier.clone());
            async move { client.redeem(&code, &verifier).await }
        };
        let mut given = ask_and_kill(&mut replicas, redeem(Arc::clone(&client)), round).await;
        if given.status == 502 {
            given = redeem(Arc::clone(&client)).await;
        }
        let made = count(&replicas, "SELECT COUNT(*) FROM refresh_families") - families;
        assert!((0..=1).contains(&made), "{made} families of one code");
        if given.status != 200 {
            assert_eq!(given.error(), "invalid_grant", "{}", given.body);
            continue;
        }
        assert_eq!(made, 1);
        let old = given.text("refresh_token");
        let refresh = |client: Arc<RelyingParty>| {
            let old = old.clone();
            async move { client.refresh(&old).await }
        };
        let mut fresh = ask_and_kill(&mut replicas, refresh(Arc::clone(&client)), round * 31).await;
        if fresh.status == 502 {
            fresh = refresh(Arc::clone(&client)).await;
        }
        assert_eq!(fresh.status, 200, "{}", fresh.body);
        let next = client.refresh(&fresh.text("refresh_token")).await;
        assert_eq!(next.status, 200, "{}", next.body);
    }
}
