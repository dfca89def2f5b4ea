//! The change from an older login: what pages tell while it lasts, where the
//! old addresses lead, reminders, and the end of waiting.

use accounts::reminder::State;
use chrono::TimeDelta;
use idp::adapters::{Clock as _, SystemClock};
use idp::flows::archive::archive;
use idp::flows::remind::remind_next;
use reqwest::Method;

use crate::harness::{AINO, ERKKI, Fault, MINNA, OSKARI, PEKKA, Person, SIIRI, Setup, TestIdp, wait_for};

/// Everybody of the sample who may log in.
const EXPECTED: [Person; 5] = [ERKKI, AINO, SIIRI, MINNA, OSKARI];

/// How many people were reminded in the newest wave, and how it stands.
async fn newest_wave(idp: &TestIdp) -> (u64, State) {
    let waves = idp.running.ctx.store.waves().await.unwrap();
    let (wave, reminded) = waves.into_iter().next().expect("a wave");
    (reminded, wave.state)
}

async fn wave_finishes(idp: &TestIdp) {
    wait_for("the end of the wave", async || {
        idp.advance(TimeDelta::seconds(1));
        (newest_wave(idp).await.1 == State::Finished).then_some(())
    })
    .await;
}

fn reminded(idp: &TestIdp, person: &Person) -> usize {
    idp.mail.all_to(person.email).len()
}

#[tokio::test]
async fn pages_tell_of_the_change_from_its_first_day_to_its_last() {
    let now = SystemClock.now();
    let day = |days| format!("\"{}\"", (now + TimeDelta::days(days)).to_rfc3339());
    let setup = Setup::new().set("migration.opens_at", day(1)).set("migration.closes_at", day(3));
    let idp = setup.start().await;
    for (days, told) in [(0, false), (2, true), (2, false)] {
        idp.advance(TimeDelta::days(days));
        let page = idp.browser().open("/login").await;
        assert_eq!(page.text.contains("Kirjautuminen on uudistunut"), told, "{days}: {}", page.told());
    }
}

#[tokio::test]
async fn an_address_of_the_older_login_leads_to_the_login_in_its_language() {
    let addresses = r#"[
        { path = "/vanha/kirjaudu", locale = "fi" },
        { path = "/gamla/logga-in", locale = "sv" },
        { path = "/Account/Login.aspx", client = "web" },
        { path = "/login", locale = "sv" },
    ]"#;
    let idp = Setup::new().set("migration.old_addresses", addresses.replace('\n', " ")).start().await;
    let login = |language: &str| format!("{}/login?ui_locales={language}", idp.issuer);
    for (path, expected) in [
        ("/vanha/kirjaudu", login("fi")),
        ("/gamla/logga-in/?ReturnUrl=%2Fasiointi&x=1", login("sv")),
        ("/vanha/kirjaudu?lang=en", login("en")),
        ("/account/login.aspx", "http://127.0.0.1:9999/".to_owned()),
        ("/Account/Login.aspx?ui_locales=sv", "http://127.0.0.1:9999/?ui_locales=sv".to_owned()),
    ] {
        for method in [Method::GET, Method::POST] {
            let answer = idp.browser().ask(method, idp.url(path)).await;
            assert_eq!(answer.status, 303, "{path}");
            assert_eq!(answer.header("location"), Some(expected.as_str()), "{path}");
        }
    }
    let page = idp.browser().open("/gamla/logga-in").await;
    page.is(200, "/login");
    assert_eq!(page.lang, "sv");
    idp.browser().open("/login").await.is(200, "/login");
    idp.browser().open("/vanha").await.is(404, "/vanha");
}

#[tokio::test]
async fn a_reminder_reaches_once_whoever_has_not_come_in_their_language() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let begun = idp.idp(&["migration", "remind", "--per-minute", "6000"]);
    assert!(begun.status.success(), "{begun:?}");
    wave_finishes(&idp).await;
    for (person, said) in [(AINO, "uudistunut"), (SIIRI, "förnyats"), (MINNA, "minna"), (OSKARI, OSKARI.username)] {
        let mail = idp.mail.next_to(person.email).await;
        assert!(mail.text.contains(said), "{}", mail.text);
        assert!(mail.text.contains(&format!("{}/login?ui_locales=", idp.issuer)), "{}", mail.text);
        assert!(!mail.text.contains("/password/set") && !mail.html.contains("/password/set"), "{}", mail.text);
        assert_eq!(reminded(&idp, &person), 1);
    }
    assert_eq!(reminded(&idp, &ERKKI), 1, "nothing but the link of the first login");
    assert_eq!(reminded(&idp, &PEKKA), 0, "the account is closed");
    assert_eq!(newest_wave(&idp).await, (4, State::Finished));
}

#[tokio::test]
async fn no_minute_brings_more_reminders_than_were_asked_for() {
    let idp = TestIdp::start().await;
    assert!(idp.idp(&["migration", "remind", "--per-minute", "1"]).status.success());
    wait_for("the first reminder", async || (newest_wave(&idp).await.0 == 1).then_some(())).await;
    for (seconds, expected) in [(50, 1), (15, 2), (50, 2), (3_600, 3)] {
        idp.clock.advance(TimeDelta::seconds(seconds));
        while remind_next(&idp.running.ctx).await.unwrap() > 0 {}
        let (count, _) = newest_wave(&idp).await;
        assert_eq!(count, expected, "after {seconds} s");
    }
}

