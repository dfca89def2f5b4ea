//! Brings in the users of a legacy system. Good rows come in, bad ones are
//! reported by line and column; a person who is here already is left as they
//! are, so the same files can be imported twice.

use std::collections::{HashMap, HashSet};

use accounts::Account;
use accounts::import::{Assessment, Code, Column, LegacyId, NewAccount, Passwords, Problem, Rules, Seen, assess};
use accounts::password::PasswordHash;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::adapters::{Clock, Entropy, Fault, Hasher, LegacyFiles, Newcomer, Store};
use crate::import_run::{self, Fate, ImportError, Progress, Summary};

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

/// A row that was judged, with its password as it will be stored.
struct Judged {
    assessment: Assessment,
    password: Option<PasswordHash>,
}

/// What the store holds of a batch's ids and names.
struct Here {
    ids: HashMap<LegacyId, Uuid>,
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
        progress: impl FnMut(Progress),
    ) -> Result<Summary, ImportError> {
        let rules = Rules { passwords: self.passwords, now: self.clock.now() };
        let mut seen = Seen::default();
        let take = async |rows: Vec<Assessment>, summary: &mut Summary| {
            let assessments: Vec<_> = rows.into_iter().map(|assessment| seen.judge(assessment)).collect();
            let here = self.here(&assessments).await?;
            // No transaction is open while passwords are hashed.
            let judged = self.keep_passwords(assessments, &here).await?;
            let newcomers: Vec<Newcomer> =
                judged.into_iter().filter_map(|row| self.take(row, &here, summary, &mut report)).collect();
            match self.write && !newcomers.is_empty() {
                true => self.store.insert_newcomers(&newcomers, self.clock.now()).await,
                false => Ok(()),
            }
        };
        import_run::run(files, move |row| assess(row, &rules), take, progress).await
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
            let is_new = assessment.account.as_ref().is_some_and(|account| !here.ids.contains_key(&legacy_id(account)));
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
        if row.account.as_ref().is_some_and(|account| here.ids.contains_key(&legacy_id(account))) {
            summary.count(Fate::Known, &[]);
            return None;
        }
        compare_with_store(&mut row, here);
        row.problems.iter().for_each(report);
        let fate = if row.account.is_some() { Fate::Imported } else { Fate::Nothing };
        summary.count(fate, &row.problems);
        row.account.map(|account| self.newcomer(account, password))
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
