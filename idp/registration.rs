//! A registration that waits for its activation. The page after it carries what
//! was typed, sealed and bound to the browser, so that a mistyped address can be
//! corrected and another mail asked for there and nowhere else. It looks the same
//! whether there is an account of this person or was one before.

use accounts::account::PostalAddress;
use accounts::password::PasswordHash;
use accounts::registration::Registrant;
use accounts::{Account, Email, Locale};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use crate::ctx::{BrowserId, Ctx};

const LABEL: &str = "registration";

/// How long the page after a registration can be used.
const PAGE_TTL: TimeDelta = TimeDelta::hours(24);

/// A registration as the page after it carries it.
#[derive(Clone)]
pub struct Registration {
    /// Who registered.
    pub person: Registrant,
    /// The hash of the password that was typed: who brings it back has shown
    /// that this browser knows the account's password.
    pub password: PasswordHash,
    /// The language of the page on which the terms were accepted.
    pub locale: Locale,
    /// When the form was sent.
    pub registered_at: DateTime<Utc>,
    /// When this browser last asked for a mail.
    pub asked_at: DateTime<Utc>,
    /// How many mails this browser has asked for.
    pub asked: u32,
}

#[derive(Serialize, Deserialize)]
struct Carried {
    email: String,
    names: [String; 2],
    contact: [String; 4],
    password: String,
    locale: Locale,
    times: [DateTime<Utc>; 2],
    asked: u32,
}

impl Registration {
    /// A registration of this moment, whose mail is about to be sent.
    pub fn new(person: Registrant, password: PasswordHash, locale: Locale, now: DateTime<Utc>) -> Self {
        Self { person, password, locale, registered_at: now, asked_at: now, asked: 1 }
    }

    /// The registration that made `account`, for a browser that has shown that
    /// it knows the password; `None` when the account is active. `mails` are
    /// the times of its mails of the last day, oldest first.
    pub fn of(account: &Account, mails: &[DateTime<Utc>], fallback: Locale) -> Option<Self> {
        let registered_at = account.unactivated_since?;
        let person = Registrant {
            email: account.email.clone()?,
            given_name: account.given_name.clone(),
            family_name: account.family_name.clone(),
            phone: account.phone.clone(),
            address: account.address.clone(),
        };
        Some(Self {
            person,
            password: account.password.clone()?,
            locale: account.locale.unwrap_or(fallback),
            registered_at,
            asked_at: mails.last().copied().unwrap_or(registered_at),
            asked: u32::try_from(mails.len()).unwrap_or(u32::MAX),
        })
    }

    /// Whether it is what made `account`, and nobody has registered the
    /// address anew since.
    pub fn made(&self, account: &Account) -> bool {
        account.awaits_activation() && account.password.as_ref() == Some(&self.password)
    }

    /// The registration as base64url text that only this provider can read and
    /// only `browser` can bring back.
    pub fn seal(&self, ctx: &Ctx, browser: &BrowserId) -> String {
        let Registrant { email, given_name, family_name, phone, address } = self.person.clone();
        let mut carried = Carried {
            email: email.as_str().to_owned(),
            names: [given_name, family_name],
            contact: [phone, address.street, address.postal_code, address.city],
            password: self.password.0.clone(),
            locale: self.locale,
            times: [self.registered_at, self.asked_at],
            asked: self.asked,
        };
        let mut plain = serde_json::to_vec(&carried).unwrap_or_default();
        let sealed = ctx.seal_for(browser, LABEL, &plain);
        plain.zeroize();
        carried.password.zeroize();
        sealed
    }

    /// Opens what [`seal`](Self::seal) made; `None` when it is not ours, not
    /// this browser's, or too old.
    pub fn open(ctx: &Ctx, browser: &BrowserId, text: &str) -> Option<Self> {
        let plain = ctx.open_from(browser, LABEL, text)?;
        let carried: Carried = serde_json::from_slice(&plain).ok()?;
        let [given_name, family_name] = carried.names;
        let [phone, street, postal_code, city] = carried.contact;
        let [registered_at, asked_at] = carried.times;
        let address = PostalAddress { street, postal_code, city };
        let person = Registrant { email: Email::parse(&carried.email).ok()?, given_name, family_name, phone, address };
        let password = PasswordHash(carried.password);
        let registration =
            Self { person, password, locale: carried.locale, registered_at, asked_at, asked: carried.asked };
        (ctx.clock.now() - asked_at < PAGE_TTL).then_some(registration)
    }
}
