//! The end of audit lines: the one way past the triggers that keep the trail
//! from being changed. A sweep goes through the trail by its keys, a window at
//! a time, so that neither a long trail nor a short time limit stops it.

use accounts::audit::{Kind, Retention};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};

use super::statement::{Single, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

const DOING: &str = "end old lines of the audit trail";

/// Keys that one transaction looks through.
const WINDOW: i64 = 5_000;

/// What one step of a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Lines that were removed.
    pub lines: u64,
    /// Lines that lost their network.
    pub networks: u64,
    /// Where the next step goes on; `None` at the end of what is old.
    pub next: Option<i64>,
}

#[derive(FromQueryResult)]
struct Bounds {
    first: Option<i64>,
    last: Option<i64>,
}

/// Lines for which this holds have had their time, which ended at `$3`.
struct Clause {
    holds: String,
    before: DateTime<Utc>,
}

impl Store {
    /// Ends what is too old among the lines from the key `from` on, as far as
    /// one transaction goes.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing of that step happened.
    pub async fn sweep_audit(
        &self,
        retention: &Retention,
        from: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<Swept, Fault> {
        let youngest = now - retention.shortest();
        let sql = "SELECT min(id) AS first, max(id) AS last FROM audit WHERE id >= $1";
        let bounds: Option<Bounds> =
            one(&self.read, sql, [from.unwrap_or_default().into()]).await.map_err(at(DOING))?;
        let Some((first, last)) = bounds.and_then(|bounds| bounds.first.zip(bounds.last)) else {
            return Ok(Swept::default());
        };
        let until = first.saturating_add(WINDOW);
        let sql = "SELECT count(*) AS value FROM audit WHERE id >= $1 AND id < $2 AND at < $3";
        let old: Option<Single<i64>> =
            one(&self.read, sql, [first.into(), until.into(), youngest.into()]).await.map_err(at(DOING))?;
        if old.is_none_or(|row| row.value == 0) {
            return Ok(Swept::default());
        }
        let next = (until <= last).then_some(until);
        let swept = self.sweep_window(retention, first, until, now).await.map_err(at(DOING))?;
        Ok(Swept { next, ..swept })
    }

    async fn sweep_window(
        &self,
        retention: &Retention,
        first: i64,
        until: i64,
        now: DateTime<Utc>,
    ) -> Result<Swept, DbErr> {
        let networks = Clause { holds: "network IS NOT NULL".to_owned(), before: now - retention.networks };
        let lines = Kind::ALL.map(|kind| Clause { holds: holds(kind), before: now - retention.of(kind) });
        if !self.is_any_due(lines.iter().chain([&networks]), first, until).await? {
            return Ok(Swept::default());
        }
        let tx = self.begin().await.map_err(|fault| DbErr::Custom(fault.to_operator()))?;
        let mut swept = Swept::default();
        for clause in &lines {
            swept.lines += tx.end("DELETE FROM audit", clause, first, until).await?;
        }
        swept.networks = tx.end("UPDATE audit SET network = NULL", &networks, first, until).await?;
        tx.commit().await.map_err(|fault| DbErr::Custom(fault.to_operator()))?;
        Ok(swept)
    }

    /// A look first: most windows hold nothing that is due, and a transaction
    /// costs a write to the disk.
    async fn is_any_due(&self, clauses: impl Iterator<Item = &Clause>, first: i64, until: i64) -> Result<bool, DbErr> {
        for Clause { holds, before } in clauses {
            let sql =
                format!("SELECT id AS value FROM audit WHERE id >= $1 AND id < $2 AND at < $3 AND ({holds}) LIMIT 1");
            let due: Option<Single<i64>> =
                one(&self.read, &sql, [first.into(), until.into(), (*before).into()]).await?;
            if due.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Tx {
    /// Opens the trail for lines of before the clause's time, and closes it
    /// again behind itself.
    async fn end(&self, act: &str, clause: &Clause, first: i64, until: i64) -> Result<u64, DbErr> {
        let Clause { holds, before } = clause;
        execute(&self.inner, "INSERT INTO audit_retention (before) VALUES ($1)", [(*before).into()]).await?;
        let sql = format!("{act} WHERE id >= $1 AND id < $2 AND at < $3 AND ({holds})");
        let ended = execute(&self.inner, &sql, [first.into(), until.into(), (*before).into()]).await?;
        execute(&self.inner, "DELETE FROM audit_retention", []).await?;
        Ok(ended)
    }
}

/// What a line of this kind is known by.
fn holds(kind: Kind) -> String {
    match kind {
        Kind::Agreement => format!("{} AND {OWNER_IS_GONE}", of_kind(kind)),
        _ => of_kind(kind),
    }
}

/// The proof of an agreement is kept while its account lives, and then for
/// the time that `$3` ends. A deleted account keeps its row, without a name.
const OWNER_IS_GONE: &str = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = audit.account_id \
    AND (a.disabled_at IS NULL OR a.username IS NOT NULL OR a.email IS NOT NULL OR a.contact_email IS NOT NULL \
    OR a.updated_at >= $3))";

/// The condition that picks the lines of a kind.
pub(super) fn of_kind(kind: Kind) -> String {
    let names = |kind: Kind| kind.events().iter().map(|event| format!("'{}'", event.name()));
    match kind {
        Kind::Security => {
            let claimed: Vec<String> = Kind::ALL.into_iter().flat_map(names).collect();
            format!("event NOT IN ({})", claimed.join(", "))
        }
        _ => format!("event IN ({})", names(kind).collect::<Vec<_>>().join(", ")),
    }
}
