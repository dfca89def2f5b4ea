//! `idp account`: customer service helps one person, and each step stands in
//! the audit trail.

use std::process::{Command, Output};

use serde_json::Value;

use super::{days_ago, told};
use crate::harness::{AINO, ERKKI, Home, MINNA, TestIdp, succeed};

const OPERATOR: &str = "maija.virtanen";

fn account(idp: &Home, args: &[&str]) -> Output {
    idp.idp(&[&["account"], args, &["--operator", OPERATOR]].concat())
}

fn json(idp: &Home, args: &[&str]) -> Value {
    let output = account(idp, &[args, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)))
}

/// How often each thing that an operator does stands in the trail, by whom.
async fn done(idp: &TestIdp, name: &str, event: &str) -> usize {
    let store = &idp.running.ctx.store;
    let account = store.resolve_account(name, Some(name)).await.unwrap().unwrap();
    let lines = store.audit_of(account.id, 100).await.unwrap();
    let lines: Vec<_> = lines.into_iter().filter(|line| line.event == event).collect();
    for line in &lines {
        assert_eq!(line.detail.as_deref(), Some("by=maija.virtanen"), "{event}");
        assert_eq!(line.network.as_deref(), Some("command_line"), "{event}");
    }
    lines.len()
}

#[tokio::test]
async fn a_lock_is_shown_and_lifted() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    }
    let shown = json(&idp, &["show", ERKKI.username]);
    assert_eq!(shown["name"], "Erkki Esimerkki");
    assert!(shown["locked_until"].is_string(), "{shown}");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    succeed(&account(&idp, &["unlock", ERKKI.username]));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let shown = json(&idp, &["show", shown["sub"].as_str().unwrap()]);
    assert_eq!((&shown["locked_until"], &shown["sessions"]), (&Value::Null, &1.into()));
    assert_eq!(done(&idp, ERKKI.username, "account_shown").await, 2);
    assert_eq!(done(&idp, ERKKI.username, "unlocked").await, 1);
    idp.stop().await;
}

#[tokio::test]
async fn a_closed_account_ends_everywhere_at_once_and_opens_again() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    for _ in 0..2 {
        succeed(&account(&idp, &["disable", ERKKI.username]));
    }
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    browser.open("/account").await.is(200, "/login");
    let page = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    page.is(401, "/login/password");
    idp.running.ctx.outbox_bell.ring();
    idp.logouts.next().await;
    let shown = told(&account(&idp, &["show", ERKKI.username]));
    assert!(shown.contains("closed") && shown.contains("Erkki Esimerkki"), "{shown}");

    succeed(&account(&idp, &["enable", ERKKI.username]));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    assert_eq!(done(&idp, ERKKI.username, "disabled").await, 1, "the second time nothing changed");
    assert_eq!(done(&idp, ERKKI.username, "enabled").await, 1);
    idp.stop().await;
}

#[tokio::test]
async fn a_link_is_mailed_by_username_and_not_twice_at_once() {
    let idp = TestIdp::start().await;
    let sent = json(&idp, &["send-link", MINNA.username]);
    assert_eq!(sent["ok"], true, "{sent}");
    let mail = idp.mail.next_to(MINNA.email).await;
    assert!(mail.text.contains(sent["reference"].as_str().unwrap()), "{}", mail.text);
    idp.browser().open(mail.link()).await.is(200, "/password/set");
    let again = json(&idp, &["send-link", MINNA.username]);
    assert_eq!((&again["ok"], &again["why"]), (&false.into(), &"too_soon".into()));
    assert_eq!(account(&idp, &["send-link", MINNA.username]).status.code(), Some(1));
    assert_eq!(done(&idp, MINNA.username, "link_sent").await, 1);
    idp.stop().await;
}

#[tokio::test]
async fn a_name_of_nobody_changes_nothing() {
    let idp = TestIdp::start().await;
    for step in ["show", "unlock", "disable", "enable", "send-link"] {
        let output = account(&idp, &[step, "nobody@example.com"]);
        assert_eq!(output.status.code(), Some(1), "{step}");
        assert!(told(&output).contains("no account has this"), "{step}: {}", told(&output));
        assert!(!told(&output).contains("nobody@"), "{step}: {}", told(&output));
    }
    idp.stop().await;
}

