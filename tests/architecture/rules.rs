//! Who may name whom: the layers of the house, as data.

use super::source::{NamedPath, named_paths, words};

/// Crates that a layer may name besides the standard library; everything else
/// that the workspace knows is out of bounds.
const PURE: [(&str, &[&str]); 4] = [
    ("idp/oidc/", &["base64", "chrono", "keys", "serde", "serde_json", "sha2", "subtle", "thiserror", "url", "uuid"]),
    (
        "idp/accounts/",
        &[
            "base64",
            "chrono",
            "chrono_tz",
            "hmac",
            "idna",
            "pbkdf2",
            "serde",
            "serde_json",
            "sha1",
            "sha2",
            "subtle",
            "thiserror",
            "unicode_normalization",
            "unicode_properties",
            "uuid",
            "zeroize",
        ],
    ),
    (
        "keys/",
        &[
            "base64",
            "chrono",
            "hmac",
            "josekit",
            "openssl",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "zeroize",
        ],
    ),
    ("migrations/", &["sea_orm_migration", "sea_orm", "async_trait"]),
];

/// What makes a pure room impure.
const IMPURE: [&[&str]; 9] = [
    &["std", "env"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["Utc", "now"],
    &["Local", "now"],
];

const STORAGE: [&str; 14] = [
    "argon2",
    "lettre",
    "migrations",
    "opentelemetry",
    "opentelemetry_otlp",
    "opentelemetry_sdk",
    "prometheus_client",
    "redis",
    "reqwest",
    "rusqlite",
    "sea_orm",
    "sea_orm_migration",
    "sqlx",
    "tracing_opentelemetry",
];

/// The rooms of the root package, and what each must not name: crates, and
/// rooms as `crate::room`.
const ROOMS: [(&str, &[&str], &[&str]); 8] = [
    ("idp/adapters/", &["axum"], &["flows", "web", "ops", "demo", "ctx"]),
    ("idp/flows/", &["axum", "hyper", "tower", "askama"], &["web", "ops", "demo"]),
    ("idp/web/", &[], &["ops", "demo"]),
    ("idp/locales/", &["axum"], &["adapters", "flows", "web", "ops", "demo", "ctx"]),
    ("idp/demo/", &[], &["adapters", "flows", "web", "ops", "ctx"]),
    ("idp/ops/", &[], &[]),
    ("idp/main.rs", &[], &[]),
    // The values that steps share: files right under `idp/`.
    ("idp/", &["axum", "hyper", "tower", "askama"], &["flows", "web", "ops", "demo"]),
];

/// Rooms whose members stand side by side and do not name each other.
const SIBLINGS: [(&str, &[&str], &[&str]); 3] = [
    ("idp/web/", &["crate", "web"], &["protocol", "account", "admin", "dev"]),
    ("idp/flows/", &["crate", "flows"], &[]),
    ("idp/oidc/grants/", &["crate", "grants"], &[]),
];

/// Names that say nothing about what a file is for.
const NAMELESS: [&str; 5] = ["utils", "common", "helpers", "types", "models"];

/// The most lines that a file may have.
pub const MOST_LINES: usize = 400;

/// What is wrong with the file at `path` (from the project's root) that holds
/// `source`, one line each. `crates` are all the crates that the workspace
/// depends on, as they are written in code.
pub fn violations(path: &str, source: &str, crates: &[String]) -> Vec<String> {
    let mut found = shape(path, source);
    if path.starts_with("tests/") {
        return found;
    }
    let paths = named_paths(source, &module_of(path));
    found.extend(impure(path, source, &paths, crates));
    for named in &paths {
        let told = || format!("{path}:{}: names {}", named.line, named.segments.join("::"));
        if let Some(why) = room(path, named).or_else(|| siblings(path, named)) {
            found.push(format!("{}: {why}", told()));
        }
    }
    found
}

fn shape(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = source.lines().count();
    if lines > MOST_LINES {
        found.push(format!("{path}: {lines} lines, {MOST_LINES} is the most"));
    }
    if path.split(['/', '.']).any(|part| NAMELESS.contains(&part)) {
        found.push(format!("{path}: the name says nothing about what it is for"));
    }
    found
}

fn impure(path: &str, source: &str, paths: &[NamedPath], crates: &[String]) -> Vec<String> {
    let Some((room, allowed)) = PURE.iter().find(|(room, _)| path.starts_with(room)) else { return Vec::new() };
    let mut found = Vec::new();
    for named in paths {
        let first = named.segments[0].as_str();
        if crates.iter().any(|known| known == first) && !allowed.contains(&first) {
            found.push(format!("{path}:{}: {room} must not name the crate {first}", named.line));
        }
        if IMPURE.iter().any(|banned| starts_with(&named.segments, banned)) {
            found.push(format!(
                "{path}:{}: {room} takes values, it does not fetch them: {}",
                named.line,
                named.segments.join("::")
            ));
        }
    }
    if *room != "migrations/" {
        let waits = words(source).into_iter().filter(|(_, word)| word == "async" || word == "await");
        found.extend(waits.map(|(line, _)| format!("{path}:{line}: {room} has no async")));
    }
    found
}

fn room(path: &str, named: &NamedPath) -> Option<String> {
    let (room, crates, rooms) = ROOMS.iter().find(|(room, ..)| path.starts_with(room))?;
    let first = named.segments[0].as_str();
    let storage =
        !matches!(*room, "idp/adapters/" | "idp/ops/" | "idp/demo/" | "idp/main.rs") && STORAGE.contains(&first);
    if storage || crates.contains(&first) {
        return Some(format!("{room} must not name the crate {first}"));
    }
    let inside = first == "crate" || first == "idp";
    let named_room = named.segments.get(1).filter(|_| inside)?;
    rooms.contains(&named_room.as_str()).then(|| format!("{room} must not name {named_room}"))
}

fn siblings(path: &str, named: &NamedPath) -> Option<String> {
    let (_, root, members) = SIBLINGS.iter().find(|(room, ..)| path.starts_with(room))?;
    let own = module_of(path).get(root.len())?.clone();
    let other = named.segments.get(root.len()).filter(|_| starts_with(&named.segments, root))?;
    let listed = |name: &str| members.is_empty() || members.contains(&name);
    // A name with nothing below it is an item of the room itself.
    let is_module = named.segments.len() > root.len() + 1 && other.starts_with(char::is_lowercase);
    (*other != own && is_module && listed(&own) && listed(other))
        .then(|| format!("{own} and {other} stand side by side"))
}

fn starts_with(segments: &[String], prefix: &[&str]) -> bool {
    segments.len() >= prefix.len() && segments.iter().zip(prefix).all(|(segment, wanted)| segment == wanted)
}

/// The module that the file at `path` is, counted from its crate's root.
fn module_of(path: &str) -> Vec<String> {
    let crate_root = PURE.iter().map(|(room, _)| *room).find(|room| path.starts_with(room)).unwrap_or("idp/");
    let inner = path.strip_prefix(crate_root).unwrap_or(path).trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}
