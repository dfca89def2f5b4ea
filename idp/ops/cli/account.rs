//! `idp account`: what customer service and operators do to one account.
//! Personal data goes to the terminal and nowhere else.

mod words;

use std::path::PathBuf;

use accounts::{Account, Locale};
use clap::Subcommand;

use self::words::Told;
use super::{Exit, Failure};
use crate::ctx::{BrowserId, Caller, Ctx};
use crate::flows::administer_account::{self as step, Named, Operator};
use crate::ops::boot;
use crate::ops::config::Config;
use crate::ops::config::operator::By;
use crate::reference::Reference;

/// `idp account`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Show who it is and how the account stands.
    Show(Args),
    /// Lift the lock that wrong passwords have put on it.
    Unlock(Args),
    /// Close it: logins, refresh tokens and mailed links end at once.
    Disable(Args),
    /// Open it again.
    Enable(Args),
    /// Mail its owner a link for a password.
    SendLink(Args),
}

/// Which account.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The username, e-mail address or subject.
    name: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[command(flatten)]
    by: By,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when a store is away or nobody has the name; then nothing has
/// changed.
pub async fn run(command: Command) -> Result<Exit, Failure> {
    let (Command::Show(args)
    | Command::Unlock(args)
    | Command::Disable(args)
    | Command::Enable(args)
    | Command::SendLink(args)) = &command;
    let Some(name) = args.by.name() else {
        return Err(Failure::usage("expected --operator NAME: this machine does not tell who you are".to_owned()));
    };
    let config = Config::load(&args.config)?;
    let ctx = boot::context(&config).await?;
    let operator = Operator { name, caller: caller(&ctx) };
    let outcome = act(&ctx, &command, &args.name, &operator).await;
    ctx.store.close().await?;
    let told = outcome?;
    told.print(args.json);
    Ok(if told.ok { Exit::Fine } else { Exit::Failed })
}

async fn act(ctx: &Ctx, command: &Command, name: &str, operator: &Operator) -> Result<Told, Failure> {
    let account = find(ctx, name).await?;
    Ok(match command {
        Command::Show(_) => Told::standing(&step::show(ctx, account, operator).await?),
        Command::Unlock(_) => {
            step::unlock(ctx, &account, operator).await?;
            Told::done("no name of the account is locked any more")
        }
        Command::Disable(_) => Told::changed(step::disable(ctx, &account, operator).await?, "closed"),
        Command::Enable(_) => Told::changed(step::enable(ctx, &account, operator).await?, "open"),
        Command::SendLink(_) => {
            Told::mailed(step::send_link(ctx, &account, operator).await?, &operator.caller.reference)
        }
    })
}

async fn find(ctx: &Ctx, name: &str) -> Result<Account, Failure> {
    let refused = |line: String| Failure { exit: Exit::Failed, lines: vec![line] };
    match step::find(ctx, name).await? {
        Named::One(account) => Ok(*account),
        Named::Nobody => Err(refused("no account has this username, e-mail address or subject".to_owned())),
        Named::Several(accounts) => {
            let names: Vec<&str> = accounts.iter().map(|one| one.username.as_deref().unwrap_or(&one.sub)).collect();
            Err(refused(format!("several accounts have this address, name one of: {}", names.join(", "))))
        }
    }
}

/// Whoever types here, in the audit trail and in mails.
fn caller(ctx: &Ctx) -> Caller {
    Caller {
        network: "command_line".to_owned(),
        user_agent: String::new(),
        locale: Locale::default(),
        browser: BrowserId(String::new()),
        reference: Reference::new(ctx.random()),
    }
}
