//! Takes the steps of a walk at the running service, as browsers and services
//! do, and tells what came of each.

use chrono::TimeDelta;
use idp::flows::delete_account::delete_due;
use idp::flows::remove_unactivated::remove_unactivated;

use super::step::{Outcome, Step};
use super::world::{ADDRESSES, BROWSERS, MINNAS_USERNAME, Name, PASSWORDS, Purpose, WRONG, World};
use crate::harness::{Browser, Page, RelyingParty, TestIdp, claims_of, wait_for};

/// The service under test and everybody who uses it.
pub struct Driver {
    idp: TestIdp,
    browsers: Vec<Browser>,
    parties: [RelyingParty; 2],
    /// The mailed links, by the places that the model has them at.
    links: Vec<Option<String>>,
    /// The refresh tokens, likewise, and whether each was seen to be dead.
    tokens: Vec<(String, bool)>,
}

impl Driver {
    /// Everybody at `idp`, whose clock stands still from now on.
    pub async fn new(idp: TestIdp) -> Self {
        idp.clock.freeze();
        let parties = [idp.relying_party("web").await, idp.relying_party("feedback").await];
        let browsers = (0..BROWSERS).map(|_| idp.browser()).collect();
        Self { idp, browsers, parties, links: Vec::new(), tokens: Vec::new() }
    }

    pub async fn stop(self) {
        self.idp.stop().await;
    }

    /// Takes the step that leads the model from `before` to `after`.
    pub async fn take(&mut self, step: Step, before: &World, after: &World, subjects: &[String]) -> Outcome {
        match step {
            Step::Register { browser, address, password } => self.register(browser, address, password).await,
            Step::Login { browser, name, password, remember } => {
                let page = self.login(browser, name, password, remember).await;
                let outcome = after_login(&page);
                greets(&page, outcome, browser, after);
                outcome
            }
            Step::Guess { browser, name, times } => {
                let mut outcome = Outcome::Nothing;
                for _ in 0..times {
                    outcome = after_login(&self.login(browser, name, WRONG, false).await);
                }
                outcome
            }
            Step::Forgot { browser, name } => self.forgot(browser, name).await,
            Step::UseLink { browser, back, password } => match before.link(back) {
                Some(place) => self.use_link(browser, place, password).await,
                None => Outcome::Nothing,
            },
            Step::Visit { browser } => {
                let page = self.page(browser, "/account").await;
                let outcome = shown(&page);
                greets(&page, outcome, browser, after);
                outcome
            }
            Step::OpenService { browser, client, twice } => {
                let subject = before_or_after(before, after, browser).map(|account| subjects[account].clone());
                self.open_service(browser, client, twice, subject.as_deref()).await
            }
            Step::Refresh { back } => match before.token(back) {
                Some(place) => {
                    let session = &before.sessions[before.grants[before.tokens[place].grant].session];
                    self.refresh(place, before, &subjects[session.account]).await
                }
                None => Outcome::Nothing,
            },
            Step::Close { browser } => {
                self.browsers[browser].close();
                Outcome::Nothing
            }
            Step::Copy { from, to } => {
                self.browsers[to] = self.browsers[from].clone();
                Outcome::Nothing
            }
            Step::Wait { seconds } => {
                self.idp.advance(TimeDelta::seconds(seconds));
                Outcome::Nothing
            }
            Step::CleanUp => {
                delete_due(&self.idp.running.ctx).await.unwrap();
                remove_unactivated(&self.idp.running.ctx).await.unwrap();
                Outcome::Nothing
            }
            own => self.own_account(own).await,
        }
    }

    async fn own_account(&mut self, step: Step) -> Outcome {
        match step {
            Step::ChangePassword { browser, current, new } => {
                let (current, new) = (PASSWORDS[current], PASSWORDS[new]);
                let fields = [("current_password", current), ("password", new), ("password_confirm", new)];
                self.fill(browser, "/account/password", &fields, "change_password").await
            }
            Step::AskEmail { browser, address, password } => {
                let (address, password) = (ADDRESSES[address], PASSWORDS[password]);
                let fields = [("email", address), ("email_confirm", address), ("password", password)];
                self.fill(browser, "/account/email", &fields, "send_link").await
            }
            Step::Delete { browser, password } => {
                let fields = [("password", PASSWORDS[password]), ("understood", "on")];
                self.fill(browser, "/account/delete", &fields, "delete").await
            }
            Step::Keep { browser } => {
                let page = self.page(browser, "/account").await;
                if page.url.path() != "/account/keep" {
                    return shown(&page);
                }
                let kept = self.browsers[browser].on(&page).press("keep").await;
                kept.is(200, "/account");
                Outcome::Done
            }
            Step::LogOut { browser } => {
                let mut page = self.page(browser, "/logout").await;
                if page.url.path() == "/logout" {
                    page = self.browsers[browser].on(&page).press("confirm_logout").await;
                }
                page.is(200, "/logout/done");
                Outcome::Done
            }
            Step::EndOthers { browser } => {
                let page = self.page(browser, "/account/sessions").await;
                if page.url.path() != "/account/sessions" {
                    return shown(&page);
                }
                if !has_button(&page, "log_out_others") {
                    return Outcome::Nothing;
                }
                let done = self.browsers[browser].on(&page).press("log_out_others").await;
                done.is(200, "/account/sessions");
                Outcome::Done
            }
            other => unreachable!("{other:?} is no step in the own account"),
        }
    }

