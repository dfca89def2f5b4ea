#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use super::*;

type Found = Result<Vec<(u64, String)>, String>;

fn all(mut objects: Objects<&[u8]>) -> Found {
    let mut found = Vec::new();
    loop {
        match objects.next() {
            Ok(Some(object)) => found.push((object.number, String::from_utf8(object.text).unwrap())),
            Ok(None) => return Ok(found),
            Err(Cut::Unexpected { line, reason }) => return Err(format!("{line}: {reason}")),
            Err(Cut::Io(error)) => return Err(error.to_string()),
        }
    }
}

fn users(text: &str) -> (Option<String>, bool, Found) {
    let list = Objects::under_key(text.as_bytes(), "users", "realm").unwrap();
    (list.name, list.is_there, all(list.objects))
}

#[test]
fn objects_come_out_as_they_are_written() {
    let text = "\u{feff} [\n {\"a\": \"}\\\"]\", \"b\": [{}, 1.5e3, null]} ,{}\n]";
    let expected = vec![(1, "{\"a\": \"}\\\"]\", \"b\": [{}, 1.5e3, null]}".to_owned()), (2, "{}".to_owned())];
    assert_eq!(all(Objects::in_array(text.as_bytes())), Ok(expected));
    assert_eq!(all(Objects::in_array("[]".as_bytes())), Ok(vec![]));
}

#[test]
fn the_users_of_a_realm_are_found_among_everything_else() {
    let text = r#"{"id": "x", "realm": "pori", "roles": {"users": [{"no": 1}]}, "n": 12, "ok": true,
        "users": [{"id": "1"}, {"id": "2"}], "clients": [{"id": "3"}]}"#;
    let found = vec![(1, r#"{"id": "1"}"#.to_owned()), (2, r#"{"id": "2"}"#.to_owned())];
    assert_eq!(users(text), (Some("pori".to_owned()), true, Ok(found)));
    assert_eq!(users(r#"{"realm": "pori", "roles": {}}"#), (Some("pori".to_owned()), false, Ok(vec![])));
    assert_eq!(users("{}"), (None, false, Ok(vec![])));
}

#[test]
fn a_broken_text_is_told_with_its_line() {
    let deep = format!("[{}", "{\"a\":[".repeat(40));
    for (text, told) in [
        ("[{\"a\": 1}\n", "2: the file ends in the middle"),
        ("[{\"a\": \"x", "1: the file ends in the middle"),
        ("[\n{} {}]", "2: expected , or ] after a record"),
        ("[1]", "1: expected a JSON object for each record"),
        ("{}", "1: expected a JSON array"),
        ("", "1: the file ends in the middle"),
        (&deep, "1: expected fewer levels of nesting"),
    ] {
        assert_eq!(all(Objects::in_array(text.as_bytes())), Err(told.to_owned()), "{text}");
    }
}

#[test]
fn an_endless_record_is_refused() {
    let text = format!("[{{\"a\": \"{}\"}}]", "x".repeat(OBJECT_CAP));
    assert_eq!(all(Objects::in_array(text.as_bytes())), Err("1: a record is longer than 1 MiB".to_owned()));
}

#[test]
fn an_object_can_be_read_once_more() {
    let text = "\u{feff}[{\"a\": 1},\n {\"b\": 2}]";
    let mut objects = Objects::in_array(Cursor::new(text));
    let first = objects.next().unwrap().unwrap();
    let second = objects.next().unwrap().unwrap();
    for object in [second, first] {
        assert_eq!(objects.at(object.offset).unwrap(), object.text);
    }
}
