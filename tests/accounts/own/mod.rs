//! The pages of the own account: details, password, address, services, data
//! and the end.

mod data;
mod deletion;
mod details;
mod email_change;
mod email_undo;
mod password;
mod services;
mod stale_proof;

use crate::harness::{Browser, Mail, Page, Person, RelyingParty, TestIdp, Tokens, wait_for};

/// A browser that is signed in as `person`, and the first page.
pub async fn at_home(idp: &TestIdp, person: &Person) -> (Browser, Page) {
    idp.activate(person).await;
    let mut browser = idp.browser();
    let page = idp.try_password(&mut browser, "/login", person.username, person.password).await;
    page.is(200, "/account");
    (browser, page)
}

/// One more browser that is signed in as `person`, by way of `party`.
pub async fn elsewhere(idp: &TestIdp, party: &RelyingParty, person: &Person) -> (Browser, Tokens) {
    let mut browser = idp.browser();
    let attempt = party.begin_with("openid profile email offline_access", &[]);
    let page = idp.sign_in(&mut browser, &attempt.url, person).await;
    let tokens = party.finish(&attempt, &page).await;
    (browser, tokens)
}

/// The newest mail to `address` that holds `part`.
pub async fn mail_with(idp: &TestIdp, address: &str, part: &str) -> Mail {
    wait_for("a mail", async || idp.mail.all_to(address).into_iter().rev().find(|mail| mail.text.contains(part))).await
}

/// The link in `mail` whose address contains `part`.
#[track_caller]
pub fn link_in(mail: &Mail, part: &str) -> String {
    let link = mail.text.split_whitespace().find(|word| word.starts_with("http") && word.contains(part));
    link.unwrap_or_else(|| panic!("no link to {part} in {}", mail.text)).to_owned()
}
