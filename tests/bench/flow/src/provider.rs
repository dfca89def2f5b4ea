//! A provider as its discovery document describes it.

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::address::Address;
use crate::genuine::Verifier;
use crate::http::{Connection, Request, Response};
use crate::profile::Profile;

/// A provider, ready to be used.
pub struct Provider {
    /// How to use it.
    pub profile: Profile,
    /// Where its discovery document is.
    pub discovery: Address,
    /// Where its keys are.
    pub jwks: Address,
    /// Where logins begin.
    pub authorization_endpoint: Address,
    /// Where codes are redeemed.
    pub token_endpoint: Address,
    /// Where claims are.
    pub userinfo_endpoint: Address,
    /// Checks its tokens.
    pub verifier: Verifier,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
}

impl Provider {
    /// The provider of `profile`.
    ///
    /// # Errors
    /// When it does not answer, or not as OpenID Connect Discovery says.
    pub async fn discover(profile: Profile) -> anyhow::Result<Self> {
        let mut connection = Connection::default();
        let discovery = Address::parse(&profile.discovery)?;
        let answer = get(&mut connection, &discovery).await.context("read the discovery document")?;
        let metadata: Metadata = serde_json::from_slice(&answer.body).context("parse the discovery document")?;
        let jwks = Address::parse(&metadata.jwks_uri)?;
        let keys = get(&mut connection, &jwks).await.context("read the keys")?;
        Ok(Self {
            verifier: Verifier::new(metadata.issuer, profile.client_id.clone(), &keys.body)?,
            authorization_endpoint: Address::parse(&metadata.authorization_endpoint)?,
            token_endpoint: Address::parse(&metadata.token_endpoint)?,
            userinfo_endpoint: Address::parse(&metadata.userinfo_endpoint)?,
            profile,
            discovery,
            jwks,
        })
    }
}

/// The document at `address`.
///
/// # Errors
/// When there is none.
pub async fn get(connection: &mut Connection, address: &Address) -> anyhow::Result<Response> {
    let response = connection.send(&Request::get(address), None).await?;
    ensure!(response.status == 200 && !response.body.is_empty(), "{} answered {}", address.target, response.status);
    Ok(response)
}
