//! What people agreed to.

use accounts::Locale;
use accounts::terms::{Acceptance, Document};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{account, at, bare_account, insert_account};

on_every_store!(what_was_agreed_to_first_stays);

async fn what_was_agreed_to_first_stays(bed: &Bed) {
    let (account, other) = (account(1), bare_account(2));
    insert_account(bed, &account).await;
    insert_account(bed, &other).await;
    let accepted =
        |document, when, locale| Acceptance { document, version: "2026-11".to_owned(), accepted_at: at(when), locale };
    let first = [accepted(Document::Terms, 1, Locale::Fi), accepted(Document::Privacy, 2, Locale::Sv)];
    let again = [accepted(Document::Terms, 9, Locale::En)];
    for acceptances in [first.as_slice(), &again] {
        let tx = bed.begin().await.unwrap();
        tx.insert_acceptances(account.id, acceptances).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(bed.acceptances_of(account.id).await.unwrap(), first);
    assert_eq!(bed.acceptances_of(other.id).await.unwrap(), []);
}
