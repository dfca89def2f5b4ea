//! `idp client`: what is registered, and the settings of a new relying party.

use serde_json::Value;

use super::told;
use crate::harness::{CLIENT_SECRET, Setup, TestIdp, succeed};

const NEW: [&str; 8] = [
    "client",
    "add",
    "library",
    "--name",
    "Kirjasto \"Kaski\"",
    "--redirect-uri",
    "https://kirjasto.example.fi/callback",
    "--scope=openid",
];

#[tokio::test]
async fn the_printed_settings_are_those_of_a_client_that_works() {
    let idp = TestIdp::start().await;
    let output = idp.idp(&NEW);
    succeed(&output);
    let toml = String::from_utf8(output.stdout).unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("not shown again"));
    let file = idp.folder().join("idp.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    idp.write_file("idp.toml", &format!("{before}\n{toml}"));
    let listed = told(&idp.idp(&["client", "list"]));
    let line = listed.lines().find(|line| line.starts_with("library")).unwrap();
    assert!(line.contains("not yet in use") && line.contains("Kirjasto \"Kaski\""), "{listed}");
    let idp = idp.restart().await;
    assert!(told(&idp.idp(&["client", "list"])).lines().any(|l| l.starts_with("library") && l.contains(" in use ")));
    idp.stop().await;
}

#[tokio::test]
async fn each_new_client_has_a_secret_of_its_own_and_an_app_has_none() {
    let idp = TestIdp::start().await;
    let json = |more: &[&str]| -> Value {
        let output = idp.idp(&[&NEW[..], &["--json"], more].concat());
        succeed(&output);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let secrets = [json(&[]), json(&[])].map(|told| told["secret"].as_str().unwrap().to_owned());
    assert_ne!(secrets[0], secrets[1]);
    assert!(secrets.iter().all(|secret| secret.len() == 43));
    let app = json(&["--public"]);
    assert_eq!(app["secret"], Value::Null);
    assert!(app["toml"].as_str().unwrap().contains("token_endpoint_auth_method = \"none\""), "{app}");
    idp.stop().await;
}

#[tokio::test]
async fn settings_that_the_service_would_refuse_are_not_printed() {
    let idp = TestIdp::start().await;
    let table = [
        (["web", "--redirect-uri=https://a.example/cb"], "clients[4].client_id"),
        (["new", "--redirect-uri=https://a.example/cb#x"], "clients[4].redirect_uris[0]"),
    ];
    for (args, key) in table {
        let output = idp.idp(&[&["client", "add", "--name", "New"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && told(&output).contains(key), "{}", told(&output));
    }
    idp.stop().await;
}

#[tokio::test]
async fn settings_are_shown_without_the_secret_and_the_way_out_is_told() {
    let idp = Setup::new().start().await;
    let shown = told(&idp.idp(&["client", "show", "web"]));
    assert!(shown.contains("http://127.0.0.1:9999/callback") && shown.contains("in use"), "{shown}");
    assert!(!shown.contains(CLIENT_SECRET) && !shown.contains("secret_digest"), "{shown}");
    let output = idp.idp(&["client", "disable", "web"]);
    assert_eq!(output.status.code(), Some(1), "it is not disabled by that");
    assert!(told(&output).contains("take its [[clients]] section out"), "{}", told(&output));
    let unknown = idp.idp(&["client", "show", "nobody"]);
    assert_eq!(unknown.status.code(), Some(1));
    idp.stop().await;
}
