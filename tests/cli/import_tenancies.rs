//! `idp import tenancies`: who lives where, with daily deltas.

use super::told;
use crate::harness::{AINO, MINNA, Person, TestIdp, succeed};

const HEADER: &str = "source_system;external_id;building;apartment;from;until\n";

/// The tenancies of `person`, as `apartment from until` each.
async fn tenancies(idp: &TestIdp, person: &Person) -> Vec<String> {
    let store = &idp.running.ctx.store;
    let account = store.find_account_id_by_legacy_id("lupa", person.legacy_id).await.unwrap().unwrap();
    let tenancies = store.tenancies_of(account).await.unwrap();
    tenancies
        .iter()
        .map(|tenancy| {
            let until = tenancy.until.map_or("open".to_owned(), |day| day.to_string());
            format!("{} {} {until}", tenancy.apartment, tenancy.from)
        })
        .collect()
}

/// Imports `rows` and gives the sums.
fn import(idp: &TestIdp, rows: &str) -> String {
    idp.write_file("tenancies.csv", &format!("{HEADER}{rows}"));
    let plan = told(&idp.idp(&["import", "tenancies", "plan", "tenancies.csv"]));
    let run = told(&idp.idp(&["import", "tenancies", "run", "tenancies.csv"]));
    assert_eq!(plan, format!("nothing was changed; do it with: idp import tenancies run\n{run}"));
    run
}

#[tokio::test]
async fn a_daily_file_brings_changes_and_leaves_what_it_does_not_name() {
    let idp = TestIdp::start().await;
    let first = "lupa;L-1004;T5;A 14;2025-09-01;\nlupa;L-1002;T5;A 14;2026-01-01;2026-12-31\n";
    assert!(import(&idp, first).starts_with("2 rows: 2 new (warnings: 0), 0 known already, 0 refused"));
    assert_eq!(tenancies(&idp, &MINNA).await, ["A 14 2025-09-01 open"]);
    assert!(import(&idp, first).starts_with("2 rows: 0 new (warnings: 0), 2 known already"));

    let next_day = "lupa;L-1004;T5;A 14;2025-09-01;2026-08-31\nlupa;L-1004;T5;B 2;2026-09-01;\n";
    assert!(import(&idp, next_day).starts_with("2 rows: 1 new (warnings: 0), 1 changed, 0 known already, 0 refused"));
    assert_eq!(tenancies(&idp, &MINNA).await, ["A 14 2025-09-01 2026-08-31", "B 2 2026-09-01 open"]);
    assert_eq!(tenancies(&idp, &AINO).await, ["A 14 2026-01-01 2026-12-31"], "not named, not changed");
    assert!(import(&idp, "lupa;L-1002;T5;A 14;2026-01-01;\n").contains("1 changed"));
    assert_eq!(tenancies(&idp, &AINO).await, ["A 14 2026-01-01 open"]);
}

#[tokio::test]
async fn rows_that_cannot_stand_are_told_by_line_and_code() {
    let idp = TestIdp::start().await;
    let rows = "lupa;L-1004;T5;A 14;2025-09-01;\nlupa;L-1004;T5;A 14;2026-09-01;\nlupa;L-9;T5;A 14;2026-09-01;\n\
        lupa;L-1002;T5;A 14;1.9.2026;\nlupa;L-1002;T5;A 14;2026-09-01;2026-08-31\nlupa;L-1002;;A 14;2026-09-01;\n\
        lupa;L-1004;T5;A 14;2025-09-01;2026-01-01\n";
    let report = import(&idp, rows);
    for line in [
        "tenancies.csv:3: error: from: overlapping_tenancy (as tenancies.csv:2): ",
        "tenancies.csv:4: error: external_id: unknown_person: ",
        "tenancies.csv:5: error: from: invalid_date: ",
        "tenancies.csv:6: error: until: ends_before_it_begins: ",
        "tenancies.csv:7: error: building: missing_cell: ",
        "tenancies.csv:8: error: from: duplicate_row (as tenancies.csv:2): ",
        "7 rows: 1 new (warnings: 0), 0 known already, 6 refused",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
    assert_eq!(tenancies(&idp, &MINNA).await, ["A 14 2025-09-01 open"]);
}

#[tokio::test]
async fn a_file_without_last_days_is_refused() {
    let idp = TestIdp::start().await;
    idp.write_file("short.csv", "source_system;external_id;building;apartment;from\nlupa;L-1004;T5;A 14;2026-09-01\n");
    let run = idp.idp(&["import", "tenancies", "run", "short.csv"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(told(&run).contains("short.csv:1: error: until: missing_column"), "{}", told(&run));
}

#[tokio::test]
async fn an_import_of_tenancies_is_taken_out_again() {
    let idp = TestIdp::start().await;
    import(&idp, "lupa;L-1002;T5;A 1;2026-01-01;\n");
    let rows = format!("{HEADER}lupa;L-1004;T6;A 14;2026-09-01;\nlupa;L-1002;T5;A 1;2026-01-01;2026-11-30\n");
    idp.write_file("wrong.csv", &rows);
    succeed(&idp.idp(&["import", "tenancies", "run", "wrong.csv", "--batch", "wrong"]));
    let undo = idp.idp(&["import", "undo", "--batch", "wrong"]);
    succeed(&undo);
    assert_eq!(told(&undo), "tenancies taken out: 1\n");
    assert_eq!(tenancies(&idp, &MINNA).await, [""; 0]);
    assert_eq!(tenancies(&idp, &AINO).await, ["A 1 2026-01-01 2026-11-30"], "a changed last day stays");
}
