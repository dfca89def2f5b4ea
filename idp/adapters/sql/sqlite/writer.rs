//! The connection that writes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;
use sea_orm::{ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, ProxyExecResult, QueryResult, Statement};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc, oneshot};

use super::checkpoint::Checkpoints;
use super::statement::{control, execute, query};
use super::{Access, Transaction, blocking, closed, open, told};

/// How many statements share a commit at the most.
const GROUP: usize = 256;

/// The writing connection while somebody has it; `None` inside when closed.
pub(super) type Held = OwnedMutexGuard<Option<Connection>>;

/// Statements by themselves go to one thread, which commits those together
/// that came while it waited for the disk; each is answered when it is
/// durable. Cheap to clone; the thread ends with the last clone.
#[derive(Clone)]
pub(in super::super) struct Writer {
    patience: Duration,
    connection: Arc<Mutex<Option<Connection>>>,
    jobs: mpsc::Sender<Job>,
    checkpoints: Arc<Checkpoints>,
}

struct Job {
    work: Work,
    reply: oneshot::Sender<Result<Outcome, DbErr>>,
}

enum Work {
    Execute(Statement),
    Query(Statement),
    Script(String),
}

#[derive(Debug)]
enum Outcome {
    Changed(u64),
    Rows(Vec<QueryResult>),
}

impl Writer {
    pub(in super::super) fn open(path: &Path, patience: Duration) -> Result<Self, DbErr> {
        let connection = open(path, Access::Write, patience).map_err(told)?;
        let connection = Arc::new(Mutex::new(Some(connection)));
        let (jobs, queue) = mpsc::channel(GROUP);
        let shared = Arc::clone(&connection);
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_in_groups(queue, &shared))
            .map_err(|error| DbErr::Custom(format!("the writing thread did not start: {error}")))?;
        let checkpoints = Arc::new(Checkpoints::start(path, patience, Arc::clone(&connection))?);
        Ok(Self { patience, connection, jobs, checkpoints })
    }

    pub(in super::super) async fn begin(&self) -> Result<Transaction, DbErr> {
        Transaction::begin(self.hold().await?, self.patience).await
    }

    /// Closes the connection, which tidies the files up when it is the last.
    pub(in super::super) async fn close(&self) -> Result<(), DbErr> {
        let checkpoints = Arc::clone(&self.checkpoints);
        blocking(move || {
            checkpoints.stop();
            Ok(())
        })
        .await?;
        let mut held = self.hold().await?;
        blocking(move || match held.take() {
            Some(connection) => connection.close().map_err(|(_, error)| told(error)),
            None => Ok(()),
        })
        .await
    }

    async fn hold(&self) -> Result<Held, DbErr> {
        let lock = Arc::clone(&self.connection).lock_owned();
        tokio::time::timeout(self.patience, lock).await.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
    }

    async fn ask(&self, work: Work) -> Result<Outcome, DbErr> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job { work, reply }).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    async fn changed(&self, work: Work) -> Result<ExecResult, DbErr> {
        match self.ask(work).await? {
            Outcome::Changed(rows) => Ok(ProxyExecResult::new(0, rows).into()),
            Outcome::Rows(_) => Ok(ProxyExecResult::default().into()),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Writer {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.changed(Work::Execute(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.changed(Work::Script(sql.to_owned())).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.query_all_raw(statement).await.map(|rows| rows.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.ask(Work::Query(statement)).await? {
            Outcome::Rows(rows) => Ok(rows),
            Outcome::Changed(_) => Ok(Vec::new()),
        }
    }
}

fn write_in_groups(mut queue: mpsc::Receiver<Job>, connection: &Mutex<Option<Connection>>) {
    while let Some(first) = queue.blocking_recv() {
        let held = connection.blocking_lock();
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = queue.try_recv()
        {
            group.push(job);
        }
        let outcomes = held.as_ref().ok_or_else(closed).and_then(|connection| write_together(connection, &group));
        drop(held);
        answer(group, outcomes);
    }
}

/// One outcome for each job, all of them durable; or the error that befell
/// them all.
fn write_together(connection: &Connection, group: &[Job]) -> Result<Vec<Result<Outcome, DbErr>>, DbErr> {
    control(connection, "BEGIN IMMEDIATE").map_err(told)?;
    let mut outcomes = Vec::with_capacity(group.len());
    for job in group {
        let outcome = job.work.run(connection);
        if let Err(error) = &outcome
            && connection.is_autocommit()
        {
            // So grave that SQLite undid the others too.
            return Err(error.clone());
        }
        outcomes.push(outcome);
    }
    control(connection, "COMMIT").map_err(|error| {
        // When this fails too, the next `BEGIN` tells.
        let _ = control(connection, "ROLLBACK");
        told(error)
    })?;
    Ok(outcomes)
}

fn answer(group: Vec<Job>, outcomes: Result<Vec<Result<Outcome, DbErr>>, DbErr>) {
    // Who does not wait for the answer any more does not need it.
    match outcomes {
        Ok(outcomes) => group.into_iter().zip(outcomes).for_each(|(job, outcome)| drop(job.reply.send(outcome))),
        Err(error) => group.into_iter().for_each(|job| drop(job.reply.send(Err(error.clone())))),
    }
}

impl Work {
    fn run(&self, connection: &Connection) -> Result<Outcome, DbErr> {
        match self {
            Self::Execute(statement) => execute(connection, statement).map(Outcome::Changed),
            Self::Query(statement) => query(connection, statement, usize::MAX).map(Outcome::Rows),
            Self::Script(sql) => connection.execute_batch(sql).map(|()| Outcome::Changed(0)).map_err(told),
        }
    }
}
