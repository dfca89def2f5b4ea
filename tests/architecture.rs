//! The picture in `docs/architecture.md`, enforced: who may name whom, how
//! long a file may be and what it may not be called. A planted breach of every
//! rule shows that the check can fail.

mod rules;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use rules::violations;

const ROOTS: [&str; 4] = ["idp", "keys", "migrations", "tests"];

#[test]
fn every_file_keeps_to_its_room() {
    let crates = workspace_crates();
    assert!(crates.iter().any(|name| name == "sea_orm"), "the workspace's crates were not read");
    let mut found = Vec::new();
    let mut seen = 0;
    for file in ROOTS.iter().flat_map(|root| rust_files(&project().join(root))) {
        let path = file.strip_prefix(project()).unwrap().to_str().unwrap().to_owned();
        found.extend(violations(&path, &fs::read_to_string(&file).unwrap(), &crates));
        seen += 1;
    }
    assert!(seen > 40, "only {seen} files were found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_breach_of_every_rule_is_found() {
    let breaches = [
        ("idp/oidc/session.rs", "use axum::Router;"),
        ("idp/oidc/session.rs", "fn now() { chrono::Utc::now(); }\nuse chrono::Utc;\nfn f() { Utc::now(); }"),
        ("idp/accounts/email.rs", "fn f() -> oidc::Session { todo() }"),
        ("idp/accounts/email.rs", "async fn f() {}"),
        ("keys/lib.rs", "use std::{fmt, time::SystemTime};"),
        ("idp/adapters/clock.rs", "use crate::flows::authorize;"),
        ("idp/adapters/sql/mod.rs", "use axum::http::StatusCode;"),
        ("idp/flows/authorize.rs", "use crate::web::error::WebError;"),
        ("idp/flows/authorize.rs", "fn f() { sea_orm::Database::connect(); }"),
        ("idp/flows/authorize.rs", "use crate::flows::exchange::redeem;"),
        ("idp/flows/authorize.rs", "use super::exchange::redeem;"),
        ("idp/flows/authorize.rs", "use crate::{ctx::Ctx, ops::Config};"),
        ("idp/web/protocol/token.rs", "use crate::web::account::login;"),
        ("idp/web/protocol/token.rs", "use super::super::account::login;"),
        ("idp/web/protocol/token.rs", "use idp::ops::Config;"),
        ("idp/web/error.rs", "use crate::ops::Config;"),
        ("idp/web/error.rs", "use crate::demo::eservice;"),
        ("idp/web/error.rs", "fn f(e: lettre::Message) {}"),
        ("idp/locales/mod.rs", "use crate::adapters::Clock;"),
        ("idp/demo/mod.rs", "use crate::flows::authorize::authorize;"),
        ("idp/ctx.rs", "use crate::web::pages::Frame;"),
        ("idp/tally.rs", "use crate::flows::sign_in::sign_in;"),
        ("idp/oidc/grants/refresh_token.rs", "use super::authorization_code::redeem;"),
        ("idp/web/utils.rs", ""),
        ("idp/ops/boot.rs", &"\n".repeat(rules::MOST_LINES + 1)),
    ];
    let crates = workspace_crates();
    for (path, source) in breaches {
        assert!(!violations(path, source, &crates).is_empty(), "not found: {path}: {source:?}");
    }
}

#[test]
fn what_the_rules_allow_is_not_reported() {
    let fine = [
        (
            "idp/oidc/session.rs",
            "use chrono::{DateTime, Utc};\n/// See `axum::Router`.\nfn f<'a>(x: &'a str) -> String { \"Utc::now()\".into() }",
        ),
        ("idp/oidc/grants/refresh_token.rs", "use crate::scope::Scope;\nmod tests { use super::*; }"),
        (
            "idp/flows/authorize.rs",
            "use crate::adapters::Fault;\nuse crate::flows::Next;\nmod tests { use super::authorize; }",
        ),
        ("idp/flows/sign_in/session.rs", "use super::begin::begin;"),
        ("idp/web/protocol/token.rs", "use crate::web::error::WebError;\nuse axum::extract::State;"),
        ("idp/web/mod.rs", "use self::{account::login, protocol::token};"),
        ("idp/adapters/sql/mod.rs", "const SQL: &str = r#\"use axum::x; '\"#;\nuse sea_orm::Database;"),
        ("idp/ops/cli/dev.rs", "use crate::demo; use crate::web; fn f() { demo::start(); }"),
    ];
    let crates = workspace_crates();
    for (path, source) in fine {
        assert_eq!(violations(path, source, &crates), Vec::<String>::new(), "{path}: {source:?}");
    }
}

#[test]
fn no_module_has_the_name_of_a_crate_that_its_neighbours_use() {
    let crates = workspace_crates();
    for file in rust_files(&project().join("idp")) {
        let path = file.strip_prefix(project()).unwrap().to_str().unwrap().to_owned();
        let is_root = path.ends_with("lib.rs") || path.starts_with("idp/ops/cli/");
        let stem = file.file_stem().unwrap().to_str().unwrap();
        assert!(is_root || !crates.iter().any(|name| name == stem), "{path} is named like a crate");
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !matches!(name, "target" | "node_modules") {
            files.extend(rust_files(&path));
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
    files
}

fn workspace_crates() -> Vec<String> {
    let manifest: toml::Table = fs::read_to_string(project().join("Cargo.toml")).unwrap().parse().unwrap();
    manifest["workspace"]["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect()
}
