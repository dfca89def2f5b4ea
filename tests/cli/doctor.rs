//! `idp doctor`: a line for each thing that the service needs.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use super::told;
use crate::harness::{Fault, Home, Setup, TestIdp, free_port};
use crate::listener::pair::Pair;

const HELP: &str = "organisation.help_link";

/// The line about `about` that has `part`.
fn line<'a>(report: &'a str, about: &str, part: &str) -> &'a str {
    let has = |line: &&str| line.get(6..).is_some_and(|rest| rest.starts_with(about)) && line.contains(part);
    report.lines().find(has).unwrap_or_else(|| panic!("no line about {about} with {part} in\n{report}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_in_order_gets_a_line_for_each_thing_and_exit_code_0() {
    let idp = Setup::new().set(HELP, r#""https://www.example.fi/ohje""#).start().await;
    let output = idp.idp(&["doctor"]);
    let report = told(&output);
    assert_eq!(output.status.code(), Some(0), "{report}");
    for (about, part) in [
        ("configuration", ""),
        ("database", "reads and writes"),
        ("migrations", "current"),
        ("signing keys", "ES256"),
        ("signing keys", "RS256"),
        ("ephemeral", "single replica"),
        ("mail", "answers"),
        ("help", "well formed"),
        ("client web", "well formed"),
        ("clock", "UTC"),
        ("disk", "MB free"),
    ] {
        assert!(!line(&report, about, part).starts_with("FAIL"), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_is_told_with_what_to_do_and_exit_code_1() {
    let home = TestIdp::start().await.stop().await;
    home.mail.set_fault(Fault::Down);
    let path = home.folder().join("idp.toml");
    let toml = std::fs::read_to_string(&path).unwrap();
    home.write_file("idp.toml", &toml.replace("k4Zr0vQ1m8yT6uB2", "AAAA0vQ1m8yT6uB2"));
    let output = home.idp(&["doctor"]);
    let report = told(&output);
    assert_eq!(output.status.code(), Some(1), "{report}");
    for (about, part) in [("mail", "check host"), ("signing keys", "keys.secret")] {
        assert!(line(&report, about, part).starts_with("FAIL"), "{report}");
    }
    assert!(line(&report, "help", "organisation.help_link").starts_with("WARN"), "{report}");
    home.write_file("idp.toml", &toml.replace("/idp.db", "/nowhere.db"));
    let report = told(&home.idp(&["doctor"]));
    assert!(line(&report, "database", "nowhere.db").starts_with("FAIL"), "{report}");
    assert!(!report.contains("k4Zr0vQ1m8yT6uB2"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_visited_where_that_is_asked_for() {
    let setup = Setup::new();
    let own = format!("http://127.0.0.1:{}", setup.port);
    let away = format!("http://127.0.0.1:{}/ohje", free_port());
    let help = format!("{{ fi = \"{own}/live\", sv = \"{own}/no-such-help\", en = \"{away}\" }}");
    let idp = setup.set(HELP, help).start().await;
    assert_eq!(idp.idp(&["doctor"]).status.code(), Some(0), "nothing is visited");
    let output = idp.idp(&["doctor", "--online", "--client", "web"]);
    let report = told(&output);
    assert_eq!(output.status.code(), Some(1), "{report}");
    assert!(line(&report, "help", "/no-such-help").contains("people find nothing there"), "{report}");
    assert!(line(&report, "help", &away).starts_with("FAIL"), "{report}");
    assert!(line(&report, "help", "addresses that answer: 1").starts_with("OK"), "{report}");
    assert!(
        line(&report, "client web", "redirect_uris http://127.0.0.1:9999/callback").starts_with("FAIL"),
        "{report}"
    );
    assert!(line(&report, "clock", "agrees").starts_with("OK"), "{report}");
    assert!(!report.contains("client spa"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_gets_the_findings_and_an_unknown_client_is_told() {
    let idp = TestIdp::start().await;
    let output = idp.idp(&["doctor", "--json", "--client", "nobody"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["ok"]), (Some(1), &false.into()));
    let found = report["findings"].as_array().unwrap();
    assert!(found.iter().any(|line| line["about"] == "clients" && line["state"] == "FAIL"), "{report}");
    assert!(found.iter().any(|line| line["about"] == "database" && line["state"] == "OK"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_is_looked_at_for_its_end_and_its_name() {
    let tls = Setup::new().set("http.tls_certificate", r#""tls.crt""#).set("http.tls_key", r#""tls.key""#);
    let home = Home::new(&tls).await;
    let told_of = |part: &str| line(&told(&home.idp(&["doctor"])), "certificate", part).to_owned();
    Pair::new(1, 30).write(home.folder());
    assert!(told_of("ends in ").starts_with("OK"));
    assert!(told_of("everybody on this machine can read the key").starts_with("WARN"));
    std::fs::set_permissions(home.folder().join("tls.key"), Permissions::from_mode(0o640)).unwrap();
    assert!(!told(&home.idp(&["doctor"])).contains("can read the key"));
    Pair::new(2, 5).write(home.folder());
    assert!(told_of("ends in ").starts_with("WARN"));
    let toml = std::fs::read_to_string(home.folder().join("idp.toml")).unwrap();
    home.write_file("idp.toml", &toml.replace("http://127.0.0.1", "http://localhost"));
    assert!(told_of("it is not for localhost").starts_with("FAIL"));
}
