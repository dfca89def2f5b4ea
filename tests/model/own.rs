//! The rules of registration, of the own account and of what services get
//! [docs/journeys/registration.md, docs/journeys/own-account.md].

use super::links::BUT_UNDO;
use super::step::{Outcome, Step};
use super::world::{Account, DAY, Grant, MINUTE, Name, Token, World};

const KEPT_UNACTIVATED: i64 = 7 * DAY;
const CANCEL_WITHIN: i64 = 14 * DAY;
const REFRESH_TTL: i64 = 30 * DAY;
/// How long a spent refresh token still works, for each client.
const REFRESH_GRACE: [i64; 2] = [0, 30];
/// A session's use is written down no more often than this.
const TOUCH_AFTER: i64 = 5 * MINUTE;

impl World {
    /// Takes the step, and tells what it comes to.
    pub fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Register { browser, address, password } => self.register(browser, address, password),
            Step::Login { browser, name, password, remember } => self.login(browser, name, password, remember),
            Step::Guess { browser, name, times } => self.guess(browser, name, times),
            Step::Forgot { browser, name } => self.forgot(browser, name),
            Step::UseLink { browser, back, password } => match self.link(back) {
                Some(place) => self.use_link(browser, place, password),
                None => Outcome::Nothing,
            },
            Step::Visit { browser } => self.visit(browser),
            Step::ChangePassword { browser, current, new } => self.change_password(browser, current, new),
            Step::AskEmail { browser, address, password } => self.ask_email(browser, address, password),
            Step::Delete { browser, password } => self.delete(browser, password),
            Step::Keep { browser } => self.keep(browser),
            Step::LogOut { browser } => self.log_out(browser),
            Step::EndOthers { browser } => self.end_others(browser),
            Step::OpenService { browser, client, twice } => self.open_service(browser, client, twice),
            Step::Refresh { back } => match self.token(back) {
                Some(place) => self.refresh(place),
                None => Outcome::Nothing,
            },
            Step::Close { browser } => self.close(browser),
            Step::Copy { from, to } => {
                self.jars[to] = self.jars[from].clone();
                Outcome::Nothing
            }
            Step::Wait { seconds } => {
                self.now += seconds;
                Outcome::Nothing
            }
            Step::CleanUp => self.clean_up(),
        }
    }

    /// The mailed link that so many newer ones follow.
    pub fn link(&self, back: usize) -> Option<usize> {
        (0..self.links.len()).rev().filter(|place| self.links[*place].mailed_to.is_some()).nth(back)
    }

    /// The refresh token that so many newer ones follow.
    pub fn token(&self, back: usize) -> Option<usize> {
        self.tokens.len().checked_sub(back + 1)
    }

    fn register(&mut self, browser: usize, address: usize, password: usize) -> Outcome {
        self.arrive(browser);
        match self.account_of(Name::Address(address)) {
            None => {
                self.accounts.push(Account {
                    is_minna: false,
                    email: Some(address),
                    password: Some(password),
                    stamp: Some(self.now),
                    is_migrating: false,
                    waits_since: Some(self.now),
                    deletion_due: None,
                    is_deleted: false,
                    is_removed: false,
                });
                self.mail_activation(self.accounts.len() - 1, browser);
            }
            Some(account) if self.accounts[account].waits_since.is_some() => {
                let is_own = self.links.iter().any(|link| {
                    let lives = link.is_open() && self.now < link.expires;
                    link.account == account && lives && link.proven_by == Some(self.jars[browser].id)
                });
                if self.mail_activation(account, browser) || is_own {
                    self.new_password(account, password);
                    self.accounts[account].waits_since = Some(self.now);
                }
            }
            Some(_) if self.is_neutral => {}
            Some(_) => return Outcome::Taken,
        }
        Outcome::Mailed
    }

    fn change_password(&mut self, browser: usize, current: usize, new: usize) -> Outcome {
        let session = match self.own_page(browser) {
            Ok(session) => session,
            Err(instead) => return instead,
        };
        let account = self.sessions[session].account;
        match self.prove(account, current) {
            Err(outcome) => outcome,
            Ok(()) if current == new => Outcome::Refused,
            Ok(()) => {
                self.new_password(account, new);
                self.supersede(account, &BUT_UNDO);
                self.end_all(account, Some(session));
                let secret = self.fresh();
                let renewed = &mut self.sessions[session];
                (renewed.secret, renewed.auth_time, renewed.last_seen) = (secret, self.now, self.now);
                renewed.remembered = None;
                self.jars[browser].session = Some(secret);
                self.jars[browser].token = None;
                Outcome::Done
            }
        }
    }

    fn ask_email(&mut self, browser: usize, address: usize, password: usize) -> Outcome {
        let session = match self.own_page(browser) {
            Ok(session) => session,
            Err(instead) => return instead,
        };
        let account = self.sessions[session].account;
        if self.accounts[account].email == Some(address) {
            return Outcome::Refused;
        }
        if let Err(outcome) = self.prove(account, password) {
            return outcome;
        }
        if self.was_just_asked(account, address) {
            return Outcome::Refused;
        }
        self.mail_confirmation(account, address);
        Outcome::Done
    }

    fn delete(&mut self, browser: usize, password: usize) -> Outcome {
        let session = match self.own_page(browser) {
            Ok(session) => session,
            Err(instead) => return instead,
        };
        let account = self.sessions[session].account;
        if let Err(outcome) = self.prove(account, password) {
            return outcome;
        }
        self.accounts[account].deletion_due = Some(self.now + CANCEL_WITHIN);
        self.end_all(account, None);
        self.jars[browser].session = None;
        Outcome::Done
    }

    fn keep(&mut self, browser: usize) -> Outcome {
        let instead = self.visit(browser);
        if instead != Outcome::AskedToKeep {
            return instead;
        }
        let session = self.session_of(browser).unwrap();
        self.accounts[self.sessions[session].account].deletion_due = None;
        Outcome::Done
    }

    fn open_service(&mut self, browser: usize, client: usize, twice: bool) -> Outcome {
        let session = match self.own_page(browser) {
            Ok(session) => session,
            Err(instead) => return instead,
        };
        if self.now - self.sessions[session].last_seen > TOUCH_AFTER {
            self.sessions[session].last_seen = self.now;
        }
        let (now, grant) = (self.now, self.grants.len());
        self.grants.push(Grant { client, session, revoked: twice, generation: 0, rotated: now, made: now });
        self.tokens.push(Token { grant, generation: 0 });
        Outcome::Done
    }

    /// Whether tokens of the grant are worth anything.
    pub fn is_good(&self, grant: usize) -> bool {
        let Grant { session, revoked, made, .. } = self.grants[grant];
        let session = &self.sessions[session];
        !revoked && !session.ended && !session.is_gone && self.now < made + REFRESH_TTL
    }

    fn refresh(&mut self, place: usize) -> Outcome {
        let Token { grant: of, generation } = self.tokens[place];
        if !self.is_good(of) {
            return Outcome::Refused;
        }
        let now = self.now;
        let grant = &mut self.grants[of];
        if generation == grant.generation {
            grant.generation += 1;
            grant.rotated = now;
        } else if generation + 1 != grant.generation || now - grant.rotated >= REFRESH_GRACE[grant.client] {
            grant.revoked = true;
            return Outcome::Refused;
        }
        let generation = grant.generation;
        self.tokens.push(Token { grant: of, generation });
        Outcome::Done
    }

    fn clean_up(&mut self) -> Outcome {
        for account in 0..self.accounts.len() {
            let Account { waits_since, deletion_due, .. } = self.accounts[account];
            if !self.accounts[account].is_here() {
                continue;
            }
            if deletion_due.is_some_and(|due| due <= self.now) {
                self.erase(account);
            } else if waits_since.is_some_and(|since| since < self.now - KEPT_UNACTIVATED) {
                self.remove(account);
            }
        }
        Outcome::Nothing
    }

    /// Nothing stays that tells of the person.
    fn erase(&mut self, account: usize) {
        self.end_all(account, None);
        self.forget_tries(account);
        let known = &mut self.accounts[account];
        known.is_deleted = true;
        (known.email, known.password, known.deletion_due) = (None, None, None);
        for link in self.links.iter_mut().filter(|link| link.account == account) {
            link.is_gone = true;
        }
        for session in self.sessions.iter_mut().filter(|session| session.account == account) {
            session.is_gone = true;
        }
    }
}
