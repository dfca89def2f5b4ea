//! The journeys of people, each driven through the hosted pages.

mod activation;
mod consent;
mod damaged_links;
mod documents;
mod first_login;
mod flood;
mod kept_password;
mod known_device;
mod lockout;
mod mail_faults;
mod mailed_link;
mod migration_window;
mod new_terms;
mod old_ids;
mod old_names;
mod one_page;
mod open_page;
mod own;
mod privacy;
mod recovery;
mod registration;
mod remembered;
mod returned_mail;
mod session_list;
mod sessions;
mod sign_in;
