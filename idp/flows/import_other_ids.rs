//! Brings in by which ids other systems know people who are here. A person is
//! named by an id or subject, never guessed by an address.

use accounts::import::other_id::{self, Decision, Here, OtherId, SeenIds};
use accounts::import::{KnownPerson, LegacyId, Problem, Verdict};
use uuid::Uuid;

use crate::adapters::{Clock, Fault, LegacyFiles, Store};
use crate::import_run::{self, Fate, ImportError, Progress, Summary};

/// The parts that an import of ids touches.
pub struct OtherIdImporter<'a> {
    /// Where the ids go.
    pub store: &'a Store,
    /// For the audit trail.
    pub clock: &'a dyn Clock,
    /// What the import is called.
    pub batch: &'a str,
    /// Whether anything is written; a plan only reports.
    pub write: bool,
}

impl OtherIdImporter<'_> {
    /// Imports `files`, telling `report` of every problem in the order of the
    /// rows, and `progress` how far it has come after each batch. An import
    /// that was killed is run again: ids that are in are known.
    ///
    /// # Errors
    /// [`ImportError`] when a file or the store cannot be used.
    pub async fn run(
        &self,
        files: LegacyFiles,
        mut report: impl FnMut(&Problem),
        progress: impl FnMut(Progress),
    ) -> Result<Summary, ImportError> {
        let mut seen = SeenIds::default();
        let take = async |rows: Vec<Verdict<OtherId>>, summary: &mut Summary| {
            let here = self.here(&rows, &seen).await?;
            let mut new = Vec::new();
            for row in rows {
                let row = seen.judge(row, &here);
                row.problems.iter().for_each(&mut report);
                summary.count(fate(row.content.as_ref()), &row.problems);
                new.extend(row.content.and_then(added));
            }
            match self.write && !new.is_empty() {
                true => self.store.insert_legacy_ids(&new, self.batch, self.clock.now()).await,
                false => Ok(()),
            }
        };
        import_run::run(files, other_id::read, take, progress).await
    }

    async fn here(&self, rows: &[Verdict<OtherId>], seen: &SeenIds) -> Result<Here, Fault> {
        let contents = || rows.iter().filter_map(|row| row.content.as_ref());
        let holders: Vec<_> = contents().map(|row| KnownPerson::Id(row.legacy_id.clone())).collect();
        let people = self.store.known_people(contents().map(|row| &row.person).chain(&holders)).await?;
        let mut accounts: Vec<Uuid> = contents().filter_map(|row| seen.account_of(&row.person, &people)).collect();
        accounts.sort_unstable();
        accounts.dedup();
        Ok(Here { people, systems: self.store.systems_that_know(&accounts).await? })
    }
}

fn fate(decision: Option<&Decision>) -> Fate {
    match decision {
        Some(Decision::Add(..)) => Fate::Imported,
        Some(Decision::Known) => Fate::Known,
        None => Fate::Nothing,
    }
}

fn added(decision: Decision) -> Option<(LegacyId, Uuid)> {
    match decision {
        Decision::Add(legacy_id, account) => Some((legacy_id, account)),
        Decision::Known => None,
    }
}
