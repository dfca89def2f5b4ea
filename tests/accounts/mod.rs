//! The journeys of people, each driven through the hosted pages.

mod first_login;
mod kept_password;
mod lockout;
mod mail_faults;
mod mailed_link;
mod migration_window;
mod old_ids;
mod open_page;
mod own;
mod privacy;
mod recovery;
mod sessions;
mod sign_in;
