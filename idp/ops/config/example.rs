//! The example configuration: every key, explained. It is what `idp config
//! print-example` prints, and the list of keys that the environment may set.

/// The commented example.
pub const TEXT: &str = include_str!("../../../deploy/config/idp.example.toml");

/// The keys of the example with sample values; empty if it were not TOML, which
/// a test rules out.
pub(super) fn keys() -> toml::Table {
    toml::from_str(TEXT).unwrap_or_default()
}
