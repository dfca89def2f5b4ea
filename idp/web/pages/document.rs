//! Long pages: the organisation's documents, and the accessibility statement
//! and cookie list that the service writes itself where none is given.

use accounts::Locale;
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use super::frame::Frame;
use super::markdown::Prose;
use crate::locales::documents::Document;
use crate::locales::moment;
use crate::web::cookies::{Cookie, Jar};

/// When the built-in accessibility statement was last gone through.
const STATEMENT_PREPARED_AT: &str = "2026-11-23T00:00:00Z";

/// A document of the organisation.
#[derive(Template)]
#[template(path = "document.html")]
pub struct DocumentPage {
    /// What all pages share.
    pub frame: Frame,
    /// Which document it is.
    pub document: Document,
    /// What it says.
    pub prose: Prose,
    /// The language that it is in.
    pub language: Locale,
    /// From when the edition holds, where that is known.
    pub in_force_at: Option<DateTime<Utc>>,
}

impl DocumentPage {
    fn heading(&self) -> String {
        self.prose.title.clone().unwrap_or_else(|| {
            self.frame.t(match self.document {
                Document::Accessibility => "accessibility_title",
                Document::Privacy => "common_privacy",
                Document::Terms => "common_terms",
                Document::Cookies => "cookies_title",
            })
        })
    }

    fn is_foreign(&self) -> bool {
        self.language != self.frame.locale()
    }

    fn updated(&self) -> Option<String> {
        let at = self.in_force_at?;
        Some(self.frame.with("document_updated", "date", moment::date(self.frame.locale(), at)))
    }
}

/// The accessibility statement of the service itself.
#[derive(Template)]
#[template(path = "accessibility.html")]
pub struct AccessibilityStatement {
    /// What all pages share.
    pub frame: Frame,
}

impl AccessibilityStatement {
    fn introduction(&self) -> String {
        let names = [("service_name", self.frame.service_name()), ("org_name", self.frame.organisation_name())];
        self.frame.text("accessibility_intro", &names.map(|(name, text)| (name, text.into())))
    }

    fn method(&self) -> String {
        self.frame.with("accessibility_method", "method", self.frame.t("accessibility_method_how"))
    }

    fn feedback(&self) -> String {
        let contact = self.frame.organisation().support_contact();
        self.frame.with("accessibility_feedback_body", "accessibility_contact", contact)
    }

    fn authority(&self) -> String {
        self.frame.t("accessibility_authority_contact")
    }

    fn prepared(&self) -> String {
        let at = STATEMENT_PREPARED_AT.parse::<DateTime<Utc>>().unwrap_or_default();
        self.frame.with("accessibility_prepared", "date", moment::date(self.frame.locale(), at))
    }
}

/// What is kept in browsers: the cookies that the service really sets.
#[derive(Template)]
#[template(path = "cookies.html")]
pub struct CookieList {
    /// What all pages share.
    pub frame: Frame,
    /// What sets the cookies.
    pub jar: Jar,
    /// How long a remembered login lasts.
    pub remembered: TimeDelta,
    /// How long a chosen language is kept.
    pub language: TimeDelta,
}

/// One line of the list.
struct Line {
    name: String,
    purpose: String,
    duration: String,
}

impl CookieList {
    fn lines(&self) -> Vec<Line> {
        let days = |key: &str, ttl: TimeDelta| self.frame.with(key, "days", ttl.num_days());
        let line = |cookie| {
            let (purpose, duration) = match cookie {
                Cookie::Browser => ("cookies_purpose_browser", self.frame.t("cookies_until_closed")),
                Cookie::Session => ("cookies_purpose_session", self.frame.t("cookies_until_closed")),
                Cookie::Remembered => ("cookies_purpose_remember", days("cookies_days", self.remembered)),
                Cookie::Device => ("cookies_purpose_device", days("cookies_device_duration", self.remembered)),
                Cookie::Language => ("cookies_purpose_language", days("cookies_days", self.language)),
            };
            Line { name: self.jar.name(cookie), purpose: self.frame.t(purpose), duration }
        };
        Cookie::ALL.into_iter().map(line).collect()
    }
}
