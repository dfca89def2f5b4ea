//! The schema has the keys that the parser has, each with what it may be.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{example, schema};

/// The key paths below `schema`; texts in several languages are one key.
fn keys(document: &Value, schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(properties) = schema["properties"].as_object() {
        assert_eq!(schema["additionalProperties"], false, "{path}");
        for (key, inner) in properties {
            keys(document, inner, format!("{path}.{key}").trim_start_matches('.'), found);
        }
    } else if schema["items"].is_object() && !schema["items"]["type"].is_string() {
        keys(document, &schema["items"], path, found);
    } else {
        found.insert(path.to_owned());
    }
}

/// The key paths of the example.
fn of_example(value: &toml::Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) if !table.keys().all(|key| ["fi", "sv", "en"].contains(&key.as_str())) => {
            table.iter().for_each(|(key, inner)| {
                of_example(inner, format!("{path}.{key}").trim_start_matches('.'), found);
            });
        }
        toml::Value::Array(items) if items.first().is_some_and(toml::Value::is_table) => {
            items.iter().for_each(|item| of_example(item, path, found));
        }
        _ => drop(found.insert(path.to_owned())),
    }
}

#[test]
fn the_schema_and_the_example_have_the_same_keys() {
    let document = schema::document();
    let (mut of_schema, mut documented) = (BTreeSet::new(), BTreeSet::new());
    keys(&document, &document, "", &mut of_schema);
    of_example(&toml::Value::Table(example::keys()), "", &mut documented);
    assert!(of_schema.len() > 70, "{of_schema:?}");
    assert_eq!(of_schema, documented);
}

#[test]
fn words_and_durations_are_told() {
    let document = schema::document();
    let of = |section: &str, key: &str| {
        let section = &document["properties"][section];
        let items = if section["items"].is_object() { &section["items"] } else { section };
        let reference = items["$ref"].as_str().unwrap().trim_start_matches('#');
        document.pointer(reference).unwrap()["properties"][key].clone()
    };
    assert_eq!(of("accounts", "registration")["enum"], serde_json::json!(["open", "strong", "closed"]));
    assert_eq!(of("keys", "algorithms")["items"]["enum"], serde_json::json!(["ES256", "RS256"]));
    assert_eq!(of("tokens", "code_ttl")["pattern"], "^[0-9]+[smhd]$");
    assert_eq!(of("limits", "per_network")["type"], "integer");
    assert_eq!(of("clients", "require_pkce")["type"], "boolean");
    assert_eq!(of("clients", "name")["anyOf"][0]["type"], "string");
}
