//! A browser without JavaScript that knows one site: it keeps cookies, follows
//! the site's own redirects, and stops where it is sent back to the client.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::Url;

use super::page::{Form, reference};
use super::report::Trouble;

/// How long one answer may take to its end.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer answers are no pages of ours, in bytes.
const LONGEST: usize = 1024 * 1024;
/// More redirects in a row go round in a circle.
const MOST_REDIRECTS: usize = 10;

/// The browser.
pub(super) struct Browser<'a> {
    http: Client,
    site: Url,
    /// Where the client waits for the answer; never asked for.
    callback: &'a str,
    cookies: BTreeMap<String, String>,
}

/// An answer: a page, or the way back to the client.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) url: Url,
    pub(super) body: String,
    /// The address at the client that the browser is sent to.
    pub(super) back: Option<Url>,
    leads_to: Option<String>,
    cookies: Vec<String>,
}

impl<'a> Browser<'a> {
    /// A browser that has never been at `site`.
    pub(super) fn new(site: Url, callback: &'a str) -> Result<Self, Trouble> {
        let builder = Client::builder().redirect(Policy::none()).no_proxy().timeout(PATIENCE);
        let http = builder.user_agent(concat!("idp-canary/", env!("CARGO_PKG_VERSION"))).build().map_err(trouble)?;
        Ok(Self { http, site, callback, cookies: BTreeMap::new() })
    }

    /// What requests of the client itself are made of, which have no cookies.
    pub(super) fn client(&self) -> &Client {
        &self.http
    }

    /// Opens `url` and follows the site's redirects.
    pub(super) async fn open(&mut self, url: Url) -> Result<Answer, Trouble> {
        let answer = self.visit(self.http.get(url)).await?;
        self.follow(answer).await
    }

    /// Sends `form` of the page `answer` and follows the site's redirects.
    pub(super) async fn send(
        &mut self,
        answer: &Answer,
        form: &Form,
        typed: &[(&str, &str)],
    ) -> Result<Answer, Trouble> {
        let url = self.within(&answer.url, &form.action)?;
        let request = self.http.post(url).form(&form.filled(typed));
        let request = request.header(ORIGIN, self.site.origin().ascii_serialization());
        let answer = self.visit(request.header("sec-fetch-site", "same-origin")).await?;
        self.follow(answer).await
    }

    async fn follow(&mut self, mut answer: Answer) -> Result<Answer, Trouble> {
        for _ in 0..MOST_REDIRECTS {
            let Some(target) = answer.leads_to.take().filter(|_| (300..400).contains(&answer.status)) else {
                return Ok(answer);
            };
            if target.strip_prefix(self.callback).is_some_and(|rest| rest.starts_with(['?', '&'])) {
                answer.back = Url::parse(&target).ok();
                return Ok(answer);
            }
            let url = self.within(&answer.url, &target)?;
            answer = self.visit(self.http.get(url)).await?;
        }
        Err(Trouble::new("redirects without end"))
    }

    async fn visit(&mut self, request: RequestBuilder) -> Result<Answer, Trouble> {
        let mut request = request.header(ACCEPT, "text/html,*/*;q=0.8");
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        let answer = ask(request).await?;
        for line in &answer.cookies {
            self.keep(line);
        }
        Ok(answer)
    }

    /// Keeps a cookie of the site, which has them all at one path and until the
    /// browser is closed, or forgets one.
    fn keep(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        match value.is_empty() || parts.any(|attribute| attribute.eq_ignore_ascii_case("max-age=0")) {
            true => drop(self.cookies.remove(name)),
            false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
        }
    }

    /// The address that `target` means on the page at `from`, if it is the
    /// site's own: passwords and cookies go nowhere else.
    fn within(&self, from: &Url, target: &str) -> Result<Url, Trouble> {
        let url = from.join(target).ok().filter(|url| url.origin() == self.site.origin());
        url.ok_or_else(|| Trouble::new("a page leads to another site than issuer or redirect URI"))
    }
}

impl Answer {
    /// The trouble that this answer is, whose status tells more than its page.
    pub(super) fn trouble(&self, why: impl Into<String>) -> Trouble {
        Trouble { status: Some(self.status), reference: reference(&self.body), ..Trouble::new(why) }
    }

    /// This answer, if its status is 200.
    pub(super) fn fine(self, what: &str) -> Result<Self, Trouble> {
        match self.status {
            200 => Ok(self),
            500.. => Err(self.trouble(format!("expected {what}: the service or one of its stores fails"))),
            _ => Err(self.trouble(format!("expected {what}"))),
        }
    }
}

/// Sends one request and reads the answer, of which no more than is needed.
pub(super) async fn ask(request: RequestBuilder) -> Result<Answer, Trouble> {
    let mut response = request.send().await.map_err(trouble)?;
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(trouble)? {
        body.extend_from_slice(&part);
        if body.len() > LONGEST {
            return Err(Trouble::new("the answer is longer than 1 MiB"));
        }
    }
    Ok(Answer {
        status: response.status().as_u16(),
        url: response.url().clone(),
        body: String::from_utf8_lossy(&body).into_owned(),
        back: None,
        leads_to: texts(&response, &LOCATION).next(),
        cookies: texts(&response, &SET_COOKIE).collect(),
    })
}

fn texts(response: &Response, name: &reqwest::header::HeaderName) -> impl Iterator<Item = String> {
    let values = response.headers().get_all(name).iter();
    values.filter_map(|value| value.to_str().ok().map(str::to_owned))
}

/// Why there was no answer. The error's own text would name the address, and
/// its query with it; what caused it names host and port at most.
fn trouble(error: reqwest::Error) -> Trouble {
    if error.is_timeout() {
        return Trouble::new(format!("no answer within {} s", PATIENCE.as_secs()));
    }
    let error = error.without_url();
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(|cause| cause.source()) {
        cause = Some(deeper);
    }
    Trouble::new(format!("no answer: {}", cause.map_or_else(|| error.to_string(), ToString::to_string)))
}
