//! The fault reports of the tenant portal.

use serde::Deserialize;

use crate::demo::kit::Records;

const DATA: &str = include_str!("faults.csv");

/// Where a fault report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultState {
    /// The tenant told of it.
    Reported,
    /// Somebody will come.
    Scheduled,
    /// It works again.
    Repaired,
}

/// All fault reports.
pub type Faults = Records<FaultState>;

/// The fault reports of the embedded data file.
///
/// # Errors
/// When the file breaks its format.
pub fn load() -> Result<Faults, csv::Error> {
    Records::read(DATA)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::demo::people::other_ids;

    #[test]
    fn every_report_belongs_to_a_sample_person() {
        let ids = other_ids();
        let owners = load().unwrap().owners();
        assert_eq!(owners.len(), 7);
        for owner in owners {
            assert!(ids.iter().any(|id| id.source_system == "asukas" && id.external_id == owner), "{owner}");
        }
    }
}
