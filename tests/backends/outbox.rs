//! The outbox.

use std::collections::HashSet;

use chrono::TimeDelta;
use idp::adapters::{Channel, OutboxItem, Store};

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::{at, id, item};

on_every_store!(
    every_field_of_an_item_comes_back,
    an_item_that_is_given_back_was_never_tried,
    an_item_appears_with_the_commit_of_its_cause,
    a_lease_keeps_others_away_until_it_ends,
    a_clock_that_ran_ahead_holds_no_delivery_up,
    no_two_workers_lease_one_item,
    a_failed_try_waits_and_a_delivered_item_is_gone,
    what_is_done_with_keeps_no_address_and_no_payload,
);

const LEASE: TimeDelta = TimeDelta::seconds(60);

async fn enqueue(bed: &Bed, items: &[OutboxItem]) {
    let tx = bed.begin().await.unwrap();
    for item in items {
        tx.enqueue(item).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn leased(bed: &Bed, limit: u32, now: i64) -> Vec<u128> {
    let items = bed.lease_outbox(Channel::Mail, limit, LEASE, at(now)).await.unwrap();
    items.into_iter().map(|item| item.id.as_u128()).collect()
}

async fn every_field_of_an_item_comes_back(bed: &Bed) {
    let mail = item(1);
    let notice = OutboxItem { channel: Channel::Logout, account_id: None, recipient: None, ..item(2) };
    enqueue(bed, &[mail.clone(), notice.clone()]).await;
    for item in [mail, notice] {
        let leased = bed.lease_outbox(item.channel, 10, LEASE, at(5)).await.unwrap();
        assert_eq!(leased, [OutboxItem { attempts: 1, ..item }]);
    }
}

async fn an_item_that_is_given_back_was_never_tried(bed: &Bed) {
    enqueue(bed, &[item(1)]).await;
    assert_eq!(leased(bed, 1, 10).await, [1]);
    bed.outbox_release(id(1)).await.unwrap();
    let again = bed.lease_outbox(Channel::Mail, 1, LEASE, at(10)).await.unwrap();
    assert_eq!(again.iter().map(|item| item.attempts).collect::<Vec<_>>(), [1]);
}

async fn an_item_appears_with_the_commit_of_its_cause(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    tx.enqueue(&item(1)).await.unwrap();
    drop(tx);
    assert!(leased(bed, 10, 5).await.is_empty());
}

async fn a_lease_keeps_others_away_until_it_ends(bed: &Bed) {
    enqueue(bed, &[item(3), item(1), item(2)]).await;
    assert!(leased(bed, 10, 0).await.is_empty(), "nothing is due yet");
    assert_eq!(leased(bed, 2, 10).await, [1, 2], "the longest due first");
    assert_eq!(leased(bed, 10, 10).await, [3]);
    assert!(leased(bed, 10, 69).await.is_empty());
    let again = bed.lease_outbox(Channel::Mail, 10, LEASE, at(70)).await.unwrap();
    assert_eq!(again.iter().map(|item| item.attempts).collect::<Vec<_>>(), [2, 2, 2]);
}

async fn a_clock_that_ran_ahead_holds_no_delivery_up(bed: &Bed) {
    let tomorrow = 86_400;
    let item = |number| OutboxItem { expires_at: at(2 * tomorrow), ..item(number) };
    enqueue(bed, &[OutboxItem { created_at: at(tomorrow), ..item(1) }, item(2)]).await;
    assert_eq!(leased(bed, 10, tomorrow).await, [2, 1]);
    assert_eq!(leased(bed, 10, 5).await, [2, 1], "the clock was set right");
    assert!(leased(bed, 10, 6).await.is_empty(), "now they are leased");
}

async fn no_two_workers_lease_one_item(bed: &Bed) {
    let items: Vec<_> = (1..=40).map(item).collect();
    enqueue(bed, &items).await;
    let stores: [Store; 2] = [bed.replica().await, bed.replica().await];
    let leases = at_once(20, |number| {
        let store = stores[number % 2].clone();
        async move { store.lease_outbox(Channel::Mail, 3, LEASE, at(100)).await.unwrap() }
    })
    .await;
    let mut ids: Vec<_> = leases.into_iter().flatten().map(|item| item.id).collect();
    let leased = ids.len();
    assert_eq!(ids.drain(..).collect::<HashSet<_>>().len(), leased, "one was leased twice");
    let rest = bed.lease_outbox(Channel::Mail, 100, LEASE, at(100)).await.unwrap();
    assert_eq!(leased + rest.len(), 40);
}

async fn a_failed_try_waits_and_a_delivered_item_is_gone(bed: &Bed) {
    enqueue(bed, &[item(1), item(2), item(3), item(4)]).await;
    assert_eq!(leased(bed, 3, 10).await, [1, 2, 3]);
    bed.outbox_sent(id(1), at(11)).await.unwrap();
    bed.outbox_retry(id(2), at(40), "smtp 450").await.unwrap();
    bed.outbox_failed(id(3), at(11), "smtp 550").await.unwrap();
    // A worker that comes late, after its lease was over, changes nothing.
    bed.outbox_retry(id(1), at(12), "late").await.unwrap();
    bed.outbox_failed(id(1), at(12), "late").await.unwrap();
    bed.outbox_retry(id(3), at(12), "late").await.unwrap();
    assert_eq!(leased(bed, 10, 39).await, [4]);
    assert_eq!(leased(bed, 10, 40).await, [2]);
    assert!(leased(bed, 10, 3_600).await.is_empty(), "all the rest has expired");
}

async fn what_is_done_with_keeps_no_address_and_no_payload(bed: &Bed) {
    enqueue(bed, &[item(1), item(2), item(3)]).await;
    bed.outbox_sent(id(1), at(11)).await.unwrap();
    bed.outbox_failed(id(2), at(11), "smtp 550").await.unwrap();
    assert_eq!(bed.expire_outbox(at(3_599)).await.unwrap(), 0);
    let kept = "SELECT count(*) FROM outbox WHERE recipient IS NOT NULL OR payload IS NOT NULL";
    assert_eq!(bed.count(kept).await, 1);
    assert_eq!(bed.expire_outbox(at(3_600)).await.unwrap(), 1);
    assert_eq!(bed.count(kept).await, 0);
    let told = "SELECT count(*) FROM outbox WHERE last_error IN ('smtp 550', 'expired') AND failed_at IS NOT NULL";
    assert_eq!(bed.count(told).await, 2);
}
