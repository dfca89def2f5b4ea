//! Which town a Finnish postal code belongs to, from a table that the
//! organisation gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::locale::Locale;

/// Finnish and Swedish name of each postal code's town. Cloning it clones one
/// pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Towns(Arc<BTreeMap<String, [String; 2]>>);

/// A line of a table that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected a postal code of five digits, the town's Finnish name and its Swedish name")]
pub struct BadLine {
    /// Which line, from 1.
    pub line: usize,
}

impl Towns {
    /// The table in `text`: on each line a code, the town's Finnish name and,
    /// where it has one, its Swedish name, separated by semicolons or commas.
    /// A first line without digits names the columns.
    ///
    /// # Errors
    /// The first line that is none of these.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let is_row = |(place, line): &(usize, &str)| {
            let names_columns = *place == 0 && !line.bytes().any(|byte| byte.is_ascii_digit());
            !line.trim().is_empty() && !names_columns
        };
        let rows = lines.filter(is_row).map(|(place, line)| row(line).ok_or(BadLine { line: place + 1 }));
        rows.collect::<Result<_, _>>().map(|rows| Self(Arc::new(rows)))
    }

    /// The town of `postal_code` in the language of `locale`: Swedish where
    /// that is Swedish, else Finnish.
    pub fn town(&self, postal_code: &str, locale: Locale) -> Option<&str> {
        let [finnish, swedish] = self.0.get(postal_code.trim())?;
        Some(if locale == Locale::Sv { swedish } else { finnish })
    }

    /// What was typed as town, or else the town of the postal code.
    pub fn or_typed(&self, typed: &str, postal_code: &str, locale: Locale) -> String {
        let suggested = self.town(postal_code, locale).filter(|_| typed.trim().is_empty());
        suggested.unwrap_or(typed).to_owned()
    }

    /// Whether there is no table.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn row(line: &str) -> Option<(String, [String; 2])> {
    let separator = if line.contains(';') { ';' } else { ',' };
    let mut cells = line.split(separator).map(|cell| cell.trim().trim_matches('"').trim());
    let code = cells.next().filter(|code| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit()))?;
    let finnish = cells.next().filter(|town| !town.is_empty())?;
    let swedish = cells.next().filter(|town| !town.is_empty()).unwrap_or(finnish);
    Some((code.to_owned(), [finnish.to_owned(), swedish.to_owned()]))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const TABLE: &str =
        "\u{feff}code;fi;sv\r\n20100;Turku;Åbo\r\n\r\n28100;\"Pori\";Björneborg\r\n40100;Jyväskylä;\r\n";

    #[test]
    fn a_town_is_named_in_the_language_of_the_page() {
        let towns = Towns::parse(TABLE).unwrap();
        for (code, locale, town) in [
            ("20100", Locale::Fi, Some("Turku")),
            (" 20100 ", Locale::Sv, Some("Åbo")),
            ("28100", Locale::En, Some("Pori")),
            ("40100", Locale::Sv, Some("Jyväskylä")),
            ("99999", Locale::Fi, None),
            ("SE-111 22", Locale::Sv, None),
            ("", Locale::Fi, None),
        ] {
            assert_eq!(towns.town(code, locale), town, "{code} {locale:?}");
        }
    }

    #[test]
    fn what_was_typed_stays() {
        let towns = Towns::parse("20100,Turku,Åbo").unwrap();
        for (typed, code, town) in
            [("", "20100", "Turku"), ("  ", "20100", "Turku"), ("Kaarina", "20100", "Kaarina"), ("", "20101", "")]
        {
            assert_eq!(towns.or_typed(typed, code, Locale::Fi), town, "{typed} {code}");
        }
        assert!(Towns::default().is_empty() && !towns.is_empty());
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_its_line() {
        for (table, line) in [
            ("20100;Turku;Åbo\n2010;Turku;Åbo", 2),
            ("code;fi\n20100;;Åbo", 2),
            ("20100", 1),
            ("code\ncode", 2),
            ("2010a;Turku", 1),
        ] {
            assert_eq!(Towns::parse(table), Err(BadLine { line }), "{table}");
        }
        assert_eq!(Towns::parse("\n"), Ok(Towns::default()));
    }
}
