//! Waves of reminders.

use accounts::Account;
use accounts::audit::Event;
use accounts::migration::Stage;
use accounts::reminder::{PAUSE, State, Wave};
use idp::adapters::{Channel, OutboxItem};

use super::bed::{Bed, at_once};
use super::migrated::{insert_at, note};
use super::on_every_store;
use super::rows::{at, id, item};

on_every_store!(
    every_field_of_a_wave_comes_back,
    one_wave_runs_at_a_time,
    a_wave_concerns_whoever_can_be_reminded_and_was_not_yet,
    a_stop_takes_back_what_nobody_has_begun_to_send,
    mails_for_an_archived_account_are_withdrawn,
);

async fn begin(bed: &Bed, wave: &Wave) -> bool {
    let tx = bed.begin().await.unwrap();
    let inserted = tx.insert_wave(wave).await.unwrap();
    tx.commit().await.unwrap();
    inserted
}

async fn every_field_of_a_wave_comes_back(bed: &Bed) {
    let wave = Wave::begin(id(1), Some("a".to_owned()), 60, at(0));
    assert!(begin(bed, &wave).await);
    assert_eq!(bed.running_wave().await.unwrap().as_ref(), Some(&wave));
    let wave = wave.after_portion(id(7), at(1)).stopped(at(2));
    let tx = bed.begin().await.unwrap();
    tx.save_wave(&wave).await.unwrap();
    assert_eq!(tx.running_wave().await.unwrap(), None);
    assert_eq!(tx.stopped_wave().await.unwrap().as_ref(), Some(&wave));
    tx.commit().await.unwrap();
    assert_eq!(bed.waves().await.unwrap(), [(wave, 0)]);
}

async fn one_wave_runs_at_a_time(bed: &Bed) {
    let begun = at_once(6, |number| {
        let store = (**bed).clone();
        async move {
            let tx = store.begin().await.unwrap();
            let inserted = tx.insert_wave(&Wave::begin(id(number as u128), None, 60, at(0))).await.unwrap();
            tx.commit().await.unwrap();
            inserted
        }
    })
    .await;
    assert_eq!(begun.into_iter().filter(|begun| *begun).count(), 1);
    let tx = bed.begin().await.unwrap();
    let wave = tx.running_wave().await.unwrap().unwrap();
    tx.save_wave(&wave.finished(at(1))).await.unwrap();
    assert!(tx.insert_wave(&Wave::begin(id(100), None, 60, at(2))).await.unwrap());
    tx.commit().await.unwrap();
    let states: Vec<_> = bed.waves().await.unwrap().into_iter().map(|(wave, _)| wave.state).collect();
    assert_eq!(states, [State::Running, State::Finished]);
}

async fn a_wave_concerns_whoever_can_be_reminded_and_was_not_yet(bed: &Bed) {
    for (number, stage) in [
        (1, Stage::Imported),
        (2, Stage::LinkSent),
        (3, Stage::PasswordSet),
        (4, Stage::Archived),
        (5, Stage::LinkOpened),
        (6, Stage::Imported),
        (7, Stage::Imported),
    ] {
        insert_at(bed, number, if number == 2 { "b" } else { "a" }, stage).await;
    }
    note(bed, 5, Event::SignedIn, 1).await;
    let wave = Wave::begin(id(1), None, 60, at(0));
    begin(bed, &wave).await;
    let tx = bed.begin().await.unwrap();
    let without_address = tx.find_account(id(6)).await.unwrap().unwrap();
    tx.update_account(&Account { email: None, contact_email: None, ..without_address }).await.unwrap();
    let with_anothers = tx.find_account(id(7)).await.unwrap().unwrap();
    tx.update_account(&Account { email: None, ..with_anothers }).await.unwrap();
    let people = async |wave: &Wave, limit| -> Vec<u128> {
        let people = tx.people_to_remind(wave, limit).await.unwrap();
        people.into_iter().map(|account| account.id.as_u128()).collect()
    };
    assert_eq!(people(&wave, 10).await, [1, 2, 7]);
    assert_eq!(people(&wave, 2).await, [1, 2]);
    assert_eq!(people(&Wave { reached: id(1), ..wave.clone() }, 10).await, [2, 7]);
    assert_eq!(people(&Wave { batch: Some("b".to_owned()), ..wave.clone() }, 10).await, [2]);
    tx.insert_reminder(wave.id, id(2), id(50), at(1)).await.unwrap();
    assert_eq!(people(&wave, 10).await, [1, 7]);
    let a_week = PAUSE.num_seconds();
    let later = |seconds| Wave { id: id(9), started_at: at(seconds), ..wave.clone() };
    assert_eq!(people(&later(a_week), 10).await, [1, 7], "another wave within a week");
    assert_eq!(people(&later(a_week + 1), 10).await, [1, 2, 7], "another wave a week later");
    tx.commit().await.unwrap();
    assert_eq!(bed.count_to_remind(None, at(0)).await.unwrap(), 2);
    assert_eq!(bed.count_to_remind(None, at(1)).await.unwrap(), 3);
    assert_eq!(bed.count_to_remind(Some("b"), at(1)).await.unwrap(), 1);
    assert_eq!(bed.waves().await.unwrap()[0].1, 1);
}

async fn a_stop_takes_back_what_nobody_has_begun_to_send(bed: &Bed) {
    let wave = Wave::begin(id(1), None, 60, at(0));
    begin(bed, &wave).await;
    let tx = bed.begin().await.unwrap();
    for number in 1..=3 {
        let mail = OutboxItem { created_at: at(i64::try_from(number).unwrap()), ..item(number) };
        tx.enqueue(&mail).await.unwrap();
    }
    tx.commit().await.unwrap();
    for number in 1..=2 {
        insert_at(bed, number, "a", Stage::Imported).await;
        let tx = bed.begin().await.unwrap();
        tx.insert_reminder(wave.id, id(number), id(number), at(5)).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(bed.waiting_mails().await.unwrap(), 3);
    // The first one is being sent; the third one is no reminder.
    let lease = chrono::TimeDelta::seconds(60);
    assert_eq!(bed.lease_outbox(Channel::Mail, 1, lease, at(10)).await.unwrap()[0].id, id(1));
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.take_reminders_back(wave.id, at(20)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(bed.waves().await.unwrap()[0].1, 1, "the other counts as not reminded");
    assert_eq!(bed.waiting_mails().await.unwrap(), 2);
}

async fn mails_for_an_archived_account_are_withdrawn(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    for (number, account) in [(1, 1), (2, 2)] {
        tx.enqueue(&OutboxItem { account_id: Some(id(account)), ..item(number) }).await.unwrap();
    }
    assert_eq!(tx.withdraw_mails(id(1), at(20)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(bed.waiting_mails().await.unwrap(), 1);
    let kept = "SELECT count(*) FROM outbox WHERE payload IS NULL AND last_error = 'withdrawn'";
    assert_eq!(bed.count(kept).await, 1);
}
