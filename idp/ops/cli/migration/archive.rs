//! `idp migration archive`: the end of waiting for people who never came.

use accounts::audit::{Kind, Retention};
use chrono::{DateTime, Utc};

use super::Archive;
use crate::adapters::{Clock as _, SilentCount, SystemClock};
use crate::flows::archive::archive;
use crate::ops::boot;
use crate::ops::cli::{Failure, print};
use crate::ops::config::Config;

/// Says whose accounts would be archived, and with `--run` archives them.
pub(super) async fn run(args: &Archive) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    check(args.before, &config.audit, SystemClock.now()).map_err(Failure::usage)?;
    let store = boot::open_store(&config, false).await?;
    let batch = args.batch.as_deref();
    if args.run {
        let archived = archive(&store, &SystemClock, batch, args.before).await?;
        print(format_args!("{archived} accounts were archived: subject and old ids stay reserved, all else is gone"));
        return Ok(store.close().await?);
    }
    let counts = store.silent_counts(batch, args.before).await?;
    store.close().await?;
    for SilentCount { batch, accounts } in &counts {
        print(format_args!("import {batch}: {accounts} accounts would be archived"));
    }
    match counts.is_empty() {
        true => print("there is nothing to archive"),
        false => print("nothing was changed; do it with: idp migration archive --run"),
    }
    Ok(())
}

/// Whether the audit trail still tells who was heard of since `before`.
fn check(before: DateTime<Utc>, kept: &Retention, now: DateTime<Utc>) -> Result<(), String> {
    if before > now {
        return Err("--before: expected a day that has begun".to_owned());
    }
    let told = kept.of(Kind::Security).min(kept.of(Kind::FailedLogin));
    match before < now - told {
        true => Err(format!(
            "--before: expected a day of the last {}: of earlier ones the audit trail no longer tells who tried to log \
             in; to wait longer, have [audit] failed_logins_kept and security_kept be longer from the start",
            told.num_days()
        )),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn nobody_is_archived_by_a_trail_that_does_not_reach_back() {
        let (now, kept) = (DateTime::UNIX_EPOCH, Retention::default());
        for (days, fits) in [(-1, false), (0, true), (183, true), (184, false), (800, false)] {
            assert_eq!(check(now - TimeDelta::days(days), &kept, now).is_ok(), fits, "{days}");
        }
        let longer = Retention { failed_logins: TimeDelta::days(400), ..kept };
        assert_eq!(check(now - TimeDelta::days(365), &longer, now), Ok(()));
    }
}
