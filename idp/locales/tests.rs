//! The files hold the same texts in all languages, all of them are used, and
//! nothing asks for a text that they lack.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Each key with the names of its variables.
pub(crate) type Keys = BTreeMap<String, BTreeSet<String>>;

thread_local! {
    static ASKED: RefCell<BTreeSet<String>> = RefCell::default();
}

/// Remembers that `key` was asked for.
pub(super) fn note(key: &str) {
    ASKED.with_borrow_mut(|asked| asked.insert(key.to_owned()));
}

/// The keys of the texts that `act` asks for.
pub(crate) fn asked_texts(act: impl FnOnce()) -> BTreeSet<String> {
    ASKED.take();
    act();
    ASKED.take()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("idp")
}

fn files_under(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, extensions));
        } else if path.extension().is_some_and(|ext| extensions.iter().any(|wanted| ext == *wanted)) {
            found.push(path);
        }
    }
    found
}

fn sources(locale: Locale) -> Vec<(PathBuf, String)> {
    let files = files_under(&root().join("locales").join(locale.tag()), &["ftl"]);
    assert!(!files.is_empty());
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Every key of one language.
pub(crate) fn keys(locale: Locale) -> Keys {
    let mut keys = Keys::new();
    for (path, source) in sources(locale) {
        let mut current = String::new();
        for line in source.lines() {
            if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                assert!(keys.insert(key.to_owned(), BTreeSet::new()).is_none(), "{key} twice, {}", path.display());
                key.clone_into(&mut current);
            }
            for variable in line.split('$').skip(1) {
                let name = variable.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap();
                keys.get_mut(&current).unwrap().insert(name.to_owned());
            }
        }
    }
    keys
}

/// Every word in double quotes that looks like a key, in templates and code.
fn quoted_words() -> BTreeSet<String> {
    let folders = [root().join("web/pages"), root().join("adapters/mail")];
    let files = folders.iter().flat_map(|folder| files_under(folder, &["html", "rs"]));
    let texts = files.map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>();
    let is_key = |word: &&str| word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    texts.iter().flat_map(|text| text.split('"')).filter(is_key).map(str::to_owned).collect()
}

#[test]
fn every_file_is_well_formed() {
    for locale in Locale::ALL {
        for (path, source) in sources(locale) {
            let problems = FluentResource::try_new(source).map_err(|(_, problems)| problems).err();
            assert_eq!(problems, None, "{}", path.display());
        }
    }
}

#[test]
fn all_languages_have_the_same_keys_and_variables() {
    let [finnish, swedish, english] = Locale::ALL.map(keys);
    assert_eq!(finnish, swedish);
    assert_eq!(finnish, english);
}

#[test]
fn every_text_can_be_filled_in() {
    let texts = Texts::default();
    for locale in Locale::ALL {
        for (key, variables) in keys(locale) {
            let args: FluentArgs<'_> = variables.iter().map(|name| (name.as_str(), Value::from(1))).collect();
            let bundle = texts.bundle(locale);
            let pattern = bundle.get_message(&key).and_then(|message| message.value()).unwrap();
            let mut problems = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&args), &mut problems);
            assert!(problems.is_empty(), "{key}, {locale:?}: {problems:?}");
            assert!(!text.trim().is_empty() && !text.contains(['{', '}']), "{key}, {locale:?}: {text}");
        }
    }
}

#[test]
fn every_text_is_used() {
    let used = quoted_words();
    let unused = keys(Locale::Fi).into_keys().filter(|key| !used.contains(key)).collect::<Vec<_>>();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_that_pages_and_mails_name_exists() {
    let known = keys(Locale::Fi);
    let families = known.keys().map(|key| key.split('_').next().unwrap().to_owned()).collect::<BTreeSet<_>>();
    let looks_like_a_text = |word: &String| families.contains(word.split('_').next().unwrap());
    let missing = quoted_words().into_iter().filter(looks_like_a_text).filter(|word| !known.contains_key(word));
    // Ids, classes and names of files and mails that begin like keys do.
    let others = [
        "password_confirm",
        "email_confirm",
        "email_confirm_problem",
        "email_problem",
        "account_news",
        "password_hint",
        "password_rules",
        "password_problem",
        "password_confirm_problem",
        "password_changed",
        "activation_link",
        "forgot_sent",
        "login_again",
        "accessibility_contact",
    ];
    let missing = missing.filter(|word| !others.contains(&word.as_str())).collect::<Vec<_>>();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_text_is_filled_in_without_isolation_marks() {
    let texts = Texts::default();
    let text = texts.get(Locale::Sv, "mail_greeting", &[("first_name", "Åsa".into())]);
    assert_eq!(text, "Hej Åsa!");
}

#[test]
fn a_number_chooses_the_form_of_the_sentence() {
    let texts = Texts::default();
    let left = |count: u32| texts.get(Locale::Fi, "login_tries_left", &[("count", count.into()), ("hours", 24.into())]);
    assert_eq!(left(1), "Sinulla on 1 yritys jäljellä. Sen jälkeen käyttäjätunnus lukitaan 24 tunniksi.");
    assert_eq!(left(2), "Sinulla on 2 yritystä jäljellä. Sen jälkeen käyttäjätunnus lukitaan 24 tunniksi.");
}

#[test]
fn a_missing_text_is_easy_to_see() {
    assert_eq!(Texts::default().get(Locale::Fi, "no_such_text", &[]), "⟦no_such_text⟧");
}
