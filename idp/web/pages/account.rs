//! The person's own page, and the front page of the service.

use askama::Template;
use chrono::{DateTime, Utc};

use super::device;
use super::frame::Frame;
use crate::locales::moment;

/// A login that has not ended, on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSession {
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
    /// Given and family name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// The postal address in one line.
    pub address: String,
    /// The name that the person signs in with.
    pub username: String,
    /// Whether it is an immutable name and not the e-mail address.
    pub username_is_fixed: bool,
    /// Whether mail to the address comes back.
    pub mail_comes_back: bool,
    /// Where a link for a new password can be asked for.
    pub forgot_href: String,
    /// Where the person is signed in.
    pub sessions: Vec<DeviceSession>,
}

impl AccountHome {
    fn facts(&self) -> [(String, &str); 4] {
        [
            (self.frame.t("account_name_label"), &self.name),
            (self.frame.t("account_email_label"), &self.email),
            (self.frame.t("account_mobile_label"), &self.phone),
            (self.frame.t("account_address_label"), &self.address),
        ]
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
