//! Scope values [RFC 6749 §3.3].

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of scope values; on the wire they are separated by single spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// Makes the request an OpenID Connect request [OIDC Core §3.1.2.1].
    pub const OPENID: &str = "openid";
    /// Asks for a refresh token [OIDC Core §11].
    pub const OFFLINE_ACCESS: &str = "offline_access";
    /// The values with a meaning of their own; they all concern a person
    /// [OIDC Core §5.4].
    pub const STANDARD: [&str; 6] = [Self::OPENID, "profile", "email", "phone", "address", Self::OFFLINE_ACCESS];

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

    /// The values that are in this set or in `other`.
    pub fn joined_with(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// The values of this set that are not in `unwanted`.
    pub fn without(&self, unwanted: &[&str]) -> Self {
        Self(self.0.iter().filter(|value| !unwanted.contains(&value.as_str())).cloned().collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_a_set() {
        for (list, expected) in [
            ("openid email", "email openid"),
            (" openid  openid ", "openid"),
            ("", ""),
            ("OpenID openid", "OpenID openid"),
        ] {
            assert_eq!(Scope::parse(list).to_string(), expected);
        }
    }

    #[test]
    fn sets_are_limited_and_compared() {
        let asked = Scope::parse("openid email superadmin");
        let allowed = Scope::parse("openid email profile");
        assert!(!asked.is_within(&allowed));
        assert_eq!(asked.limited_to(&allowed), Scope::parse("email openid"));
        assert!(asked.limited_to(&allowed).is_within(&allowed));
        assert_eq!(asked.without(&["openid", "email"]), Scope::parse("superadmin"));
    }
}
