//! Brings in who lives where, as often as the housing system tells: what is
//! new comes in, what has another last day gets it, what is missing stays.

use std::collections::HashMap;

use accounts::Tenancy;
use accounts::import::tenancy::{self, Decision, Here, SeenTenancies, TenancyRow};
use accounts::import::{Problem, Verdict};
use uuid::Uuid;

use crate::adapters::{Clock, Fault, LegacyFiles, Store};
use crate::import_run::{self, Fate, ImportError, Progress, Summary};

/// The parts that an import of tenancies touches.
pub struct TenancyImporter<'a> {
    /// Where the tenancies go.
    pub store: &'a Store,
    /// For the audit trail.
    pub clock: &'a dyn Clock,
    /// What the import is called.
    pub batch: &'a str,
    /// Whether anything is written; a plan only reports.
    pub write: bool,
}

impl TenancyImporter<'_> {
    /// Imports `files`, telling `report` of every problem in the order of the
    /// rows, and `progress` how far it has come after each batch. An import
    /// that was killed is run again: tenancies that are in are known.
    ///
    /// # Errors
    /// [`ImportError`] when a file or the store cannot be used.
    pub async fn run(
        &self,
        files: LegacyFiles,
        mut report: impl FnMut(&Problem),
        progress: impl FnMut(Progress),
    ) -> Result<Summary, ImportError> {
        let mut seen = SeenTenancies::default();
        let take = async |rows: Vec<Verdict<TenancyRow>>, summary: &mut Summary| {
            let here = self.here(&rows).await?;
            let mut saved = Vec::new();
            for row in rows {
                let row = seen.judge(row, &here);
                row.problems.iter().for_each(&mut report);
                summary.count(fate(row.content.as_ref()), &row.problems);
                saved.extend(row.content.and_then(to_save));
            }
            match self.write && !saved.is_empty() {
                true => self.store.save_tenancies(&saved, self.batch, self.clock.now()).await,
                false => Ok(()),
            }
        };
        import_run::run(files, tenancy::read, take, progress).await
    }

    async fn here(&self, rows: &[Verdict<TenancyRow>]) -> Result<Here, Fault> {
        let persons = || rows.iter().filter_map(|row| row.content.as_ref()).map(|row| &row.person);
        let people = self.store.known_people(persons()).await?;
        let mut accounts: Vec<Uuid> = persons().filter_map(|person| people.account_of(person)).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut tenancies: HashMap<Uuid, Vec<Tenancy>> = HashMap::new();
        for tenancy in self.store.tenancies_of_accounts(&accounts).await? {
            tenancies.entry(tenancy.account_id).or_default().push(tenancy);
        }
        Ok(Here { people, tenancies })
    }
}

fn fate(decision: Option<&Decision>) -> Fate {
    match decision {
        Some(Decision::Add(_)) => Fate::Imported,
        Some(Decision::Change(_)) => Fate::Changed,
        Some(Decision::Known) => Fate::Known,
        None => Fate::Nothing,
    }
}

fn to_save(decision: Decision) -> Option<Tenancy> {
    match decision {
        Decision::Add(tenancy) | Decision::Change(tenancy) => Some(tenancy),
        Decision::Known => None,
    }
}
