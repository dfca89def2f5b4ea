//! Brings in the users of a legacy system. Good rows come in, bad ones are
//! reported by line and column; a person who is here already is left as they
//! are, so the same files can be imported twice.

use std::collections::HashSet;

use accounts::Account;
use accounts::import::{Assessment, Code, Column, NewAccount, Passwords, Problem, Rules, Seen, Severity, assess};
use accounts::password::PasswordHash;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use tokio::sync::mpsc;

use crate::adapters::{Clock, Entropy, Fault, Hasher, LegacyFileError, LegacyFiles, LegacyId, Newcomer, Store};

/// Rows that are written in one transaction, and passwords that the hasher
/// must have room for.
pub const BATCH: usize = 1_000;
/// Batches that are read before the store asks for them.
const READ_AHEAD: usize = 2;

/// The parts that an import touches: it runs from the command line.
pub struct Importer<'a> {
    /// Where the accounts go.
    pub store: &'a Store,
    /// For the new accounts' keys and subjects.
    pub entropy: &'a dyn Entropy,
    /// For their times.
    pub clock: &'a dyn Clock,
    /// For the passwords that are kept.
    pub hasher: &'a Hasher,
    /// What becomes of passwords.
    pub passwords: Passwords,
    /// What the import is called.
    pub batch: &'a str,
    /// Whether anything is written; a plan only reports.
    pub write: bool,
}

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Rows in the file, without the header.
    pub rows: u64,
    /// New accounts.
    pub imported: u64,
    /// Rows of people who are here already; they were left alone.
    pub known: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Things that somebody should look at, in rows that came in.
    pub warnings: u64,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read any further. The rows before that are in.
    #[error(transparent)]
    File(#[from] LegacyFileError),
    /// The store is away. Whole batches before this one are in.
    #[error("{}", .0.to_operator())]
    Fault(#[from] Fault),
}

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What it did so far.
    pub summary: Summary,
    /// Bytes of the files with people that it has read.
    pub bytes: u64,
}

/// Rows that were read and judged one by one.
struct Batch {
    assessments: Vec<Assessment>,
    bytes: u64,
    /// How the files end, if they do.
    end: Option<Result<(), LegacyFileError>>,
}

/// A row that was judged, with its password as it will be stored.
struct Judged {
    assessment: Assessment,
    password: Option<PasswordHash>,
}

/// What the store holds of a batch's ids and names.
struct Here {
    ids: HashSet<LegacyId>,
    names: HashSet<String>,
}

