//! Who is signed in to a site, in which browser.
//!
//! The store is in the process: a restart signs everybody out here, and the
//! provider's single sign-on brings them back with one click.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;

use super::claims::ProviderIdToken;
use super::cookies::random_id;
use super::language::Language;
use super::redeem::Login;

/// How long a session lasts: one working day.
const SESSION_TTL: TimeDelta = TimeDelta::hours(8);

/// How long a site believes that the login at the provider still stands
/// before it asks again.
const CHECK_TTL: TimeDelta = TimeDelta::minutes(5);

/// What a site knows of a person, all of it from the provider.
#[derive(Clone)]
pub struct Session {
    /// The provider's identifier of the person.
    pub sub: String,
    /// The provider's identifier of the login, which a logout token names.
    pub sid: Option<String>,
    /// The proof of the login, given back to the provider at logout.
    pub id_token: ProviderIdToken,
    /// What to call the person.
    pub name: String,
    /// What the person signs in with.
    pub username: Option<String>,
    /// The e-mail address, when the provider knows one.
    pub email: Option<String>,
    /// The telephone number, when the provider knows one.
    pub phone: Option<String>,
    /// The language that the person uses.
    pub language: Option<Language>,
    /// The id that this site knew the person by before the provider.
    pub legacy_id: Option<String>,
    /// When the person logged in at the provider.
    pub auth_time: Option<DateTime<Utc>>,
    /// When the person signed in here.
    pub began_at: DateTime<Utc>,
    /// Tells the pages of this session from those of another; no secret.
    pub mark: String,
    /// What forms of this session carry, so that no other site and no page of
    /// an earlier session can send them.
    pub csrf: String,
}

impl Session {
    /// The session of a person who logged in at `now`.
    pub fn of(login: Login, now: DateTime<Utc>) -> Self {
        let Login { id_token, sid, auth_time, user_info, legacy_id, .. } = login;
        let email = user_info.email().map(|email| email.to_string());
        let username = user_info.preferred_username().map(|username| username.to_string());
        let full_name = user_info.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        Self {
            sub: user_info.subject().to_string(),
            sid,
            id_token,
            name: full_name.or_else(|| username.clone()).or_else(|| email.clone()).unwrap_or_default(),
            username,
            email,
            phone: user_info.phone_number().map(|phone| phone.to_string()),
            language: user_info.locale().and_then(|tag| Language::from_tags(tag)),
            legacy_id,
            auth_time,
            began_at: now,
            mark: random_id(),
            csrf: random_id(),
        }
    }

    /// The session with what a newer login of the same person says; pages that
    /// are open keep working.
    #[must_use]
    pub fn renewed(&self, newer: Self) -> Self {
        Self { began_at: self.began_at, mark: self.mark.clone(), csrf: self.csrf.clone(), ..newer }
    }

    /// Whether a form with `csrf` was made in this session.
    pub fn made_form(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }

    /// Whether the person logged in within the last `age`.
    pub fn logged_in_within(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.auth_time.is_some_and(|at| now - at <= age)
    }
}

struct Entry {
    session: Arc<Session>,
    checked_at: DateTime<Utc>,
}

/// All live sessions, by the value of the session cookie.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Entry>>);

impl Sessions {
    /// Keeps a session under the cookie value `id`.
    pub fn begin(&self, id: String, session: Session) {
        let mut sessions = self.lock();
        let now = session.began_at;
        sessions.retain(|_, other| is_live(&other.session, now));
        sessions.insert(id, Entry { session: Arc::new(session), checked_at: now });
    }

    /// The live session under the cookie value `id`.
    pub fn find(&self, id: &str, now: DateTime<Utc>) -> Option<Arc<Session>> {
        self.lock().get(id).map(|entry| Arc::clone(&entry.session)).filter(|session| is_live(session, now))
    }

    /// Puts what a newer login says into the session under `id`, if it is
    /// still there.
    pub fn renew(&self, id: &str, newer: Session) {
        if let Some(entry) = self.lock().get_mut(id) {
            entry.session = Arc::new(entry.session.renewed(newer));
        }
    }

    /// Whether the provider should be asked if the login behind `id` still
    /// stands.
    pub fn check_is_due(&self, id: &str, now: DateTime<Utc>) -> bool {
        self.lock().get(id).is_some_and(|entry| now >= entry.checked_at + CHECK_TTL)
    }

