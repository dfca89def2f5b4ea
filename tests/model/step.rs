//! The steps that people and services take, and how a walk chooses them: mostly
//! what could succeed, often enough what must not.

use super::random::Random;
use super::world::{ADDRESSES, BROWSERS, DAY, HOUR, MINUTE, Name, PASSWORDS, Seconds, WRONG, World};

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

/// How often each kind of step is taken.
const KINDS: [(usize, Kind); 18] = [
    (8, Kind::Register),
    (20, Kind::Login),
    (4, Kind::Guess),
    (8, Kind::Forgot),
    (20, Kind::UseLink),
    (6, Kind::Visit),
    (6, Kind::ChangePassword),
    (10, Kind::AskEmail),
    (4, Kind::Delete),
    (3, Kind::Keep),
    (4, Kind::LogOut),
    (4, Kind::EndOthers),
    (14, Kind::OpenService),
    (10, Kind::Refresh),
    (3, Kind::Close),
    (4, Kind::Copy),
    (12, Kind::Wait),
    (3, Kind::CleanUp),
];

/// Spans that lie clear of every limit, also when a few of them add up.
const SPANS: [(usize, Seconds); 7] = [
    (3, 41),
    (5, 3 * MINUTE + 7),
    (3, 31 * MINUTE + 3),
    (1, 2 * HOUR + 11),
    (2, 25 * HOUR + 17),
    (1, 8 * DAY + 23),
    (1, 15 * DAY + 29),
];

/// The next step of a walk that has come to `world`.
pub fn choose(random: &mut Random, world: &World) -> Step {
    let browser = random.below(BROWSERS);
    let password = random.below(PASSWORDS.len());
    match random.weighted(&KINDS) {
        Kind::Register => Step::Register { browser, address: random.below(ADDRESSES.len()), password: password % WRONG },
        Kind::Login => {
            let name = name(random);
            let remember = random.chance(40);
            Step::Login { browser, name, password: fitting(random, world, world.account_of(name)), remember }
        }
        Kind::Guess => Step::Guess { browser, name: name(random), times: 3 + random.below(3) },
        Kind::Forgot => Step::Forgot { browser, name: name(random) },
        Kind::UseLink => Step::UseLink { browser, back: newest(random), password: password % WRONG },
        Kind::Visit => Step::Visit { browser },
        Kind::ChangePassword => {
            let browser = signed_in(random, world, browser);
            Step::ChangePassword { browser, current: own(random, world, browser), new: password % WRONG }
        }
        Kind::AskEmail => {
            let browser = signed_in(random, world, browser);
            let address = random.below(ADDRESSES.len());
            Step::AskEmail { browser, address, password: own(random, world, browser) }
        }
        Kind::Delete => {
            let browser = signed_in(random, world, browser);
            Step::Delete { browser, password: own(random, world, browser) }
        }
        Kind::Keep => Step::Keep { browser: signed_in(random, world, browser) },
        Kind::LogOut => Step::LogOut { browser: signed_in(random, world, browser) },
        Kind::EndOthers => Step::EndOthers { browser: signed_in(random, world, browser) },
        Kind::OpenService => {
            let browser = signed_in(random, world, browser);
            Step::OpenService { browser, client: random.below(2), twice: random.chance(10) }
        }
        Kind::Refresh => Step::Refresh { back: newest(random) },
        Kind::Close => Step::Close { browser },
        Kind::Copy => Step::Copy { from: signed_in(random, world, browser), to: random.below(BROWSERS) },
        Kind::Wait => Step::Wait { seconds: random.weighted(&SPANS) },
        Kind::CleanUp => Step::CleanUp,
    }
}

fn name(random: &mut Random) -> Name {
    match random.below(ADDRESSES.len() + 1) {
        place if place < ADDRESSES.len() => Name::Address(place),
        _ => Name::Minna,
    }
}

/// Mostly the newest, or the one before.
fn newest(random: &mut Random) -> usize {
    random.weighted(&[(6, 0), (3, 1), (2, 2), (1, 3), (1, 5), (1, 8)])
}

/// Mostly the right password.
fn fitting(random: &mut Random, world: &World, account: Option<usize>) -> usize {
    let right = account.and_then(|account| world.accounts[account].password);
    match right {
        Some(right) if random.chance(80) => right,
        _ => random.below(PASSWORDS.len()),
    }
}

fn own(random: &mut Random, world: &World, browser: usize) -> usize {
    let account = world.session_of(browser).map(|session| world.sessions[session].account);
    fitting(random, world, account)
}

/// Mostly a browser in which somebody is signed in.
fn signed_in(random: &mut Random, world: &World, otherwise: usize) -> usize {
    let there: Vec<usize> = (0..BROWSERS).filter(|browser| world.session_of(*browser).is_some()).collect();
    match there.is_empty() || random.chance(15) {
        true => otherwise,
        false => random.pick(&there),
    }
}
