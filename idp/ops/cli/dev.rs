//! `idp dev`: the whole service with everything embedded, for a person at one
//! machine or as a fixture in somebody's tests. Loopback only.

mod folder;
mod sites;

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use accounts::import::{Passwords, Sheet};
use accounts::towns::Towns;
use ipnet::IpNet;

use super::{Dev as Args, Failure};
use crate::adapters::{Clock, Fault, LegacyFiles, LegacySource, Mailbox, ShiftedClock};
use crate::demo::people::{self, SampleUser};
use crate::demo::{documents, postal_codes};
use crate::flows::import_accounts::Importer;
use crate::flows::import_other_ids::OtherIdImporter;
use crate::import_run::ImportError;
use crate::ops::boot::{self, Machines, Running};
use crate::ops::config::Config;
use crate::ops::{signals, telemetry};
use crate::web::dev::Dev;

use folder::Folder;
use sites::{Places, Told};

/// Runs until it is asked to stop.
///
/// # Errors
/// [`Failure`] with one line for the person at the terminal.
pub async fn run(args: Args) -> Result<(), Failure> {
    let folder = Folder::open(&args.data, args.reset)?;
    let places = Places::bind(&folder).await?;
    let config = config(&args, &folder)?;
    let telling = telemetry::start(telemetry::Format::Readable, &config.telemetry)?;
    let clock = Arc::new(ShiftedClock::default());
    let running = start(config, &folder, Arc::clone(&clock), &places).await?;
    import_sample(&running, &folder).await?;
    import_other_ids(&running, &folder).await?;
    let (clients, addresses) = (places.told(), places.addresses());
    let _sites = places.start(&running.ctx.oidc.issuer, &clock)?;
    announce(&args, &running, &clients, &addresses)?;
    let stop = signals::stop_token().map_err(|error| Fault::new("listen to signals", error))?;
    stop.cancelled().await;
    running.stop().await;
    telling.stop().await;
    Ok(())
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
    if args.config.is_none() {
        documents::add_to(&mut config.organisation);
        config.accounts.towns = Towns::parse(postal_codes::TABLE).unwrap_or_default();
    }
    let loopback = ["127.0.0.0/8", "::1/128"];
    config.telemetry.metrics_listen = config.telemetry.metrics_listen.filter(|address| address.ip().is_loopback());
    config.outbound.allow.extend(loopback.iter().filter_map(|network| network.parse::<IpNet>().ok()));
    Ok(config)
}

async fn start(
    mut config: Config,
    folder: &Folder,
    clock: Arc<ShiftedClock>,
    places: &Places,
) -> Result<Running, Failure> {
    config.clients.extend(places.clients());
    let mailbox = Arc::new(Mailbox::open(folder.mailbox(), Arc::clone(&clock) as Arc<dyn Clock>)?);
    let machines = Machines {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        migrate: true,
        dev: Some(Dev { clock, mailbox }),
        ..Machines::default()
    };
    Ok(boot::start(config, machines).await?)
}

/// Brings the sample people in, the first time.
async fn import_sample(running: &Running, folder: &Folder) -> Result<(), Failure> {
    let ctx = &running.ctx;
    let source = LegacySource {
        paths: vec![folder.write_sample(folder::SAMPLE_PEOPLE, people::LEGACY_USERS)?],
        ..LegacySource::default()
    };
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

/// Brings in by which ids the other services knew the sample people.
async fn import_other_ids(running: &Running, folder: &Folder) -> Result<(), Failure> {
    let ctx = &running.ctx;
    let path = folder.write_sample(folder::SAMPLE_IDS, people::OTHER_IDS)?;
    let files = LegacyFiles::open_sheet(Sheet::OtherIds, &[path]).map_err(ImportError::from)?;
    let importer = OtherIdImporter { store: &ctx.store, clock: ctx.clock.as_ref(), batch: "sample-ids", write: true };
    importer.run(files, |_| {}, |_| {}).await?;
    Ok(())
}

fn announce(
    args: &Args,
    running: &Running,
    clients: &[Told],
    addresses: &[(&'static str, String)],
) -> Result<(), Failure> {
    let issuer = &running.ctx.oidc.issuer;
    let users = people::sample_users();
    let mut out = std::io::stdout().lock();
    let written = match args.ready_json {
        true => {
            let mailbox = format!("{issuer}/dev/mail");
            let line = serde_json::json!({ "issuer": issuer, "clients": clients, "users": users, "mailbox": mailbox });
            writeln!(out, "{line}")
        }
        false => writeln!(out, "{}", welcome(issuer, addresses, &users)),
    };
    written.and_then(|()| out.flush()).map_err(|error| Fault::new("write to the terminal", error).into())
}

fn welcome(issuer: &str, addresses: &[(&'static str, String)], users: &[SampleUser]) -> String {
    let sites: String = addresses.iter().map(|(name, url)| format!("    {name:<14} {url}\n")).collect();
    let people: String = users.iter().map(|user| format!("    {:<38} {}\n", user.sign_in, user.name)).collect();
    format!(
        "\nThe login service is ready. Begin at one of the demo sites; one login is enough for all.\n\
         Neighbour Help is somebody else's: it asks before it is told anything.\n\n{sites}    \
         Mailbox        {issuer}/dev/mail\n    \
         Account        {issuer}/account\n\n\
         These people of the old system can log in; each sets a password by mail first:\n\n{people}\n\
         Minna, Erkki and Åsa have a history at all three sites.\n\n\
         Move the clock, to see a link expire:\n    \
         curl -H 'content-type: application/json' -d '{{\"advance\":\"PT31M\"}}' {issuer}/dev/clock\n\n\
         Stop with Ctrl-C.\n"
    )
}

/// The settings of a development service without a file of its own.
const SETTINGS: &str = include_str!("../../../deploy/config/development.toml");
