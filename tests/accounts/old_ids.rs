//! The ids by which relying parties knew people before: each party has its
//! own, and keeps it whatever changes about the person.

use ::accounts::{Account, Email};

use crate::harness::{ERKKI, MINNA, Person, TestIdp, claims_of, succeed};

/// By which ids the clients `web` and `feedback` know `person`, in ID token
/// and userinfo alike, and the subject that both get.
async fn ids_of(idp: &TestIdp, person: &Person) -> (String, [String; 2]) {
    let mut browser = idp.browser();
    let (mut subjects, mut ids) = (Vec::new(), Vec::new());
    for client in ["web", "feedback"] {
        let party = idp.relying_party(client).await;
        let attempt = party.begin_with("openid email", &[]);
        let page = browser.open(&attempt.url).await;
        let page = if page.location().is_some() { page } else { idp.sign_in(&mut browser, &attempt.url, person).await };
        let tokens = party.finish(&attempt, &page).await;
        let id = claims_of(&tokens.id_token)["legacy_id"].as_str().expect("an old id").to_owned();
        let known = party.userinfo(&tokens.access_token).await;
        assert_eq!(known.body["legacy_id"], id.as_str(), "{client}");
        assert_eq!(known.body["email"], person.email, "{client}");
        subjects.push(tokens.claims["sub"].as_str().expect("a subject").to_owned());
        ids.push(id);
    }
    assert_eq!(subjects.first(), subjects.last(), "one person");
    (subjects.remove(0), ids.try_into().expect("two clients"))
}

/// The ids by which the system `palaute` knew two of the people.
const OTHER_IDS: &str = "known_source_system;known_external_id;source_system;external_id\n\
    lupa;L-1001;palaute;P-77\nlupa;L-1004;palaute;minna-9\n";

/// Imports both systems' files, as often as it is called.
fn import_both(idp: &TestIdp) {
    succeed(&idp.idp(&["import", "run", "people.csv", "--batch", "again"]));
    succeed(&idp.idp(&["import", "ids", "run", "ids.csv"]));
}

async fn change_email(idp: &TestIdp, person: &Person, email: &str) {
    let store = &idp.running.ctx.store;
    let id = store.find_account_id_by_legacy_id("lupa", person.legacy_id).await.unwrap().expect("an account");
    let tx = store.begin().await.unwrap();
    let account = tx.find_account(id).await.unwrap().expect("the account");
    tx.update_account(&Account { email: Some(Email::parse(email).unwrap()), ..account }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn two_services_find_one_person_by_their_own_ids_whatever_changes() {
    let idp = TestIdp::start().await;
    idp.write_file("ids.csv", OTHER_IDS);
    import_both(&idp);
    for (person, other_id, new_email) in
        [(ERKKI, "P-77", "erkki.uusi@example.com"), (MINNA, "minna-9", "minna.uusi@example.com")]
    {
        idp.activate(&person).await;
        let before = ids_of(&idp, &person).await;
        assert_eq!(before.1, [person.legacy_id, other_id]);

        change_email(&idp, &person, new_email).await;
        let username = if person.username == person.email { new_email } else { person.username };
        let moved = Person { username, email: new_email, ..person };
        assert_eq!(ids_of(&idp, &moved).await, before, "after the change of address");

        import_both(&idp);
        assert_eq!(ids_of(&idp, &moved).await, before, "after another import");
    }
}

#[tokio::test]
async fn an_id_of_one_person_never_becomes_another_persons() {
    let idp = TestIdp::start().await;
    idp.write_file("ids.csv", OTHER_IDS);
    import_both(&idp);
    idp.write_file("swapped.csv", &OTHER_IDS.replace("L-1001", "L-1002"));
    let run = idp.idp(&["import", "ids", "run", "swapped.csv"]);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let store = &idp.running.ctx.store;
    let erkki = store.find_account_id_by_legacy_id("lupa", ERKKI.legacy_id).await.unwrap();
    assert_eq!(store.find_account_id_by_legacy_id("palaute", "P-77").await.unwrap(), erkki);
    // The store itself gives an id away once.
    let minna = store.find_account_id_by_legacy_id("lupa", MINNA.legacy_id).await.unwrap().expect("an account");
    let tx = store.begin().await.unwrap();
    assert!(!tx.insert_legacy_id("palaute", "P-77", minna).await.unwrap());
}
