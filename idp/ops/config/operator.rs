//! Who types a command, for the audit trail.

/// The name as the audit trail may hold it.
///
/// # Errors
/// What is expected in its place. An e-mail address is none: no line of the
/// trail holds one.
pub fn parse(name: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_alphanumeric() || "._-+\\".contains(c);
    match name.chars().count() {
        1..=64 if name.chars().all(allowed) => Ok(name.to_owned()),
        _ => Err("expected a login name: 1 to 64 letters, digits, dots, hyphens and underscores".to_owned()),
    }
}

/// The name that the machine knows the person by; of somebody who became another
/// user with sudo the own one. `None` where nobody logged in, as in a container.
pub fn of_machine() -> Option<String> {
    let names = ["SUDO_USER", "USER", "LOGNAME"].map(|variable| std::env::var_os(variable)?.into_string().ok());
    names.into_iter().flatten().find_map(|name| parse(&name).ok())
}

/// The name that was given, else the machine's; a word that no person has where
/// there is neither, as for a command that a machine runs by itself.
pub fn or_of_machine(given: Option<String>) -> String {
    given.or_else(of_machine).unwrap_or_else(|| "command_line".to_owned())
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
