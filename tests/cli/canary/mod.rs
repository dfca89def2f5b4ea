//! `idp canary`: the built binary logs in at the built service, behind a proxy
//! that can break one answer.

mod front;

use std::process::{Command, Output};

use chrono::TimeDelta;
use serde_json::Value;

use self::front::{Break, Front};
use super::told;
use crate::harness::{CLIENT_SECRET, ERKKI, Setup, TestIdp, free_port};

const CLIENT: &str = r#"
client_id = "canary"
name = "Canary"
secret = "test-secret-0123456789-abcdefghijklmnopq"
redirect_uris = ["https://canary.invalid/callback"]
scopes = ["openid"]
"#;

const METADATA: &str = "/.well-known/openid-configuration";

/// An answer that is broken, and how the canary tells of it.
const FAULTS: &[(&str, Break, &str)] = &[
    (METADATA, Break::Status(502), "discovery failed 502, expected the metadata"),
    (METADATA, Break::Text("/token", "@evil/token"), "discovery failed an endpoint is at"),
    (METADATA, Break::Text("\"issuer\":\"h", "\"issuer\":\"x"), "discovery failed the metadata are"),
    ("/jwks.json", Break::Text("kty", "ktx"), "jwks failed there is no usable key"),
    ("/authorize", Break::Away("https://evil.example/?flow=1"), "authorize failed a page leads to another site"),
    ("/login", Break::Text("username", "user"), "authorize failed 200, /login has no field username"),
    ("/login/password", Break::Text("type=\"password\"", "type=\"hidden\""), "name failed 200, /login/password has no"),
    ("/login/password", Break::Text("action=\"/", "action=\"https://evil.example/"), "password failed a page leads"),
    ("/authorize/resume", Break::Status(503), "password failed 503, expected the way back"),
    ("/authorize/resume", Break::Text("state=", "state=x"), "code failed the answer has another state"),
    ("/authorize/resume", Break::Text("&iss=", "&is="), "code failed the answer has another iss"),
    (
        "/authorize/resume",
        Break::Text("?code=", "?error=access_denied&code="),
        "code failed the answer is error=access_denied",
    ),
    ("/token", Break::Status(500), "token failed 500, expected tokens"),
    ("/token", Break::Text("access_token\":\"", "access_token\":\"x"), "token failed the ID token's at_hash is wrong"),
    ("/token", Break::Text("id_token\":\"", "id_token\":\"x"), "token failed the ID token's form is wrong"),
    ("/userinfo", Break::Text("sub\":\"", "sub\":\"x"), "userinfo failed the sub is not"),
    ("/logout", Break::Status(502), "logout failed 502, expected the page"),
];

/// A service with an account for the canary, and the proxy before it.
async fn service(setup: Setup) -> (TestIdp, Front) {
    service_with(setup, CLIENT).await
}

/// The same with another client.
async fn service_with(setup: Setup, client: &str) -> (TestIdp, Front) {
    let listen = free_port();
    let front = Front::start(setup.port, listen).await;
    let setup = setup.set("http.listen", format!("\"127.0.0.1:{listen}\"")).register(client);
    let idp = setup.start().await;
    idp.activate(&ERKKI).await;
    idp.write_file("client-secret", &format!("{CLIENT_SECRET}\n"));
    idp.write_file("password", &format!("{}\n", ERKKI.password));
    (idp, front)
}

/// What `idp canary` does, with these arguments beside the usual ones.
async fn canary(idp: &TestIdp, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
    command.args(["canary", "--issuer", &idp.issuer, "--client-id", "canary", "--username", ERKKI.username]);
    command.args(["--redirect-uri", "https://canary.invalid/callback"]);
    command.args(["--client-secret-file", "client-secret", "--password-file", "password"]);
    command.args(more).current_dir(idp.folder());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(told(&output).lines().count(), 1, "{}", told(&output));
    for secret in [CLIENT_SECRET, ERKKI.password, "code=", "flow=", "state=", "eyJ", "idp_"] {
        assert!(!told(&output).contains(secret), "{secret} in {}", told(&output));
    }
    output
}

