//! `idp mail bounced`: takes in what a mail server sends back.

use std::io::Read as _;

use clap::Subcommand;

use super::{Exit, Failure, WithConfig, print};
use crate::adapters::{Fault, LONGEST_REPORT, Report, Sender, SystemClock};
use crate::flows::returned_mail::{Handled, take_in};
use crate::ops::boot;
use crate::ops::config::Config;
use crate::outbox::digest_of_address;

/// `idp mail`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Read one returned message from standard input, as a mail server pipes
    /// it, and note on the account that its mail comes back.
    Bounced(WithConfig),
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the message was not taken in; a mail server tries again.
pub async fn run(Command::Bounced(args): Command) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let mut raw = Vec::new();
    let limit = u64::try_from(LONGEST_REPORT).unwrap_or(u64::MAX);
    let read = std::io::stdin().lock().take(limit).read_to_end(&mut raw);
    read.map_err(|error| Fault::new("read the message from standard input", error))?;
    let sender = Sender::parse(&config.mail.from).ok_or_else(|| Fault::new("use mail.from", "expected an address"))?;
    let report = Report::read(&raw, sender.domain());
    let sealer = boot::sealer(&config)?;
    let store = boot::open_store(&config, false).await?;
    let handled = take_in(&store, &SystemClock, report, |address| digest_of_address(&sealer, address)).await?;
    store.close().await?;
    print(match handled {
        Handled::Noted => "noted on the account",
        Handled::NothingToDo => "nothing to note",
        Handled::NotOurs => "not a report about a mail of this service",
    });
    Ok(Exit::Fine)
}
