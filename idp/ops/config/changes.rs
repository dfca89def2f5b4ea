//! What a service that runs can take up of a changed file, and which of the
//! other changes wait for its next start.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::{Table, Value};

use super::Config;
use super::document::join;

/// The keys, and beginnings of keys, that are taken up.
const TAKEN_UP: [&str; 3] = ["clients", "organisation.", "migration.old_addresses"];

/// The values of a configuration as they were written, environment included.
#[derive(Clone, Default)]
pub(super) struct Written(Table);

impl Written {
    /// Keeps `tree` to be compared with another.
    pub(super) fn new(tree: Table) -> Self {
        Self(tree)
    }

    fn values(&self) -> BTreeMap<String, &Value> {
        let mut values = BTreeMap::new();
        walk(&self.0, "", &mut values);
        values
    }
}

/// Secrets are among the values.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Written(..)")
    }
}

fn walk<'a>(table: &'a Table, path: &str, values: &mut BTreeMap<String, &'a Value>) {
    for (key, value) in table {
        let path = join(path, key);
        match value {
            Value::Table(inner) => walk(inner, &path, values),
            _ => drop(values.insert(path, value)),
        }
    }
}

impl Config {
    /// These settings with what can be taken up of `new` in their place.
    #[must_use]
    pub fn taking_up(&self, new: &Self) -> Self {
        let mut taken = self.clone();
        taken.clients.clone_from(&new.clients);
        taken.organisation.clone_from(&new.organisation);
        taken.old_addresses.clone_from(&new.old_addresses);
        taken.accounts.editions.clone_from(&new.accounts.editions);
        taken
    }

    /// Whether `new` has nothing to be taken up.
    pub fn is_taken_up(&self, new: &Self) -> bool {
        self.clients == new.clients
            && self.organisation == new.organisation
            && self.old_addresses == new.old_addresses
            && self.accounts.editions == new.accounts.editions
    }

    /// The keys that were written otherwise in `new` and can only be read at
    /// the start.
    pub fn keys_for_the_next_start(&self, new: &Self) -> Vec<String> {
        let (old, new) = (self.written.values(), new.written.values());
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        let differ = keys.into_iter().filter(|key| old.get(*key) != new.get(*key));
        differ.filter(|key| !TAKEN_UP.iter().any(|taken| key.starts_with(taken))).cloned().collect()
    }
}
