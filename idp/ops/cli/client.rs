//! `idp client`: the relying parties. Their settings live in the configuration
//! file, which a command does not rewrite: it would lose comments, and on
//! Kubernetes the file is a ConfigMap of somebody's repository. So a new client
//! is printed, ready to be put there, and the service takes the file up as it
//! runs (docs/operations/clients.md).

mod block;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use oidc::Client;
use serde_json::{Value, json};

use self::block::Block;
use super::{Exit, Failure, complain, print};
use crate::adapters::{ClientRecord, Entropy, SystemEntropy};
use crate::ops::boot;
use crate::ops::config::Config;

/// `idp client`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Show all, also those that are not in use.
    List(List),
    /// Show the settings of one.
    Show(One),
    /// Print the settings of a new one, with a fresh secret, for the
    /// configuration file.
    Add(Box<Add>),
    /// Tell how to take one out of use.
    Disable(One),
}

/// `idp client list`.
#[derive(Clone, Debug, clap::Args)]
pub struct List {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

/// Which client.
#[derive(Clone, Debug, clap::Args)]
pub struct One {
    /// Its id.
    client_id: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// `idp client add`.
#[derive(Clone, Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    block: Block,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the database is away, or there is no such client.
pub async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => list(&args).await,
        Command::Show(args) => show(&args).await,
        Command::Add(args) => add(&args, &SystemEntropy),
        Command::Disable(args) => disable(&args).await,
    }
}

async fn list(args: &List) -> Result<Exit, Failure> {
    let known = known(&args.config).await?;
    if args.json {
        print(Value::from_iter(known.iter().map(describe)));
        return Ok(Exit::Fine);
    }
    for Known { client, state } in &known {
        let name = client.name.get("fi").unwrap_or_default();
        print(format_args!("{:<24} {state:<14} {:<20} {name}", client.client_id, client.auth_method.name()));
    }
    Ok(Exit::Fine)
}

async fn show(args: &One) -> Result<Exit, Failure> {
    let known = find(&args.config, &args.client_id).await?;
    let told = describe(&known);
    if args.json {
        print(told);
        return Ok(Exit::Fine);
    }
    for (key, value) in told.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        match value {
            Value::String(text) => print(format_args!("{key:<26} {text}")),
            other => print(format_args!("{key:<26} {other}")),
        }
    }
    Ok(Exit::Fine)
}

fn add(args: &Add, entropy: &dyn Entropy) -> Result<Exit, Failure> {
    let (toml, secret) = args.block.write(entropy);
    // With the file around it, so that every fault of it is told now.
    Config::load_with(&args.config, &toml)?;
    if args.json {
        print(json!({ "client_id": args.block.client_id, "secret": secret, "toml": toml }));
        return Ok(Exit::Fine);
    }
    print(toml.trim_end());
    complain(format_args!("put this at the end of {}; the running service takes it up", args.config.display()));
    if secret.is_some() {
        complain("the secret is not kept anywhere else and is not shown again: give it to the relying party");
    }
    Ok(Exit::Fine)
}

async fn disable(args: &One) -> Result<Exit, Failure> {
    let known = find(&args.config, &args.client_id).await?;
    let (id, file) = (&args.client_id, args.config.display());
    let how = match known.state {
        "disabled" => format!("{id} is out of use already"),
        _ => format!(
            "{id} stands in {file}: take its [[clients]] section out of it, and the running service disables it \
             within seconds (kill -HUP asks it to look at once); its tokens end, and putting the section back \
             brings it back"
        ),
    };
    let is_disabled = known.state == "disabled";
    match args.json {
        true => print(json!({ "client_id": id, "disabled": is_disabled, "how": how })),
        false => print(how),
    }
    Ok(if is_disabled { Exit::Fine } else { Exit::Failed })
}

/// A client of the file or the database.
struct Known {
    client: Client,
    state: &'static str,
}

/// Every client, by its id.
async fn known(file: &Path) -> Result<Vec<Known>, Failure> {
    let config = Config::load(file)?;
    let store = boot::open_store(&config, false).await?;
    let stored = store.list_clients().await?;
    store.close().await?;
    let in_file = |id: &str| config.clients.iter().find(|client| client.client_id == id);
    let mut known: Vec<Known> = stored
        .iter()
        .filter(|record| in_file(&record.client.client_id).is_none())
        .map(|ClientRecord { client, disabled_at, .. }| Known {
            client: client.clone(),
            state: if disabled_at.is_some() { "disabled" } else { "leaves" },
        })
        .collect();
    known.extend(config.clients.iter().map(|client| {
        let is_in_use = stored.iter().any(|record| record.disabled_at.is_none() && record.client == *client);
        Known { client: client.clone(), state: if is_in_use { "in use" } else { "not yet in use" } }
    }));
    known.sort_by(|one, other| one.client.client_id.cmp(&other.client.client_id));
    Ok(known)
}

async fn find(file: &Path, client_id: &str) -> Result<Known, Failure> {
    let found = known(file).await?.into_iter().find(|known| known.client.client_id == client_id);
    found.ok_or_else(|| Failure { exit: Exit::Failed, lines: vec![format!("no client is called {client_id:?}")] })
}

/// The settings, without anything of the secret.
fn describe(Known { client, state }: &Known) -> Value {
    let mut told = serde_json::to_value(client).unwrap_or_default();
    if let Some(settings) = told.as_object_mut() {
        settings.remove("secret_digest");
        settings.insert("state".to_owned(), json!(state));
    }
    told
}
