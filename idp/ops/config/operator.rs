//! Who types a command, for the audit trail.

/// The name as the audit trail may hold it.
///
/// # Errors
/// What is expected in its place. An e-mail address is none: no line of the
/// trail holds one.
fn parse(name: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_alphanumeric() || "._-+\\".contains(c);
    match name.chars().count() {
        1..=64 if name.chars().all(allowed) => Ok(name.to_owned()),
        _ => Err("expected a login name: 1 to 64 letters, digits, dots, hyphens and underscores".to_owned()),
    }
}

/// The name that the machine knows the person by; of somebody who became another
/// user with sudo the own one. `None` where nobody logged in, as in a container.
fn of_machine() -> Option<String> {
    let names = ["SUDO_USER", "USER", "LOGNAME"].map(|variable| std::env::var_os(variable)?.into_string().ok());
    names.into_iter().flatten().find_map(|name| parse(&name).ok())
}

/// The option of every command that leaves a name in the trail.
#[derive(Clone, Debug, clap::Args)]
pub struct By {
    /// Who does it, for the audit trail; without it the one who logged in to this
    /// machine.
    #[arg(long, value_name = "NAME", value_parser = parse)]
    operator: Option<String>,
}

impl By {
    /// The name that was given, else the machine's; `None` where there is neither.
    pub fn name(&self) -> Option<String> {
        self.operator.clone().or_else(of_machine)
    }

    /// The same, and a word that stands for nobody where a machine runs the
    /// command by itself.
    pub fn name_or_command_line(&self) -> String {
        self.name().unwrap_or_else(|| "command_line".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_login_name_is_taken_and_an_address_is_not() {
        let long = "a".repeat(65);
        for (name, expected) in [
            ("maija", true),
            ("maija.virtanen-1_x", true),
            ("KASKI\\maija", true),
            ("väinö", true),
            ("", false),
            ("maija@example.fi", false),
            ("maija virtanen", false),
            ("maija\n", false),
            (&long, false),
        ] {
            assert_eq!(parse(name).is_ok(), expected, "{name:?}");
        }
    }
}
