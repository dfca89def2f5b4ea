//! One person of the load: registers, and then logs in, comes back, refreshes,
//! changes the password and logs out by chance. Writes down what was answered,
//! and believes nothing that was not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use super::super::registration;
use super::record::{Act, Outcome, Recorder};
use crate::harness::{Browser, Page, Prepared, RelyingParty, Reply, SmtpSink};
use crate::model::random::Random;

/// How long a mail may take before the person registers anew.
const MAIL_WITHIN: Duration = Duration::from_secs(10);

/// What all people share.
pub struct World {
    pub web: RelyingParty,
    pub mail: SmtpSink,
    pub browser: Browser,
    pub issuer: String,
    pub recorder: Recorder,
    pub over: AtomicBool,
}

impl World {
    /// The mails that ask to activate: to whom, and under which id.
    pub fn mails(&self) -> Vec<(usize, String)> {
        let to = |number| self.mail.all_to(&address(number)).into_iter().map(move |mail| (number, mail));
        let mails = (0..super::PEOPLE).flat_map(to).filter(|(_, mail)| mail.text.contains("/activate"));
        mails.map(|(number, mail)| (number, mail.message_id)).collect()
    }
}

struct Session {
    number: usize,
    browser: Browser,
    id_token: Option<String>,
    refresh: Option<(usize, String)>,
}

struct Person {
    world: Arc<World>,
    number: usize,
    random: Random,
    password: u32,
    sessions: Vec<Session>,
}

fn address(number: usize) -> String {
    format!("ulla.{number}@example.com")
}

fn password(generation: u32) -> String {
    match generation {
        0 => crate::harness::ERKKI.password.to_owned(),
        _ => format!("Kesäranta-{generation}-kuusta"),
    }
}

fn ends_at(page: &Page, done: &str, refused: &str) -> Outcome {
    match (page.status, page.url.path()) {
        (200, path) if path == done => Outcome::Done,
        (200 | 401, path) if path == refused => Outcome::Refused,
        _ => Outcome::Unknown,
    }
}

fn answered(reply: &Reply) -> Outcome {
    match reply.status {
        200 => Outcome::Done,
        400 => Outcome::Refused,
        _ => Outcome::Unknown,
    }
}

/// Lives until it is over.
pub async fn live(world: Arc<World>, number: usize, random: Random) {
    let mut person = Person { world, number, random, password: 0, sessions: Vec::new() };
    while !person.is_over() && !person.come_to_be().await {}
    while !person.is_over() {
        person.act().await;
    }
}

impl Person {
    fn is_over(&self) -> bool {
        self.world.over.load(Relaxed)
    }

    async fn note<T>(&self, act: Act, work: impl Future<Output = T>, read: impl FnOnce(&T) -> Outcome) -> (Outcome, T) {
        self.world.recorder.note(self.number, act, work, read).await
    }

