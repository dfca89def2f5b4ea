//! The columns of CSV files and the line that names them.

use super::code::Code;
use super::problem::{Line, Place, Problem, Severity};
use super::row::LegacyRow;
use super::sheet::Sheet;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A column of a CSV file. Which of them a file has depends on its [`Sheet`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $($(#[$doc])* $variant,)+
        }

        impl Column {
            /// All columns.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The column's name in the header.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

columns! {
    /// What the old system called the person.
    ExternalId = "external_id",
    /// Which old system it was.
    SourceSystem = "source_system",
    /// The immutable username.
    Username = "username",
    /// The e-mail address.
    Email = "email",
    /// Whether the old system saw that mail arrives there.
    EmailVerified = "email_verified",
    /// Given names.
    GivenName = "given_name",
    /// Family name.
    FamilyName = "family_name",
    /// Telephone number.
    Phone = "phone",
    /// Street and number.
    Street = "street",
    /// Postal code.
    PostalCode = "postal_code",
    /// Town.
    City = "city",
    /// Language: `fi`, `sv` or `en`.
    Locale = "locale",
    /// `citizen`, `official` or `tenant`; a citizen when empty.
    UserType = "user_type",
    /// Whether the account may be used; yes when empty.
    Enabled = "enabled",
    /// Whether the person finished signing up; yes when empty.
    Activated = "activated",
    /// Whether the old system had locked the account, or until when.
    Locked = "locked",
    /// When the old account was made.
    CreatedAt = "created_at",
    /// When the person last logged in to the old system.
    LastLoginAt = "last_login_at",
    /// How the old system stored the password.
    PasswordAlgorithm = "password_algorithm",
    /// The stored password; read where passwords are kept.
    PasswordHash = "password_hash",
    /// The stored password's salt.
    PasswordSalt = "password_salt",
    /// The stored password's iterations.
    PasswordIterations = "password_iterations",
    /// Personal identity code; judged and dropped.
    Hetu = "hetu",
    /// When the old terms were accepted; not taken over.
    TermsAcceptedAt = "terms_accepted_at",
    /// Which old terms were accepted; not taken over.
    TermsVersion = "terms_version",
    /// Roles in the old system; not taken over.
    Roles = "roles",
    /// Groups in the old system; not taken over.
    Groups = "groups",
    /// Remarks; not taken over.
    Notes = "notes",
    /// By which system's id somebody is known here already.
    KnownSourceSystem = "known_source_system",
    /// That id.
    KnownExternalId = "known_external_id",
    /// The subject of somebody who is here already.
    Sub = "sub",
    /// The building of a tenancy.
    Building = "building",
    /// The apartment of a tenancy.
    Apartment = "apartment",
    /// The first day of a tenancy.
    From = "from",
    /// The last day of a tenancy; open when empty.
    Until = "until",
}

impl Column {
    /// The column with this name, letter case and outer blanks aside.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }
}

/// The character between the cells, judged by the header line: `;`, a tab or
/// `,`.
pub fn delimiter(first_line: &str) -> u8 {
    let count = |sign: &u8| first_line.bytes().filter(|byte| byte == sign).count();
    // The last of those that occur equally often.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// What each cell of a row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    sheet: Sheet,
    columns: Vec<Option<Column>>,
}

/// The columns about which a header's warnings tell: real files have fewer.
const MOST_NAMED: usize = 200;

impl Header {
    /// Reads the first record of the `file`th file, whose rows hold what `sheet`
    /// says; a byte order mark does not matter. The problems beside the header
    /// are warnings.
    ///
    /// # Errors
    /// Everything that keeps the file from being read.
    pub fn read<S: AsRef<str>>(sheet: Sheet, file: u16, names: &[S]) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        let mut header = Self { sheet, columns: Vec::with_capacity(names.len()) };
        let line = Line { file, number: 1 };
        let mut problems = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let column = Column::from_name(name.as_ref().trim_start_matches('\u{feff}'));
            let problem = header.problem_with(line, column, Place::Number(index + 1));
            problems.extend(problem.filter(|problem| problem.severity == Severity::Error || index < MOST_NAMED));
            header.columns.push(column);
        }
        for column in sheet.missing(|column| header.has(column)) {
            problems.push(in_header(line, Place::Column(column), Code::MissingColumn, Severity::Error));
        }
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(problems);
        }
        Ok((header, problems))
    }

    /// What is wrong with a column that comes after those read so far.
    fn problem_with(&self, line: Line, column: Option<Column>, place: Place) -> Option<Problem> {
        let Some(known) = column else {
            return Some(in_header(line, place, Code::UnknownColumn, Severity::Warning));
        };
        let place = Place::Column(known);
        if self.has(known) {
            return Some(in_header(line, place, Code::DuplicateColumn, Severity::Error));
        }
        (!self.sheet.takes(known)).then(|| in_header(line, place, Code::UnusedColumn, Severity::Warning))
    }

    /// The row that begins on `line`, each cell under its column.
    ///
    /// # Errors
    /// The row has no content, or not as many cells as the header.
    pub fn row<S: AsRef<str>>(&self, line: impl Into<Line>, cells: &[S]) -> Result<LegacyRow, Problem> {
        let line = line.into();
        if cells.iter().all(|cell| cell.as_ref().trim().is_empty()) {
            return Err(Problem::of_row(line, Code::EmptyRow, Severity::Warning));
        }
        if cells.len() != self.columns.len() {
            return Err(Problem::of_row(line, Code::WrongCellCount, Severity::Error));
        }
        let known = self.columns.iter().zip(cells).filter_map(|(column, cell)| Some(((*column)?, cell.as_ref())));
        Ok(LegacyRow::new(line, known))
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }
}

fn in_header(line: Line, place: Place, code: Code, severity: Severity) -> Problem {
    Problem { line, place, code, severity, earlier: None }
}

#[cfg(test)]
mod tests;