    /// Opens the front page and then `path`: whoever stays logged in has their
    /// session back by then.
    async fn page(&mut self, browser: usize, path: &str) -> Page {
        self.browsers[browser].open("/").await.is(200, "/");
        self.browsers[browser].open(path).await
    }

    async fn register(&mut self, browser: usize, address: usize, password: usize) -> Outcome {
        let page = self.page(browser, "/register").await;
        let (email, password) = (ADDRESSES[address], PASSWORDS[password]);
        let form = self.browsers[browser].on(&page).set("email", email).set("email_confirm", email);
        let form = form.set("password", password).set("password_confirm", password).set("accept_terms", "on");
        let done = form.set("first_name", "Reetta").set("last_name", "Rekisteri").press("create_account").await;
        match (done.status, done.url.path()) {
            (200, "/register/done") => Outcome::Mailed,
            (422, "/register") => Outcome::Taken,
            _ => panic!("a registration came to {}", done.told()),
        }
    }

    async fn login(&mut self, browser: usize, name: Name, password: usize, remember: bool) -> Page {
        let page = self.page(browser, "/login").await;
        let browser = &mut self.browsers[browser];
        let page = browser.on(page.is(200, "/login")).set("username", name.text()).press("continue").await;
        if page.url.path() != "/login/password" {
            return page;
        }
        let form = browser.on(&page).set("password", PASSWORDS[password]);
        let form = if remember && page.asks_for("remember_me") { form.set("remember_me", "on") } else { form };
        form.press("sign_in").await
    }

    async fn forgot(&mut self, browser: usize, name: Name) -> Outcome {
        let page = self.page(browser, "/forgot").await;
        let field = if name == Name::Minna { "username" } else { "email" };
        let sent = self.browsers[browser].on(&page).set(field, name.text()).press("send_link").await;
        sent.is(200, "/forgot/sent");
        Outcome::Mailed
    }

    /// Fills a form of the own account.
    async fn fill(&mut self, browser: usize, path: &str, fields: &[(&str, &str)], button: &str) -> Outcome {
        let page = self.page(browser, path).await;
        if page.url.path() != path {
            return shown(&page);
        }
        let form = self.browsers[browser].on(&page);
        let done = fields.iter().fold(form, |form, (name, value)| form.set(name, value)).press(button).await;
        match (done.status, done.url.path()) {
            (200, "/account" | "/account/delete/done") => Outcome::Done,
            (422, _) => Outcome::Refused,
            (423, _) => Outcome::Locked,
            _ => panic!("{path} came to {}", done.told()),
        }
    }

    async fn use_link(&mut self, browser: usize, place: usize, password: usize) -> Outcome {
        let link = self.links[place].clone().unwrap();
        let page = self.page(browser, &link).await;
        if page.status != 200 {
            return worth(&page);
        }
        let buttons = ["set_password", "activate", "confirm_address", "undo_change"];
        let Some(button) = buttons.into_iter().find(|button| has_button(&page, button)) else {
            return Outcome::DoneBefore;
        };
        let form = self.browsers[browser].on(&page);
        let form = match page.asks_for("password") {
            true => form.set("password", PASSWORDS[password]).set("password_confirm", PASSWORDS[password]),
            false => form,
        };
        let done = form.press(button).await;
        match done.status {
            200 => Outcome::Done,
            _ => worth(&done),
        }
    }

    async fn open_service(&mut self, browser: usize, client: usize, twice: bool, subject: Option<&str>) -> Outcome {
        let attempt = self.parties[client].begin_with("openid email offline_access", &[]);
        let page = self.page(browser, attempt.url.as_str()).await;
        if page.location().is_none() {
            return shown(&page);
        }
        let party = &self.parties[client];
        let (refresh_token, id_token) = match twice {
            false => {
                let tokens = party.finish(&attempt, &page).await;
                (tokens.refresh_token.unwrap(), tokens.id_token)
            }
            true => {
                let code = party.code(&attempt, &page);
                let first = party.redeem(&code, &attempt.verifier).await;
                assert_eq!(
                    party.redeem(&code, &attempt.verifier).await.error(),
                    "invalid_grant",
                    "a code worked twice"
                );
                (first.text("refresh_token"), first.text("id_token"))
            }
        };
        assert_eq!(claims_of(&id_token)["sub"].as_str(), subject, "a service got another person");
        self.tokens.push((refresh_token, false));
        Outcome::Done
    }

