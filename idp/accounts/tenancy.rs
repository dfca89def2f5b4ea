//! Who lives where, and from when until when.

use chrono::NaiveDate;
use uuid::Uuid;

/// An account's right to an apartment. Both days belong to it, up to midnight
/// in Finland. Several people may have one apartment at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenancy {
    /// The tenant.
    pub account_id: Uuid,
    /// The building, as its owner calls it.
    pub building: String,
    /// The apartment in the building.
    pub apartment: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open when `None`.
    pub until: Option<NaiveDate>,
}

impl Tenancy {
    /// Whether the two are of one tenant and one apartment.
    pub fn is_of_same_home(&self, other: &Self) -> bool {
        (self.account_id, &self.building, &self.apartment) == (other.account_id, &other.building, &other.apartment)
    }

    /// Whether some day belongs to both periods.
    pub fn overlaps(&self, from: NaiveDate, until: Option<NaiveDate>) -> bool {
        self.until.is_none_or(|last| from <= last) && until.is_none_or(|last| self.from <= last)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn periods_that_share_a_day_overlap() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = |text: &str| (!text.is_empty()).then(|| day(text));
        for (from, until, other_from, other_until, expected) in [
            ("2026-01-01", "2026-08-31", "2026-09-01", "", false),
            ("2026-09-01", "", "2026-01-01", "2026-08-31", false),
            ("2026-01-01", "2026-09-01", "2026-09-01", "", true),
            ("2026-01-01", "", "2026-09-01", "2026-10-01", true),
            ("2026-01-01", "", "2026-09-01", "", true),
            ("2026-09-01", "2026-10-01", "2026-01-01", "", true),
        ] {
            let tenancy = Tenancy {
                account_id: Uuid::nil(),
                building: "T5".to_owned(),
                apartment: "A 14".to_owned(),
                from: day(from),
                until: last(until),
            };
            assert_eq!(tenancy.overlaps(day(other_from), last(other_until)), expected, "{from} {other_from}");
        }
    }
}
