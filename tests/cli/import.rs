//! `idp import`: report first, then the same rows once.

use super::told;
use crate::harness::TestIdp;

#[tokio::test]
async fn a_plan_changes_nothing() {
    let idp = TestIdp::start().await;
    idp.write_file(
        "new.csv",
        "external_id;source_system;email;given_name;family_name\nN-1;lupa;uusi.ukko@example.com;Uusi;Ukko\n",
    );
    let plan = idp.idp(&["import", "plan", "new.csv", "--batch", "new"]);
    assert!(plan.status.success(), "{}", told(&plan));
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", "uusi.ukko@example.com").press("continue").await.is(200, "/login/password");
    let run = idp.idp(&["import", "run", "new.csv", "--batch", "new"]);
    assert!(run.status.success(), "{}", told(&run));
    let page = browser.open("/login").await;
    browser.on(&page).set("username", "uusi.ukko@example.com").press("continue").await.is(200, "/login/link-sent");
}

#[tokio::test]
async fn bad_rows_are_reported_by_line_and_code_without_their_content() {
    let idp = TestIdp::start().await;
    let rows = "external_id;source_system;username;email;given_name;family_name;user_type;hetu\n\
        B-1;lupa;;not an address;Väärä;Osoite;citizen;\n\
        B-2;lupa;;;Ei;Osoitetta;citizen;\n\
        ;lupa;;ilman.tunnusta@example.com;Ilman;Tunnusta;citizen;\n\
        B-4;lupa;;oikea.osoite@example.com;Outo;Laji;wizard;\n\
        B-5;lupa;;hyva.rivi@example.com;Hyvä;Rivi;citizen;131052-308T\n";
    idp.write_file("bad.csv", rows);
    let plan = idp.idp(&["import", "plan", "bad.csv", "--batch", "bad"]);
    let report = told(&plan);
    for code in ["invalid_email", "no_email", "missing_external_id", "unknown_user_type"] {
        assert!(report.contains(code), "{code}: {report}");
    }
    for secret in ["131052-308T", "not an address"] {
        assert!(!report.contains(secret), "{secret}: {report}");
    }
}

#[tokio::test]
async fn a_second_run_imports_nobody_twice() {
    let idp = TestIdp::start().await;
    let again = idp.idp(&["import", "run", "people.csv", "--batch", "first", "--json"]);
    assert!(again.status.success(), "{}", told(&again));
    let report: serde_json::Value =
        serde_json::from_slice(&again.stdout).unwrap_or_else(|_| panic!("{}", told(&again)));
    assert!(report.to_string().contains("\"imported\":0"), "{report}");
}

#[tokio::test]
async fn a_file_that_is_no_csv_is_told_plainly() {
    let idp = TestIdp::start().await;
    idp.write_file("none.csv", "this;is;something;else\n1;2;3;4\n");
    for (file, expected) in [("none.csv", "missing_column"), ("missing.csv", "missing.csv")] {
        let output = idp.idp(&["import", "run", file, "--batch", "x", "--format", "csv"]);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{file}: {}", told(&output));
        assert!(told(&output).contains(expected), "{file}: {}", told(&output));
        assert!(!told(&output).contains("panicked"), "{file}");
    }
}

#[tokio::test]
async fn lines_without_content_are_not_rows() {
    let idp = TestIdp::start().await;
    idp.write_file("blank.csv", "external_id;source_system;email\nL-1;lupa;laila@example.com\n;;\n\n;;\n");
    let plan = idp.idp(&["import", "plan", "blank.csv"]);
    assert!(plan.status.success(), "{}", told(&plan));
    assert!(told(&plan).contains("1 rows: 1 new"), "{}", told(&plan));
}

