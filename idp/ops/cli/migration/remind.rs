//! `idp migration remind` and `stop`: waves of reminders.

use super::{Remind, Stop};
use crate::adapters::{SystemClock, SystemEntropy};
use crate::flows::reminder_waves::{Begun, Waves};
use crate::ops::boot;
use crate::ops::cli::{Exit, Failure, print};
use crate::ops::config::Config;

/// Begins a wave, or goes on with the one that was stopped.
pub(super) async fn run(args: &Remind) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let waves = Waves { store: &store, entropy: &SystemEntropy, clock: &SystemClock };
    let begun = match args.resume {
        true => waves.resume().await?,
        false => waves.begin(args.batch.clone(), args.per_minute).await?,
    };
    store.close().await?;
    match (begun, args.resume) {
        (Begun::Running(wave, people), _) => {
            let minutes = people.div_ceil(u64::from(wave.per_minute));
            print(format_args!(
                "up to {people} people are reminded, {} a minute at the most: about {minutes} minutes",
                wave.per_minute
            ));
            print("the running service sends the mails; stop them with: idp migration stop");
            Ok(())
        }
        (Begun::Busy, _) => Err(refused("a wave of reminders runs already: stop it first with: idp migration stop")),
        (Begun::Nothing, true) => Err(refused("there is no stopped wave to go on with")),
        (Begun::Nothing, false) => {
            Err(refused("there is nobody to remind who was not reminded within seven days: see idp migration status"))
        }
    }
}

/// Stops the wave that runs.
pub(super) async fn stop(args: &Stop) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let waves = Waves { store: &store, entropy: &SystemEntropy, clock: &SystemClock };
    let stopped = waves.stop().await?;
    store.close().await?;
    match stopped {
        Some((_, taken_back)) => {
            print(format_args!("stopped; {taken_back} reminders that were not sent yet were taken back"));
            print("go on with: idp migration remind --resume");
        }
        None => print("no wave of reminders runs"),
    }
    Ok(())
}

fn refused(line: &str) -> Failure {
    Failure { exit: Exit::Failed, lines: vec![line.to_owned()] }
}
