//! How the login looks: for all clients, and what one client wants otherwise.

use serde::{Deserialize, Serialize};

use crate::names::Localized;

/// How the login asks for username and password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginLayout {
    /// The username on one page, the password on the next.
    #[default]
    TwoStep,
    /// Both on one page.
    OnePage,
}

/// What the login page of one client has for its users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoginPage {
    /// The layout, where it is not the provider's.
    pub layout: Option<LoginLayout>,
    /// A notice above the fields.
    pub notice: Localized,
    /// The link to help with logging in, where it is not the provider's.
    pub help_link: Localized,
}
