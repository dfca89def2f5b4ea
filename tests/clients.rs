//! Starts the relying parties of `tests/clients`, each on a library or server
//! that real services use, against a service of their own. They need what
//! `make test` installs: npm packages, a Python environment, Apache, Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::{ERKKI, Setup, free_port};

/// As `openssl rand -base64 32` makes them: clients differ in how they encode
/// the signs beside letters and digits [RFC 6749 §2.3.1].
const SECRET: &str = "u+Jq8/3mZx5T+7Wb0/KpYc9RfN2vL4sHdE6gAi1oQtM=";

/// How long a script may take, in seconds.
const PATIENCE: &str = "60";

/// A script, what it runs on, and how its client is registered: `{base}` is
/// the address that it listens at.
struct Party {
    program: &'static str,
    script: &'static str,
    host: &'static str,
    client: &'static str,
}

impl Party {
    async fn play(self) {
        let (program, folder) = (program(self.program), folder());
        let base_url = format!("http://{}:{}", self.host, free_port());
        let client = self.client.replace("{base}", &base_url).replace("{secret}", SECRET);
        let idp = Setup::new().register(client).start().await;
        idp.activate(&ERKKI).await;
        let mut command = Command::new("timeout");
        command
            .args(["--kill-after=5", PATIENCE])
            .args([&program, Path::new(self.script)])
            .current_dir(folder)
            .env("ISSUER", &idp.issuer)
            .env("BASE_URL", base_url)
            .env("CLIENT_SECRET", SECRET)
            .env("PERSON", ERKKI.username)
            .env("PASSWORD", ERKKI.password)
            .env("NO_PROXY", "127.0.0.1,localhost")
            .env("no_proxy", "127.0.0.1,localhost");
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{} ({}):\n{told}", self.script, output.status);
        assert!(told.lines().any(|line| line.starts_with("ok ")), "{} checked nothing: {told}", self.script);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

fn program(name: &str) -> PathBuf {
    let (installed, program) = match name {
        "python" => {
            let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/clients-python/bin/python");
            (python.clone(), python)
        }
        _ => (folder().join("node_modules/openid-client"), PathBuf::from(name)),
    };
    assert!(installed.exists(), "the relying parties are not installed: run `make test`, or `make client-tools`");
    program
}

#[tokio::test]
async fn a_service_on_openid_client_logs_in_and_out() {
    let party = Party {
        program: "node",
        script: "node.mjs",
        host: "127.0.0.1",
        client: r#"
            client_id = "node"
            name = "Palvelu Node.js:llä"
            secret = "{secret}"
            redirect_uris = ["{base}/callback"]
            post_logout_redirect_uris = ["{base}/logged-out"]
            back_channel_logout_uri = "{base}/backchannel-logout"
            grant_types = ["authorization_code", "refresh_token"]
            scopes = ["openid", "profile", "email", "offline_access"]
            refresh = "rotate-grace:3s"
        "#,
    };
    party.play().await;
}

#[tokio::test]
async fn a_service_on_authlib_logs_in_and_out() {
    let party = Party {
        program: "python",
        script: "python.py",
        host: "127.0.0.1",
        client: r#"
            client_id = "python"
            name = "Palvelu Pythonilla"
            secret = "{secret}"
            redirect_uris = ["{base}/callback"]
            post_logout_redirect_uris = ["{base}/logged-out"]
            back_channel_logout_uri = "{base}/backchannel-logout"
            grant_types = ["authorization_code", "refresh_token"]
            scopes = ["openid", "profile", "email", "offline_access"]
            id_token_alg = "RS256"
        "#,
    };
    party.play().await;
}

#[tokio::test]
async fn an_application_behind_mod_auth_openidc_logs_in_and_out() {
    let party = Party {
        program: "python",
        script: "apache.py",
        host: "127.0.0.1",
        client: r#"
            client_id = "apache"
            name = "Sovellus Apachen takana"
            secret = "{secret}"
            redirect_uris = ["{base}/case/callback"]
            post_logout_redirect_uris = ["{base}/logged-out.html"]
            back_channel_logout_uri = "{base}/case/callback?logout=backchannel"
            grant_types = ["authorization_code", "refresh_token"]
            scopes = ["openid", "profile", "email", "offline_access"]
        "#,
    };
    party.play().await;
}

#[tokio::test]
async fn a_phone_app_without_a_secret_logs_in_and_out() {
    let party = Party {
        program: "python",
        script: "app.py",
        host: "127.0.0.1",
        client: r#"
            client_id = "phone"
            name = "Puhelinsovellus"
            token_endpoint_auth_method = "none"
            redirect_uris = ["fi.kaskenranta.app:/callback"]
            post_logout_redirect_uris = ["fi.kaskenranta.app:/logged-out"]
            grant_types = ["authorization_code", "refresh_token"]
            scopes = ["openid", "profile", "offline_access"]
        "#,
    };
    party.play().await;
}

#[tokio::test]
async fn a_browser_app_on_oidc_client_ts_logs_in_and_out() {
    let party = Party {
        program: "node",
        script: "browser.mjs",
        host: "localhost",
        client: r#"
            client_id = "spa"
            name = "Selainsovellus"
            token_endpoint_auth_method = "none"
            redirect_uris = ["{base}/callback"]
            post_logout_redirect_uris = ["{base}/logged-out"]
            allowed_origins = ["{base}"]
            grant_types = ["authorization_code", "refresh_token"]
            scopes = ["openid", "profile", "email", "offline_access"]
            id_token_alg = "RS256"
        "#,
    };
    party.play().await;
}
