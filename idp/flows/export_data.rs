//! Everything that is stored about a person, for the person.

use accounts::audit::{Entry, Event};
use accounts::lockout::Tally;
use accounts::terms::Acceptance;
use accounts::{Account, Tenancy};
use chrono::{DateTime, Utc};

use crate::adapters::{AuditLine, Fault, Pass, Rate, ServiceUse, SignedIn, slots};
use crate::ctx::{Caller, Ctx};
use crate::tally;

/// How many lines of the audit trail a copy holds: more than a person leaves
/// there, and few enough for the memory of the service.
pub const NEWEST_LINES: u32 = 10_000;

const COPIES: Rate = Rate { per_minute: 2, burst: 6 };

/// What came of the wish for a copy.
#[derive(Clone, Debug)]
pub enum Exported {
    /// It is here.
    Copy(Box<Stored>),
    /// Copies were taken a moment ago.
    Throttled {
        /// When the next one can be taken.
        until: DateTime<Utc>,
    },
}

/// What is stored about a person.
#[derive(Clone, Debug)]
pub struct Stored {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The account.
    pub account: Account,
    /// The ids that older systems know the person by, each with its system.
    pub legacy_ids: Vec<(String, String)>,
    /// Where the person lives, lived and will live.
    pub homes: Vec<Tenancy>,
    /// The logins that have not ended.
    pub sessions: Vec<SignedIn>,
    /// The services that hold a grant.
    pub services: Vec<ServiceUse>,
    /// What the person agreed to.
    pub acceptances: Vec<Acceptance>,
    /// Wrong passwords that are remembered, of all the person's names together.
    pub tally: Tally,
    /// The audit trail of the account, its newest [`NEWEST_LINES`].
    pub audit: Vec<AuditLine>,
    /// Whether it has older lines.
    pub has_older_lines: bool,
}

/// Reads it all, and writes down that it was read.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn export_data(ctx: &Ctx, signed_in: &SignedIn, caller: &Caller) -> Result<Exported, Fault> {
    let now = ctx.clock.now();
    let account = signed_in.account.clone();
    if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slots::copies_of_data(account.id), COPIES, now).await? {
        return Ok(Exported::Throttled { until });
    }
    let session_id = Some(signed_in.session.id);
    let entry = caller.entry(now, Event::DataExported, Some(account.id));
    ctx.store.append_audit(&Entry { session_id, ..entry }).await?;
    let mut audit = ctx.store.audit_of(account.id, NEWEST_LINES + 1).await?;
    let older = audit.len().saturating_sub(NEWEST_LINES as usize);
    audit.drain(..older);
    Ok(Exported::Copy(Box::new(Stored {
        at: now,
        legacy_ids: ctx.store.legacy_ids_of(account.id).await?,
        homes: ctx.store.tenancies_of(account.id).await?,
        sessions: ctx.store.sessions_of(account.id, ctx.accounts.idle_of(account.kind), now).await?,
        services: ctx.store.services_of(account.id).await?,
        acceptances: ctx.store.acceptances_of(account.id).await?,
        tally: tally_of(ctx, &account).await?,
        audit,
        has_older_lines: older > 0,
        account,
    })))
}

async fn tally_of(ctx: &Ctx, account: &Account) -> Result<Tally, Fault> {
    let mut all = Tally::default();
    for key in tally::keys_of(ctx, account) {
        all = all.together(&ctx.store.find_tally(&key).await?);
    }
    Ok(all)
}
