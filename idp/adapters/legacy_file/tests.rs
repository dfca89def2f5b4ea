#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;

use accounts::import::Column;
use tempfile::TempDir;

use super::*;

/// Files in a folder, opened in the order given.
fn open(files: &[(&str, &str)], source: LegacySource) -> (TempDir, Result<LegacyFiles, LegacyFileError>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let opened = match source.paths.is_empty() {
        true => files.iter().map(|(name, _)| PathBuf::from(name)).collect(),
        false => source.paths.clone(),
    };
    let paths = opened.iter().map(|name| folder.path().join(name)).collect();
    let opened = LegacyFiles::open(LegacySource { paths, ..source });
    (folder, opened)
}

fn named(system: &str) -> LegacySource {
    LegacySource { system: Some(system.to_owned()), ..LegacySource::default() }
}

/// Each row as file, line, id and username; each problem as its text.
fn rows(files: &mut LegacyFiles) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(row) = files.next_row().unwrap() {
        told.push(match row {
            Ok(row) => {
                let cells = [Column::SourceSystem, Column::ExternalId, Column::Username, Column::Email];
                let cells = cells.map(|column| row.get(column).to_owned()).join(" ");
                format!("{}:{} {cells}", row.line.file, row.line.number)
            }
            Err(problem) => format!("{}:{problem}", problem.line.file),
        });
    }
    told
}

fn refused(files: &[(&str, &str)], source: LegacySource) -> String {
    open(files, source).1.err().unwrap().to_string()
}

const HEADER: &str = "external_id;source_system;username;email";

#[test]
fn csv_files_are_read_one_after_the_other() {
    let first =
        format!("\u{feff}{HEADER};notes\n1;lupa;a;a@example.fi;\"two\nlines\"\n;;;;\n2;lupa;b;b@example.fi;x\n");
    let second = "email,external_id,source_system,username\r\nc@example.fi,3,palaute,c\r\n1,2\r\n";
    let (_folder, files) = open(&[("a.csv", &first), ("b.csv", second)], LegacySource::default());
    assert_eq!(
        rows(&mut files.unwrap()),
        [
            "0:1 warning notes unused_column",
            "0:2 lupa 1 a a@example.fi",
            "0:4 warning - empty_row",
            "0:5 lupa 2 b b@example.fi",
            "1:2 palaute 3 c c@example.fi",
            "1:3 error - wrong_cell_count",
        ]
    );
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for end in ["\n", "\r\n"] {
        let lines = [HEADER, "1;lupa;a;", "", "2;lupa;b;\"x", "y\"", "", "", "3;lupa;c;", "4;lupa;d;"].join(end);
        for last in ["", end] {
            let (_folder, files) = open(&[("a.csv", &format!("{lines}{last}"))], LegacySource::default());
            let told = rows(&mut files.unwrap());
            let places: Vec<&str> = told.iter().filter_map(|row| row.split(' ').next()).collect();
            assert_eq!(places, ["0:2", "0:4", "0:8", "0:9"], "{end:?} {last:?}");
        }
    }
}

#[test]
fn a_header_that_cannot_be_used_ends_the_import_after_its_problems() {
    let (_folder, files) = open(&[("a.csv", "external_id;email\n1;a@example.fi\n")], LegacySource::default());
    let mut files = files.unwrap();
    let problem = files.next_row().unwrap().unwrap().unwrap_err();
    assert_eq!(problem.to_string(), "1 error source_system missing_column");
    assert!(matches!(files.next_row(), Err(LegacyFileError::Header { .. })));
}

const REALM: &str = r#"{"id": "r", "realm": "pori", "roles": {}}"#;
const USERS: &str = r#"{"realm": "pori", "users": [
    {"id": "u1", "username": "a", "email": "a@example.fi"},
    {"id": "u2", "username": "service-account-x", "serviceAccountClientId": "x"},
    {"id": "u3", "username": "c"}]}"#;

