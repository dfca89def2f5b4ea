//! People and services that go about their business: one errand at a fixed
//! rate, shared out among several of them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use super::latencies;
use crate::jar::Jar;
use crate::provider::Provider;
use crate::relying_party::{Party, Tokens};

/// What is done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Errand {
    Refresh,
    Userinfo,
    Sso,
    /// A password is typed in a browser that signed in before.
    KnownLogin,
    /// A password is typed in a new browser.
    NewLogin,
}

impl Errand {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Userinfo => "userinfo",
            Self::Sso => "sso",
            Self::KnownLogin => "login_known_browser",
            Self::NewLogin => "login_new_browser",
        }
    }
}

/// What was seen of an errand.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) micros: Vec<u64>,
    /// Answers that said "busy, try again".
    pub(super) busy: u64,
    pub(super) errors: u64,
    pub(super) first_error: Option<String>,
}

impl Seen {
    pub(super) fn line(self, seconds: f64) -> Value {
        let tried = self.micros.len() as u64 + self.busy + self.errors;
        let (rate, share) = (self.micros.len() as f64 / seconds, self.micros.len() as f64 / tried.max(1) as f64);
        let mut line = latencies(self);
        if let Some(fields) = line.as_object_mut() {
            fields.extend([("per_second".to_owned(), json!(rate)), ("came_in".to_owned(), json!(share))]);
        }
        line
    }

    fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.busy += other.busy;
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }
}

/// Those who have the same errand.
pub(super) struct Stream {
    errand: Errand,
    period: Option<Duration>,
    people: Vec<Person>,
}

impl Stream {
    /// The people from number `first` on, with what the errand begins with: a
    /// session, or tokens. Together they have it `rate` times a second.
    pub(super) async fn prepare(
        provider: Arc<Provider>,
        errand: Errand,
        rate: f64,
        first: u64,
        count: u64,
    ) -> anyhow::Result<Self> {
        let period = (rate > 0.0).then(|| Duration::from_secs_f64(count as f64 / rate));
        let mut people = Vec::new();
        for number in first..first + if period.is_some() { count } else { 0 } {
            people.push(Person::prepare(Arc::clone(&provider), errand, number).await?);
        }
        Ok(Self { errand, period, people })
    }

    pub(super) fn run(self, from: Instant, until: Instant) -> Running {
        let count = self.people.len().max(1) as u32;
        let period = self.period.unwrap_or_default();
        let people = (0..).zip(self.people);
        let tasks = people
            .map(|(number, person)| {
                tokio::spawn(person.go(Instant::now() + period * number / count, period, from, until))
            })
            .collect();
        Running { errand: self.errand, tasks }
    }
}

/// A stream on its way.
pub(super) struct Running {
    errand: Errand,
    tasks: Vec<JoinHandle<Seen>>,
}

impl Running {
    pub(super) async fn finish(self) -> anyhow::Result<(Errand, Seen)> {
        let mut total = Seen::default();
        for task in self.tasks {
            total.add(task.await?);
        }
        Ok((self.errand, total))
    }
}

struct Person {
    provider: Arc<Provider>,
    errand: Errand,
    party: Party,
    tokens: Option<Tokens>,
}

impl Person {
    async fn prepare(provider: Arc<Provider>, errand: Errand, number: u64) -> anyhow::Result<Self> {
        let mut party = Party::new(&provider.profile, number);
        party.network = Some(format!("192.0.2.{}", number % 254 + 1));
        let scope = match errand {
            Errand::Refresh => &provider.profile.refresh_scope,
            _ => &provider.profile.scope,
        };
        let tokens = Some(party.log_in(&provider, scope).await?);
        Ok(Self { provider, errand, party, tokens })
    }

    async fn go(mut self, first: Instant, period: Duration, from: Instant, until: Instant) -> Seen {
        let mut seen = Seen::default();
        let mut due = first;
        let mut free_at = first;
        while due < until {
            sleep_until(due).await;
            // A timer that rings late is the driver's doing; an answer that
            // came after the next one was due is the server's.
            let begun = if free_at > due { due } else { Instant::now() };
            let outcome = self.once().await;
            free_at = Instant::now();
            if begun >= from {
                seen.note(outcome, free_at - begun);
            }
            due += period;
        }
        seen
    }

    async fn once(&mut self) -> anyhow::Result<()> {
        let Self { provider, errand, party, tokens } = self;
        match errand {
            Errand::Refresh => {
                let token = tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone()).unwrap_or_default();
                *tokens = Some(party.refresh(provider, &token).await?);
                Ok(())
            }
            Errand::Userinfo => {
                let token = tokens.as_ref().map(|tokens| tokens.access_token.clone()).unwrap_or_default();
                party.userinfo(provider, &token).await
            }
            Errand::Sso => party.log_in(provider, &provider.profile.scope).await.map(drop),
            Errand::KnownLogin => {
                party.jar.drop(provider.profile.session_cookie.as_deref().unwrap_or_default());
                party.log_in(provider, &provider.profile.scope).await.map(drop)
            }
            Errand::NewLogin => {
                party.jar = Jar::default();
                party.log_in(provider, &provider.profile.scope).await.map(drop)
            }
        }
    }
}

impl Seen {
    fn note(&mut self, outcome: anyhow::Result<()>, took: Duration) {
        match outcome {
            Ok(()) => self.micros.push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX)),
            Err(error) if error.to_string().contains("answered 503") => self.busy += 1,
            Err(error) => {
                self.errors += 1;
                self.first_error.get_or_insert_with(|| format!("{error:#}").chars().take(300).collect());
            }
        }
    }
}
