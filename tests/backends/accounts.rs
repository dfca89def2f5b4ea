//! Accounts and the ids of legacy systems.

use accounts::account::Kind;
use accounts::audit::{Entry, Event};
use accounts::migration::{Migration, Stage};
use accounts::password::PasswordHash;
use accounts::{Account, Email};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, bare_account, id, insert_account};

on_every_store!(
    every_field_of_an_account_comes_back,
    an_update_writes_all_that_can_change_and_nothing_else,
    a_taken_username_address_or_subject_is_told,
    an_identifier_means_the_username_before_the_address,
    a_legacy_id_belongs_to_one_account,
    a_dropped_transaction_leaves_nothing_behind,
    the_audit_trail_keeps_a_line,
    one_password_of_each_slow_recipe_is_listed,
);

async fn one_password_of_each_slow_recipe_is_listed(bed: &Bed) {
    assert_eq!(bed.slow_legacy_passwords().await.unwrap(), []);
    insert_account(bed, &account(1)).await;
    let slow = |iterations: u32, salt| format!("$legacy-pbkdf2-sha256,i={iterations},l=32,s={salt}$argon2id$");
    for (number, stored) in [(2, slow(1000, "A")), (3, slow(1000, "B")), (4, slow(2000, "C"))] {
        insert_account(bed, &Account { password: Some(PasswordHash(stored)), ..bare_account(number) }).await;
    }
    let found: Vec<_> = bed.slow_legacy_passwords().await.unwrap().into_iter().map(|hash| hash.0).collect();
    assert!(found.contains(&slow(2000, "C")), "{found:?}");
    assert!(found.contains(&slow(1000, "A")) != found.contains(&slow(1000, "B")), "{found:?}");
    assert_eq!(found.len(), 2);
}

async fn every_field_of_an_account_comes_back(bed: &Bed) {
    for account in [account(1), bare_account(2)] {
        insert_account(bed, &account).await;
        assert_eq!(bed.find_account(account.id).await.unwrap().as_ref(), Some(&account));
        assert_eq!(bed.find_account_by_sub(&account.sub).await.unwrap().as_ref(), Some(&account));
        let tx = bed.begin().await.unwrap();
        assert_eq!(tx.find_account(account.id).await.unwrap().as_ref(), Some(&account));
    }
    assert_eq!(bed.find_account(id(3)).await.unwrap(), None);
}

async fn an_update_writes_all_that_can_change_and_nothing_else(bed: &Bed) {
    insert_account(bed, &bare_account(1)).await;
    let mut changed = Account {
        kind: Kind::Official,
        disabled_at: Some(at(7)),
        migration: Some(Migration { batch: "b".to_owned(), stage: Stage::PasswordSet, since: at(8) }),
        updated_at: at(9),
        ..account(1)
    };
    update(bed, &Account { sub: "another".to_owned(), created_at: at(99), ..changed.clone() }).await;
    assert_eq!(bed.find_account(id(1)).await.unwrap(), Some(changed.clone()));

    // What was given can be taken back.
    changed = Account { updated_at: at(10), ..bare_account(1) };
    update(bed, &changed).await;
    assert_eq!(bed.find_account(id(1)).await.unwrap(), Some(changed));

    let tx = bed.begin().await.unwrap();
    assert!(tx.update_account(&account(2)).await.is_err(), "there is no such account");
}

async fn update(bed: &Bed, account: &Account) {
    let tx = bed.begin().await.unwrap();
    tx.update_account(account).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_taken_username_address_or_subject_is_told(bed: &Bed) {
    insert_account(bed, &account(1)).await;
    let spelled_otherwise = Account { username: Some("AINO1".to_owned()), ..bare_account(2) };
    let same_address = Account { email: account(1).email, ..bare_account(2) };
    let same_sub = Account { sub: account(1).sub, ..bare_account(2) };
    let tx = bed.begin().await.unwrap();
    for taken in [spelled_otherwise, same_address, same_sub] {
        assert!(!tx.insert_account(&taken).await.unwrap());
    }
    // The transaction is still good for the rest of an import.
    assert!(tx.insert_account(&bare_account(2)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bed.find_account(id(2)).await.unwrap(), Some(bare_account(2)));
}

async fn an_identifier_means_the_username_before_the_address(bed: &Bed) {
    let address = Email::stored("Minna@Example.fi".to_owned(), "minna@example.fi".to_owned());
    let by_address = Account { email: Some(address), ..bare_account(1) };
    let by_username = Account { username: Some("minna@example.fi".to_owned()), ..bare_account(2) };
    insert_account(bed, &by_address).await;
    let key = "minna@example.fi";
    assert_eq!(bed.resolve_account(key, Some(key)).await.unwrap().map(|a| a.id), Some(id(1)));
    assert_eq!(bed.resolve_account(key, None).await.unwrap(), None);
    insert_account(bed, &by_username).await;
    assert_eq!(bed.resolve_account(key, Some(key)).await.unwrap().map(|a| a.id), Some(id(2)));
    assert_eq!(bed.resolve_account("minna", Some("other@example.fi")).await.unwrap(), None);
}

async fn a_legacy_id_belongs_to_one_account(bed: &Bed) {
    insert_account(bed, &bare_account(1)).await;
    insert_account(bed, &bare_account(2)).await;
    let tx = bed.begin().await.unwrap();
    assert!(tx.insert_legacy_id("library", "L-1", id(1)).await.unwrap());
    assert!(tx.insert_legacy_id("housing", "L-1", id(2)).await.unwrap());
    assert!(!tx.insert_legacy_id("library", "L-1", id(2)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bed.find_legacy_id("library", id(1)).await.unwrap().as_deref(), Some("L-1"));
    assert_eq!(bed.find_legacy_id("library", id(2)).await.unwrap(), None);
    assert_eq!(bed.find_account_id_by_legacy_id("housing", "L-1").await.unwrap(), Some(id(2)));
    assert_eq!(bed.find_account_id_by_legacy_id("housing", "L-2").await.unwrap(), None);
}

async fn a_dropped_transaction_leaves_nothing_behind(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    assert!(tx.insert_account(&account(1)).await.unwrap());
    drop(tx);
    assert_eq!(bed.find_account(id(1)).await.unwrap(), None);
    insert_account(bed, &account(1)).await;
}

async fn the_audit_trail_keeps_a_line(bed: &Bed) {
    let entry = Entry {
        at: at(0),
        event: Event::SignedIn,
        account_id: Some(id(1)),
        client_id: Some("eservice".to_owned()),
        session_id: Some(id(2)),
        network: Some("192.0.2.7".to_owned()),
        reference: Some("K7PX-4M2Q".to_owned()),
        detail: Some("remembered".into()),
    };
    bed.append_audit(&entry).await.unwrap();
    let tx = bed.begin().await.unwrap();
    tx.append_audit(&Entry { detail: None, session_id: None, ..entry }).await.unwrap();
    tx.commit().await.unwrap();
    let whole = "SELECT count(*) FROM audit WHERE event = 'signed_in' AND client_id = 'eservice' \
                 AND network = '192.0.2.7' AND reference = 'K7PX-4M2Q' AND account_id IS NOT NULL \
                 AND at IS NOT NULL";
    assert_eq!(bed.count(whole).await, 2);
    let first = format!("{whole} AND detail = 'remembered' AND session_id IS NOT NULL");
    assert_eq!(bed.count(&first).await, 1);
}
