//! What was asked when, and what was answered when.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// What was asked for. Sessions, codes and tokens go by numbers of their own;
/// passwords of one person by how many there were before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Register,
    Activate,
    SignIn {
        password: u32,
        session: usize,
    },
    Visit {
        session: usize,
    },
    Redeem {
        code: usize,
    },
    Refresh {
        token: usize,
        session: usize,
    },
    LogOut {
        session: usize,
    },
    ChangePassword {
        to: u32,
        session: usize,
    },
    /// Userinfo said who the person is.
    Subject {
        sub: String,
    },
}

impl Act {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Activate => "activate",
            Self::SignIn { .. } => "sign in",
            Self::Visit { .. } => "visit",
            Self::Redeem { .. } => "redeem",
            Self::Refresh { .. } => "refresh",
            Self::LogOut { .. } => "log out",
            Self::ChangePassword { .. } => "change password",
            Self::Subject { .. } => "subject",
        }
    }
}

/// How it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Done,
    Refused,
    /// It may have been done or not.
    Unknown,
}

/// One line of the history.
#[derive(Clone, Debug)]
pub struct Operation {
    pub person: usize,
    pub act: Act,
    pub asked: Duration,
    pub answered: Duration,
    pub outcome: Outcome,
}

/// Writes the history.
pub struct Recorder {
    begun: Instant,
    numbers: AtomicUsize,
    operations: Mutex<Vec<Operation>>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self { begun: Instant::now(), numbers: AtomicUsize::new(0), operations: Mutex::default() }
    }
}

impl Recorder {
    /// A number that nothing else has.
    pub fn number(&self) -> usize {
        self.numbers.fetch_add(1, Relaxed)
    }

    /// Does something and writes it down; `read` tells how it was answered.
    pub async fn note<T>(
        &self,
        person: usize,
        act: Act,
        work: impl Future<Output = T>,
        read: impl FnOnce(&T) -> Outcome,
    ) -> (Outcome, T) {
        let asked = self.begun.elapsed();
        let answer = work.await;
        let outcome = read(&answer);
        let operation = Operation { person, act, asked, answered: self.begun.elapsed(), outcome };
        self.operations.lock().unwrap().push(operation);
        (outcome, answer)
    }

    /// Everything so far.
    pub fn history(&self) -> Vec<Operation> {
        self.operations.lock().unwrap().clone()
    }
}
