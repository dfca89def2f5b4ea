use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub sub: String,
    pub username: Option<String>,
    pub username_key: Option<String>,
    pub email: Option<String>,
    pub email_key: Option<String>,
    pub former_username: Option<String>,
    pub former_username_key: Option<String>,
    pub contact_email: Option<String>,
    pub contact_email_key: Option<String>,
    pub email_verified: bool,
    pub given_name: String,
    pub family_name: String,
    pub phone: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub locale: Option<String>,
    pub kind: String,
    pub password_hash: Option<String>,
    pub password_set_at: Option<ChronoDateTimeUtc>,
    pub migration_batch: Option<String>,
    pub migration_stage: Option<String>,
    pub migration_since: Option<ChronoDateTimeUtc>,
    pub unactivated_since: Option<ChronoDateTimeUtc>,
    pub deletion_due_at: Option<ChronoDateTimeUtc>,
    pub mail_failed_at: Option<ChronoDateTimeUtc>,
    pub disabled_at: Option<ChronoDateTimeUtc>,
    pub created_at: ChronoDateTimeUtc,
    pub updated_at: ChronoDateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
