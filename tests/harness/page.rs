//! An answer as a person sees it, and what a test says about it.

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;
use scraper::Html;
use serde_json::Value;
use url::Url;

use super::form::{Form, selector};

/// An answer of the service: a page, or a redirect that leaves the service.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: String,
    pub forms: Vec<Form>,
    /// Where the links lead, in order.
    pub links: Vec<String>,
    pub title: String,
    /// The first heading.
    pub heading: String,
    /// The language that the document says it is in.
    pub lang: String,
    /// What a person can read.
    pub text: String,
    /// Every URL that was asked for on the way here.
    pub trail: Vec<String>,
}

impl Page {
    /// The page that `body` is.
    pub fn read(status: u16, url: Url, headers: HeaderMap, body: String, trail: Vec<String>) -> Self {
        let document = Html::parse_document(&body);
        let text_of = |css: &str| {
            document
                .select(&selector(css))
                .next()
                .map(|found| squeeze(&found.text().collect::<String>()))
                .unwrap_or_default()
        };
        let links = document
            .select(&selector("a[href]"))
            .filter_map(|link| link.value().attr("href"))
            .map(str::to_owned)
            .collect();
        Self {
            forms: Form::all(&document),
            links,
            title: text_of("title"),
            heading: text_of("h1"),
            lang: document.root_element().value().attr("lang").unwrap_or_default().to_owned(),
            text: text_of("body"),
            status,
            url,
            headers,
            body,
            trail,
        }
    }

    /// The value of the header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Where the answer redirects to.
    pub fn location(&self) -> Option<Url> {
        self.header("location").map(|location| self.url.join(location).expect("a URL to go to"))
    }

    /// The query parameters of the redirect to a relying party.
    #[track_caller]
    pub fn callback(&self) -> BTreeMap<String, String> {
        let location = self.location().unwrap_or_else(|| panic!("no redirect: {}", self.told()));
        location.query_pairs().into_owned().collect()
    }

    /// Checks where this is, and how it was answered.
    #[track_caller]
    pub fn is(&self, status: u16, path: &str) -> &Self {
        assert_eq!((self.status, self.url.path()), (status, path), "{}", self.told());
        self
    }

    /// Checks that a person can read `text` here.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "no “{text}” in {}", self.told());
        self
    }

    /// Checks that `text` is nowhere in the page.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "“{text}” stands in {}", self.told());
        self
    }

    /// Whether some form has a field called `name`.
    pub fn asks_for(&self, name: &str) -> bool {
        self.forms.iter().any(|form| form.field(name).is_some_and(|field| field.kind != "hidden" && !field.readonly))
    }

    /// The first link whose address contains `part`.
    #[track_caller]
    pub fn link(&self, part: &str) -> Url {
        let found = self.links.iter().find(|link| link.contains(part));
        self.url.join(found.unwrap_or_else(|| panic!("no link to {part} in {}", self.told()))).unwrap()
    }

    /// The answer as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.told()))
    }

    /// The page with everything that may differ between two people taken out:
    /// what they typed, the values of hidden fields, sealed logins, and the
    /// reference of the request.
    pub fn without(&self, typed: &str) -> String {
        let mut body = without_flows(&self.body).replace(typed, "…");
        if let Some(reference) = self.reference() {
            body = body.replace(reference, "…");
            // Above it stands the minute of the request.
            let label = body.split_once("class=\"ref\"><dl><dt>").and_then(|(_, after)| after.split_once("</dt>"));
            if let Some(label) = label.map(|(label, _)| label.to_owned()) {
                body = body.replace(&label, "…");
            }
        }
        for form in &self.forms {
            for field in form.fields.iter().filter(|field| field.kind == "hidden" && !field.value.is_empty()) {
                body = body.replace(&field.value, "…");
            }
        }
        body
    }

    /// The reference on a page that leads no further.
    pub fn reference(&self) -> Option<&str> {
        let (_, after) = self.body.split_once("id=\"reference\">")?;
        after.split_once('<').map(|(reference, _)| reference)
    }

    /// The answer in a few lines, for the message of a failed test.
    pub fn told(&self) -> String {
        let text: String = self.text.chars().take(600).collect();
        format!(
            "{} {} → {:?}\n{}\n{text}\nby way of {:#?}",
            self.status,
            self.url,
            self.header("location"),
            self.title,
            self.trail
        )
    }
}

/// `body` without the values of `flow` in its links.
fn without_flows(body: &str) -> String {
    let mut pieces = body.split("flow=");
    let first = pieces.next().unwrap_or_default().to_owned();
    let is_sealed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    pieces.fold(first, |kept, piece| kept + "flow=…" + piece.trim_start_matches(is_sealed))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
