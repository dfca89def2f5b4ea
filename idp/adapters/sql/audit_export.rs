//! Reading the audit trail: all of it in the order in which it was written, and
//! what belongs to one reference.

use accounts::audit::Kind;
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::Store;
use super::audit_retention::of_kind;
use super::statement::{Single, all, one};
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Keys that one read looks through.
const WINDOW: i64 = 5_000;

/// Which lines of the audit trail are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditRange {
    /// From this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Until before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Of this kind alone.
    pub kind: Option<Kind>,
}

/// A line with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct AuditRow {
    /// Counts upwards in the order of writing; gaps mean nothing.
    pub id: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The event's stable name.
    pub event: String,
    /// Whose account it concerns.
    pub account_id: Option<Uuid>,
    /// The subject by which clients know that account.
    pub sub: Option<String>,
    /// The client in whose login it happened.
    pub client_id: Option<String>,
    /// The session that it concerns.
    pub session_id: Option<Uuid>,
    /// The network it came from.
    pub network: Option<String>,
    /// The reference that the person was shown or mailed.
    pub reference: Option<String>,
    /// One word more.
    pub detail: Option<String>,
}

/// Something of the outbox that follows from a request, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DeliveryRow {
    /// The way that it is delivered.
    pub channel: String,
    /// When it was decided on.
    pub created_at: DateTime<Utc>,
    /// Tries so far.
    pub attempts: i64,
    /// When it was taken by the relay or the client.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was given up.
    pub failed_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

const SELECT: &str = "SELECT e.id, e.at, e.event, e.account_id, a.sub, e.client_id, e.session_id, e.network, \
    e.reference, e.detail FROM audit e LEFT JOIN accounts a ON a.id = e.account_id";

impl Store {
    /// The key of the newest line; zero when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn last_audit_key(&self) -> Result<i64, Fault> {
        let last: Option<Single<Option<i64>>> =
            one(&self.read, "SELECT max(id) AS value FROM audit", []).await.map_err(at("read the audit trail"))?;
        Ok(last.and_then(|row| row.value).unwrap_or_default())
    }

    /// The lines of a range among the next few thousand keys after `after`,
    /// and the key to go on after.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit_page(&self, range: &AuditRange, after: i64) -> Result<(Vec<AuditRow>, i64), Fault> {
        let until = after.saturating_add(WINDOW);
        let mut conditions = vec!["e.id > $1 AND e.id <= $2".to_owned()];
        let mut values: Vec<Value> = vec![after.into(), until.into()];
        for (instant, relation) in [(range.from, ">="), (range.to, "<")] {
            if let Some(instant) = instant {
                values.push(instant.into());
                conditions.push(format!("e.at {relation} ${}", values.len()));
            }
        }
        conditions.extend(range.kind.map(|kind| format!("e.{}", of_kind(kind))));
        let sql = format!("{SELECT} WHERE {} ORDER BY e.id", conditions.join(" AND "));
        let rows = all(&self.read, &sql, values).await.map_err(at("read the audit trail"))?;
        Ok((rows, until))
    }

    /// The lines with this reference, and those of the sessions that began
    /// with them, in their order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit_of_reference(&self, reference: &str) -> Result<Vec<AuditRow>, Fault> {
        // Each half by an index of its own.
        let sql = format!(
            "{SELECT} WHERE e.id IN (SELECT id FROM audit WHERE reference = $1 UNION \
             SELECT o.id FROM audit o JOIN audit s ON s.account_id = o.account_id AND s.session_id = o.session_id \
             WHERE s.reference = $1) ORDER BY e.at, e.id"
        );
        all(&self.read, &sql, [reference.into()]).await.map_err(at("trace a reference"))
    }

    /// What was to be delivered because of the request with this reference.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn deliveries_of_reference(&self, reference: &str) -> Result<Vec<DeliveryRow>, Fault> {
        let sql = "SELECT channel, created_at, attempts, sent_at, failed_at, last_error FROM outbox \
                   WHERE reference = $1 ORDER BY created_at, id";
        all(&self.read, sql, [reference.into()]).await.map_err(at("trace a reference"))
    }
}
