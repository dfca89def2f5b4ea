//! `idp dev`: the whole service with everything embedded, for a person at one
//! machine or as a fixture in somebody's tests. Loopback only.

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use accounts::import::Passwords;
use base64::Engine as _;
use ipnet::IpNet;
use tokio::net::TcpListener;

use super::{Dev as Args, Failure};
use crate::adapters::{Clock, Entropy, Fault, LegacyFiles, LegacySource, Mailbox, ShiftedClock, SystemEntropy};
use crate::demo;
use crate::flows::import_accounts::{ImportError, Importer};
use crate::ops::boot::{self, Machines, Running};
use crate::ops::config::Config;
use crate::ops::{signals, telemetry};
use crate::web::dev::Dev;

/// Where the demo e-service listens when nobody else does.
const ESERVICE_PORT: u16 = 9001;
/// What `--reset` removes: nothing but what `idp dev` made.
const OWN_FILES: [&str; 6] = ["idp.db", "idp.db-wal", "idp.db-shm", "secret", "eservice-secret", SAMPLE_FILE];
/// The file that the sample people come from.
const SAMPLE_FILE: &str = "legacy-users.csv";

/// Runs until it is asked to stop.
///
/// # Errors
/// [`Failure`] with one line for the person at the terminal.
pub async fn run(args: Args) -> Result<(), Failure> {
    let folder = Folder::open(&args.data, args.reset)?;
    let eservice = bind_eservice().await?;
    let config = config(&args, &folder)?;
    telemetry::start(telemetry::Format::Readable, &config.telemetry.log);
    let clock = Arc::new(ShiftedClock::default());
    let running = start(config, &folder, Arc::clone(&clock), &eservice).await?;
    import_sample(&running, &folder).await?;
    let (_eservice, eservice_url) = start_eservice(&running, eservice, &folder, clock).await?;
    announce(&args, &running, &eservice_url, &folder)?;
    let stop = signals::stop_token().map_err(|error| Fault::new("listen to signals", error))?;
    stop.cancelled().await;
    running.stop().await;
    Ok(())
}

/// The data directory.
struct Folder {
    path: PathBuf,
    secret: String,
    eservice_secret: String,
}

impl Folder {
    fn open(path: &Path, reset: bool) -> Result<Self, Failure> {
        let trouble = |doing| move |error: std::io::Error| Failure::from(Fault::new(doing, error));
        if reset {
            for name in OWN_FILES {
                match fs::remove_file(path.join(name)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(trouble("reset the data directory")(error));
                    }
                    _ => {}
                }
            }
            let _ = fs::remove_dir_all(path.join("mail"));
        }
        fs::create_dir_all(path).map_err(trouble("make the data directory"))?;
        Ok(Self {
            path: path.to_owned(),
            secret: kept_secret(&path.join("secret")).map_err(trouble("keep a secret in the data directory"))?,
            eservice_secret: kept_secret(&path.join("eservice-secret"))
                .map_err(trouble("keep a secret in the data directory"))?,
        })
    }

    fn database_url(&self) -> String {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        format!("sqlite://{}", path.join("idp.db").display())
    }

    fn mailbox(&self) -> PathBuf {
        self.path.join("mail")
    }
}

/// The secret in the file at `path`, made at first.
fn kept_secret(path: &Path) -> std::io::Result<String> {
    use std::os::unix::fs::OpenOptionsExt as _;
    match fs::read_to_string(path) {
        Ok(secret) => return Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let entropy: &dyn Entropy = &SystemEntropy;
    let secret = base64::engine::general_purpose::STANDARD.encode(entropy.bytes::<32>());
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{secret}")?;
    Ok(secret)
}

/// The e-service's own address: another host than the provider's, because
/// cookies do not tell ports apart. Where its usual port is taken, any other.
async fn bind_eservice() -> Result<TcpListener, Failure> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(at(ESERVICE_PORT)).await {
        Ok(listener) => Ok(listener),
        Err(_) => {
            TcpListener::bind(at(0)).await.map_err(|error| Fault::new("listen for the demo e-service", error).into())
        }
    }
}

