//! What an authorization request needs next [OIDC Core §3.1.2.3, §3.1.2.4]: a
//! refusal, a login, a new account, an agreement or a code. Between login and
//! code stand, in this order, the wish to keep an account that is to be deleted,
//! new terms of use, and consent; all are asked for in a login by password and
//! in single sign-on alike.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};

use crate::authorization_request::{AuthorizationRequest, Prompt};
use crate::error::{ErrorCode, ProtocolError};
use crate::session::Session;

/// A page would be needed where none may be shown, or the person who logged in
/// is not the one whom the client asked for.
pub const LOGIN_REQUIRED: ProtocolError = ProtocolError::new(ErrorCode::LoginRequired, "the person must log in first");

/// There are new terms of use to agree to.
pub const AGREEMENT_REQUIRED: ProtocolError =
    ProtocolError::new(ErrorCode::InteractionRequired, "the person must agree to new terms of use first");

/// The person has not allowed this client what it asks for.
pub const CONSENT_REQUIRED: ProtocolError =
    ProtocolError::new(ErrorCode::ConsentRequired, "the person must give consent first");

/// The person was asked, and said no.
pub const DENIED: ProtocolError = ProtocolError::new(ErrorCode::AccessDenied, "the person did not agree");

/// Why a login page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody is logged in.
    NoSession,
    /// The client asked for it by `prompt`.
    Asked,
    /// The login is older than the client accepts.
    TooOld,
    /// Somebody else is logged in than the client expects.
    OtherAccount,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The client gets this error.
    Refuse(ProtocolError),
    /// The person logs in.
    Login(Why),
    /// The person registers an account, and logs in with it then.
    Register,
    /// The person is asked whether to keep an account that is to be deleted.
    Keep,
    /// The person is asked to agree to new terms of use.
    Agree,
    /// The person is asked what the client may have.
    Consent,
    /// The client gets a code for this session.
    Issue(&'a Session),
}

/// What is still open for the person of the session, besides the login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// The person has asked for the deletion of the account, which ended every
    /// login: for clients nobody is logged in until the account is kept.
    pub leaving: bool,
    /// There are documents in force that the person has not agreed to.
    pub terms: bool,
    /// The client may not yet have what it asks for.
    pub consent: bool,
}

/// The next step of `request` in a browser whose live session is `session`,
/// whose person still has what is `open` to settle.
///
/// A login at or after `request.received_at` was made for this request and so
/// meets `prompt=login`, `prompt=select_account` and every `max_age`.
pub fn next_step<'a>(
    request: &AuthorizationRequest,
    session: Option<&'a Session>,
    open: Open,
    now: DateTime<Utc>,
) -> Step<'a> {
    let session = session.filter(|session| now < session.expires_at);
    // Somebody may be logged in and want another account all the same.
    if request.prompt.contains(&Prompt::Create) && session.is_none_or(|session| !is_fresh(request, session)) {
        return Step::Register;
    }
    let Some(session) = session else {
        return login_unless(request.prompt.contains(&Prompt::None), Why::NoSession);
    };
    let fresh = is_fresh(request, session);
    if request.expected_sub.as_ref().is_some_and(|sub| *sub != session.sub) {
        // Who logs in as somebody else for this very request ends it: the
        // client must not get another person [OIDC Core §3.1.2.1 id_token_hint].
        return login_unless(fresh || request.prompt.contains(&Prompt::None), Why::OtherAccount);
    }
    if fresh {
        return after_login(request, session, open);
    }
    // select_account shows the login page too: another username can be typed
    // there, and the session stays as it is until that login is complete.
    if request.prompt.contains(&Prompt::Login) || request.prompt.contains(&Prompt::SelectAccount) {
        return Step::Login(Why::Asked);
    }
    if is_too_old(request, session, now) {
        return login_unless(request.prompt.contains(&Prompt::None), Why::TooOld);
    }
    after_login(request, session, open)
}

