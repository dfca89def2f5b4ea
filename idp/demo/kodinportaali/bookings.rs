//! The bookings of Kodinportaali: saunas, laundries, club rooms.

use serde::Deserialize;

use crate::demo::kit::Records;

const DATA: &str = include_str!("bookings.csv");

/// What became of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// It took place.
    Used,
    /// It was given up.
    Cancelled,
}

/// All bookings.
pub type Bookings = Records<BookingState>;

/// The bookings of the embedded data file.
///
/// # Errors
/// When the file breaks its format.
pub fn load() -> Result<Bookings, csv::Error> {
    Records::read(DATA)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::demo::people::other_ids;

    #[test]
    fn every_booking_belongs_to_a_sample_person() {
        let ids = other_ids();
        let owners = load().unwrap().owners();
        assert_eq!(owners.len(), 6);
        for owner in owners {
            assert!(ids.iter().any(|id| id.source_system == "kodinportaali" && id.external_id == owner), "{owner}");
        }
    }
}
