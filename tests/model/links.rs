//! The rules of mailed links [docs/journeys/registration.md,
//! docs/journeys/own-account.md]: of those for one purpose only the newest
//! works, once, for half an hour; another for a password is mailed once it was
//! used, or after two minutes.

use super::step::Outcome;
use super::world::{DAY, Link, MINUTE, Name, Purpose, World};

const LINK_TTL: i64 = 30 * MINUTE;
const UNDO_TTL: i64 = 7 * DAY;
const RESEND_AFTER: i64 = 2 * MINUTE;

/// All but the way back to an old address.
pub const BUT_UNDO: [Purpose; 3] = [Purpose::Password, Purpose::Activation, Purpose::Confirm];

impl World {
    pub fn supersede(&mut self, account: usize, purposes: &[Purpose]) {
        for link in self.links.iter_mut().filter(|link| link.account == account && link.is_open()) {
            link.superseded |= purposes.contains(&link.purpose);
        }
    }

    /// Mails a link that takes the place of older ones.
    fn mail(&mut self, account: usize, purpose: Purpose, proven_by: Option<u64>) {
        self.supersede(account, &[purpose]);
        let mailed_to = self.accounts[account].email;
        self.put(account, purpose, LINK_TTL, None, proven_by, mailed_to);
    }

    fn put(
        &mut self,
        account: usize,
        purpose: Purpose,
        ttl: i64,
        address: Option<usize>,
        proven_by: Option<u64>,
        mailed_to: Option<usize>,
    ) {
        let (made, expires) = (self.now, self.now + ttl);
        self.links.push(Link {
            account,
            purpose,
            made,
            expires,
            used_by: None,
            superseded: false,
            is_gone: false,
            address,
            proven_by,
            mailed_to,
        });
    }

    /// Whether a link can be mailed to who asks for one now.
    fn may_mail(&self, account: usize) -> bool {
        let counts = |link: &&Link| {
            link.account == account && matches!(link.purpose, Purpose::Password | Purpose::Activation) && !link.is_gone
        };
        self.links.iter().filter(counts).all(|link| self.now - link.made >= RESEND_AFTER)
    }

    /// Whether the newest link for a password or an activation was used.
    fn is_newest_spent(&self, account: usize) -> bool {
        let of = |link: &&Link| {
            link.account == account && matches!(link.purpose, Purpose::Password | Purpose::Activation) && !link.is_gone
        };
        self.links.iter().rfind(of).is_some_and(|newest| newest.used_by.is_some())
    }

    /// Mails the link for a password, or the one that activates, to who asks.
    pub fn mail_asked(&mut self, account: usize) {
        if self.accounts[account].email.is_none() {
            return;
        }
        match self.accounts[account].waits_since.is_some() {
            true if self.may_mail(account) => self.mail(account, Purpose::Activation, None),
            false if self.is_newest_spent(account) || self.may_mail(account) => {
                self.mail(account, Purpose::Password, None);
            }
            _ => {}
        }
    }

    /// Mails the owner of an account that was just locked.
    pub fn mail_locked(&mut self, account: usize) {
        let Some(known) = self.accounts.get(account).filter(|known| known.email.is_some()) else { return };
        let needs_first = known.is_migrating && known.password.is_none();
        if known.waits_since.is_none() && !needs_first {
            self.mail(account, Purpose::Password, None);
        }
    }

    /// A forgotten name or password.
    pub fn forgot(&mut self, browser: usize, name: Name) -> Outcome {
        self.arrive(browser);
        if let Some(account) = self.account_of(name) {
            self.mail_asked(account);
        }
        Outcome::Mailed
    }

    /// Mails the link that activates to who registered in the browser. Whether
    /// it was mailed.
    pub fn mail_activation(&mut self, account: usize, browser: usize) -> bool {
        let may = self.may_mail(account);
        if may {
            self.mail(account, Purpose::Activation, Some(self.jars[browser].id));
        }
        may
    }

    /// Makes an address wait for its confirmation, and mails the way back.
    pub fn mail_confirmation(&mut self, account: usize, address: usize) {
        self.supersede(account, &[Purpose::Confirm]);
        let owner = self.account_of(Name::Address(address)).filter(|owner| self.accounts[*owner].waits_since.is_none());
        let mailed_to = owner.is_none().then_some(address);
        self.put(account, Purpose::Confirm, LINK_TTL, Some(address), None, mailed_to);
        self.mail_undo(account);
    }

