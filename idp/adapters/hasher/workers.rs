//! The hashing threads and the bounded queue before them.
//!
//! Whoever is known goes first, and a part of the queue is theirs alone: a
//! flood of strangers fills the rest and no more.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use accounts::legacy_password::Recipe;
use argon2::Block;
use zeroize::Zeroize as _;

use super::job::{Desk, Job};
use super::{Asker, HashError};

/// How long a thread keeps its memory without work.
const IDLE: Duration = Duration::from_secs(10);
/// One turn in so many is for those who are known.
const KEPT_FOR_KNOWN: usize = 4;
/// What the threads yield to everything else of the process; nice(1). A hash
/// keeps a core busy for longer than a token's whole request takes.
const NICENESS: i32 = 10;

pub(super) struct Workers {
    queue: Mutex<Queue>,
    work: Condvar,
    room: usize,
    hashes: AtomicU64,
    slowest: Mutex<Option<Recipe>>,
}

#[derive(Default)]
struct Queue {
    known: VecDeque<Job>,
    strangers: VecDeque<Job>,
    /// Places that were given out and not taken yet.
    promised: usize,
    idle_threads: usize,
    stopped: bool,
}

impl Queue {
    fn waiting(&self) -> usize {
        self.known.len() + self.strangers.len()
    }

    fn next(&mut self) -> Option<Job> {
        self.known.pop_front().or_else(|| self.strangers.pop_front())
    }

    fn of(&mut self, asker: Asker) -> &mut VecDeque<Job> {
        match asker {
            Asker::Known => &mut self.known,
            Asker::Stranger => &mut self.strangers,
        }
    }
}

/// A turn in the queue. Who gives it up without a job leaves it to others.
pub(super) struct Turn {
    workers: Arc<Workers>,
    asker: Asker,
}

impl Turn {
    pub(super) fn take(self, job: Job) -> Result<(), HashError> {
        let mut queue = self.workers.lock();
        if queue.stopped {
            return Err(HashError::OutOfOrder);
        }
        queue.of(self.asker).push_back(job);
        drop(queue);
        self.workers.work.notify_one();
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queue = self.workers.lock();
        queue.promised = queue.promised.saturating_sub(1);
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
            hashes: AtomicU64::new(0),
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
        let room = match asker {
            Asker::Known => self.room,
            Asker::Stranger => self.room - self.room / KEPT_FOR_KNOWN,
        };
        if queue.waiting() + queue.promised >= room + queue.idle_threads {
            return Err(HashError::Busy);
        }
        queue.promised += 1;
        Ok(Turn { workers: Arc::clone(self), asker })
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

    pub(super) fn hashes(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }

    fn serve(&self) {
        // Only a kernel that knows no priorities refuses: then all are alike.
        let _unchanged = rustix::process::setpriority_process(None, NICENESS);
        let mut memory: Vec<Block> = Vec::new();
        loop {
            match self.next(!memory.is_empty()) {
                Next::Work(job) => {
                    job.work(&mut Desk { memory: &mut memory, slowest: &self.slowest, hashes: &self.hashes });
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
            if let Some(job) = queue.next() {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
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
    fn the_known_come_before_strangers_and_each_in_their_order() {
        let mut queue = Queue::default();
        for (asker, name) in [
            (Asker::Stranger, "first stranger"),
            (Asker::Known, "first known"),
            (Asker::Stranger, "second stranger"),
            (Asker::Known, "second known"),
        ] {
            queue.of(asker).push_back(job(name));
        }
        for name in ["first known", "second known", "first stranger", "second stranger"] {
            let Some(Job::Make(made)) = queue.next() else { panic!("{name} is missing") };
            assert_eq!(*made.input, name.as_bytes());
        }
        assert!(queue.next().is_none());
    }
}
