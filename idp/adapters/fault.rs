//! A machine that failed: the one error type of this room.

use std::error::Error;
use std::fmt;

/// What was being done when a machine failed, and why it failed. Neither text
/// holds a secret, an address or anything else that a person entered.
pub struct Fault {
    /// What was being done, as an infinitive: `find a session`.
    pub doing: &'static str,
    /// Why it failed.
    pub source: Box<dyn Error + Send + Sync>,
}

impl Fault {
    /// A fault met while `doing`.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            doing,
            source: source.into(),
        }
    }

    /// The whole chain of causes on one line, for the log and for an operator.
    pub fn to_operator(&self) -> String {
        let mut line = format!("cannot {}: {}", self.doing, self.source);
        let mut cause = self.source.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Many errors repeat their cause in their own text.
            if !line.contains(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
            cause = error.source();
        }
        line.replace(['\n', '\r'], " ")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}", self.doing)
    }
}

/// As the line for the operator: a derived form would print the details that
/// drivers keep out of their messages, such as the values of a row.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_operator())
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_reads_every_cause_once_on_one_line() {
        let inner = Fault::new("open\nthe file", "no such file");
        let outer = Fault::new("start", inner);
        assert_eq!(
            outer.to_operator(),
            "cannot start: cannot open the file: no such file"
        );
    }
}