    async fn refresh(&mut self, place: usize, before: &World, subject: &str) -> Outcome {
        let party = &self.parties[before.grants[before.tokens[place].grant].client];
        let reply = party.refresh(&self.tokens[place].0).await;
        if reply.status != 200 {
            assert_eq!(reply.error(), "invalid_grant", "{reply:?}");
            return Outcome::Refused;
        }
        assert_eq!(claims_of(&reply.text("id_token"))["sub"], subject, "the subject changed");
        let told = party.userinfo(&reply.text("access_token")).await;
        assert_eq!(told.body["sub"], subject, "the subject changed");
        self.tokens.push((reply.text("refresh_token"), false));
        Outcome::Done
    }

    /// Waits for the links that the model says were mailed.
    pub async fn take_mail(&mut self, world: &World) {
        for link in &world.links[self.links.len()..] {
            let Some(place) = link.mailed_to else {
                self.links.push(None);
                continue;
            };
            let (address, path) = (ADDRESSES[place], path_of(link.purpose));
            let known: Vec<&String> = self.links.iter().flatten().collect();
            let fresh = wait_for(&format!("a link to {path} for {address}"), async || {
                let mails = self.idp.mail.all_to(address);
                let words = mails.iter().flat_map(|mail| mail.text.split_whitespace());
                let mut links = words.filter(|word| word.starts_with("http") && word.contains(path));
                links.find(|link| !known.iter().any(|known| known == link)).map(str::to_owned)
            })
            .await;
            self.links.push(Some(fresh));
        }
    }

    /// Shows each refresh token that became worthless, once.
    ///
    /// # Errors
    /// That one gave tokens.
    pub async fn try_dead_tokens(&mut self, world: &World) -> Result<(), String> {
        for (place, (token, was_tried)) in self.tokens.iter_mut().enumerate() {
            let of = world.tokens[place].grant;
            if *was_tried || world.is_good(of) {
                continue;
            }
            *was_tried = true;
            let reply = self.parties[world.grants[of].client].refresh(token).await;
            if reply.error() != "invalid_grant" {
                return Err(format!("a refresh token of a login that is over got {reply:?}"));
            }
        }
        Ok(())
    }
}

fn path_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Password => "/password/set?",
        Purpose::Activation => "/activate?",
        Purpose::Confirm => "/account/email/confirm?",
        Purpose::Undo => "/account/email/undo?",
    }
}

/// Who is signed in in the browser once it has been there.
fn before_or_after(before: &World, after: &World, browser: usize) -> Option<usize> {
    let there = after.session_of(browser).map(|session| after.sessions[session].account);
    there.or_else(|| before.session_of(browser).map(|session| before.sessions[session].account))
}

fn has_button(page: &Page, id: &str) -> bool {
    page.forms.iter().any(|form| form.button(id).is_some())
}

/// What a browser that asked for another page was shown.
fn shown(page: &Page) -> Outcome {
    match (page.status, page.url.path()) {
        (200, "/account") => Outcome::Home,
        (200, "/account/keep") => Outcome::AskedToKeep,
        (200, "/login") => Outcome::MustLogIn,
        (200, "/login/password") => Outcome::MustProve,
        _ => panic!("no page that could be shown here: {}", page.told()),
    }
}

fn after_login(page: &Page) -> Outcome {
    match (page.status, page.url.path()) {
        (200, "/login/link-sent") => Outcome::Mailed,
        (401, _) if page.asks_for("password") => Outcome::Wrong,
        (401, _) => Outcome::Waits,
        (423, _) => Outcome::Locked,
        _ => shown(page),
    }
}

fn worth(page: &Page) -> Outcome {
    match page.status {
        404 => Outcome::Unknown,
        409 => Outcome::Taken,
        410 => Outcome::Dead,
        _ => panic!("a link came to {}", page.told()),
    }
}

/// Checks whose page it is.
fn greets(page: &Page, outcome: Outcome, browser: usize, after: &World) {
    if outcome != Outcome::Home {
        return;
    }
    let account = after.session_of(browser).map(|session| &after.accounts[after.sessions[session].account]);
    let Some(account) = account else { return };
    match (account.is_minna, account.email) {
        (true, _) => page.says(MINNAS_USERNAME),
        (false, Some(place)) => page.says(ADDRESSES[place]),
        (false, None) => page,
    };
}
