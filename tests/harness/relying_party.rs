//! A relying party on the openidconnect crate: discovery, code flow with PKCE,
//! verified ID tokens, refresh, userinfo and the way out.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp::adapters::Clock as _;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
};
use serde_json::Value;
use url::Url;

use super::clock::TestClock;
use super::idp::Home;
use super::page::Page;
use super::setup::CLIENT_SECRET;

/// A registered client that talks to the service.
pub struct RelyingParty {
    pub client_id: String,
    pub redirect_uri: String,
    pub metadata: CoreProviderMetadata,
    auth_type: Option<AuthType>,
    http: reqwest::Client,
    clock: Arc<TestClock>,
}

/// A login that was begun.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub url: Url,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// What a login gave.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub id_token: String,
    /// The verified claims of the ID token.
    pub claims: Value,
}

/// A bare answer of an endpoint.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Reply {
    /// The OAuth error code.
    pub fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or_default()
    }

    /// The string member `name`.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        self.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.body)).to_owned()
    }
}

impl RelyingParty {
    /// Reads the provider's metadata and keys.
    pub async fn discover(idp: &Home, client_id: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let issuer = IssuerUrl::new(idp.issuer.clone()).unwrap();
        let metadata =
            CoreProviderMetadata::discover_async(issuer, &|request| send(http.clone(), request)).await.unwrap();
        let (port, auth_type) = match client_id {
            "web" => (9999, Some(AuthType::BasicAuth)),
            "feedback" => (9998, Some(AuthType::RequestBody)),
            "app" => (9997, None),
            _ => (0, Some(AuthType::BasicAuth)),
        };
        Self {
            client_id: client_id.to_owned(),
            redirect_uri: format!("http://127.0.0.1:{port}/callback"),
            metadata,
            auth_type,
            http,
            clock: idp.clock.clone(),
        }
    }

    /// Begins a login that asks for everything that the client may have.
    pub fn begin(&self) -> Attempt {
        self.begin_with("openid profile email", &[])
    }