fn after_login<'a>(request: &AuthorizationRequest, session: &'a Session, open: Open) -> Step<'a> {
    let may_ask = !request.prompt.contains(&Prompt::None);
    match open {
        Open { leaving: true, .. } if may_ask => Step::Keep,
        Open { leaving: true, .. } => Step::Refuse(LOGIN_REQUIRED),
        Open { terms: true, .. } if may_ask => Step::Agree,
        Open { terms: true, .. } => Step::Refuse(AGREEMENT_REQUIRED),
        Open { consent: true, .. } if may_ask => Step::Consent,
        Open { consent: true, .. } => Step::Refuse(CONSENT_REQUIRED),
        Open { leaving: false, terms: false, consent: false } => Step::Issue(session),
    }
}

/// Whether the login was made for this request.
fn is_fresh(request: &AuthorizationRequest, session: &Session) -> bool {
    session.auth_time >= request.received_at
}

fn login_unless(refuse: bool, why: Why) -> Step<'static> {
    if refuse { Step::Refuse(LOGIN_REQUIRED) } else { Step::Login(why) }
}

fn is_too_old(request: &AuthorizationRequest, session: &Session, now: DateTime<Utc>) -> bool {
    let limit = request.max_age.and_then(|seconds| i64::try_from(seconds).ok()).and_then(TimeDelta::try_seconds);
    // The client sees auth_time in whole seconds and will count from there.
    limit.is_some_and(|limit| now - session.auth_time.trunc_subsecs(0) > limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{at, request, session};

    #[derive(Debug, PartialEq)]
    enum Outcome {
        Issue,
        Login(Why),
        Register,
        Refuse,
    }

    /// What a request with `prompt` and `max_age` that arrived at 1000 comes
    /// to, for a login at `auth_time`, judged at `now` (seconds).
    fn outcome(prompt: &[Prompt], max_age: Option<u64>, auth_time: i64, now: i64) -> Outcome {
        let mut request = request();
        request.received_at = at(1000);
        request.prompt = prompt.iter().copied().collect();
        request.max_age = max_age;
        let mut session = session();
        session.auth_time = at(auth_time);
        match next_step(&request, Some(&session), Open::default(), at(now)) {
            Step::Issue(_) => Outcome::Issue,
            Step::Login(why) => Outcome::Login(why),
            Step::Register => Outcome::Register,
            Step::Refuse(_) => Outcome::Refuse,
            Step::Keep | Step::Agree | Step::Consent => unreachable!("nothing is open"),
        }
    }

    #[test]
    fn a_session_answers_without_a_page() {
        assert_eq!(outcome(&[], None, 10, 1000), Outcome::Issue);
        assert_eq!(outcome(&[Prompt::None], None, 10, 1000), Outcome::Issue);
        assert_eq!(outcome(&[Prompt::Consent], None, 10, 1000), Outcome::Issue);
    }

    #[test]
    fn without_a_live_session_the_person_logs_in() {
        let now = at(1000);
        assert_eq!(next_step(&request(), None, Open::default(), now), Step::Login(Why::NoSession));
        let mut ended = session();
        ended.expires_at = now;
        assert_eq!(next_step(&request(), Some(&ended), Open::default(), now), Step::Login(Why::NoSession));
    }

    #[test]
    fn prompt_none_never_shows_a_page() {
        let mut silent = request();
        silent.prompt = [Prompt::None].into();
        assert_eq!(next_step(&silent, None, Open::default(), at(1000)), Step::Refuse(LOGIN_REQUIRED));
        assert_eq!(outcome(&[Prompt::None], Some(5), 10, 1000), Outcome::Refuse);
        silent.expected_sub = Some("another".to_owned());
        let session = session();
        let refused = next_step(&silent, Some(&session), Open::default(), at(1000));
        assert_eq!(refused, Step::Refuse(LOGIN_REQUIRED));
    }

    #[test]
    fn prompt_login_is_met_by_a_login_made_for_it() {
        for prompt in [Prompt::Login, Prompt::SelectAccount] {
            assert_eq!(outcome(&[prompt], None, 999, 1000), Outcome::Login(Why::Asked));
            assert_eq!(outcome(&[prompt], Some(3600), 999, 1000), Outcome::Login(Why::Asked));
            assert_eq!(outcome(&[prompt], None, 1000, 1000), Outcome::Issue);
            assert_eq!(outcome(&[prompt], None, 1100, 1200), Outcome::Issue);
        }
    }

    #[test]
    fn prompt_create_registers_until_somebody_has_logged_in_for_it() {
        assert_eq!(outcome(&[Prompt::Create], None, 999, 1000), Outcome::Register);
        assert_eq!(outcome(&[Prompt::Create], None, 1100, 1200), Outcome::Issue);
        let mut request = request();
        request.prompt = [Prompt::Create].into();
        assert_eq!(next_step(&request, None, Open::default(), at(1000)), Step::Register);
    }

    #[test]
    fn max_age_counts_from_the_login_to_now() {
        for (max_age, auth_time, now, expected) in [
            (0, 999, 1000, Outcome::Login(Why::TooOld)),
            (0, 1000, 1000, Outcome::Issue),
            (0, 1100, 1200, Outcome::Issue),
            (1, 999, 1000, Outcome::Issue),
            (1, 998, 1000, Outcome::Login(Why::TooOld)),
            (10_000, 10, 1000, Outcome::Issue),
            (u64::MAX, 10, 1000, Outcome::Issue),
            (60, 950, 1000, Outcome::Issue),
            (60, 950, 1011, Outcome::Login(Why::TooOld)),
        ] {
            let found = outcome(&[], Some(max_age), auth_time, now);
            assert_eq!(found, expected, "{max_age} {auth_time} {now}");
        }
    }

    #[test]
    fn a_login_in_the_same_second_before_the_request_is_not_fresh() {
        let mut request = request();
        request.received_at = at(1000) + TimeDelta::milliseconds(700);
        request.prompt = [Prompt::Login].into();
        let mut session = session();
        session.auth_time = at(1000) + TimeDelta::milliseconds(699);
        let now = at(1001);
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Login(Why::Asked));
        request.prompt = [].into();
        request.max_age = Some(0);
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Login(Why::TooOld));
        session.auth_time = request.received_at;
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Issue(&session));
    }

    #[test]
    fn another_person_than_the_expected_one_logs_in_once_and_is_then_refused() {
        let mut request = request();
        request.received_at = at(1000);
        request.expected_sub = Some("another".to_owned());
        let mut session = session();
        session.auth_time = at(10);
        let now = at(1100);
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Login(Why::OtherAccount));
        session.auth_time = at(1050);
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Refuse(LOGIN_REQUIRED));
        session.sub = "another".to_owned();
        assert_eq!(next_step(&request, Some(&session), Open::default(), now), Step::Issue(&session));
    }

    #[test]
    fn keeping_the_account_comes_before_terms_and_those_before_consent_and_all_before_the_code() {
        let session = session();
        for (leaving, terms, consent, shown, silent) in [
            (true, true, true, Step::Keep, Step::Refuse(LOGIN_REQUIRED)),
            (true, false, false, Step::Keep, Step::Refuse(LOGIN_REQUIRED)),
            (false, true, true, Step::Agree, Step::Refuse(AGREEMENT_REQUIRED)),
            (false, true, false, Step::Agree, Step::Refuse(AGREEMENT_REQUIRED)),
            (false, false, true, Step::Consent, Step::Refuse(CONSENT_REQUIRED)),
            (false, false, false, Step::Issue(&session), Step::Issue(&session)),
        ] {
            let open = Open { leaving, terms, consent };
            let mut request = request();
            assert_eq!(next_step(&request, Some(&session), open, at(1000)), shown, "{open:?}");
            request.prompt = [Prompt::None].into();
            assert_eq!(next_step(&request, Some(&session), open, at(1000)), silent, "{open:?}");
        }
    }

    #[test]
    fn the_login_comes_before_everything_else() {
        let open = Open { leaving: true, terms: true, consent: true };
        assert_eq!(next_step(&request(), None, open, at(1000)), Step::Login(Why::NoSession));
        let mut silent = request();
        silent.prompt = [Prompt::None].into();
        assert_eq!(next_step(&silent, None, open, at(1000)), Step::Refuse(LOGIN_REQUIRED));
    }
}
