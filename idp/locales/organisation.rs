//! Who runs the service, as pages and mails name it.

use oidc::names::Localized;

/// Names, contacts and links of the organisation that runs the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// The organisation, such as a city.
    pub name: Localized,
    /// What people call the login service.
    pub service_name: Localized,
    /// Telephone of the customer service; empty when it has none.
    pub support_phone: String,
    /// When the telephone is answered.
    pub support_hours: Localized,
    /// E-mail address of the customer service; empty when it has none.
    pub support_email: String,
    /// A page with help on logging in.
    pub help_link: Localized,
    /// Brand colour as `#rrggbb`.
    pub brand_color: String,
    /// Link to the accessibility statement.
    pub accessibility: Localized,
    /// Link to the privacy notice.
    pub privacy: Localized,
    /// Link to the terms of use.
    pub terms: Localized,
}
