//! Every variant of every state that a page can be in.
//!
//! The gallery goes through these lists instead of naming variants itself: a
//! new variant does not compile until it stands here, and then it has a page.

use accounts::email_change::NewAddressProblem;

use super::super::activation;
use super::super::failure::Failure;
use super::super::link::{self, Sending};
use super::super::login::{IdentifierProblem, LoginProblem, Status, TriesLeft};
use super::super::own::{
    AddressLinkState, ChangeProblem, DeleteProblem, Done, EmailProblem, ProofProblem, SectionName,
};
use super::super::password::{Class, ForgotProblem, NewPasswordProblem};
use super::super::registration::FieldProblem;
use super::super::sessions;
use super::{View, Views, now};

/// A state that has a list of its values.
pub(super) trait Every: Sized {
    /// At least one value of each variant, with the words for it in the name
    /// of a page.
    fn every() -> Vec<(&'static str, Self)>;
}

/// `page` in every state; its name is `prefix` with the words of the state.
pub(super) fn each<State: Every, Page: View + 'static>(prefix: &str, page: impl Fn(State) -> Page) -> Views {
    let named = |(words, state)| {
        let name: &'static str = format!("{prefix}-{words}").leak();
        (name, Box::new(page(state)) as Box<dyn View>)
    };
    State::every().into_iter().map(named).collect()
}

macro_rules! every {
    ($($state:ty { $($variant:pat => [$($words:literal: $value:expr),+]),+ $(,)? })+) => {
        $(impl Every for $state {
            fn every() -> Vec<(&'static str, Self)> {
                let _no_variant_is_missing = |state: &Self| match state { $($variant => ()),+ };
                vec![$($(($words, $value)),+),+]
            }
        })+
    };
}

const LAST_TRY: TriesLeft = TriesLeft { count: 1, lock_hours: 24 };

