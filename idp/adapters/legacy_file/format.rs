//! The formats of files, and how to tell them by what a file begins with.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use accounts::import::aspnet::Table;
use accounts::import::{Column, delimiter};

use super::LegacyFileError;
use super::json_objects::Objects;

/// How much of a file is looked at, in bytes.
const BEGINNING: u64 = 64 * 1024;

/// A format of files with legacy users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The columns of this service's own format.
    Csv,
    /// The export of a Keycloak realm.
    Keycloak,
    /// Dumps of ASP.NET's tables, as CSV or JSON.
    Aspnet,
}

/// The format that all files have, if there can be no mistake.
pub(super) fn of_all(paths: &[PathBuf]) -> Result<Format, LegacyFileError> {
    let mut formats = paths.iter().map(|path| of(path));
    let first = formats.next().unwrap_or(Ok(Format::Csv))?;
    for format in formats {
        if format? != first {
            let advice = "the files have different formats; import one format at a time";
            return Err(LegacyFileError::Unclear(advice.to_owned()));
        }
    }
    Ok(first)
}

fn of(path: &Path) -> Result<Format, LegacyFileError> {
    let file = File::open(path).map_err(LegacyFileError::unreadable(path))?;
    let mut beginning = Vec::new();
    file.take(BEGINNING).read_to_end(&mut beginning).map_err(LegacyFileError::unreadable(path))?;
    if beginning.starts_with(b"\xff\xfe") || beginning.starts_with(b"\xfe\xff") {
        return Err(LegacyFileError::broken(path, 1, "expected UTF-8; this is UTF-16, save the file as UTF-8"));
    }
    of_beginning(&String::from_utf8_lossy(&beginning)).ok_or_else(|| {
        let path = path.display();
        LegacyFileError::Unclear(format!("{path}: cannot tell the format; say --format csv, keycloak or aspnet"))
    })
}

fn of_beginning(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return (text.contains("\"realm\"") || text.contains("\"users\"")).then_some(Format::Keycloak);
    }
    if text.starts_with('[') {
        let first = Objects::in_array(text.as_bytes()).next().ok()??;
        let record: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&first.text).ok()?;
        return Table::of(record.keys().map(String::as_str)).map(|_| Format::Aspnet);
    }
    let header = text.lines().next().unwrap_or_default();
    let names: Vec<&str> =
        header.split(char::from(delimiter(header))).map(|name| name.trim().trim_matches('"')).collect();
    let is_own = |name: &&str| matches!(Column::from_name(name), Some(Column::ExternalId | Column::SourceSystem));
    match (names.iter().any(is_own), Table::of(names.iter().copied())) {
        (true, None) => Some(Format::Csv),
        (false, Some(_)) => Some(Format::Aspnet),
        // Nothing at all is an empty CSV file, which its reader tells plainly.
        (false, None) if header.is_empty() => Some(Format::Csv),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_where_there_can_be_no_mistake() {
        for (text, format) in [
            ("external_id;source_system;email\n1;2;3", Some(Format::Csv)),
            ("\u{feff}Email,\"External ID\"", Some(Format::Csv)),
            ("", Some(Format::Csv)),
            ("UserId,UserName,LoweredUserName\r\n1,a,a", Some(Format::Aspnet)),
            ("Id\tUserName\tPasswordHash", Some(Format::Aspnet)),
            ("[{\"UserId\": 1, \"UserName\": \"a\"}]", Some(Format::Aspnet)),
            ("{\n  \"realm\": \"pori\"", Some(Format::Keycloak)),
            ("name;email\na;b", None),
            ("id;username;external_id", None),
            ("[{\"a\": 1}]", None),
            ("[]", None),
            ("{\"a\": 1}", None),
        ] {
            assert_eq!(of_beginning(text), format, "{text}");
        }
    }
}
