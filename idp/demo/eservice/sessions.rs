//! Who is signed in to this service, in which browser.
//!
//! The store is in the process: a restart signs everybody out here, and the
//! provider's single sign-on brings them back with one click.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::claims::EServiceIdToken;
use super::language::Language;

/// How long a session lasts: one working day.
const SESSION_TTL: TimeDelta = TimeDelta::hours(8);

/// What this service knows of a person, all of it from the provider.
pub struct Session {
    /// The provider's identifier of the person.
    pub sub: String,
    /// The provider's identifier of the login, which a logout token names.
    pub sid: Option<String>,
    /// The proof of the login, given back to the provider at logout.
    pub id_token: EServiceIdToken,
    /// What to call the person.
    pub name: String,
    /// The e-mail address, when the provider knows one.
    pub email: Option<String>,
    /// The language that the person uses.
    pub language: Option<Language>,
    /// The id that this service knew the person by before the provider.
    pub legacy_id: Option<String>,
    /// When the person signed in here.
    pub began_at: DateTime<Utc>,
}

/// All live sessions, by the value of the session cookie.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Arc<Session>>>);

impl Sessions {
    /// Keeps a session under the cookie value `id`.
    pub fn begin(&self, id: String, session: Session) {
        let mut sessions = self.lock();
        sessions.retain(|_, other| is_live(other, session.began_at));
        sessions.insert(id, Arc::new(session));
    }

    /// The live session under the cookie value `id`.
    pub fn find(&self, id: &str, now: DateTime<Utc>) -> Option<Arc<Session>> {
        self.lock().get(id).filter(|session| is_live(session, now)).cloned()
    }

    /// Ends the session under the cookie value `id` and gives what it was.
    pub fn end(&self, id: &str) -> Option<Arc<Session>> {
        self.lock().remove(id)
    }

    /// Ends every session here that `is_over` is true of.
    pub fn end_where(&self, is_over: impl Fn(&Session) -> bool) {
        self.lock().retain(|_, session| !is_over(session));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Session>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_live(session: &Session, now: DateTime<Utc>) -> bool {
    now < session.began_at + SESSION_TTL
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn noon() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn session(sub: &str, sid: &str) -> Session {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256"}"#);
        let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"http://a","aud":"b","exp":0,"iat":0,"sub":"c"}"#);
        Session {
            sub: sub.to_owned(),
            sid: Some(sid.to_owned()),
            id_token: format!("{header}.{claims}.c2ln").parse().unwrap(),
            name: "Erkki Esimerkki".to_owned(),
            email: None,
            language: None,
            legacy_id: None,
            began_at: noon(),
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
        sessions.end_where(|session| session.sid.as_deref() == Some("s1"));
        assert!(sessions.find("one", noon()).is_none());
        assert!(sessions.find("two", noon()).is_some());
    }
}
