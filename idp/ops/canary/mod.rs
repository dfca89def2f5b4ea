//! One whole login as a relying party and a browser without JavaScript see it,
//! at the public address: name service, proxy, certificate, pages, database,
//! ephemeral store, hasher, signer. It knows one account and one client, and
//! nothing of the service's own.
//!
//! Nothing is tried twice: five wrong passwords lock the account for a day.

mod browser;
mod page;
mod relying_party;
pub mod report;

use std::time::{Duration, Instant};

use serde::Deserialize;
use url::Url;

use self::browser::{Answer, Browser};
use self::page::Form;
use self::relying_party::{Attempt, Provider, Tokens, json};
use self::report::{Report, Step, Trouble};
use crate::adapters::{Clock, Entropy};
use crate::ops::config::Secret;

/// How long all steps together may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take after that to end a login that failed half-way.
const PATIENCE_TO_LEAVE: Duration = Duration::from_secs(20);

/// Who logs in, where, and at what client.
#[derive(Clone, Debug)]
pub struct Canary {
    /// The issuer identifier, as its metadata have it.
    pub issuer: String,
    /// The client, which is confidential and may ask for `openid`.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
    /// The account's name.
    pub username: String,
    /// The account's password.
    pub password: Secret,
    /// The client's address, which is never asked for.
    pub redirect_uri: String,
}

/// Logs in and out.
pub async fn run(canary: &Canary, clock: &dyn Clock, entropy: &dyn Entropy) -> Report {
    let site = Url::parse(&canary.issuer).map_err(|_| Trouble::new("the issuer is no address"));
    // Reading the machine's certificates takes longer than many a step.
    let browser = site.and_then(|site| Browser::new(site, &canary.redirect_uri));
    let mut watch = Watch { step: Step::Discovery, begun: Instant::now(), took: Vec::new() };
    let outcome = match browser {
        Err(trouble) => Err(trouble),
        Ok(browser) => {
            let mut walk = Walk { canary, browser, watch: &mut watch, leave_by: None };
            let outcome = tokio::time::timeout(PATIENCE, walk.log_in_and_out(clock, entropy)).await;
            let outcome =
                outcome.unwrap_or_else(|_| Err(Trouble::new(format!("not done within {} s", PATIENCE.as_secs()))));
            if outcome.is_err() {
                walk.watch.stop();
                drop(tokio::time::timeout(PATIENCE_TO_LEAVE, walk.leave()).await);
            }
            outcome
        }
    };
    watch.stop();
    let step = watch.step;
    Report { took: watch.took, failure: outcome.err().map(|trouble| (step, trouble)) }
}

/// Measures one step after the other.
struct Watch {
    step: Step,
    begun: Instant,
    took: Vec<(Step, Duration)>,
}

impl Watch {
    fn enter(&mut self, step: Step) {
        self.stop();
        (self.step, self.begun) = (step, Instant::now());
    }

    /// Ends the step, whose time is then what it was at the first end.
    fn stop(&mut self) {
        if self.took.last().is_none_or(|(step, _)| *step != self.step) {
            self.took.push((self.step, self.begun.elapsed()));
        }
    }
}

struct Walk<'a> {
    canary: &'a Canary,
    browser: Browser<'a>,
    watch: &'a mut Watch,
    /// Where a login that may have begun is ended.
    leave_by: Option<Url>,
}

#[derive(Deserialize)]
struct UserInfo {
    sub: String,
}

impl Walk<'_> {
    async fn log_in_and_out(&mut self, clock: &dyn Clock, entropy: &dyn Entropy) -> Result<(), Trouble> {
        let provider = Provider::discover(&self.browser, &self.canary.issuer).await?;
        self.watch.enter(Step::Jwks);
        let keys = provider.keys(&self.browser).await?;
        let attempt = provider.begin(self.canary, entropy);
        let back = self.log_in(&provider, &attempt).await?;
        self.watch.enter(Step::Code);
        let code = attempt.code(&back, &self.canary.issuer)?;
        self.watch.enter(Step::Token);
        let tokens = provider.redeem(&self.browser, self.canary, &attempt, &code).await?;
        let subject = tokens.verify(self.canary, keys, &attempt, clock.now())?;
        self.watch.enter(Step::Userinfo);
        let answer = provider.userinfo(&self.browser, &tokens).await?.fine("what is known of the account")?;
        if json::<UserInfo>(&answer)?.sub != subject {
            return Err(Trouble::new("the sub is not the ID token's"));
        }
        self.watch.enter(Step::Logout);
        self.log_out(&provider, &tokens).await
    }

    /// Where the browser is sent back to, once it has logged in.
    async fn log_in(&mut self, provider: &Provider, attempt: &Attempt) -> Result<Url, Trouble> {
        self.watch.enter(Step::Authorize);
        let typed = [("username", self.canary.username.as_str()), ("password", self.canary.password.expose())];
        let [name, _] = typed;
        let mut page = self.browser.open(attempt.url.clone()).await?.fine("the login page")?;
        let mut form = fillable(&page, "username")?;
        if !form.asks_for("password") {
            self.watch.enter(Step::Name);
            page = self.browser.send(&page, &form, &[name]).await?.fine("the page for the password")?;
            form = fillable(&page, "password")?;
        }
        self.watch.enter(Step::Password);
        self.leave_by = Some(provider.end_session_endpoint.clone());
        let answer = self.browser.send(&page, &form, &typed).await?;
        if let Some(back) = answer.back {
            return Ok(back);
        }
        Err(match answer.status {
            200 => {
                self.watch.enter(Step::Agreement);
                let advice = "asks for more than a password: log in once by hand as the canary";
                Trouble::new(format!("{} {advice}", told_path(&answer)))
            }
            401 => answer.trouble("the password is wrong, or the account is closed"),
            423 => answer.trouble("the account is locked: idp account unlock"),
            429 => answer.trouble("too many tries in a short time"),
            _ => answer.trouble("expected the way back to the client"),
        })
    }

    async fn log_out(&mut self, provider: &Provider, tokens: &Tokens) -> Result<(), Trouble> {
        let mut url = provider.end_session_endpoint.clone();
        url.query_pairs_mut().append_pair("id_token_hint", &tokens.id_token);
        let answer = self.browser.open(url).await?.fine("the page after the end")?;
        if Form::with(&answer.body, "csrf").is_some() {
            return Err(Trouble::new("the service asks whether to log out, despite the ID token"));
        }
        match provider.userinfo(&self.browser, tokens).await? {
            refusal if refusal.status == 401 => Ok(()),
            answer => Err(answer.trouble("the access token outlives the log-out")),
        }
    }

    /// Ends a login that may have begun, so that logins which fail half-way do
    /// not pile up. Whether that goes well changes nothing.
    async fn leave(&mut self) {
        let Some(url) = self.leave_by.take() else { return };
        if let Ok(page) = self.browser.open(url).await
            && let Some(form) = Form::with(&page.body, "csrf")
        {
            drop(self.browser.send(&page, &form, &[]).await);
        }
    }
}

fn fillable(page: &Answer, name: &str) -> Result<Form, Trouble> {
    let form = Form::with(&page.body, name).filter(|form| form.asks_for(name));
    form.ok_or_else(|| page.trouble(format!("{} has no field {name}", told_path(page))))
}

/// The path of a page, if it looks like one of ours.
fn told_path(page: &Answer) -> &str {
    let path = page.url.path();
    let is_plain =
        path.len() <= 40 && path.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'/' | b'-'));
    if is_plain { path } else { "a page" }
}
