//! The ids by which several systems know a person.

use accounts::Account;
use accounts::audit::Event;
use accounts::import::{KnownPerson, LegacyId};
use accounts::migration::{Migration, Stage};
use idp::adapters::{IdOfSubject, Newcomer};

use super::bed::Bed;
use super::migrated::{insert_at, note};
use super::on_every_store;
use super::rows::{account, at, bare_account, id, insert_account};

on_every_store!(
    people_are_found_by_id_and_by_subject,
    ids_come_in_together_or_not_at_all,
    ids_go_with_their_import_and_people_stay,
    ids_are_listed_in_portions_with_subject_and_state,
    what_is_done_to_people_is_no_sign_of_life,
);

fn legacy_id(system: &str, id: &str) -> LegacyId {
    (system.to_owned(), id.to_owned())
}

/// The accounts 1 and 2, known to `lupa` as 1 and 2.
async fn two_people(bed: &Bed) {
    let people = [1, 2]
        .map(|number| Newcomer { account: bare_account(number), legacy_id: legacy_id("lupa", &number.to_string()) });
    bed.insert_newcomers(&people, at(0)).await.unwrap();
}

async fn people_are_found_by_id_and_by_subject(bed: &Bed) {
    two_people(bed).await;
    let asked = [
        KnownPerson::Id(legacy_id("lupa", "1")),
        KnownPerson::Id(legacy_id("asukas", "1")),
        KnownPerson::Sub("sub-2".to_owned()),
        KnownPerson::Sub("sub-3".to_owned()),
    ];
    let people = bed.known_people(&asked).await.unwrap();
    assert_eq!(asked.map(|person| people.account_of(&person)), [Some(id(1)), None, Some(id(2)), None]);
    bed.insert_legacy_ids(&[(legacy_id("asukas", "A"), id(1))], "b", at(1)).await.unwrap();
    let mut systems: Vec<_> = bed.systems_that_know(&[id(1), id(3)]).await.unwrap().into_iter().collect();
    systems.sort();
    assert_eq!(systems, [(id(1), "asukas".to_owned()), (id(1), "lupa".to_owned())]);
    assert!(
        bed.known_people(&[]).await.unwrap().ids.is_empty() && bed.systems_that_know(&[]).await.unwrap().is_empty()
    );
}

async fn ids_come_in_together_or_not_at_all(bed: &Bed) {
    two_people(bed).await;
    let clash = [(legacy_id("asukas", "A"), id(1)), (legacy_id("lupa", "1"), id(2))];
    assert!(bed.insert_legacy_ids(&clash, "b", at(1)).await.is_err());
    assert_eq!(bed.count("SELECT count(*) FROM legacy_ids").await, 2);
    assert_eq!(bed.find_legacy_id("lupa", id(1)).await.unwrap().as_deref(), Some("1"));
    bed.insert_legacy_ids(&[(legacy_id("asukas", "A"), id(1))], "b", at(1)).await.unwrap();
    assert_eq!(bed.find_legacy_id("asukas", id(1)).await.unwrap().as_deref(), Some("A"));
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'legacy_id_added'").await, 1);
}

async fn ids_go_with_their_import_and_people_stay(bed: &Bed) {
    two_people(bed).await;
    for (batch, external_id, number) in [("b", "A", 1), ("b", "B", 2), ("c", "C", 2)] {
        let id = [(legacy_id(if batch == "b" { "asukas" } else { "koti" }, external_id), id(number))];
        bed.insert_legacy_ids(&id, batch, at(1)).await.unwrap();
    }
    let mut undone = Vec::new();
    for _ in 0..3 {
        let tx = bed.begin().await.unwrap();
        undone.push(tx.undo_legacy_ids("b", 1, at(2)).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(undone, [1, 1, 0]);
    assert_eq!(bed.count("SELECT count(*) FROM legacy_ids").await, 3);
    assert_eq!(bed.count("SELECT count(*) FROM accounts").await, 2);
    assert_eq!(bed.count("SELECT count(*) FROM audit WHERE event = 'legacy_id_removed'").await, 2);
}

async fn ids_are_listed_in_portions_with_subject_and_state(bed: &Bed) {
    two_people(bed).await;
    let migration = Some(Migration { batch: "a".to_owned(), stage: Stage::Archived, since: at(0) });
    insert_account(bed, &Account { migration, ..bare_account(3) }).await;
    let ids = [(legacy_id("asukas", "Ä"), id(3)), (legacy_id("asukas", "B"), id(1))];
    bed.insert_legacy_ids(&ids, "b", at(1)).await.unwrap();

    let told = |id: &IdOfSubject| format!("{}:{} {} {}", id.source_system, id.external_id, id.sub, id.is_archived);
    let all = async |source| {
        let (mut after, mut found) = (legacy_id("", ""), Vec::new());
        loop {
            let portion = bed.ids_of_subjects(source, &after, 2).await.unwrap();
            let Some(last) = portion.last() else { return found };
            after = legacy_id(&last.source_system, &last.external_id);
            found.extend(portion.iter().map(told));
        }
    };
    let [b, ae, one, two] = ["asukas:B sub-1 false", "asukas:Ä sub-3 true", "lupa:1 sub-1 false", "lupa:2 sub-2 false"];
    assert_eq!(all(None).await, [b, ae, one, two]);
    assert_eq!(all(Some("asukas")).await, [b, ae]);
    assert_eq!(all(Some("koti")).await, [""; 0]);
}

async fn what_is_done_to_people_is_no_sign_of_life(bed: &Bed) {
    insert_at(bed, 1, "a", Stage::Imported).await;
    for event in [Event::LegacyIdAdded, Event::LegacyIdRemoved, Event::TenancyRecorded, Event::TenancyRemoved] {
        note(bed, 1, event, 30).await;
    }
    let tx = bed.begin().await.unwrap();
    let silent = tx.hold_silent_accounts(None, at(10), 10).await.unwrap();
    assert_eq!(silent.iter().map(|account| account.id).collect::<Vec<_>>(), [account(1).id]);
}
