//! `idp canary`: logs in and out once, and tells of it in one line. It reads no
//! configuration, so that whoever runs it needs no secret of the service.

use std::fs;
use std::path::{Path, PathBuf};

use url::{Host, Url};
use zeroize::Zeroizing;

use super::{Exit, Failure, complain, print};
use crate::adapters::{SystemClock, SystemEntropy};
use crate::ops::canary::{self, Canary};
use crate::ops::config::Secret;

/// `idp canary`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The issuer, as browsers reach it.
    #[arg(long, value_name = "URL", value_parser = issuer)]
    issuer: String,
    /// The client.
    #[arg(long, value_name = "ID")]
    client_id: String,
    /// The client's redirect URI, which is never asked for.
    #[arg(long, value_name = "URI", value_parser = redirect_uri)]
    redirect_uri: String,
    /// The file with the client's secret.
    #[arg(long, value_name = "FILE")]
    client_secret_file: PathBuf,
    /// The name of the account.
    #[arg(long, value_name = "NAME")]
    username: String,
    /// The file with the account's password.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// Print the line as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints one line: on standard output if all went well, else on standard
/// error; as JSON always on standard output.
///
/// # Errors
/// [`Failure`] when a file cannot be read.
pub async fn run(args: Args) -> Result<Exit, Failure> {
    let canary = Canary {
        issuer: args.issuer,
        client_id: args.client_id,
        client_secret: secret(&args.client_secret_file)?,
        username: args.username,
        password: secret(&args.password_file)?,
        redirect_uri: args.redirect_uri,
    };
    let report = canary::run(&canary, &SystemClock, &SystemEntropy).await;
    match (args.json, &report.failure) {
        (true, _) => print(report.to_json()),
        (false, None) => print(&report),
        (false, Some(_)) => complain(&report),
    }
    Ok(if report.failure.is_none() { Exit::Fine } else { Exit::Failed })
}

/// What is in a file, without the end of its line.
fn secret(path: &Path) -> Result<Secret, Failure> {
    let refused = |why: String| Failure::usage(format!("{}: expected a secret: {why}", path.display()));
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| refused(error.to_string()))?);
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(refused("it is empty".to_owned())),
        text => Ok(Secret::new(text.to_owned())),
    }
}

/// An origin, without a slash at its end: passwords are sent there.
fn issuer(text: &str) -> Result<String, String> {
    let refused = || "expected the issuer as an origin, such as https://id.example.fi".to_owned();
    let url = Url::parse(text).map_err(|_| refused())?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() == "https" || (url.scheme() == "http" && is_here) {
        true if url.origin().ascii_serialization() == text => Ok(text.to_owned()),
        _ => Err(refused()),
    }
}

fn redirect_uri(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|_| "expected an address such as https://canary.invalid/callback".to_owned())?;
    match url.fragment() {
        None => Ok(text.to_owned()),
        Some(_) => Err("expected an address without a fragment".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::issuer;

    #[test]
    fn a_password_is_only_sent_to_an_origin_over_tls_or_to_this_machine() {
        for (text, fine) in [
            ("https://id.example.fi", true),
            ("https://id.example.fi:8443", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://id.example.fi", false),
            ("http://127.0.0.1.example.fi", false),
            ("https://id.example.fi/", false),
            ("https://id.example.fi/path", false),
            ("https://name:word@id.example.fi", false),
            ("id.example.fi", false),
        ] {
            assert_eq!(issuer(text).is_ok(), fine, "{text}");
        }
    }
}
