//! What a column holds, as the type that its reader expects. SQLite would
//! store anything anywhere; another type is an error here.

use chrono::{DateTime, Utc};
use rusqlite::types::ValueRef;
use uuid::Uuid;

/// A type of columns.
pub(in super::super) trait Cell: Sized {
    /// The value that is `stored`; `None` when it is none of this type.
    fn read(stored: ValueRef<'_>) -> Option<Self>;
}

impl<T: Cell> Cell for Option<T> {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        match stored {
            ValueRef::Null => Some(None),
            stored => T::read(stored).map(Some),
        }
    }
}

impl Cell for i64 {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        match stored {
            ValueRef::Integer(number) => Some(number),
            _ => None,
        }
    }
}

impl Cell for bool {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        i64::read(stored).map(|number| number != 0)
    }
}

impl Cell for Vec<u8> {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        match stored {
            ValueRef::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl Cell for String {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        text(stored).map(str::to_owned)
    }
}

impl Cell for DateTime<Utc> {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        DateTime::parse_from_rfc3339(text(stored)?).ok().map(|instant| instant.to_utc())
    }
}

impl Cell for Uuid {
    fn read(stored: ValueRef<'_>) -> Option<Self> {
        match stored {
            ValueRef::Blob(bytes) => Self::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

fn text(stored: ValueRef<'_>) -> Option<&str> {
    match stored {
        ValueRef::Text(text) => str::from_utf8(text).ok(),
        _ => None,
    }
}