#[tokio::test]
async fn personal_data_is_told_by_show_alone() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for step in ["unlock", "send-link", "disable", "enable"] {
        for more in [&[][..], &["--json"]] {
            let told = told(&account(&idp, &[&[step, ERKKI.email], more].concat()));
            assert!(!told.contains(ERKKI.email) && !told.contains("Erkki"), "{step}: {told}");
        }
    }
    assert!(told(&account(&idp, &["show", ERKKI.email])).contains(ERKKI.email));
    idp.stop().await;
}

#[tokio::test]
async fn nobody_acts_without_a_name() {
    let idp = TestIdp::start().await;
    let unlock = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
        command.args(["account", "unlock", ERKKI.username, "--config", "idp.toml"]).args(args);
        command.env_clear().envs(variables.iter().copied()).current_dir(idp.folder()).output().unwrap()
    };
    let table = [
        (&[][..], &[][..], Some("--operator NAME")),
        (&[], &["--operator", "maija@example.fi"], Some("--operator")),
        (&[], &["--operator", ""], Some("--operator")),
        (&[("USER", "root"), ("SUDO_USER", OPERATOR)], &[], None),
        (&[("USER", "root")], &["--operator", OPERATOR], None),
    ];
    for (variables, args, refused) in table {
        let output = unlock(variables, args);
        let told = told(&output);
        match refused {
            None => succeed(&output),
            Some(key) => {
                assert_eq!(output.status.code(), Some(2), "{told}");
                assert!(told.contains(key) && told.contains("expected"), "{told}");
            }
        }
    }
    assert_eq!(done(&idp, ERKKI.username, "unlocked").await, 2);
    idp.stop().await;
}

#[tokio::test]
async fn a_shared_address_names_who_logs_in_with_it_and_else_nobody() {
    let home = TestIdp::start().await.stop().await;
    let rows = "external_id;source_system;username;email\n\
                N-5;lupa;perhe.isa;perhe@example.com\nN-6;lupa;perhe.lapsi;perhe@example.com\n";
    home.write_file("family.csv", rows);
    succeed(&home.idp(&["import", "run", "family.csv"]));
    let first = json(&home, &["show", "perhe@example.com"]);
    assert_eq!(first["email"], "perhe@example.com");
    let sub = first["sub"].as_str().unwrap();
    let nobodys = "UPDATE accounts SET contact_email = email, contact_email_key = email_key, \
                   email = NULL, email_key = NULL WHERE email = 'perhe@example.com'";
    rusqlite::Connection::open(home.folder().join("idp.db")).unwrap().execute(nobodys, []).unwrap();
    for step in ["show", "disable"] {
        let output = account(&home, &[step, "perhe@example.com"]);
        assert_eq!(output.status.code(), Some(1), "{step}");
        let told = told(&output);
        assert!(told.contains(sub) && told.contains("perhe.lapsi") && !told.contains('@'), "{told}");
    }
    assert_eq!(json(&home, &["show", "perhe.lapsi"])["state"], "no password yet");
}

#[tokio::test]
async fn whose_data_was_deleted_cannot_be_opened() {
    let home = TestIdp::start().await.stop().await;
    let aino = json(&home, &["show", AINO.email])["sub"].as_str().unwrap().to_owned();
    let long_ago = "UPDATE accounts SET migration_since = '2020-01-01T00:00:00+00:00' WHERE email LIKE 'aino%'";
    rusqlite::Connection::open(home.folder().join("idp.db")).unwrap().execute(long_ago, []).unwrap();
    succeed(&home.idp(&["migration", "archive", "--before", &days_ago(100), "--run"]));
    assert_eq!(account(&home, &["show", AINO.email]).status.code(), Some(1));
    let refused = json(&home, &["enable", &aino]);
    assert_eq!((&refused["ok"], &refused["why"]), (&false.into(), &"erased".into()));
    assert_eq!(account(&home, &["enable", &aino]).status.code(), Some(1));
    assert_eq!(json(&home, &["show", &aino])["state"], "closed");
}
