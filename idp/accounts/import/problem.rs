//! What can be wrong with a file of legacy users.

use std::fmt;

use super::column::Column;

/// Whether a row can be imported in spite of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row is imported; somebody should look at it.
    Warning,
    /// The row (or, from the header, the file) is not imported.
    Error,
}

impl Severity {
    /// The name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where in a row a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The row as a whole.
    Row,
    /// A column.
    Column(Column),
    /// A column by its number, counted from 1, because its name is not known
    /// and might be somebody's data.
    Number(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row => f.write_str("-"),
            Self::Column(column) => f.write_str(column.name()),
            Self::Number(number) => write!(f, "#{number}"),
        }
    }
}

/// Something about a row that somebody should know. It holds no cell content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// Where in the row.
    pub place: Place,
    /// What it is.
    pub code: Code,
    /// Whether the row can be imported in spite of it.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.line, self.severity.name(), self.place, self.code.name())
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a problem is. The names are stable; new ones are added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code's stable name in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The header lacks a column that every file needs.
    MissingColumn = "missing_column",
    /// The header has a column that means nothing here.
    UnknownColumn = "unknown_column",
    /// The header names a column twice.
    DuplicateColumn = "duplicate_column",
    /// The header has a column that is known and not taken over.
    UnusedColumn = "unused_column",
    /// The row has more or fewer cells than the header.
    WrongCellCount = "wrong_cell_count",
    /// The row has no content.
    EmptyRow = "empty_row",
    /// The row does not say what the old system called the person.
    MissingExternalId = "missing_external_id",
    /// The row does not say which old system it comes from.
    MissingSourceSystem = "missing_source_system",
    /// The same id of the same old system was on an earlier line.
    DuplicateRow = "duplicate_row",
    /// A cell holds control characters.
    ControlCharacter = "control_character",
    /// A cell is longer than anything that belongs there.
    TooLong = "too_long",
    /// A cell holds a spreadsheet formula.
    Formula = "formula",
    /// The e-mail address is none.
    InvalidEmail = "invalid_email",
    /// There is no e-mail address, so no link can be mailed.
    NoEmail = "no_email",
    /// The e-mail address looks misspelt; a link would go astray.
    DisposableDomainTypo = "disposable_domain_typo",
    /// An earlier row has the address in other letter case.
    DuplicateEmailCase = "duplicate_email_case",
    /// An earlier row has the same address.
    SharedFamilyEmail = "shared_family_email",
    /// Another account here has the address.
    EmailTaken = "email_taken",
    /// The username holds characters that cannot be told apart from others.
    InvalidUsername = "invalid_username",
    /// An earlier row has the username.
    DuplicateUsername = "duplicate_username",
    /// Another account here has the username.
    UsernameTaken = "username_taken",
    /// One person's username is another person's e-mail address.
    UsernameIsAnEmailOfAnother = "username_is_an_email_of_another",
    /// An official has no username of their own, or one like an address.
    OfficialUsername = "official_username",
    /// The user type is not citizen, official or tenant.
    UnknownUserType = "unknown_user_type",
    /// Pages do not exist in this language.
    UnknownLocale = "unknown_locale",
    /// A point in time cannot be read.
    InvalidTimestamp = "invalid_timestamp",
    /// A yes or no cannot be read.
    InvalidBoolean = "invalid_boolean",
    /// The telephone number lost its beginning to a spreadsheet.
    PhoneDamaged = "phone_damaged",
    /// The telephone number cannot be recognised.
    UnknownPhone = "unknown_phone",
    /// The postal code lost its leading zeros to a spreadsheet.
    PostalCodeDamaged = "postal_code_damaged",
    /// The personal identity code is of a test user or temporary.
    TestUser = "test_user",
    /// The personal identity code breaks a rule.
    InvalidHetu = "invalid_hetu",
    /// The account was closed in the old system and stays closed.
    Disabled = "disabled",
    /// The password was stored in a way that nobody here knows.
    UnknownHash = "unknown_hash",
    /// The password was stored encrypted, or not even that.
    EncryptedHash = "encrypted_hash",
}
