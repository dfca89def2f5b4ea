//! Sessions.

use accounts::Account;
use chrono::TimeDelta;
use oidc::Session;

use super::bed::Bed;
use super::on_every_store;
use super::rows::{
    IDLE, account, at, bare_account, grant, id, insert_account, insert_grant, insert_session, session, session_digest,
    signed_in,
};

on_every_store!(
    every_field_of_a_session_comes_back_with_its_account,
    a_session_ends_by_time_by_idleness_and_by_hand,
    a_session_of_a_closed_account_is_not_found,
    all_sessions_but_one_can_be_ended,
    live_sessions_are_listed_latest_first,
    a_touch_never_goes_back_in_time,
    the_clients_of_a_session_are_told_once_each,
);

async fn every_field_of_a_session_comes_back_with_its_account(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    for remembered in [false, true] {
        let number = 1 + u128::from(remembered);
        let session = Session { remembered, last_seen_at: at(3), ..session(number, &account) };
        insert_session(bed, &session, &account).await;
        let found = bed.find_session(&session_digest(number), IDLE, at(5)).await.unwrap().unwrap();
        assert_eq!((found.session, found.account), (session, account.clone()));
        assert_eq!(found.user_agent, "Firefox");
    }
    assert_eq!(bed.find_session(&session_digest(3), IDLE, at(5)).await.unwrap(), None);
}

async fn a_session_ends_by_time_by_idleness_and_by_hand(bed: &Bed) {
    let (account, live) = signed_in(bed).await;
    let remembered = Session { remembered: true, ..session(2, &account) };
    insert_session(bed, &remembered, &account).await;
    let found = async |number, now| bed.find_session(&session_digest(number), IDLE, now).await.unwrap().is_some();
    let (idle, end) = (at(0) + IDLE, live.expires_at);
    let table = [
        (1, idle - TimeDelta::microseconds(1), true),
        (1, idle, false),
        (2, idle, true),
        (2, end - TimeDelta::microseconds(1), true),
        (2, end, false),
    ];
    for (number, now, expected) in table {
        assert_eq!(found(number, now).await, expected, "{number} at {now}");
    }
    let tx = bed.begin().await.unwrap();
    assert!(tx.end_session(live.id, at(1)).await.unwrap());
    assert!(!tx.end_session(live.id, at(2)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!found(1, at(2)).await);
}

async fn a_session_of_a_closed_account_is_not_found(bed: &Bed) {
    let (account, _) = signed_in(bed).await;
    let tx = bed.begin().await.unwrap();
    tx.update_account(&Account { disabled_at: Some(at(1)), ..account }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bed.find_session(&session_digest(1), IDLE, at(2)).await.unwrap(), None);
}

async fn all_sessions_but_one_can_be_ended(bed: &Bed) {
    let (account, _) = signed_in(bed).await;
    let other = bare_account(9);
    insert_account(bed, &other).await;
    for number in 2..=3 {
        insert_session(bed, &session(number, &account), &account).await;
    }
    insert_session(bed, &session(9, &other), &other).await;
    let end = async |except, now| {
        let tx = bed.begin().await.unwrap();
        let mut ended = tx.end_sessions_of(account.id, except, now).await.unwrap();
        tx.commit().await.unwrap();
        ended.sort();
        ended
    };
    assert_eq!(end(Some(id(2)), at(1)).await, [id(1), id(3)]);
    assert_eq!(end(None, at(2)).await, [id(2)]);
    assert!(bed.find_session(&session_digest(9), IDLE, at(3)).await.unwrap().is_some());
}

async fn live_sessions_are_listed_latest_first(bed: &Bed) {
    let (account, first) = signed_in(bed).await;
    let later = Session { last_seen_at: at(60), ..session(2, &account) };
    let ended = session(3, &account);
    for session in [&later, &ended] {
        insert_session(bed, session, &account).await;
    }
    let tx = bed.begin().await.unwrap();
    tx.end_session(ended.id, at(61)).await.unwrap();
    tx.commit().await.unwrap();
    let listed = bed.sessions_of(account.id, IDLE, at(62)).await.unwrap();
    assert_eq!(listed.into_iter().map(|row| row.session).collect::<Vec<_>>(), [later, first]);
    assert_eq!(bed.sessions_of(id(77), IDLE, at(62)).await.unwrap(), []);
}

async fn a_touch_never_goes_back_in_time(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    for (now, expected) in [(at(300), at(300)), (at(200), at(300))] {
        bed.touch_session(session.id, now).await.unwrap();
        let found = bed.find_session(&session_digest(1), IDLE, at(301)).await.unwrap().unwrap();
        assert_eq!(found.session.last_seen_at, expected);
    }
}

async fn the_clients_of_a_session_are_told_once_each(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    for (number, client) in [(1, "library"), (2, "eservice"), (3, "library")] {
        let grant = oidc::Grant { client_id: client.to_owned(), ..grant(number, &session) };
        insert_grant(bed, &grant).await;
    }
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.clients_of_session(session.id).await.unwrap(), ["eservice", "library"]);
    assert!(tx.clients_of_session(id(5)).await.unwrap().is_empty());
}
