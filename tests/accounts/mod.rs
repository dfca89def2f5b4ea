//! The journeys of people, each driven through the hosted pages.

mod consent;
mod damaged_links;
mod documents;
mod first_login;
mod kept_password;
mod lockout;
mod mail_faults;
mod mailed_link;
mod migration_window;
mod new_terms;
mod old_ids;
mod open_page;
mod privacy;
mod recovery;
mod returned_mail;
mod sessions;
mod sign_in;
