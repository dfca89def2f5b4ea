//! The decoded parameters of a request, by name [RFC 6749 §3.1, §3.2].

use std::collections::BTreeMap;
use std::fmt;

use crate::error::ProtocolError;

const REPEATED: ProtocolError = ProtocolError::invalid_request("a parameter is included more than once");

/// The parameters of a query or form.
///
/// A name that came more than once has no value here; every endpoint refuses
/// such a request, each in the way that is safe there.
#[derive(Clone, Default)]
pub struct Params(BTreeMap<String, Value>);

#[derive(Clone)]
enum Value {
    Once(String),
    Repeated,
}

impl Params {
    /// The parameters out of decoded name and value pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            values.entry(name).and_modify(|value| *value = Value::Repeated).or_insert(Value::Once(value));
        }
        Self(values)
    }

    /// The value of `name`; an empty value counts as absent [RFC 6749 §3.1].
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Value::Once(value) if !value.is_empty() => Some(value),
            Value::Once(_) | Value::Repeated => None,
        }
    }

    /// # Errors
    /// `invalid_request` when any parameter came more than once, known or not
    /// [RFC 6749 §3.1, §3.2].
    pub fn refuse_repeated(&self) -> Result<(), ProtocolError> {
        let repeated = self.0.values().any(|value| matches!(value, Value::Repeated));
        if repeated { Err(REPEATED) } else { Ok(()) }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::params;

    #[test]
    fn an_empty_value_counts_as_absent() {
        let params = params(&[("state", ""), ("nonce", "n")]);
        assert_eq!(params.get("state"), None);
        assert_eq!(params.get("nonce"), Some("n"));
        assert_eq!(params.get("scope"), None);
    }

    #[test]
    fn a_name_that_came_twice_has_no_value_and_is_refused() {
        for second in ["a", "b", ""] {
            let params = params(&[("code", "a"), ("code", second), ("x", "y")]);
            assert_eq!(params.get("code"), None);
            assert_eq!(params.refuse_repeated(), Err(REPEATED));
        }
        assert_eq!(params(&[("a", "1"), ("b", "1")]).refuse_repeated(), Ok(()));
    }

    #[test]
    fn names_are_told_apart_by_case() {
        let params = params(&[("State", "a"), ("state", "b")]);
        assert_eq!(params.get("state"), Some("b"));
        assert_eq!(params.refuse_repeated(), Ok(()));
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let params = params(&[("client_secret", "hush-hush")]);
        assert_eq!(format!("{params:?}"), r#"{"client_secret"}"#);
    }
}
