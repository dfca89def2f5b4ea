//! `idp import ids`: by which ids other systems know people who are here.

use serde_json::{Value, json};

use super::told;
use crate::harness::{AINO, ERKKI, MINNA, TestIdp, succeed};

const HEADER: &str = "known_source_system;known_external_id;source_system;external_id\n";

/// A file with these rows.
fn file(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[tokio::test]
async fn ids_come_in_once_and_a_plan_changes_nothing() {
    let idp = TestIdp::start().await;
    idp.write_file("ids.csv", &file("lupa;L-1001;palaute;P-1\nlupa;L-1004;palaute;P-4\n\n"));
    let plan = idp.idp(&["import", "ids", "plan", "ids.csv"]);
    succeed(&plan);
    assert!(told(&plan).contains("2 rows: 2 new"), "{}", told(&plan));
    assert!(told(&plan).contains("do it with: idp import ids run"), "{}", told(&plan));
    let store = &idp.running.ctx.store;
    assert_eq!(store.find_account_id_by_legacy_id("palaute", "P-1").await.unwrap(), None);

    succeed(&idp.idp(&["import", "ids", "run", "ids.csv"]));
    for (person, id) in [(ERKKI, "P-1"), (MINNA, "P-4")] {
        let account = store.find_account_id_by_legacy_id("lupa", person.legacy_id).await.unwrap();
        assert_eq!(store.find_account_id_by_legacy_id("palaute", id).await.unwrap(), account);
    }
    let again = idp.idp(&["import", "ids", "run", "ids.csv", "--json"]);
    succeed(&again);
    let report: Value = serde_json::from_slice(&again.stdout).unwrap_or_else(|_| panic!("{}", told(&again)));
    let sums = json!({ "rows": 2, "imported": 0, "changed": 0, "known": 2, "refused": 0, "warnings": 0 });
    assert_eq!((&report["summary"], &report["written"]), (&sums, &json!(true)));
}

#[tokio::test]
async fn rows_that_cannot_stand_are_told_by_line_and_code_and_the_others_come_in() {
    let idp = TestIdp::start().await;
    idp.write_file("first.csv", &file("lupa;L-1001;palaute;P-1\n"));
    succeed(&idp.idp(&["import", "ids", "run", "first.csv"]));
    let rows = "lupa;L-1002;palaute;P-1\nlupa;L-1001;palaute;P-2\nlupa;L-9999;palaute;P-3\n\
        erkki.esimerkki@example.com;;palaute;P-5\nlupa;L-1003;palaute;P-6\nlupa;L-1003;palaute;P-7\n\
        lupa;L-1004;palaute;P-6\nlupa;L-1002;palaute;=P-8\nlupa;L-1002;palaute\n";
    idp.write_file("bad.csv", &file(rows));
    let import = |step: &str| {
        let names = ["txt", "csv", "json"].map(|form| format!("{step}.{form}"));
        let reports = names.iter().flat_map(|name| ["--report", name.as_str()]);
        let output = idp.idp(&["import", "ids", step, "bad.csv"].into_iter().chain(reports).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        names.map(|name| std::fs::read_to_string(idp.folder().join(name)).unwrap())
    };
    let planned = import("plan");
    assert_eq!(planned, import("run"), "a plan makes the import's own report");
    let [text, table, _] = planned;
    for line in [
        "bad.csv:2: error: external_id: id_belongs_to_another: ",
        "bad.csv:3: error: external_id: has_other_id_of_source: ",
        "bad.csv:4: error: known_external_id: unknown_person: ",
        "bad.csv:5: error: known_external_id: missing_person: ",
        "bad.csv:7: error: external_id: has_other_id_of_source (as bad.csv:6): ",
        "bad.csv:8: error: external_id: duplicate_row (as bad.csv:6): ",
        "bad.csv:9: error: external_id: formula: ",
        "bad.csv:10: error: wrong_cell_count: ",
        "9 rows: 1 new (warnings: 0), 0 known already, 8 refused",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for content in ["P-", "L-", "palaute", "example.com"] {
        assert!(!table.contains(content), "{content}: {table}");
    }
}

#[tokio::test]
async fn a_subject_names_a_person_as_well_and_an_address_never_does() {
    let idp = TestIdp::start().await;
    let store = &idp.running.ctx.store;
    let account = store.find_account_id_by_legacy_id("lupa", AINO.legacy_id).await.unwrap().unwrap();
    let sub = store.find_account(account).await.unwrap().unwrap().sub;
    idp.write_file("subs.csv", &format!("sub,source_system,external_id\n{sub},palaute,P-1\n{sub}x,palaute,P-2\n"));
    let run = idp.idp(&["import", "ids", "run", "subs.csv"]);
    assert!(told(&run).contains("subs.csv:3: error: sub: unknown_person"), "{}", told(&run));
    assert_eq!(store.find_account_id_by_legacy_id("palaute", "P-1").await.unwrap(), Some(account));
    idp.write_file("mails.csv", "email,source_system,external_id\naino.aalto@example.com,palaute,P-3\n");
    let run = idp.idp(&["import", "ids", "run", "mails.csv"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(told(&run).contains("known_external_id: missing_column"), "{}", told(&run));
}

#[tokio::test]
async fn an_import_of_ids_is_taken_out_again_and_can_come_in_for_another() {
    let idp = TestIdp::start().await;
    idp.write_file("wrong.csv", &file("lupa;L-1001;palaute;P-1\n"));
    succeed(&idp.idp(&["import", "ids", "run", "wrong.csv", "--batch", "wrong"]));
    let undo = idp.idp(&["import", "undo", "--batch", "wrong"]);
    succeed(&undo);
    assert_eq!(told(&undo), "ids of people who stay taken out: 1\n");
    idp.write_file("right.csv", &file("lupa;L-1002;palaute;P-1\n"));
    let run = idp.idp(&["import", "ids", "run", "right.csv"]);
    assert!(told(&run).contains("1 rows: 1 new"), "{}", told(&run));
    assert_eq!(idp.idp(&["import", "undo", "--batch", "wrong"]).status.code(), Some(2));
}

#[tokio::test]
async fn more_rows_than_a_batch_are_judged_as_one_file() {
    let idp = TestIdp::start().await;
    let mut people = String::from("external_id;source_system;email\n");
    let mut ids = String::from(HEADER);
    for number in 0..1_500 {
        people.push_str(&format!("M-{number};lupa;nro{number}@example.com\n"));
        ids.push_str(&format!("lupa;M-{number};palaute;P-{number}\n"));
    }
    // In another batch than the rows that they clash with, or lean on.
    ids.push_str("lupa;M-1499;palaute;P-0\nlupa;M-0;palaute;P-9999\npalaute;P-0;kirjasto;K-0\n");
    idp.write_file("people-2.csv", &people);
    idp.write_file("ids.csv", &ids);
    succeed(&idp.idp(&["import", "run", "people-2.csv"]));
    let import = |step| {
        let report = format!("{step}.txt");
        let output = idp.idp(&["import", "ids", step, "ids.csv", "--report", &report]);
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        std::fs::read_to_string(idp.folder().join(report)).unwrap()
    };
    let planned = import("plan");
    assert_eq!(planned, import("run"));
    assert!(planned.contains("ids.csv:1502: error: external_id: duplicate_row (as ids.csv:2)"), "{planned}");
    assert!(planned.contains("ids.csv:1503: error: external_id: has_other_id_of_source (as ids.csv:2)"), "{planned}");
    assert!(planned.ends_with("1503 rows: 1501 new (warnings: 0), 0 known already, 2 refused\n"), "{planned}");
}
