//! How a row names somebody who is here already: never by e-mail address,
//! which changes and is shared.

use std::collections::HashMap;
use std::fmt;

use uuid::Uuid;

use super::column::Column;

/// How an old system knows a person: its name, and the id there.
pub type LegacyId = (String, String);

/// How a row names somebody who is here already.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum KnownPerson {
    /// By the subject identifier.
    Sub(String),
    /// By an old system's id.
    Id(LegacyId),
}

impl KnownPerson {
    /// The column to look at when nobody is found; `id` where a system's ids
    /// stand.
    pub(super) fn column(&self, id: Column) -> Column {
        match self {
            Self::Sub(_) => Column::Sub,
            Self::Id(_) => id,
        }
    }
}

/// The accounts of those who were asked for and are here.
#[derive(Clone, Default)]
pub struct KnownPeople {
    /// By an old system's id.
    pub ids: HashMap<LegacyId, Uuid>,
    /// By subject.
    pub subs: HashMap<String, Uuid>,
}

impl KnownPeople {
    /// The account of a person.
    pub fn account_of(&self, person: &KnownPerson) -> Option<Uuid> {
        match person {
            KnownPerson::Sub(sub) => self.subs.get(sub).copied(),
            KnownPerson::Id(id) => self.ids.get(id).copied(),
        }
    }
}

impl fmt::Debug for KnownPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sub(_) => "Sub(..)",
            Self::Id(_) => "Id(..)",
        })
    }
}
