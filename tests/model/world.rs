//! What the model knows: people, links, sessions and browsers as plain values.
//! The rules that move it are those of `docs/journeys`, written a second time;
//! nothing here looks at the service.

use std::collections::HashMap;

/// Seconds since the walk began.
pub type Seconds = i64;

pub const MINUTE: Seconds = 60;
pub const HOUR: Seconds = 60 * MINUTE;
pub const DAY: Seconds = 24 * HOUR;

/// The addresses that people compete for. The first two are those of the people
/// who were brought in, ERKKI and MINNA; MINNA has a username besides.
pub const ADDRESSES: [&str; 4] =
    ["erkki.esimerkki@example.com", "minna.malli@example.com", "maija.meri@example.fi", "matti.metsa@example.fi"];
pub const MINNAS_USERNAME: &str = "minna";

/// The passwords that are typed. The last one is nobody's.
pub const PASSWORDS: [&str; 5] =
    ["Kesäranta-7-kuusta", "Syysmyrsky-9-mäntyä", "Pihakeinu-3-lasta", "Uusi-talvi-12-lunta", "Väärä-1-salasana"];
pub const WRONG: usize = 4;

/// How many browsers there are.
pub const BROWSERS: usize = 3;

/// What is typed as a username: an address by its place, or MINNA's username.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    Address(usize),
    Minna,
}

impl Name {
    pub fn text(self) -> &'static str {
        match self {
            Self::Address(place) => ADDRESSES[place],
            Self::Minna => MINNAS_USERNAME,
        }
    }
}

/// One person's account; its place in the list is its key.
#[derive(Clone, Debug)]
pub struct Account {
    pub is_minna: bool,
    pub email: Option<usize>,
    pub password: Option<usize>,
    /// When the password was set, for browsers that are known by it.
    pub stamp: Option<Seconds>,
    /// Brought in, and no password set yet.
    pub is_migrating: bool,
    pub waits_since: Option<Seconds>,
    pub deletion_due: Option<Seconds>,
    pub is_deleted: bool,
    /// The row is gone: never activated.
    pub is_removed: bool,
}

impl Account {
    pub fn is_here(&self) -> bool {
        !self.is_deleted && !self.is_removed
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Password,
    Activation,
    Confirm,
    Undo,
}

impl Purpose {
    pub const ALL: [Self; 4] = [Self::Password, Self::Activation, Self::Confirm, Self::Undo];
}

/// A mailed link; its place in the list is its key.
#[derive(Clone, Debug)]
pub struct Link {
    pub account: usize,
    pub purpose: Purpose,
    pub made: Seconds,
    pub expires: Seconds,
    /// The browser that used it.
    pub used_by: Option<u64>,
    pub superseded: bool,
    /// The row is gone, with its account or its person's traces.
    pub is_gone: bool,
    /// The address that its use makes the account's.
    pub address: Option<usize>,
    /// The browser in which the password was typed.
    pub proven_by: Option<u64>,
    /// Whose mailbox has it; `None` when nobody was mailed the secret.
    pub mailed_to: Option<usize>,
}

impl Link {
    pub fn is_open(&self) -> bool {
        self.used_by.is_none() && !self.superseded && !self.is_gone
    }
}

#[derive(Clone, Debug)]
pub struct Session {
    pub account: usize,
    pub secret: u64,
    pub auth_time: Seconds,
    pub last_seen: Seconds,
    pub expires: Seconds,
    pub ended: bool,
    /// The rows are gone, with the person's traces.
    pub is_gone: bool,
    pub remembered: Option<Remembered>,
}

/// A browser that stays logged in by a session.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    pub id: u64,
    pub generation: u32,
    pub rotated: Seconds,
    pub expires: Seconds,
    /// The session's secret as the last return has set it.
    pub secret: u64,
}

/// What a browser keeps.
#[derive(Clone, Debug)]
pub struct Jar {
    /// Which browser pages take it for.
    pub id: u64,
    pub session: Option<u64>,
    pub token: Option<(u64, u32)>,
    pub device: Option<Device>,
}

/// As whose the browser is known.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    pub id: u64,
    pub account: usize,
    pub stamp: Option<Seconds>,
    pub until: Seconds,
    pub outlives_window: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub failures: u32,
    pub tried: Seconds,
    pub locked_until: Option<Seconds>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TallyKey {
    Name(Name),
    Device(u64),
}

/// A code that was redeemed, and the refresh tokens that came of it.
#[derive(Clone, Debug)]
pub struct Grant {
    pub client: usize,
    pub session: usize,
    pub revoked: bool,
    pub generation: u32,
    pub rotated: Seconds,
    pub made: Seconds,
}

/// A refresh token that some client holds; its place in the list is its key.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub grant: usize,
    pub generation: u32,
}

/// Everything.
#[derive(Clone, Debug)]
pub struct World {
    pub is_neutral: bool,
    pub now: Seconds,
    pub accounts: Vec<Account>,
    pub links: Vec<Link>,
    pub sessions: Vec<Session>,
    pub jars: Vec<Jar>,
    pub tallies: HashMap<TallyKey, Tally>,
    pub grants: Vec<Grant>,
    pub tokens: Vec<Token>,
    fresh: u64,
}

impl World {
    /// The world after the import. With `is_neutral` no page tells whether
    /// there is an account.
    pub fn new(is_neutral: bool) -> Self {
        let brought_in = |place: usize| Account {
            is_minna: place == 1,
            email: Some(place),
            password: None,
            stamp: None,
            is_migrating: true,
            waits_since: None,
            deletion_due: None,
            is_deleted: false,
            is_removed: false,
        };
        let mut world = Self {
            is_neutral,
            now: 0,
            accounts: vec![brought_in(0), brought_in(1)],
            links: Vec::new(),
            sessions: Vec::new(),
            jars: Vec::new(),
            tallies: HashMap::new(),
            grants: Vec::new(),
            tokens: Vec::new(),
            fresh: 0,
        };
        for _ in 0..BROWSERS {
            let id = world.fresh();
            world.jars.push(Jar { id, session: None, token: None, device: None });
        }
        world
    }

    /// A number that was never used before.
    pub fn fresh(&mut self) -> u64 {
        self.fresh += 1;
        self.fresh
    }

    /// Whose login the name is.
    pub fn account_of(&self, name: Name) -> Option<usize> {
        self.accounts.iter().position(|account| {
            account.is_here()
                && match name {
                    Name::Address(place) => account.email == Some(place),
                    Name::Minna => account.is_minna,
                }
        })
    }

    /// The session that the browser's cookie opens now.
    pub fn session_of(&self, browser: usize) -> Option<usize> {
        let secret = self.jars[browser].session?;
        self.sessions.iter().position(|session| {
            session.secret == secret
                && !session.ended
                && !session.is_gone
                && self.now < session.expires
                && self.now - session.last_seen < HOUR
                && !self.accounts[session.account].is_deleted
        })
    }

    /// Ends every session of the account but one, and everything that was
    /// granted in any.
    pub fn end_all(&mut self, account: usize, except: Option<usize>) {
        for place in 0..self.sessions.len() {
            if self.sessions[place].account != account {
                continue;
            }
            self.sessions[place].ended |= Some(place) != except;
            self.revoke_grants_of(place);
        }
    }

    pub fn revoke_grants_of(&mut self, session: usize) {
        for grant in self.grants.iter_mut().filter(|grant| grant.session == session) {
            grant.revoked = true;
        }
    }
}
