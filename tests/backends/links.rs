//! Mailed links.

use accounts::Email;
use accounts::one_time_token::{OneTimeToken, Purpose};

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::{account, at, bare_account, id, insert_account, link};

on_every_store!(
    every_field_of_a_link_comes_back,
    a_link_is_used_once_for_its_purpose_while_it_lives,
    one_of_twenty_uses_of_a_link_succeeds,
    a_use_that_is_not_committed_did_not_happen,
    newer_links_void_older_ones,
    the_times_of_links_are_listed,
);

const BROWSER: [u8; 32] = [7; 32];

async fn insert(bed: &Bed, tokens: &[OneTimeToken]) {
    let tx = bed.begin().await.unwrap();
    for token in tokens {
        tx.insert_one_time_token(token).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn consume(bed: &Bed, token: &OneTimeToken, purpose: Purpose, now: i64) -> Option<OneTimeToken> {
    let tx = bed.begin().await.unwrap();
    let used = tx.consume_one_time_token(&token.digest, purpose, &BROWSER, at(now)).await.unwrap();
    tx.commit().await.unwrap();
    used
}

async fn every_field_of_a_link_comes_back(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let bare = OneTimeToken { client_id: None, flow: None, ..link(1, &account) };
    let full = OneTimeToken {
        purpose: Purpose::EmailChange,
        address: Some(Email::parse("Uusi@Älykäs.fi").unwrap()),
        used_at: Some(at(3)),
        used_by: Some(BROWSER),
        superseded_at: Some(at(4)),
        ..link(2, &account)
    };
    insert(bed, &[bare.clone(), full.clone()]).await;
    for token in [bare, full] {
        assert_eq!(bed.find_one_time_token(&token.digest).await.unwrap(), Some(token));
    }
    assert_eq!(bed.find_one_time_token(&[0; 32]).await.unwrap(), None);
}

async fn a_link_is_used_once_for_its_purpose_while_it_lives(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let live = link(1, &account);
    let superseded = OneTimeToken { superseded_at: Some(at(2)), ..link(2, &account) };
    insert(bed, &[live.clone(), superseded.clone()]).await;
    assert_eq!(consume(bed, &live, Purpose::FirstPassword, 10).await, None, "another purpose");
    assert_eq!(consume(bed, &live, Purpose::Recovery, 1_800).await, None, "expired");
    assert_eq!(consume(bed, &superseded, Purpose::Recovery, 10).await, None, "superseded");
    let used = OneTimeToken { used_at: Some(at(10)), used_by: Some(BROWSER), ..live.clone() };
    assert_eq!(consume(bed, &live, Purpose::Recovery, 10).await, Some(used.clone()));
    assert_eq!(consume(bed, &live, Purpose::Recovery, 11).await, None, "used");
    assert_eq!(bed.find_one_time_token(&live.digest).await.unwrap(), Some(used));
}

async fn one_of_twenty_uses_of_a_link_succeeds(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let token = link(1, &account);
    insert(bed, std::slice::from_ref(&token)).await;
    let outcomes = at_once(20, |_| {
        let (store, digest) = (idp::adapters::Store::clone(bed), token.digest);
        async move {
            let tx = store.begin().await.unwrap();
            let used = tx.consume_one_time_token(&digest, Purpose::Recovery, &BROWSER, at(9)).await.unwrap();
            tx.commit().await.unwrap();
            used.is_some()
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|used| **used).count(), 1);
}

async fn a_use_that_is_not_committed_did_not_happen(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let token = link(1, &account);
    insert(bed, std::slice::from_ref(&token)).await;
    let tx = bed.begin().await.unwrap();
    let used = tx.consume_one_time_token(&token.digest, Purpose::Recovery, &BROWSER, at(9)).await.unwrap();
    assert!(used.is_some());
    drop(tx);
    assert!(consume(bed, &token, Purpose::Recovery, 10).await.is_some());
}

async fn newer_links_void_older_ones(bed: &Bed) {
    let (account, other) = (account(1), bare_account(2));
    insert_account(bed, &account).await;
    insert_account(bed, &other).await;
    let first_password = OneTimeToken { purpose: Purpose::FirstPassword, ..link(2, &account) };
    let used = OneTimeToken { used_at: Some(at(1)), used_by: Some(BROWSER), ..link(3, &account) };
    let links = [link(1, &account), first_password, used, link(4, &other)];
    insert(bed, &links).await;
    let supersede = async |purposes: &[Purpose], now| {
        let tx = bed.begin().await.unwrap();
        let voided = tx.supersede_tokens(account.id, purposes, at(now)).await.unwrap();
        tx.commit().await.unwrap();
        voided
    };
    assert_eq!(supersede(&[Purpose::Recovery, Purpose::Activation], 5).await, 1);
    assert_eq!(supersede(&[], 6).await, 0);
    assert_eq!(supersede(&Purpose::ALL, 6).await, 1);
    let mut when = Vec::new();
    for link in links {
        when.push(bed.find_one_time_token(&link.digest).await.unwrap().unwrap().superseded_at);
    }
    assert_eq!(when, [Some(at(5)), Some(at(6)), None, None]);
}

async fn the_times_of_links_are_listed(bed: &Bed) {
    let (account, other) = (account(1), bare_account(2));
    insert_account(bed, &account).await;
    insert_account(bed, &other).await;
    insert(bed, &[link(30, &account), link(10, &account), link(20, &account), link(25, &other)]).await;
    assert_eq!(bed.link_times(id(1), at(20)).await.unwrap(), [at(20), at(30)]);
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.link_times(id(1), at(0)).await.unwrap(), [at(10), at(20), at(30)]);
}
