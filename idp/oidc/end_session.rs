//! Log-out that a client starts [OIDC RP-Initiated Logout §2].
//!
//! A genuine hint of this browser's session acts at once; anything else asks
//! the person, so that no other site can log anybody out. A redirect needs a
//! genuine hint too, and a registered URI.

use std::fmt;

use crate::client::Client;
use crate::error::ProtocolError;
use crate::params::Params;
use crate::redirect::with_query;
use crate::session::Session;
use crate::tokens::id_token::HintClaims;

/// The parameters of a log-out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// An ID token that the client got at login; still to be verified.
    pub id_token_hint: Option<String>,
    /// The client that says it asks.
    pub client_id: Option<String>,
    /// Where the client wants the browser back.
    pub post_logout_redirect_uri: Option<String>,
    /// Returned to the client byte for byte.
    pub state: Option<String>,
    /// The languages that the client prefers, separated by blanks.
    pub ui_locales: Option<String>,
}

impl LogoutRequest {
    /// The parameters of a log-out; all of them are optional.
    ///
    /// # Errors
    /// `invalid_request` when a parameter is repeated. It is shown: there is
    /// no address yet that could be trusted.
    pub fn parse(params: &Params) -> Result<Self, ProtocolError> {
        params.refuse_repeated()?;
        let owned = |name| params.get(name).map(str::to_owned);
        Ok(Self {
            id_token_hint: owned("id_token_hint"),
            client_id: owned("client_id"),
            post_logout_redirect_uri: owned("post_logout_redirect_uri"),
            state: owned("state"),
            ui_locales: owned("ui_locales"),
        })
    }
}

impl fmt::Debug for LogoutRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutRequest").finish_non_exhaustive()
    }
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Logout {
    /// The browser's session, if it has one, ends now.
    AtOnce {
        /// Where the browser goes then; `None` for a page of our own.
        redirect: Option<String>,
    },
    /// The person is asked.
    Ask {
        /// Where the browser goes when they agree.
        redirect: Option<String>,
    },
}

/// What happens to the log-out `request` in a browser whose live session is
/// `session`. `hint` is the verified `id_token_hint`, however old; `client` is
/// the client that the hint was issued to.
pub fn decide(
    request: &LogoutRequest,
    hint: Option<&HintClaims>,
    client: Option<&Client>,
    session: Option<&Session>,
) -> Logout {
    // A client that hands in another client's token proves nothing by it.
    let hint = hint.filter(|hint| request.client_id.as_ref().is_none_or(|id| *id == hint.aud));
    let redirect = hint.zip(client).and_then(|(hint, client)| redirect(request, hint, client));
    let agreed = match (session, hint) {
        (None, _) => true,
        (Some(session), Some(hint)) => is_about(hint, session),
        (Some(_), None) => false,
    };
    if agreed { Logout::AtOnce { redirect } } else { Logout::Ask { redirect } }
}

fn is_about(hint: &HintClaims, session: &Session) -> bool {
    match &hint.sid {
        Some(sid) => *sid == session.sid,
        None => hint.sub == session.sub,
    }
}

