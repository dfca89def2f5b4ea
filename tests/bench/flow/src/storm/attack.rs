//! Those who try passwords: from many networks, on many names, at a fixed rate.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};

use super::{Storm, percentile};
use crate::address::{Address, form};
use crate::html;
use crate::http::{Connection, Request, Response};
use crate::jar::Jar;
use crate::provider::Provider;

/// Tries under way at once; more than these are given up, and counted.
const MOST_AT_ONCE: usize = 3000;

/// Wrong passwords, ready to be sent.
pub(super) struct Attack {
    rate: f64,
    networks: u64,
    targets: u64,
    login: Address,
    jar: Jar,
    hidden: Vec<(String, String)>,
}

/// What the tries were answered.
#[derive(Default)]
pub(super) struct Outcome {
    wrong: Vec<u64>,
    busy: Vec<u64>,
    locked: u64,
    throttled: u64,
    errors: u64,
    given_up: u64,
    /// "Busy" without a page, or without a word when to come back.
    bare: u64,
    first_error: Option<String>,
}

impl Outcome {
    pub(super) fn line(mut self, seconds: f64) -> Value {
        self.wrong.sort_unstable();
        self.busy.sort_unstable();
        let checked = self.wrong.len() as f64 / seconds;
        json!({
            "checked": self.wrong.len(), "checked_per_second": checked,
            "busy": self.busy.len(), "locked": self.locked, "throttled": self.throttled,
            "errors": self.errors, "given_up": self.given_up, "bare": self.bare, "first_error": self.first_error,
            "checked_p50_ms": percentile(&self.wrong, 500), "checked_p99_ms": percentile(&self.wrong, 990),
            "busy_p50_ms": percentile(&self.busy, 500), "busy_p99_ms": percentile(&self.busy, 990),
        })
    }

    fn note(&mut self, answer: anyhow::Result<Response>, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        match answer.map(|response| (response.status, response)) {
            Ok((401, _)) => self.wrong.push(micros),
            Ok((423, _)) => self.locked += 1,
            Ok((429, _)) => self.throttled += 1,
            Ok((503, response)) => {
                self.busy.push(micros);
                let is_page = response.text().contains("<h1");
                self.bare += u64::from(!is_page || response.header("retry-after").is_none());
            }
            Ok((status, _)) => self.fail(format!("a wrong password was answered {status}")),
            Err(error) => self.fail(format!("{error:#}")),
        }
    }

    fn fail(&mut self, error: String) {
        self.errors += 1;
        self.first_error.get_or_insert(error);
    }
}

impl Attack {
    /// Fetches the login page on which name and password are typed together;
    /// its form can be sent again and again.
    pub(super) async fn prepare(provider: &Provider, storm: &Storm) -> anyhow::Result<Self> {
        let page = provider.profile.one_page_login.clone().context("the profile names no one_page_login")?;
        let mut at = Address::parse(&page)?;
        let (mut connection, mut jar) = (Connection::default(), Jar::default());
        let response = loop {
            let response = connection.send(&Request::get(&at), Some(&mut jar)).await?;
            match response.header("location") {
                Some(location) => at = at.join(location)?,
                None => break response,
            }
        };
        let text = response.text();
        let action = html::form_action(&text).context("the login page has no form")?;
        let hidden = html::hidden_inputs(&text);
        let (rate, networks, targets) = (storm.rate, storm.networks.max(1), storm.targets.max(1));
        Ok(Self { login: at.join(&action)?, jar, hidden, rate, networks, targets })
    }

    /// Tries until `until`; what began from `from` on counts.
    pub(super) async fn run(self, from: Instant, until: Instant) -> anyhow::Result<Outcome> {
        let outcome = Arc::new(Mutex::new(Outcome::default()));
        if self.rate <= 0.0 {
            return Ok(Outcome::default());
        }
        let attack = Arc::new(self);
        let room = Arc::new(Semaphore::new(MOST_AT_ONCE));
        let idle = Arc::new(Mutex::new(Vec::<Connection>::new()));
        let (period, first) = (Duration::from_secs_f64(1.0 / attack.rate), Instant::now());
        for number in 0_u32.. {
            let due = first + period * number;
            if due >= until {
                break;
            }
            sleep_until(due).await;
            let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
                lock(&outcome).given_up += 1;
                continue;
            };
            let (attack, outcome, idle) = (Arc::clone(&attack), Arc::clone(&outcome), Arc::clone(&idle));
            tokio::spawn(async move {
                let mut connection = lock(&idle).pop().unwrap_or_default();
                let begun = Instant::now();
                let answer = attack.try_one(&mut connection, u64::from(number)).await;
                if begun >= from {
                    lock(&outcome).note(answer, begun.elapsed());
                }
                lock(&idle).push(connection);
                drop(permit);
            });
        }
        let _all = room.acquire_many(MOST_AT_ONCE as u32).await?;
        Ok(std::mem::take(&mut *lock(&outcome)))
    }

    async fn try_one(&self, connection: &mut Connection, number: u64) -> anyhow::Result<Response> {
        // Far apart, so that no name and no network comes twice in a short time.
        let scattered = number.wrapping_mul(2_654_435_761);
        let name = match number % 2 {
            0 => format!("target{}@example.test", scattered / 2 % self.targets),
            _ => format!("nobody{number}@example.test"),
        };
        let network = scattered % self.networks;
        let network = format!("198.{}.{}.{}", 18 + network / 62_500, network / 250 % 250, network % 250 + 1);
        let hidden = self.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body = form(hidden.chain([("username", name.as_str()), ("password", "Wrong-password-1!")]));
        let cookies = self.jar.header(self.login.path());
        let request = Request {
            network: Some(&network),
            cookies: cookies.as_deref(),
            ..Request { form: Some(&body), ..Request::get(&self.login) }
        };
        connection.send(&request, None).await
    }
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
