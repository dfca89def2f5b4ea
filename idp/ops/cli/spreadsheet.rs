//! Cells of tables that people open in a spreadsheet.

use std::borrow::Cow;

/// A cell that no spreadsheet takes for a formula that does something. Plain
/// numbers and names stay, so that programs read what they know.
pub(super) fn as_text(cell: &str) -> Cow<'_, str> {
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_');
    let Some(rest) = cell.strip_prefix(['=', '+', '-', '@']) else { return Cow::Borrowed(cell) };
    match rest.chars().all(is_plain) && !cell.starts_with('=') {
        true => Cow::Borrowed(cell),
        false => Cow::Owned(format!("'{cell}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_finds_no_formula() {
        for (cell, expected) in [
            ("A-1", "A-1"),
            ("-5", "-5"),
            ("+358401234567", "+358401234567"),
            ("=1", "'=1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ] {
            assert_eq!(as_text(cell), expected, "{cell}");
        }
    }
}