    /// Begins a login with `scope` and further parameters.
    pub fn begin_with(&self, scope: &str, extra: &[(&str, &str)]) -> Attempt {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client =
            CoreClient::from_provider_metadata(self.metadata.clone(), ClientId::new(self.client_id.clone()), None)
                .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).unwrap())
                .disable_openid_scope();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(scope.split(' ').map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        for (name, value) in extra {
            request = request.add_extra_param(*name, *value);
        }
        let (url, state, nonce) = request.url();
        Attempt {
            url,
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        }
    }

    /// Takes the redirect that ended `attempt` and redeems its code.
    pub async fn finish(&self, attempt: &Attempt, redirect: &Page) -> Tokens {
        let code = self.code(attempt, redirect);
        let secret = self.auth_type.as_ref().map(|_| ClientSecret::new(CLIENT_SECRET.to_owned()));
        let client =
            CoreClient::from_provider_metadata(self.metadata.clone(), ClientId::new(self.client_id.clone()), secret)
                .set_auth_type(self.auth_type.clone().unwrap_or(AuthType::RequestBody))
                .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).unwrap());
        let http = |request| send(self.http.clone(), request);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).unwrap();
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let answer = exchange.request_async(&http).await.unwrap_or_else(|error| panic!("no tokens: {error:?}"));
        let id_token = answer.id_token().expect("an ID token");
        let verifier = client.id_token_verifier();
        let verifier = verifier.set_allowed_algs(algorithms()).set_time_fn(|| self.clock.now());
        let claims =
            id_token.claims(&verifier, &Nonce::new(attempt.nonce.clone())).unwrap_or_else(|error| panic!("{error:?}"));
        if let Some(hash) = claims.access_token_hash() {
            let (alg, key) = (id_token.signing_alg().unwrap(), id_token.signing_key(&verifier).unwrap());
            assert_eq!(*hash, AccessTokenHash::from_token(answer.access_token(), alg, key).unwrap());
        }
        Tokens {
            access_token: answer.access_token().secret().clone(),
            refresh_token: answer.refresh_token().map(|token| token.secret().clone()),
            id_token: id_token.to_string(),
            claims: claims_of(&id_token.to_string()),
        }
    }

    /// The code in the redirect that ended `attempt`, after the checks that a
    /// client must make [RFC 9700 §2.1, RFC 9207].
    #[track_caller]
    pub fn code(&self, attempt: &Attempt, redirect: &Page) -> String {
        let callback = redirect.callback();
        assert_eq!(callback.get("error"), None, "{}", redirect.told());
        assert_eq!(callback.get("state"), Some(&attempt.state), "{}", redirect.told());
        assert_eq!(callback.get("iss").map(String::as_str), Some(self.metadata.issuer().as_str()));
        assert!(redirect.location().unwrap().as_str().starts_with(&self.redirect_uri), "{}", redirect.told());
        callback["code"].clone()
    }

    /// Redeems `code` without any check of the answer.
    pub async fn redeem(&self, code: &str, verifier: &str) -> Reply {
        let redirect_uri = self.redirect_uri.clone();
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", verifier),
        ])
        .await
    }

    /// Uses a refresh token.
    pub async fn refresh(&self, refresh_token: &str) -> Reply {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// Posts to the token endpoint with this client's authentication.
    pub async fn token(&self, pairs: &[(&str, &str)]) -> Reply {
        let request = self.http.post(self.metadata.token_endpoint().unwrap().url().clone());
        let mut pairs = pairs.to_vec();
        let request = match self.auth_type {
            Some(AuthType::BasicAuth) => request.basic_auth(&self.client_id, Some(CLIENT_SECRET)),
            Some(_) => {
                pairs.extend([("client_id", self.client_id.as_str()), ("client_secret", CLIENT_SECRET)]);
                request
            }
            None => {
                pairs.push(("client_id", self.client_id.as_str()));
                request
            }
        };
        reply(request.form(&pairs)).await
    }

    /// Asks userinfo.
    pub async fn userinfo(&self, access_token: &str) -> Reply {
        reply(self.http.get(self.metadata.userinfo_endpoint().unwrap().url().clone()).bearer_auth(access_token)).await
    }

    /// Whether `id_token` is genuine by the keys that the service publishes now.
    pub fn is_genuine(&self, id_token: &str) -> bool {
        let token: CoreIdToken = id_token.parse().expect("an ID token");
        let secret = ClientSecret::new(CLIENT_SECRET.to_owned());
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            ClientId::new(self.client_id.clone()),
            Some(secret),
        );
        let verifier = client.id_token_verifier().set_allowed_algs(algorithms()).set_time_fn(|| self.clock.now());
        token.claims(&verifier, |_: Option<&Nonce>| Ok(())).is_ok()
    }

    /// Where a browser goes to log out.
    pub fn logout_url(&self, issuer: &str, id_token: &str, state: &str) -> Url {
        let to = self.redirect_uri.replace("/callback", "/logged-out");
        let pairs = [("id_token_hint", id_token), ("post_logout_redirect_uri", &to), ("state", state)];
        Url::parse_with_params(&format!("{issuer}/logout"), pairs).unwrap()
    }
}

/// Sends `request` and reads the answer, JSON or not.
pub async fn reply(request: reqwest::RequestBuilder) -> Reply {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let text = answer.text().await.unwrap();
    Reply { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

/// The claims of a JWT, unverified.
pub fn claims_of(jwt: &str) -> Value {
    let payload = jwt.split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn algorithms() -> [CoreJwsSigningAlgorithm; 2] {
    [CoreJwsSigningAlgorithm::EcdsaP256Sha256, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]
}

async fn send(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let answer = client.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    Ok(response.body(answer.bytes().await?.to_vec()).expect("a well-formed response"))
}
