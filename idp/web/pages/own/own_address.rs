//! The question for an address of one's own.

use askama::Template;

use super::super::frame::Frame;

/// `/login/own-address`.
#[derive(Template)]
#[template(path = "own_address.html")]
pub struct OwnAddress {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// The service that the person is on the way to.
    pub client_name: Option<String>,
    /// The address of somebody else that mail goes to, mostly hidden; `None`
    /// where there is none at all.
    pub shared: Option<String>,
    /// Where an address can be given.
    pub address_href: String,
    /// Where the login goes on.
    pub later_href: String,
}

impl OwnAddress {
    fn explanation(&self) -> String {
        match &self.shared {
            Some(address) => self.frame.with("own_address_shared", "address", address.as_str()),
            None => self.frame.t("own_address_none"),
        }
    }
}