impl Importer<'_> {
    /// Imports `files`, telling `report` of every problem as it is met, those
    /// of headers included, in the order of the rows, and `progress` how far
    /// it has come after each batch.
    ///
    /// An import that was killed is run again: rows that are in are known, and
    /// judged as before when later rows are held against them.
    ///
    /// # Errors
    /// [`ImportError`] when a file or the store cannot be used.
    pub async fn run(
        &self,
        files: LegacyFiles,
        mut report: impl FnMut(&Problem),
        mut progress: impl FnMut(Progress),
    ) -> Result<Summary, ImportError> {
        let rules = Rules { passwords: self.passwords, now: self.clock.now() };
        let mut batches = read_ahead(files, rules);
        let mut seen = Seen::default();
        let mut summary = Summary::default();
        while let Some(Batch { assessments, bytes, end }) = batches.recv().await {
            let assessments: Vec<_> = assessments.into_iter().map(|assessment| seen.judge(assessment)).collect();
            let here = self.here(&assessments).await?;
            // No transaction is open while passwords are hashed.
            let judged = self.keep_passwords(assessments, &here).await?;
            let newcomers: Vec<Newcomer> =
                judged.into_iter().filter_map(|row| self.take(row, &here, &mut summary, &mut report)).collect();
            if self.write && !newcomers.is_empty() {
                self.store.insert_newcomers(&newcomers, self.clock.now()).await?;
            }
            progress(Progress { summary, bytes });
            if let Some(end) = end {
                return end.map(|()| summary).map_err(ImportError::from);
            }
        }
        Err(Fault::new("read the files", "the reading thread ended early").into())
    }

    /// Takes an import out again, but for the people who have come further
    /// than the import. Tells how many accounts are gone.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away; what is gone by then stays so.
    pub async fn undo(store: &Store, batch: &str, clock: &dyn Clock) -> Result<u64, Fault> {
        let limit = u32::try_from(BATCH).unwrap_or(u32::MAX);
        let mut gone = 0;
        loop {
            let tx = store.begin().await?;
            let step = tx.undo_import(batch, limit, clock.now()).await?;
            tx.commit().await?;
            gone += step;
            if step < u64::from(limit) {
                return Ok(gone);
            }
        }
    }

    async fn here(&self, assessments: &[Assessment]) -> Result<Here, Fault> {
        let accounts = || assessments.iter().filter_map(|assessment| assessment.account.as_ref());
        let ids: Vec<_> = accounts().map(legacy_id).collect();
        let names: Vec<_> = accounts().flat_map(names_of).flatten().collect();
        Ok(Here { ids: self.store.known_legacy_ids(&ids).await?, names: self.store.taken_names(&names).await? })
    }

    /// Hashes the passwords of those who are new, as many at once as there are
    /// cores.
    async fn keep_passwords(&self, assessments: Vec<Assessment>, here: &Here) -> Result<Vec<Judged>, Fault> {
        let failed = |error| Fault::new("hash a password", error);
        let mut begun = Vec::with_capacity(assessments.len());
        for mut assessment in assessments {
            let password = assessment.account.as_mut().and_then(|account| account.password.take());
            let is_new = assessment.account.as_ref().is_some_and(|account| !here.ids.contains(&legacy_id(account)));
            let work = match password.filter(|_| self.write && is_new) {
                Some(password) => Some(self.hasher.keep(password, self.entropy.bytes()).map_err(failed)?),
                None => None,
            };
            begun.push((assessment, work));
        }
        let mut judged = Vec::with_capacity(begun.len());
        for (assessment, work) in begun {
            let password = match work {
                Some(work) => Some(work.await.map_err(failed)?),
                None => None,
            };
            judged.push(Judged { assessment, password });
        }
        Ok(judged)
    }

    /// Counts and reports a row; the newcomer that it is, if it is one.
    fn take(
        &self,
        judged: Judged,
        here: &Here,
        summary: &mut Summary,
        report: &mut impl FnMut(&Problem),
    ) -> Option<Newcomer> {
        let Judged { assessment: mut row, password } = judged;
        if row.account.as_ref().is_some_and(|account| here.ids.contains(&legacy_id(account))) {
            summary.rows += 1;
            summary.known += 1;
            return None;
        }
        compare_with_store(&mut row, here);
        row.problems.iter().for_each(report);
        let is_refused = row.problems.iter().any(|problem| problem.severity == Severity::Error);
        let warnings = row.problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
        match row.account {
            Some(account) => {
                summary.rows += 1;
                summary.imported += 1;
                summary.warnings += u64::try_from(warnings).unwrap_or(u64::MAX);
                Some(self.newcomer(account, password))
            }
            None if is_refused => {
                summary.rows += 1;
                summary.refused += 1;
                None
            }
            // Spreadsheets leave lines without content behind: not a row.
            None => None,
        }
    }

    fn newcomer(&self, account: NewAccount, password: Option<PasswordHash>) -> Newcomer {
        let now = self.clock.now();
        let legacy_id = legacy_id(&account);
        let sub = URL_SAFE_NO_PAD.encode(self.entropy.bytes::<16>());
        let account = account.into_account(self.entropy.uuid(now), sub, self.batch, now);
        Newcomer { account: Account { password, ..account }, legacy_id }
    }
}

fn legacy_id(account: &NewAccount) -> LegacyId {
    (account.source_system.clone(), account.external_id.clone())
}

/// The names by which somebody may be found, or may have to be.
fn names_of(account: &NewAccount) -> [Option<String>; 3] {
    let former = account.former_username.as_deref().map(accounts::username::key);
    [username_key(account), former, email_key(account)]
}

fn username_key(account: &NewAccount) -> Option<String> {
    account.username.as_deref().map(accounts::username::key)
}

fn email_key(account: &NewAccount) -> Option<String> {
    account.email.as_ref().map(|email| email.key().to_owned())
}

/// Holds a row against the accounts that are here already.
fn compare_with_store(row: &mut Assessment, here: &Here) {
    let Some(account) = &row.account else { return };
    let is_taken = |key: Option<String>| key.is_some_and(|key| here.names.contains(&key));
    if is_taken(username_key(account)) {
        row.reject(Column::Username, Code::UsernameTaken, None);
    } else if is_taken(email_key(account)) {
        row.lose_email(Code::EmailTaken, None);
        if row.account.as_ref().is_some_and(|account| is_taken(username_key(account))) {
            row.reject(Column::Username, Code::UsernameTaken, None);
        }
    }
}

/// Reads and judges rows on a thread of its own, so that the next are ready
/// while the store writes.
fn read_ahead(mut files: LegacyFiles, rules: Rules) -> mpsc::Receiver<Batch> {
    let (batches, queue) = mpsc::channel(READ_AHEAD);
    tokio::task::spawn_blocking(move || {
        loop {
            let batch = read_batch(&mut files, &rules);
            let is_last = batch.end.is_some();
            // Nobody listens any more when the import was given up.
            if batches.blocking_send(batch).is_err() || is_last {
                return;
            }
        }
    });
    queue
}

fn read_batch(files: &mut LegacyFiles, rules: &Rules) -> Batch {
    let mut assessments = Vec::with_capacity(BATCH);
    let end = loop {
        if assessments.len() == BATCH {
            break None;
        }
        match files.next_row() {
            Ok(Some(Ok(row))) => assessments.push(assess(&row, rules)),
            Ok(Some(Err(problem))) => assessments.push(problem.into()),
            Ok(None) => break Some(Ok(())),
            Err(error) => break Some(Err(error)),
        }
    };
    Batch { assessments, bytes: files.bytes_read(), end }
}
