//! Waves of reminders, and who was reminded in which.

use accounts::Account;
use accounts::reminder::{PAUSE, State, Wave};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult as _, Statement};
use uuid::Uuid;

use super::entity::account;
use super::entity::reminder_wave::{Entity, Model};
use super::migrated::{EXPECTED, of_batch};
use super::statement::{Single, all, columns, execute, names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// Those of `accounts a` whom a wave of the import `$1` concerns: who was
/// reminded after `$3` is left in peace.
const CONCERNED: &str = "a.disabled_at IS NULL AND (a.email IS NOT NULL OR a.contact_email IS NOT NULL) \
    AND (a.migration_batch = $1 OR $2) \
    AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.account_id = a.id AND r.reminded_at > $3)";

impl Store {
    /// The wave that runs.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn running_wave(&self) -> Result<Option<Wave>, Fault> {
        newest(&self.read, State::Running, "").await
    }

    /// Every wave, the newest first, with the number of people reminded in it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waves(&self) -> Result<Vec<(Wave, u64)>, Fault> {
        const DOING: &str = "list waves of reminders";
        let sql = format!(
            "SELECT {}, (SELECT count(*) FROM reminders r WHERE r.wave_id = w.id) AS reminded \
             FROM reminder_waves w ORDER BY w.started_at DESC",
            columns::<Entity>("w")
        );
        let statement = Statement::from_string(self.read.get_database_backend(), sql);
        let rows = self.read.query_all_raw(statement).await.map_err(at(DOING))?;
        let read = |row| -> Result<(Wave, u64), DbErr> {
            let reminded: i64 = sea_orm::QueryResult::try_get(row, "", "reminded")?;
            Ok((Model::from_query_result(row, "w_")?.into_wave()?, u64::try_from(reminded).unwrap_or_default()))
        };
        rows.iter().map(read).collect::<Result<_, _>>().map_err(at(DOING))
    }

    /// How many people a wave would concern that leaves out those who were
    /// reminded after `lately`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_to_remind(&self, batch: Option<&str>, lately: DateTime<Utc>) -> Result<u64, Fault> {
        let sql = format!("SELECT count(*) AS value FROM accounts a WHERE {} AND {CONCERNED}", *EXPECTED);
        let [name, any] = of_batch(batch);
        let count: Option<Single<i64>> =
            one(&self.read, &sql, [name, any, lately.into()]).await.map_err(at("count people to remind"))?;
        Ok(count.and_then(|count| u64::try_from(count.value).ok()).unwrap_or_default())
    }
}

impl Tx {
    /// The wave that runs, which nobody else changes before the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn running_wave(&self) -> Result<Option<Wave>, Fault> {
        newest(&self.inner, State::Running, self.for_update()).await
    }

    /// The newest of the waves that were stopped, held as above.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn stopped_wave(&self) -> Result<Option<Wave>, Fault> {
        newest(&self.inner, State::Stopped, self.for_update()).await
    }

    /// Inserts a wave. `false` when it would run beside another; nothing was
    /// written then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_wave(&self, wave: &Wave) -> Result<bool, Fault> {
        let sql = "INSERT INTO reminder_waves (id, batch, per_minute, state, started_at, ended_at, next_at, reached) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
        let values = [
            wave.id.into(),
            wave.batch.clone().into(),
            i64::from(wave.per_minute).into(),
            wave.state.name().into(),
            wave.started_at.into(),
            wave.ended_at.into(),
            wave.next_at.into(),
            wave.reached.into(),
        ];
        let inserted = execute(&self.inner, sql, values).await.map_err(at("begin a wave of reminders"))?;
        Ok(inserted == 1)
    }

    /// Writes how a wave stands.
    ///
    /// # Errors
    /// When the database cannot be written, or another wave runs.
    pub async fn save_wave(&self, wave: &Wave) -> Result<(), Fault> {
        let sql = "UPDATE reminder_waves SET state = $2, ended_at = $3, next_at = $4, reached = $5 WHERE id = $1";
        let values =
            [wave.id.into(), wave.state.name().into(), wave.ended_at.into(), wave.next_at.into(), wave.reached.into()];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("save a wave of reminders"))
    }

    /// Up to `limit` people behind the last one that the wave has reached, who
    /// were reminded neither in it nor shortly before it began.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn people_to_remind(&self, wave: &Wave, limit: u32) -> Result<Vec<Account>, Fault> {
        const DOING: &str = "find people to remind";
        let sql = format!(
            "SELECT {} FROM accounts a WHERE {} AND {CONCERNED} AND a.id > $4 ORDER BY a.id LIMIT $5",
            names::<account::Entity>(),
            *EXPECTED,
        );
        let [name, any] = of_batch(wave.batch.as_deref());
        let lately = wave.started_at - PAUSE;
        let values = [name, any, lately.into(), wave.reached.into(), i64::from(limit).into()];
        let rows: Vec<account::Model> = all(&self.inner, &sql, values).await.map_err(at(DOING))?;
        rows.into_iter().map(account::Model::into_account).collect::<Result<_, _>>().map_err(at(DOING))
    }

    /// Notes that the account is reminded in the wave by a mail of the outbox.
    ///
    /// # Errors
    /// When the database cannot be written, or the account was reminded in
    /// this wave before.
    pub async fn insert_reminder(
        &self,
        wave_id: Uuid,
        account_id: Uuid,
        outbox_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let sql = "INSERT INTO reminders (wave_id, account_id, outbox_id, reminded_at) VALUES ($1, $2, $3, $4)";
        let values = [wave_id.into(), account_id.into(), outbox_id.into(), now.into()];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("note a reminder"))
    }

    /// Takes the wave's mails back that nobody has begun to send, so that
    /// their recipients count as not reminded. Tells how many that were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn take_reminders_back(&self, wave_id: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
        const DOING: &str = "take reminders back";
        let mails = "UPDATE outbox SET failed_at = $2, last_error = 'stopped', recipient = NULL, payload = NULL \
                     WHERE id IN (SELECT outbox_id FROM reminders WHERE wave_id = $1) AND sent_at IS NULL \
                     AND failed_at IS NULL AND (leased_until IS NULL OR leased_until <= $2)";
        let taken = execute(&self.inner, mails, [wave_id.into(), now.into()]).await.map_err(at(DOING))?;
        let people = "DELETE FROM reminders WHERE wave_id = $1 AND outbox_id IN \
                      (SELECT id FROM outbox WHERE failed_at = $2 AND last_error = 'stopped')";
        execute(&self.inner, people, [wave_id.into(), now.into()]).await.map_err(at(DOING))?;
        Ok(taken)
    }
}

async fn newest(db: &impl ConnectionTrait, state: State, for_update: &str) -> Result<Option<Wave>, Fault> {
    const DOING: &str = "find a wave of reminders";
    let sql = format!(
        "SELECT {} FROM reminder_waves WHERE state = $1 ORDER BY started_at DESC LIMIT 1{for_update}",
        names::<Entity>()
    );
    let found: Option<Model> = one(db, &sql, [state.name().into()]).await.map_err(at(DOING))?;
    found.map(Model::into_wave).transpose().map_err(at(DOING))
}

impl Model {
    fn into_wave(self) -> Result<Wave, DbErr> {
        Ok(Wave {
            id: self.id,
            batch: self.batch,
            per_minute: self.per_minute.try_into().map_err(|_| unknown("reminder_waves.per_minute"))?,
            state: State::from_name(&self.state).ok_or_else(|| unknown("reminder_waves.state"))?,
            started_at: self.started_at,
            ended_at: self.ended_at,
            next_at: self.next_at,
            reached: self.reached,
        })
    }
}
