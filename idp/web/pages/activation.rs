//! Activating a registered account.

use askama::Template;
use chrono::{DateTime, Utc};

use super::form::{Hidden, Problem};
use super::frame::Frame;
use super::link::NewLink;
use super::password::{NewPasswordProblem, PasswordRules};
use crate::locales::moment;

/// `/activate`: the page behind the mailed link.
#[derive(Template)]
#[template(path = "activate.html")]
pub struct Activate {
    /// What all pages share.
    pub frame: Frame,
    /// The name of the account.
    pub username: String,
    /// Until when the link works.
    pub until: DateTime<Utc>,
    /// The rule for the password, where one must be typed: in another browser
    /// than the one that registered.
    pub rules: Option<PasswordRules>,
    /// Why the page comes back.
    pub refused: Vec<NewPasswordProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl Activate {
    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| refused.in_words(&self.frame)).collect()
    }

    fn validity(&self) -> String {
        self.frame.with("activation_until", "time", moment::time(self.frame.locale(), self.until))
    }
}

/// `/activate/done`: the account is active.
#[derive(Template)]
#[template(path = "activation_done.html")]
pub struct ActivationDone {
    /// What all pages share.
    pub frame: Frame,
    /// Where the person logs in: the login that was interrupted, or the
    /// service's own beginning.
    pub login_href: String,
}

/// Why a link does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// Its time is over.
    Expired {
        /// How many minutes it worked.
        minutes: i64,
    },
    /// A newer one was sent.
    Superseded,
    /// The account is active already.
    Done,
    /// The account was closed.
    Closed,
    /// No such link was ever sent, not all of it was copied, or the account
    /// was removed.
    Unknown,
}

impl Death {
    /// The reason as the log has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired { .. } => "activation link expired",
            Self::Superseded => "activation link superseded",
            Self::Done => "activated already",
            Self::Closed => "account closed",
            Self::Unknown => "activation link unknown",
        }
    }
}

/// The page of a link that no longer works (status 410, or 404 for an unknown
/// one).
#[derive(Template)]
#[template(path = "activation_dead.html")]
pub struct ActivationDead {
    /// What all pages share.
    pub frame: Frame,
    /// Why it does nothing.
    pub death: Death,
    /// How a new one is had.
    pub new_link: Option<NewLink>,
    /// Where an account can be registered.
    pub register_href: String,
    /// Where the person can log in.
    pub login_href: String,
}

impl ActivationDead {
    fn heading(&self) -> String {
        self.frame.t(match self.death {
            Death::Expired { .. } => "activation_expired_title",
            Death::Superseded => "link_superseded_title",
            Death::Done => "activation_already_title",
            Death::Closed | Death::Unknown => "link_invalid_title",
        })
    }

    fn explanation(&self) -> String {
        match self.death {
            Death::Expired { minutes } => self.frame.with("activation_expired", "minutes", minutes),
            Death::Superseded => self.frame.t("activation_superseded"),
            Death::Done => self.frame.t("activation_already"),
            Death::Closed => self.frame.with_support("activation_closed"),
            Death::Unknown => self.frame.t("activation_unknown"),
        }
    }

    fn is_done(&self) -> bool {
        self.death == Death::Done
    }

    fn is_unknown(&self) -> bool {
        self.death == Death::Unknown
    }
}

/// The answer to the right password of an account that waits for its
/// activation (status 401).
#[derive(Template)]
#[template(path = "not_activated.html")]
pub struct NotActivated {
    /// What all pages share.
    pub frame: Frame,
    /// The account's address.
    pub address: String,
    /// Where the address can be corrected.
    pub address_href: String,
    /// What the form for another link sends besides.
    pub hidden: Vec<Hidden>,
}
