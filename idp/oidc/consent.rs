//! What a person allows a client that is not the organisation's own
//! [OIDC Core §3.1.2.4]: asked for once, remembered until the client asks for
//! more, and taken back whenever the person likes.

use chrono::{DateTime, Utc};

use crate::authorization_request::{AuthorizationRequest, Prompt};
use crate::client::Client;
use crate::scope::Scope;

/// What a person has allowed a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The client.
    pub client_id: String,
    /// The scope values that it may have.
    pub scope: Scope,
    /// When the person last said so.
    pub granted_at: DateTime<Utc>,
}

impl Consent {
    /// What the person allows by agreeing to `request` at `now`, besides what
    /// was allowed `before`.
    pub fn to(request: &AuthorizationRequest, before: Option<&Self>, now: DateTime<Utc>) -> Self {
        let scope = before.map_or_else(|| request.scope.clone(), |before| request.scope.joined_with(&before.scope));
        Self { client_id: request.client_id.clone(), scope, granted_at: now }
    }
}

/// Whether the person must be asked before `client` gets what `request` asks
/// for. The organisation's own clients never ask: their registration is the
/// organisation's word for them, also where `prompt=consent` is sent. Consent
/// at or after the arrival of the request was given to it.
pub fn is_needed(client: &Client, request: &AuthorizationRequest, given: Option<&Consent>) -> bool {
    if client.third_party.is_none() {
        return false;
    }
    let Some(given) = given.filter(|given| request.scope.is_within(&given.scope)) else {
        return true;
    };
    request.prompt.contains(&Prompt::Consent) && given.granted_at < request.received_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::ThirdParty;
    use crate::fixtures::{at, client, request};

    fn stranger() -> Client {
        Client { third_party: Some(ThirdParty::default()), ..client() }
    }

    fn given(scope: &str, when: i64) -> Consent {
        Consent { client_id: "web".to_owned(), scope: Scope::parse(scope), granted_at: at(when) }
    }

    #[test]
    fn the_organisations_own_clients_are_never_asked_about() {
        let mut request = request();
        assert!(!is_needed(&client(), &request, None));
        request.prompt = [Prompt::Consent].into();
        assert!(!is_needed(&client(), &request, None));
    }

    #[test]
    fn consent_is_remembered_until_the_scope_grows() {
        let mut request = request();
        for (asked, needed) in [
            ("openid", false),
            ("openid email", false),
            ("openid email phone", true),
            ("openid email offline_access", true),
        ] {
            request.scope = Scope::parse(asked);
            assert_eq!(is_needed(&stranger(), &request, Some(&given("openid email profile", 10))), needed, "{asked}");
        }
        assert!(is_needed(&stranger(), &request, None));
    }

    #[test]
    fn prompt_consent_asks_once_for_each_request() {
        let mut request = request();
        request.prompt = [Prompt::Consent].into();
        request.scope = Scope::parse("openid");
        for (when, needed) in [(999, true), (1000, false), (1001, false)] {
            assert_eq!(is_needed(&stranger(), &request, Some(&given("openid", when))), needed, "{when}");
        }
    }

    #[test]
    fn what_was_allowed_before_stays_allowed() {
        let mut request = request();
        request.scope = Scope::parse("openid phone");
        let now = Consent::to(&request, Some(&given("openid email", 10)), at(1100));
        assert_eq!(now, given("openid email phone", 1100));
        assert_eq!(Consent::to(&request, None, at(1100)), given("openid phone", 1100));
    }
}
