//! A browser without JavaScript: it keeps cookies, reads forms, fills them by
//! the names of their fields and follows redirects step by step, as long as
//! they stay with the service.

use std::sync::Arc;

use idp::adapters::Clock as _;
use reqwest::{Method, RequestBuilder};
use url::Url;

use super::clock::TestClock;
use super::cookies::{Cookie, Jar};
use super::form::{Button, Form};
use super::page::Page;

/// One person's browser.
#[derive(Clone, Debug)]
pub struct Browser {
    client: reqwest::Client,
    jar: Jar,
    issuer: Url,
    clock: Arc<TestClock>,
    language: Option<String>,
    user_agent: Option<&'static str>,
}

/// A filled form, ready to be sent once or several times.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub method: Method,
    pub url: Url,
    pub from: Url,
    pub pairs: Vec<(String, String)>,
}

/// A form that is being filled.
pub struct Filling<'a> {
    browser: &'a mut Browser,
    page: &'a Page,
    values: Vec<(String, String)>,
}

impl Browser {
    /// A browser without any cookie, for the service at `issuer`.
    pub fn new(issuer: &str, clock: Arc<TestClock>) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { client, jar: Jar::default(), issuer: issuer.parse().unwrap(), clock, language: None, user_agent: None }
    }

    /// The browser of somebody who prefers `language`.
    #[must_use]
    pub fn speaking(mut self, language: &str) -> Self {
        self.language = Some(language.to_owned());
        self
    }

    /// The browser that calls itself `user_agent`.
    #[must_use]
    pub fn called(mut self, user_agent: &'static str) -> Self {
        self.user_agent = Some(user_agent);
        self
    }

    /// Opens `url` (or a path of the service) and follows the service's own
    /// redirects.
    pub async fn open(&mut self, url: impl AsRef<str>) -> Page {
        let url = self.issuer.join(url.as_ref()).expect("a URL to open");
        let page = self.ask(Method::GET, url).await;
        self.follow(page).await
    }

    /// Follows the link of `page` that holds `needle`, as a person who clicks
    /// on it.
    pub async fn click(&mut self, page: &Page, needle: &str) -> Page {
        let url = page.link(needle);
        let request = self.client.get(url.clone()).header("sec-fetch-site", "same-origin");
        let page = self.deliver(request, url, Vec::new()).await;
        self.follow(page).await
    }

    /// Sends one request without following redirects.
    pub async fn ask(&mut self, method: Method, url: Url) -> Page {
        let request = self.client.request(method, url.clone());
        self.deliver(request, url, Vec::new()).await
    }

    /// Fills a form of `page`.
    pub fn on<'a>(&'a mut self, page: &'a Page) -> Filling<'a> {
        Filling { browser: self, page, values: Vec::new() }
    }

    /// Sends a filled form and follows the service's own redirects.
    pub async fn send(&mut self, prepared: &Prepared) -> Page {
        let page = self.send_once(prepared).await;
        self.follow(page).await
    }

    /// Sends a filled form and stops at the first answer.
    pub async fn send_once(&mut self, prepared: &Prepared) -> Page {
        let mut url = prepared.url.clone();
        let request = if prepared.method == Method::POST {
            let request = self.client.post(url.clone()).form(&prepared.pairs);
            request
                .header("origin", prepared.from.origin().ascii_serialization())
                .header("sec-fetch-site", "same-origin")
        } else {
            url.query_pairs_mut().clear().extend_pairs(&prepared.pairs);
            self.client.get(url.clone())
        };
        self.deliver(request, url, Vec::new()).await
    }

    /// Follows redirects until the answer is a page or leads elsewhere.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..12 {
            let next =
                page.location().filter(|to| (300..400).contains(&page.status) && to.origin() == self.issuer.origin());
            let Some(next) = next else { return page };
            let request = self.client.get(next.clone());
            page = self.deliver(request, next, page.trail).await;
        }
        panic!("redirects without end: {}", page.told())
    }

    /// Ends the window: what should not outlive it is forgotten.
    pub fn close(&mut self) {
        self.jar.close();
    }

    /// The cookies that are kept.
    pub fn cookies(&self) -> &[Cookie] {
        self.jar.all()
    }

    async fn deliver(&mut self, request: RequestBuilder, url: Url, mut trail: Vec<String>) -> Page {
        let mut request = request.header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if let Some(language) = &self.language {
            request = request.header("accept-language", language);
        }
        if let Some(user_agent) = self.user_agent {
            request = request.header("user-agent", user_agent);
        }
        if let Some(cookies) = self.jar.header(&url, self.clock.now()) {
            request = request.header("cookie", cookies);
        }
        let answer = request.send().await.unwrap_or_else(|error| panic!("{url}: {error:?}"));
        for header in answer.headers().get_all("set-cookie") {
            self.jar.keep(&url, header.to_str().unwrap(), self.clock.now());
        }
        trail.push(url.to_string());
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Page::read(status, url, headers, answer.text().await.unwrap(), trail)
    }
}

impl Filling<'_> {
    /// Types `value` into the field `name`; `on` ticks a box.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Presses the button whose id is `id`.
    #[track_caller]
    pub fn press(self, id: &str) -> impl Future<Output = Page> {
        let prepared = self.prepare_press(id);
        async move { self.browser.send(&prepared).await }
    }

    /// The request that pressing the button whose id is `id` would send.
    #[track_caller]
    pub fn prepare_press(&self, id: &str) -> Prepared {
        let form = self.page.forms.iter().find(|form| form.button(id).is_some());
        let form = form.unwrap_or_else(|| panic!("no button {id} in {}", self.page.told()));
        self.prepare_with(form, form.button(id))
    }

    /// Presses the first button of the only form that has all filled fields.
    #[track_caller]
    pub fn submit(self) -> impl Future<Output = Page> {
        let prepared = self.prepare_first();
        async move { self.browser.send(&prepared).await }
    }

    /// The request that `submit` would send.
    #[track_caller]
    pub fn prepare(self) -> Prepared {
        self.prepare_first()
    }

    #[track_caller]
    fn prepare_first(&self) -> Prepared {
        let fits = |form: &&Form| form.post && self.values.iter().all(|(name, _)| form.field(name).is_some());
        let main = |form: &&Form| !self.values.is_empty() || !form.action.ends_with("/logout");
        let form = self.page.forms.iter().filter(fits).find(main);
        let form = form.unwrap_or_else(|| panic!("no form with {:?} in {}", self.values, self.page.told()));
        self.prepare_with(form, form.buttons.first())
    }

    #[track_caller]
    fn prepare_with(&self, form: &Form, button: Option<&Button>) -> Prepared {
        let mut url = self.page.url.join(&form.action).expect("a form's action");
        url.set_fragment(None);
        Prepared {
            method: if form.post { Method::POST } else { Method::GET },
            url,
            from: self.page.url.clone(),
            pairs: form.pairs(&self.values, button),
        }
    }
}
