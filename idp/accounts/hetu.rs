//! Finnish personal identity codes: `DDMMYY`, a sign of the century, a number
//! and a check character [Decree 128/2010 §2].
//! The code is judged here and never kept.

use chrono::NaiveDate;

/// The check characters; the remainder of division by 31 is the place.
const CHECK_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// What sort of code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// A code that a person can have been given for life (002–899).
    Personal,
    /// A temporary or test code (900–999), which proves nothing about anybody.
    Artificial,
}

/// Why a text is not a personal identity code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HetuProblem {
    /// It does not have eleven ASCII characters, digits where they belong.
    #[error("the code does not have the form DDMMYY-NNNC")]
    Form,
    /// The seventh character stands for no century.
    #[error("the sign of the century is unknown")]
    Century,
    /// There is no such day.
    #[error("the date does not exist")]
    Date,
    /// The number is not in use.
    #[error("the number is not in use")]
    Number,
    /// The last character does not follow from the digits.
    #[error("the check character is wrong")]
    Check,
}

/// Judges a personal identity code; outer blanks do not matter, lower-case
/// letters do.
///
/// # Errors
/// The first rule that the code breaks.
pub fn check(text: &str) -> Result<Number, HetuProblem> {
    let bytes: [u8; 11] = text.trim().as_bytes().try_into().map_err(|_| HetuProblem::Form)?;
    let [d1, d2, m1, m2, y1, y2, sign, n1, n2, n3, given] = bytes;
    let number = decimal(&[n1, n2, n3])?;
    let (day, month, year) = (decimal(&[d1, d2])?, decimal(&[m1, m2])?, decimal(&[y1, y2])?);
    let year = i32::try_from(century(sign)? + year).map_err(|_| HetuProblem::Date)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(HetuProblem::Date)?;
    if number < 2 {
        return Err(HetuProblem::Number);
    }
    // The sign of the century does not count [Decree 128/2010 §2].
    let remainder = decimal(&[d1, d2, m1, m2, y1, y2, n1, n2, n3])? % 31;
    let right = usize::try_from(remainder).ok().and_then(|place| CHECK_CHARACTERS.get(place));
    if right != Some(&given) {
        return Err(HetuProblem::Check);
    }
    Ok(if number < 900 { Number::Personal } else { Number::Artificial })
}

fn decimal(digits: &[u8]) -> Result<u32, HetuProblem> {
    digits.iter().try_fold(0, |value, digit| {
        if digit.is_ascii_digit() { Ok(value * 10 + u32::from(digit - b'0')) } else { Err(HetuProblem::Form) }
    })
}

fn century(sign: u8) -> Result<u32, HetuProblem> {
    match sign {
        b'+' => Ok(1800),
        b'-' | b'U'..=b'Y' => Ok(1900),
        b'A'..=b'F' => Ok(2000),
        _ => Err(HetuProblem::Century),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artificial_codes_of_every_century_pass() {
        for code in [
            "010190-900P",
            "010190Y900P",
            "150685X9503",
            "150685W9503",
            "150685V9503",
            "150685U9503",
            "290296-9015",
            "311299+903B",
            "290200A902D",
            "010100A999N",
            "010124B9100",
            "010124C9100",
            "010124D9111",
            "010124E9122",
            "311204F998W",
            " 010190-900P\u{a0}",
        ] {
            assert_eq!(check(code), Ok(Number::Artificial), "{code}");
        }
    }

    #[test]
    fn the_published_fictitious_codes_pass() {
        for code in [
            "010594Y9032",
            "020594X903P",
            "030594W903B",
            "040594V9030",
            "050594U903M",
            "010516B903X",
            "020516C903K",
            "030516D9037",
            "010501E9032",
            "020502E902X",
            "020503F9037",
            "020504A902E",
            "020504B904H",
        ] {
            assert_eq!(check(code), Ok(Number::Artificial), "{code}");
        }
    }

    #[test]
    fn a_number_below_900_is_a_persons() {
        for (digits, number) in [("010190", "002"), ("010190", "899")] {
            let place = format!("{digits}{number}").parse::<usize>().unwrap_or_default() % 31;
            let character = CHECK_CHARACTERS.get(place).copied().map(char::from).unwrap_or_default();
            assert_eq!(check(&format!("{digits}-{number}{character}")), Ok(Number::Personal));
        }
    }

    #[test]
    fn broken_codes_are_refused_with_the_rule_they_break() {
        for (code, problem) in [
            ("010190-900Q", HetuProblem::Check),
            ("010190-999K", HetuProblem::Check),
            ("290297-901D", HetuProblem::Date),
            ("310490-900F", HetuProblem::Date),
            ("290200-902D", HetuProblem::Date),
            ("290200+902D", HetuProblem::Date),
            ("010190-001P", HetuProblem::Number),
            ("000190-9002", HetuProblem::Date),
            ("011390-900C", HetuProblem::Date),
            ("010190G900P", HetuProblem::Century),
            ("010190-900p", HetuProblem::Check),
            ("010190-90P", HetuProblem::Form),
            ("０10190-900P", HetuProblem::Form),
            ("01019０-90P", HetuProblem::Form),
            ("", HetuProblem::Form),
        ] {
            assert_eq!(check(code), Err(problem), "{code}");
        }
    }
}
