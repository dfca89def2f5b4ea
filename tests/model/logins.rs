//! The rules of logins [docs/journeys/sign-in.md]: the lock, the browser that
//! is known, the browser that stays logged in, the end of a session.

use super::step::Outcome;
use super::world::{DAY, Device, HOUR, MINUTE, Name, Remembered, Session, Tally, TallyKey, WRONG, World};

const ATTEMPTS: u32 = 5;
const LOCK: i64 = 24 * HOUR;
const ABSOLUTE: i64 = 12 * HOUR;
const REMEMBERED: i64 = 30 * DAY;
/// How long the token before the current one still works.
const GRACE: i64 = 30;
/// How old a login may be for the list of logins.
const RECENT: i64 = 5 * MINUTE;

impl World {
    /// The browser opens a page, and another: whoever stays logged in gets the
    /// session back.
    pub fn arrive(&mut self, browser: usize) {
        for _ in 0..2 {
            if self.session_of(browser).is_none() {
                self.come_back(browser);
            }
        }
    }

    fn come_back(&mut self, browser: usize) {
        let Some((id, generation)) = self.jars[browser].token.take() else { return };
        let is_it = |session: &Session| session.remembered.is_some_and(|remembered| remembered.id == id);
        let Some(place) = self.sessions.iter().position(|session| is_it(session) && !session.is_gone) else { return };
        let (session, now) = (&self.sessions[place], self.now);
        let Some(remembered) = session.remembered else { return };
        if session.ended || now >= remembered.expires {
            return;
        }
        if generation == remembered.generation {
            let secret = self.fresh();
            let next = Remembered { generation: generation + 1, rotated: now, secret, ..remembered };
            let session = &mut self.sessions[place];
            session.remembered = Some(next);
            session.secret = secret;
            session.last_seen = now;
            session.expires = remembered.expires.min(now + ABSOLUTE);
            self.jars[browser].session = Some(secret);
            self.jars[browser].token = Some((id, next.generation));
        } else if generation + 1 == remembered.generation && now - remembered.rotated < GRACE {
            self.jars[browser].session = Some(remembered.secret);
            self.jars[browser].token = Some((id, remembered.generation));
        } else {
            self.end(place);
        }
    }

    /// Ends one session and what was granted in it.
    fn end(&mut self, session: usize) {
        self.sessions[session].ended = true;
        self.revoke_grants_of(session);
    }

    fn tally(&self, key: TallyKey) -> Tally {
        let tally = self.tallies.get(&key).copied().unwrap_or_default();
        let is_remembered = match tally.locked_until {
            Some(until) => self.now < until,
            None => self.now < tally.tried + LOCK,
        };
        if is_remembered { tally } else { Tally::default() }
    }

    /// Counts a wrong try. Whether it is the one that locks.
    fn count(&mut self, key: TallyKey) -> bool {
        let mut tally = self.tally(key);
        if tally.locked_until.is_some() {
            return false;
        }
        tally.failures += 1;
        tally.tried = self.now;
        let locks = tally.failures >= ATTEMPTS;
        tally.locked_until = locks.then_some(self.now + LOCK);
        self.tallies.insert(key, tally);
        locks
    }

    pub fn forget_tries(&mut self, account: usize) {
        for name in self.names_of(account) {
            self.tallies.remove(&TallyKey::Name(name));
        }
    }

    /// What the owner can type, the name that the pages call them by first.
    fn names_of(&self, account: usize) -> Vec<Name> {
        let known = &self.accounts[account];
        let address = known.email.map(Name::Address);
        known.is_minna.then_some(Name::Minna).into_iter().chain(address).collect()
    }

    /// A try of who is signed in, counted for the name that they are called by.
    pub fn prove(&mut self, account: usize, password: usize) -> Result<(), Outcome> {
        let key = TallyKey::Name(self.names_of(account)[0]);
        if self.tally(key).locked_until.is_some() {
            return Err(Outcome::Locked);
        }
        if self.accounts[account].password == Some(password) {
            self.tallies.remove(&key);
            return Ok(());
        }
        match self.count(key) {
            true => {
                self.mail_locked(account);
                Err(Outcome::Locked)
            }
            false => Err(Outcome::Refused),
        }
    }

    pub fn guess(&mut self, browser: usize, name: Name, times: usize) -> Outcome {
        (0..times).fold(Outcome::Nothing, |_, _| self.login(browser, name, WRONG, false))
    }

    pub fn login(&mut self, browser: usize, name: Name, password: usize, remember: bool) -> Outcome {
        self.arrive(browser);
        let account = self.account_of(name);
        if let Some(account) = account.filter(|account| self.needs_first_password(*account)) {
            self.mail_asked(account);
            if !self.is_neutral {
                return Outcome::Mailed;
            }
        }
        let on_name = TallyKey::Name(name);
        let known = account.and_then(|account| self.known_device(browser, account));
        let on_device = known.map(|device| TallyKey::Device(device.id));
        if self.tally(on_device.unwrap_or(on_name)).locked_until.is_some() {
            return Outcome::Locked;
        }
        let right = account.filter(|account| self.accounts[*account].password == Some(password));
        match right {
            Some(account) => {
                for key in [Some(on_name), on_device].into_iter().flatten() {
                    self.tallies.remove(&key);
                }
                // Who only shows the password once more is not asked.
                let is_there = self.session_of(browser).is_some_and(|there| self.sessions[there].account == account);
                match self.accounts[account].waits_since.is_some() {
                    true => Outcome::Waits,
                    false => self.seat(browser, account, known, remember && !is_there),
                }
            }
            None => self.wrong(account, on_name, on_device),
        }
    }

