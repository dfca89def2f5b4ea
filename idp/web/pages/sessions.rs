//! Where the person is signed in, with a way to log out there.

use accounts::device;
use askama::Template;
use chrono::{DateTime, Utc};

use super::account::DeviceSession;
use super::form::Hidden;
use super::frame::Frame;
use crate::locales::moment;

/// What was just done on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// One device was logged out.
    One,
    /// All other devices were logged out.
    Others,
}

/// `/account/sessions`: the person's devices.
#[derive(Template)]
#[template(path = "sessions.html")]
pub struct Sessions {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// The devices, this one first.
    pub sessions: Vec<DeviceSession>,
    /// What was just done.
    pub done: Option<Done>,
    /// What every form sends besides.
    pub hidden: Vec<Hidden>,
}

impl Sessions {
    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.this_device)
    }

    fn news(&self) -> Option<String> {
        self.done.map(|done| match done {
            Done::One => self.frame.t("sessions_logged_out_one"),
            Done::Others => self.frame.t("sessions_logged_out_others"),
        })
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
