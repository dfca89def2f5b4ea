//! Scope values [RFC 6749 §3.3].

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of scope values; on the wire they are separated by single spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// The scope values of a space-separated list; empty items are skipped.
    pub fn parse(list: &str) -> Self {
        Self(list.split(' ').filter(|value| !value.is_empty()).map(str::to_owned).collect())
    }

    /// Whether `value` is in the set.
    pub fn contains(&self, value: &str) -> bool {
        self.0.contains(value)
    }

    /// Whether no value is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every value of this set is also in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    /// The values that are in this set and in `allowed`.
    pub fn limited_to(&self, allowed: &Self) -> Self {
        Self(self.0.intersection(&allowed.0).cloned().collect())
    }

    /// The values in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl From<String> for Scope {
    fn from(list: String) -> Self {
        Self::parse(&list)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for value in &self.0 {
            write!(f, "{separator}{value}")?;
            separator = " ";
        }
        Ok(())
    }
}
