//! `idp migration`: how far the people of an older system have come, who never
//! came, reminders to them, and the end of waiting.

mod archive;
mod remind;
mod status;
mod unseen;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Helsinki;
use clap::{Args, Subcommand};

use super::{Exit, Failure};

/// `idp migration`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Show how many people of each import have come how far, and the waves of
    /// reminders.
    Status(Status),
    /// List the people who were never seen, as CSV.
    Unseen(Unseen),
    /// Remind everybody who has not come yet by mail; the running service sends
    /// the mails.
    Remind(Remind),
    /// Stop reminding.
    Stop(Stop),
    /// Remove the personal data of people who never came; without --run it only
    /// says what it would do.
    Archive(Archive),
}

/// `idp migration status`.
#[derive(Clone, Debug, Args)]
pub struct Status {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// `idp migration unseen`.
#[derive(Clone, Debug, Args)]
pub struct Unseen {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Only the people of this import.
    #[arg(long, value_name = "NAME")]
    batch: Option<String>,
    /// Add a column with the e-mail addresses.
    #[arg(long)]
    with_email: bool,
}

/// `idp migration remind`.
#[derive(Clone, Debug, Args)]
pub struct Remind {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Only the people of this import.
    #[arg(long, value_name = "NAME", conflicts_with = "resume")]
    batch: Option<String>,
    /// How many mails a minute at the most.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=6000))]
    per_minute: u32,
    /// Go on with the wave that was stopped, instead of beginning a new one.
    #[arg(long, conflicts_with = "per_minute")]
    resume: bool,
}

/// `idp migration stop`.
#[derive(Clone, Debug, Args)]
pub struct Stop {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// `idp migration archive`.
#[derive(Clone, Debug, Args)]
pub struct Archive {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Whoever was not heard of since the beginning of this day in Finland.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = beginning_of_day)]
    before: DateTime<Utc>,
    /// Only the people of this import.
    #[arg(long, value_name = "NAME")]
    batch: Option<String>,
    /// Do it. What is removed cannot be had back.
    #[arg(long)]
    run: bool,
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the database is away, or when there is nothing to do it to.
pub async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Status(args) => status::run(&args).await,
        Command::Unseen(args) => unseen::run(&args).await,
        Command::Remind(args) => remind::run(&args).await,
        Command::Stop(args) => remind::stop(&args).await,
        Command::Archive(args) => archive::run(&args).await,
    }
    .map(|()| Exit::Fine)
}

fn beginning_of_day(text: &str) -> Result<DateTime<Utc>, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let midnight = day.and_then(|day| day.and_time(NaiveTime::MIN).and_local_timezone(Helsinki).earliest());
    midnight.map(|midnight| midnight.to_utc()).ok_or_else(|| "expected a day such as 2027-03-01".to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_finland() {
        for (text, expected) in [("2027-03-01", "2027-02-28T22:00:00Z"), ("2027-07-01", "2027-06-30T21:00:00Z")] {
            assert_eq!(beginning_of_day(text), Ok(expected.parse().unwrap()), "{text}");
        }
        for text in ["1.3.2027", "2027-02-30", "2027-03-01T00:00:00Z", ""] {
            assert!(beginning_of_day(text).is_err(), "{text}");
        }
    }
}
