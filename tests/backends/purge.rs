//! Forgetting what has ended.

use accounts::lockout::Tally;
use accounts::one_time_token::OneTimeToken;
use chrono::TimeDelta;
use idp::adapters::{Purged, Retention};
use oidc::{RefreshFamily, Session};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, family, grant, id, insert_account, insert_grant, insert_session, item, link, session};

on_every_store!(what_ended_long_ago_is_forgotten, what_lives_or_ended_lately_is_kept, a_large_purge_goes_in_batches);

const DAY: i64 = 86_400;

async fn fill(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let expired = session(1, &account);
    let ended = Session { expires_at: at(400 * DAY), ..session(2, &account) };
    let refreshed = session(3, &account);
    for session in [&expired, &ended, &refreshed] {
        insert_session(bed, session, &account).await;
        let grant = grant(session.id.as_u128(), session);
        insert_grant(bed, &grant).await;
        let lives = if session.id == id(3) { at(200 * DAY) } else { at(10 * DAY) };
        let family = RefreshFamily { expires_at: lives, ..family(session.id.as_u128(), &grant) };
        bed.insert_refresh_family(&family).await.unwrap();
    }
    let tx = bed.begin().await.unwrap();
    tx.end_session(ended.id, at(DAY)).await.unwrap();
    tx.insert_one_time_token(&OneTimeToken { expires_at: at(DAY), ..link(1, &account) }).await.unwrap();
    let locked = Tally { failures: 5, tried_at: Some(at(0)), locked_until: Some(at(150 * DAY)) };
    tx.save_tally(&[1; 32], &locked).await.unwrap();
    tx.save_tally(&[2; 32], &Tally { failures: 1, tried_at: Some(at(0)), locked_until: None }).await.unwrap();
    for number in [1, 2, 3] {
        tx.enqueue(&item(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    bed.outbox_sent(id(1), at(DAY)).await.unwrap();
    bed.outbox_failed(id(2), at(DAY), "smtp 550").await.unwrap();
}

async fn what_ended_long_ago_is_forgotten(bed: &Bed) {
    fill(bed).await;
    let purged = bed.purge(&Retention::default(), at(100 * DAY)).await.unwrap();
    assert_eq!(purged, Purged { sessions: 2, links: 1, tallies: 1, deliveries: 2 });
    assert_eq!(bed.count("SELECT count(*) FROM grants").await, 1, "grants go with their session");
    assert_eq!(bed.count("SELECT count(*) FROM refresh_families").await, 1);
    assert!(bed.find_refresh_family(id(3)).await.unwrap().is_some(), "its refresh token still lives");
    assert_eq!(bed.find_tally(&[1; 32]).await.unwrap().failures, 5, "it is still locked");
    let later = bed.purge(&Retention::default(), at(300 * DAY)).await.unwrap();
    assert_eq!(later, Purged { sessions: 1, tallies: 1, ..Purged::default() });
    assert_eq!(bed.count("SELECT count(*) FROM outbox").await, 1, "nobody has judged the third item");
}

async fn what_lives_or_ended_lately_is_kept(bed: &Bed) {
    fill(bed).await;
    let kept = bed.purge(&Retention::default(), at(DAY)).await.unwrap();
    assert_eq!(kept, Purged::default());
}

async fn a_large_purge_goes_in_batches(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    for number in 0..1_200_u32 {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&number.to_be_bytes());
        let tally = Tally { failures: 1, tried_at: Some(at(0)), locked_until: None };
        tx.save_tally(&key, &tally).await.unwrap();
    }
    tx.commit().await.unwrap();
    let retention = Retention { tallies: TimeDelta::hours(1), ..Retention::default() };
    assert_eq!(bed.purge(&retention, at(DAY)).await.unwrap().tallies, 1_200);
}
