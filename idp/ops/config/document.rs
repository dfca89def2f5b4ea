//! A configuration file as a tree of values, with the line of every key.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};

/// A parsed file.
pub(super) struct Document {
    /// The values.
    pub(super) tree: toml::Table,
    /// The line, from 1, of each key path such as `clients[0].secret`.
    pub(super) lines: BTreeMap<String, usize>,
}

/// What is wrong with the file as TOML, and on which line.
pub(super) struct SyntaxError {
    pub(super) line: Option<usize>,
    pub(super) message: String,
}

impl Document {
    /// The tree of `text`.
    ///
    /// # Errors
    /// Every place where `text` is not TOML.
    pub(super) fn parse(text: &str) -> Result<Self, Vec<SyntaxError>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().map(|error| syntax_error(text, error)).collect());
        }
        let mut lines = BTreeMap::new();
        walk(text, "", table.get_ref(), &mut lines);
        let tree = toml::Table::deserialize(toml::Deserializer::from(table))
            .map_err(|error| vec![syntax_error(text, &error)])?;
        Ok(Self { tree, lines })
    }
}

fn syntax_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let line = error.span().map(|span| line_at(text, span.start));
    SyntaxError { line, message: error.message().replace('\n', " ") }
}

fn walk(text: &str, path: &str, table: &DeTable<'_>, lines: &mut BTreeMap<String, usize>) {
    for (key, value) in table {
        let path = join(path, key.get_ref());
        lines.insert(path.clone(), line_at(text, key.span().start));
        note(text, &path, value.get_ref(), lines);
    }
}

fn note(text: &str, path: &str, value: &DeValue<'_>, lines: &mut BTreeMap<String, usize>) {
    match value {
        DeValue::Table(table) => walk(text, path, table, lines),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                lines.insert(path.clone(), line_at(text, item.span().start));
                note(text, &path, item.get_ref(), lines);
            }
        }
        _ => {}
    }
}

/// The path of `key` inside the table at `path`.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

    use super::Document;

    #[test]
    fn every_key_knows_its_line() {
        let text =
            "issuer = 'a'\n[http]\nlisten = 'b'\n\n[[clients]]\nclient_id = 'c'\nredirect_uris = [\n 'd',\n 'e']\n";
        let document = Document::parse(text).ok().expect("valid TOML");
        let table = [
            ("issuer", 1),
            ("http", 2),
            ("http.listen", 3),
            ("clients[0].client_id", 6),
            ("clients[0].redirect_uris[1]", 9),
        ];
        for (path, line) in table {
            assert_eq!(document.lines.get(path), Some(&line), "{path}");
        }
        assert_eq!(document.tree.get("issuer").unwrap().as_str(), Some("a"));
    }

    #[test]
    fn broken_toml_is_told_with_its_line() {
        for (text, line) in [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ("[x\n", 1)] {
            let errors = Document::parse(text).err().expect("broken TOML");
            let first = errors.first().unwrap();
            assert_eq!(first.line, Some(line), "{text}");
            assert!(!first.message.is_empty() && !first.message.contains('\n'));
        }
    }
}
