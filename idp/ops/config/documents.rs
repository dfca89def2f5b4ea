//! The documents and editions of `[organisation]`: links, or Markdown files
//! beside the configuration file.

use std::fs;
use std::path::Path;

use accounts::Locale;
use accounts::terms::{self, Edition, Editions};
use chrono::{DateTime, Utc};
use oidc::names::Localized;
use schemars::JsonSchema;
use serde::Deserialize;

use super::findings::Findings;
use super::migration::instant;
use super::organisation::is_web_link;
use super::schema;
use crate::locales::documents::{Document, Documents};

/// The longest document, in bytes: what a person could be asked to read.
const LONGEST: u64 = 256 * 1024;
const PLACE: &str = "expected a link that begins with https:// or the name of a Markdown file that ends in .md";

/// One of `[[organisation.editions]]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct EditionSection {
    document: String,
    version: String,
    #[serde(deserialize_with = "instant")]
    #[schemars(schema_with = "schema::instant")]
    in_force_at: Option<DateTime<Utc>>,
}

/// Reads the files that `given` names, relative to `folder`, into `documents`;
/// in `given` the service's own address takes their place.
pub(super) fn read(
    (document, given): (Document, &mut Localized),
    folder: &Path,
    documents: &mut Documents,
    findings: &mut Findings,
) {
    let key = format!("organisation.{}", name(document));
    match given {
        Localized::Absent => {}
        Localized::Same(place) => {
            if let Some(text) = file(&key, place, folder, findings) {
                Locale::ALL.into_iter().for_each(|locale| documents.insert(document, locale, text.clone()));
                document.path().clone_into(place);
            }
        }
        Localized::Each(places) => {
            for (tag, place) in places {
                let text = file(&format!("{key}.{tag}"), place, folder, findings);
                if let (Some(text), Some(locale)) = (text, Locale::from_tag(tag)) {
                    documents.insert(document, locale, text);
                    document.path().clone_into(place);
                }
            }
        }
    }
}

/// The content of the file at `place`; `None` for a link, and where there is a
/// fault.
fn file(key: &str, place: &str, folder: &Path, findings: &mut Findings) -> Option<String> {
    if is_web_link(place) {
        return None;
    }
    if Path::new(place).extension().is_none_or(|extension| extension != "md") {
        findings.error(key, PLACE);
        return None;
    }
    let path = folder.join(place);
    let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    if size > LONGEST {
        findings.error(key, format!("expected a Markdown file of at most 256 KB: {}", path.display()));
        return None;
    }
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().is_empty() => {
            findings.error(key, format!("expected a Markdown file with text in it: {}", path.display()));
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            findings.error(key, format!("expected a readable Markdown file: {}: {error}", path.display()));
            None
        }
    }
}

/// The document's key in `[organisation]`.
pub(super) fn name(document: Document) -> &'static str {
    document.path().trim_start_matches('/')
}

/// Whether every edition is of a document that people can read, and no two are
/// the same.
pub(super) fn check(editions: &[EditionSection], given: &[(Document, &Localized)], findings: &mut Findings) {
    for (index, edition) in editions.iter().enumerate() {
        let at = |key: &str| format!("organisation.editions[{index}].{key}");
        let is_of = |document: Document| name(document) == edition.document;
        if terms::Document::from_name(&edition.document).is_none() {
            findings.error(&at("document"), "expected terms or privacy");
        } else if given.iter().any(|(document, place)| is_of(*document) && **place == Localized::Absent) {
            let message = format!("expected organisation.{} as well, so that people can read it", edition.document);
            findings.error(&at("document"), message);
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        if edition.version.is_empty() || edition.version.len() > 64 || !edition.version.bytes().all(is_plain) {
            findings.error(&at("version"), "expected letters, digits, dots or hyphens such as 2026-11");
        }
        if edition.in_force_at.is_none() {
            findings.error(&at("in_force_at"), "expected the time from which people are asked to agree");
        }
        let twin = |other: &&EditionSection| (&other.document, &other.version) == (&edition.document, &edition.version);
        if editions.iter().take(index).any(|other| twin(&other)) {
            findings.error(&at("version"), "expected a version that no other edition of the document has");
        }
    }
}

/// The editions, for the accounts' rules.
pub(super) fn editions(sections: &[EditionSection]) -> Editions {
    let edition = |section: &EditionSection| {
        let document = terms::Document::from_name(&section.document)?;
        Some(Edition { document, version: section.version.clone(), in_force_at: section.in_force_at? })
    };
    Editions(sections.iter().filter_map(edition).collect())
}
