//! Registering an account: the form, the page after it, the correction of a
//! mistyped address.

use askama::Template;
use chrono::{DateTime, Utc};

use super::form::{Hidden, Problem};
use super::frame::Frame;
use super::link::Sending;
use super::password::{NewPasswordProblem, PasswordRules};
use crate::locales::{Value, moment};

/// Why the form comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// No e-mail address.
    EmailRequired,
    /// The address was not typed a second time.
    EmailConfirmRequired,
    /// It is no address.
    EmailMalformed,
    /// It looks misspelt.
    EmailDoubtful {
        /// What was probably meant.
        meant: String,
    },
    /// It has an account.
    EmailTaken,
    /// The two addresses are not the same.
    EmailMismatch,
    /// The password cannot be used.
    Password(NewPasswordProblem),
    /// No given name.
    FirstName,
    /// No family name.
    LastName,
    /// No telephone number.
    Phone,
    /// No street.
    Street,
    /// No postal code.
    PostalCode,
    /// No town.
    City,
    /// The terms were not accepted.
    Terms,
}

impl FieldProblem {
    fn in_words(&self, frame: &Frame) -> Problem {
        let (field, text) = match self {
            Self::EmailRequired => ("email", frame.t("register_error_email_required")),
            Self::EmailConfirmRequired => ("email_confirm", frame.t("register_error_email_confirm_required")),
            Self::EmailMalformed => ("email", frame.t("register_error_email_format")),
            Self::EmailDoubtful { meant } => {
                ("email", frame.with("register_error_email_doubtful", "meant", meant.as_str()))
            }
            Self::EmailTaken => ("email", frame.t("register_error_email_taken")),
            Self::EmailMismatch => ("email_confirm", frame.t("register_error_email_mismatch")),
            Self::Password(problem) => return problem.in_words(frame),
            Self::FirstName => ("first_name", frame.t("register_error_first_name")),
            Self::LastName => ("last_name", frame.t("register_error_last_name")),
            Self::Phone => ("phone", frame.t("register_error_phone")),
            Self::Street => ("street", frame.t("register_error_street")),
            Self::PostalCode => ("postcode", frame.t("register_error_postal_code")),
            Self::City => ("city", frame.t("register_error_city")),
            Self::Terms => ("accept_terms", frame.t("register_error_terms")),
        };
        Problem { field, text }
    }
}

/// What was typed, without the passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The e-mail address.
    pub email: String,
    /// The address once more.
    pub email_confirm: String,
    /// Given names.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone number.
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Whether the terms were accepted.
    pub accept_terms: bool,
}

/// `/register`: asks for everything that an account needs.
#[derive(Template)]
#[template(path = "register.html")]
pub struct Register {
    /// What all pages share.
    pub frame: Frame,
    /// The service that the person is on the way to.
    pub client_name: Option<String>,
    /// What was typed before.
    pub typed: Typed,
    /// The rule for the password.
    pub rules: PasswordRules,
    /// Why the page comes back.
    pub refused: Vec<FieldProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
    /// Whether an empty town is filled in from the postal code.
    pub suggests_town: bool,
    /// Where those log in who have an account.
    pub login_href: String,
}

impl Register {
    fn town_hint(&self) -> String {
        if self.suggests_town { self.frame.t("register_city_hint") } else { String::new() }
    }

    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| refused.in_words(&self.frame)).collect()
    }

    /// The sentence beside the box: before, the terms, between, the privacy
    /// notice, after.
    fn terms_label(&self) -> [String; 5] {
        const GAP: &str = "\u{fffc}";
        let marks = ["start_terms", "end_terms", "start_privacy", "end_privacy"].map(|mark| (mark, Value::from(GAP)));
        let sentence = self.frame.text("register_terms_label", &marks);
        let mut pieces = sentence.split(GAP).map(str::to_owned);
        std::array::from_fn(|_| pieces.next().unwrap_or_default())
    }

    fn terms_href(&self) -> Option<&str> {
        self.frame.organisation().terms.get(self.frame.lang())
    }

    fn privacy_href(&self) -> Option<&str> {
        self.frame.organisation().privacy.get(self.frame.lang())
    }
}

/// `/register` where people cannot register by themselves (status 404).
#[derive(Template)]
#[template(path = "register_closed.html")]
pub struct RegisterClosed {
    /// What all pages share.
    pub frame: Frame,
    /// Whether it would need strong identification.
    pub strong: bool,
    /// Where those log in who have an account.
    pub login_href: String,
}

impl RegisterClosed {
    fn explanation(&self) -> String {
        self.frame.with_support(if self.strong { "register_strong_only" } else { "register_closed" })
    }
}

/// `/register/done`: a link that activates the account is in the mail; and
/// `/activate/link-sent`, where another was asked for.
#[derive(Template)]
#[template(path = "register_done.html")]
pub struct RegisterDone {
    /// What all pages share.
    pub frame: Frame,
    /// Whether the account was made just now.
    pub is_new: bool,
    /// Where the link was sent, as the person may see it.
    pub address: String,
    /// The postal address as it was kept, in one line; may be empty.
    pub postal_address: String,
    /// The sender of the mail.
    pub sender: String,
    /// How many minutes a link works.
    pub minutes: i64,
    /// Until when the newest link works.
    pub until: DateTime<Utc>,
    /// What came of asking for another.
    pub sending: Sending,
    /// Where the address can be corrected, in this browser.
    pub address_href: Option<String>,
    /// Where the form for another link goes.
    pub action: &'static str,
    /// What it sends besides.
    pub hidden: Vec<Hidden>,
}

impl RegisterDone {
    fn validity(&self) -> String {
        let time = moment::time(self.frame.locale(), self.until);
        self.frame.text("register_valid_until", &[("time", time.into()), ("minutes", self.minutes.into())])
    }

    fn good_news(&self) -> Option<String> {
        matches!(self.sending, Sending::Again { .. }).then(|| self.frame.t("activation_resend_sent"))
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

    fn can_resend(&self) -> bool {
        !matches!(self.sending, Sending::DailyLimit { .. })
    }
}

/// `/register/address`: another address in place of a mistyped one.
#[derive(Template)]
#[template(path = "register_address.html")]
pub struct RegisterAddress {
    /// What all pages share.
    pub frame: Frame,
    /// The address that was typed.
    pub email: String,
    /// The address once more.
    pub email_confirm: String,
    /// Why the page comes back.
    pub refused: Vec<FieldProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
    /// The way back.
    pub done_href: String,
}

impl RegisterAddress {
    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| refused.in_words(&self.frame)).collect()
    }
}
