//! The identity provider as a library: each layer in the order in which a
//! request meets it.

/// The machines: mail.
pub mod adapters {
    /// Mails: their wording and, later, their way out.
    pub mod mail {
        pub mod message;
    }
}
pub mod locales;
/// The face: pages and, later, routes.
pub mod web {
    pub mod pages;
}
