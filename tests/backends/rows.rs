//! Rows to test with. Every field that can hold something does.

use accounts::account::{Kind, PostalAddress};
use accounts::migration::{Migration, Stage};
use accounts::one_time_token::{OneTimeToken, Purpose};
use accounts::password::PasswordHash;
use accounts::{Account, Email, Locale};
use chrono::{DateTime, TimeDelta, Utc};
use idp::adapters::{Channel, OutboxItem, Redemption, Store};
use oidc::names::Digest;
use oidc::{Grant, RefreshFamily, Scope, Session};
use uuid::Uuid;

/// The instant `seconds` after the tests' beginning of time, which has a
/// fraction that both databases must keep.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap() + TimeDelta::seconds(seconds)
}

pub const IDLE: TimeDelta = TimeDelta::hours(2);

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn account(number: u128) -> Account {
    let address = format!("Aino.Mäkelä{number}@example.fi");
    Account {
        id: id(number),
        sub: format!("sub-{number}"),
        username: Some(format!("Aino{number}")),
        email: Some(Email::stored(address.clone(), address.to_lowercase())),
        former_username: Some(format!("aino-before-{number}")),
        contact_email: Some(Email::stored(format!("Family{number}@example.fi"), format!("family{number}@example.fi"))),
        email_verified: true,
        given_name: "Aino Ilona".to_owned(),
        family_name: "Mäkelä".to_owned(),
        phone: "+358401234567".to_owned(),
        address: PostalAddress {
            street: "Itäpuisto 1 A 2".to_owned(),
            postal_code: "00100".to_owned(),
            city: "Pori".to_owned(),
        },
        locale: Some(Locale::Sv),
        kind: Kind::Tenant,
        password: Some(PasswordHash("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned())),
        password_set_at: Some(at(-5)),
        migration: Some(Migration { batch: "pori-1".to_owned(), stage: Stage::LinkOpened, since: at(-9) }),
        unactivated_since: Some(at(-7)),
        deletion_due_at: Some(at(900)),
        mail_failed_at: Some(at(-6)),
        disabled_at: None,
        created_at: at(-100),
        updated_at: at(-50),
    }
}

/// An account of which only the least is known.
pub fn bare_account(number: u128) -> Account {
    Account {
        username: None,
        email: None,
        former_username: None,
        contact_email: None,
        email_verified: false,
        given_name: String::new(),
        family_name: String::new(),
        phone: String::new(),
        address: PostalAddress::default(),
        locale: None,
        kind: Kind::Citizen,
        password: None,
        password_set_at: None,
        migration: None,
        unactivated_since: None,
        deletion_due_at: None,
        mail_failed_at: None,
        ..account(number)
    }
}

pub fn session(number: u128, account: &Account) -> Session {
    Session {
        id: id(number),
        sid: format!("sid-{number}"),
        sub: account.sub.clone(),
        auth_time: at(0),
        amr: vec!["pwd".to_owned(), "otp".to_owned()],
        acr: "https://id.example.fi/acr/password".to_owned(),
        created_at: at(0),
        last_seen_at: at(0),
        expires_at: at(12 * 3_600),
        remembered: false,
    }
}

pub fn session_digest(number: u128) -> Digest {
    Digest::of(format!("cookie {number}"))
}

pub fn grant(number: u128, session: &Session) -> Grant {
    Grant {
        id: id(number),
        code_digest: Digest::of(format!("code {number}")),
        client_id: "eservice".to_owned(),
        session_id: session.id,
        scope: Scope::parse("openid profile offline_access"),
        auth_time: session.auth_time,
        created_at: at(1),
        revoked_at: None,
    }
}

pub fn family(number: u128, grant: &Grant) -> RefreshFamily {
    RefreshFamily {
        id: id(number),
        grant_id: grant.id,
        client_id: grant.client_id.clone(),
        scope: grant.scope.clone(),
        generation: 0,
        rotated_at: at(1),
        created_at: at(1),
        expires_at: at(30 * 86_400),
        revoked_at: None,
    }
}

pub fn link(number: u128, account: &Account) -> OneTimeToken {
    OneTimeToken {
        id: id(number),
        digest: Digest::of(format!("link {number}")).0,
        purpose: Purpose::Recovery,
        account_id: account.id,
        created_at: at(i64::try_from(number).unwrap()),
        expires_at: at(1_800),
        used_at: None,
        used_by: None,
        superseded_at: None,
        client_id: Some("eservice".to_owned()),
        flow: Some("sealed".to_owned()),
        address: None,
        proven_by: None,
    }
}

pub fn item(number: u128) -> OutboxItem {
    OutboxItem {
        id: id(number),
        channel: Channel::Mail,
        account_id: Some(id(1)),
        recipient: Some("aino@example.fi".to_owned()),
        recipient_digest: Some([7; 32]),
        asked_for: true,
        reference: Some("K7Q4-2MXD".to_owned()),
        payload: vec![0, 159, 146, 150],
        created_at: at(i64::try_from(number).unwrap()),
        attempts: 0,
        expires_at: at(3_600),
    }
}

pub async fn insert_account(store: &Store, account: &Account) {
    let tx = store.begin().await.unwrap();
    assert!(tx.insert_account(account).await.unwrap());
    tx.commit().await.unwrap();
}

/// An account and a session of it, stored.
pub async fn signed_in(store: &Store) -> (Account, Session) {
    let account = account(1);
    insert_account(store, &account).await;
    let session = session(1, &account);
    insert_session(store, &session, &account).await;
    (account, session)
}

pub async fn insert_session(store: &Store, session: &Session, account: &Account) {
    let tx = store.begin().await.unwrap();
    let digest = session_digest(session.id.as_u128());
    tx.insert_session(session, &digest, account.id, "Firefox").await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn insert_grant(store: &Store, grant: &Grant) {
    assert_eq!(store.insert_grant(grant).await.unwrap(), Redemption::Inserted);
}