#[test]
fn the_users_of_a_realm_come_from_all_its_files() {
    let files =
        [("realm.json", REALM), ("pori-users-0.json", USERS), ("pori-users-1.json", r#"{"realm":"pori","users":[]}"#)];
    let (_folder, opened) = open(&files, LegacySource::default());
    let expected = ["1:1 pori u1 a a@example.fi", "1:2 warning - not_a_person", "1:3 pori u3 c "];
    assert_eq!(rows(&mut opened.unwrap()), expected);
    let (_folder, opened) = open(&[("all.json", USERS)], named("vanha"));
    assert_eq!(rows(&mut opened.unwrap()).first().unwrap(), "0:1 vanha u1 a a@example.fi");
}

#[test]
fn a_realm_without_its_users_is_refused_with_the_files_to_add() {
    let told = refused(&[("pori-realm.json", REALM)], LegacySource::default());
    assert!(told.contains("no users in it; add the files REALM-users-0.json"), "{told}");
    let beside = [
        ("pori-realm.json", REALM),
        ("pori-users-0.json", USERS),
        ("pori-users-1.json", USERS),
        ("pori-users.json", ""),
    ];
    let some =
        |paths: &[&str]| LegacySource { paths: paths.iter().map(PathBuf::from).collect(), ..LegacySource::default() };
    let told = refused(&beside, some(&["pori-realm.json"]));
    assert!(told.contains("pori-users-0.json") && told.contains("pori-users-1.json"), "{told}");
    let told = refused(&beside, some(&["pori-realm.json", "pori-users-1.json"]));
    assert!(told.contains("add: ") && told.ends_with("pori-users-0.json"), "{told}");
    let told = refused(&[("u.json", r#"{"users": [{"id": "1"}]}"#)], LegacySource::default());
    assert!(told.contains("--source"), "{told}");
}

#[test]
fn asp_net_tables_are_joined_by_user() {
    let users = "\u{feff}ApplicationId,UserId,UserName,LoweredUserName,IsAnonymous\n\
                 A,7F1C,aino,aino,0\nA,8E2D,eero,eero,0\nA,9F,x,x,1\n1,2\n";
    let membership = "UserId;Password;PasswordFormat;PasswordSalt;Email\n\
                      8e2d;\"a;\nb\";1;s;eero@example.fi\n7f1c;a;1;s;aino@example.fi\n";
    let roles = "UserId,RoleId\n7F1C,admin\n";
    let files = [("users.csv", users), ("membership.csv", membership), ("roles.csv", roles)];
    let (_folder, opened) = open(&files, named("lupa"));
    assert_eq!(
        rows(&mut opened.unwrap()),
        [
            "2:1 warning - unused_table",
            "0:2 lupa 7F1C aino aino@example.fi",
            "0:3 lupa 8E2D eero eero@example.fi",
            "0:4 warning - not_a_person",
            "0:5 error - unreadable_record",
        ]
    );
}

#[test]
fn asp_net_tables_may_be_json() {
    let users =
        r#"[{"UserId": 4, "UserName": "aino@example.fi"}, {"UserId": 5, "UserName": "eero", "Email": "e@example.fi"}]"#;
    let passwords = r#"[{"UserId": 5, "Password": "x", "IsConfirmed": true}, {"UserId": 4, "Password": "y"}]"#;
    let (_folder, opened) = open(&[("profile.json", users), ("membership.json", passwords)], named("lupa"));
    let expected = ["0:1 lupa 4 aino@example.fi aino@example.fi", "0:2 lupa 5 eero e@example.fi"];
    assert_eq!(rows(&mut opened.unwrap()), expected);
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let people = ("users.csv", "UserId,UserName\n1,a\n");
    let passwords = ("membership.csv", "UserId,Password\n1,x\n");
    for (files, source, told) in [
        (vec![people], LegacySource::default(), "--source"),
        (vec![passwords], named("lupa"), "no people in these files"),
        (vec![people, passwords, ("more.csv", "UserId,Password\n1,y\n")], named("lupa"), "one table of passwords"),
        (vec![people, passwords, ("others.csv", people.1)], named("lupa"), "one table of passwords"),
        (vec![people, ("own.csv", HEADER)], named("lupa"), "different formats"),
        (vec![("what.csv", "a;b\n1;2\n")], LegacySource::default(), "say --format csv, keycloak or aspnet"),
        (
            vec![("what.csv", "a;b\n1;2\n")],
            LegacySource { format: Some(Format::Aspnet), ..named("lupa") },
            "expected the columns",
        ),
    ] {
        let refused = refused(&files, source);
        assert!(refused.contains(told), "{refused}");
    }
    let missing = LegacySource { paths: vec!["missing.csv".into()], ..LegacySource::default() };
    assert!(refused(&[], missing).contains("missing.csv: expected a readable file"));
}

#[test]
fn a_file_that_breaks_off_is_told_with_its_line() {
    let (_folder, opened) =
        open(&[("u.json", "{\"realm\": \"pori\", \"users\": [\n{\"id\": \"1\"},\n{\"id")], LegacySource::default());
    let mut files = opened.unwrap();
    assert!(files.next_row().unwrap().unwrap().is_ok());
    let told = files.next_row().unwrap_err().to_string();
    assert!(told.ends_with("u.json: line 3: the file ends in the middle"), "{told}");
}
