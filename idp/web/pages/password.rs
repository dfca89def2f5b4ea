//! Passwords: asking for a link, setting a new one, done.

use askama::Template;

use super::form::{Hidden, Problem};
use super::frame::Frame;
use crate::locales::Value;

/// One of the classes that a password may need a character of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// An upper-case letter.
    Upper,
    /// A lower-case letter.
    Lower,
    /// A decimal digit.
    Digit,
    /// Neither letter nor digit.
    Special,
}

impl Class {
    pub(super) fn rule_key(self) -> &'static str {
        match self {
            Self::Upper => "password_rule_upper",
            Self::Lower => "password_rule_lower",
            Self::Digit => "password_rule_digit",
            Self::Special => "password_rule_special",
        }
    }

    fn name_key(self) -> &'static str {
        match self {
            Self::Upper => "password_class_upper",
            Self::Lower => "password_class_lower",
            Self::Digit => "password_class_digit",
            Self::Special => "password_class_special",
        }
    }
}

/// What a password needs of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRule {
    /// The class.
    pub class: Class,
    /// A regular expression for JavaScript (`u` flag) that finds it.
    pub pattern: &'static str,
}

/// The rule for new passwords, as the page prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// The least number of characters.
    pub min_length: usize,
    /// The classes that must occur; none in most deployments.
    pub classes: Vec<ClassRule>,
}

/// What is wrong with a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPasswordProblem {
    /// Nothing was typed.
    Required,
    /// It has fewer characters than this.
    TooShort(usize),
    /// It has more characters than this.
    TooLong(usize),
    /// It has no character of these classes.
    Missing(Vec<Class>),
    /// Many people use it.
    Common,
    /// It holds the person's own name or address.
    Personal,
    /// It was not typed a second time.
    ConfirmRequired,
    /// The two are not the same.
    Mismatch,
}

impl NewPasswordProblem {
    /// What is wrong, at the field that it concerns.
    pub(super) fn in_words(&self, frame: &Frame) -> Problem {
        let text = match self {
            Self::Required => frame.t("password_error_required"),
            Self::TooShort(least) => frame.with("password_error_too_short", "min_length", *least),
            Self::TooLong(most) => frame.with("password_error_too_long", "max_length", *most),
            Self::Missing(classes) => frame.with("password_error_missing", "classes", listed(frame, classes)),
            Self::Common => frame.t("password_error_common"),
            Self::Personal => frame.t("password_error_personal"),
            Self::ConfirmRequired => frame.t("password_error_confirm_required"),
            Self::Mismatch => frame.t("password_error_mismatch"),
        };
        let confirms = matches!(self, Self::ConfirmRequired | Self::Mismatch);
        Problem { field: if confirms { "password_confirm" } else { "password" }, text }
    }
}

/// "a number", "a number and a capital letter", "a, b and c".
fn listed(frame: &Frame, classes: &[Class]) -> String {
    let names: Vec<String> = classes.iter().map(|class| frame.t(class.name_key())).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{}{}{last}", others.join(", "), frame.t("common_and")),
        None => String::new(),
    }
}

impl PasswordRules {
    /// What the script says about the rules; it fills in the two numbers.
    pub(super) fn status(&self, frame: &Frame) -> String {
        frame.text("password_rules_status", &[("met", Value::from("{n}")), ("count", Value::from("{m}"))])
    }
}

/// `/password/set`: a mailed link was opened.
#[derive(Template)]
#[template(path = "password_set.html")]
pub struct SetPassword {
    /// What all pages share.
    pub frame: Frame,
    /// Whether it is the first password that the person sets here.
    pub first: bool,
    /// Whose password it will be.
    pub username: String,
    /// Somebody else who is signed in in this browser.
    pub other_user: Option<String>,
    /// The rule for the new password.
    pub rules: PasswordRules,
    /// Why the page comes back.
    pub refused: Vec<NewPasswordProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl SetPassword {
    fn heading(&self) -> String {
        self.frame.t(if self.first { "reset_title_first" } else { "reset_title" })
    }

    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| refused.in_words(&self.frame)).collect()
    }
}

/// `/password/done`: the new password holds.
#[derive(Template)]
#[template(path = "password_done.html")]
pub struct PasswordDone {
    /// What all pages share.
    pub frame: Frame,
    /// Whether it was the first password that the person set here.
    pub first: bool,
    /// Whether sessions on other devices ended.
    pub sessions_ended: bool,
    /// Where the person logs in: the login that was interrupted, or the
    /// service's own beginning.
    pub login_href: String,
}

/// Why the page for a forgotten password comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgotProblem {
    /// Neither field was filled.
    Empty,
    /// The e-mail address is none.
    MalformedEmail,
}

/// `/forgot`: asks for a username or an address.
#[derive(Template)]
#[template(path = "forgot.html")]
pub struct Forgot {
    /// What all pages share.
    pub frame: Frame,
    /// The username that was typed.
    pub username: String,
    /// The address that was typed.
    pub email: String,
    /// Why the page comes back.
    pub problem: Option<ForgotProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
    /// The way back.
    pub login_href: String,
}

impl Forgot {
    fn problems(&self) -> Vec<Problem> {
        let (field, key) = match self.problem {
            None => return Vec::new(),
            Some(ForgotProblem::Empty) => ("username", "login_username_or_email_required"),
            Some(ForgotProblem::MalformedEmail) => ("email", "login_email_format"),
        };
        vec![Problem { field, text: self.frame.t(key) }]
    }
}

/// The answer to it, the same for everybody.
#[derive(Template)]
#[template(path = "forgot_sent.html")]
pub struct ForgotSent {
    /// What all pages share.
    pub frame: Frame,
    /// How many minutes a link works.
    pub minutes: i64,
    /// After how many minutes another link can be asked for.
    pub retry_minutes: i64,
    /// The way back.
    pub login_href: String,
}
