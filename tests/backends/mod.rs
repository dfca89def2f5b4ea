//! One suite for every durable store, SQLite and PostgreSQL, and one for every
//! ephemeral store.

mod acceptances;
mod accounts;
mod audit;
mod backup;
pub mod bed;
mod clients;
mod consents;
mod ephemeral;
mod erasure;
mod grants;
mod housekeeping;
mod legacy_ids;
mod links;
mod migrated;
mod newcomers;
mod outbox;
mod own_account;
mod purge;
pub mod redis;
mod redis_away;
mod reminders;
mod restore;
mod rows;
mod schema;
mod service;
mod sessions;
mod signing_keys;
mod tallies;
mod tenancies;
mod unactivated;

/// Makes each of the named tests run on a fresh database of each kind.
macro_rules! on_every_store {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let bed = $crate::backends::bed::Bed::sqlite().await;
                super::$test(&bed).await;
                bed.remove().await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let bed = $crate::backends::bed::Bed::postgres().await;
                super::$test(&bed).await;
                bed.remove().await;
            })+
        }
    };
}
pub(crate) use on_every_store;
