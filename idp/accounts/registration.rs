//! Registering an account: what a person types, judged field by field.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::account::{Account, Kind, PostalAddress};
use crate::details;
use crate::email::{self, Email, EmailProblem};
use crate::locale::Locale;
use crate::password::{PasswordHash, PasswordProblem, Rules};

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
    /// The address was not typed a second time.
    EmailConfirmRequired,
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
        let mut taken = |field: Option<String>, problem| field.unwrap_or_else(|| noted(problem, &mut problems));
        let given_name = taken(details::name_part(self.first_name).ok(), Problem::FirstName);
        let family_name = taken(details::name_part(self.last_name).ok(), Problem::LastName);
        let phone = taken(details::phone(self.phone).ok(), Problem::Phone);
        let address = PostalAddress {
            street: taken(details::one_line(self.street).ok(), Problem::Street),
            postal_code: taken(details::postal_code(self.postcode).ok(), Problem::PostalCode),
            city: taken(details::one_line(self.city).ok(), Problem::City),
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
                let lacks_both = problem == Problem::EmailRequired && self.email_confirm.trim().is_empty();
                problems.push(problem);
                problems.extend(lacks_both.then_some(Problem::EmailConfirmRequired));
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
        if self.password_confirm.is_empty() {
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

#[cfg(test)]
mod tests;
