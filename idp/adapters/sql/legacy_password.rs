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
        // SQLite takes the column of any row of a group, and tells the type of no expression.
        let (one, position) = match self.backend {
            DbBackend::Postgres => ("min(password_hash)", "strpos"),
            _ => ("password_hash", "instr"),
        };
        // As the index `accounts_kept_recipe` has it.
        let sql = format!(
            "SELECT {one} AS value FROM accounts WHERE password_hash LIKE '$legacy-pbkdf2-%' \
             GROUP BY substr(password_hash, 1, {position}(password_hash, ',s='))"
        );
        let rows: Vec<Single<String>> = all(&self.read, &sql, []).await.map_err(at("list the recipes of passwords"))?;
        Ok(rows.into_iter().map(|row| PasswordHash(row.value)).collect())
    }
}
