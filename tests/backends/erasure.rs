//! What goes with a deleted account: every table of the schema that can hold a
//! person's row is emptied of it, or named here with the reason why not.

use accounts::audit::{Entry, Event};
use accounts::remember_me::RememberedLogin;
use accounts::reminder::Wave;
use accounts::terms::{Acceptance, Document};
use accounts::{Locale, Tenancy};
use chrono::TimeDelta;
use oidc::{Consent, Scope};

use super::bed::Bed;
use super::on_every_store;
use super::rows::{at, family, grant, id, insert_grant, item, link, signed_in};

on_every_store!(every_table_with_a_row_of_the_person_is_emptied_or_kept_for_a_reason);

const KEPT: [(&str, &str); 3] = [
    ("accounts", "emptied of the person; it keeps the subject from being given out again"),
    ("legacy_ids", "keeps the old ids from being given out again"),
    ("audit", "tells what happened"),
];

/// The tables that refer to a person: by a foreign key, or by a column that is
/// called as such columns are.
const ON_SQLITE: &str = "SELECT DISTINCT m.name FROM sqlite_master m WHERE m.type = 'table' AND (\
    EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name IN ('account_id', 'session_id', 'grant_id', 'sub')) \
    OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f.\"table\" IN ('accounts', 'sessions', 'grants'))\
    ) ORDER BY 1";
const ON_POSTGRES: &str = "SELECT DISTINCT t.name FROM (\
    SELECT c.table_name::text AS name FROM information_schema.columns c WHERE c.table_schema = 'public' \
    AND c.column_name IN ('account_id', 'session_id', 'grant_id', 'sub') \
    UNION SELECT k.conrelid::regclass::text FROM pg_constraint k WHERE k.contype = 'f' \
    AND k.confrelid IN ('accounts'::regclass, 'sessions'::regclass, 'grants'::regclass)) t ORDER BY 1";

async fn every_table_with_a_row_of_the_person_is_emptied_or_kept_for_a_reason(bed: &Bed) {
    let sql = if bed.url.starts_with("sqlite:") { ON_SQLITE } else { ON_POSTGRES };
    let tables = bed.texts(sql).await;
    assert!(tables.len() > 10, "{tables:?}");
    fill(bed).await;
    for table in &tables {
        assert!(count(bed, table).await > 0, "{table} can hold a person's row: let `fill` write one");
    }
    let tx = bed.begin().await.unwrap();
    tx.erase_traces(id(1)).await.unwrap();
    tx.commit().await.unwrap();
    for table in &tables {
        let is_kept = KEPT.iter().any(|(kept, _)| kept == table);
        assert_eq!(count(bed, table).await > 0, is_kept, "{table}");
    }
}

async fn count(bed: &Bed, table: &str) -> i64 {
    bed.count(&format!("SELECT count(*) FROM {table}")).await
}

/// A row of one person in every table that can hold one.
async fn fill(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    insert_grant(bed, &grant(1, &session)).await;
    bed.insert_refresh_family(&family(1, &grant(1, &session))).await.unwrap();
    let home = Tenancy {
        account_id: account.id,
        building: "Pihakatu 1".to_owned(),
        apartment: "A 1".to_owned(),
        from: at(0).date_naive(),
        until: None,
    };
    bed.save_tenancies(&[home], "homes", at(0)).await.unwrap();
    let legacy_id = ("lupa".to_owned(), "1".to_owned());
    bed.insert_legacy_ids(&[(legacy_id, account.id)], "ids", at(0)).await.unwrap();
    let tx = bed.begin().await.unwrap();
    tx.insert_one_time_token(&link(1, &account)).await.unwrap();
    let remembered = RememberedLogin::begin(id(1), session.id, TimeDelta::days(30), at(0));
    tx.save_remembered_login(&remembered).await.unwrap();
    let version = "1".to_owned();
    let accepted = Acceptance { document: Document::Terms, version, accepted_at: at(0), locale: Locale::Fi };
    tx.insert_acceptances(account.id, &[accepted]).await.unwrap();
    let consent = Consent { client_id: "b".to_owned(), scope: Scope::parse("openid"), granted_at: at(0) };
    tx.save_consent(account.id, &consent).await.unwrap();
    let wave = Wave::begin(id(1), None, 60, at(0));
    assert!(tx.insert_wave(&wave).await.unwrap());
    tx.insert_reminder(wave.id, account.id, id(1), at(0)).await.unwrap();
    tx.enqueue(&item(1)).await.unwrap();
    tx.withdraw_mails(account.id, at(1)).await.unwrap();
    tx.append_audit(&Entry::unattended(at(1), Event::DeletionPlanned, Some(account.id))).await.unwrap();
    tx.commit().await.unwrap();
}
