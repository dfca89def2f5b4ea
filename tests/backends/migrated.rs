//! People on their way from an older system.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::migration::{Funnel, Migration, Stage};
use idp::adapters::SilentCount;
use uuid::Uuid;

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, bare_account, id, insert_account};

on_every_store!(
    people_are_counted_by_import_and_step,
    who_was_never_seen_is_listed_with_every_old_id,
    who_gave_a_sign_of_life_is_not_silent,
    who_speaks_up_while_others_wait_is_not_silent,
);

pub(super) async fn insert_at(bed: &Bed, number: u128, batch: &str, stage: Stage) {
    let migration = Some(Migration { batch: batch.to_owned(), stage, since: at(0) });
    insert_account(bed, &Account { migration, ..account(number) }).await;
}

pub(super) async fn note(bed: &Bed, number: u128, event: Event, seconds: i64) {
    bed.append_audit(&Entry::unattended(at(seconds), event, Some(id(number)))).await.unwrap();
}

async fn people_are_counted_by_import_and_step(bed: &Bed) {
    for (number, batch, stage) in [
        (1, "a", Stage::Imported),
        (2, "a", Stage::LinkOpened),
        (3, "a", Stage::PasswordSet),
        (4, "a", Stage::Archived),
        (5, "b", Stage::LinkSent),
    ] {
        insert_at(bed, number, batch, stage).await;
    }
    insert_account(bed, &bare_account(6)).await;
    note(bed, 3, Event::SignedIn, 1).await;
    note(bed, 3, Event::SignedIn, 2).await;
    let a = Funnel {
        imported: 4,
        link_sent: 2,
        link_opened: 2,
        password_set: 1,
        logged_in: 1,
        archived: 1,
        ..Funnel::of("a".to_owned())
    };
    let b = Funnel { imported: 1, link_sent: 1, ..Funnel::of("b".to_owned()) };
    assert_eq!(bed.migration_funnels().await.unwrap(), [a, b]);
}

async fn who_was_never_seen_is_listed_with_every_old_id(bed: &Bed) {
    for (number, stage) in [
        (1, Stage::Imported),
        (2, Stage::LinkOpened),
        (3, Stage::PasswordSet),
        (4, Stage::Archived),
        (5, Stage::LinkSent),
        (6, Stage::LinkSent),
    ] {
        insert_at(bed, number, "a", stage).await;
    }
    note(bed, 5, Event::SignedIn, 1).await;
    let tx = bed.begin().await.unwrap();
    for (source, external_id) in [("lupa", "L-2"), ("kirjasto", "77")] {
        assert!(tx.insert_legacy_id(source, external_id, id(2)).await.unwrap());
    }
    let closed = tx.find_account(id(6)).await.unwrap().unwrap();
    tx.update_account(&Account { disabled_at: Some(at(3)), ..closed }).await.unwrap();
    tx.commit().await.unwrap();

    let all = bed.unseen(None, Uuid::nil(), 10).await.unwrap();
    assert_eq!(all.iter().map(|person| person.id).collect::<Vec<_>>(), [id(1), id(2)]);
    let pair = |source: &str, external_id: &str| (source.to_owned(), external_id.to_owned());
    assert_eq!(all[1].legacy_ids, [pair("kirjasto", "77"), pair("lupa", "L-2")]);
    assert_eq!((all[1].stage, all[1].since, all[1].sub.as_str()), (Stage::LinkOpened, at(0), "sub-2"));
    assert_eq!(all[1].email.as_deref(), account(2).email.as_ref().map(accounts::Email::as_str));
    // A portion is counted in people, not in ids.
    assert_eq!(bed.unseen(Some("a"), Uuid::nil(), 1).await.unwrap().len(), 1);
    assert_eq!(bed.unseen(Some("a"), id(1), 1).await.unwrap()[0].legacy_ids.len(), 2);
    assert!(bed.unseen(Some("b"), Uuid::nil(), 10).await.unwrap().is_empty());
}

async fn who_gave_a_sign_of_life_is_not_silent(bed: &Bed) {
    for number in 1..=5 {
        insert_at(bed, number, "a", Stage::LinkSent).await;
    }
    insert_at(bed, 6, "b", Stage::Imported).await;
    note(bed, 1, Event::Imported, 20).await;
    note(bed, 1, Event::Reminded, 30).await;
    note(bed, 2, Event::PasswordLinkSent, 30).await;
    note(bed, 3, Event::PasswordLinkSent, 5).await;
    note(bed, 4, Event::SignedIn, 5).await;
    let silent = async |batch, before: i64| {
        let tx = bed.begin().await.unwrap();
        let accounts = tx.hold_silent_accounts(batch, at(before), 10).await.unwrap();
        for account in &accounts {
            assert!(tx.is_silent(account.id, at(before)).await.unwrap());
        }
        accounts.into_iter().map(|account| account.id.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(silent(None, 10).await, [1, 3, 5, 6]);
    assert_eq!(silent(Some("a"), 10).await, [1, 3, 5]);
    assert_eq!(silent(None, 0).await, [] as [u128; 0], "the step itself is not before");
    let count = |batch: &str, accounts| SilentCount { batch: batch.to_owned(), accounts };
    assert_eq!(bed.silent_counts(None, at(10)).await.unwrap(), [count("a", 3), count("b", 1)]);
    assert_eq!(bed.silent_counts(Some("b"), at(10)).await.unwrap(), [count("b", 1)]);
}

async fn who_speaks_up_while_others_wait_is_not_silent(bed: &Bed) {
    insert_at(bed, 1, "a", Stage::LinkSent).await;
    let tx = bed.begin().await.unwrap();
    tx.find_account(id(1)).await.unwrap().unwrap();
    let speak = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        tx.append_audit(&Entry::unattended(at(30), Event::PasswordLinkSent, Some(id(1)))).await.unwrap();
        tx.commit().await.unwrap();
    };
    let archive = async {
        let tx = bed.begin().await.unwrap();
        for account in tx.hold_silent_accounts(None, at(10), 10).await.unwrap() {
            assert!(!tx.is_silent(account.id, at(10)).await.unwrap(), "silent in spite of what was written");
        }
    };
    tokio::join!(speak, archive);
}