    /// As `check_is_due`, and notes that the question is on its way: who asks
    /// in several tabs at once hears `true` once.
    pub fn begin_check(&self, id: &str, now: DateTime<Utc>) -> bool {
        let mut sessions = self.lock();
        let due = sessions.get_mut(id).filter(|entry| now >= entry.checked_at + CHECK_TTL);
        due.map(|entry| entry.checked_at = now).is_some()
    }

    /// Ends the session under the cookie value `id` and gives what it was.
    pub fn end(&self, id: &str) -> Option<Arc<Session>> {
        self.lock().remove(id).map(|entry| entry.session)
    }

    /// Ends every session here that `is_over` is true of. Returns how many.
    pub fn end_where(&self, is_over: impl Fn(&Session) -> bool) -> usize {
        let mut sessions = self.lock();
        let before = sessions.len();
        sessions.retain(|_, entry| !is_over(&entry.session));
        before - sessions.len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_live(session: &Session, now: DateTime<Utc>) -> bool {
    now < session.began_at + SESSION_TTL
}

#[cfg(test)]
pub mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn noon() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    /// A session that began at noon with a login of that minute; its forms
    /// carry `csrf of {sub}`.
    pub fn session(sub: &str, sid: &str) -> Session {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256"}"#);
        let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"http://a","aud":"b","exp":0,"iat":0,"sub":"c"}"#);
        Session {
            sub: sub.to_owned(),
            sid: Some(sid.to_owned()),
            id_token: format!("{header}.{claims}.c2ln").parse().unwrap(),
            name: "Erkki Esimerkki".to_owned(),
            username: None,
            email: None,
            phone: None,
            language: None,
            legacy_id: None,
            auth_time: Some(noon()),
            began_at: noon(),
            mark: format!("mark of {sub}"),
            csrf: format!("csrf of {sub}"),
        }
    }

    #[test]
    fn a_session_lasts_a_working_day() {
        let sessions = Sessions::default();
        sessions.begin("id".to_owned(), session("p1", "s1"));
        assert!(sessions.find("id", noon() + TimeDelta::minutes(479)).is_some());
        assert!(sessions.find("id", noon() + TimeDelta::hours(8)).is_none());
    }

    #[test]
    fn an_ended_session_is_given_out_once_and_found_no_more() {
        let sessions = Sessions::default();
        sessions.begin("id".to_owned(), session("p1", "s1"));
        assert_eq!(sessions.end("id").unwrap().sub, "p1");
        assert!(sessions.end("id").is_none());
        assert!(sessions.find("id", noon()).is_none());
    }

    #[test]
    fn only_the_sessions_that_are_over_end() {
        let sessions = Sessions::default();
        sessions.begin("one".to_owned(), session("p1", "s1"));
        sessions.begin("two".to_owned(), session("p1", "s2"));
        assert_eq!(sessions.end_where(|session| session.sid.as_deref() == Some("s1")), 1);
        assert!(sessions.find("one", noon()).is_none());
        assert!(sessions.find("two", noon()).is_some());
    }

    #[test]
    fn the_provider_is_asked_once_every_five_minutes() {
        let sessions = Sessions::default();
        sessions.begin("id".to_owned(), session("p1", "s1"));
        let later = noon() + TimeDelta::minutes(5);
        assert!(!sessions.begin_check("id", later - TimeDelta::seconds(1)));
        assert!(sessions.check_is_due("id", later));
        assert!(sessions.begin_check("id", later));
        assert!(!sessions.begin_check("id", later), "another tab need not ask");
        assert!(!sessions.begin_check("unknown", later));
    }

    #[test]
    fn a_newer_login_of_the_same_person_leaves_open_forms_alone() {
        let sessions = Sessions::default();
        sessions.begin("id".to_owned(), session("p1", "s1"));
        let newer = Session { csrf: "other".to_owned(), mark: "other".to_owned(), ..session("p1", "s2") };
        sessions.renew("id", newer);
        let renewed = sessions.find("id", noon()).unwrap();
        assert_eq!(renewed.sid.as_deref(), Some("s2"));
        assert!(renewed.made_form("csrf of p1") && !renewed.made_form("other"));
        assert_eq!(renewed.mark, "mark of p1");
    }

    #[test]
    fn the_age_of_a_login_counts_from_the_provider() {
        let mut session = session("p1", "s1");
        let minute = TimeDelta::minutes(1);
        assert!(session.logged_in_within(minute, noon() + minute));
        assert!(!session.logged_in_within(minute, noon() + minute + minute));
        session.auth_time = None;
        assert!(!session.logged_in_within(minute, noon()));
    }
}
