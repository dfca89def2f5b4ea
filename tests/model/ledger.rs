//! The database beside the model: after every step each account's row, its
//! sessions, links and grants must be what the model says they are.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};

use super::world::{ADDRESSES, Purpose, World};

/// One line for each account: the subject, then what is stored of it.
const LINES: &str = "SELECT a.sub || ' ' || coalesce(a.email_key, '-') \
    || CASE WHEN a.unactivated_since IS NULL THEN '' ELSE ' waits' END \
    || CASE WHEN a.password_hash IS NULL THEN '' ELSE ' password' END \
    || CASE WHEN a.deletion_due_at IS NULL THEN '' ELSE ' leaves' END \
    || CASE WHEN a.disabled_at IS NULL THEN '' ELSE ' closed' END \
    || ' sessions ' || CAST((SELECT count(*) FROM sessions s WHERE s.account_id = a.id AND s.ended_at IS NULL) AS text) \
    || ' grants ' || CAST((SELECT count(*) FROM grants g JOIN sessions s ON s.id = g.session_id \
        WHERE g.account_id = a.id AND g.revoked_at IS NULL AND s.ended_at IS NULL) AS text) \
    || ' links' || {links} AS line FROM accounts a ORDER BY a.sub";

/// What must never be, whatever the model says; each counts breaches.
const NEVER: [(&str, &str); 4] = [
    (
        "two links for one purpose work",
        "SELECT count(*) FROM (SELECT account_id FROM one_time_tokens \
         WHERE used_at IS NULL AND superseded_at IS NULL AND purpose <> 'email_undo' \
         GROUP BY account_id, CASE WHEN purpose = 'first_password' THEN 'recovery' ELSE purpose END \
         HAVING count(*) > 1) AS several",
    ),
    (
        "an account has a session that waits, or is closed",
        "SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id \
         WHERE s.ended_at IS NULL AND (a.unactivated_since IS NOT NULL OR a.disabled_at IS NOT NULL)",
    ),
    (
        "a name is the login of two accounts",
        "SELECT count(*) FROM (SELECT name FROM (SELECT email_key AS name FROM accounts \
         UNION ALL SELECT username_key FROM accounts) AS names \
         WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1) AS several",
    ),
    (
        "a family of refresh tokens outlives its grant",
        "SELECT count(*) FROM refresh_families f JOIN grants g ON g.id = f.grant_id \
         WHERE f.revoked_at IS NULL AND g.revoked_at IS NOT NULL",
    ),
];

/// The database of the service under test.
pub struct Ledger {
    database: Reader,
    /// The subjects of the model's accounts, by their places.
    pub subjects: Vec<String>,
    /// What is stored of people whom the model does not know.
    others: BTreeMap<String, String>,
}

enum Reader {
    Sqlite(String),
    Postgres(DatabaseConnection),
}

impl Ledger {
    /// The ledger of the service whose database is at `url`.
    pub async fn open(url: &str) -> Self {
        let database = match url.strip_prefix("sqlite://") {
            Some(path) => Reader::Sqlite(path.to_owned()),
            None => Reader::Postgres(Database::connect(url).await.unwrap()),
        };
        let mut ledger = Self { database, subjects: Vec::new(), others: BTreeMap::new() };
        let mut rows = ledger.rows().await;
        for address in &ADDRESSES[..2] {
            let subject = rows.iter().find(|(_, line)| line.starts_with(address)).unwrap().0.clone();
            rows.remove(&subject);
            ledger.subjects.push(subject);
        }
        ledger.others = rows;
        ledger
    }

    /// Compares the database with `world`.
    ///
    /// # Errors
    /// What differs.
    pub async fn compare(&mut self, world: &World) -> Result<(), String> {
        let mut rows = self.rows().await;
        for (subject, line) in &self.others {
            if rows.remove(subject).as_ref() != Some(line) {
                return Err(format!("the row of an uninvolved person changed: {line}"));
            }
        }
        let known: BTreeSet<&String> = self.subjects.iter().collect();
        let fresh: Vec<String> = rows.keys().filter(|subject| !known.contains(subject)).cloned().collect();
        self.subjects.extend(fresh);
        if self.subjects.len() != world.accounts.len() {
            return Err(format!("{} accounts were made, not {}", self.subjects.len(), world.accounts.len()));
        }
        for (account, subject) in self.subjects.iter().enumerate() {
            let (stored, expected) = (rows.get(subject).cloned(), expected(world, account));
            if stored != expected {
                return Err(format!("account {account} is stored as {stored:?}, the model says {expected:?}"));
            }
        }
        for (breach, sql) in NEVER {
            match self.texts(&format!("SELECT CAST(({sql}) AS text) AS line")).await.first().map(String::as_str) {
                Some("0") => {}
                count => return Err(format!("{breach}: {count:?}")),
            }
        }
        Ok(())
    }

    async fn rows(&self) -> BTreeMap<String, String> {
        let open = |purposes: &str| {
            format!(
                "' ' || CAST((SELECT count(*) FROM one_time_tokens t WHERE t.account_id = a.id AND t.used_at IS NULL \
                 AND t.superseded_at IS NULL AND t.purpose IN ({purposes})) AS text)"
            )
        };
        let links = Purpose::ALL.map(|purpose| open(names(purpose))).join(" || ");
        let lines = self.texts(&LINES.replace("{links}", &links)).await;
        let split = |line: &String| line.split_once(' ').map(|(subject, rest)| (subject.to_owned(), rest.to_owned()));
        lines.iter().filter_map(split).collect()
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        match &self.database {
            Reader::Sqlite(path) => {
                let database = rusqlite::Connection::open(path).unwrap();
                let mut statement = database.prepare(sql).unwrap();
                statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            }
            Reader::Postgres(database) => {
                let statement = Statement::from_string(database.get_database_backend(), sql);
                let rows = database.query_all_raw(statement).await.unwrap();
                rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
            }
        }
    }
}

fn names(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Password => "'first_password', 'recovery'",
        Purpose::Activation => "'activation'",
        Purpose::Confirm => "'email_change'",
        Purpose::Undo => "'email_undo'",
    }
}

/// The line of the account as the model has it; `None` when the row is gone.
fn expected(world: &World, account: usize) -> Option<String> {
    let known = &world.accounts[account];
    if known.is_removed {
        return None;
    }
    let word = |is_so: bool, word: &'static str| if is_so { word } else { "" };
    let sessions =
        world.sessions.iter().filter(|session| session.account == account && !session.ended && !session.is_gone);
    let grants = world.grants.iter().filter(|grant| {
        let session = &world.sessions[grant.session];
        session.account == account && !grant.revoked && !session.ended && !session.is_gone
    });
    let open = Purpose::ALL.map(|purpose| {
        let is_such = |link: &&super::world::Link| link.account == account && link.purpose == purpose && link.is_open();
        world.links.iter().filter(is_such).count().to_string()
    });
    Some(format!(
        "{}{}{}{}{} sessions {} grants {} links {}",
        known.email.map_or("-", |place| ADDRESSES[place]),
        word(known.waits_since.is_some(), " waits"),
        word(known.password.is_some(), " password"),
        word(known.deletion_due.is_some(), " leaves"),
        word(known.is_deleted, " closed"),
        sessions.count(),
        grants.count(),
        open.join(" "),
    ))
}
