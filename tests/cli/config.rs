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
