//! What must hold of every page in every state and language.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use super::gallery;

/// A start or end tag with its attributes; those without a value have "".
#[derive(Debug)]
struct Tag<'a> {
    name: &'a str,
    attributes: BTreeMap<&'a str, &'a str>,
}

impl<'a> Tag<'a> {
    fn parse(inside: &'a str) -> Self {
        let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut attributes = BTreeMap::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"').unwrap(),
                None => ("", after),
            };
            assert!(attributes.insert(key, value).is_none(), "{key} twice in <{inside}>");
            rest = after;
        }
        Self { name, attributes }
    }

    fn get(&self, attribute: &str) -> Option<&'a str> {
        self.attributes.get(attribute).copied()
    }
}

/// The tags of a page. No page has `>` inside an attribute.
fn tags(html: &str) -> Vec<Tag<'_>> {
    html.split('<').skip(1).map(|part| Tag::parse(part.split_once('>').unwrap().0.trim_end_matches('/'))).collect()
}

fn each_page(check: impl Fn(&str, &str, &[Tag<'_>])) {
    let views = gallery::every_view(&gallery::site("#0b4f8a"));
    assert!(views.len() > 150);
    for (name, html) in views {
        check(&name, &html, &tags(&html));
    }
}

fn ids<'a>(tags: &[Tag<'a>]) -> Vec<&'a str> {
    tags.iter().filter_map(|tag| tag.get("id")).collect()
}

#[test]
fn every_page_is_a_whole_document_in_its_language() {
    each_page(|name, html, tags| {
        assert!(html.starts_with("<!doctype html>"), "{name}");
        let language = if name.starts_with("mailbox") { "en" } else { name.rsplit('-').next().unwrap() };
        let root = tags.iter().find(|tag| tag.name == "html").unwrap();
        assert_eq!(root.get("lang"), Some(language), "{name}");
        // What a proxy shows while nobody answers is a page without a frame.
        let framed = if name.starts_with("maintenance") { &[][..] } else { &["header", "footer"] };
        for &once in ["h1", "main", "title"].iter().chain(framed) {
            assert_eq!(tags.iter().filter(|tag| tag.name == once).count(), 1, "{once} of {name}");
        }
        let (_, title) = html.split_once("<title>").unwrap();
        assert!(!title.starts_with([' ', '\n', '<']), "{name}");
    });
}

#[test]
fn every_element_is_closed_where_it_was_opened() {
    const VOID: [&str; 5] = ["meta", "link", "input", "hr", "img"];
    const SHAPES: [&str; 3] = ["path", "circle", "rect"];
    each_page(|name, _, tags| {
        let mut open = Vec::new();
        for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name) && !SHAPES.contains(&tag.name)) {
            match tag.name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
                None if tag.name != "!doctype" => open.push(tag.name),
                None => {}
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    });
}

#[test]
fn ids_are_unique_and_every_reference_finds_one() {
    each_page(|name, _, tags| {
        let all = ids(tags);
        let known: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), known.len(), "{name}: {all:?}");
        for tag in tags {
            for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-policy", "data-copy"]
            {
                let Some(value) = tag.get(attribute) else { continue };
                assert!(!value.trim().is_empty(), "{attribute} of {name}");
                assert!(value.split_whitespace().all(|id| known.contains(id)), "{attribute}={value} of {name}");
            }
            if let Some(fragment) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(known.contains(fragment), "#{fragment} of {name}");
            }
        }
    });
}

#[test]
fn every_field_has_a_label_and_its_name_as_id() {
    each_page(|name, _, tags| {
        let labelled: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("for")).collect();
        for input in tags.iter().filter(|tag| tag.name == "input" && tag.get("type") != Some("hidden")) {
            // The choices of one question share its name.
            let is_choice = input.get("type") == Some("radio");
            let id = input.get("id").unwrap();
            assert!(input.get("name").is_some_and(|name| id == name || (is_choice && id.starts_with(name))), "{name}");
            let unseen = input.get("aria-hidden") == Some("true");
            assert!(unseen || labelled.contains(input.get("id").unwrap()), "{input:?} of {name}");
            assert!(input.get("placeholder").is_none() && input.get("maxlength").is_none(), "{name}");
            assert_ne!(input.get("aria-invalid"), Some(""), "{name}");
        }
    });
}

#[test]
fn an_error_is_in_the_title_the_summary_and_at_the_field() {
    const PREFIXES: [&str; 3] = ["<title>Virhe: ", "<title>Fel: ", "<title>Error: "];
    each_page(|name, html, tags| {
        let summaries = tags.iter().filter(|tag| tag.get("class") == Some("errsum")).count();
        let inline = tags.iter().filter(|tag| tag.get("class") == Some("err")).count();
        let invalid = tags.iter().filter(|tag| tag.get("aria-invalid") == Some("true")).count();
        assert_eq!(inline, invalid, "{name}");
        assert_eq!(summaries, usize::from(inline > 0), "{name}");
        assert_eq!(PREFIXES.iter().any(|prefix| html.contains(prefix)), inline > 0, "{name}");
    });
}

