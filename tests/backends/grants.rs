//! Grants and refresh-token families.

use accounts::Account;
use idp::adapters::{Redemption, Store};
use oidc::names::Digest;
use oidc::{Grant, RefreshFamily};

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::{
    at, bare_account, family, grant, id, insert_account, insert_grant, insert_session, session, signed_in,
};

on_every_store!(
    every_field_of_a_grant_comes_back_with_what_can_end_it,
    one_of_twenty_redemptions_of_a_code_makes_a_grant,
    many_codes_are_redeemed_at_the_same_time,
    no_grant_is_made_once_the_session_or_account_has_ended,
    a_revoked_grant_takes_its_refresh_tokens_with_it,
    grants_end_with_their_session_or_account,
    every_field_of_a_family_comes_back_with_its_grant,
    one_of_twenty_rotations_succeeds,
    a_revoked_family_does_not_rotate,
);

async fn every_field_of_a_grant_comes_back_with_what_can_end_it(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    let grant = grant(5, &session);
    insert_grant(bed, &grant).await;
    let standing = bed.find_grant(grant.id).await.unwrap().unwrap();
    assert_eq!((&standing.grant, &standing.session, &standing.account), (&grant, &session, &account));
    assert_eq!(standing.session_ended_at, None);
    let by_code = bed.find_grant_by_code(&grant.code_digest, "eservice").await.unwrap();
    assert_eq!(by_code, Some(standing));
    assert_eq!(bed.find_grant_by_code(&grant.code_digest, "library").await.unwrap(), None);
    assert_eq!(bed.find_grant_by_code(&Digest::of("another"), "eservice").await.unwrap(), None);

    let tx = bed.begin().await.unwrap();
    tx.end_session(session.id, at(9)).await.unwrap();
    tx.update_account(&Account { disabled_at: Some(at(10)), ..account }).await.unwrap();
    tx.commit().await.unwrap();
    let standing = bed.find_grant(grant.id).await.unwrap().unwrap();
    assert_eq!(standing.session_ended_at, Some(at(9)));
    assert_eq!(standing.account.disabled_at, Some(at(10)));
}

async fn one_of_twenty_redemptions_of_a_code_makes_a_grant(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    let stores: [Store; 2] = [bed.replica().await, bed.replica().await];
    let outcomes = at_once(20, |number| {
        let code_digest = Digest::of("the one code");
        let grant = Grant { code_digest, ..grant(100 + number as u128, &session) };
        let store = stores[number % 2].clone();
        async move { store.insert_grant(&grant).await.unwrap() }
    })
    .await;
    let inserted = outcomes.iter().filter(|outcome| **outcome == Redemption::Inserted).count();
    assert_eq!(inserted, 1);
    assert_eq!(bed.count("SELECT count(*) FROM grants").await, 1);
}

async fn many_codes_are_redeemed_at_the_same_time(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    let outcomes = at_once(60, |number| {
        let grant = grant(100 + number as u128 / 2, &session);
        let grant = Grant { id: id(1_000 + number as u128), ..grant };
        let store = Store::clone(bed);
        async move { (number / 2, store.insert_grant(&grant).await.unwrap()) }
    })
    .await;
    for code in 0..30 {
        let of_code = outcomes.iter().filter(|(of, outcome)| *of == code && *outcome == Redemption::Inserted);
        assert_eq!(of_code.count(), 1, "code {code}");
    }
    assert_eq!(bed.count("SELECT count(*) FROM grants").await, 30);
}

async fn no_grant_is_made_once_the_session_or_account_has_ended(bed: &Bed) {
    let (owner, live) = signed_in(bed).await;
    let ended = session(2, &owner);
    insert_session(bed, &ended, &owner).await;
    let (closed_owner, closed) = (bare_account(3), session(3, &bare_account(3)));
    insert_account(bed, &closed_owner).await;
    insert_session(bed, &closed, &closed_owner).await;
    let tx = bed.begin().await.unwrap();
    assert!(tx.end_session(ended.id, at(1)).await.unwrap());
    tx.update_account(&Account { disabled_at: Some(at(1)), ..closed_owner }).await.unwrap();
    tx.commit().await.unwrap();

    let unknown = session(99, &owner);
    let outcomes = at_once(20, |number| {
        let of = [&live, &ended, &closed, &unknown][number % 4];
        let grant = grant(100 + number as u128, of);
        let store = Store::clone(bed);
        async move { (number, store.insert_grant(&grant).await.unwrap()) }
    })
    .await;
    for (number, outcome) in outcomes {
        let expected = if number % 4 == 0 { Redemption::Inserted } else { Redemption::SessionOver };
        assert_eq!(outcome, expected, "{number}");
    }
}

