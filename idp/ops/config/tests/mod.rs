//! A configuration as a whole.

mod environment;
mod faults;
mod files;
mod schema;
mod values;

use std::collections::HashMap;

use super::{Config, ConfigError};

const STRONG: &str = "3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9aHcE4uFgXyBtNo";

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, "idp.toml", |_| None)
}

fn parse_with(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let env: HashMap<_, _> = env.iter().copied().collect();
    Config::parse(text, "idp.toml", |name| env.get(name).map(|value| (*value).to_owned()))
}

/// A client of which `extra` is the odd part.
fn client(extra: &str) -> String {
    let mut lines = vec!["[[clients]]".to_owned()];
    for (key, value) in [
        ("client_id", "\"app\"".to_owned()),
        ("name", "\"App\"".to_owned()),
        ("secret", format!("\"{STRONG}\"")),
        ("redirect_uris", "[\"https://app.example.fi/cb\"]".to_owned()),
    ] {
        if !extra.lines().any(|line| line.split(' ').next() == Some(key)) {
            lines.push(format!("{key} = {value}"));
        }
    }
    lines.push(extra.to_owned());
    lines.join("\n")
}
