//! Accounts that nobody has activated.

use accounts::Account;
use accounts::one_time_token::{OneTimeToken, Purpose};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, bare_account, insert_account, link};

on_every_store!(
    who_waits_too_long_is_removed_with_the_links,
    only_the_live_link_is_found,
    what_is_active_is_not_removed
);

const DAY: i64 = 86_400;

fn waiting(account: Account, since: i64) -> Account {
    Account { unactivated_since: Some(at(since)), ..account }
}

fn activation(number: u128, account: &Account) -> OneTimeToken {
    OneTimeToken { purpose: Purpose::Activation, proven_by: Some([7; 32]), ..link(number, account) }
}

async fn insert_links(bed: &Bed, tokens: &[OneTimeToken]) {
    let tx = bed.begin().await.unwrap();
    for token in tokens {
        tx.insert_one_time_token(token).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn who_waits_too_long_is_removed_with_the_links(bed: &Bed) {
    let (old, new) = (waiting(account(1), 0), waiting(bare_account(2), DAY));
    for account in [&old, &new] {
        insert_account(bed, account).await;
    }
    insert_links(bed, &[activation(1, &old)]).await;
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.remove_unactivated_since(at(DAY)).await.unwrap(), [old.id]);
    assert!(tx.remove_unactivated_since(at(DAY)).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(bed.find_account(old.id).await.unwrap(), None);
    assert_eq!(bed.find_account(new.id).await.unwrap(), Some(new));
    assert_eq!(bed.count("SELECT count(*) FROM one_time_tokens").await, 0);
}

async fn only_the_live_link_is_found(bed: &Bed) {
    let account = waiting(account(1), 0);
    insert_account(bed, &account).await;
    let live = activation(3, &account);
    let used = OneTimeToken { used_at: Some(at(4)), ..activation(4, &account) };
    let superseded = OneTimeToken { superseded_at: Some(at(2)), ..activation(1, &account) };
    insert_links(bed, &[superseded, live.clone(), used, link(5, &account)]).await;
    let tx = bed.begin().await.unwrap();
    let found = tx.live_link(account.id, Purpose::Activation, at(10)).await.unwrap();
    assert_eq!(found, Some(live));
    assert_eq!(tx.live_link(account.id, Purpose::Activation, at(1_800)).await.unwrap(), None);
}

async fn what_is_active_is_not_removed(bed: &Bed) {
    let active = Account { unactivated_since: None, ..account(1) };
    let unactivated = waiting(bare_account(2), 0);
    for account in [&active, &unactivated] {
        insert_account(bed, account).await;
    }
    let tx = bed.begin().await.unwrap();
    assert!(!tx.remove_unactivated(active.id).await.unwrap());
    assert!(tx.remove_unactivated(unactivated.id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(bed.find_account(active.id).await.unwrap().is_some());
}