fn redirect(request: &LogoutRequest, hint: &HintClaims, client: &Client) -> Option<String> {
    let uri = request.post_logout_redirect_uri.as_ref()?;
    if client.client_id != hint.aud || !client.post_logout_redirect_uris.contains(uri) {
        return None;
    }
    let state = request.state.as_deref().map(|state| ("state", state));
    Some(with_query(uri, state.as_slice()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::ErrorCode;
    use crate::fixtures::{ISSUER, changed, client, params, policy, session};

    const BYE: &str = "https://rp.example/bye";
    const REQUEST: [(&str, &str); 3] =
        [("id_token_hint", "x.y.z"), ("post_logout_redirect_uri", BYE), ("state", "a b+c")];

    fn request(changes: &[(&str, Option<&str>)]) -> LogoutRequest {
        LogoutRequest::parse(&changed(&REQUEST, changes)).unwrap_or_default()
    }

    fn hint(sub: &str, sid: Option<&str>) -> HintClaims {
        let claims = json!({ "iss": ISSUER, "sub": sub, "aud": "web", "sid": sid });
        let claims = claims.as_object().cloned().unwrap_or_default();
        HintClaims::accept(claims, &policy()).unwrap_or_else(|| unreachable!("a sound hint"))
    }

    fn back() -> Option<String> {
        Some("https://rp.example/bye?state=a%20b%2Bc".to_owned())
    }

    #[test]
    fn a_genuine_hint_of_this_session_acts_at_once() {
        let (client, session) = (client(), session());
        for (hint, at_once) in [
            (hint("sub-1", Some("sid-1")), true),
            (hint("sub-1", None), true),
            (hint("sub-1", Some("sid-2")), false),
            (hint("sub-2", None), false),
        ] {
            let found = decide(&request(&[]), Some(&hint), Some(&client), Some(&session));
            let redirect = back();
            let expected = if at_once { Logout::AtOnce { redirect } } else { Logout::Ask { redirect } };
            assert_eq!(found, expected, "{hint:?}");
        }
    }

    #[test]
    fn without_a_genuine_hint_the_person_is_asked_and_stays_here() {
        let (client, session) = (client(), session());
        let found = decide(&request(&[]), None, Some(&client), Some(&session));
        assert_eq!(found, Logout::Ask { redirect: None });
    }

    #[test]
    fn without_a_session_there_is_nothing_to_ask() {
        let client = client();
        let old = hint("sub-1", Some("sid-0"));
        let found = decide(&request(&[]), Some(&old), Some(&client), None);
        assert_eq!(found, Logout::AtOnce { redirect: back() });
        let found = decide(&request(&[]), None, Some(&client), None);
        assert_eq!(found, Logout::AtOnce { redirect: None });
    }

    #[test]
    fn a_redirect_needs_the_hints_client_and_a_registered_uri() {
        let hint = hint("sub-1", Some("sid-1"));
        let web = client();
        let other = Client { client_id: "other".to_owned(), ..client() };
        let uri = "post_logout_redirect_uri";
        for (changes, client) in [
            (&[(uri, None)][..], Some(&web)),
            (&[(uri, Some("https://evil.test/"))], Some(&web)),
            (&[(uri, Some("https://rp.example/bye/"))], Some(&web)),
            (&[(uri, Some("https://rp.example/bye?x=1"))], Some(&web)),
            (&[(uri, Some("https://rp.example/cb"))], Some(&web)),
            (&[], Some(&other)),
            (&[], None),
        ] {
            let found = decide(&request(changes), Some(&hint), client, Some(&session()));
            assert_eq!(found, Logout::AtOnce { redirect: None }, "{changes:?}");
        }
    }

    #[test]
    fn a_client_id_that_is_not_the_hints_makes_the_hint_worthless() {
        let hint = hint("sub-1", Some("sid-1"));
        let (client, session) = (client(), session());
        for (client_id, expected) in
            [("web", Logout::AtOnce { redirect: back() }), ("other", Logout::Ask { redirect: None })]
        {
            let request = request(&[("client_id", Some(client_id))]);
            let found = decide(&request, Some(&hint), Some(&client), Some(&session));
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn without_state_the_redirect_is_the_registered_uri_itself() {
        let hint = hint("sub-1", Some("sid-1"));
        let request = request(&[("state", None)]);
        let found = decide(&request, Some(&hint), Some(&client()), Some(&session()));
        assert_eq!(found, Logout::AtOnce { redirect: Some(BYE.to_owned()) });
    }

    #[test]
    fn a_repeated_parameter_is_refused() {
        let found = LogoutRequest::parse(&params(&[("state", "a"), ("state", "a")]));
        assert_eq!(found.err().map(|error| error.code), Some(ErrorCode::InvalidRequest));
    }
}
