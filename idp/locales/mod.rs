//! What the deployment and its languages say on pages and in mails.

mod organisation;

pub use organisation::Organisation;
