//! `idp config` and `idp serve`: an error names file, key and what is expected.

use std::process::{Command, Output};

fn idp(folder: &std::path::Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_idp")).args(args).current_dir(folder).output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_printed_example_is_a_good_configuration_apart_from_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let example = idp(folder.path(), &["config", "print-example"]);
    assert!(example.status.success(), "{}", told(&example));
    let text = String::from_utf8(example.stdout).unwrap();
    assert!(text.contains("issuer") && text.contains("[database]"), "{text}");
    let _table: toml::Table = text.parse().expect("the example is TOML");
}

#[test]
fn a_mistake_is_told_with_its_place_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for (text, key) in [
        ("issuer = 1", "issuer"),
        ("issuer = \"http://id.example.fi\"\n[http]\nlistne = \"x\"", "listne"),
        ("issuer = \"https://id.example.fi\"\n[accounts]\nlockout = { attempts = \"many\" }", "lockout"),
        ("issuer = ", "bad.toml"),
    ] {
        std::fs::write(folder.path().join("bad.toml"), text).unwrap();
        let output = idp(folder.path(), &["config", "check", "bad.toml"]);
        assert_eq!(output.status.code(), Some(2), "{text}: {}", told(&output));
        assert!(told(&output).contains("bad.toml") && told(&output).contains(key), "{text}: {}", told(&output));
    }
}

/// A configuration that `idp serve` takes, every secret of it a canary.
const COMPLETE: &str = r#"
issuer = "https://id.example.fi"
keys.secret = "canary-keys-3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9a"
database.url = "postgres://idp:canary-database@127.0.0.1:1/idp"
ephemeral.url = "redis://:canary-redis@127.0.0.1:1"
mail.url = "smtps://idp:canary-mail@127.0.0.1:1"
mail.from = "id@example.fi"
organisation.name = "K"
organisation.service_name = "K"
organisation.support_phone = "1"
[[clients]]
client_id = "app"
name = "App"
secret = "canary-client-3x8TqMdKkQbY0dL5sZ1nQ7vJw2p"
redirect_uris = ["https://app.example.fi/cb"]
"#;

#[test]
fn serving_refuses_what_is_missing_unknown_or_unsafe_in_one_line_without_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let line = |key: &str| COMPLETE.lines().find(|line| line.starts_with(key)).unwrap();
    let mut table: Vec<_> =
        ["issuer", "keys.secret", "database.url", "mail.url", "mail.from"].map(|key| (key, "")).into();
    table.extend(["organisation.name", "organisation.service_name", "organisation.support_phone"].map(|key| (key, "")));
    table.extend([
        ("issuer", "issuer = 'http://id.example.fi'"),
        ("issuer", "issuer = 'https://id.example.fi?a=b'"),
        ("issuer", "issuer = 'https://id.example.fi#a'"),
        ("issuer", "issuer = 'https://id.example.fi/'"),
        ("keys.secret", "keys.secret = 'canary-canary-canary-canary-canary-canary'"),
        ("keys.secret", "keys.secret = 'canary'"),
        ("mail.from", "mail.form = 'id@example.fi'"),
        ("secret", "secret = 'canary'"),
        ("redirect_uris", ""),
    ]);
    for (key, instead) in table {
        std::fs::write(folder.path().join("idp.toml"), COMPLETE.replace(line(key), instead)).unwrap();
        for args in [&["serve", "--config", "idp.toml"][..], &["config", "check", "idp.toml"]] {
            let output = idp(folder.path(), args);
            let told = told(&output);
            assert!(!output.status.success(), "{key} {instead}: {told}");
            let named = instead.split(' ').next().filter(|named| !named.is_empty()).unwrap_or(key);
            let naming = told.lines().filter(|line| line.contains("idp.toml:") && line.contains(named));
            assert_eq!(naming.count(), 1, "{args:?} {key} {instead}: {told}");
            assert!(!told.contains("canary") && !told.contains("panicked"), "{told}");
        }
    }
}

#[test]
fn a_missing_file_is_told_plainly() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["serve", "--config", "none.toml"][..],
        &["migrate", "--config", "none.toml"],
        &["config", "check", "none.toml"],
    ] {
        let output = idp(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
        assert!(told(&output).contains("none.toml"), "{args:?}: {}", told(&output));
        assert!(!told(&output).contains("panicked"), "{args:?}");
    }
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&[][..], &["nonsense"], &["serve"], &["import", "run"], &["serve", "--config"]] {
        assert_eq!(idp(folder.path(), args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_serving() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("idp.db");
    let text = format!(
        "issuer = \"http://localhost:1\"\ndatabase.url = \"sqlite://{}\"\nhttp.listen = \"127.0.0.1:0\"\n\
         mail = {{ url = \"smtp://127.0.0.1:1\", from = \"id@example.fi\" }}\n\
         keys.secret = \"k4Zr0vQ1m8yT6uB2xN9sE3wL7pD5hJ0aGfCiOlRtYqM\"\n\
         organisation = {{ name = \"K\", service_name = \"K\", support_phone = \"1\" }}\n",
        database.display()
    );
    std::fs::write(folder.path().join("idp.toml"), text).unwrap();
    for command in ["serve", "keys list", "keys rotate"] {
        let mut args: Vec<&str> = command.split(' ').collect();
        args.extend(["--config", "idp.toml"]);
        let output = idp(folder.path(), &args);
        assert_eq!(output.status.code(), Some(1), "{command}: {}", told(&output));
        assert!(told(&output).contains("idp.db: there is no such file"), "{command}: {}", told(&output));
        assert!(!database.exists(), "{command}");
    }
}
