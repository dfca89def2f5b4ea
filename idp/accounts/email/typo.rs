//! Slips of the finger in e-mail addresses that would send a link to nobody,
//! or to whoever bought the misspelt domain.

/// Misspelt domain and what was meant.
const DOMAINS: &[(&str, &str)] = &[
    ("gmial.com", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("gnail.com", "gmail.com"),
    ("gmaill.com", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.fi", "gmail.com"),
    ("hotmial.com", "hotmail.com"),
    ("hotmai.com", "hotmail.com"),
    ("hotmal.com", "hotmail.com"),
    ("hotmil.com", "hotmail.com"),
    ("hormail.com", "hotmail.com"),
    ("hotmail.co", "hotmail.com"),
    ("outlok.com", "outlook.com"),
    ("outloo.com", "outlook.com"),
    ("oulook.com", "outlook.com"),
    ("yaho.com", "yahoo.com"),
    ("yahooo.com", "yahoo.com"),
    ("iclod.com", "icloud.com"),
    ("icoud.com", "icloud.com"),
    ("luuku.com", "luukku.com"),
    ("lukku.com", "luukku.com"),
    ("suomi24.f", "suomi24.fi"),
    ("kolunbus.fi", "kolumbus.fi"),
    ("kolumbus.if", "kolumbus.fi"),
];

/// Misspelt endings and what was meant.
const ENDINGS: &[(&str, &str)] =
    &[(".con", ".com"), (".cmo", ".com"), (".ocm", ".com"), (".comm", ".com"), (".fii", ".fi"), (".if", ".fi")];

/// The address that was probably meant, or `None` when nothing looks misspelt.
///
/// It is a hint for a person to confirm and never an address to use.
pub fn suggestion(text: &str) -> Option<String> {
    let typed = text.trim();
    let mut meant: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    for at_sign in ["(@)", "[@]", "(at)", "[at]", "(a)", "(ät)"] {
        meant = meant.replace(at_sign, "@");
    }
    let meant = meant.trim_end_matches(['.', ',', ';']).replace(",com", ".com").replace(",fi", ".fi");
    let (local, domain) = meant.rsplit_once('@')?;
    let meant = format!("{local}@{}", corrected(domain));
    (meant != typed).then_some(meant)
}

fn corrected(domain: &str) -> String {
    let lower = domain.to_lowercase();
    if let Some((_, right)) = DOMAINS.iter().find(|(wrong, _)| *wrong == lower) {
        return (*right).to_owned();
    }
    ENDINGS
        .iter()
        .find_map(|(wrong, right)| lower.strip_suffix(wrong).map(|stem| corrected(&format!("{stem}{right}"))))
        .unwrap_or_else(|| domain.to_owned())
}
