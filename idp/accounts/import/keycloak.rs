//! A user of a Keycloak realm export (`UserRepresentation`) as a row.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde::Deserialize;
use serde_json::Value;

use super::code::Code;
use super::column::Column;
use super::problem::{Line, Problem, Severity};
use super::row::LegacyRow;

/// Attributes that realms commonly have, by the column that they fill.
const ATTRIBUTES: [(Column, &[&str]); 7] = [
    (Column::Phone, &["phoneNumber", "phone_number", "phone", "mobile"]),
    (Column::Street, &["street", "street_address", "address"]),
    (Column::PostalCode, &["postal_code", "postalCode", "zip"]),
    (Column::City, &["locality", "city"]),
    (Column::Locale, &["locale"]),
    (Column::UserType, &["user_type"]),
    (Column::Hetu, &["hetu", "nationalIdentificationNumber", "socialSecurityNumber", "ssn"]),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    username: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    first_name: Option<String>,
    last_name: Option<String>,
    enabled: Option<bool>,
    created_timestamp: Option<i64>,
    service_account_client_id: Option<String>,
    attributes: Option<BTreeMap<String, Value>>,
    credentials: Option<Vec<Credential>>,
    required_actions: Option<Vec<String>>,
}

/// A credential; its halves are JSON in a string.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credential {
    r#type: Option<String>,
    secret_data: Option<String>,
    credential_data: Option<String>,
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    #[serde(default)]
    salt: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: BTreeMap<String, Vec<String>>,
}

type Cells = Vec<(Column, String)>;

/// The row of a user in JSON, who is known by `id` in the realm `source`.
///
/// # Errors
/// When it is no user, or no person but a service.
pub fn row(line: Line, user: &[u8], source: &str) -> Result<LegacyRow, Problem> {
    let user: User =
        serde_json::from_slice(user).map_err(|_| Problem::of_row(line, Code::UnreadableRecord, Severity::Error))?;
    if user.service_account_client_id.is_some() {
        return Err(Problem::of_row(line, Code::NotAPerson, Severity::Warning));
    }
    let cells = user.cells(source);
    Ok(LegacyRow::new(line, cells.iter().map(|(column, cell)| (*column, cell.as_str()))))
}

impl User {
    fn cells(self, source: &str) -> Cells {
        let password = self.password();
        let is_unfinished = self.email_verified != Some(true) && self.must("VERIFY_EMAIL");
        let mut cells = vec![(Column::SourceSystem, source.to_owned()), (Column::ExternalId, self.id)];
        let texts = [
            (Column::Username, self.username),
            (Column::Email, self.email),
            (Column::GivenName, self.first_name),
            (Column::FamilyName, self.last_name),
            (Column::EmailVerified, self.email_verified.map(|yes| yes.to_string())),
            (Column::Enabled, self.enabled.map(|yes| yes.to_string())),
            (Column::Activated, is_unfinished.then(|| false.to_string())),
            (Column::CreatedAt, self.created_timestamp.and_then(instant)),
        ];
        cells.extend(texts.into_iter().filter_map(|(column, text)| Some((column, text?))));
        let attributes = self.attributes.unwrap_or_default();
        for (column, names) in ATTRIBUTES {
            let value = names.iter().find_map(|name| first_text(attributes.get(*name)?));
            cells.extend(value.map(|value| (column, value.to_owned())));
        }
        cells.extend(password);
        cells
    }

    fn must(&self, action: &str) -> bool {
        self.required_actions.iter().flatten().any(|required| required == action)
    }

    /// The cells of the password; none where the realm itself wants a new one.
    fn password(&self) -> Cells {
        let mut credentials = self.credentials.iter().flatten();
        match credentials.find(|credential| credential.r#type.as_deref() == Some("password")) {
            Some(credential) if !self.must("UPDATE_PASSWORD") => credential.cells().unwrap_or_else(unknown),
            _ => Vec::new(),
        }
    }
}

impl Credential {
    fn cells(&self) -> Option<Cells> {
        let secret: SecretData = serde_json::from_str(self.secret_data.as_deref()?).ok()?;
        let data: CredentialData = serde_json::from_str(self.credential_data.as_deref()?).ok()?;
        if data.algorithm == "argon2" {
            let hash = data.argon2id(&secret)?;
            return Some(vec![(Column::PasswordAlgorithm, "argon2id".to_owned()), (Column::PasswordHash, hash)]);
        }
        Some(vec![
            (Column::PasswordAlgorithm, data.algorithm),
            (Column::PasswordHash, secret.value),
            (Column::PasswordSalt, secret.salt),
            (Column::PasswordIterations, data.hash_iterations.to_string()),
        ])
    }
}

