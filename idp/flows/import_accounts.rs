//! Brings in the users of a legacy system. Good rows come in, bad ones are
//! reported by line and column; a person who is here already is left as they
//! are, so the same files can be imported twice.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::import::{Assessment, Code, Column, NewAccount, Passwords, Problem, Rules, Seen, Severity, assess};
use accounts::password::PasswordHash;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::adapters::{Clock, Entropy, Fault, Hasher, LegacyFileError, LegacyFiles, Store, Tx};

/// Rows that are written in one transaction, and passwords that the hasher
/// must have room for.
pub const BATCH: usize = 500;

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

/// A row that was judged, with its password as it will be stored.
struct Judged {
    assessment: Assessment,
    password: Option<PasswordHash>,
}

impl Importer<'_> {
    /// Imports `files`, telling `report` of every problem as it is met, those
    /// of headers included, in the order of the rows.
    ///
    /// # Errors
    /// [`ImportError`] when a file or the store cannot be used.
    pub async fn run(&self, files: &mut LegacyFiles, mut report: impl FnMut(&Problem)) -> Result<Summary, ImportError> {
        let rules = Rules { passwords: self.passwords, now: self.clock.now() };
        let mut seen = Seen::default();
        let mut summary = Summary::default();
        loop {
            let (assessments, end) = batch(files, &rules);
            let judged = assessments.into_iter().map(|assessment| seen.judge(assessment)).collect();
            // No transaction is open while passwords are hashed.
            let judged = self.keep_passwords(judged).await?;
            let tx = self.store.begin().await?;
            for row in judged {
                self.take(&tx, row, &mut summary, &mut report).await?;
            }
            tx.commit().await?;
            if let Some(end) = end {
                return end.map(|()| summary).map_err(ImportError::from);
            }
        }
    }

    /// Hashes the passwords of those who are new, as many at once as there are
    /// cores.
    async fn keep_passwords(&self, assessments: Vec<Assessment>) -> Result<Vec<Judged>, Fault> {
        let failed = |error| Fault::new("hash a password", error);
        let mut begun = Vec::with_capacity(assessments.len());
        for mut assessment in assessments {
            let password = assessment.account.as_mut().and_then(|account| account.password.take());
            let work = match (password, &assessment.account) {
                (Some(password), Some(account)) if self.write && !self.is_here(account).await? => {
                    Some(self.hasher.keep(password, self.entropy.bytes()).map_err(failed)?)
                }
                _ => None,
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

    async fn is_here(&self, account: &NewAccount) -> Result<bool, Fault> {
        let found = self.store.find_account_id_by_legacy_id(&account.source_system, &account.external_id).await?;
        Ok(found.is_some())
    }

    async fn take(
        &self,
        tx: &Tx,
        judged: Judged,
        summary: &mut Summary,
        report: &mut impl FnMut(&Problem),
    ) -> Result<(), Fault> {
        let Judged { assessment: mut row, password } = judged;
        if self.is_known(tx, &row).await? {
            summary.rows += 1;
            summary.known += 1;
            return Ok(());
        }
        self.compare_with_store(tx, &mut row).await?;
        row.problems.iter().for_each(report);
        let is_refused = row.problems.iter().any(|problem| problem.severity == Severity::Error);
        let warnings = row.problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
        match row.account {
            Some(account) => {
                summary.rows += 1;
                summary.imported += 1;
                summary.warnings += u64::try_from(warnings).unwrap_or(u64::MAX);
                if self.write { self.insert(tx, account, password).await } else { Ok(()) }
            }
            None if is_refused => {
                summary.rows += 1;
                summary.refused += 1;
                Ok(())
            }
            // Spreadsheets leave lines without content behind: not a row.
            None => Ok(()),
        }
    }

    async fn is_known(&self, tx: &Tx, row: &Assessment) -> Result<bool, Fault> {
        let Some(account) = &row.account else {
            return Ok(false);
        };
        Ok(tx.find_account_id_by_legacy_id(&account.source_system, &account.external_id).await?.is_some())
    }

    async fn insert(&self, tx: &Tx, account: NewAccount, password: Option<PasswordHash>) -> Result<(), Fault> {
        let now = self.clock.now();
        let (source, external_id) = (account.source_system.clone(), account.external_id.clone());
        let sub = URL_SAFE_NO_PAD.encode(self.entropy.bytes::<16>());
        let account = account.into_account(self.entropy.uuid(now), sub, self.batch, now);
        let account = Account { password, ..account };
        tx.insert_account(&account).await?;
        tx.insert_legacy_id(&source, &external_id, account.id).await?;
        tx.append_audit(&Entry {
            at: now,
            event: Event::Imported,
            account_id: Some(account.id),
            client_id: None,
            session_id: None,
            network: None,
            reference: None,
            detail: None,
        })
        .await
    }

    /// Holds a row against the accounts that are here already.
    async fn compare_with_store(&self, tx: &Tx, row: &mut Assessment) -> Result<(), Fault> {
        let Some(account) = &row.account else {
            return Ok(());
        };
        let username = account.username.as_deref().map(accounts::username::key);
        let email = account.email.as_ref().map(|email| email.key().to_owned());
        if let Some(key) = username
            && tx.name_is_taken(&key).await?
        {
            row.reject(Column::Username, Code::UsernameTaken, None);
            return Ok(());
        }
        if let Some(key) = email
            && tx.name_is_taken(&key).await?
        {
            row.lose_email(Code::EmailTaken, None);
        }
        Ok(())
    }
}

/// The next rows, each judged by itself, and how the files end if they do.
fn batch(files: &mut LegacyFiles, rules: &Rules) -> (Vec<Assessment>, Option<Result<(), LegacyFileError>>) {
    let mut assessments = Vec::new();
    while assessments.len() < BATCH {
        match files.next_row() {
            Ok(Some(Ok(row))) => assessments.push(assess(&row, rules)),
            Ok(Some(Err(problem))) => assessments.push(problem.into()),
            Ok(None) => return (assessments, Some(Ok(()))),
            Err(error) => return (assessments, Some(Err(error))),
        }
    }
    (assessments, None)
}
