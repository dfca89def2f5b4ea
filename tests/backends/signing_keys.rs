//! Signing keys.

use std::time::Duration;

use idp::adapters::Store;
use keys::{Algorithm, KeyRecord, KeyState};
use serde_json::json;

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::at;

on_every_store!(
    every_field_of_a_key_comes_back_oldest_first,
    the_whole_set_is_replaced_or_none_of_it,
    replicas_that_start_at_once_agree_on_one_set,
    a_replica_waits_while_another_makes_its_keys_slowly,
);

fn key(kid: &str, algorithm: Algorithm, state: KeyState, second: i64) -> KeyRecord {
    KeyRecord {
        kid: kid.to_owned(),
        algorithm,
        state,
        sealed_private: vec![0, 159, 146, 150],
        public_jwk: json!({ "kty": "EC", "crv": "P-256", "x": "ä", "y": "1" }),
        created_at: at(second),
        activated_at: Some(at(second + 1)),
        retired_at: Some(at(second + 2)),
    }
}

async fn replace(bed: &Bed, records: &[KeyRecord]) -> bool {
    let tx = bed.begin().await.unwrap();
    tx.lock_signing_keys().await.unwrap();
    let replaced = tx.replace_signing_keys(records).await.is_ok();
    if replaced {
        tx.commit().await.unwrap();
    }
    replaced
}

async fn every_field_of_a_key_comes_back_oldest_first(bed: &Bed) {
    let retired = key("a", Algorithm::Es256, KeyState::Retired, 2);
    let current = KeyRecord { retired_at: None, ..key("b", Algorithm::Es256, KeyState::Current, 1) };
    let next = KeyRecord { activated_at: None, retired_at: None, ..key("c", Algorithm::Rs256, KeyState::Next, 0) };
    assert!(bed.signing_keys().await.unwrap().is_empty());
    assert!(replace(bed, &[retired.clone(), current.clone(), next.clone()]).await);
    assert_eq!(bed.signing_keys().await.unwrap(), [next, current, retired]);
}

async fn the_whole_set_is_replaced_or_none_of_it(bed: &Bed) {
    let first = [key("a", Algorithm::Es256, KeyState::Current, 0), key("b", Algorithm::Rs256, KeyState::Current, 1)];
    assert!(replace(bed, &first).await, "one current key of each algorithm");
    let two_current =
        [key("c", Algorithm::Es256, KeyState::Current, 0), key("d", Algorithm::Es256, KeyState::Current, 1)];
    assert!(!replace(bed, &two_current).await);
    assert_eq!(bed.signing_keys().await.unwrap(), first);
    assert!(replace(bed, &first[1..]).await);
    assert_eq!(bed.signing_keys().await.unwrap(), first[1..]);
}

async fn replicas_that_start_at_once_agree_on_one_set(bed: &Bed) {
    let stores: [Store; 2] = [bed.replica().await, bed.replica().await];
    let opened = at_once(10, |number| {
        let store = stores[number % 2].clone();
        async move {
            let tx = store.begin().await.unwrap();
            let mut records = tx.lock_signing_keys().await.unwrap();
            if records.is_empty() {
                let kid = format!("made by {number}");
                records.push(key(&kid, Algorithm::Es256, KeyState::Current, 0));
                tx.replace_signing_keys(&records).await.unwrap();
            }
            tx.commit().await.unwrap();
            records
        }
    })
    .await;
    let stored = bed.signing_keys().await.unwrap();
    assert!(opened.iter().all(|records| *records == stored));
}

async fn a_replica_waits_while_another_makes_its_keys_slowly(bed: &Bed) {
    let (first, second) = (bed.replica().await, bed.replica().await);
    let tx = first.begin().await.unwrap();
    tx.lock_signing_keys().await.unwrap();
    let waiting = tokio::spawn(async move {
        let tx = second.begin().await.unwrap();
        let records = tx.lock_signing_keys().await;
        tx.roll_back().await.unwrap();
        records
    });
    // Longer than a statement may take otherwise.
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    let made = [key("made slowly", Algorithm::Es256, KeyState::Current, 0)];
    tx.replace_signing_keys(&made).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), made);
}
