//! The hashing threads and the bounded queue before them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use accounts::legacy_password::Recipe;
use argon2::Block;
use zeroize::Zeroize as _;

use super::HashError;
use super::job::{Desk, Job};

/// How long a thread keeps its memory without work.
const IDLE: Duration = Duration::from_secs(10);

pub(super) struct Workers {
    queue: Mutex<Queue>,
    work: Condvar,
    room: usize,
    hashes: AtomicU64,
    slowest: Mutex<Option<Recipe>>,
}

struct Queue {
    waiting: VecDeque<Job>,
    idle_threads: usize,
    stopped: bool,
}

enum Next {
    Work(Box<Job>),
    GiveMemoryBack,
    Stop,
}

impl Workers {
    pub(super) fn start(threads: usize, room: usize) -> Result<Arc<Self>, HashError> {
        let workers = Arc::new(Self {
            queue: Mutex::new(Queue { waiting: VecDeque::new(), idle_threads: threads, stopped: false }),
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

    /// Puts a job into the queue, unless as many wait as there is room for
    /// beside those that an idle thread is about to take.
    pub(super) fn enqueue(&self, job: Job) -> Result<(), HashError> {
        let mut queue = self.lock();
        if queue.stopped {
            return Err(HashError::OutOfOrder);
        }
        if queue.waiting.len() >= self.room + queue.idle_threads {
            return Err(HashError::Busy);
        }
        queue.waiting.push_back(job);
        drop(queue);
        self.work.notify_one();
        Ok(())
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
            if let Some(job) = queue.waiting.pop_front() {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
                return Next::Work(Box::new(job));
            }
            if !holds_memory {
                queue = self.work.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (reacquired, wait) = self.work.wait_timeout(queue, IDLE).unwrap_or_else(PoisonError::into_inner);
            queue = reacquired;
            if wait.timed_out() && queue.waiting.is_empty() {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
                return Next::GiveMemoryBack;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
