//! The steps that people and services take, and how a walk chooses them: mostly
//! what could succeed, often enough what must not.

use super::random::Random;
use super::world::{
    ADDRESSES, Account, BROWSERS, DAY, HOUR, Link, MINUTE, Name, PASSWORDS, Purpose, Seconds, WRONG, World,
};

/// One step. A link or token is named by how many newer ones there are, so that
/// a walk can be shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Register { browser: usize, address: usize, password: usize },
    Login { browser: usize, name: Name, password: usize, remember: bool },
    Guess { browser: usize, name: Name, times: usize },
    Forgot { browser: usize, name: Name },
    UseLink { browser: usize, back: usize, password: usize },
    Visit { browser: usize },
    ChangePassword { browser: usize, current: usize, new: usize },
    AskEmail { browser: usize, address: usize, password: usize },
    Delete { browser: usize, password: usize },
    Keep { browser: usize },
    LogOut { browser: usize },
    EndOthers { browser: usize },
    OpenService { browser: usize, client: usize, twice: bool },
    Refresh { back: usize },
    Close { browser: usize },
    Copy { from: usize, to: usize },
    Wait { seconds: Seconds },
    CleanUp,
}

/// What a step came to, as a person or a service can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The page for people who are signed in.
    Home,
    /// The question whether the account is to be kept.
    AskedToKeep,
    /// The login page.
    MustLogIn,
    /// The login page, for the password of who is signed in.
    MustProve,
    /// The page that says that a link was mailed to whom it concerns.
    Mailed,
    /// What was asked for was done.
    Done,
    /// The page tells once more what was done in this browser.
    DoneBefore,
    /// There was nothing to press.
    Nothing,
    /// Something typed was wrong.
    Refused,
    /// Username or password is wrong.
    Wrong,
    /// The right password of an account that waits for its activation.
    Waits,
    Locked,
    /// The link does nothing any more.
    Dead,
    /// Nobody knows the link.
    Unknown,
    /// The address has become somebody else's.
    Taken,
}

#[derive(Clone, Copy)]
enum Kind {
    Register,
    Login,
    Guess,
    Forgot,
    UseLink,
    Visit,
    ChangePassword,
    AskEmail,
    Delete,
    Keep,
    LogOut,
    EndOthers,
    OpenService,
    Refresh,
    Close,
    Copy,
    Wait,
    CleanUp,
}

/// How often each kind of step is taken while nobody is signed in.
const OUTSIDE: [(usize, Kind); 12] = [
    (9, Kind::Register),
    (36, Kind::Login),
    (3, Kind::Guess),
    (8, Kind::Forgot),
    (26, Kind::UseLink),
    (2, Kind::Visit),
    (2, Kind::ChangePassword),
    (3, Kind::OpenService),
    (4, Kind::Refresh),
    (2, Kind::Close),
    (6, Kind::Wait),
    (3, Kind::CleanUp),
];

/// The same while somebody is.
const INSIDE: [(usize, Kind); 18] = [
    (4, Kind::Register),
    (17, Kind::Login),
    (3, Kind::Guess),
    (4, Kind::Forgot),
    (13, Kind::UseLink),
    (4, Kind::Visit),
    (6, Kind::ChangePassword),
    (9, Kind::AskEmail),
    (4, Kind::Delete),
    (5, Kind::Keep),
    (2, Kind::LogOut),
    (8, Kind::EndOthers),
    (15, Kind::OpenService),
    (10, Kind::Refresh),
    (3, Kind::Close),
    (6, Kind::Copy),
    (9, Kind::Wait),
    (2, Kind::CleanUp),
];

/// Spans that lie clear of every limit, also when a few of them add up.
const SPANS: [(usize, Seconds); 7] = [
    (10, 41),
    (10, 3 * MINUTE + 7),
    (4, 31 * MINUTE + 3),
    (1, 2 * HOUR + 11),
    (2, 25 * HOUR + 17),
    (1, 8 * DAY + 23),
    (2, 15 * DAY + 29),
];

/// What is begun is mostly gone on with.
fn kind(random: &mut Random, world: &World, there: &[usize]) -> Kind {
    let is_due = |account: &Account| account.deletion_due.is_some_and(|due| due <= world.now);
    let waits = |link: &Link| link.purpose == Purpose::Confirm && link.is_open() && world.now < link.expires;
    let is_asked = |browser: &usize| {
        let account = world.session_of(*browser).map(|session| world.sessions[session].account);
        account.is_some_and(|account| world.accounts[account].deletion_due.is_some())
    };
    let kind = match there.is_empty() {
        _ if world.accounts.iter().any(is_due) && random.chance(50) => Kind::CleanUp,
        _ if world.links.iter().any(waits) && random.chance(20) => Kind::UseLink,
        true => random.weighted(&OUTSIDE),
        false if there.iter().any(is_asked) && random.chance(25) => Kind::Keep,
        false => random.weighted(&INSIDE),
    };
    match kind {
        Kind::UseLink if world.link(0).is_none() => Kind::Register,
        Kind::Refresh if world.token(0).is_none() => Kind::OpenService,
        kind => kind,
    }
}