every! {
    Status {
        Self::SignedOut => ["signed-out": Self::SignedOut],
        Self::Expired => ["expired": Self::Expired],
        Self::LanguageChanged => ["language": Self::LanguageChanged],
    }
    IdentifierProblem {
        Self::Empty => ["empty": Self::Empty],
        Self::Malformed => ["malformed": Self::Malformed],
    }
    LoginProblem {
        Self::Empty => ["empty": Self::Empty],
        Self::Wrong { .. } => [
            "wrong": Self::Wrong { tries_left: None },
            "last-try": Self::Wrong { tries_left: Some(LAST_TRY) }
        ],
        Self::Throttled { .. } => ["throttled": Self::Throttled { retry_at: now() }],
        Self::NotAvailable => ["not-available": Self::NotAvailable],
    }
    Sending {
        Self::First => ["first": Self::First],
        Self::Again { .. } => ["again": Self::Again { at: now() }],
        Self::TooSoon { .. } => ["too-soon": Self::TooSoon { retry_at: now() }],
        Self::DailyLimit { .. } => ["limit": Self::DailyLimit { count: 5 }],
    }
    link::Death {
        Self::Expired { .. } => ["expired": Self::Expired { minutes: 30 }],
        Self::Used => ["used": Self::Used],
        Self::Superseded => ["superseded": Self::Superseded],
        Self::Unknown => ["unknown": Self::Unknown],
    }
    activation::Death {
        Self::Expired { .. } => ["expired": Self::Expired { minutes: 30 }],
        Self::Superseded => ["superseded": Self::Superseded],
        Self::Done => ["already": Self::Done],
        Self::Closed => ["closed": Self::Closed],
        Self::Unknown => ["unknown": Self::Unknown],
    }
    NewPasswordProblem {
        Self::Required => ["empty": Self::Required],
        Self::TooShort(_) => ["short": Self::TooShort(6)],
        Self::TooLong(_) => ["long": Self::TooLong(1024)],
        Self::Missing(_) => ["missing": Self::Missing(Class::every().into_iter().map(|(_, class)| class).collect())],
        Self::Common => ["common": Self::Common],
        Self::Personal => ["personal": Self::Personal],
        Self::ConfirmRequired => ["unconfirmed": Self::ConfirmRequired],
        Self::Mismatch => ["mismatch": Self::Mismatch],
    }
    Class {
        Self::Upper => ["upper": Self::Upper],
        Self::Lower => ["lower": Self::Lower],
        Self::Digit => ["digit": Self::Digit],
        Self::Special => ["special": Self::Special],
    }
    ForgotProblem {
        Self::Empty => ["empty": Self::Empty],
        Self::MalformedEmail => ["malformed": Self::MalformedEmail],
    }
    FieldProblem {
        Self::EmailRequired => ["email-required": Self::EmailRequired],
        Self::EmailConfirmRequired => ["email-unconfirmed": Self::EmailConfirmRequired],
        Self::EmailMalformed => ["email-malformed": Self::EmailMalformed],
        Self::EmailDoubtful { .. } => ["doubtful": Self::EmailDoubtful { meant: "erkki.esimerkki@gmail.com".to_owned() }],
        Self::EmailTaken => ["taken": Self::EmailTaken],
        Self::EmailMismatch => ["email-mismatch": Self::EmailMismatch],
        Self::Password(_) => ["password": Self::Password(NewPasswordProblem::Personal)],
        Self::FirstName => ["first-name": Self::FirstName],
        Self::LastName => ["last-name": Self::LastName],
        Self::Phone => ["phone": Self::Phone],
        Self::Street => ["street": Self::Street],
        Self::PostalCode => ["postal-code": Self::PostalCode],
        Self::City => ["city": Self::City],
        Self::Terms => ["terms": Self::Terms],
    }
    Done {
        Self::Saved => ["saved": Self::Saved],
        Self::Password => ["password-changed": Self::Password],
        Self::EmailSent => ["email-asked": Self::EmailSent],
        Self::EmailCancelled => ["email-cancelled": Self::EmailCancelled],
        Self::Kept => ["kept": Self::Kept],
    }
    sessions::Done {
        Self::One => ["one-done": Self::One],
        Self::Others => ["others-done": Self::Others],
    }
    ProofProblem {
        Self::Missing => ["empty": Self::Missing],
        Self::Wrong { .. } => [
            "wrong": Self::Wrong { tries_left: None, lock_hours: 24 },
            "last-try": Self::Wrong { tries_left: Some(1), lock_hours: 24 }
        ],
        Self::Throttled { .. } => ["throttled": Self::Throttled { retry_at: now() }],
    }
    ChangeProblem {
        Self::Current(_) => ["current": Self::Current(ProofProblem::Missing)],
        Self::New(_) => ["short": Self::New(NewPasswordProblem::TooShort(12))],
        Self::Same => ["same": Self::Same],
    }
    NewAddressProblem {
        Self::Missing => ["empty": Self::Missing],
        Self::Malformed => ["malformed": Self::Malformed],
        Self::Mismatch => ["mismatch": Self::Mismatch],
        Self::Same => ["same": Self::Same],
    }
    EmailProblem {
        Self::Address(_) => ["address": Self::Address(NewAddressProblem::Malformed)],
        Self::Password(_) => ["wrong": Self::Password(ProofProblem::Wrong { tries_left: Some(1), lock_hours: 24 })],
        Self::TooSoon { .. } => ["too-soon": Self::TooSoon { retry_at: now() }],
    }
    DeleteProblem {
        Self::Unconfirmed => ["unconfirmed": Self::Unconfirmed],
        Self::Password(_) => ["wrong": Self::Password(ProofProblem::Wrong { tries_left: Some(1), lock_hours: 24 })],
    }
    AddressLinkState {
        Self::Confirm => ["confirm": Self::Confirm],
        Self::Confirmed { .. } => [
            "confirmed": Self::Confirmed { username_is_fixed: false },
            "confirmed-username": Self::Confirmed { username_is_fixed: true }
        ],
        Self::ConfirmTaken => ["taken": Self::ConfirmTaken],
        Self::Undo => ["undo": Self::Undo],
        Self::Undone => ["undone": Self::Undone],
        Self::UndoTaken => ["undo-taken": Self::UndoTaken],
        Self::UndoDead => ["undo-dead": Self::UndoDead],
    }
    Failure {
        Self::UnknownClient => ["unknown-client": Self::UnknownClient],
        Self::BadRedirect => ["bad-redirect": Self::BadRedirect],
        Self::BadRequest => ["bad-request": Self::BadRequest],
        Self::OtherBrowser => ["other-browser": Self::OtherBrowser],
        Self::CookiesBlocked => ["cookies": Self::CookiesBlocked],
        Self::CrossSite => ["cross-site": Self::CrossSite],
        Self::Forbidden => ["forbidden": Self::Forbidden],
        Self::NotFound => ["not-found": Self::NotFound],
        Self::MethodNotAllowed => ["method": Self::MethodNotAllowed],
        Self::TooLarge => ["too-large": Self::TooLarge],
        Self::TooMany { .. } => ["too-many": Self::TooMany { retry_at: now() }],
        Self::Fault => ["fault": Self::Fault],
        Self::Busy => ["busy": Self::Busy],
    }
    SectionName {
        Self::Homes => ["homes": Self::Homes],
        Self::LegacyIds => ["legacy-ids": Self::LegacyIds],
        Self::Sessions => ["sessions": Self::Sessions],
        Self::Services => ["services": Self::Services],
        Self::Acceptances => ["acceptances": Self::Acceptances],
        Self::Events => ["events": Self::Events],
        Self::NewestEvents => ["newest-events": Self::NewestEvents],
    }
}
