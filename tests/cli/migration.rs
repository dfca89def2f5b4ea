//! `idp migration`: how far people have come, who never came, and the end of
//! waiting.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::serve::serve;
use super::{days_ago, told};
use crate::harness::{AINO, ERKKI, MINNA, OSKARI, SIIRI, SmtpSink, TestIdp, wait_for};

#[tokio::test]
async fn the_status_counts_everybody_at_each_step_they_took() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let attempt = idp.relying_party("web").await.begin();
    idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    idp.open_first_link(&mut idp.browser(), &SIIRI).await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", AINO.username).press("continue").await;
    let status = idp.idp(&["migration", "status", "--json"]);
    let status: Value = serde_json::from_slice(&status.stdout).unwrap_or_else(|_| panic!("{}", told(&status)));
    let expected = json!([{
        "batch": "first", "imported": 6, "link_sent": 3, "link_opened": 2, "password_set": 1, "logged_in": 1,
        "archived": 0,
    }]);
    assert_eq!(status["imports"], expected);
    assert_eq!((&status["window"]["is_open"], &status["waves"]), (&json!(true), &json!([])));

    let begun = idp.idp(&["migration", "remind", "--batch", "first", "--per-minute", "30"]);
    assert!(told(&begun).contains("up to 4 people"), "{}", told(&begun));
    let text = told(&idp.idp(&["migration", "status"]));
    for line in [
        "window: open, opens 2026-01-01T00:00:00Z",
        "import   imported link sent link opened",
        "reminders to import first: ",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let nobody = idp.idp(&["migration", "remind", "--batch", "none"]);
    assert_eq!(nobody.status.code(), Some(1), "{}", told(&nobody));
}

#[tokio::test]
async fn the_list_names_who_never_came_and_addresses_only_when_asked() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let list = told(&idp.idp(&["migration", "unseen"]));
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("sub,legacy_ids,import,stage,since"));
    assert_eq!(lines.clone().count(), 4, "{list}");
    for person in [AINO, SIIRI, MINNA, OSKARI] {
        let id = format!("lupa:{}", person.legacy_id);
        let line = lines.clone().find(|line| line.contains(&id)).unwrap_or_else(|| panic!("no {id}: {list}"));
        assert!(line.contains(",first,imported,2"), "{line}");
    }
    assert!(!list.contains('@') && !list.contains("Aino"), "{list}");
    let with_email = told(&idp.idp(&["migration", "unseen", "--batch", "first", "--with-email"]));
    assert!(with_email.contains(AINO.email) && !with_email.contains(ERKKI.email), "{with_email}");
    assert_eq!(told(&idp.idp(&["migration", "unseen", "--batch", "none"])).lines().count(), 1);
}

#[tokio::test]
async fn archiving_is_planned_first_and_changes_nothing_then() {
    let home = TestIdp::start().await.stop().await;
    let before = days_ago(100);
    let plan = home.idp(&["migration", "archive", "--before", &before]);
    assert!(told(&plan).contains("there is nothing to archive"), "{}", told(&plan));
    let future = home.idp(&["migration", "archive", "--before", "2199-01-01", "--run"]);
    assert_eq!(future.status.code(), Some(2), "{}", told(&future));
    assert!(told(&future).contains("expected a day that has begun"), "{}", told(&future));

    let beyond = home.idp(&["migration", "archive", "--before", &days_ago(200), "--run"]);
    assert_eq!(beyond.status.code(), Some(2), "{}", told(&beyond));
    assert!(told(&beyond).contains("expected a day of the last 183"), "{}", told(&beyond));

    let long_ago = "UPDATE accounts SET migration_since = '2020-01-01T00:00:00+00:00' WHERE email LIKE 'aino%'";
    rusqlite::Connection::open(home.folder().join("idp.db")).unwrap().execute(long_ago, []).unwrap();
    for _ in 0..2 {
        let plan = home.idp(&["migration", "archive", "--before", &before]);
        assert!(told(&plan).contains("import first: 1 accounts would be archived"), "{}", told(&plan));
    }
    let run = home.idp(&["migration", "archive", "--before", &before, "--run"]);
    assert!(told(&run).contains("1 accounts were archived"), "{}", told(&run));
    let idp = home.start().await;
    let unknown = idp.running.ctx.store.resolve_account(AINO.username, Some(AINO.email)).await.unwrap();
    assert_eq!(unknown, None);
    let status = idp.idp(&["migration", "status", "--json"]);
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["imports"][0]["archived"], 1);
}

#[tokio::test]
async fn a_service_that_is_killed_in_a_wave_reminds_nobody_twice() {
    let home = TestIdp::start().await.stop().await;
    let mut served = serve(&home);
    assert!(home.idp(&["migration", "remind", "--per-minute", "60"]).status.success());
    let people = [ERKKI, AINO, SIIRI, MINNA, OSKARI];
    let mails = |mail: &SmtpSink| people.iter().map(|person| mail.all_to(person.email).len()).sum::<usize>();
    wait_for("a first reminder", async || (mails(&home.mail) > 0).then_some(())).await;
    served.kill();
    let idp = home.start().await;
    wait_for("the last reminder", async || {
        // What the dead service had begun to send is free again after two minutes.
        idp.advance(TimeDelta::seconds(5));
        people.iter().all(|person| !idp.mail.all_to(person.email).is_empty()).then_some(())
    })
    .await;
    for person in people {
        // A mail that was cut off after its data may come again, as the same mail.
        let mut ids: Vec<_> = idp.mail.all_to(person.email).into_iter().map(|mail| mail.message_id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1, "{}", person.username);
    }
}
