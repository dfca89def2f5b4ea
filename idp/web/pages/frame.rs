//! What all pages share: head, header, language links and footer.

use std::sync::Arc;

use accounts::Locale;
use chrono::{DateTime, Utc};

use super::assets::Assets;
use super::form::Hidden;
use crate::locales::documents::Document;
use crate::locales::{Organisation, Texts, Value, moment};
use crate::reference::Reference;

/// What pages are made of; made once at start and cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

struct Parts {
    texts: Arc<Texts>,
    organisation: Arc<Organisation>,
    assets: Assets,
}

impl Site {
    /// The pages of this organisation.
    pub fn new(texts: Arc<Texts>, organisation: Arc<Organisation>) -> Self {
        let assets = Assets::new(&organisation);
        Self(Arc::new(Parts { texts, organisation, assets }))
    }

    /// The files that pages refer to.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The texts of pages and mails.
    pub fn texts(&self) -> &Texts {
        &self.0.texts
    }

    /// Who runs this deployment.
    pub fn organisation(&self) -> &Organisation {
        &self.0.organisation
    }
}

/// The person whose session this browser has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Given and family name; may be empty.
    pub name: String,
    /// The name that the person signs in with.
    pub username: String,
    /// What the form that logs out sends besides.
    pub logout: Vec<Hidden>,
}

pub(super) struct Language {
    pub(super) locale: Locale,
    pub(super) href: String,
}

/// The frame of one page.
pub struct Frame {
    site: Site,
    pub(super) locale: Locale,
    pub(super) languages: Vec<Language>,
    pub(super) user: Option<User>,
    pub(super) is_popup: bool,
    own_help: Option<String>,
    reference: Option<(Reference, DateTime<Utc>)>,
}

impl Frame {
    /// The frame in `locale`, for nobody in particular. Its language links
    /// open the same address with `ui_locales`.
    pub fn new(site: &Site, locale: Locale) -> Self {
        let site = site.clone();
        let (languages, user, own_help, reference) = (Vec::new(), None, None, None);
        let frame = Self { site, locale, languages, user, is_popup: false, own_help, reference };
        frame.with_languages(|locale| format!("?ui_locales={}", locale.tag()))
    }

    /// The same with language links to `href` of each language.
    pub fn with_languages(mut self, href: impl Fn(Locale) -> String) -> Self {
        self.languages = Locale::ALL.into_iter().map(|locale| Language { locale, href: href(locale) }).collect();
        self
    }

    /// The same without language links, for a page that exists in one language.
    pub fn without_languages(self) -> Self {
        Self { languages: Vec::new(), ..self }
    }

    /// The same in a pop-up window, if `is_popup`.
    pub fn in_popup(self, is_popup: bool) -> Self {
        Self { is_popup, ..self }
    }

    /// The same with a link to help of its own, where there is one.
    pub fn with_help_link(self, own_help: Option<&str>) -> Self {
        Self { own_help: own_help.map(str::to_owned), ..self }
    }

    /// The same for a person who is signed in.
    pub fn with_user(mut self, user: User) -> Self {
        self.user = Some(user);
        self
    }

    /// The same for a page that leads no further: with the reference of the
    /// request, which was answered at `at`.
    pub fn with_reference(self, reference: Reference, at: DateTime<Utc>) -> Self {
        Self { reference: Some((reference, at)), ..self }
    }

    /// The language of the page.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The text under `key`.
    pub(super) fn t(&self, key: &str) -> String {
        self.site.texts().get(self.locale, key, &[])
    }

    /// The text under `key` with its variables.
    pub(super) fn text(&self, key: &str, args: &[(&'static str, Value<'_>)]) -> String {
        self.site.texts().get(self.locale, key, args)
    }

    /// The text under `key` with one variable.
    pub(super) fn with<'a>(&self, key: &str, name: &'static str, value: impl Into<Value<'a>>) -> String {
        self.text(key, &[(name, value.into())])
    }

    /// What stands before and after a variable, so that markup can go around it.
    pub(super) fn around(&self, key: &str, name: &'static str) -> (String, String) {
        const GAP: &str = "\u{fffc}";
        let text = self.with(key, name, GAP);
        text.split_once(GAP).map(|(before, after)| (before.to_owned(), after.to_owned())).unwrap_or_default()
    }

    /// The text under `key`, which tells how to reach customer service.
    pub(super) fn with_support(&self, key: &str) -> String {
        self.with(key, "support_contact", self.site.organisation().support_contact())
    }

    pub(super) fn organisation(&self) -> &Organisation {
        self.site.organisation()
    }

    pub(super) fn lang(&self) -> &'static str {
        self.locale.tag()
    }

    pub(super) fn organisation_name(&self) -> &str {
        self.organisation().name(self.locale)
    }

    pub(super) fn service_name(&self) -> &str {
        self.organisation().service_name(self.locale)
    }

    pub(super) fn support_hours(&self) -> Option<&str> {
        self.organisation().support_hours.get(self.lang())
    }

    pub(super) fn help_link(&self) -> Option<&str> {
        self.own_help.as_deref().or_else(|| self.organisation().help_link.get(self.lang()))
    }

    /// The reference and what stands above it.
    pub(super) fn reference(&self) -> Option<(String, &str)> {
        let (reference, at) = self.reference.as_ref()?;
        let label = self.with("error_id_label", "at", moment::date_time(self.locale, *at));
        Some((label, reference.as_str()))
    }

    pub(super) fn asset(&self, name: &str) -> &str {
        self.site.assets().path(name).unwrap_or_default()
    }

    pub(super) fn logo(&self) -> Option<&str> {
        self.site.assets().path("logo.svg")
    }

    /// Text and address of the documents that the footer leads to.
    pub(super) fn documents(&self) -> Vec<(String, &str)> {
        let place = |document: Document| self.organisation().place(document, self.locale);
        let words = [
            (Document::Accessibility, "common_accessibility"),
            (Document::Privacy, "common_privacy"),
            (Document::Terms, "common_terms"),
            (Document::Cookies, "common_cookies"),
        ];
        words.into_iter().filter_map(|(document, key)| Some((self.t(key), place(document)?))).collect()
    }
}

impl Language {
    pub(super) fn name_key(&self) -> &'static str {
        name_key(self.locale)
    }
}

/// The key of a language's own name.
pub(super) fn name_key(locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => "common_language_fi",
        Locale::Sv => "common_language_sv",
        Locale::En => "common_language_en",
    }
}