#[tokio::test]
async fn what_is_wrong_with_a_header_is_told_as_json_too() {
    let idp = TestIdp::start().await;
    idp.write_file("header.csv", "external_id;email;email\n1;a@example.com;b@example.com\n");
    let run = idp.idp(&["import", "run", "header.csv", "--json"]);
    assert_eq!(run.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", told(&run)));
    assert_eq!(report["written"], false);
    assert!(report["summary"].is_null(), "{report}");
    let codes: Vec<_> = report["problems"].as_array().unwrap().iter().map(|problem| problem["code"].clone()).collect();
    assert_eq!(codes, ["duplicate_column", "missing_column"]);
}

#[tokio::test]
async fn an_import_that_cannot_go_on_says_where_and_what_to_do() {
    let idp = TestIdp::start().await;
    idp.write_file("empty.csv", "");
    std::fs::write(
        idp.folder().join("latin1.csv"),
        b"external_id;source_system;email\nL-1;lupa;laila@example.com\nL-2;lupa;p\xe4ivi@example.com\n",
    )
    .unwrap();
    for (file, expected) in [("empty.csv", "line 1: expected a header line"), ("latin1.csv", "line 3: expected UTF-8")]
    {
        let run = idp.idp(&["import", "run", file]);
        assert_eq!(run.status.code(), Some(1), "{file}: {}", told(&run));
        let report = told(&run);
        assert!(report.contains(&format!("{file}: {expected}")), "{report}");
        let may_have_begun = file == "latin1.csv";
        assert_eq!(report.contains("run it again when it is mended"), may_have_begun, "{report}");
    }
}

#[tokio::test]
async fn an_import_is_taken_out_again_but_for_those_who_have_come_further() {
    let idp = TestIdp::start().await;
    idp.write_file(
        "two.csv",
        "external_id;source_system;email;given_name;family_name\n\
         U-1;lupa;eka@example.com;Eka;Tulija\nU-2;lupa;toka@example.com;Toka;Tulija\n",
    );
    let run = idp.idp(&["import", "run", "two.csv", "--batch", "two"]);
    assert!(run.status.success(), "{}", told(&run));
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", "eka@example.com").press("continue").await.is(200, "/login/link-sent");
    let undo = idp.idp(&["import", "undo", "--batch", "two"]);
    assert!(
        undo.status.success() && told(&undo).contains("taken out: 1; kept, because their people have come further: 1"),
        "{}",
        told(&undo)
    );
    let again = idp.idp(&["import", "run", "two.csv", "--batch", "two"]);
    assert!(told(&again).contains("1 new") && told(&again).contains("1 known already"), "{}", told(&again));
    let unknown = idp.idp(&["import", "undo", "--batch", "never"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", told(&unknown));
    assert!(told(&unknown).contains("no import was called"), "{}", told(&unknown));
}

#[tokio::test]
async fn more_rows_than_a_batch_come_in_with_their_letters_whole() {
    let idp = TestIdp::start().await;
    let mut rows = String::from("external_id;source_system;email;given_name;family_name;street\n");
    for number in 0..2_345 {
        rows.push_str(&format!("M-{number};lupa;nro{number}@example.com;Åke \\N;Öhman {number};Katu \\t {number}\n"));
    }
    idp.write_file("many.csv", &rows);
    let run = idp.idp(&["import", "run", "many.csv", "--batch", "many"]);
    assert!(told(&run).contains("2345 rows: 2345 new"), "{}", told(&run));
    let again = idp.idp(&["import", "run", "many.csv", "--batch", "many"]);
    assert!(told(&again).contains("2345 known already"), "{}", told(&again));
}

#[tokio::test]
async fn a_report_never_takes_the_place_of_what_is_read() {
    let idp = TestIdp::start().await;
    let rows = "external_id;source_system;email;given_name;family_name\nN-1;lupa;uusi@example.com;Uusi;Ukko\n";
    idp.write_file("new.csv", rows);
    let database = std::fs::read_dir(idp.folder()).unwrap().map(|entry| entry.unwrap().path());
    let database = database.into_iter().find(|path| path.extension().is_some_and(|end| end == "db")).unwrap();
    std::os::unix::fs::symlink(&database, idp.folder().join("linked.csv")).unwrap();
    for reports in [vec!["./new.csv"], vec!["linked.csv"], vec!["report.csv", "./report.csv"]] {
        let mut args = vec!["import", "plan", "new.csv"];
        args.extend(reports.iter().flat_map(|report| ["--report", report]));
        let refused = idp.idp(&args);
        assert_eq!(refused.status.code(), Some(2), "{reports:?}: {}", told(&refused));
        assert!(told(&refused).contains("expected a file of its own"), "{}", told(&refused));
    }
    assert_eq!(std::fs::read_to_string(idp.folder().join("new.csv")).unwrap(), rows);
    idp.browser().open("/login").await.is(200, "/login");
    assert!(std::fs::metadata(database).unwrap().len() > 4_096);
}

#[tokio::test]
async fn no_spelling_of_an_address_lets_a_username_take_its_place() {
    let idp = TestIdp::start().await;
    let header = "external_id;source_system;username;email;given_name;family_name;user_type\n";
    idp.write_file("address.csv", &format!("{header}V-1;lupa;;veera@xn--meiklinen-y2ab.fi;Veera;V;citizen\n"));
    idp.write_file("name.csv", &format!("{header}V-2;lupa;veera@meikäläinen.fi;;Joku;Muu;official\n"));
    assert!(idp.idp(&["import", "run", "address.csv"]).status.success());
    let refused = idp.idp(&["import", "run", "name.csv"]);
    assert!(told(&refused).contains("username_taken"), "{}", told(&refused));
    idp.write_file("name.csv", &format!("{header}W-2;lupa;ville@meikäläinen.fi;;Joku;Muu;official\n"));
    idp.write_file("address.csv", &format!("{header}W-1;lupa;;ville@xn--meiklinen-y2ab.fi;Ville;V;citizen\n"));
    assert!(idp.idp(&["import", "run", "name.csv"]).status.success());
    let refused = idp.idp(&["import", "run", "address.csv"]);
    assert!(told(&refused).contains("email_taken"), "{}", told(&refused));
}
