//! Environment variables over the values of the file: `IDP__SECTION__KEY` for
//! every key, and `…_FILE` (a path) for those that are secret.
//!
//! The example file is the list of keys and of their types. A client's keys are
//! `IDP__CLIENTS__{CLIENT_ID}__KEY`, with `_` for what is neither letter nor
//! digit. An empty variable counts as not set.

use toml::{Table, Value};

use super::document::join;
use super::findings::Findings;

/// The keys whose value may also come from a file.
const SECRETS: [&str; 5] = ["database.url", "ephemeral.url", "keys.secret", "mail.url", "secret"];

/// The languages that a text can be given in.
const LANGUAGES: [&str; 3] = ["fi", "sv", "en"];

/// Puts what `env` holds for the keys of `example` over `tree`.
pub(super) fn apply(tree: &mut Table, example: &Table, env: &dyn Fn(&str) -> Option<String>, findings: &mut Findings) {
    let env = &|name: &str| env(name).filter(|value| !value.is_empty());
    let mut overlay = Overlay { env, findings };
    for (key, sample) in example.iter().filter(|(key, _)| *key != "clients") {
        overlay.key(tree, key, sample, key, &variable("IDP", key));
    }
    let sample = example.get("clients").and_then(|clients| clients.get(0)).and_then(Value::as_table);
    let clients = tree.get_mut("clients").and_then(Value::as_array_mut);
    if let (Some(sample), Some(clients)) = (sample, clients) {
        overlay.clients(clients, sample);
    }
}

struct Overlay<'a> {
    env: &'a dyn Fn(&str) -> Option<String>,
    findings: &'a mut Findings,
}

impl Overlay<'_> {
    fn clients(&mut self, clients: &mut [Value], sample: &Table) {
        for (index, client) in clients.iter_mut().enumerate() {
            let Some(client) = client.as_table_mut() else { continue };
            let Some(id) = client.get("client_id").and_then(Value::as_str) else { continue };
            let prefix = variable("IDP__CLIENTS", id);
            for (key, sample) in sample.iter().filter(|(key, _)| *key != "client_id") {
                let path = format!("clients[{index}].{key}");
                self.key(client, key, sample, &path, &variable(&prefix, key));
            }
        }
    }

    /// Overlays `key` of `table`, and what lies under it.
    fn key(&mut self, table: &mut Table, key: &str, sample: &Value, path: &str, name: &str) {
        match sample {
            Value::Table(texts) if texts.keys().all(|key| LANGUAGES.contains(&key.as_str())) => {
                self.texts(table, key, path, name);
            }
            Value::Table(samples) => self.section(table, key, samples, path, name),
            _ => {
                if let Some((text, variable)) = self.value(path, name) {
                    self.findings.set_by(path, &variable);
                    table.insert(key.to_owned(), typed(text, sample));
                }
            }
        }
    }

    fn section(&mut self, table: &mut Table, key: &str, samples: &Table, path: &str, name: &str) {
        let mut section = match table.get(key) {
            None => Table::new(),
            Some(Value::Table(section)) => section.clone(),
            Some(_) => return,
        };
        for (inner, sample) in samples {
            self.key(&mut section, inner, sample, &join(path, inner), &variable(name, inner));
        }
        if !section.is_empty() {
            table.insert(key.to_owned(), Value::Table(section));
        }
    }

    /// A text in several languages: as a whole, and each language.
    fn texts(&mut self, table: &mut Table, key: &str, path: &str, name: &str) {
        if let Some(text) = (self.env)(name) {
            self.findings.set_by(path, name);
            table.insert(key.to_owned(), Value::String(text));
        }
        for language in LANGUAGES {
            let name = variable(name, language);
            let Some(text) = (self.env)(&name) else { continue };
            let mut texts = match table.remove(key) {
                Some(Value::Table(texts)) => texts,
                Some(same @ Value::String(_)) => {
                    LANGUAGES.iter().map(|language| ((*language).to_owned(), same.clone())).collect()
                }
                _ => Table::new(),
            };
            texts.insert(language.to_owned(), Value::String(text));
            self.findings.set_by(&join(path, language), &name);
            table.insert(key.to_owned(), Value::Table(texts));
        }
    }

    /// What the environment holds for a key, directly or in a file, and the
    /// variable that says so.
    fn value(&mut self, path: &str, name: &str) -> Option<(String, String)> {
        let direct = (self.env)(name).map(|text| (text, name.to_owned()));
        let key = if path.starts_with("clients[") { path.rsplit('.').next()? } else { path };
        if !SECRETS.contains(&key) {
            return direct;
        }
        let file_name = format!("{name}_FILE");
        match (direct, (self.env)(&file_name)) {
            (Some(_), Some(_)) => {
                self.findings.error(path, format!("expected {name} or {file_name}, not both"));
                None
            }
            (None, Some(file)) => match std::fs::read_to_string(&file) {
                Ok(text) => Some((text.trim_end_matches(['\r', '\n']).to_owned(), file_name)),
                Err(error) => {
                    self.findings.error(path, format!("expected a readable file in {file_name}: {file}: {error}"));
                    None
                }
            },
            (direct, None) => direct,
        }
    }
}

/// The variable for the secret of a client.
pub(super) fn secret_of(client_id: &str) -> String {
    variable(&variable("IDP__CLIENTS", client_id), "secret")
}

/// The variable of `key` below `prefix`.
fn variable(prefix: &str, key: &str) -> String {
    let key: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    format!("{prefix}__{key}")
}

/// `text` as the type that `sample` has; as a text when it cannot be, so that
/// reading the section tells what was expected.
fn typed(text: String, sample: &Value) -> Value {
    match sample {
        Value::Integer(_) => text.parse().map_or(Value::String(text), Value::Integer),
        Value::Float(_) => text.parse().map_or(Value::String(text), Value::Float),
        Value::Boolean(_) => text.parse().map_or(Value::String(text), Value::Boolean),
        Value::Array(_) => Value::Array(text.split(',').map(|item| Value::String(item.trim().to_owned())).collect()),
        _ => Value::String(text),
    }
}
