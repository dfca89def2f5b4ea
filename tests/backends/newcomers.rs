//! The people of an import, many at once.

use accounts::Account;
use accounts::migration::{Migration, Stage};
use idp::adapters::Newcomer;

use super::bed::Bed;
use super::migrated::insert_at;
use super::on_every_store;
use super::rows::{account, at, bare_account, id, insert_account};

on_every_store!(
    every_field_of_a_newcomer_comes_back,
    newcomers_come_in_together_or_not_at_all,
    what_is_here_is_found_among_what_is_asked,
    an_import_is_undone_for_those_who_came_no_further,
    who_comes_further_while_an_import_is_undone_stays,
);

fn newcomer(account: Account) -> Newcomer {
    let legacy_id = ("lupa".to_owned(), account.id.to_string());
    Newcomer { account, legacy_id }
}

fn of_batch(number: u128, stage: Stage) -> Newcomer {
    let migration = Some(Migration { batch: "b".to_owned(), stage, since: at(0) });
    newcomer(Account { migration, ..bare_account(number) })
}

async fn every_field_of_a_newcomer_comes_back(bed: &Bed) {
    let strange = Account { given_name: "tab\there \\N \\ line\nbreak\rÅ".to_owned(), ..account(1) };
    bed.insert_newcomers(&[newcomer(strange.clone()), newcomer(bare_account(2))], at(5)).await.unwrap();
    assert_eq!(bed.find_account(id(1)).await.unwrap(), Some(strange));
    assert_eq!(bed.find_account(id(2)).await.unwrap(), Some(bare_account(2)));
    let known = bed.find_account_id_by_legacy_id("lupa", &id(2).to_string()).await.unwrap();
    assert_eq!(known, Some(id(2)));
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'imported'").await, 2);
}

async fn newcomers_come_in_together_or_not_at_all(bed: &Bed) {
    insert_account(bed, &account(3)).await;
    let clash = Account { sub: account(3).sub, ..bare_account(2) };
    assert!(bed.insert_newcomers(&[newcomer(bare_account(1)), newcomer(clash)], at(0)).await.is_err());
    assert_eq!(bed.find_account(id(1)).await.unwrap(), None);
    assert_eq!(bed.count("SELECT count(*) FROM audit").await, 0);
    bed.insert_newcomers(&[newcomer(bare_account(1))], at(0)).await.unwrap();
}

async fn what_is_here_is_found_among_what_is_asked(bed: &Bed) {
    bed.insert_newcomers(&[newcomer(account(1))], at(0)).await.unwrap();
    let here = ("lupa".to_owned(), id(1).to_string());
    let elsewhere = ("other".to_owned(), id(1).to_string());
    let known = bed.known_legacy_ids(&[here.clone(), elsewhere]).await.unwrap();
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [(here, id(1))]);
    let address = account(1).email.unwrap().key().to_owned();
    let username = accounts::username::key(&account(1).username.unwrap());
    let asked = [address.clone(), username.clone(), "nobody@example.fi".to_owned()];
    let mut taken: Vec<_> = bed.taken_names(&asked).await.unwrap().into_iter().collect();
    let mut expected = vec![address, username];
    taken.sort();
    expected.sort();
    assert_eq!(taken, expected);
    assert!(bed.known_legacy_ids(&[]).await.unwrap().is_empty() && bed.taken_names(&[]).await.unwrap().is_empty());
}

async fn an_import_is_undone_for_those_who_came_no_further(bed: &Bed) {
    let people = [
        of_batch(1, Stage::Imported),
        of_batch(2, Stage::LinkSent),
        of_batch(3, Stage::Imported),
        newcomer(account(4)),
    ];
    bed.insert_newcomers(&people, at(0)).await.unwrap();
    let mut undone = Vec::new();
    for _ in 0..3 {
        let tx = bed.begin().await.unwrap();
        undone.push(tx.undo_import("b", 1, at(1)).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(undone, [1, 1, 0]);
    assert_eq!(bed.count("SELECT count(*) FROM accounts").await, 2);
    assert_eq!(bed.count("SELECT count(*) FROM legacy_ids").await, 2);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'import_undone'").await, 2);
}

async fn who_comes_further_while_an_import_is_undone_stays(bed: &Bed) {
    insert_at(bed, 1, "b", Stage::Imported).await;
    let tx = bed.begin().await.unwrap();
    let account = tx.find_account(id(1)).await.unwrap().unwrap();
    let come = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let migration = account.migration.clone().map(|migration| migration.link_sent(at(5)));
        tx.update_account(&Account { migration, ..account.clone() }).await.unwrap();
        tx.commit().await.unwrap();
    };
    let undo = async {
        let tx = bed.begin().await.unwrap();
        let undone = tx.undo_import("b", 10, at(6)).await.unwrap();
        tx.commit().await.unwrap();
        undone
    };
    let ((), undone) = tokio::join!(come, undo);
    assert_eq!(undone, 0);
    assert!(bed.find_account(id(1)).await.unwrap().is_some());
}