/// The next step of a walk that has come to `world`.
pub fn choose(random: &mut Random, world: &World) -> Step {
    let there: Vec<usize> = (0..BROWSERS).filter(|browser| world.session_of(*browser).is_some()).collect();
    let kind = kind(random, world, &there);
    let anywhere = random.below(BROWSERS);
    // Mostly where somebody is signed in.
    let browser = if there.is_empty() || random.chance(10) { anywhere } else { random.pick(&there) };
    let password = random.below(WRONG);
    match kind {
        Kind::Register => Step::Register { browser: anywhere, address: address(random, world), password },
        Kind::Login => {
            let (name, remember) = (name(random, world), random.chance(40));
            let password = fitting(random, world, world.account_of(name));
            Step::Login { browser: anywhere, name, password, remember }
        }
        Kind::Guess => Step::Guess { browser: anywhere, name: name(random, world), times: 3 + random.below(3) },
        Kind::Forgot => Step::Forgot { browser: anywhere, name: name(random, world) },
        Kind::UseLink => Step::UseLink { browser: anywhere, back: link(random, world), password },
        Kind::Visit => Step::Visit { browser },
        Kind::ChangePassword => Step::ChangePassword { browser, current: own(random, world, browser), new: password },
        Kind::AskEmail => {
            let address = address(random, world);
            Step::AskEmail { browser, address, password: own(random, world, browser) }
        }
        Kind::Delete => Step::Delete { browser, password: own(random, world, browser) },
        Kind::Keep => Step::Keep { browser },
        Kind::LogOut => Step::LogOut { browser },
        Kind::EndOthers => Step::EndOthers { browser },
        Kind::OpenService => Step::OpenService { browser, client: random.below(2), twice: random.chance(10) },
        Kind::Refresh => Step::Refresh { back: newest(random).min(world.tokens.len() - 1) },
        Kind::Close => Step::Close { browser },
        Kind::Copy => Step::Copy { from: browser, to: anywhere },
        Kind::Wait => Step::Wait { seconds: random.weighted(&SPANS) },
        Kind::CleanUp => Step::CleanUp,
    }
}

/// Mostly the name of somebody who has a password.
fn name(random: &mut Random, world: &World) -> Name {
    let names = (0..ADDRESSES.len()).map(Name::Address).chain([Name::Minna]);
    let has_password =
        |name: &Name| world.account_of(*name).is_some_and(|place| world.accounts[place].password.is_some());
    let (likely, others): (Vec<Name>, Vec<Name>) = names.partition(has_password);
    match likely.is_empty() || !others.is_empty() && random.chance(35) {
        true => random.pick(&others),
        false => random.pick(&likely),
    }
}

/// Often one that a link would make somebody's.
fn address(random: &mut Random, world: &World) -> usize {
    let wanted: Vec<usize> = world.links.iter().filter(|link| link.is_open()).filter_map(|link| link.address).collect();
    match wanted.is_empty() || random.chance(50) {
        true => random.below(ADDRESSES.len()),
        false => random.pick(&wanted),
    }
}

fn newest(random: &mut Random) -> usize {
    random.weighted(&[(6, 0), (3, 1), (2, 2), (1, 3), (1, 5), (1, 8)])
}

/// Mostly a link that works, the newest that leads on or any; else one of the
/// newest, or any.
fn link(random: &mut Random, world: &World) -> usize {
    let mailed = world.links.iter().filter(|link| link.mailed_to.is_some()).count();
    let works = |back: &usize| world.link(*back).is_some_and(|place| world.links[place].is_open());
    let open: Vec<usize> = (0..mailed).filter(works).collect();
    let leads_on = |back: &&usize| world.link(**back).is_some_and(|place| world.links[place].purpose != Purpose::Undo);
    match (random.below(100), open.iter().find(leads_on)) {
        (0..55, Some(back)) => *back,
        (0..75, _) if !open.is_empty() => random.pick(&open),
        (0..90, _) => random.below(mailed),
        _ => newest(random).min(mailed - 1),
    }
}

/// Mostly the right password.
fn fitting(random: &mut Random, world: &World, account: Option<usize>) -> usize {
    let right = account.and_then(|account| world.accounts[account].password);
    match right {
        Some(right) if random.chance(85) => right,
        _ => random.below(PASSWORDS.len()),
    }
}

fn own(random: &mut Random, world: &World, browser: usize) -> usize {
    let account = world.session_of(browser).map(|session| world.sessions[session].account);
    fitting(random, world, account)
}