    fn mail_undo(&mut self, account: usize) {
        if let Some(old) = self.accounts[account].email {
            self.put(account, Purpose::Undo, UNDO_TTL, Some(old), None, Some(old));
        }
    }

    /// Whether the address waits for a link that was mailed a moment ago.
    pub fn was_just_asked(&self, account: usize, address: usize) -> bool {
        let of = |link: &&Link| link.account == account && link.purpose == Purpose::Confirm && !link.is_gone;
        let waits = |link: &Link| link.is_open() && self.now < link.expires && link.address == Some(address);
        let newest = self.links.iter().filter(of).map(|link| link.made).max();
        self.links.iter().filter(of).any(waits) && newest.is_some_and(|made| self.now - made < RESEND_AFTER)
    }

    /// The link is opened in the browser, and its button is pressed.
    pub fn use_link(&mut self, browser: usize, place: usize, password: usize) -> Outcome {
        self.arrive(browser);
        let Link { account, purpose, .. } = self.links[place];
        let is_closed = !self.accounts[account].is_here();
        if self.links[place].is_gone || is_closed {
            return Outcome::Unknown;
        }
        let Link { address, used_by, .. } = self.links[place];
        let is_own = used_by == Some(self.jars[browser].id) && self.accounts[account].email == address;
        if matches!(purpose, Purpose::Confirm | Purpose::Undo) && is_own {
            return Outcome::DoneBefore;
        }
        if !self.links[place].is_open() || self.now >= self.links[place].expires {
            return Outcome::Dead;
        }
        self.links[place].used_by = Some(self.jars[browser].id);
        match purpose {
            Purpose::Password => self.set_password(account, password),
            Purpose::Activation => self.activate(account, place, browser, password),
            Purpose::Confirm => self.confirm(account, place),
            Purpose::Undo => self.undo(account, place),
        }
    }

    fn set_password(&mut self, account: usize, password: usize) -> Outcome {
        self.forget_tries(account);
        self.new_password(account, password);
        self.supersede(account, &BUT_UNDO);
        self.end_all(account, None);
        Outcome::Done
    }

    /// Puts the password in place of the one before.
    pub fn new_password(&mut self, account: usize, password: usize) {
        let known = &mut self.accounts[account];
        known.password = Some(password);
        known.stamp = Some(self.now);
        known.is_migrating = false;
    }

    fn activate(&mut self, account: usize, place: usize, browser: usize, password: usize) -> Outcome {
        self.forget_tries(account);
        if self.links[place].proven_by != Some(self.jars[browser].id) {
            self.new_password(account, password);
        }
        self.accounts[account].waits_since = None;
        self.supersede(account, &[Purpose::Activation, Purpose::Password]);
        Outcome::Done
    }

    /// Whether somebody else has the link's address; who never activated it
    /// gives way.
    fn is_taken(&mut self, account: usize, address: usize) -> bool {
        let Some(owner) = self.account_of(Name::Address(address)).filter(|owner| *owner != account) else {
            return false;
        };
        if self.accounts[owner].waits_since.is_none() {
            return true;
        }
        self.remove(owner);
        false
    }

    fn confirm(&mut self, account: usize, place: usize) -> Outcome {
        let address = self.links[place].address.unwrap();
        if self.is_taken(account, address) {
            return Outcome::Taken;
        }
        self.supersede(account, &BUT_UNDO);
        self.mail_undo(account);
        self.accounts[account].email = Some(address);
        Outcome::Done
    }

    fn undo(&mut self, account: usize, place: usize) -> Outcome {
        let address = self.links[place].address.unwrap();
        let is_taken = self.is_taken(account, address);
        let since = self.links[place].made;
        let known = &mut self.accounts[account];
        known.email = (!is_taken).then_some(address);
        known.password = None;
        known.stamp = known.stamp.filter(|_| is_taken);
        known.deletion_due = None;
        self.supersede(account, &BUT_UNDO);
        for link in self.links.iter_mut().filter(|link| link.account == account && link.purpose == Purpose::Undo) {
            link.superseded |= link.is_open() && (link.made >= since || link.address == Some(address));
        }
        self.end_all(account, None);
        if !is_taken {
            self.mail(account, Purpose::Password, None);
        }
        if is_taken { Outcome::Taken } else { Outcome::Done }
    }

    /// The account's row goes, with its links.
    pub fn remove(&mut self, account: usize) {
        self.accounts[account].is_removed = true;
        for link in self.links.iter_mut().filter(|link| link.account == account) {
            link.is_gone = true;
        }
    }
}
