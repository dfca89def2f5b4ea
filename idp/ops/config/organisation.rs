//! The section `[organisation]`.

use std::path::Path;

use accounts::Locale;
use oidc::names::Localized;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::documents::{self, EditionSection};
use super::findings::Findings;
use super::schema;
use crate::locales::Organisation;
use crate::locales::documents::{Document, Documents};

/// `[organisation]`: who runs the service, and where people get help.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "Organisation")]
pub(super) struct Section {
    #[schemars(schema_with = "schema::localized")]
    pub(super) name: Localized,
    #[schemars(schema_with = "schema::localized")]
    pub(super) service_name: Localized,
    pub(super) support_phone: String,
    #[schemars(schema_with = "schema::localized")]
    support_hours: Localized,
    pub(super) support_email: String,
    #[schemars(schema_with = "schema::localized")]
    help_link: Localized,
    brand_color: String,
    #[schemars(schema_with = "schema::localized")]
    pub(super) accessibility: Localized,
    #[schemars(schema_with = "schema::localized")]
    pub(super) privacy: Localized,
    #[schemars(schema_with = "schema::localized")]
    terms: Localized,
    #[schemars(schema_with = "schema::localized")]
    cookies: Localized,
    pub(super) editions: Vec<EditionSection>,
    /// What the files hold that the keys above name.
    #[serde(skip)]
    documents: Documents,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            name: Localized::Absent,
            service_name: Localized::Absent,
            support_phone: String::new(),
            support_hours: Localized::Absent,
            support_email: String::new(),
            help_link: Localized::Absent,
            brand_color: "#0b4f8a".to_owned(),
            accessibility: Localized::Absent,
            privacy: Localized::Absent,
            terms: Localized::Absent,
            cookies: Localized::Absent,
            editions: Vec::new(),
            documents: Documents::default(),
        }
    }
}

impl Section {
    pub(super) fn check(&self, findings: &mut Findings) {
        for (key, text) in
            [("name", &self.name), ("service_name", &self.service_name), ("support_hours", &self.support_hours)]
        {
            check_texts(&format!("organisation.{key}"), text, findings);
        }
        check_links("organisation.help_link", &self.help_link, findings);
        for (document, place) in self.places() {
            check_texts(&format!("organisation.{}", documents::name(document)), place, findings);
        }
        documents::check(&self.editions, &self.places(), findings);
        if !self.support_email.is_empty() && self.support_email.parse::<lettre::Address>().is_err() {
            findings.error("organisation.support_email", "expected an address such as asiakaspalvelu@example.fi");
        }
        if !is_hex_color(&self.brand_color) {
            findings.error("organisation.brand_color", "expected a colour such as #0b4f8a");
        }
    }

    /// Reads the documents that are files, relative to `folder`.
    pub(super) fn read_documents(&mut self, folder: &Path, findings: &mut Findings) {
        let given = [
            (Document::Accessibility, &mut self.accessibility),
            (Document::Privacy, &mut self.privacy),
            (Document::Terms, &mut self.terms),
            (Document::Cookies, &mut self.cookies),
        ];
        for document in given {
            documents::read(document, folder, &mut self.documents, findings);
        }
    }

    /// Where each document is, as it was given.
    fn places(&self) -> [(Document, &Localized); 4] {
        [
            (Document::Accessibility, &self.accessibility),
            (Document::Privacy, &self.privacy),
            (Document::Terms, &self.terms),
            (Document::Cookies, &self.cookies),
        ]
    }

    /// The organisation as pages and mails name it.
    pub(super) fn organisation(self) -> Organisation {
        Organisation {
            name: self.name,
            service_name: self.service_name,
            support_phone: self.support_phone,
            support_hours: self.support_hours,
            support_email: self.support_email,
            help_link: self.help_link,
            brand_color: self.brand_color,
            logo: None,
            accessibility: or_built_in(self.accessibility, Document::Accessibility),
            privacy: self.privacy,
            terms: self.terms,
            cookies: or_built_in(self.cookies, Document::Cookies),
            documents: self.documents,
        }
    }
}

/// Where a document is, or where the service shows one of its own.
fn or_built_in(given: Localized, document: Document) -> Localized {
    match given {
        Localized::Absent => Localized::Same(document.path().to_owned()),
        given => given,
    }
}

/// Whether `text` is in languages that pages exist in, and says something.
pub(super) fn check_texts(key: &str, text: &Localized, findings: &mut Findings) {
    if let Localized::Each(texts) = text
        && (texts.is_empty() || texts.keys().any(|tag| !Locale::ALL.iter().any(|locale| locale.tag() == tag)))
    {
        findings.error(key, "expected texts in fi, sv and en only");
    }
    if texts(text).any(|text| text.trim().is_empty() || text.chars().any(char::is_control)) {
        findings.error(key, "expected a text on one line");
    }
}

/// Whether `link` leads to pages of the web, in languages that pages exist in.
pub(super) fn check_links(key: &str, link: &Localized, findings: &mut Findings) {
    check_texts(key, link, findings);
    if texts(link).any(|link| !is_web_link(link)) {
        findings.error(key, "expected a link that begins with https://");
    }
}

/// Every text of `localized`.
pub(super) fn texts(localized: &Localized) -> impl Iterator<Item = &str> {
    let (same, each) = match localized {
        Localized::Absent => (None, None),
        Localized::Same(text) => (Some(text), None),
        Localized::Each(texts) => (None, Some(texts.values())),
    };
    same.into_iter().chain(each.into_iter().flatten()).map(String::as_str)
}

/// Whether `link` is an address on the web.
pub(super) fn is_web_link(link: &str) -> bool {
    Url::parse(link).is_ok_and(|url| ["https", "http"].contains(&url.scheme()) && url.host_str().is_some())
}

fn is_hex_color(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
