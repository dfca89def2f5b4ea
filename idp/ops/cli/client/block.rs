//! A new client as a section of the configuration file.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use toml::Value;

use crate::adapters::Entropy;

/// What is known of the new client.
#[derive(Clone, Debug, clap::Args)]
pub struct Block {
    /// Its id: letters, digits, hyphens, dots and underscores.
    pub(super) client_id: String,
    /// What people call the service.
    #[arg(long)]
    name: String,
    /// Where its login answers go; may be given several times.
    #[arg(long, value_name = "URI", required = true)]
    redirect_uri: Vec<String>,
    /// Where a browser may go after log-out; may be given several times.
    #[arg(long, value_name = "URI")]
    post_logout_redirect_uri: Vec<String>,
    /// Where it is told of the end of sessions.
    #[arg(long, value_name = "URI")]
    back_channel_logout_uri: Option<String>,
    /// Its front page.
    #[arg(long, value_name = "URI")]
    home_uri: Option<String>,
    /// What it may ask for; may be given several times.
    #[arg(long, value_name = "SCOPE", default_values = ["openid", "profile", "email"])]
    scope: Vec<String>,
    /// An app that can keep no secret.
    #[arg(long)]
    public: bool,
}

impl Block {
    /// The section, and the secret in it.
    pub(super) fn write(&self, entropy: &dyn Entropy) -> (String, Option<String>) {
        let secret = (!self.public).then(|| URL_SAFE_NO_PAD.encode(entropy.bytes::<32>()));
        let method = if self.public { "none" } else { "client_secret_basic" };
        let optional = |key, value: &Option<String>| value.clone().map(|value| (key, Value::String(value)));
        let keys = [
            Some(("client_id", Value::String(self.client_id.clone()))),
            Some(("name", Value::String(self.name.clone()))),
            optional("secret", &secret),
            Some(("token_endpoint_auth_method", Value::String(method.to_owned()))),
            Some(("redirect_uris", list(&self.redirect_uri))),
            Some(("post_logout_redirect_uris", list(&self.post_logout_redirect_uri))),
            optional("back_channel_logout_uri", &self.back_channel_logout_uri),
            optional("home_uri", &self.home_uri),
            Some(("grant_types", list(&self.grants()))),
            Some(("scopes", list(&self.scope))),
        ];
        let lines = keys.into_iter().flatten().map(|(key, value)| format!("{key} = {value}\n"));
        (format!("\n[[clients]]\n{}", lines.collect::<String>()), secret)
    }

    /// Who may ask for refresh tokens may use them.
    fn grants(&self) -> Vec<String> {
        let mut grants = vec!["authorization_code".to_owned()];
        if self.scope.iter().any(|scope| scope == "offline_access") {
            grants.push("refresh_token".to_owned());
        }
        grants
    }
}

fn list(texts: &[String]) -> Value {
    Value::Array(texts.iter().cloned().map(Value::String).collect())
}
