//! The codes of problems, and what somebody does about each.

macro_rules! codes {
    ($($variant:ident = $name:literal, $meaning:literal, $advice:literal;)+) => {
        /// What a problem is. The names are stable; new ones are added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)+
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

            /// A sentence for the person who mends the file: what to do.
            pub fn advice(self) -> &'static str {
                match self {
                    $(Self::$variant => $advice,)+
                }
            }
        }
    };
}

codes! {
    MissingColumn = "missing_column",
        "The header lacks a column that every file needs.",
        "Add the column to the header and to every row.";
    UnknownColumn = "unknown_column",
        "The header has a column that means nothing here.",
        "It is ignored; correct the name if it was meant to be one of the known columns.";
    DuplicateColumn = "duplicate_column",
        "The header names a column twice.",
        "Keep one of the two columns.";
    UnusedColumn = "unused_column",
        "The header has a column that is known and not taken over.",
        "It is ignored; keep the old data elsewhere if you need it.";
    UnusedTable = "unused_table",
        "A whole file holds what is not taken over.",
        "It is ignored; external logins and roles are set up here anew.";
    WrongCellCount = "wrong_cell_count",
        "The row has more or fewer cells than the header.",
        "Look for a delimiter or a quote inside a cell and put the cell in quotes.";
    UnreadableRecord = "unreadable_record",
        "The record is not what its format says.",
        "Export it again, or correct the record by hand.";
    NotAPerson = "not_a_person",
        "The record is a service's or an anonymous visitor's.",
        "It is left out; services are clients here.";
    EmptyRow = "empty_row",
        "The row has no content.",
        "Nothing; it is skipped.";
    MissingExternalId = "missing_external_id",
        "The row does not say what the old system called the person.",
        "Fill in the person's id in the old system.";
    MissingSourceSystem = "missing_source_system",
        "The row does not say which old system it comes from.",
        "Fill in the name of the old system.";
    DuplicateRow = "duplicate_row",
        "The same id of the same old system was on an earlier line.",
        "Keep one of the two rows.";
    ControlCharacter = "control_character",
        "A cell holds control characters.",
        "Remove the line breaks and other control characters from the cell.";
    TooLong = "too_long",
        "A cell is longer than anything that belongs there.",
        "Look whether a quote is missing; shorten the cell to 255 characters.";
    Formula = "formula",
        "A cell holds a spreadsheet formula.",
        "Export the column as text.";
    InvalidEmail = "invalid_email",
        "The e-mail address is none.",
        "Correct the address, or empty the cell of somebody who has a username.";
    NoEmail = "no_email",
        "There is no e-mail address, so no link can be mailed.",
        "Add an address or a username; who has only a username needs help at the office to set a password.";
    DisposableDomainTypo = "disposable_domain_typo",
        "The e-mail address looks misspelt; a link would go astray.",
        "Ask the person for the address; it looks misspelt.";
    DuplicateEmailCase = "duplicate_email_case",
        "An earlier row has the address in other letter case.",
        "Find out whether the two are one person; here letter case makes no difference.";
    DuplicateEmailSamePerson = "duplicate_email_same_person",
        "An earlier row has the address, and the name or identity code agrees.",
        "Probably one person twice: keep the row whose history counts.";
    SharedFamilyEmail = "shared_family_email",
        "An earlier row has the same address.",
        "The first keeps it as login; give the others an address or a username of their own.";
    EmailTaken = "email_taken",
        "Another account here has the address.",
        "Compare with the account that is here; give this person another address or a username.";
    InvalidUsername = "invalid_username",
        "The username holds characters that cannot be told apart from others.",
        "Remove invisible and look-alike characters; 128 characters at the most.";
    DuplicateUsername = "duplicate_username",
        "An earlier row has the username.",
        "Give one of the two another username; letter case makes no difference.";
    UsernameTaken = "username_taken",
        "Another account here has the username.",
        "Compare with the account that is here; give this person another username.";
    UsernameIsAnEmailOfAnother = "username_is_an_email_of_another",
        "One person's username is another person's e-mail address.",
        "Change the username, so that nobody can sign in under another's address.";
    OfficialUsername = "official_username",
        "An official has no username of their own, or one like an address.",
        "Give the official a username that is no e-mail address.";
    UnknownUserType = "unknown_user_type",
        "The user type is not citizen, official or tenant.",
        "Write citizen, official or tenant, or leave it empty for a citizen.";
    UnknownLocale = "unknown_locale",
        "Pages do not exist in this language.",
        "Nothing; the person is asked. Known are fi, sv and en.";
    InvalidTimestamp = "invalid_timestamp",
        "A point in time cannot be read.",
        "Nothing; write it as 2018-03-01T12:00:00Z if it matters to you.";
    InvalidBoolean = "invalid_boolean",
        "A yes or no cannot be read.",
        "Write 1 or 0.";
    PhoneDamaged = "phone_damaged",
        "The telephone number lost its beginning to a spreadsheet.",
        "Compare with the old system; the beginning was restored.";
    UnknownPhone = "unknown_phone",
        "The telephone number cannot be recognised.",
        "Nothing; it is kept as it stands.";
    PostalCodeDamaged = "postal_code_damaged",
        "The postal code lost its leading zeros to a spreadsheet.",
        "Compare with the old system; the zeros were restored.";
    TestUser = "test_user",
        "The personal identity code is of a test user or temporary.",
        "Leave the row out if it is a test user.";
    InvalidHetu = "invalid_hetu",
        "The personal identity code breaks a rule.",
        "Correct it in the old system; it is not taken over.";
    NoHetu = "no_hetu",
        "There is no personal identity code although the file has a column for it.",
        "Nothing; the person cannot be recognised by strong identification alone.";
    DuplicateHetu = "duplicate_hetu",
        "An earlier row has the same personal identity code.",
        "One person has two accounts: decide which of them counts; they are not merged.";
    Disabled = "disabled",
        "The account was closed in the old system and stays closed.",
        "Leave the row out if nobody needs it any more.";
    Locked = "locked",
        "The old system had locked the account.",
        "Nothing; locks are not taken over.";
    NeverActivated = "never_activated",
        "The person never finished signing up.",
        "Leave the row out unless it has a history; an old password is not kept.";
    TooOld = "too_old",
        "The person has not logged in for five years.",
        "Ask whether the account is still needed, and leave the row out if not.";
    UnknownHash = "unknown_hash",
        "The password was stored in a way that is not known here, or that costs too much.",
        "Nothing; the person sets a new password by a mailed link.";
    EncryptedHash = "encrypted_hash",
        "The password was stored so that it can be read.",
        "Nothing; the person sets a new password by a mailed link. Destroy the old system's key.";
    MissingCell = "missing_cell",
        "A cell that every row needs is empty.",
        "Fill in the cell.";
    MissingPerson = "missing_person",
        "The row does not say whom it is about.",
        "Fill in the person's known id and its system, or the subject.";
    PersonNamedTwice = "person_named_twice",
        "The row names a person by subject and by an old id at once.",
        "Empty one of the two: they could mean two people.";
    UnknownPerson = "unknown_person",
        "Nobody here has the subject or old id that the row names.",
        "Import the person first, or correct the subject or the old id.";
    IdBelongsToAnother = "id_belongs_to_another",
        "The id of the system is somebody else's here.",
        "Compare with the old system: an id belongs to one person.";
    HasOtherIdOfSource = "has_other_id_of_source",
        "The person has another id of the same system already.",
        "Keep the id whose history counts; a service is told one id of a person.";
    InvalidDate = "invalid_date",
        "A day cannot be read.",
        "Write the day as 2026-09-01.";
    EndsBeforeItBegins = "ends_before_it_begins",
        "The last day of the tenancy is before its first.",
        "Correct one of the two days.";
    OverlappingTenancy = "overlapping_tenancy",
        "The person has the apartment at that time by another tenancy.",
        "End the other tenancy first: its row comes before this one.";
}
