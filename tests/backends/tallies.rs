//! Tallies of wrong passwords.

use accounts::lockout::{Admission, Policy, Tally};
use chrono::TimeDelta;
use idp::adapters::Store;

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::at;

on_every_store!(every_field_of_a_tally_comes_back_until_it_is_cleared, tries_in_parallel_never_exceed_the_limit,);

const KEY: [u8; 32] = [9; 32];

async fn every_field_of_a_tally_comes_back_until_it_is_cleared(bed: &Bed) {
    assert_eq!(bed.find_tally(&KEY).await.unwrap(), Tally::default());
    let tallies = [
        Tally { failures: 3, tried_at: Some(at(1)), locked_until: None },
        Tally { failures: 5, tried_at: Some(at(2)), locked_until: Some(at(86_400)) },
    ];
    for tally in tallies {
        let tx = bed.begin().await.unwrap();
        tx.lock_tally(&KEY).await.unwrap();
        tx.save_tally(&KEY, &tally).await.unwrap();
        assert_eq!(tx.lock_tally(&KEY).await.unwrap(), tally);
        tx.commit().await.unwrap();
        assert_eq!(bed.find_tally(&KEY).await.unwrap(), tally);
        assert_eq!(bed.find_tally(&[8; 32]).await.unwrap(), Tally::default());
    }
    let tx = bed.begin().await.unwrap();
    tx.clear_tally(&KEY).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bed.find_tally(&KEY).await.unwrap(), Tally::default());
}

/// Twenty tries at once on an identifier that has no tally yet: without a lock
/// on the missing row each of them would find none.
async fn tries_in_parallel_never_exceed_the_limit(bed: &Bed) {
    let policy = Policy { attempts: 5, duration: TimeDelta::hours(24) };
    let stores: [Store; 2] = [bed.replica().await, bed.replica().await];
    let admitted = at_once(20, |number| {
        let store = stores[number % 2].clone();
        async move {
            let tx = store.begin().await.unwrap();
            let tally = tx.lock_tally(&KEY).await.unwrap();
            let (tally, admission) = tally.reserve(&policy, at(0));
            tx.save_tally(&KEY, &tally).await.unwrap();
            tx.commit().await.unwrap();
            matches!(admission, Admission::Admitted { .. })
        }
    })
    .await;
    assert_eq!(admitted.iter().filter(|admitted| **admitted).count(), 5);
    assert_eq!(bed.find_tally(&KEY).await.unwrap().failures, 5);
}
