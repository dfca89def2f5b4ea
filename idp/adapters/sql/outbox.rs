//! The outbox's rows. A lease keeps two workers from delivering one row; a
//! worker that dies loses its lease by time. What is done with keeps neither
//! its recipient nor its payload.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DbBackend, DbErr};
use uuid::Uuid;

use super::entity::outbox::{Entity, Model};
use super::statement::{Single, all, digest, execute, names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::clock::SKEW;
use crate::adapters::fault::Fault;
use crate::adapters::outbox::{Channel, LONGEST_PAUSE, OutboxItem};

impl Tx {
    /// Puts something into the outbox, due at once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn enqueue(&self, item: &OutboxItem) -> Result<(), Fault> {
        let sql = "INSERT INTO outbox (id, channel, account_id, recipient, payload, created_at, next_attempt_at, \
                   attempts, expires_at, recipient_digest, asked_for, reference) \
                   VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)";
        let values = [
            item.id.into(),
            item.channel.name().into(),
            item.account_id.into(),
            item.recipient.clone().into(),
            item.payload.clone().into(),
            item.created_at.into(),
            i64::from(item.attempts).into(),
            item.expires_at.into(),
            item.recipient_digest.map(Vec::from).into(),
            item.asked_for.into(),
            item.reference.clone().into(),
        ];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("enqueue a delivery"))
    }

    /// When mails that somebody asked for were put into the outbox for the
    /// address of this digest since `since`, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn times_mailed_to(
        &self,
        recipient_digest: &[u8; 32],
        since: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, Fault> {
        let sql = "SELECT created_at AS value FROM outbox WHERE asked_for AND recipient_digest = $1 \
                   AND created_at > $2 ORDER BY created_at";
        let rows: Vec<Single<DateTime<Utc>>> = all(&self.inner, sql, [recipient_digest.to_vec().into(), since.into()])
            .await
            .map_err(at("count the mails of a day"))?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }

    /// Gives up whatever waits for the account's owner, and tells how much
    /// that was.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn withdraw_mails(&self, account_id: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
        let sql = "UPDATE outbox SET failed_at = $2, last_error = 'withdrawn', recipient = NULL, payload = NULL, \
                   leased_until = NULL WHERE account_id = $1 AND channel = $3 AND sent_at IS NULL \
                   AND failed_at IS NULL";
        let values = [account_id.into(), now.into(), Channel::Mail.name().into()];
        execute(&self.inner, sql, values).await.map_err(at("withdraw mails"))
    }
}

