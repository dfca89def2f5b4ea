//! People who log in with their session, redeem codes and refresh while stores
//! fail, and a ledger of what each was answered: that must hold afterwards.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use tokio::task::JoinHandle;

use super::replicas::Replicas;
use crate::harness::{AINO, Browser, ERKKI, MINNA, Person, RelyingParty, Reply};

/// Between two rounds of one person.
const PAUSE: Duration = Duration::from_millis(20);
/// Longer than a request may wait for a store: five seconds for a connection.
const LONGEST: Duration = Duration::from_secs(8);

/// People who go on until they are told to stop.
pub struct Load {
    shared: Arc<Shared>,
    people: Vec<JoinHandle<Ledger>>,
}

#[derive(Default)]
struct Shared {
    over: AtomicBool,
    /// Whether a code that was given may be gone: Redis was emptied.
    codes_may_be_lost: AtomicBool,
    /// Whether a token that was given may be gone: the database failed over.
    tokens_may_be_lost: AtomicBool,
    /// Whether requests may go without an answer: the only replica is killed.
    may_break_off: AtomicBool,
    answers: Mutex<Vec<Answer>>,
}

/// When a request was answered, and how.
#[derive(Clone, Copy)]
pub struct Answer {
    pub asked_at: Instant,
    pub answered_at: Instant,
    pub step: &'static str,
    pub done: bool,
}

/// What one person was answered.
#[derive(Default)]
pub struct Ledger {
    /// Codes, their verifiers, and whether tokens were given for them.
    codes: Vec<(String, String, bool)>,
    /// Refresh tokens that were given last, and when.
    pub live: Vec<(String, Instant)>,
    /// Refresh tokens whose family was ended by a replay, as was answered.
    ended: Vec<String>,
}

/// How much of what was answered holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub codes: usize,
    /// Codes for which tokens were given twice.
    pub twice: usize,
    pub live: usize,
    /// Of these, tokens that are refused.
    pub lost: usize,
    /// When the first of the lost was given.
    pub lost_since: Option<Instant>,
    pub ended: usize,
    /// Of these, tokens that work again.
    pub revived: usize,
}

impl Load {
    /// Lets `each` browsers of three people go on at once.
    pub async fn start(replicas: &Replicas, each: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let mut people = Vec::new();
        for person in [&ERKKI, &AINO, &MINNA] {
            let browser = signed_in(replicas, person).await;
            for _ in 0..each {
                let web = replicas.relying_party("web").await;
                let one = One { web, browser: browser.clone(), shared: Arc::clone(&shared), ledger: Ledger::default() };
                people.push(tokio::spawn(one.live()));
            }
        }
        Self { shared, people }
    }

    /// From now on it is no fault that a code which was given is not known.
    pub fn codes_may_be_lost(&self) {
        self.shared.codes_may_be_lost.store(true, Relaxed);
    }

    /// From now on it is no fault that a token which was given is not known.
    pub fn tokens_may_be_lost(&self) {
        self.shared.tokens_may_be_lost.store(true, Relaxed);
    }

    /// From now on requests may go without an answer.
    pub fn may_break_off(&self) {
        self.shared.may_break_off.store(true, Relaxed);
    }

    /// What was answered to requests that were made at `since` or later.
    pub fn answers(&self, since: Instant) -> Vec<Answer> {
        let answers = self.shared.answers.lock().unwrap();
        answers.iter().filter(|answer| answer.asked_at >= since).copied().collect()
    }

    /// Ends when each step was done again for somebody who asked at `since` or
    /// later, and tells how long that took.
    pub async fn recovered(&self, since: Instant) -> Duration {
        let done = |step| {
            let answers = self.shared.answers.lock().unwrap();
            let done = answers.iter().filter(|answer| answer.step == step && answer.done && answer.asked_at >= since);
            done.map(|answer| answer.answered_at).min()
        };
        let all = async || {
            let firsts: Option<Vec<_>> = ["log in", "redeem", "refresh"].map(done).into_iter().collect();
            firsts?.into_iter().max()
        };
        crate::harness::wait_for("the service to recover", all).await - since
    }

    /// A store was away from `gone` to `back`: waits until all is well, and tells
    /// what people saw of it.
    pub async fn tell(&self, what: &str, gone: Instant, back: Instant) {
        let recovery = self.recovered(back).await;
        let answers = self.answers(gone);
        let refused = answers.iter().filter(|answer| !answer.done).count();
        let late = answers.iter().filter(|answer| !answer.done && answer.asked_at >= back).count();
        let slowest = answers.iter().map(|answer| answer.answered_at - answer.asked_at).max().unwrap_or_default();
        eprintln!(
            "{what}: away for {:.1?}, {refused} of {} requests refused, {late} of them asked when it was back; \
             slowest answer {slowest:.1?}; all steps work again after {recovery:.1?}",
            back - gone,
            answers.len()
        );
        assert!(slowest < LONGEST, "a request hung with the store");
    }

    /// Lets everybody come to an end, and gives what they were answered.
    pub async fn end(self) -> Vec<Ledger> {
        self.shared.over.store(true, Relaxed);
        let mut ledgers = Vec::new();
        for person in self.people {
            ledgers.push(person.await.expect("something was answered that must not be"));
        }
        ledgers
    }
}

