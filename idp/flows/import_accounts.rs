//! Brings in the users of a legacy system from a CSV file. Good rows come in,
//! bad ones are reported by line and column; a person who is here already is
//! left as they are, so the same file can be imported twice.

use std::io::{self, BufRead, BufReader, Read};

use accounts::audit::{Entry, Event};
use accounts::import::{Assessment, Code, Column, Header, NewAccount, Problem, Seen, Severity, assess, delimiter};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::adapters::{Clock, Entropy, Fault, Store, Tx};

/// Rows that are written in one transaction.
const BATCH: usize = 500;
/// The longest first line that is looked at for the delimiter, in bytes.
const FIRST_LINE: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The parts that an import touches: it runs from the command line.
pub struct Importer<'a> {
    /// Where the accounts go.
    pub store: &'a Store,
    /// For the new accounts' keys and subjects.
    pub entropy: &'a dyn Entropy,
    /// For their times.
    pub clock: &'a dyn Clock,
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
    /// The header does not say what the columns are; its problems were
    /// reported.
    #[error("the header line lacks columns that every file needs, or names one twice (between columns stands ; or ,)")]
    Header,
    /// The file cannot be read as CSV from this line on.
    #[error("line {line}: {reason}")]
    Unreadable {
        /// The line, counted from 1; the header is 1.
        line: u64,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    File(io::Error),
    /// The store is away. Whole batches before this one are in.
    #[error("{}", .0.to_operator())]
    Fault(#[from] Fault),
}

impl Importer<'_> {
    /// Imports `file`, telling `report` of every problem as it is met, those of
    /// the header included, in the order of the lines.
    ///
    /// # Errors
    /// [`ImportError`] when the file or the store cannot be used.
    pub async fn run(&self, file: impl Read, mut report: impl FnMut(&Problem)) -> Result<Summary, ImportError> {
        let mut lines = Lines::open(file)?;
        let header = lines.header(&mut report)?;
        let mut seen = Seen::default();
        let mut summary = Summary::default();
        loop {
            let rows = lines.batch(&header)?;
            if rows.is_empty() {
                return Ok(summary);
            }
            let tx = self.store.begin().await?;
            for row in rows {
                let judged = match row {
                    Ok(assessment) => seen.judge(assessment),
                    Err(problem) => Assessment { line: problem.line, account: None, problems: vec![problem] },
                };
                self.take(&tx, judged, &mut summary, &mut report).await?;
            }
            tx.commit().await?;
        }
    }

    async fn take(
        &self,
        tx: &Tx,
        mut row: Assessment,
        summary: &mut Summary,
        report: &mut impl FnMut(&Problem),
    ) -> Result<(), Fault> {
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
                if self.write { self.insert(tx, account).await } else { Ok(()) }
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

    async fn insert(&self, tx: &Tx, account: NewAccount) -> Result<(), Fault> {
        let now = self.clock.now();
        let (source, external_id) = (account.source_system.clone(), account.external_id.clone());
        let sub = URL_SAFE_NO_PAD.encode(self.entropy.bytes::<16>());
        let account = account.into_account(self.entropy.uuid(now), sub, self.batch, now);
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
            row.reject(Column::Username, Code::UsernameTaken);
            return Ok(());
        }
        if let Some(key) = email
            && tx.name_is_taken(&key).await?
        {
            row.lose_email(Code::EmailTaken);
        }
        Ok(())
    }
}

/// The rows of a CSV file.
struct Lines<R> {
    reader: csv::Reader<R>,
}

type Row = Result<Assessment, Problem>;

impl<R: Read> Lines<BufReader<R>> {
    fn open(file: R) -> Result<Self, ImportError> {
        let mut file = BufReader::with_capacity(FIRST_LINE, file);
        let start = file.fill_buf().map_err(ImportError::File)?;
        let mark = if start.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        file.consume(mark);
        let start = file.fill_buf().map_err(ImportError::File)?;
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = delimiter(&String::from_utf8_lossy(first));
        let reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(file);
        Ok(Self { reader })
    }

    fn header(&mut self, report: &mut impl FnMut(&Problem)) -> Result<Header, ImportError> {
        let Some((_, cells)) = self.cells()? else {
            let reason = "expected a header line, and below it a row for each person";
            return Err(ImportError::Unreadable { line: 1, reason });
        };
        let (header, problems) = match Header::read(&cells) {
            Ok((header, warnings)) => (Ok(header), warnings),
            Err(problems) => (Err(ImportError::Header), problems),
        };
        problems.iter().for_each(report);
        header
    }

    fn batch(&mut self, header: &Header) -> Result<Vec<Row>, ImportError> {
        let mut rows = Vec::new();
        while rows.len() < BATCH {
            let Some((line, cells)) = self.cells()? else { break };
            rows.push(header.row(line, &cells).map(|row| assess(&row)));
        }
        Ok(rows)
    }

    fn cells(&mut self) -> Result<Option<(u64, Vec<String>)>, ImportError> {
        let mut record = csv::StringRecord::new();
        let read = self.reader.read_record(&mut record);
        let line = record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        match read {
            Ok(true) => Ok(Some((line, record.iter().map(str::to_owned).collect()))),
            Ok(false) => Ok(None),
            Err(error) => Err(unreadable(error, line)),
        }
    }
}

fn unreadable(error: csv::Error, line: u64) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::File(error),
        csv::ErrorKind::Utf8 { pos, .. } => ImportError::Unreadable {
            line: pos.map_or(line, |pos| pos.line()),
            reason: "expected UTF-8; save the file as CSV UTF-8",
        },
        _ => ImportError::Unreadable { line, reason: "expected CSV" },
    }
}