impl Store {
    /// Up to `limit` items of `channel` that are due, the longest due first;
    /// nobody else gets them for `lease`. Each counts one more attempt. What waits longer
    /// than anything may was put off by a clock that ran ahead, and is due.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn lease_outbox(
        &self,
        channel: Channel,
        limit: u32,
        lease: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>, Fault> {
        const DOING: &str = "lease deliveries";
        let skip_locked = if self.backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE outbox SET leased_until = $1, attempts = attempts + 1 WHERE id IN (\
             SELECT id FROM outbox WHERE channel = $6 AND sent_at IS NULL AND failed_at IS NULL \
             AND (next_attempt_at <= $2 OR next_attempt_at > $4) \
             AND (leased_until IS NULL OR leased_until <= $2 OR leased_until > $5) AND expires_at > $2 \
             ORDER BY next_attempt_at LIMIT $3 {skip_locked}) RETURNING {}",
            names::<Entity>(),
        );
        let (too_late, too_long) = (now + LONGEST_PAUSE + SKEW, now + lease + SKEW);
        let (limit, channel) = (i64::from(limit), channel.name());
        let values = [(now + lease).into(), now.into(), limit.into(), too_late.into(), too_long.into(), channel.into()];
        let mut rows: Vec<Model> = all(&self.write, &sql, values).await.map_err(at(DOING))?;
        rows.sort_by_key(|row| (row.next_attempt_at, row.id));
        rows.into_iter().map(Model::into_item).collect::<Result<_, _>>().map_err(at(DOING))
    }

    /// How much waits to be delivered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waiting_deliveries(&self) -> Result<Vec<Waiting>, Fault> {
        const DOING: &str = "count waiting deliveries";
        let oldest = "SELECT created_at AS value FROM outbox \
                      WHERE channel = $1 AND sent_at IS NULL AND failed_at IS NULL ORDER BY created_at LIMIT 1";
        let mut waiting = Vec::new();
        for channel in Channel::ALL {
            let oldest: Option<Single<DateTime<Utc>>> =
                one(&self.read, oldest, [channel.name().into()]).await.map_err(at(DOING))?;
            let count = self.count_waiting(channel).await?;
            waiting.push(Waiting { channel, count, oldest: oldest.map(|row| row.value) });
        }
        Ok(waiting)
    }

    /// How many mails wait to be sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waiting_mails(&self) -> Result<u64, Fault> {
        self.count_waiting(Channel::Mail).await
    }

    async fn count_waiting(&self, channel: Channel) -> Result<u64, Fault> {
        let sql = "SELECT count(*) AS value FROM outbox WHERE channel = $1 AND sent_at IS NULL AND failed_at IS NULL";
        let waiting: Option<Single<i64>> =
            one(&self.read, sql, [channel.name().into()]).await.map_err(at("count waiting deliveries"))?;
        Ok(waiting.and_then(|count| u64::try_from(count.value).ok()).unwrap_or_default())
    }

    /// Notes that an item was delivered.
    ///
    /// # Errors
    /// When the database cannot be written: it will be delivered again.
    pub async fn outbox_sent(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
        let sql = "UPDATE outbox SET sent_at = $2, recipient = NULL, payload = NULL, leased_until = NULL, \
                   last_error = NULL WHERE id = $1 AND sent_at IS NULL";
        execute(&self.write, sql, [id.into(), now.into()]).await.map(drop).map_err(at("note a delivery"))
    }

    /// Gives a leased item back untried.
    ///
    /// # Errors
    /// When the database cannot be written: it is free when the lease ends.
    pub async fn outbox_release(&self, id: Uuid) -> Result<(), Fault> {
        let sql = "UPDATE outbox SET leased_until = NULL, attempts = attempts - 1 \
                   WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL";
        execute(&self.write, sql, [id.into()]).await.map(drop).map_err(at("give a delivery back"))
    }

    /// Notes that a try failed and when to make the next. `error` is a short
    /// class, never a text that may hold an address.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn outbox_retry(&self, id: Uuid, next_attempt_at: DateTime<Utc>, error: &str) -> Result<(), Fault> {
        let sql = "UPDATE outbox SET next_attempt_at = $2, last_error = $3, leased_until = NULL \
                   WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL";
        let values = [id.into(), next_attempt_at.into(), error.into()];
        execute(&self.write, sql, values).await.map(drop).map_err(at("put off a delivery"))
    }

    /// Notes that an item will never be delivered. `error` as above.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn outbox_failed(&self, id: Uuid, now: DateTime<Utc>, error: &str) -> Result<(), Fault> {
        let sql = "UPDATE outbox SET failed_at = $2, last_error = $3, recipient = NULL, payload = NULL, \
                   leased_until = NULL WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL";
        let values = [id.into(), now.into(), error.into()];
        execute(&self.write, sql, values).await.map(drop).map_err(at("give a delivery up"))
    }

    /// Gives up what is of no use any more, and tells how many items that were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn expire_outbox(&self, now: DateTime<Utc>) -> Result<u64, Fault> {
        let sql = "UPDATE outbox SET failed_at = $1, last_error = 'expired', recipient = NULL, payload = NULL, \
                   leased_until = NULL WHERE sent_at IS NULL AND failed_at IS NULL AND expires_at <= $1";
        execute(&self.write, sql, [now.into()]).await.map_err(at("expire deliveries"))
    }
}

/// What waits to be delivered on one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The channel.
    pub channel: Channel,
    /// How many items.
    pub count: u64,
    /// When the one that waits longest was put there.
    pub oldest: Option<DateTime<Utc>>,
}

impl Model {
    fn into_item(self) -> Result<OutboxItem, DbErr> {
        Ok(OutboxItem {
            id: self.id,
            channel: Channel::from_name(&self.channel).ok_or_else(|| unknown("outbox.channel"))?,
            account_id: self.account_id,
            recipient: self.recipient,
            payload: self.payload.ok_or_else(|| unknown("outbox.payload"))?,
            created_at: self.created_at,
            attempts: self.attempts.try_into().map_err(|_| unknown("outbox.attempts"))?,
            expires_at: self.expires_at,
            recipient_digest: self
                .recipient_digest
                .map(|bytes| digest(bytes, "outbox.recipient_digest"))
                .transpose()?,
            asked_for: self.asked_for,
            reference: self.reference,
        })
    }
}
