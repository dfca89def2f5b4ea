//! What is told of a canary login: one line. It holds no code, state, token,
//! cookie, password or query of an address, nor any other text of a page than
//! the reference that the service's log has too.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

/// What is done, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Read the provider's metadata.
    Discovery,
    /// Read its keys.
    Jwks,
    /// Send the browser to it.
    Authorize,
    /// Type the username.
    Name,
    /// Type the password.
    Password,
    /// Only where the service asks for more than a password.
    Agreement,
    /// Be sent back with a code.
    Code,
    /// Redeem the code, and verify the ID token.
    Token,
    /// Use the access token.
    Userinfo,
    /// End the login, and see that it has ended.
    Logout,
}

impl Step {
    /// The step's word in the line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Authorize => "authorize",
            Self::Name => "name",
            Self::Password => "password",
            Self::Agreement => "agreement",
            Self::Code => "code",
            Self::Token => "token",
            Self::Userinfo => "userinfo",
            Self::Logout => "logout",
        }
    }
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What was seen, and what to do where that is known.
    pub why: String,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// What the service's log has the same answer under.
    pub reference: Option<String>,
}

impl Trouble {
    /// Trouble that no answer of the service is to blame for, or one that came
    /// with status 200.
    pub fn new(why: impl Into<String>) -> Self {
        // Some libraries break the lines of their messages.
        let why = why.into().replace(char::is_control, " ");
        Self { why, status: None, reference: None }
    }
}

/// How a canary login went.
#[derive(Clone, Debug)]
pub struct Report {
    /// How long each step took that was begun.
    pub took: Vec<(Step, Duration)>,
    /// Where and why it failed.
    pub failure: Option<(Step, Trouble)>,
}

impl Report {
    /// The same for a machine.
    pub fn to_json(&self) -> Value {
        let trouble = self.failure.as_ref().map(|(_, trouble)| trouble);
        let took = self.took.iter().map(|(step, took)| (step.name().to_owned(), json!(took.as_millis())));
        json!({
            "ok": self.failure.is_none(),
            "step": self.failure.as_ref().map(|(step, _)| step.name()),
            "why": trouble.map(|trouble| &trouble.why),
            "status": trouble.and_then(|trouble| trouble.status),
            "reference": trouble.and_then(|trouble| trouble.reference.as_ref()),
            "milliseconds": took.collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((step, trouble)) = &self.failure else {
            let whole: Duration = self.took.iter().map(|(_, took)| *took).sum();
            let each: Vec<_> =
                self.took.iter().map(|(step, took)| format!("{} {}", step.name(), took.as_millis())).collect();
            return write!(f, "canary: ok in {} ms ({})", whole.as_millis(), each.join(", "));
        };
        let took = self.took.last().map_or(0, |(_, took)| took.as_millis());
        write!(f, "canary: {} failed after {took} ms: ", step.name())?;
        if let Some(status) = trouble.status {
            write!(f, "{status}, ")?;
        }
        f.write_str(&trouble.why)?;
        match &trouble.reference {
            Some(reference) => write!(f, "; reference {reference}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took() -> Vec<(Step, Duration)> {
        vec![(Step::Discovery, Duration::from_micros(14_900)), (Step::Jwks, Duration::from_millis(2))]
    }

    #[test]
    fn a_login_is_one_line_with_the_time_of_each_step() {
        let report = Report { took: took(), failure: None };
        assert_eq!(report.to_string(), "canary: ok in 16 ms (discovery 14, jwks 2)");
        let machine = json!({
            "ok": true, "step": null, "why": null, "status": null, "reference": null,
            "milliseconds": { "discovery": 14, "jwks": 2 },
        });
        assert_eq!(report.to_json(), machine);
    }

    #[test]
    fn a_failure_is_one_line_with_the_step_and_the_reference() {
        let trouble = Trouble { status: Some(503), reference: Some("8F3K-2QWD".to_owned()), ..Trouble::new("a\r\nb") };
        let report = Report { took: took(), failure: Some((Step::Jwks, trouble)) };
        assert_eq!(report.to_string(), "canary: jwks failed after 2 ms: 503, a  b; reference 8F3K-2QWD");
        let told = report.to_json();
        assert_eq!((told.get("step"), told.get("status")), (Some(&json!("jwks")), Some(&json!(503))));
        let silent = Report { took: took(), failure: Some((Step::Jwks, Trouble::new("no answer within 10 s"))) };
        assert_eq!(silent.to_string(), "canary: jwks failed after 2 ms: no answer within 10 s");
    }
}
