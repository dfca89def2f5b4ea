//! The hashing threads and the bounded queue before them.
//!
//! Whoever is known goes first, and a part of the queue is theirs alone: a
//! flood of strangers fills the rest and no more. A flood of the known does not
//! either: one of each account waits as known, the rest as strangers, and
//! strangers get every so many turns.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use accounts::legacy_password::Recipe;
use argon2::Block;
use uuid::Uuid;
use zeroize::Zeroize as _;

use super::job::{Desk, Job};
use super::meter::{HasherMeter, Queueing};
use super::{Asker, HashError};

/// How long a thread keeps its memory without work.
const IDLE: Duration = Duration::from_secs(10);
/// One turn in so many is for those who are known.
const KEPT_FOR_KNOWN: usize = 4;
/// How many of the known go one after the other while strangers wait.
const KNOWN_IN_A_ROW: usize = 3;
/// What the threads yield to everything else of the process; nice(1). A hash
/// keeps a core busy for longer than a token's whole request takes.
const NICENESS: i32 = 10;

pub(super) struct Workers {
    queue: Mutex<Queue>,
    work: Condvar,
    room: usize,
    meter: HasherMeter,
    slowest: Mutex<Option<Recipe>>,
}

#[derive(Default)]
struct Queue {
    known: VecDeque<(Uuid, Waiting)>,
    strangers: VecDeque<Waiting>,
    /// The accounts that have a turn as known ones.
    accounts: HashSet<Uuid>,
    known_in_a_row: usize,
    /// Turns that were given out and not taken yet.
    promised: usize,
    idle_threads: usize,
    stopped: bool,
}

/// A piece of work and since when it waits.
struct Waiting {
    job: Job,
    since: Instant,
}

impl Queue {
    fn waiting(&self) -> usize {
        self.known.len() + self.strangers.len()
    }

    fn next(&mut self) -> Option<Waiting> {
        if (self.known_in_a_row < KNOWN_IN_A_ROW || self.strangers.is_empty())
            && let Some((account, waiting)) = self.known.pop_front()
        {
            self.known_in_a_row += 1;
            self.accounts.remove(&account);
            return Some(waiting);
        }
        self.known_in_a_row = 0;
        self.strangers.pop_front()
    }

    fn push(&mut self, asker: Asker, job: Job) {
        let waiting = Waiting { job, since: Instant::now() };
        match asker {
            Asker::Known(account) => self.known.push_back((account, waiting)),
            Asker::Stranger => self.strangers.push_back(waiting),
        }
    }
}

/// A turn in the queue. Who gives it up without a job leaves it to others.
pub(super) struct Turn {
    workers: Arc<Workers>,
    /// `None` once it is taken.
    asker: Option<Asker>,
}

impl Turn {
    pub(super) fn take(mut self, job: Job) -> Result<(), HashError> {
        let mut queue = self.workers.lock();
        if queue.stopped {
            return Err(HashError::OutOfOrder);
        }
        if let Some(asker) = self.asker.take() {
            queue.push(asker, job);
        }
        drop(queue);
        self.workers.work.notify_one();
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queue = self.workers.lock();
        queue.promised = queue.promised.saturating_sub(1);
        if let Some(Asker::Known(account)) = self.asker {
            queue.accounts.remove(&account);
        }
    }
}

enum Next {
    Work(Box<Job>),
    GiveMemoryBack,
    Stop,
}

impl Workers {
    pub(super) fn start(threads: usize, room: usize) -> Result<Arc<Self>, HashError> {
        let workers = Arc::new(Self {
            queue: Mutex::new(Queue { idle_threads: threads, ..Queue::default() }),
            work: Condvar::new(),
            room,
            meter: HasherMeter::default(),
            slowest: Mutex::default(),
        });
        for number in 0..threads {
            let shared = Arc::clone(&workers);
            let started = thread::Builder::new().name(format!("hasher-{number}")).spawn(move || shared.serve());
            if started.is_err() {
                workers.stop();
                return Err(HashError::OutOfOrder);
            }
        }
        Ok(workers)
    }