#[tokio::test]
async fn a_stopped_wave_sends_nothing_more_and_goes_on_where_it_was() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    assert!(idp.idp(&["migration", "remind", "--per-minute", "60"]).status.success());
    wait_for("the first portion", async || (newest_wave(&idp).await.0 == 3).then_some(())).await;
    wait_for("a try to send it", async || (idp.mail.attempts() >= 3).then_some(())).await;
    let second = idp.idp(&["migration", "remind"]);
    assert_eq!(second.status.code(), Some(1), "one wave at a time: {second:?}");
    // A mail that is being sent is not taken back: its lease must end first.
    let stopped = idp.idp(&["migration", "stop"]);
    assert!(stopped.status.success(), "{stopped:?}");
    idp.mail.set_fault(Fault::None);
    let before: usize = EXPECTED.iter().map(|person| reminded(&idp, person)).sum();
    idp.advance(TimeDelta::minutes(10));
    assert_eq!(remind_next(&idp.running.ctx).await.unwrap(), 0);
    let (kept, state) = newest_wave(&idp).await;
    assert_eq!(state, State::Stopped);
    assert!(before as u64 <= kept, "{before} mails, {kept} reminders");

    assert!(idp.idp(&["migration", "remind", "--resume"]).status.success());
    wave_finishes(&idp).await;
    for person in EXPECTED {
        idp.mail.next_to(person.email).await;
        assert_eq!(reminded(&idp, &person), 1, "{}", person.username);
    }
    assert!(!idp.idp(&["migration", "remind", "--resume"]).status.success(), "it has ended");
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_wave_reminds_nobody_twice() {
    let idp = TestIdp::start().await;
    assert!(idp.idp(&["migration", "remind", "--per-minute", "60"]).status.success());
    wait_for("the first portion", async || (newest_wave(&idp).await.0 == 3).then_some(())).await;
    let idp = idp.restart().await;
    wave_finishes(&idp).await;
    for person in EXPECTED {
        idp.mail.next_to(person.email).await;
        assert_eq!(reminded(&idp, &person), 1, "{}", person.username);
    }
}

#[tokio::test]
async fn links_that_people_asked_for_go_before_reminders() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    let ctx = &idp.running.ctx;
    let link = ctx.store.resolve_account(AINO.username, Some(AINO.email)).await.unwrap().unwrap();
    for _ in 0..16 {
        let parcel = idp::outbox::Parcel::Mail {
            to: AINO.email.to_owned(),
            locale: accounts::Locale::Fi,
            message: idp::adapters::Message::PasswordChanged {
                username: AINO.username.to_owned(),
                given_name: String::new(),
                at: ctx.clock.now(),
            },
            reference: None,
        };
        let now = ctx.clock.now();
        let tx = ctx.store.begin().await.unwrap();
        tx.enqueue(&parcel.pack(ctx, Some(link.id), now, now + TimeDelta::days(1)).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert!(idp.idp(&["migration", "remind", "--per-minute", "1"]).status.success());
    assert_eq!(remind_next(ctx).await.unwrap(), 0, "the outbox is behind");
    idp.mail.set_fault(Fault::None);
    wave_finishes_slowly(&idp).await;
}

async fn wave_finishes_slowly(idp: &TestIdp) {
    wait_for("reminders after the other mails", async || {
        idp.advance(TimeDelta::minutes(1));
        (newest_wave(idp).await.0 == 5).then_some(())
    })
    .await;
}

#[tokio::test]
async fn who_never_came_is_archived_and_the_old_id_stays_reserved() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let ctx = &idp.running.ctx;
    let minna = ctx.store.resolve_account(MINNA.username, None).await.unwrap().unwrap();
    idp.advance(TimeDelta::days(400));
    let before = ctx.clock.now();
    idp.open_first_link(&mut idp.browser(), &AINO).await;
    let link = idp.mail.all_to(AINO.email)[0].link();

    assert_eq!(archive(&ctx.store, ctx.clock.as_ref(), None, before).await.unwrap(), 4);
    let archived = ctx.store.find_account(minna.id).await.unwrap().unwrap();
    assert_eq!(archived, minna.archived(archived.updated_at));
    let owner = ctx.store.find_account_id_by_legacy_id("lupa", MINNA.legacy_id).await.unwrap();
    assert_eq!(owner, Some(archived.id), "the old id belongs to nobody else");

    // To the login an archived person is a stranger.
    let page = idp.try_password(&mut idp.browser(), "/login", MINNA.username, MINNA.password).await;
    page.is(401, "/login/password").says("02 555 0100");
    // Bringing the same person in again finds the id taken.
    let again = idp.idp(&["import", "run", "people.csv", "--batch", "again", "--json"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("\"imported\":0"), "{again:?}");
    // Who was heard of in time goes on.
    idp.browser().open(&link).await.is(200, "/password/set");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    assert_eq!(archive(&ctx.store, ctx.clock.as_ref(), None, before).await.unwrap(), 0);
}

#[tokio::test]
async fn the_link_of_an_archived_account_is_dead_and_waiting_mails_are_dropped() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    idp.open_first_link(&mut browser, &AINO).await;
    let link = idp.mail.all_to(AINO.email)[0].link();
    let ctx = &idp.running.ctx;
    idp.mail.set_fault(Fault::Down);
    assert!(idp.idp(&["migration", "remind", "--per-minute", "6000"]).status.success());
    wait_for("reminders", async || (newest_wave(&idp).await.0 == 5).then_some(())).await;
    let tomorrow = ctx.clock.now() + TimeDelta::days(1);
    assert_eq!(archive(&ctx.store, ctx.clock.as_ref(), None, tomorrow).await.unwrap(), 6);
    assert_eq!(ctx.store.waiting_mails().await.unwrap(), 0);
    browser.open(&link).await.is(410, "/password/set");
}