/// A browser in which `person` is logged in.
pub async fn signed_in(replicas: &Replicas, person: &Person) -> Browser {
    let mut browser = replicas.activate(person).await;
    let attempt = replicas.relying_party("web").await.begin();
    replicas.sign_in(&mut browser, &attempt.url, person).await;
    browser
}

struct One {
    web: RelyingParty,
    browser: Browser,
    shared: Arc<Shared>,
    ledger: Ledger,
}

impl One {
    async fn live(mut self) -> Ledger {
        let mut round = 0;
        while !self.shared.over.load(Relaxed) {
            round += 1;
            // A step that was refused ends the round.
            let _refused = self.round(round % 3 == 0).await;
            tokio::time::sleep(PAUSE).await;
        }
        self.ledger
    }

    async fn round(&mut self, replay: bool) -> Option<()> {
        let attempt = self.web.begin_with("openid offline_access", &[]);
        let asked_at = Instant::now();
        let page = self.browser.open(&attempt.url).await;
        self.answered("log in", asked_at, page.status == 303);
        if page.status != 303 {
            self.assert_refused(page.status, &page.headers, &page.told());
            return None;
        }
        let code = self.web.code(&attempt, &page);
        let redeemed = self.redeem("redeem", &code, &attempt.verifier).await;
        let given = redeemed.as_ref().is_some_and(|reply| reply.status == 200);
        self.ledger.codes.push((code.clone(), attempt.verifier.clone(), given));
        let redeemed = redeemed?;
        if !given {
            assert!(self.shared.codes_may_be_lost.load(Relaxed), "the code was just given: {}", redeemed.body);
            return None;
        }
        let asked_at = Instant::now();
        let first = redeemed.text("refresh_token");
        let refreshed = self.outcome("refresh", asked_at, self.web.refresh(&first).await)?;
        if refreshed.status != 200 {
            assert!(self.shared.tokens_may_be_lost.load(Relaxed), "the token was just given: {}", refreshed.body);
            self.ledger.live.push((first, asked_at));
            return None;
        }
        let token = refreshed.text("refresh_token");
        if replay {
            let replayed = self.redeem("replay", &code, &attempt.verifier).await?;
            assert_eq!(replayed.error(), "invalid_grant", "redeemed twice");
            self.ledger.ended.push(token);
        } else {
            self.ledger.live.push((token, Instant::now()));
        }
        Some(())
    }

    async fn redeem(&self, step: &'static str, code: &str, verifier: &str) -> Option<Reply> {
        let asked_at = Instant::now();
        let reply = self.web.redeem(code, verifier).await;
        self.outcome(step, asked_at, reply)
    }

    /// `reply`, unless it says that a store is away.
    fn outcome(&self, step: &'static str, asked_at: Instant, reply: Reply) -> Option<Reply> {
        let decided = [200, 400].contains(&reply.status);
        self.answered(step, asked_at, decided);
        if decided {
            return Some(reply);
        }
        self.assert_refused(reply.status, &reply.headers, &reply.body.to_string());
        None
    }

    /// A refusal says that it passes, and when to come again.
    fn assert_refused(&self, status: u16, headers: &HeaderMap, told: &str) {
        let broken_off = status == 502 && self.shared.may_break_off.load(Relaxed);
        assert!(broken_off || status == 503, "{status} {told}");
        assert!(broken_off || headers.contains_key("retry-after"), "{told}");
    }

    fn answered(&self, step: &'static str, asked_at: Instant, done: bool) {
        let answer = Answer { asked_at, answered_at: Instant::now(), step, done };
        self.shared.answers.lock().unwrap().push(answer);
    }
}

impl Ledger {
    /// What holds of it: each token is used once more, then each code.
    pub async fn judge(self, web: &RelyingParty) -> Verdict {
        let mut verdict = Verdict::default();
        for (token, given_at) in &self.live {
            verdict.live += 1;
            if web.refresh(token).await.status != 200 {
                verdict.lost += 1;
                verdict.lost_since = [verdict.lost_since, Some(*given_at)].into_iter().flatten().min();
            }
        }
        for token in &self.ended {
            verdict.ended += 1;
            let reply = web.refresh(token).await;
            verdict.revived += usize::from(reply.error() != "invalid_grant");
        }
        for (code, verifier, given) in &self.codes {
            verdict.codes += 1;
            // Tokens may have been given whose answer was lost.
            let mut times = usize::from(*given);
            for _ in 0..2 {
                times += usize::from(web.redeem(code, verifier).await.status == 200);
            }
            verdict.twice += usize::from(times > 1);
        }
        verdict
    }
}

/// What holds of everything that was answered.
pub async fn judge(ledgers: Vec<Ledger>, replicas: &Replicas) -> Verdict {
    let mut judged = Vec::new();
    for ledger in ledgers {
        let web = replicas.relying_party("web").await;
        judged.push(tokio::spawn(async move { ledger.judge(&web).await }));
    }
    let mut sum = Verdict::default();
    for one in judged {
        let one = one.await.unwrap();
        sum.codes += one.codes;
        sum.twice += one.twice;
        sum.live += one.live;
        sum.lost += one.lost;
        sum.lost_since = [sum.lost_since, one.lost_since].into_iter().flatten().min();
        sum.ended += one.ended;
        sum.revived += one.revived;
    }
    sum
}
