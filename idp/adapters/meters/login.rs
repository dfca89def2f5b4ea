//! What came of a try to log in, as it is counted.

/// What came of a try to log in with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginOutcome {
    /// A session began.
    SignedIn,
    /// Name or password is wrong.
    Wrong,
    /// The account is closed.
    Disabled,
    /// The address was not shown to be the person's yet.
    Unactivated,
    /// The name is locked.
    Locked,
    /// Too many tries in a short time.
    Throttled,
    /// Too many passwords are waiting to be checked.
    Busy,
    /// A machine failed.
    Fault,
}

impl LoginOutcome {
    /// All outcomes.
    pub const ALL: [Self; 8] = [
        Self::SignedIn,
        Self::Wrong,
        Self::Disabled,
        Self::Unactivated,
        Self::Locked,
        Self::Throttled,
        Self::Busy,
        Self::Fault,
    ];

    /// The word that it is counted under.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Wrong => "wrong",
            Self::Disabled => "disabled",
            Self::Unactivated => "unactivated",
            Self::Locked => "locked",
            Self::Throttled => "throttled",
            Self::Busy => "busy",
            Self::Fault => "fault",
        }
    }
}
