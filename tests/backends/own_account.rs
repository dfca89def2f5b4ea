//! What the pages of the own account read and end.

use accounts::audit::{Entry, Event};
use accounts::one_time_token::Purpose;
use chrono::TimeDelta;
use idp::adapters::Redemption;

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, bare_account, family, grant, insert_account, link, session_digest, signed_in};

on_every_store!(
    a_service_is_listed_until_it_is_disconnected,
    a_new_address_waits_while_its_link_is_live,
    an_address_is_found_by_whoever_signs_in_with_it,
    an_account_is_due_on_its_day_and_leaves_no_trace,
);

async fn a_service_is_listed_until_it_is_disconnected(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    let grant = grant(1, &session);
    assert_eq!(bed.insert_grant(&grant).await.unwrap(), Redemption::Inserted);
    let family = oidc::RefreshFamily { rotated_at: at(500), ..family(1, &grant) };
    bed.insert_refresh_family(&family).await.unwrap();
    let [service] = <[_; 1]>::try_from(bed.services_of(account.id).await.unwrap()).unwrap();
    assert_eq!((service.first_used_at, service.last_used_at), (grant.created_at, at(500)));
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.revoke_grants_to_client(account.id, "another", at(600)).await.unwrap(), 0);
    assert_eq!(tx.revoke_grants_to_client(account.id, &grant.client_id, at(600)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(bed.services_of(account.id).await.unwrap(), []);
    let (family, standing) = bed.find_refresh_family(family.id).await.unwrap().unwrap();
    assert_eq!((family.revoked_at, standing.grant.revoked_at), (Some(at(600)), Some(at(600))));
}

async fn a_new_address_waits_while_its_link_is_live(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let mut link = link(1, &account);
    link.purpose = Purpose::EmailChange;
    link.address = account.email.clone();
    let tx = bed.begin().await.unwrap();
    tx.insert_one_time_token(&link).await.unwrap();
    assert_eq!(tx.address_link_times(account.id, link.created_at).await.unwrap(), [link.created_at]);
    tx.commit().await.unwrap();
    let last = link.expires_at - TimeDelta::seconds(1);
    let found = async |now| bed.live_link(account.id, Purpose::EmailChange, now).await.unwrap();
    assert_eq!(found(last).await.map(|link| link.address), Some(link.address.clone()));
    assert_eq!(found(link.expires_at).await, None);
    assert_eq!(bed.live_link(account.id, Purpose::EmailUndo, last).await.unwrap(), None);
    assert!(bed.link_times(account.id, link.created_at).await.unwrap().is_empty(), "it holds no recovery up");
}

async fn an_address_is_found_by_whoever_signs_in_with_it(bed: &Bed) {
    let account = account(1);
    insert_account(bed, &account).await;
    let tx = bed.begin().await.unwrap();
    let found = tx.find_account_by_address(account.email.as_ref().unwrap()).await.unwrap();
    assert_eq!(found.map(|found| found.id), Some(account.id));
    let other = accounts::Email::parse("kuka.tahansa@example.fi").unwrap();
    assert_eq!(tx.find_account_by_address(&other).await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn an_account_is_due_on_its_day_and_leaves_no_trace(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    insert_account(bed, &bare_account(2)).await;
    assert_eq!(bed.insert_grant(&grant(1, &session)).await.unwrap(), Redemption::Inserted);
    let tx = bed.begin().await.unwrap();
    let due = accounts::Account { deletion_due_at: Some(at(1000)), ..account.clone() };
    tx.update_account(&due).await.unwrap();
    tx.append_audit(&Entry::unattended(at(1), Event::DeletionPlanned, Some(account.id))).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bed.accounts_to_delete(10, at(999)).await.unwrap(), []);
    assert_eq!(bed.accounts_to_delete(10, at(1000)).await.unwrap(), [due]);
    let tx = bed.begin().await.unwrap();
    tx.erase_traces(account.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(bed.find_session(&session_digest(1), TimeDelta::days(1), at(1)).await.unwrap().is_none());
    assert_eq!(bed.services_of(account.id).await.unwrap(), []);
    let lines = bed.audit_of(account.id, 100).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.event.as_str()).collect::<Vec<_>>(), ["deletion_planned"]);
}