    /// Registers and activates. `false` when that came to nothing.
    async fn come_to_be(&mut self) -> bool {
        let mut browser = self.world.browser.clone();
        let page = browser.open("/register").await;
        if ends_at(&page, "/register", "") != Outcome::Done {
            return false;
        }
        let form = registration(&mut browser, &page, &address(self.number));
        let read = |page: &Page| ends_at(page, "/register/done", "");
        if self.note(Act::Register, browser.send(&form), read).await.0 != Outcome::Done {
            return false;
        }
        for _ in 0..MAIL_WITHIN.as_millis() / 50 {
            let mails = self.world.mail.all_to(&address(self.number));
            // The newest link is the one that holds.
            if let Some(mail) = mails.iter().rev().find(|mail| mail.text.contains("/activate")) {
                return self.activate(&mut browser, &mail.link_to("/activate")).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// The link is good once: who got no answer looks whether it was used.
    async fn activate(&mut self, browser: &mut Browser, link: &str) -> bool {
        for _ in 0..20 {
            let page = browser.open(link).await;
            if page.status == 200 && page.forms.iter().any(|form| form.button("activate").is_some()) {
                // The newest mail may be that of a registration whose answer was lost.
                let mut form = browser.on(&page);
                if page.asks_for("password") {
                    form = form.set("password", &password(0)).set("password_confirm", &password(0));
                }
                let form = form.prepare_press("activate");
                let read = |page: &Page| ends_at(page, "/activate/done", "");
                if self.note(Act::Activate, browser.send(&form), read).await.0 == Outcome::Done {
                    return true;
                }
            }
            if self.sign_in(0).await == Outcome::Done {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    async fn act(&mut self) {
        let choice = if self.sessions.is_empty() { 0 } else { self.random.below(10) };
        match choice {
            0 | 1 => {
                self.sign_in(self.password).await;
            }
            2 | 3 => self.visit().await,
            4..=6 => self.refresh().await,
            7 => self.change_password().await,
            8 => self.log_out().await,
            _ => self.try_old_password().await,
        }
    }

    /// In a new browser, for a service, whose code is redeemed.
    async fn sign_in(&mut self, generation: u32) -> Outcome {
        let mut browser = self.world.browser.clone();
        let attempt = self.world.web.begin_with("openid offline_access", &[]);
        let Some(form) = self.to_password(&mut browser, attempt.url.as_str(), generation).await else {
            return Outcome::Unknown;
        };
        let number = self.world.recorder.number();
        let act = Act::SignIn { password: generation, session: number };
        let read = |page: &Page| match page.status {
            303 if page.location().is_some_and(|to| to.as_str().contains("code=")) => Outcome::Done,
            _ => ends_at(page, "", "/login/password"),
        };
        let (outcome, page) = self.note(act, browser.send(&form), read).await;
        if outcome == Outcome::Done {
            let code = self.world.web.code(&attempt, &page);
            let mut session = Session { number, browser, id_token: None, refresh: None };
            self.redeem(&mut session, &code, &attempt.verifier).await;
            self.sessions.push(session);
        }
        outcome
    }

    /// The form with the password in it, where nothing failed on the way.
    async fn to_password(&self, browser: &mut Browser, url: &str, generation: u32) -> Option<Prepared> {
        let page = browser.open(url).await;
        if !page.asks_for("username") {
            return None;
        }
        let page = browser.on(&page).set("username", &address(self.number)).press("continue").await;
        let asks = page.status == 200 && page.asks_for("password");
        asks.then(|| browser.on(&page).set("password", &password(generation)).prepare_press("sign_in"))
    }

    /// Once, or twice at the same time, which spoils what it gives.
    async fn redeem(&mut self, session: &mut Session, code: &str, verifier: &str) {
        let twice = self.random.chance(25);
        let act = Act::Redeem { code: self.world.recorder.number() };
        let web = &self.world.web;
        let once = || self.note(act.clone(), web.redeem(code, verifier), answered);
        if twice {
            tokio::join!(once(), once());
            return;
        }
        let (outcome, reply) = once().await;
        if outcome == Outcome::Done {
            session.id_token = Some(reply.text("id_token"));
            session.refresh = Some((self.world.recorder.number(), reply.text("refresh_token")));
            let claims = web.userinfo(&reply.text("access_token")).await;
            if claims.status == 200 {
                let act = Act::Subject { sub: claims.text("sub") };
                self.note(act, async {}, |()| Outcome::Done).await;
            }
        }
    }

    async fn visit(&mut self) {
        let index = self.random.below(self.sessions.len());
        let mut session = self.sessions.swap_remove(index);
        if self.visit_with(&mut session).await != Outcome::Refused {
            self.sessions.push(session);
        }
    }

    async fn visit_with(&self, session: &mut Session) -> Outcome {
        let read = |page: &Page| ends_at(page, "/account", "/login");
        self.note(Act::Visit { session: session.number }, session.browser.open("/account"), read).await.0
    }

    async fn refresh(&mut self) {
        let index = self.random.below(self.sessions.len());
        let twice = self.random.chance(25);
        let mut session = self.sessions.swap_remove(index);
        self.refresh_with(&mut session, twice).await;
        self.sessions.push(session);
    }

    /// A token that was used twice, or whose answer is not known, is left.
    async fn refresh_with(&self, session: &mut Session, twice: bool) {
        let Some((number, token)) = session.refresh.take() else { return };
        let act = Act::Refresh { token: number, session: session.number };
        let once = || self.note(act.clone(), self.world.web.refresh(&token), answered);
        if twice {
            tokio::join!(once(), once());
            return;
        }
        let (outcome, reply) = once().await;
        if outcome == Outcome::Done {
            session.refresh = Some((self.world.recorder.number(), reply.text("refresh_token")));
        }
    }

    /// Afterwards every other session is tried once more, and must be over.
    async fn change_password(&mut self) {
        let index = self.random.below(self.sessions.len());
        let mut session = self.sessions.swap_remove(index);
        let page = session.browser.open("/account/password").await;
        if page.status != 200 || !page.asks_for("current_password") {
            return;
        }
        let (old, to) = (password(self.password), self.password + 1);
        let form = session.browser.on(&page).set("current_password", &old).set("password", &password(to));
        let form = form.set("password_confirm", &password(to)).prepare_press("change_password");
        let act = Act::ChangePassword { to, session: session.number };
        let (outcome, page) = self.note(act, session.browser.send(&form), |page| ends_at(page, "/account", "")).await;
        let (_, others) = (session.refresh.take(), std::mem::take(&mut self.sessions));
        match outcome {
            Outcome::Done => {
                self.password = to;
                for mut other in others {
                    self.visit_with(&mut other).await;
                    self.refresh_with(&mut other, false).await;
                }
                self.sessions.push(session);
            }
            _ => self.find_password_out(to, &page).await,
        }
    }

    /// After an answer that told nothing, one of two passwords is right.
    async fn find_password_out(&mut self, newer: u32, page: &Page) {
        for _ in 0..100 {
            for generation in [newer, newer - 1] {
                if self.sign_in(generation).await == Outcome::Done {
                    self.password = generation;
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("neither password signs in: {}", page.told());
    }

    /// Afterwards what is left of the session is tried once more.
    async fn log_out(&mut self) {
        let index = self.random.below(self.sessions.len());
        let mut session = self.sessions.swap_remove(index);
        let Some(id_token) = session.id_token.take() else { return };
        let url = self.world.web.logout_url(&self.world.issuer, &id_token, "s");
        let mut leaving = session.browser.clone();
        let read = |page: &Page| match page.location() {
            Some(to) if to.as_str().contains("logged-out") => Outcome::Done,
            _ => Outcome::Unknown,
        };
        self.note(Act::LogOut { session: session.number }, leaving.open(url), read).await;
        self.visit_with(&mut session).await;
        self.refresh_with(&mut session, false).await;
    }

    async fn try_old_password(&mut self) {
        if self.password > 0 {
            self.sign_in(self.password - 1).await;
            // The right one forgets the wrong one.
            self.sign_in(self.password).await;
        }
    }
}