/// How many logins go on.
async fn sessions(idp: &TestIdp) -> usize {
    let account = idp.idp(&["account", "show", ERKKI.username, "--operator", "test", "--json"]);
    let account: Value = serde_json::from_slice(&account.stdout).unwrap();
    usize::try_from(account["sessions"].as_u64().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_logs_in_and_out_in_both_layouts() {
    for layout in ["two-step", "one-page"] {
        let (idp, _front) = service_with(Setup::new(), &format!("{CLIENT}login = \"{layout}\"\n")).await;
        let output = canary(&idp, &[]).await;
        let line = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert!(line.starts_with("canary: ok in ") && line.contains("password ") && line.contains("logout "), "{line}");
        assert_eq!(line.contains("name "), layout == "two-step", "{line}");
        assert_eq!(sessions(&idp).await, 0);
        let report: Value = serde_json::from_slice(&canary(&idp, &["--json"]).await.stdout).unwrap();
        assert_eq!((&report["ok"], &report["step"]), (&true.into(), &Value::Null), "{report}");
        assert!(report["milliseconds"]["token"].is_u64(), "{report}");
        idp.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_is_told_by_its_step_and_no_login_is_left_behind() {
    let (idp, front) = service(Setup::new()).await;
    for (path, fault, expected) in FAULTS.iter().copied() {
        front.plant(path, fault);
        let output = canary(&idp, &[]).await;
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{path} {expected}: {}", told(&output));
        let (step, why) = expected.split_once(" failed ").unwrap();
        assert!(line.starts_with(&format!("canary: {step} failed after ")), "{expected}: {line}");
        assert!(line.contains(&format!(" ms: {why}")), "{expected}: {line}");
    }
    assert_eq!(sessions(&idp).await, 0);
    front.mend();
    assert_eq!(canary(&idp, &[]).await.status.code(), Some(0));
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_account_is_in_the_way_of_is_told_with_what_to_do() {
    let (idp, front) = service(Setup::new()).await;
    let failed = async |expected: &str| {
        let output = canary(&idp, &[]).await;
        assert_eq!(output.status.code(), Some(1), "{expected}: {}", told(&output));
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(line.contains(expected), "{expected}: {line}");
        line
    };
    idp.write_file("client-secret", "another-secret-0123456789-abcdefghijklmn");
    assert!(failed(" ms: 401, client id or secret is wrong").await.starts_with("canary: token failed "));
    idp.write_file("client-secret", CLIENT_SECRET);
    assert_eq!(sessions(&idp).await, 0);

    idp.write_file("password", "Wrong-password-1");
    for _ in 0..4 {
        assert!(failed(" ms: 401, the password is wrong").await.starts_with("canary: password failed "));
    }
    let line = failed(" ms: 423, the account is locked: idp account unlock; reference ").await;
    let (_, reference) = line.trim_end().rsplit_once(' ').unwrap();
    assert_eq!(idp.idp(&["trace", reference]).status.code(), Some(0), "{line}");

    front.plant("/login", Break::Status(429));
    failed("authorize failed").await;
    let report: Value = serde_json::from_slice(&canary(&idp, &["--json"]).await.stdout).unwrap();
    assert_eq!((&report["ok"], &report["step"]), (&false.into(), &"authorize".into()), "{report}");
    assert_eq!(report["status"], 429, "{report}");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_told() {
    let (idp, _front) = service(Setup::new()).await;
    idp.clock.advance(TimeDelta::minutes(3));
    let line = told(&canary(&idp, &[]).await);
    assert!(
        line.contains("token failed ") && line.contains("the ID token's exp or iat, or a clock, is wrong"),
        "{line}"
    );
    assert_eq!(sessions(&idp).await, 0);
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_agrees_to_nothing() {
    let client =
        format!("{CLIENT}third_party = true\npurpose = \"none\"\nprivacy = \"https://canary.invalid/privacy\"\n");
    let (idp, _front) = service_with(Setup::new(), &client).await;
    let output = canary(&idp, &[]).await;
    let line = told(&output);
    assert!(line.starts_with("canary: agreement failed "), "{line}");
    assert!(line.contains("/consent asks for more than a password: log in once by hand as the canary"), "{line}");
    assert_eq!(sessions(&idp).await, 0);
    idp.stop().await;
}

#[test]
fn wrong_usage_sends_nothing_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fine"), "secret\n").unwrap();
    std::fs::write(folder.path().join("empty"), "\n").unwrap();
    for (issuer, secret, password, code, expected) in [
        ("http://id.example.fi", "fine", "fine", 2, "expected the issuer as an origin"),
        ("https://127.0.0.1:1", "none", "fine", 2, "none: expected a secret: No such file"),
        ("https://127.0.0.1:1", "fine", "empty", 2, "empty: expected a secret: it is empty"),
        ("https://127.0.0.1:1", "fine", "fine", 1, "ms: no answer: Connection refused"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
        command.args(["canary", "--issuer", issuer, "--client-id", "canary", "--username", "canary"]);
        command.args(["--redirect-uri", "https://canary.invalid/callback"]);
        command.args(["--client-secret-file", secret, "--password-file", password]);
        let output = command.current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", told(&output));
        assert!(told(&output).contains(expected), "{expected}: {}", told(&output));
    }
}