    /// A turn in the queue, unless as many wait as there is room for beside
    /// those that an idle thread is about to take.
    pub(super) fn turn(self: &Arc<Self>, asker: Asker) -> Result<Turn, HashError> {
        let mut queue = self.lock();
        if queue.stopped {
            return Err(HashError::OutOfOrder);
        }
        let asker = match asker {
            Asker::Known(account) if queue.accounts.contains(&account) => Asker::Stranger,
            asker => asker,
        };
        let room = match asker {
            Asker::Known(_) => self.room,
            Asker::Stranger => self.room - self.room / KEPT_FOR_KNOWN,
        };
        if queue.waiting() + queue.promised >= room + queue.idle_threads {
            self.meter.refusals.inc();
            return Err(HashError::Busy);
        }
        queue.promised += 1;
        if let Asker::Known(account) = asker {
            queue.accounts.insert(account);
        }
        Ok(Turn { workers: Arc::clone(self), asker: Some(asker) })
    }

    /// Counts `recipe` among those that were met.
    pub(super) fn level_with(&self, recipe: Recipe) {
        let mut slowest = self.slowest();
        if recipe.work() > slowest.as_ref().map_or(0, Recipe::work) {
            *slowest = Some(recipe);
        }
    }

    /// The recipe that takes the longest of those that were met.
    pub(super) fn slowest(&self) -> MutexGuard<'_, Option<Recipe>> {
        self.slowest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stop(&self) {
        self.lock().stopped = true;
        self.work.notify_all();
    }

    pub(super) fn meter(&self) -> &HasherMeter {
        &self.meter
    }

    pub(super) fn queueing(&self) -> Queueing {
        Queueing { waiting: self.lock().waiting(), room: self.room }
    }

    fn serve(&self) {
        // Only a kernel that knows no priorities refuses: then all are alike.
        let _unchanged = rustix::process::setpriority_process(None, NICENESS);
        let mut memory: Vec<Block> = Vec::new();
        loop {
            match self.next(!memory.is_empty()) {
                Next::Work(job) => {
                    job.work(&mut Desk { memory: &mut memory, slowest: &self.slowest, hashes: &self.meter.hashes });
                }
                Next::GiveMemoryBack => {
                    memory.zeroize();
                    memory = Vec::new();
                }
                Next::Stop => return,
            }
            self.lock().idle_threads += 1;
        }
    }

    /// Waits for work; the thread counts as busy until it says otherwise.
    fn next(&self, holds_memory: bool) -> Next {
        let mut queue = self.lock();
        loop {
            if queue.stopped {
                return Next::Stop;
            }
            if let Some(Waiting { job, since }) = queue.next() {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
                self.meter.waited(since.elapsed());
                return Next::Work(Box::new(job));
            }
            if !holds_memory {
                queue = self.work.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (reacquired, wait) = self.work.wait_timeout(queue, IDLE).unwrap_or_else(PoisonError::into_inner);
            queue = reacquired;
            if wait.timed_out() && queue.waiting() == 0 {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
                return Next::GiveMemoryBack;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "tests")]

    use tokio::sync::oneshot;

    use super::super::cost::Cost;
    use super::super::job::Make;
    use super::*;

    fn job(name: &str) -> Job {
        let input = zeroize::Zeroizing::new(name.as_bytes().to_vec());
        Job::Make(Make { input, cost: Cost::default(), salt: [0; 16], reply: oneshot::channel().0 })
    }

    #[test]
    fn the_known_come_before_strangers_but_not_for_ever() {
        let mut queue = Queue::default();
        for number in 1..=5 {
            queue.push(Asker::Known(Uuid::from_u128(number)), job(&format!("known {number}")));
        }
        for number in 1..=3 {
            queue.push(Asker::Stranger, job(&format!("stranger {number}")));
        }
        let order = ["known 1", "known 2", "known 3", "stranger 1", "known 4", "known 5", "stranger 2", "stranger 3"];
        for name in order {
            let Some(Waiting { job: Job::Make(made), .. }) = queue.next() else { panic!("{name} is missing") };
            assert_eq!(*made.input, name.as_bytes());
        }
        assert!(queue.next().is_none());
    }
}