impl CredentialData {
    /// The hash in PHC string format.
    fn argon2id(&self, secret: &SecretData) -> Option<String> {
        let parameter = |name: &str| self.additional_parameters.get(name)?.first().map(String::as_str);
        if parameter("type")? != "id" || parameter("version")? != "1.3" {
            return None;
        }
        let (memory, lanes, passes) = (parameter("memory")?, parameter("parallelism")?, self.hash_iterations);
        let [salt, output] = [&secret.salt, &secret.value].map(|text| text.trim_end_matches('='));
        Some(format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"))
    }
}

/// A credential that says nothing understandable must not pass for none.
fn unknown() -> Cells {
    vec![(Column::PasswordAlgorithm, "unknown".to_owned())]
}

/// An attribute is a list of texts.
fn first_text(attribute: &Value) -> Option<&str> {
    attribute.as_array().map_or(Some(attribute), |texts| texts.first())?.as_str()
}

fn instant(milliseconds: i64) -> Option<String> {
    DateTime::from_timestamp_millis(milliseconds).map(|at| at.to_rfc3339())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::tests::{KEEP, told};
    use crate::import::{Assessment, assess};
    use crate::legacy_password::LegacyPassword;

    const LINE: Line = Line { file: 0, number: 7 };

    fn judged(user: &str) -> Assessment {
        assess(&row(LINE, user.as_bytes(), "pori").unwrap(), &KEEP)
    }

    #[test]
    fn a_user_becomes_a_row() {
        let assessment = judged(
            r#"{"id": "9a5c", "username": "aino", "email": "aino@example.fi", "emailVerified": true,
            "firstName": "Aino", "lastName": "Aalto", "enabled": true, "createdTimestamp": 1519898400000, "totp": false,
            "attributes": {"phoneNumber": ["0401234567"], "locale": ["sv"], "postal_code": ["28100"], "other": ["x"]},
            "credentials": [{"type": "otp"}, {"id": "c", "type": "password", "createdDate": 1,
              "secretData": "{\"value\":\"x8rgvfxsMVX7EBDlFqbzS8IlnKkhD7p1DgMLnQISwGfxuL8gAGcEPoJpYbfrzmrD+g5PS7ACEaY3+MvE/awfFQ==\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\",\"additionalParameters\":{}}",
              "credentialData": "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\",\"additionalParameters\":{}}"}]}"#,
        );
        assert_eq!(told(&assessment.problems), [""; 0]);
        let account = assessment.account.unwrap();
        assert_eq!((account.external_id.as_str(), account.source_system.as_str()), ("9a5c", "pori"));
        assert_eq!((account.former_username.as_deref(), account.phone.as_str()), (Some("aino"), "+358401234567"));
        assert_eq!(account.legacy_created_at, "2018-03-01T10:00:00Z".parse().ok());
        let Some(LegacyPassword::Digest { recipe, digest }) = account.password else { unreachable!("no digest") };
        assert_eq!(*recipe.digest("Salasana1!"), digest);
    }

    #[test]
    fn an_argon2_credential_is_kept_as_it_is() {
        let user = |kind: &str| {
            format!(
                r#"{{"id": "1", "email": "a@example.fi", "credentials": [{{"type": "password",
                "secretData": "{{\"value\":\"EI793vF/TI0DoVu7eUqpGXR3yq0ARi8p/j0R+DVHDXY=\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"}}",
                "credentialData": "{{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{{\"hashLength\":[\"32\"],\"memory\":[\"7168\"],\"type\":[\"{kind}\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}}}"}}]}}"#
            )
        };
        let account = judged(&user("id")).account.unwrap();
        let Some(LegacyPassword::Argon2id(hash)) = account.password else { unreachable!("no hash") };
        assert!(hash.0.starts_with("$argon2id$v=19$m=7168,t=5,p=1$AAECAwQF"), "{}", hash.0);
        assert_eq!(told(&judged(&user("i")).problems), ["7 warning password_algorithm unknown_hash"]);
    }

    #[test]
    fn what_the_realm_says_of_a_user_is_told() {
        for (user, problems) in [
            (r#"{"id": "1", "username": "a"}"#, vec!["7 warning email no_email"]),
            (r#"{"id": "1", "email": "a@example.fi", "attributes": null, "credentials": null}"#, vec![]),
            (r#"{"id": "1", "email": "a@example.fi", "enabled": false}"#, vec!["7 warning enabled disabled"]),
            (
                r#"{"id": "1", "email": "a@example.fi", "requiredActions": ["VERIFY_EMAIL"]}"#,
                vec!["7 warning activated never_activated"],
            ),
            (
                r#"{"id": "1", "email": "a@example.fi", "requiredActions": ["UPDATE_PASSWORD"], "credentials": [{"type": "password"}]}"#,
                vec![],
            ),
            (
                r#"{"id": "1", "email": "a@example.fi", "credentials": [{"type": "password"}]}"#,
                vec!["7 warning password_algorithm unknown_hash"],
            ),
            (
                r#"{"id": "1", "email": "a@example.fi", "attributes": {"hetu": ["010190-900P"]}}"#,
                vec!["7 warning hetu test_user"],
            ),
        ] {
            assert_eq!(told(&judged(user).problems), problems, "{user}");
        }
    }

    #[test]
    fn what_is_no_person_is_no_row() {
        for (user, problem) in [
            (r#"{"id": "1", "serviceAccountClientId": "web"}"#, "7 warning - not_a_person"),
            (r#"{"username": "a"}"#, "7 error - unreadable_record"),
            (r#"{"id": 1}"#, "7 error - unreadable_record"),
            ("[]", "7 error - unreadable_record"),
        ] {
            assert_eq!(row(LINE, user.as_bytes(), "pori").unwrap_err().to_string(), problem, "{user}");
        }
    }
}