async fn a_revoked_grant_takes_its_refresh_tokens_with_it(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    for number in [5, 6] {
        let grant = grant(number, &session);
        insert_grant(bed, &grant).await;
        bed.insert_refresh_family(&family(number, &grant)).await.unwrap();
    }
    assert!(bed.revoke_grant(id(5), at(20)).await.unwrap());
    assert!(!bed.revoke_grant(id(5), at(30)).await.unwrap(), "it had ended before");
    let revoked = async |number| {
        let (family, standing) = bed.find_refresh_family(id(number)).await.unwrap().unwrap();
        (family.revoked_at, standing.grant.revoked_at)
    };
    assert_eq!(revoked(5).await, (Some(at(20)), Some(at(20))));
    assert_eq!(revoked(6).await, (None, None));
}

async fn grants_end_with_their_session_or_account(bed: &Bed) {
    let (account, first) = signed_in(bed).await;
    let second = session(2, &account);
    insert_session(bed, &second, &account).await;
    for (number, session) in [(5, &first), (6, &first), (7, &second)] {
        let grant = grant(number, session);
        insert_grant(bed, &grant).await;
        bed.insert_refresh_family(&family(number, &grant)).await.unwrap();
    }
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.revoke_grants_of_session(first.id, at(20)).await.unwrap(), 2);
    assert_eq!(tx.revoke_grants_of_account(account.id, at(30)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    for (number, when) in [(5, at(20)), (6, at(20)), (7, at(30))] {
        let (family, standing) = bed.find_refresh_family(id(number)).await.unwrap().unwrap();
        assert_eq!((family.revoked_at, standing.grant.revoked_at), (Some(when), Some(when)));
    }
}

async fn every_field_of_a_family_comes_back_with_its_grant(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    let grant = grant(5, &session);
    insert_grant(bed, &grant).await;
    let family = RefreshFamily { generation: 41, revoked_at: Some(at(4)), ..family(6, &grant) };
    let tx = bed.begin().await.unwrap();
    tx.insert_refresh_family(&family).await.unwrap();
    tx.commit().await.unwrap();
    let (found, standing) = bed.find_refresh_family(family.id).await.unwrap().unwrap();
    assert_eq!(found, family);
    assert_eq!((standing.grant, standing.session, standing.account), (grant, session, account));
    assert_eq!(bed.find_refresh_family(id(7)).await.unwrap(), None);
}

async fn one_of_twenty_rotations_succeeds(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    let grant = grant(5, &session);
    insert_grant(bed, &grant).await;
    bed.insert_refresh_family(&family(6, &grant)).await.unwrap();
    let stores: [Store; 2] = [bed.replica().await, bed.replica().await];
    let outcomes = at_once(20, |number| {
        let store = stores[number % 2].clone();
        async move { store.rotate_refresh_family(id(6), 0, 1, at(50)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|rotated| **rotated).count(), 1);
    let (family, _) = bed.find_refresh_family(id(6)).await.unwrap().unwrap();
    assert_eq!((family.generation, family.rotated_at), (1, at(50)));
}

async fn a_revoked_family_does_not_rotate(bed: &Bed) {
    let (_, session) = signed_in(bed).await;
    let grant = grant(5, &session);
    insert_grant(bed, &grant).await;
    bed.insert_refresh_family(&family(6, &grant)).await.unwrap();
    assert!(bed.revoke_grant(grant.id, at(20)).await.unwrap());
    assert!(!bed.rotate_refresh_family(id(6), 0, 1, at(50)).await.unwrap());
}