fn config(args: &Args, folder: &Folder) -> Result<Config, Failure> {
    let (name, text) = match &args.config {
        None => ("the development settings".to_owned(), SETTINGS.to_owned()),
        Some(path) => {
            let text = fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("{}: expected a readable file: {error}", path.display())))?;
            (path.display().to_string(), text)
        }
    };
    let port = args.listen.port();
    let host = match args.listen.ip() {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => "localhost".to_owned(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    let machines = [
        ("IDP__ISSUER", format!("http://{host}:{port}")),
        ("IDP__HTTP__LISTEN", args.listen.to_string()),
        ("IDP__DATABASE__URL", folder.database_url()),
        ("IDP__EPHEMERAL__URL", "memory:".to_owned()),
        ("IDP__MAIL__URL", "mailbox:".to_owned()),
        ("IDP__KEYS__SECRET", folder.secret.clone()),
    ];
    let variable = |name: &str| machines.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
    let mut config = Config::parse(&text, &name, variable)?;
    let loopback = ["127.0.0.0/8", "::1/128"];
    config.outbound.allow.extend(loopback.iter().filter_map(|network| network.parse::<IpNet>().ok()));
    Ok(config)
}

async fn start(
    mut config: Config,
    folder: &Folder,
    clock: Arc<ShiftedClock>,
    eservice: &TcpListener,
) -> Result<Running, Failure> {
    config.clients.push(demo::client(&base_url(eservice)?, &folder.eservice_secret));
    let mailbox = Arc::new(Mailbox::open(folder.mailbox(), Arc::clone(&clock) as Arc<dyn Clock>)?);
    let machines = Machines {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        migrate: true,
        dev: Some(Dev { clock, mailbox }),
        ..Machines::default()
    };
    Ok(boot::start(config, machines).await?)
}

fn base_url(listener: &TcpListener) -> Result<String, Fault> {
    let address = listener.local_addr().map_err(|error| Fault::new("listen for the demo e-service", error))?;
    Ok(format!("http://{address}"))
}

/// Brings the sample people in, the first time.
async fn import_sample(running: &Running, folder: &Folder) -> Result<(), Failure> {
    let ctx = &running.ctx;
    let path = folder.path.join(SAMPLE_FILE);
    fs::write(&path, demo::LEGACY_USERS).map_err(|error| Fault::new("write the sample people", error))?;
    let source = LegacySource { paths: vec![path], ..LegacySource::default() };
    let files = LegacyFiles::open(source).map_err(ImportError::from)?;
    let importer = Importer {
        store: &ctx.store,
        entropy: ctx.entropy.as_ref(),
        clock: ctx.clock.as_ref(),
        hasher: &ctx.hasher,
        passwords: Passwords::Reset,
        batch: "sample",
        write: true,
    };
    importer.run(files, |_| {}, |_| {}).await?;
    Ok(())
}

async fn start_eservice(
    running: &Running,
    listener: TcpListener,
    folder: &Folder,
    clock: Arc<ShiftedClock>,
) -> Result<(demo::eservice::EService, String), Failure> {
    let base_url = base_url(&listener)?;
    let settings = demo::eservice::Settings {
        issuer: running.ctx.oidc.issuer.clone(),
        client_id: demo::CLIENT_ID.to_owned(),
        client_secret: folder.eservice_secret.clone(),
        base_url: base_url.clone(),
        clock: Arc::new(move || clock.now()),
    };
    let eservice = demo::eservice::start(listener, settings)
        .await
        .map_err(|error| Fault::new("start the demo e-service", error))?;
    Ok((eservice, base_url))
}

fn announce(args: &Args, running: &Running, eservice: &str, folder: &Folder) -> Result<(), Failure> {
    let issuer = &running.ctx.oidc.issuer;
    let users = demo::sample_users();
    let mut out = std::io::stdout().lock();
    let written = match args.ready_json {
        true => {
            let line = serde_json::json!({
                "issuer": issuer,
                "clients": [{
                    "client_id": demo::CLIENT_ID,
                    "client_secret": folder.eservice_secret,
                    "url": eservice,
                }],
                "users": users,
                "mailbox": format!("{issuer}/dev/mail"),
            });
            writeln!(out, "{line}")
        }
        false => writeln!(out, "{}", welcome(issuer, eservice, &users)),
    };
    written.and_then(|()| out.flush()).map_err(|error| Fault::new("write to the terminal", error).into())
}

fn welcome(issuer: &str, eservice: &str, users: &[demo::SampleUser]) -> String {
    let people: String = users.iter().map(|user| format!("    {:<38} {}\n", user.sign_in, user.name)).collect();
    format!(
        "\nThe login service is ready. Begin in the e-service:\n\n    \
         E-service   {eservice}/\n    \
         Mailbox     {issuer}/dev/mail\n    \
         Account     {issuer}/account\n\n\
         These people of the old system can log in; each sets a password by mail first:\n\n{people}\n\
         Move the clock, to see a link expire:\n    \
         curl -H 'content-type: application/json' -d '{{\"advance\":\"PT31M\"}}' {issuer}/dev/clock\n\n\
         Stop with Ctrl-C.\n"
    )
}

/// The settings of a development service without a file of its own.
const SETTINGS: &str = include_str!("../../../deploy/config/development.toml");
