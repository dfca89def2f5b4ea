//! Who lives where.

use accounts::Tenancy;
use accounts::migration::Stage;
use chrono::NaiveDate;

use super::bed::Bed;
use super::migrated::insert_at;
use super::on_every_store;
use super::rows::{at, bare_account, id, insert_account};

on_every_store!(
    tenancies_come_back_by_account,
    a_tenancy_that_comes_again_gets_another_last_day,
    tenancies_go_with_their_import_or_their_account,
);

/// From the first to the last day, which is open when empty.
fn tenancy(number: u128, apartment: &str, from: &str, until: &str) -> Tenancy {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    Tenancy {
        account_id: id(number),
        building: "Tornikuja 5".to_owned(),
        apartment: apartment.to_owned(),
        from: day(from),
        until: (!until.is_empty()).then(|| day(until)),
    }
}

async fn two_people(bed: &Bed) {
    for number in [1, 2] {
        insert_account(bed, &bare_account(number)).await;
    }
}

async fn tenancies_come_back_by_account(bed: &Bed) {
    two_people(bed).await;
    let (past, now) = (tenancy(1, "A 14", "2025-09-01", "2026-08-31"), tenancy(1, "A 14", "2026-09-01", ""));
    let flatmate = tenancy(2, "A 14", "2026-01-01", "9999-12-31");
    bed.save_tenancies(&[now.clone(), past.clone(), flatmate.clone()], "b", at(0)).await.unwrap();
    assert_eq!(bed.tenancies_of(id(1)).await.unwrap(), [past.clone(), now.clone()]);
    assert_eq!(bed.tenancies_of(id(3)).await.unwrap(), []);
    assert_eq!(bed.tenancies_of_accounts(&[id(1), id(2)]).await.unwrap(), [past, now, flatmate]);
    assert_eq!(bed.tenancies_of_accounts(&[]).await.unwrap(), []);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'tenancy_recorded'").await, 3);
}

async fn a_tenancy_that_comes_again_gets_another_last_day(bed: &Bed) {
    two_people(bed).await;
    for until in ["", "2026-12-31", "2027-01-31", ""] {
        let tenancy = tenancy(1, "A 14", "2026-09-01", until);
        let other = self::tenancy(2, "A 14", "2026-09-01", "");
        bed.save_tenancies(&[tenancy.clone(), other], "b", at(0)).await.unwrap();
        assert_eq!(bed.tenancies_of(id(1)).await.unwrap(), [tenancy]);
    }
    assert!(
        bed.save_tenancies(&[tenancy(1, "B 1", "2026-09-01", ""), tenancy(9, "B 1", "2026-09-01", "")], "b", at(0))
            .await
            .is_err()
    );
    assert_eq!(bed.tenancies_of(id(1)).await.unwrap().len(), 1, "all or none");
}

async fn tenancies_go_with_their_import_or_their_account(bed: &Bed) {
    two_people(bed).await;
    bed.save_tenancies(&[tenancy(1, "A 14", "2026-09-01", "")], "b", at(0)).await.unwrap();
    let later = [tenancy(1, "A 14", "2026-09-01", "2026-12-31"), tenancy(1, "A 15", "2027-01-01", "")];
    bed.save_tenancies(&[&later[..], &[tenancy(2, "A 15", "2026-01-01", "")]].concat(), "c", at(1)).await.unwrap();
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.undo_tenancies("c", 10, at(2)).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(bed.tenancies_of(id(1)).await.unwrap(), later[..1], "a changed last day stays");
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'tenancy_removed'").await, 2);

    insert_at(bed, 3, "m", Stage::Imported).await;
    bed.save_tenancies(&[tenancy(3, "A 14", "2026-09-01", "")], "b", at(3)).await.unwrap();
    let tx = bed.begin().await.unwrap();
    assert_eq!(tx.undo_import("m", 10, at(4)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(bed.tenancies_of(id(3)).await.unwrap(), []);
}
