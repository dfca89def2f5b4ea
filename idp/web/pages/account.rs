//! The person's own page, and the front page of the service.

use accounts::{Locale, device};
use askama::Template;
use chrono::{DateTime, Utc};

use super::frame::{Frame, name_key};
use super::own::{Done, PendingEmail};
use crate::locales::moment;

/// A login that has not ended, on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSession {
    /// By what a form names it.
    pub key: String,
    /// The `User-Agent` of the browser; empty when it sent none.
    pub user_agent: String,
    /// Whether it is the browser that shows the page.
    pub this_device: bool,
    /// When the person logged in.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: DateTime<Utc>,
    /// Until when it is remembered, when the person asked for it.
    pub remembered_until: Option<DateTime<Utc>>,
}

/// `/account`: what is known of the person. Empty texts are not given.
#[derive(Template)]
#[template(path = "account.html")]
pub struct AccountHome {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// What was just done.
    pub done: Option<Done>,
    /// The service whose login led here, and the address at which it goes on.
    pub way_on: Option<(String, String)>,
    /// Given and family name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// A new address that waits for its link.
    pub pending: Option<PendingEmail>,
    /// The telephone number.
    pub phone: String,
    /// The postal address in one line.
    pub address: String,
    /// The name that the person signs in with.
    pub username: String,
    /// Whether it is an immutable name and not the e-mail address.
    pub username_is_fixed: bool,
    /// The language of the account.
    pub language: Locale,
    /// When the password was set, if that is known.
    pub password_set_at: Option<DateTime<Utc>>,
    /// Whether mail to the address comes back.
    pub mail_comes_back: bool,
    /// Where the person is signed in.
    pub sessions: Vec<DeviceSession>,
    /// The names of the services that the person is connected to.
    pub services: Vec<String>,
}

/// A row of the first page: what it is, its value, and where to change it.
struct Fact<'a> {
    label: &'static str,
    value: &'a str,
    action: &'static str,
    href: &'static str,
}

impl AccountHome {
    fn details(&self) -> [Fact<'_>; 4] {
        let fact = |label, value, action, href| Fact { label, value, action, href };
        [
            fact("account_name_label", self.name.as_str(), "account_change_name", "/account/name"),
            fact("account_email_label", &self.email, "account_change_email", "/account/email"),
            fact("account_mobile_label", &self.phone, "account_change_phone", "/account/phone"),
            fact("account_address_label", &self.address, "account_change_address", "/account/address"),
        ]
    }

    fn password(&self) -> String {
        match self.password_set_at {
            Some(at) => self.frame.with("account_password_set_at", "date", moment::date(self.frame.locale(), at)),
            None => self.frame.t("account_password_set"),
        }
    }

    fn done(&self) -> Option<String> {
        self.done.map(|done| done.text(&self.frame))
    }

    fn services(&self) -> String {
        if self.services.is_empty() { self.frame.t("account_services_none") } else { self.services.join(", ") }
    }

    fn device(&self, session: &DeviceSession) -> String {
        device::name(&session.user_agent).unwrap_or_else(|| self.frame.t("sessions_unknown_device"))
    }

    fn moment(&self, key: &str, at: DateTime<Utc>) -> String {
        self.frame.with(key, "at", moment::date_time(self.frame.locale(), at))
    }

    fn remembered(&self, until: DateTime<Utc>) -> String {
        self.frame.with("sessions_remembered", "date", moment::date(self.frame.locale(), until))
    }
}

/// `/`: what this service is, and the way in.
#[derive(Template)]
#[template(path = "front.html")]
pub struct Front {
    /// What all pages share; with the person when one is signed in.
    pub frame: Frame,
    /// Where a login begins.
    pub login_href: String,
}

impl Front {
    fn introduction(&self) -> String {
        self.frame.with("front_intro", "org_name", self.frame.organisation_name())
    }
}
