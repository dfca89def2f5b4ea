//! What `idp dev` and the tests put around the provider: four demo sites that
//! are true relying parties, and the people of their old login system.
//!
//! Nothing here is reachable from a production deployment.

pub mod documents;
pub mod eservice;
pub mod kit;
pub mod kodinportaali;
pub mod neighbours;
pub mod people;
pub mod portal;
pub mod postal_codes;
pub mod registrations;