#[test]
fn at_most_one_element_takes_the_focus() {
    each_page(|name, _, tags| {
        let focused = tags.iter().filter(|tag| tag.get("autofocus").is_some()).count();
        assert!(focused <= 1, "{name}");
        assert!(tags.iter().all(|tag| tag.get("tabindex").is_none_or(|index| index == "-1")), "{name}");
    });
}

#[test]
fn no_page_has_inline_style_or_script() {
    each_page(|name, _, tags| {
        for tag in tags {
            // A file that stands by itself has no other place for its style.
            let is_file = name.starts_with("data-file") || name.starts_with("maintenance");
            assert!((tag.name != "style" || is_file) && tag.get("style").is_none(), "{name}");
            assert!(tag.name != "script" || tag.get("src").is_some(), "{name}");
            assert!(tag.attributes.keys().all(|key| !key.starts_with("on")), "{name}");
        }
    });
}

#[test]
fn no_text_is_missing_or_half_filled() {
    each_page(|name, html, _| {
        for trace in ["⟦", "{ $", "{$", ">null<", "\"null\"", "None", "Some("] {
            assert!(!html.contains(trace), "{trace} in {name}");
        }
    });
}

#[test]
fn forms_post_to_this_service_and_have_a_button_with_an_id() {
    each_page(|name, html, tags| {
        for form in tags.iter().filter(|tag| tag.name == "form") {
            assert_eq!(form.get("method"), Some("post"), "{name}");
            assert!(form.get("action").unwrap().starts_with('/'), "{name}");
        }
        for form in html.split("<form").skip(1) {
            let (inside, _) = form.split_once("</form>").unwrap();
            let submits = tags_of(inside).into_iter().filter(|tag| tag.get("type") == Some("submit"));
            assert_eq!(submits.map(|tag| tag.get("id").is_some()).collect::<Vec<_>>(), [true], "{name}");
        }
    });
}

fn tags_of(html: &str) -> Vec<Tag<'_>> {
    let (_, inside) = html.split_once('>').unwrap();
    tags(inside)
}

#[test]
fn the_agreed_fields_and_buttons_are_there() {
    for (page, wanted) in [
        ("login-fi", &["username", "continue"][..]),
        ("password-fi", &["username", "password", "remember_me", "sign_in"]),
        ("set-password-fi", &["username", "password", "password_confirm"]),
        ("forgot-fi", &["username", "email"]),
        ("logout-fi", &["confirm_logout"]),
        ("own-password-fi", &["current_password", "password", "password_confirm"]),
        ("own-email-fi", &["email", "email_confirm", "password"]),
        ("consent-fi", &["approve", "deny"]),
        ("terms-first-fi", &["accept_terms", "decline_terms"]),
    ] {
        let views: BTreeMap<String, String> = gallery::every_view(&gallery::site("#0b4f8a")).into_iter().collect();
        let found: BTreeSet<&str> = ids(&tags(&views[page])).into_iter().collect();
        assert!(wanted.iter().all(|id| found.contains(id)), "{page}: {found:?}");
    }
}

#[test]
fn what_a_person_typed_is_not_markup() {
    let site = gallery::site("#0b4f8a");
    let user = super::User { name: "<b>x".to_owned(), username: "\"><script>".to_owned(), logout: vec![] };
    let frame = super::Frame::new(&site, accounts::Locale::En).with_user(user);
    let page = super::View::render(&super::account::Front { frame, login_href: "/login".to_owned() });
    assert!(!page.contains("<b>") && !page.contains("\"><script>"), "{page}");
}

#[test]
fn the_first_view_weighs_at_most_ten_kilobytes_in_four_requests() {
    let site = gallery::site("#0b4f8a");
    let views: BTreeMap<String, String> = gallery::every_view(&site).into_iter().collect();
    let page = &views["login-migration-fi"];
    let links = tags(page).into_iter().filter_map(|tag| tag.get("href").or_else(|| tag.get("src")));
    let paths: BTreeSet<&str> = links.filter(|href| href.starts_with("/assets/")).collect();
    assert_eq!(paths.len() + 1, 4);
    let files = paths.iter().map(|path| path.split('/').skip(2).collect::<Vec<_>>());
    let bytes = files.map(|parts| site.assets().find(parts[0], parts[1]).unwrap().0.gzip().len()).sum::<usize>();
    // Even before the page itself is compressed.
    assert!(bytes + page.len() <= 10_240, "{bytes} + {}", page.len());
}
