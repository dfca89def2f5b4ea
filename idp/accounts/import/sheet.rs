//! What the rows of a CSV file hold, and which columns that takes.

use super::column::Column;

/// What the rows of a CSV file hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// People who come in.
    People,
    /// Other systems' ids of people who are here.
    OtherIds,
    /// Tenancies of people who are here.
    Tenancies,
}

impl Sheet {
    /// Whether the column is read.
    pub(super) fn takes(self, column: Column) -> bool {
        use Column::{
            Apartment, Building, ExternalId, From, Groups, KnownExternalId, KnownSourceSystem, Notes, Roles,
            SourceSystem, Sub, TermsAcceptedAt, TermsVersion, Until,
        };
        match self {
            Self::People => !matches!(
                column,
                TermsAcceptedAt
                    | TermsVersion
                    | Roles
                    | Groups
                    | Notes
                    | KnownSourceSystem
                    | KnownExternalId
                    | Sub
                    | Building
                    | Apartment
                    | From
                    | Until
            ),
            Self::OtherIds => {
                matches!(column, KnownSourceSystem | KnownExternalId | Sub | SourceSystem | ExternalId)
            }
            Self::Tenancies => {
                matches!(column, SourceSystem | ExternalId | Sub | Building | Apartment | From | Until)
            }
        }
    }

    /// The columns that a header with some columns still needs.
    pub(super) fn missing(self, has: impl Fn(Column) -> bool) -> Vec<Column> {
        let mut required = match self {
            Self::People | Self::OtherIds => vec![Column::ExternalId, Column::SourceSystem],
            Self::Tenancies => vec![Column::Building, Column::Apartment, Column::From, Column::Until],
        };
        required.extend_from_slice(match self {
            // Every account needs a name to sign in with.
            Self::People if !has(Column::Username) => &[Column::Email],
            Self::OtherIds if !has(Column::Sub) => &[Column::KnownSourceSystem, Column::KnownExternalId],
            Self::Tenancies if !has(Column::Sub) => &[Column::SourceSystem, Column::ExternalId],
            _ => &[],
        });
        required.retain(|column| !has(*column));
        required
    }
}
