//! `idp config`: check a configuration as `idp serve` would, print an example
//! and a schema.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::{Exit, complain, print};
use crate::ops::config::{Config, ConfigError, Problem, example, schema};

/// `idp config`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Say whether `idp serve` would start with this configuration.
    Check {
        /// The configuration file.
        file: PathBuf,
        /// Print the findings as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a configuration with every key, explained.
    PrintExample,
    /// Print the JSON Schema of the configuration, for editors.
    PrintSchema,
}

/// Does what `command` says.
pub fn run(command: &Command) -> Exit {
    match command {
        Command::Check { file, json } => {
            let checked = Checked::of(Config::load(file));
            if *json {
                print(checked.json())
            } else {
                checked.tell(&file.display().to_string())
            }
            checked.exit()
        }
        Command::PrintExample => {
            print(example::TEXT.trim_end());
            Exit::Fine
        }
        Command::PrintSchema => {
            print(format_args!("{:#}", schema::document()));
            Exit::Fine
        }
    }
}

/// What a check found.
struct Checked {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Checked {
    fn of(config: Result<Config, ConfigError>) -> Self {
        match config {
            Ok(config) => {
                Self { problems: config.check_for_production().to_vec(), warnings: config.warnings().to_vec() }
            }
            Err(ConfigError(problems)) => Self { problems, warnings: Vec::new() },
        }
    }

    fn exit(&self) -> Exit {
        if self.problems.is_empty() { Exit::Fine } else { Exit::Misused }
    }

    fn json(&self) -> String {
        json!({ "ok": self.problems.is_empty(), "problems": self.problems, "warnings": self.warnings }).to_string()
    }

    fn tell(&self, file: &str) {
        for warning in &self.warnings {
            complain(format_args!("warning: {warning}"));
        }
        for problem in &self.problems {
            complain(problem);
        }
        if self.problems.is_empty() {
            print(format_args!("{file}: fine for production"));
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Checked, Exit};
    use crate::ops::config::Config;

    fn check(text: &str) -> Checked {
        Checked::of(Config::parse(text, "idp.toml", |_| None))
    }

    #[test]
    fn an_unsafe_configuration_is_misuse() {
        assert_eq!(check("").exit(), Exit::Misused);
        assert_eq!(check("issuer = 1").exit(), Exit::Misused);
        assert_eq!(check("not toml").exit(), Exit::Misused);
    }

    #[test]
    fn a_machine_gets_file_line_and_key() {
        let report: serde_json::Value = serde_json::from_str(&check("\nissuer = 1").json()).unwrap();
        assert_eq!(report.pointer("/ok").unwrap(), false);
        let problem = report.pointer("/problems/0").unwrap();
        assert_eq!(problem.pointer("/file").unwrap(), "idp.toml");
        assert_eq!(problem.pointer("/line").unwrap(), 2);
        assert_eq!(problem.pointer("/key").unwrap(), "issuer");
        assert_eq!(problem.pointer("/message").unwrap(), "expected a text in quotes");
    }
}
