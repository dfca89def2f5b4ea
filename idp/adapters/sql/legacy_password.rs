//! The recipes of older systems' passwords that rest in the database.

use accounts::password::PasswordHash;
use sea_orm::DbBackend;

use super::Store;
use super::statement::{Single, all};
use super::trouble::at;
use crate::adapters::fault::Fault;

impl Store {
    /// One stored password of each recipe that takes long, its salt aside.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn slow_legacy_passwords(&self) -> Result<Vec<PasswordHash>, Fault> {
        let position = if self.backend == DbBackend::Postgres { "strpos" } else { "instr" };
        let sql = format!(
            "SELECT password_hash AS value FROM accounts WHERE password_hash IN (\
             SELECT min(password_hash) FROM accounts WHERE password_hash LIKE '$legacy-pbkdf2-%' \
             GROUP BY substr(password_hash, 1, {position}(password_hash, ',s=')))"
        );
        let rows: Vec<Single<String>> = all(&self.read, &sql, []).await.map_err(at("list the recipes of passwords"))?;
        Ok(rows.into_iter().map(|row| PasswordHash(row.value)).collect())
    }
}
