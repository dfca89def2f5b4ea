//! Mailed links: the page that says one was sent, and the page of a dead one.

use askama::Template;
use chrono::{DateTime, Utc};

use super::form::Hidden;
use super::frame::Frame;
use crate::locales::moment;

/// What came of asking for another link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// The first link of this login was sent.
    First,
    /// Another one was sent.
    Again {
        /// When it was sent.
        at: DateTime<Utc>,
    },
    /// The last one is too recent for another.
    TooSoon {
        /// When another can be sent.
        retry_at: DateTime<Utc>,
    },
    /// No more links today.
    DailyLimit {
        /// How many were sent.
        count: u32,
    },
}

/// What the mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first password of a migrated account.
    FirstPassword,
    /// A new password.
    NewPassword,
}

/// `/login/link-sent`: a link for a password is in the mail.
#[derive(Template)]
#[template(path = "link_sent.html")]
pub struct LinkSent {
    /// What all pages share.
    pub frame: Frame,
    /// The service that the person is on the way to.
    pub client_name: Option<String>,
    /// What the link is for.
    pub purpose: Purpose,
    /// Where it was sent, as the person may see it; `None` when that would
    /// tell too much.
    pub address: Option<String>,
    /// The sender of the mail.
    pub sender: Option<String>,
    /// How many minutes a link works.
    pub minutes: i64,
    /// What came of asking for it.
    pub sending: Sending,
    /// Where another username can be typed.
    pub change_href: String,
    /// Where the form for another link goes.
    pub action: &'static str,
    /// What it sends besides.
    pub hidden: Vec<Hidden>,
}

impl LinkSent {
    fn lead(&self) -> String {
        let key = match (&self.address, self.purpose) {
            (None, _) => "link_sent_unknown",
            (Some(_), Purpose::FirstPassword) => "login_set_password_sent",
            (Some(_), Purpose::NewPassword) => "link_sent_known",
        };
        self.frame.t(key)
    }

    fn is_first(&self) -> bool {
        self.purpose == Purpose::FirstPassword
    }

    fn can_resend(&self) -> bool {
        !matches!(self.sending, Sending::DailyLimit { .. })
    }

    fn subject(&self) -> String {
        let key = if self.is_first() { "mail_set_password_subject" } else { "mail_reset_subject" };
        self.frame.t(key)
    }

    fn good_news(&self) -> Option<String> {
        match self.sending {
            Sending::Again { at } => {
                Some(self.frame.with("link_sent_again", "time", moment::time(self.frame.locale(), at)))
            }
            _ => None,
        }
    }

    fn bad_news(&self) -> Option<String> {
        match self.sending {
            Sending::TooSoon { retry_at } => {
                let time = moment::time(self.frame.locale(), moment::full_minute(retry_at));
                Some(self.frame.with("link_sent_too_soon", "time", time))
            }
            Sending::DailyLimit { count } => Some(self.frame.with("link_sent_daily_limit", "count", count)),
            Sending::First | Sending::Again { .. } => None,
        }
    }
}

/// Why a link does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// Its time is over.
    Expired {
        /// How many minutes it worked.
        minutes: i64,
    },
    /// It has done its work.
    Used,
    /// A newer one was sent.
    Superseded,
    /// No such link was ever sent, or not all of it was copied.
    Unknown,
}

impl Death {
    /// The reason as the log has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired { .. } => "link expired",
            Self::Used => "link used",
            Self::Superseded => "link superseded",
            Self::Unknown => "link unknown",
        }
    }
}

/// A form that sends a new link to the stored address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// Where the form goes.
    pub action: String,
    /// The stored address, mostly hidden.
    pub masked_address: String,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

/// The page of a link that no longer works (status 410).
#[derive(Template)]
#[template(path = "link_dead.html")]
pub struct LinkDead {
    /// What all pages share.
    pub frame: Frame,
    /// Why it does nothing.
    pub death: Death,
    /// How a new one is had; `None` when nobody knows whose link it is.
    pub new_link: Option<NewLink>,
    /// Where a link can be asked for by name or address.
    pub forgot_href: String,
    /// Where the person can log in.
    pub login_href: String,
}

impl LinkDead {
    fn heading(&self) -> String {
        self.frame.t(match self.death {
            Death::Expired { .. } => "link_expired_title",
            Death::Used => "link_used_title",
            Death::Superseded => "link_superseded_title",
            Death::Unknown => "link_invalid_title",
        })
    }

    fn explanation(&self) -> String {
        match self.death {
            Death::Expired { minutes } => self.frame.with("link_expired_body", "minutes", minutes),
            Death::Used => self.frame.t("link_used_body"),
            Death::Superseded => self.frame.t("link_superseded_body"),
            Death::Unknown => self.frame.t("link_invalid_body"),
        }
    }

    fn was_used(&self) -> bool {
        self.death == Death::Used
    }
}
