//! Registering an account: what a person types, judged field by field.

use chrono::{DateTime, Utc};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use crate::account::{Account, Kind, PostalAddress};
use crate::email::{self, Email, EmailProblem};
use crate::fold;
use crate::locale::Locale;
use crate::password::{PasswordHash, PasswordProblem, Rules};
use crate::phone;

/// The longest name, street or town, in characters.
pub const MAX_CHARS: usize = 100;

/// The longest postal code of any country, in characters.
const MAX_POSTAL_CODE_CHARS: usize = 12;

/// The fields as they were typed.
#[derive(Clone, Copy, Default)]
pub struct Typed<'a> {
    /// The e-mail address.
    pub email: &'a str,
    /// The address once more.
    pub email_confirm: &'a str,
    /// The address that the person was asked about because it looked misspelt;
    /// typed again, it is meant.
    pub email_doubted: &'a str,
    /// The password.
    pub password: &'a str,
    /// The password once more.
    pub password_confirm: &'a str,
    /// Given names.
    pub first_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// Telephone number.
    pub phone: &'a str,
    /// Street and number.
    pub street: &'a str,
    /// Postal code.
    pub postcode: &'a str,
    /// Town.
    pub city: &'a str,
    /// Whether the terms were accepted.
    pub accepts_terms: bool,
}

/// A person who may have an account. Empty strings are not given.
#[derive(Clone, PartialEq, Eq)]
pub struct Registrant {
    /// The e-mail address.
    pub email: Email,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone number in E.164.
    pub phone: String,
    /// Postal address.
    pub address: PostalAddress,
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No e-mail address.
    EmailRequired,
    /// It does not have the form of an address.
    EmailMalformed,
    /// It looks misspelt.
    EmailDoubtful {
        /// What was probably meant.
        meant: String,
    },
    /// The two addresses are not the same.
    EmailMismatch,
    /// The password does not meet the rule.
    Password(PasswordProblem),
    /// The password was not typed a second time.
    PasswordConfirmRequired,
    /// The two passwords are not the same.
    PasswordMismatch,
    /// No given name, or none that could be one.
    FirstName,
    /// No family name, or none that could be one.
    LastName,
    /// It is no telephone number.
    Phone,
    /// It is no street address.
    Street,
    /// It is no postal code.
    PostalCode,
    /// It is no town.
    City,
    /// The terms were not accepted.
    Terms,
}

impl Typed<'_> {
    /// The person who typed this. `service_names` are words that the password
    /// must not consist of, besides the person's own.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn check(&self, rules: &Rules, service_names: &[&str]) -> Result<Registrant, Vec<Problem>> {
        let mut problems = Vec::new();
        let email = self.check_email(&mut problems);
        self.check_password(rules, service_names, &mut problems);
        let given_name = required(self.first_name, Problem::FirstName, &mut problems);
        let family_name = required(self.last_name, Problem::LastName, &mut problems);
        let phone = match self.phone.trim() {
            "" => Some(String::new()),
            typed => phone::to_e164(typed),
        };
        let phone = phone.unwrap_or_else(|| noted(Problem::Phone, &mut problems));
        let address = PostalAddress {
            street: line(self.street).unwrap_or_else(|| noted(Problem::Street, &mut problems)),
            postal_code: postal_code(self.postcode).unwrap_or_else(|| noted(Problem::PostalCode, &mut problems)),
            city: line(self.city).unwrap_or_else(|| noted(Problem::City, &mut problems)),
        };
        if !self.accepts_terms {
            problems.push(Problem::Terms);
        }
        match email {
            Some(email) if problems.is_empty() => Ok(Registrant { email, given_name, family_name, phone, address }),
            _ => Err(problems),
        }
    }

    fn check_email(&self, problems: &mut Vec<Problem>) -> Option<Email> {
        match check_address(self.email, self.email_confirm, self.email_doubted) {
            Ok(email) => Some(email),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }

    fn check_password(&self, rules: &Rules, service_names: &[&str], problems: &mut Vec<Problem>) {
        let own = [self.email.trim(), self.first_name.trim(), self.last_name.trim()];
        let context: Vec<&str> = own.into_iter().chain(service_names.iter().copied()).collect();
        let found = rules.check(self.password, &context);
        let is_missing = found.contains(&PasswordProblem::Required);
        problems.extend(found.into_iter().map(Problem::Password));
        if self.password_confirm.is_empty() && !is_missing {
            problems.push(Problem::PasswordConfirmRequired);
        } else if self.password != self.password_confirm && !is_missing {
            problems.push(Problem::PasswordMismatch);
        }
    }
}

