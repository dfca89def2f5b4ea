//! Accounts.

use accounts::account::{Kind, PostalAddress};
use accounts::migration::{Migration, Stage};
use accounts::password::PasswordHash;
use accounts::{Account, Email, Locale};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _, Value,
};
use uuid::Uuid;

use super::entity::account::{ActiveModel, Entity, Model};
use super::record::{Cells, Record};
use super::statement::{names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

impl Store {
    /// The account with this key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_account(&self, id: Uuid) -> Result<Option<Account>, Fault> {
        select(&self.read, "id = $1", [id.into()]).await.map_err(at("find an account"))
    }

    /// The account of this subject.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_account_by_sub(&self, sub: &str) -> Result<Option<Account>, Fault> {
        select(&self.read, "sub = $1", [sub.into()]).await.map_err(at("find an account"))
    }

    /// The account that somebody means who types an identifier with these
    /// keys: the one with that username, else the one with that address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn resolve_account(&self, username_key: &str, email_key: Option<&str>) -> Result<Option<Account>, Fault> {
        let either = "username_key = $1 OR email_key = $2 ORDER BY username_key = $1 DESC NULLS LAST LIMIT 1";
        let keys = [username_key.into(), email_key.map(str::to_owned).into()];
        select(&self.read, either, keys).await.map_err(at("resolve an account"))
    }
}

impl Tx {
    /// The account with this key, which nobody else changes before the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_account(&self, id: Uuid) -> Result<Option<Account>, Fault> {
        let condition = format!("id = $1{}", self.for_update());
        select(&self.inner, &condition, [id.into()]).await.map_err(at("find an account"))
    }

    /// Inserts an account. `false` when its subject, username or address
    /// belongs to another; nothing was written then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_account(&self, account: &Account) -> Result<bool, Fault> {
        let row = Model::from(account).into_active_model().reset_all();
        let inserted = Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.inner)
            .await;
        match inserted {
            Ok(rows) => Ok(rows == 1),
            Err(DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(at("insert an account")(error)),
        }
    }

    /// Writes everything that can change about an account: all but its key,
    /// subject and first day.
    ///
    /// # Errors
    /// When the database cannot be written, or there is no such account.
    pub async fn update_account(&self, account: &Account) -> Result<(), Fault> {
        let mut row: ActiveModel = Model::from(account).into_active_model().reset_all();
        row.id = ActiveValue::Unchanged(account.id);
        row.sub = ActiveValue::NotSet;
        row.created_at = ActiveValue::NotSet;
        Entity::update(row).exec(&self.inner).await.map(drop).map_err(at("update an account"))
    }
}

async fn select(
    db: &impl ConnectionTrait,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Account>, DbErr> {
    let sql = format!("SELECT {} FROM accounts WHERE {condition}", names::<Entity>());
    one::<Model>(db, &sql, values).await?.map(Model::into_account).transpose()
}

impl Record for Model {
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            id: cells.next()?,
            sub: cells.next()?,
            username: cells.next()?,
            username_key: cells.next()?,
            email: cells.next()?,
            email_key: cells.next()?,
            email_verified: cells.next()?,
            given_name: cells.next()?,
            family_name: cells.next()?,
            phone: cells.next()?,
            street: cells.next()?,
            postal_code: cells.next()?,
            city: cells.next()?,
            locale: cells.next()?,
            kind: cells.next()?,
            password_hash: cells.next()?,
            password_set_at: cells.next()?,
            migration_batch: cells.next()?,
            migration_stage: cells.next()?,
            migration_since: cells.next()?,
            unactivated_since: cells.next()?,
            deletion_due_at: cells.next()?,
            mail_failed_at: cells.next()?,
            disabled_at: cells.next()?,
            created_at: cells.next()?,
            updated_at: cells.next()?,
        })
    }
}

impl Model {
    pub(super) fn into_account(self) -> Result<Account, DbErr> {
        let email = self.email.zip(self.email_key).map(|(address, key)| Email::stored(address, key));
        let migration = match (self.migration_batch, self.migration_stage, self.migration_since) {
            (Some(batch), Some(stage), Some(since)) => Some(Migration { batch, stage: stage_of(&stage)?, since }),
            _ => None,
        };
        Ok(Account {
            id: self.id,
            sub: self.sub,
            username: self.username,
            email,
            email_verified: self.email_verified,
            given_name: self.given_name,
            family_name: self.family_name,
            phone: self.phone,
            address: PostalAddress { street: self.street, postal_code: self.postal_code, city: self.city },
            locale: self.locale.as_deref().and_then(Locale::from_tag),
            kind: Kind::from_name(&self.kind).ok_or_else(|| unknown("accounts.kind"))?,
            password: self.password_hash.map(PasswordHash),
            password_set_at: self.password_set_at,
            migration,
            unactivated_since: self.unactivated_since,
            deletion_due_at: self.deletion_due_at,
            mail_failed_at: self.mail_failed_at,
            disabled_at: self.disabled_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

impl From<&Account> for Model {
    fn from(account: &Account) -> Self {
        let account = account.clone();
        let migration = account.migration.as_ref();
        Self {
            id: account.id,
            sub: account.sub.clone(),
            username_key: account.username.as_deref().map(accounts::username::key),
            username: account.username,
            email: account.email.as_ref().map(|email| email.as_str().to_owned()),
            email_key: account.email.as_ref().map(|email| email.key().to_owned()),
            email_verified: account.email_verified,
            given_name: account.given_name,
            family_name: account.family_name,
            phone: account.phone,
            street: account.address.street,
            postal_code: account.address.postal_code,
            city: account.address.city,
            locale: account.locale.map(|locale| locale.tag().to_owned()),
            kind: account.kind.name().to_owned(),
            password_hash: account.password.map(|hash| hash.0),
            password_set_at: account.password_set_at,
            migration_batch: migration.map(|migration| migration.batch.clone()),
            migration_stage: migration.map(|migration| migration.stage.name().to_owned()),
            migration_since: migration.map(|migration| migration.since),
            unactivated_since: account.unactivated_since,
            deletion_due_at: account.deletion_due_at,
            mail_failed_at: account.mail_failed_at,
            disabled_at: account.disabled_at,
            created_at: account.created_at,
            updated_at: account.updated_at,
        }
    }
}

fn stage_of(name: &str) -> Result<Stage, DbErr> {
    Stage::from_name(name).ok_or_else(|| unknown("accounts.migration_stage"))
}
