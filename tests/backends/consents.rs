//! What people allow clients, and how many mails go to one address.

use oidc::{Consent, Scope};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{at, grant, id, insert_grant, item, signed_in};

on_every_store!(
    a_consent_is_replaced_and_taken_back_with_what_was_granted,
    mails_are_counted_by_address_and_only_where_somebody_asked,
    a_mail_comes_back_once,
);

fn consent(client_id: &str, scope: &str, when: i64) -> Consent {
    Consent { client_id: client_id.to_owned(), scope: Scope::parse(scope), granted_at: at(when) }
}

async fn a_consent_is_replaced_and_taken_back_with_what_was_granted(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    insert_grant(bed, &grant(1, &session)).await;
    let tx = bed.begin().await.unwrap();
    for given in [consent("eservice", "openid", 1), consent("b", "openid", 2), consent("eservice", "openid email", 3)] {
        tx.save_consent(account.id, &given).await.unwrap();
    }
    tx.commit().await.unwrap();
    let expected = [consent("b", "openid", 2), consent("eservice", "openid email", 3)];
    assert_eq!(bed.consents_of(account.id).await.unwrap(), expected);
    assert_eq!(bed.find_consent(account.id, "b").await.unwrap(), Some(consent("b", "openid", 2)));
    assert_eq!(bed.find_consent(id(9), "b").await.unwrap(), None);
    let tx = bed.begin().await.unwrap();
    assert!(tx.withdraw_consent(account.id, "eservice", at(9)).await.unwrap());
    assert!(!tx.withdraw_consent(account.id, "eservice", at(9)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!bed.find_grant(id(1)).await.unwrap().unwrap().is_good());
    assert_eq!(bed.consents_of(account.id).await.unwrap(), [consent("b", "openid", 2)]);
}

async fn mails_are_counted_by_address_and_only_where_somebody_asked(bed: &Bed) {
    let tx = bed.begin().await.unwrap();
    tx.enqueue(&item(1)).await.unwrap();
    tx.enqueue(&item(5)).await.unwrap();
    tx.enqueue(&idp::adapters::OutboxItem { asked_for: false, ..item(6) }).await.unwrap();
    tx.enqueue(&idp::adapters::OutboxItem { recipient_digest: Some([8; 32]), ..item(7) }).await.unwrap();
    assert_eq!(tx.times_mailed_to(&[7; 32], at(0)).await.unwrap(), [at(1), at(5)]);
    assert_eq!(tx.times_mailed_to(&[7; 32], at(1)).await.unwrap(), [at(5)]);
    tx.commit().await.unwrap();
}

async fn a_mail_comes_back_once(bed: &Bed) {
    let (account, _) = signed_in(bed).await;
    let tx = bed.begin().await.unwrap();
    tx.enqueue(&item(1)).await.unwrap();
    assert_eq!(tx.mail_returned(id(1), at(5)).await.unwrap(), None, "it was not sent yet");
    tx.commit().await.unwrap();
    bed.outbox_sent(id(1), at(5)).await.unwrap();
    let tx = bed.begin().await.unwrap();
    let returned = tx.mail_returned(id(1), at(6)).await.unwrap().unwrap();
    assert_eq!((returned.account_id, returned.recipient_digest), (Some(account.id), Some([7; 32])));
    assert_eq!(tx.mail_returned(id(1), at(7)).await.unwrap(), None);
    tx.mail_failed(account.id, at(6)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!bed.mail_accepted(account.id).await.unwrap(), "the report outweighs the relay's yes");
    let tx = bed.begin().await.unwrap();
    tx.mail_failed(account.id, at(8)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(bed.mail_accepted(account.id).await.unwrap());
    assert!(!bed.mail_accepted(account.id).await.unwrap());
}
