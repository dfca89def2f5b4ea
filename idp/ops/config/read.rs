//! From the tree of values to typed sections, past every fault: a value that
//! does not fit is reported, taken out, and reading goes on with its default.

use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::{Path, Segment};
use toml::Value;

use super::findings::Findings;

/// The sections of `tree`; what does not fit goes to `findings`.
pub(super) fn sections<T: DeserializeOwned + Default>(tree: toml::Table, findings: &mut Findings) -> T {
    let mut tree = Value::Table(tree);
    loop {
        match serde_path_to_error::deserialize(tree.clone()) {
            Ok(sections) => return sections,
            Err(error) => {
                let path = error.path().clone();
                findings.error(&path.to_string(), phrase(error.inner().message()));
                if !remove(&mut tree, &path) {
                    return T::default();
                }
            }
        }
    }
}

/// Takes the innermost keyed value on `path` out of `tree`; list items go with
/// their list, so that the numbers in later paths stay true.
fn remove(tree: &mut Value, path: &Path) -> bool {
    let segments: Vec<&Segment> = path.iter().collect();
    let Some(last) = segments.iter().rposition(|segment| matches!(segment, Segment::Map { .. })) else {
        return false;
    };
    let mut place = Some(tree);
    for segment in segments.iter().take(last) {
        place = match segment {
            Segment::Map { key } => place.and_then(|value| value.get_mut(key.as_str())),
            Segment::Seq { index } => place.and_then(|value| value.get_mut(*index)),
            _ => None,
        };
    }
    match (place.and_then(Value::as_table_mut), segments.get(last)) {
        (Some(table), Some(Segment::Map { key })) => table.remove(key).is_some(),
        _ => false,
    }
}

/// serde's message in the words of an operator; never quotes the value, which
/// may be a secret.
fn phrase(message: &str) -> String {
    if message.starts_with("expected ") {
        return message.to_owned();
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let known = rest.split_once(", expected ").map_or("no key here", |(_, known)| known);
        return format!("unknown key; expected {}", known.replace('`', ""));
    }
    if message.contains("untagged enum Localized") {
        return "expected a text, or texts by language such as { fi = \"…\", sv = \"…\", en = \"…\" }".to_owned();
    }
    let expected = message.rsplit_once(", expected ").map_or("another value", |(_, expected)| expected);
    format!("expected {}", plain(expected))
}

fn plain(expected: &str) -> String {
    match expected {
        "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" => "a text in quotes".to_owned(),
        "a sequence" => "a list in [ ]".to_owned(),
        _ if expected.starts_with("struct ") => "a table of keys".to_owned(),
        _ => expected.replace('`', ""),
    }
}

/// Reads a text that parses as `T`.
///
/// # Errors
/// `expected …` when it does not.
pub(super) fn parsed<'de, D, T>(deserializer: D, expected: &str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    match Value::deserialize(deserializer)? {
        Value::String(text) => text.trim().parse().map_err(|_| D::Error::custom(format!("expected {expected}"))),
        _ => Err(D::Error::custom(format!("expected {expected}"))),
    }
}

/// Reads a list of texts that parse as `T`.
///
/// # Errors
/// `expected …`, with the first item that does not.
pub(super) fn parsed_list<'de, D, T>(deserializer: D, expected: &str) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    let items = Vec::<String>::deserialize(deserializer)?;
    items
        .iter()
        .map(|item| item.parse().map_err(|_| D::Error::custom(format!("expected {expected}; {item:?} is not"))))
        .collect()
}
