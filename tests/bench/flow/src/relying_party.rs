//! A relying party and the browser of its user: the authorization code flow
//! with PKCE, refreshing, client credentials, userinfo.

use std::fmt;

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::address::{Address, decode, encode, form};
use crate::html;
use crate::http::{Connection, Request, Response};
use crate::jar::Jar;
use crate::profile::Profile;
use crate::provider::Provider;

/// Pages and redirects of one login at the most.
const MOST_STEPS: usize = 16;

/// What a token endpoint answered.
#[derive(Deserialize)]
pub struct Tokens {
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// The ID token.
    pub id_token: Option<String>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(..)")
    }
}

/// A person's browser and the relying party's own connection.
#[derive(Default)]
pub struct Party {
    /// The browser's cookies.
    pub jar: Jar,
    /// The relying party's connection to the provider.
    pub back: Connection,
    /// The network of the browser, as a proxy tells it.
    pub network: Option<String>,
    front: Connection,
    username: String,
}

/// What a relying party remembers of a request.
struct Attempt {
    verifier: String,
    state: String,
    nonce: String,
}

impl Party {
    /// The party of person `number`, with an empty cookie jar. Of several replicas,
    /// browser and relying party use two: what one of them gives, another is shown.
    pub fn new(profile: &Profile, number: u64) -> Self {
        let [front, back] = [number, number + 1].map(|turn| Connection::to(profile.replica(turn)));
        Self { username: profile.username_of(number), front, back, ..Self::default() }
    }

    /// Asks for a login with `scope`, fills in whatever pages come, and redeems
    /// the code.
    ///
    /// # Errors
    /// When that does not end with an ID token.
    pub async fn log_in(&mut self, provider: &Provider, scope: &str) -> anyhow::Result<Tokens> {
        let profile = &provider.profile;
        let attempt = Attempt { verifier: random(32)?, state: random(16)?, nonce: random(16)? };
        let code = self.fetch_code(provider, &attempt, scope).await?;
        let body = form([
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &profile.redirect_uri),
            ("code_verifier", &attempt.verifier),
        ]);
        let tokens = self.tokens(provider, &profile.client_id, &body).await?;
        ensure!(tokens.id_token.is_some(), "no ID token");
        provider.verifier.sample(&tokens, Some(&attempt.nonce))?;
        Ok(tokens)
    }

    /// Turns a refresh token into the next.
    ///
    /// # Errors
    /// When there are no tokens.
    pub async fn refresh(&mut self, provider: &Provider, refresh_token: &str) -> anyhow::Result<Tokens> {
        let body = form([("grant_type", "refresh_token"), ("refresh_token", refresh_token)]);
        let tokens = self.tokens(provider, &provider.profile.client_id, &body).await?;
        ensure!(tokens.refresh_token.as_deref().is_some_and(|next| next != refresh_token), "no new refresh token");
        provider.verifier.sample(&tokens, None)?;
        Ok(tokens)
    }

    /// An access token for the client itself.
    ///
    /// # Errors
    /// When there is none.
    pub async fn client_credentials(&mut self, provider: &Provider) -> anyhow::Result<()> {
        let profile = &provider.profile;
        let scope = profile.credentials_scope.as_deref().map(|scope| ("scope", scope));
        let body = form([("grant_type", "client_credentials")].into_iter().chain(scope));
        let tokens = self.tokens(provider, &profile.credentials_client_id, &body).await?;
        provider.verifier.sample(&tokens, None)
    }

    /// Looks at the claims that an access token opens.
    ///
    /// # Errors
    /// When there is no `sub`.
    pub async fn userinfo(&mut self, provider: &Provider, access_token: &str) -> anyhow::Result<()> {
        let authorization = format!("Bearer {access_token}");
        let address = &provider.userinfo_endpoint;
        let request = Request { authorization: Some(&authorization), ..Request::get(address) };
        let response = self.back.send(&request, None).await?;
        ensure!(response.status == 200 && response.text().contains("\"sub\""), "userinfo answered {}", response.status);
        Ok(())
    }

    async fn tokens(&mut self, provider: &Provider, client_id: &str, body: &str) -> anyhow::Result<Tokens> {
        let pair = format!("{}:{}", encode(client_id), encode(&provider.profile.client_secret));
        let authorization = format!("Basic {}", STANDARD.encode(pair));
        let address = &provider.token_endpoint;
        let request = Request { authorization: Some(&authorization), form: Some(body), ..Request::get(address) };
        let response = self.back.send(&request, None).await?;
        ensure!(response.status == 200, "the token endpoint answered {}: {}", response.status, response.text());
        serde_json::from_slice(&response.body).context("parse a token answer")
    }

    async fn fetch_code(&mut self, provider: &Provider, attempt: &Attempt, scope: &str) -> anyhow::Result<String> {
        let redirect_uri = &provider.profile.redirect_uri;
        let mut at = authorization_request(provider, attempt, scope);
        let mut response = self.visit(&at).await?;
        for _ in 0..MOST_STEPS {
            match response.header("location") {
                Some(location) if location.starts_with(redirect_uri.as_str()) => return code_in(location, attempt),
                Some(location) => {
                    at = at.join(location)?;
                    response = self.visit(&at).await?;
                }
                None => response = self.fill_in(provider, &mut at, &response).await?,
            }
        }
        bail!("a login of more than {MOST_STEPS} steps")
    }

    async fn visit(&mut self, at: &Address) -> anyhow::Result<Response> {
        let request = Request { network: self.network.as_deref(), ..Request::get(at) };
        self.front.send(&request, Some(&mut self.jar)).await
    }

    async fn fill_in(
        &mut self,
        provider: &Provider,
        at: &mut Address,
        response: &Response,
    ) -> anyhow::Result<Response> {
        let profile = &provider.profile;
        let page = profile.pages.iter().find(|page| response.status == 200 && at.path().starts_with(&page.path));
        let page = page.with_context(|| format!("{} answered {}", at.path(), response.status))?;
        let text = response.text();
        let fill = |value: &str| value.replace("{username}", &self.username).replace("{password}", &profile.password);
        let typed = page.form.iter().map(|(name, value)| (name.clone(), fill(value)));
        let fields: Vec<_> = html::hidden_inputs(&text).into_iter().chain(typed).collect();
        let body = form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let action = html::form_action(&text).with_context(|| format!("{} has no form", at.path()))?;
        *at = at.join(&action)?;
        let network = self.network.as_deref();
        let request = Request { form: Some(&body), network, ..Request::get(at) };
        self.front.send(&request, Some(&mut self.jar)).await
    }
}

fn authorization_request(provider: &Provider, attempt: &Attempt, scope: &str) -> Address {
    let Address { authority, target } = &provider.authorization_endpoint;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&attempt.verifier));
    let query = form([
        ("response_type", "code"),
        ("client_id", &provider.profile.client_id),
        ("redirect_uri", &provider.profile.redirect_uri),
        ("scope", scope),
        ("state", &attempt.state),
        ("nonce", &attempt.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    Address { authority: authority.clone(), target: format!("{target}?{query}") }
}

fn code_in(location: &str, attempt: &Attempt) -> anyhow::Result<String> {
    let query = location.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let find = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(decode));
    ensure!(find("state").as_deref() == Some(&attempt.state), "another state");
    find("code").with_context(|| format!("no code but {:?}", find("error")))
}

#[expect(clippy::disallowed_methods, reason = "a relying party of its own, outside the service")]
fn random(bytes: usize) -> anyhow::Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random)?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}
