//! Who may register an account: for the whole deployment, and for the logins
//! of one client [Initiating User Registration via OpenID Connect 1.0].

use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::policy::Policy;

/// Who may register an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Everybody who has a mailbox.
    #[default]
    Open,
    /// Only who has proved by strong identification who they are.
    Strong,
    /// Nobody: accounts are made by the organisation.
    Closed,
}

impl Policy {
    /// Who may register an account in a login of `client`, or in none.
    pub fn registration_for(&self, client: Option<&Client>) -> Registration {
        client.and_then(|client| client.registration).unwrap_or(self.registration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{client, policy};

    #[test]
    fn a_client_may_differ_from_the_deployment() {
        let closed = Policy { registration: Registration::Closed, ..policy() };
        let open = Client { registration: Some(Registration::Open), ..client() };
        assert_eq!(policy().registration_for(None), Registration::Open);
        assert_eq!(closed.registration_for(Some(&client())), Registration::Closed);
        assert_eq!(closed.registration_for(Some(&open)), Registration::Open);
    }
}