/// The address that was typed twice. One that looks misspelt is taken when it
/// is what the person was asked about before.
///
/// # Errors
/// What is wrong with it.
pub fn check_address(typed: &str, confirm: &str, doubted: &str) -> Result<Email, Problem> {
    let doubtful = || email::suggestion(typed).map(|meant| Problem::EmailDoubtful { meant });
    let email = Email::parse(typed).map_err(|problem| match problem {
        EmailProblem::Empty => Problem::EmailRequired,
        _ => doubtful().unwrap_or(Problem::EmailMalformed),
    })?;
    if Email::parse(confirm).ok().as_ref().map(Email::key) != Some(email.key()) {
        return Err(Problem::EmailMismatch);
    }
    match doubtful().filter(|_| typed.trim() != doubted.trim()) {
        Some(problem) => Err(problem),
        None => Ok(email),
    }
}

impl Registrant {
    /// The account as it begins: without any use until the owner of the
    /// mailbox activates it. `id` and `sub` are fresh and random.
    pub fn into_account(
        self,
        id: Uuid,
        sub: String,
        password: PasswordHash,
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Account {
        Account {
            id,
            sub,
            username: None,
            email: Some(self.email),
            contact_email: None,
            former_username: None,
            email_verified: false,
            given_name: self.given_name,
            family_name: self.family_name,
            phone: self.phone,
            address: self.address,
            locale: Some(locale),
            kind: Kind::Citizen,
            password: Some(password),
            password_set_at: Some(now),
            migration: None,
            unactivated_since: Some(now),
            deletion_due_at: None,
            mail_failed_at: None,
            disabled_at: None,
            created_at: now,
            updated_at: now,
        }
    }
}

fn noted(problem: Problem, problems: &mut Vec<Problem>) -> String {
    problems.push(problem);
    String::new()
}

/// A name: one line with a letter in it.
fn required(typed: &str, problem: Problem, problems: &mut Vec<Problem>) -> String {
    let name = line(typed).filter(|name| name.chars().any(char::is_alphabetic));
    name.unwrap_or_else(|| noted(problem, problems))
}

/// One line of text in NFC, blanks squeezed; `None` when it is too long or
/// holds what no line has. Angle brackets and the like make links and markup
/// elsewhere and are in nobody's name.
fn line(typed: &str) -> Option<String> {
    if typed.len() > 8 * MAX_CHARS {
        return None;
    }
    let text: String = typed.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    let is_odd = |c: char| c.is_control() || fold::is_invisible(c) || "<>{}[]\\|@".contains(c);
    (text.chars().count() <= MAX_CHARS && !text.chars().any(is_odd)).then_some(text)
}

/// A postal code: five digits in Finland. Whatever has a letter in it is taken
/// for a foreign one, such as `SE-111 22`.
fn postal_code(typed: &str) -> Option<String> {
    let code = line(typed)?.to_uppercase();
    let digits: String = code.chars().filter(|c| *c != ' ').collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return matches!(digits.len(), 0 | 5).then_some(digits);
    }
    let is_foreign = code.chars().any(|c| c.is_ascii_alphabetic())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
    (is_foreign && code.len() <= MAX_POSTAL_CODE_CHARS).then_some(code)
}

#[cfg(test)]
mod tests;
