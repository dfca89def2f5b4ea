//! The planted faults of `tests/broken-rules` still fit the project; `make
//! test-broken-rules` plants them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

#[derive(Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    journey: String,
    rule: String,
    file: String,
    before: String,
    after: String,
    tests: String,
}

/// What must have a planted fault.
const JOURNEYS: [&str; 24] = [
    "account pages",
    "activation",
    "change of the address",
    "consent",
    "deletion",
    "first login",
    "import",
    "known browser",
    "lockout",
    "log-out",
    "mail that comes back",
    "mailed links",
    "new terms",
    "old names",
    "own data",
    "privacy",
    "recovery",
    "refresh tokens",
    "registration",
    "sessions",
    "signing in",
    "single sign-on",
    "staying logged in",
    "step-up",
];

fn faults() -> Vec<Fault> {
    let text = fs::read_to_string(project().join("tests/broken-rules/faults.toml")).unwrap();
    toml::from_str::<Faults>(&text).unwrap().fault
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_planted_fault_fits_the_project() {
    let mut wrong = Vec::new();
    for Fault { rule, file, before, after, tests, .. } in faults() {
        let source = fs::read_to_string(project().join(&file)).unwrap_or_default();
        let count = source.matches(&before).count();
        if count != 1 || !after.contains("BROKEN") {
            wrong.push(format!("{rule}: “before” occurs {count} times in {file}, not once, or “after” lacks BROKEN"));
        }
        let (path, name) = tests.rsplit_once("::").unwrap();
        let module = path.replace("::", "/");
        let source = fs::read_to_string(project().join(format!("tests/{module}.rs"))).unwrap_or_default();
        if !source.contains(&format!("fn {name}(")) {
            wrong.push(format!("{rule}: there is no test {tests}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_journey_has_one() {
    let planted: BTreeSet<String> = faults().into_iter().map(|fault| fault.journey).collect();
    assert_eq!(planted.iter().map(String::as_str).collect::<Vec<_>>(), JOURNEYS);
}
