//! A few postal codes with their towns, where a deployment has the table of all.

/// The table, as `accounts.postal_codes` names one.
pub const TABLE: &str = include_str!("postal_codes.csv");

#[cfg(test)]
mod tests {
    use accounts::Locale;
    use accounts::towns::Towns;

    #[test]
    fn the_table_can_be_read() {
        let towns = Towns::parse(super::TABLE).unwrap_or_default();
        assert_eq!(towns.town("28100", Locale::Sv), Some("Björneborg"));
    }
}
