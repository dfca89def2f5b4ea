//! What is written down of every event that matters to security.

mod retention;
mod words;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use retention::{Kind, Retention};
pub use words::words;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A password was right and a session began.
    SignedIn,
    /// A password was wrong, or the account cannot be used.
    SignInFailed,
    /// Too many wrong passwords: the identifier is locked.
    Locked,
    /// A session was ended by its owner.
    SignedOut,
    /// Somebody registered an account, or did so again before it was active.
    Registered,
    /// A registered account's address was corrected before it was active.
    AddressCorrected,
    /// A link that activates an account was mailed.
    ActivationLinkSent,
    /// The owner of the mailbox activated an account.
    Activated,
    /// An account that nobody activated in time was removed.
    UnactivatedRemoved,
    /// A browser that stays logged in came back, and its session went on.
    SessionResumed,
    /// The token of a browser that stays logged in was used a second time: the
    /// login ended.
    RememberedLoginMisused,
    /// The owner was told of a login from a new browser.
    NewDeviceTold,
    /// A link for a first or new password was mailed.
    PasswordLinkSent,
    /// The page behind a mailed link was opened.
    PasswordLinkOpened,
    /// A password was set.
    PasswordSet,
    /// A spent authorization code or refresh token was used again.
    TokenReplayed,
    /// An account was brought in from a legacy system.
    Imported,
    /// An account was taken out again with its import, before anybody used it.
    ImportUndone,
    /// Another system's id of a person was brought in.
    LegacyIdAdded,
    /// Another system's id of a person was taken out again with its import.
    LegacyIdRemoved,
    /// A tenancy was brought in or got another last day.
    TenancyRecorded,
    /// A tenancy was taken out again with its import.
    TenancyRemoved,
    /// Old ids and their subjects were written out for a relying party.
    IdsExported,
    /// A wave of reminders to log in was begun.
    RemindersStarted,
    /// A wave of reminders was stopped before its end.
    RemindersStopped,
    /// A stopped wave of reminders goes on.
    RemindersResumed,
    /// A wave of reminders has reached everybody it was for.
    RemindersFinished,
    /// A reminder to log in was put into the outbox.
    Reminded,
    /// An account whose owner never came lost its personal data and was closed.
    Archived,
    /// A password was changed by its owner, who was signed in.
    PasswordChanged,
    /// Name, telephone number, postal address or language was changed.
    DetailsChanged,
    /// A change of the e-mail address was asked for and waits for its link.
    EmailChangeAsked,
    /// A change of the e-mail address was given up before its link was used.
    EmailChangeCancelled,
    /// The e-mail address was changed by the link in the new mailbox.
    EmailChanged,
    /// A change of the e-mail address was taken back from the old mailbox.
    EmailChangeUndone,
    /// A service lost what it had been granted, as the person wished.
    ServiceDisconnected,
    /// The person took a copy of everything that is stored about them.
    DataExported,
    /// The person asked for the deletion of the account.
    DeletionPlanned,
    /// The person took that back in time.
    DeletionCancelled,
    /// The account was deleted as its owner had asked.
    Deleted,
    /// A person agreed to an edition of the terms or the privacy notice.
    TermsAccepted,
    /// A person did not agree to new terms.
    TermsDeclined,
    /// A person let a client have their data.
    ConsentGiven,
    /// A person did not let a client have their data.
    ConsentDenied,
    /// A person took back what a client was allowed.
    ConsentWithdrawn,
    /// Mail to the account's address came back.
    MailReturned,
    /// Mail reaches the account's address again.
    MailArrived,
    /// Signing keys were rotated or retired.
    KeysRotated,
    /// After a restore whatever was older lost its use.
    RestoreFenced,
    /// Lines of the audit trail were written out.
    AuditExported,
    /// An operator looked at the data of an account.
    AccountShown,
    /// An operator looked up what happened under a reference.
    LookedUp,
    /// An operator lifted the lock of an account's names.
    Unlocked,
    /// An operator closed an account.
    Disabled,
    /// An operator opened an account again.
    Enabled,
    /// An operator had a link mailed to an account's owner.
    LinkSent,
}

