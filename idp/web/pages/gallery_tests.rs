//! The gallery is whole: every template, every page and every text is in it.
//! What the browser tests look at is what it writes into `target/gallery`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use accounts::Locale;

use super::gallery::{every_page, every_view, site};
use crate::locales::tests::{asked_texts, keys};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("idp/web/pages")
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let here = files.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    here.chain(folders.iter().flat_map(|folder| self::files(folder, extension))).collect()
}

/// The page that each template belongs to, as the code declares them.
fn declared(code: &str) -> Vec<(String, String)> {
    let parts = code.split("#[template(path = \"").skip(1);
    let named = parts.map(|part| {
        let (template, rest) = part.split_once('"').unwrap();
        let (_, rest) = rest.split_once("struct ").unwrap();
        let page = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
        (template.to_owned(), page.to_owned())
    });
    named.collect()
}

/// The templates that a template is made of besides itself.
fn parts(template: &str) -> Vec<String> {
    let words = ["{% extends \"", "{% include \"", "{% import \"", "{%- extends \"", "{%- include \"", "{%- import \""];
    let named = words.iter().flat_map(|word| template.split(word).skip(1));
    named.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The templates and pages that no view shows.
fn unseen(
    declared: &[(String, String)],
    templates: &BTreeMap<String, String>,
    seen: &BTreeSet<String>,
) -> BTreeSet<String> {
    let (shown, hidden): (Vec<_>, Vec<_>) = declared.iter().partition(|(_, page)| seen.contains(page));
    let mut reached = BTreeSet::new();
    let mut open: Vec<String> = shown.iter().map(|(template, _)| template.clone()).collect();
    while let Some(template) = open.pop() {
        open.extend(parts(&templates[&template]).into_iter().filter(|part| !reached.contains(part)));
        reached.insert(template);
    }
    let unreached = templates.keys().filter(|template| !reached.contains(*template));
    hidden.into_iter().map(|(_, page)| page).chain(unreached).cloned().collect()
}

fn declared_in_this_room() -> Vec<(String, String)> {
    files(&folder(), "rs").iter().flat_map(|path| declared(&fs::read_to_string(path).unwrap())).collect()
}

fn templates() -> BTreeMap<String, String> {
    let folder = folder().join("templates");
    let all = files(&folder, "html").into_iter().chain(files(&folder, "svg"));
    all.map(|path| {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    })
    .collect()
}

fn seen() -> BTreeSet<String> {
    let site = site("#0b4f8a");
    let pages = every_page(&site);
    let kinds = pages.iter().map(|(_, page)| page.kind().split('<').next().unwrap());
    kinds.map(|kind| kind.rsplit("::").next().unwrap().to_owned()).collect()
}

#[test]
fn every_template_and_every_page_is_in_the_gallery() {
    let declared = declared_in_this_room();
    assert!(declared.len() > 30, "only {declared:?} were found");
    assert_eq!(unseen(&declared, &templates(), &seen()), BTreeSet::new());
}

#[test]
fn a_template_or_a_page_without_a_view_is_noticed() {
    let planted = "#[derive(Template)]\n#[template(path = \"front.html\")]\npub struct Planted<'a> {";
    let mut declared = declared_in_this_room();
    declared.extend(self::declared(planted));
    let mut templates = templates();
    templates.insert("planted.html".to_owned(), String::new());
    let noticed = unseen(&declared, &templates, &seen());
    assert_eq!(noticed, ["Planted", "planted.html"].map(str::to_owned).into());
}

#[test]
fn every_text_of_the_pages_is_in_the_gallery() {
    let asked = asked_texts(|| drop(every_view(&site("#0b4f8a"))));
    let of_pages = keys(Locale::Fi).into_keys().filter(|key| key.split('_').next() != Some("mail"));
    let unseen = of_pages.filter(|key| !asked.contains(key));
    assert_eq!(unseen.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn no_two_pages_of_the_gallery_have_the_same_name() {
    let mut names = BTreeSet::new();
    for (name, _) in every_page(&site("#0b4f8a")) {
        assert!(names.insert(name.clone()), "{name} twice");
    }
}

#[test]
fn the_gallery_is_written() {
    let site = site("#0b4f8a");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    fs::create_dir_all(&folder).unwrap();
    for gone in files(&folder, "html").into_iter().filter(|path| path.parent() == Some(&folder)) {
        fs::remove_file(gone).unwrap();
    }
    for (name, html) in every_view(&site) {
        fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
    for name in ["app.css", "app.js", "mark.svg"] {
        let path = site.assets().path(name).unwrap();
        let target = folder.join(path.trim_start_matches('/'));
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        fs::write(target, &site.assets().find(parts[0], parts[1]).unwrap().0.plain).unwrap();
    }
}
