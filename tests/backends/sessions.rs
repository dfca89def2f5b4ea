//! Sessions.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::remember_me::RememberedLogin;
use chrono::TimeDelta;
use idp::adapters::Retention;
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
    a_remembered_session_is_listed_and_kept_until_its_last_day,
    a_remembered_login_comes_back_as_it_was_saved,
    a_new_browser_is_told_from_a_known_one,
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
    let used_late = Session { last_seen_at: live.expires_at, ..session(2, &account) };
    insert_session(bed, &used_late, &account).await;
    let found = async |number, now| bed.find_session(&session_digest(number), IDLE, now).await.unwrap().is_some();
    let (idle, end) = (at(0) + IDLE, live.expires_at);
    let table = [
        (1, idle - TimeDelta::microseconds(1), true),
        (1, idle, false),
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

fn remembered(number: u128, session: &Session) -> RememberedLogin {
    RememberedLogin {
        id: id(number),
        session_id: session.id,
        generation: 3,
        rotated_at: at(4),
        created_at: at(0),
        expires_at: at(300 * 86_400),
    }
}

async fn save(bed: &Bed, login: &RememberedLogin) {
    let tx = bed.begin().await.unwrap();
    tx.save_remembered_login(login).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_remembered_session_is_listed_and_kept_until_its_last_day(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    let login = remembered(7, &session);
    save(bed, &login).await;
    for (now, expected) in [(at(200 * 86_400), true), (login.expires_at, false)] {
        let listed = bed.sessions_of(account.id, IDLE, now).await.unwrap();
        assert_eq!(!listed.is_empty(), expected, "{now}");
        let logins = bed.remembered_logins_of(account.id, now).await.unwrap();
        assert_eq!(!logins.is_empty(), expected, "{now}");
        let purged = bed.purge(&Retention::default(), now).await.unwrap();
        assert_eq!(purged.sessions == 0, expected, "{now}");
    }
    assert_eq!(bed.count("SELECT count(*) FROM remembered_logins").await, 0);
}

async fn a_remembered_login_comes_back_as_it_was_saved(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    save(bed, &remembered(6, &session)).await;
    let login = remembered(7, &session);
    save(bed, &login).await;
    let find = async |number| {
        let tx = bed.begin().await.unwrap();
        let found = tx.find_remembered_login(id(number), &account.sub).await.unwrap();
        tx.roll_back().await.unwrap();
        found
    };
    assert_eq!(find(6).await, None, "a session has one at the most");
    assert_eq!(find(7).await, Some((login, session.clone())));
    assert_eq!(bed.find_owner_of_remembered_login(id(7)).await.unwrap(), Some(account.id));
    let tx = bed.begin().await.unwrap();
    tx.end_session(session.id, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(7).await, None);
    assert_eq!(bed.find_owner_of_remembered_login(id(7)).await.unwrap(), None);
    assert_eq!(bed.remembered_logins_of(account.id, at(6)).await.unwrap(), []);
}

async fn a_new_browser_is_told_from_a_known_one(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let is_new = async |network: &str, user_agent: &str, told_after| {
        let tx = bed.begin().await.unwrap();
        let is_new = tx.is_new_device(account.id, network, user_agent, told_after).await.unwrap();
        tx.roll_back().await.unwrap();
        is_new
    };
    assert!(!is_new("192.0.2.1", "Opera", at(0)).await, "a first login is no news");
    let session = session(1, &account);
    insert_session(bed, &session, &account).await;
    let note = async |event, now| {
        let entry = Entry {
            network: Some("192.0.2.1".to_owned()),
            session_id: Some(session.id),
            ..Entry::unattended(now, event, Some(account.id))
        };
        let tx = bed.begin().await.unwrap();
        tx.append_audit(&entry).await.unwrap();
        tx.commit().await.unwrap();
    };
    note(Event::SignedIn, at(1)).await;
    for (network, user_agent, expected) in
        [("192.0.2.1", "Firefox", false), ("192.0.2.1", "Opera", true), ("192.0.2.2", "Firefox", true)]
    {
        assert_eq!(is_new(network, user_agent, at(0)).await, expected, "{user_agent} in {network}");
    }
    note(Event::NewDeviceTold, at(2)).await;
    assert!(!is_new("192.0.2.1", "Opera", at(1)).await);
    assert!(is_new("192.0.2.1", "Opera", at(2)).await);
    assert!(is_new("192.0.2.2", "Opera", at(1)).await);
}
