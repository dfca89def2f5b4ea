//! What a service in production must not run with, on one page.

use accounts::password::Profile;
use oidc::names::Localized;
use url::Url;

use super::findings::Findings;
use super::protocol::is_loopback;
use super::{File, machines, protocol};

/// Notes every setting of `file` that `idp serve` refuses, and what an operator
/// should know.
pub(super) fn check(file: &File, findings: &mut Findings) {
    issuer(&file.issuer, findings);
    if file.keys.secret.is_empty() {
        findings.refuse("keys.secret", protocol::KEY_SECRET);
    } else if !file.keys.secret.looks_random() {
        findings.refuse("keys.secret", "expected a random secret; make one with: openssl rand -base64 32");
    }
    if file.database.url.is_empty() {
        findings.refuse("database.url", machines::DATABASE_URL);
    }
    mail(file, findings);
    organisation(file, findings);
    notes(file, findings);
}

fn issuer(issuer: &str, findings: &mut Findings) {
    if issuer.is_empty() {
        findings.refuse("issuer", protocol::ISSUER);
    } else if Url::parse(issuer).is_ok_and(|url| url.scheme() != "https" && !is_loopback(&url)) {
        findings.refuse("issuer", "expected https (http is for loopback addresses only)");
    }
}

fn mail(file: &File, findings: &mut Findings) {
    if file.mail.url.is_empty() {
        findings.refuse("mail.url", machines::MAIL_URL);
    } else if file.mail.is_mailbox() {
        findings.refuse("mail.url", "expected smtp:// or smtps://: a mailbox: sends nothing");
    }
    if file.mail.from.is_empty() {
        findings.refuse("mail.from", machines::MAIL_ADDRESS);
    }
}

fn organisation(file: &File, findings: &mut Findings) {
    let organisation = &file.organisation;
    if organisation.name == Localized::Absent {
        findings.refuse("organisation.name", "expected the name of the city or organisation");
    }
    if organisation.service_name == Localized::Absent {
        findings.refuse("organisation.service_name", "expected the name that people call the login service by");
    }
    if organisation.support_phone.is_empty() && organisation.support_email.is_empty() {
        let message = "expected a telephone number (or organisation.support_email), shown where a login fails";
        findings.refuse("organisation.support_phone", message);
    }
    if organisation.accessibility == Localized::Absent {
        findings
            .warn("organisation.accessibility", "the built-in statement is shown, which tells of the service alone");
    }
    if organisation.privacy == Localized::Absent {
        findings.warn("organisation.privacy", "no privacy notice is given, so the pages show none");
    }
}

fn notes(file: &File, findings: &mut Findings) {
    if matches!(file.ephemeral.redis(), Ok(None)) {
        findings.warn("ephemeral.url", "memory: serves one replica only");
    }
    if file.accounts.password.profile == Profile::Seed {
        findings.warn("accounts.password.profile", "seed takes passwords of 6 characters; strong is safer");
    }
    if !file.http.listen.ip().is_loopback() && file.http.trusted_proxies.is_empty() {
        let message = "no proxy is trusted, so limits count every visitor behind a proxy as one network";
        findings.warn("http.trusted_proxies", message);
    }
    if file.clients.is_empty() {
        findings.warn("clients", "no client is registered, so nobody can log in anywhere");
    }
}
