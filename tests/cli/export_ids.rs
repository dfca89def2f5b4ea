//! `idp export ids`: old ids and subjects for a relying party.

use serde_json::Value;

use super::{days_ago, told};
use crate::harness::{AINO, ERKKI, Person, TestIdp, succeed};

async fn sub_of(idp: &TestIdp, person: &Person) -> String {
    let store = &idp.running.ctx.store;
    let account = store.find_account_id_by_legacy_id("lupa", person.legacy_id).await.unwrap().unwrap();
    store.find_account(account).await.unwrap().unwrap().sub
}

fn export(idp: &TestIdp, args: &[&str]) -> String {
    let output = idp.idp(&[&["export", "ids"], args].concat());
    succeed(&output);
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_relying_party_gets_its_own_ids_and_nothing_else() {
    let idp = TestIdp::start().await;
    let rows = "known_source_system;known_external_id;source_system;external_id\n\
        lupa;L-1001;palaute;P-2\nlupa;L-1002;palaute;+cmd|' /C calc'!A0\n";
    idp.write_file("ids.csv", rows);
    succeed(&idp.idp(&["import", "ids", "run", "ids.csv"]));
    let (erkki, aino) = (sub_of(&idp, &ERKKI).await, sub_of(&idp, &AINO).await);

    let table = export(&idp, &["--client", "feedback"]);
    let expected = format!(
        "source_system,external_id,sub,state\n\
         palaute,'+cmd|' /C calc'!A0,{aino},current\npalaute,P-2,{erkki},current\n"
    );
    assert_eq!(table, expected);
    let all = export(&idp, &[]);
    assert_eq!(all.lines().count(), 1 + 6 + 2, "{all}");
    assert!(!all.contains('@') && !all.contains("Esimerkki"), "{all}");

    let array: Vec<Value> = serde_json::from_str(&export(&idp, &["--source", "palaute", "--format", "json"])).unwrap();
    assert_eq!(array.len(), 2);
    assert_eq!((&array[0]["external_id"], &array[1]["sub"]), (&"+cmd|' /C calc'!A0".into(), &erkki.into()));

    let database = rusqlite::Connection::open(idp.folder().join("idp.db")).unwrap();
    let mut lines = database.prepare("SELECT detail FROM audit WHERE event = 'ids_exported' ORDER BY id").unwrap();
    let lines: Vec<String> = lines.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(
        lines,
        ["by=command_line source=palaute rows=2", "by=command_line rows=8", "by=command_line source=palaute rows=2"]
    );
}

#[tokio::test]
async fn who_never_came_keeps_the_id_and_is_told_as_archived() {
    let home = TestIdp::start().await.stop().await;
    let long_ago = "UPDATE accounts SET migration_since = '2020-01-01T00:00:00+00:00' WHERE email LIKE 'aino%'";
    rusqlite::Connection::open(home.folder().join("idp.db")).unwrap().execute(long_ago, []).unwrap();
    succeed(&home.idp(&["migration", "archive", "--before", &days_ago(100), "--run"]));
    let idp = home.start().await;
    let aino = sub_of(&idp, &AINO).await;
    let table = export(&idp, &["--source", "lupa"]);
    assert!(table.contains(&format!("\nlupa,L-1002,{aino},archived\n")), "{table}");
    assert_eq!(table.matches(",current\n").count(), 5, "{table}");
}

#[tokio::test]
async fn many_ids_are_told_once_each_in_order() {
    let idp = TestIdp::start().await;
    let mut people = String::from("external_id;source_system;email\n");
    for number in 0..2_100 {
        people.push_str(&format!("M-{number:04};vanha;nro{number}@example.com\n"));
    }
    idp.write_file("many.csv", &people);
    succeed(&idp.idp(&["import", "run", "many.csv"]));
    let table = export(&idp, &["--source", "vanha"]);
    let ids: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    let expected: Vec<String> = (0..2_100).map(|number| format!("M-{number:04}")).collect();
    assert_eq!(ids, expected);
    let array: Vec<Value> = serde_json::from_str(&export(&idp, &["--source", "vanha", "--format", "json"])).unwrap();
    assert_eq!(array.len(), 2_100);
}

#[tokio::test]
async fn what_nobody_has_an_id_of_is_told() {
    let idp = TestIdp::start().await;
    for (args, expected) in [
        (["--source", "luap"], "nobody has an id of the system \"luap\""),
        (["--client", "nobody"], "no client is called \"nobody\""),
        (["--client", "app"], "\"app\" has no legacy_id_source"),
    ] {
        let output = idp.idp(&[&["export", "ids"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains(expected), "{}", told(&output));
    }
}
