//! A standalone OpenID Connect identity provider for Finnish municipalities
//! and student housing. The layers, from the outside in:
//!
//! - `ops`: configuration, start and stop, the command line; names everything;
//! - `web`: the face: routes, cookies, pages;
//! - `flows`: the steps; each loads, asks a pure room, saves and sends;
//! - `adapters`: the machines: SQL, ephemeral store, mail, hashing, HTTP;
//! - `oidc`, `accounts`, `keys` (crates of their own): the pure decisions.
//!
//! Between `web` and `adapters` stand the few values that steps share: `ctx`,
//! `pending_login`, `registration`, `mailed_link`, `password_link`,
//! `activation_link`, `address_link`, `password_proof`, `owner_mail`,
//! `logout_notice`, `outbox`, `subject`, `tally`, `denied`, `import_run`,
//! `known_device`, `remembered`, `lookup`, `reference`, `session_end`; and beside everything
//! `locales`, the texts, and `demo`, for `idp dev` and tests alone.

pub mod activation_link;
pub mod adapters;
pub mod address_link;
pub mod code_record;
pub mod ctx;
pub mod demo;
pub mod denied;
pub mod flows;
pub mod import_run;
pub mod known_device;
pub mod locales;
pub mod logout_notice;
pub mod lookup;
pub mod mailed_link;
pub mod ops;
pub mod outbox;
pub mod owner_mail;
pub mod password_link;
pub mod password_proof;
pub mod pending_login;
pub mod reference;
pub mod registration;
pub mod remembered;
pub mod session_end;
pub mod subject;
pub mod tally;
pub mod web;
