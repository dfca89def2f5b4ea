//! The services that a person is connected to.

use askama::Template;
use chrono::{DateTime, Utc};

use super::super::form::Hidden;
use super::super::frame::Frame;
use crate::locales::moment;

/// A service that gets data of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedService {
    /// By what a form names it.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// When it was first used.
    pub first_used_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: DateTime<Utc>,
}

/// `/account/services`.
#[derive(Template)]
#[template(path = "own_services.html")]
pub struct Services {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// The services, the one used last first.
    pub services: Vec<ConnectedService>,
    /// Whether one was just disconnected.
    pub was_ended: bool,
    /// What the forms send besides.
    pub hidden: Vec<Hidden>,
}

impl Services {
    fn moment(&self, key: &str, at: DateTime<Utc>) -> String {
        self.frame.with(key, "at", moment::date_time(self.frame.locale(), at))
    }
}
