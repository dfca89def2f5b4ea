//! Everything that a person sees in the browser.
//!
//! A page is a plain struct that a handler fills and renders: what happened is
//! decided by then, the page only chooses the words. `frame` is what all pages
//! share, `templates/` holds their HTML, `static/` their style and script.
//! Every page works without JavaScript, and no page has inline style or script.

pub mod account;
pub mod activation;
pub mod agreement;
pub mod assets;
pub mod color;
pub mod consent;
pub mod dev_mail;
pub mod document;
pub mod failure;
pub mod form;
pub mod frame;
#[cfg(test)]
pub mod gallery;
#[cfg(test)]
mod gallery_tests;
pub mod link;
pub mod login;
pub mod logout;
pub mod maintenance;
pub mod markdown;
pub mod one_page;
pub mod own;
#[cfg(test)]
mod page_tests;
pub mod password;
pub mod registration;
pub mod sessions;
pub mod theme;

pub use form::{Hidden, Problem};
pub use frame::{Frame, Site, User};

/// A page that is ready to be sent.
pub trait View {
    /// The page as HTML.
    fn render(&self) -> String;

    /// Which page it is.
    #[cfg(test)]
    fn kind(&self) -> &'static str {
        std::any::type_name::<Self>()
    }
}

impl<Page: askama::Template> View for Page {
    fn render(&self) -> String {
        askama::Template::render(self).unwrap_or_else(|fault| {
            tracing::error!(%fault, "a page could not be written");
            String::new()
        })
    }
}
