//! The page that a proxy shows while the service is away: one file in three
//! languages that loads nothing from anywhere.

use accounts::Locale;
use askama::Template;

use super::theme::Theme;
use crate::locales::{Organisation, Texts};

/// The page for the maintenance of `organisation`'s service.
#[derive(Template)]
#[template(path = "maintenance.html")]
pub struct MaintenancePage<'a> {
    /// The texts.
    pub texts: &'a Texts,
    /// Whose service it is.
    pub organisation: &'a Organisation,
}

impl MaintenancePage<'_> {
    fn languages(&self) -> [Locale; 3] {
        Locale::ALL
    }

    fn t(&self, locale: &Locale, key: &str) -> String {
        self.texts.get(*locale, key, &[])
    }

    fn title(&self) -> String {
        self.t(&Locale::Fi, "error_maintenance_title")
    }

    fn service_name(&self, locale: &Locale) -> &str {
        self.organisation.service_name(*locale)
    }

    fn contact(&self, locale: &Locale) -> String {
        let hours = self.organisation.support_hours.get(locale.tag());
        let hours = hours.map(|hours| format!(" ({hours})")).unwrap_or_default();
        format!("{}{hours}", self.organisation.support_contact())
    }

    fn colours(&self) -> String {
        Theme::from_brand(&self.organisation.brand_color).css()
    }
}