impl Event {
    /// What operators do to people: no sign that they live or want their account.
    pub const DONE_TO_PEOPLE: [Self; 12] = [
        Self::Imported,
        Self::Reminded,
        Self::LegacyIdAdded,
        Self::LegacyIdRemoved,
        Self::TenancyRecorded,
        Self::TenancyRemoved,
        Self::AccountShown,
        Self::LookedUp,
        Self::Unlocked,
        Self::Disabled,
        Self::Enabled,
        Self::LinkSent,
    ];

    /// The event's stable name in the audit trail.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::Locked => "locked",
            Self::SignedOut => "signed_out",
            Self::Registered => "registered",
            Self::AddressCorrected => "address_corrected",
            Self::ActivationLinkSent => "activation_link_sent",
            Self::Activated => "activated",
            Self::UnactivatedRemoved => "unactivated_removed",
            Self::SessionResumed => "session_resumed",
            Self::RememberedLoginMisused => "remembered_login_misused",
            Self::NewDeviceTold => "new_device_told",
            Self::PasswordLinkSent => "password_link_sent",
            Self::PasswordLinkOpened => "password_link_opened",
            Self::PasswordSet => "password_set",
            Self::TokenReplayed => "token_replayed",
            Self::Imported => "imported",
            Self::ImportUndone => "import_undone",
            Self::LegacyIdAdded => "legacy_id_added",
            Self::LegacyIdRemoved => "legacy_id_removed",
            Self::TenancyRecorded => "tenancy_recorded",
            Self::TenancyRemoved => "tenancy_removed",
            Self::IdsExported => "ids_exported",
            Self::RemindersStarted => "reminders_started",
            Self::RemindersStopped => "reminders_stopped",
            Self::RemindersResumed => "reminders_resumed",
            Self::RemindersFinished => "reminders_finished",
            Self::Reminded => "reminded",
            Self::Archived => "archived",
            Self::PasswordChanged => "password_changed",
            Self::DetailsChanged => "details_changed",
            Self::EmailChangeAsked => "email_change_asked",
            Self::EmailChangeCancelled => "email_change_cancelled",
            Self::EmailChanged => "email_changed",
            Self::EmailChangeUndone => "email_change_undone",
            Self::ServiceDisconnected => "service_disconnected",
            Self::DataExported => "data_exported",
            Self::DeletionPlanned => "deletion_planned",
            Self::DeletionCancelled => "deletion_cancelled",
            Self::Deleted => "deleted",
            Self::TermsAccepted => "terms_accepted",
            Self::TermsDeclined => "terms_declined",
            Self::ConsentGiven => "consent_given",
            Self::ConsentDenied => "consent_denied",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::MailReturned => "mail_returned",
            Self::MailArrived => "mail_arrived",
            Self::KeysRotated => "keys_rotated",
            Self::RestoreFenced => "restore_fenced",
            Self::AuditExported => "audit_exported",
            Self::AccountShown => "account_shown",
            Self::LookedUp => "looked_up",
            Self::Unlocked => "unlocked",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::LinkSent => "link_sent",
        }
    }
}

/// One line of the audit trail. It holds no address, secret or password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
    /// Whose account it concerns, where one is known.
    pub account_id: Option<Uuid>,
    /// The client in whose login it happened.
    pub client_id: Option<String>,
    /// The session that it concerns.
    pub session_id: Option<Uuid>,
    /// The network it came from: an IPv4 address or an IPv6 /64.
    pub network: Option<String>,
    /// The reference that the person and the log share.
    pub reference: Option<String>,
    /// One word more, from a fixed list of each event, how much it was, or which
    /// operator did it.
    pub detail: Option<Cow<'static, str>>,
}

impl Entry {
    /// A line about something that the service or its operator did: no browser
    /// and no login stand behind it.
    pub fn unattended(at: DateTime<Utc>, event: Event, account_id: Option<Uuid>) -> Self {
        Self { at, event, account_id, client_id: None, session_id: None, network: None, reference: None, detail: None }
    }
}
