//! What a statement does and to which table, as spans tell it: nothing else of
//! its text.

/// What statements begin with.
const OPERATIONS: [&str; 7] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "BEGIN", "COMMIT"];
/// What stands before the table.
const BEFORE_TABLE: [&str; 3] = ["FROM", "INTO", "UPDATE"];

/// The operation of a statement and the first table that it names.
pub(super) fn of(sql: &str) -> (&'static str, Option<&str>) {
    let first = sql.split_ascii_whitespace().next().unwrap_or_default();
    let operation = OPERATIONS.into_iter().find(|known| first.eq_ignore_ascii_case(known)).unwrap_or("OTHER");
    let mut words = sql.split_ascii_whitespace();
    let names_one = |word: &str| BEFORE_TABLE.iter().any(|before| word.eq_ignore_ascii_case(before));
    while words.by_ref().any(names_one) {
        if let Some(table) = words.clone().next().and_then(table) {
            return (operation, Some(table));
        }
    }
    (operation, None)
}

/// The name that a word holds, if it is one; a subquery in brackets is none.
fn table(word: &str) -> Option<&str> {
    let name = word.trim_end_matches([',', ';', ')']).trim_matches('"');
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_statement_is_told_by_what_it_does_to_which_table() {
        for (sql, operation, table) in [
            ("SELECT id, \"from\" FROM accounts WHERE id = $1", "SELECT", Some("accounts")),
            (r#"SELECT "a"."id" FROM "a" WHERE "a"."id" = $1 LIMIT $2"#, "SELECT", Some("a")),
            ("INSERT INTO outbox (id) VALUES ($1)", "INSERT", Some("outbox")),
            ("UPDATE sessions SET ended_at = $1 FROM accounts", "UPDATE", Some("sessions")),
            ("DELETE FROM login_tallies;", "DELETE", Some("login_tallies")),
            ("SELECT count(*) FROM (SELECT used_at FROM one_time_tokens) t", "SELECT", Some("one_time_tokens")),
            ("WITH old AS (SELECT id FROM audit) DELETE FROM x", "WITH", Some("audit")),
            ("select 1", "SELECT", None),
            ("BEGIN", "BEGIN", None),
            ("PRAGMA user_version", "OTHER", None),
            ("SELECT 1 FROM", "SELECT", None),
            ("", "OTHER", None),
        ] {
            assert_eq!(of(sql), (operation, table), "{sql}");
        }
    }

    #[test]
    fn what_is_no_name_is_not_told() {
        assert_eq!(of("DELETE FROM 'erkki@example.com'").1, None);
        assert_eq!(of("SELECT 1 FROM $1").1, None);
    }
}
