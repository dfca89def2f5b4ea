//! People who log in all the time, and what failed of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::faults::replicas::Replicas;
use crate::harness::{AINO, Browser, ERKKI, MINNA, Person, RelyingParty};

/// How long a phase may take.
const LONGEST: Duration = Duration::from_mins(5);
/// How often each login's tokens are renewed.
const REFRESHES: usize = 2;

/// How much was done.
#[derive(Debug, Default)]
pub struct Tally {
    over: AtomicBool,
    whole: AtomicUsize,
    silent: AtomicUsize,
    refreshes: AtomicUsize,
    failed: AtomicUsize,
}

/// The tally at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Logins with username and password in a browser that was never here.
    pub whole: usize,
    /// Logins of a browser that has a session.
    pub silent: usize,
    pub refreshes: usize,
    pub failed: usize,
}

impl Tally {
    fn count(&self) -> Count {
        let [whole, silent, refreshes, failed] =
            [&self.whole, &self.silent, &self.refreshes, &self.failed].map(|count| count.load(Relaxed));
        Count { whole, silent, refreshes, failed }
    }
}

/// A load that goes on until it is ended.
pub struct Load {
    tally: Arc<Tally>,
    people: Vec<JoinHandle<()>>,
}

impl Load {
    /// Three people, each in a browser with a session and in new ones.
    pub async fn start(replicas: &Replicas) -> Self {
        let tally = Arc::new(Tally::default());
        let mut people = Vec::new();
        for person in [ERKKI, AINO, MINNA] {
            let mut browser = replicas.activate(&person).await;
            let attempt = replicas.relying_party("web").await.begin();
            replicas.sign_in(&mut browser, &attempt.url, &person).await;
            let web = Arc::new(replicas.relying_party("web").await);
            for (browser, has_session) in [(browser, true), (replicas.browser(), false)] {
                people.push(tokio::spawn(live(Arc::clone(&tally), Arc::clone(&web), browser, person, has_session)));
            }
        }
        Self { tally, people }
    }

    /// What was done so far.
    pub fn count(&self) -> Count {
        self.tally.count()
    }

    /// Waits until so many whole logins more were begun and ended.
    pub async fn go_on_for(&self, logins: usize) {
        let until = self.count().whole + logins;
        let long_enough = async {
            while self.count().whole < until && self.count().failed == 0 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LONGEST, long_enough).await.expect("people who log in");
    }

    /// Lets everybody come to an end.
    pub async fn end(self) -> Count {
        self.tally.over.store(true, Relaxed);
        for person in self.people {
            person.await.unwrap();
        }
        self.tally.count()
    }
}

/// One login after the other; those with a session keep their browser.
async fn live(tally: Arc<Tally>, web: Arc<RelyingParty>, browser: Browser, person: Person, has_session: bool) {
    while !tally.over.load(Relaxed) {
        let login = tokio::spawn(log_in(Arc::clone(&web), browser.clone(), (!has_session).then_some(person)));
        if let Err(error) = login.await {
            eprintln!("{}: {error}", person.username);
            tally.failed.fetch_add(1, Relaxed);
            continue;
        }
        let logins = if has_session { &tally.silent } else { &tally.whole };
        logins.fetch_add(1, Relaxed);
        tally.refreshes.fetch_add(REFRESHES, Relaxed);
    }
}

/// A login with everything that follows from it.
async fn log_in(web: Arc<RelyingParty>, mut browser: Browser, person: Option<Person>) {
    let attempt = web.begin_with("openid offline_access", &[]);
    let mut page = browser.open(&attempt.url).await;
    if let Some(person) = person {
        page = browser.on(page.is(200, "/login")).set("username", person.username).press("continue").await;
        let form = browser.on(page.is(200, "/login/password")).set("password", person.password);
        page = form.press("sign_in").await;
    }
    let mut token = web.finish(&attempt, &page).await.refresh_token.unwrap();
    for _ in 0..REFRESHES {
        let refreshed = web.refresh(&token).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
        token = refreshed.text("refresh_token");
    }
}
