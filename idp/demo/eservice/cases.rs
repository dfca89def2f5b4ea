//! The permit applications of the e-service.

use serde::Deserialize;

use crate::demo::kit::{Record, Records};

const DATA: &str = include_str!("cases.csv");

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Lodged, nobody has looked at it yet.
    Received,
    /// An official is working on it.
    InReview,
    /// The permit was granted.
    Granted,
    /// The permit was refused.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// The work was inspected and the case closed.
    Completed,
}

impl CaseState {
    /// Whether the applicant can still take the application back.
    pub fn can_be_withdrawn(self) -> bool {
        matches!(self, Self::Received | Self::InReview)
    }
}

/// A permit application.
pub type Case = Record<CaseState>;

/// All permit applications.
pub type Cases = Records<CaseState>;

/// The cases of the embedded data file.
///
/// # Errors
/// When the file breaks its format.
pub fn load() -> Result<Cases, csv::Error> {
    Records::read(DATA)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::demo::people::LEGACY_USERS;

    #[test]
    fn every_case_belongs_to_a_sample_person() {
        let owners = load().unwrap().owners();
        assert_eq!(owners.len(), 12);
        for owner in owners {
            assert!(LEGACY_USERS.lines().any(|row| row.starts_with(&format!("{owner};"))), "{owner}");
        }
    }

    #[test]
    fn what_is_decided_cannot_be_withdrawn() {
        for (state, expected) in [
            (CaseState::Received, true),
            (CaseState::InReview, true),
            (CaseState::Granted, false),
            (CaseState::Refused, false),
            (CaseState::Withdrawn, false),
            (CaseState::Completed, false),
        ] {
            assert_eq!(state.can_be_withdrawn(), expected, "{state:?}");
        }
    }
}
