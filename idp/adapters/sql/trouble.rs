//! What to tell an operator about a database that does not work.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::adapters::fault::Fault;

/// Turns a database error into a fault met while `doing`.
pub(super) fn at(doing: &'static str) -> impl FnOnce(DbErr) -> Fault {
    move |error| match (advice(&error), error) {
        (Some(advice), error) => Fault::new(doing, format!("{advice} ({error})")),
        (None, DbErr::Custom(text)) => Fault::new(doing, text),
        (None, error) => Fault::new(doing, error),
    }
}

/// What to do about a pooler that loses track of prepared statements.
pub(super) const MIXED_UP: &str = "a pooler before the database mixes prepared statements up: it must be PgBouncer 1.21 \
                                   or later with max_prepared_statements above 0, or have pool_mode = session";

/// What to do about `error`, where that is known.
fn advice(error: &DbErr) -> Option<&'static str> {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return Some("no connection became free in time: the database is overloaded or away");
    }
    match sqlx_error(error)? {
        sqlx::Error::Database(error) => {
            let code = error.code()?;
            if error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
                postgres(&code)
            } else {
                sqlite(code.parse().ok()?)
            }
        }
        sqlx::Error::Tls(_) => Some(
            "the database server's certificate or TLS settings do not fit: check sslmode and sslrootcert in [database] url",
        ),
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => {
            Some("the database server does not answer: check that it runs and [database] url")
        }
        _ => None,
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error.as_ref()),
        _ => None,
    }
}

/// What to do about an error of SQLite, by its primary result code: the low
/// byte of the extended one.
pub(super) fn sqlite(code: i32) -> Option<&'static str> {
    match code & 0xff {
        5 | 6 => Some("another process holds the database file: stop it, or wait until it has finished"),
        8 => Some("the database file or its directory may not be written: correct their owner or rights"),
        10 => Some("the disk fails: check the machine"),
        11 => Some("the database file is damaged: restore it from a backup"),
        13 => Some("the disk is full: make room"),
        14 => Some(
            "the database file cannot be opened: check that its directory exists and that this user may write there",
        ),
        26 => Some("the file is no SQLite database: correct [database] url"),
        _ => None,
    }
}

/// By SQLSTATE.
fn postgres(code: &str) -> Option<&'static str> {
    match code {
        "08P01" => Some("a pooler refuses the settings of the connection: see docs/operations/postgresql.md"),
        "26000" | "42P05" => Some(MIXED_UP),
        "28P01" | "28000" => Some("the database server refuses this user or password: correct [database] url"),
        "3D000" => Some("the database does not exist: create it, or correct [database] url"),
        "42501" => Some("the database user lacks a right: grant it"),
        "42P01" | "42703" => Some("the schema is older than this release: run idp migrate"),
        "55P03" => Some("something holds a table, such as a backup that runs: try again when it has ended"),
        "53300" => Some("the database server has no connection left: raise its max_connections"),
        "53100" => Some("the database server's disk is full: make room"),
        "57014" => Some("the statement took too long"),
        "57P01" | "57P03" => Some("the database server is starting or stopping"),
        "25006" => Some("the database server is a read-only replica: correct [database] url"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_operator_can_mend_has_advice() {
        for code in [5, 8, 11, 13, 14, 26, 261, 4_874, 270] {
            assert!(sqlite(code).is_some(), "SQLite {code}");
        }
        for code in ["28P01", "3D000", "42P01", "53300", "42P05"] {
            assert!(postgres(code).is_some(), "SQLSTATE {code}");
        }
        assert!(sqlite(19).is_none() && postgres("23505").is_none());
    }
}
