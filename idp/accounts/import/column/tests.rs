#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::tests::told;

#[test]
fn a_header_names_its_columns_in_any_order_and_case() {
    let (header, warnings) =
        Header::read(Sheet::People, 0, &["\u{feff}Email", " external_ID ", "SOURCE-SYSTEM", "Given Name"]).unwrap();
    assert_eq!(warnings, []);
    let row = header.row(2, &["a@example.fi", "1", "lupa", "Aino"]).unwrap();
    assert_eq!(
        (row.get(Column::Email), row.get(Column::GivenName), row.get(Column::City)),
        ("a@example.fi", "Aino", "")
    );
}

#[test]
fn a_header_that_cannot_be_used_is_refused() {
    let refused = |names: &[&str]| told(&Header::read(Sheet::People, 0, names).unwrap_err());
    assert_eq!(
        refused(&["given_name"]),
        ["1 error external_id missing_column", "1 error source_system missing_column", "1 error email missing_column"]
    );
    assert_eq!(
        refused(&["external_id", "source_system", "username", "username"]),
        ["1 error username duplicate_column"]
    );
}

#[test]
fn columns_that_are_not_taken_over_are_told_once() {
    let (_, warnings) =
        Header::read(Sheet::People, 0, &["external_id", "source_system", "email", "erkki@example.com", "notes"])
            .unwrap();
    assert_eq!(told(&warnings), ["1 warning #4 unknown_column", "1 warning notes unused_column"]);
}

#[test]
fn a_row_has_as_many_cells_as_the_header() {
    let (header, _) = Header::read(Sheet::People, 0, &["external_id", "source_system", "email"]).unwrap();
    let refused = |cells: &[&str]| header.row(9, cells).unwrap_err().to_string();
    assert_eq!(refused(&["1", "lupa"]), "9 error - wrong_cell_count");
    assert_eq!(refused(&["1", "lupa", "a@example.fi", "x"]), "9 error - wrong_cell_count");
    assert_eq!(refused(&["", " ", ""]), "9 warning - empty_row");
}

#[test]
fn the_delimiter_is_the_one_that_the_header_uses() {
    for (line, sign) in [
        ("external_id;email", b';'),
        ("external_id,email", b','),
        ("a;b;c,d", b';'),
        ("a\tb\tc,d", b'\t'),
        ("external_id", b','),
    ] {
        assert_eq!(delimiter(line), sign);
    }
}

#[test]
fn each_sheet_asks_for_the_columns_that_it_cannot_do_without() {
    for (sheet, names, missing) in [
        (Sheet::OtherIds, "sub", "external_id source_system"),
        (Sheet::OtherIds, "source_system external_id", "known_source_system known_external_id"),
        (Sheet::OtherIds, "sub source_system external_id", ""),
        (Sheet::OtherIds, "known_source_system known_external_id source_system external_id", ""),
        (Sheet::Tenancies, "source_system external_id building apartment from", "until"),
        (Sheet::Tenancies, "building apartment from until", "source_system external_id"),
        (Sheet::Tenancies, "sub building apartment from until", ""),
    ] {
        let names: Vec<&str> = names.split(' ').collect();
        let refused = Header::read(sheet, 0, &names).err().unwrap_or_default();
        let columns: Vec<String> = refused.iter().map(|problem| problem.place.to_string()).collect();
        assert_eq!(columns.join(" "), missing, "{names:?}");
    }
    let (_, warnings) = Header::read(Sheet::OtherIds, 0, &["sub", "source_system", "external_id", "email"]).unwrap();
    assert_eq!(told(&warnings), ["1 warning email unused_column"]);
}