    fn wrong(&mut self, account: Option<usize>, on_name: TallyKey, on_device: Option<TallyKey>) -> Outcome {
        let mut locks = self.count(on_name);
        if let (true, Some(account)) = (locks, account) {
            self.mail_locked(account);
        }
        if let Some(on_device) = on_device {
            locks = self.count(on_device);
        }
        if locks { Outcome::Locked } else { Outcome::Wrong }
    }

    fn needs_first_password(&self, account: usize) -> bool {
        self.accounts[account].is_migrating && self.accounts[account].password.is_none()
    }

    fn known_device(&self, browser: usize, account: usize) -> Option<Device> {
        let is_known = |device: &Device| {
            device.account == account && device.stamp == self.accounts[account].stamp && self.now < device.until
        };
        self.jars[browser].device.filter(is_known)
    }

    fn seat(&mut self, browser: usize, account: usize, known: Option<Device>, remember: bool) -> Outcome {
        let (now, secret) = (self.now, self.fresh());
        let place = self.place_for(browser, account);
        let id = self.fresh();
        let session = &mut self.sessions[place];
        (session.secret, session.auth_time, session.last_seen) = (secret, now, now);
        session.expires = now + ABSOLUTE;
        if remember {
            let expires = now + REMEMBERED;
            session.remembered = Some(Remembered { id, generation: 0, rotated: now, expires, secret });
            self.jars[browser].token = Some((id, 0));
        }
        self.jars[browser].session = Some(secret);
        if known.is_none() || remember {
            let device = known.map_or_else(|| self.fresh(), |known| known.id);
            let stamp = self.accounts[account].stamp;
            let until = now + REMEMBERED;
            self.jars[browser].device = Some(Device { id: device, account, stamp, until, outlives_window: remember });
        }
        self.home_of(account)
    }

    /// The session that a login goes on with: that of the same person in this
    /// browser, otherwise a new one. Another person's ends.
    fn place_for(&mut self, browser: usize, account: usize) -> usize {
        if let Some(old) = self.session_of(browser) {
            if self.sessions[old].account == account {
                return old;
            }
            self.end(old);
        }
        self.sessions.push(Session {
            account,
            secret: 0,
            auth_time: 0,
            last_seen: 0,
            expires: 0,
            ended: false,
            is_gone: false,
            remembered: None,
        });
        self.sessions.len() - 1
    }

    /// The first page that who is signed in sees.
    pub fn home_of(&self, account: usize) -> Outcome {
        match self.accounts[account].deletion_due {
            Some(_) => Outcome::AskedToKeep,
            None => Outcome::Home,
        }
    }

    /// The session of a page of the own account, or what is shown instead.
    pub fn own_page(&mut self, browser: usize) -> Result<usize, Outcome> {
        self.arrive(browser);
        let session = self.session_of(browser).ok_or(Outcome::MustLogIn)?;
        match self.home_of(self.sessions[session].account) {
            Outcome::Home => Ok(session),
            instead => Err(instead),
        }
    }

    pub fn visit(&mut self, browser: usize) -> Outcome {
        self.own_page(browser).map_or_else(|instead| instead, |_| Outcome::Home)
    }

    pub fn log_out(&mut self, browser: usize) -> Outcome {
        self.arrive(browser);
        if let Some(session) = self.session_of(browser) {
            self.end(session);
        }
        (self.jars[browser].session, self.jars[browser].token) = (None, None);
        Outcome::Done
    }

    pub fn end_others(&mut self, browser: usize) -> Outcome {
        let own = match self.own_page(browser) {
            Ok(session) => session,
            Err(instead) => return instead,
        };
        if self.now - self.sessions[own].auth_time >= RECENT {
            return Outcome::MustProve;
        }
        let others = |world: &Self, idle: i64| -> Vec<usize> {
            let account = world.sessions[own].account;
            let goes_on = |session: &Session| {
                let lives = world.now < session.expires && world.now - session.last_seen < idle;
                let comes_back = session.remembered.is_some_and(|remembered| world.now < remembered.expires);
                session.account == account && !session.ended && !session.is_gone && (lives || comes_back)
            };
            (0..world.sessions.len()).filter(|place| *place != own && goes_on(&world.sessions[*place])).collect()
        };
        if others(self, HOUR).is_empty() {
            return Outcome::Nothing;
        }
        for session in others(self, ABSOLUTE) {
            self.end(session);
        }
        Outcome::Done
    }

    pub fn close(&mut self, browser: usize) -> Outcome {
        let id = self.fresh();
        let jar = &mut self.jars[browser];
        jar.id = id;
        jar.session = None;
        jar.device = jar.device.filter(|device| device.outlives_window);
        Outcome::Nothing
    }
}
