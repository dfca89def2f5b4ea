//! The hashing threads and the bounded queue before them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use argon2::Block;
use tokio::sync::oneshot;
use zeroize::{Zeroize as _, Zeroizing};

use super::HashError;
use super::cost::Stored;

/// How long a thread keeps its memory without work.
const IDLE: Duration = Duration::from_secs(10);

/// One password to hash with the salt and cost of `stored`.
pub(super) struct Job {
    pub(super) password: Zeroizing<String>,
    pub(super) stored: Stored,
    pub(super) reply: oneshot::Sender<Result<Zeroizing<[u8; 32]>, HashError>>,
}

pub(super) struct Workers {
    queue: Mutex<Queue>,
    work: Condvar,
    room: usize,
    hashes: AtomicU64,
}

struct Queue {
    waiting: VecDeque<Job>,
    idle_threads: usize,
    stopped: bool,
}

enum Next {
    Hash(Box<Job>),
    GiveMemoryBack,
    Stop,
}

impl Workers {
    pub(super) fn start(threads: usize, room: usize) -> Result<Arc<Self>, HashError> {
        let workers = Arc::new(Self {
            queue: Mutex::new(Queue {
                waiting: VecDeque::new(),
                idle_threads: threads,
                stopped: false,
            }),
            work: Condvar::new(),
            room,
            hashes: AtomicU64::new(0),
        });
        for number in 0..threads {
            let shared = Arc::clone(&workers);
            let started = thread::Builder::new()
                .name(format!("hasher-{number}"))
                .spawn(move || shared.serve());
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
                Next::Hash(job) => self.answer(*job, &mut memory),
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
                return Next::Hash(Box::new(job));
            }
            if !holds_memory {
                queue = self
                    .work
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (reacquired, wait) = self
                .work
                .wait_timeout(queue, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            queue = reacquired;
            if wait.timed_out() && queue.waiting.is_empty() {
                queue.idle_threads = queue.idle_threads.saturating_sub(1);
                return Next::GiveMemoryBack;
            }
        }
    }

    fn answer(&self, job: Job, memory: &mut Vec<Block>) {
        // Nobody waits any more: the browser went away while this one queued.
        if job.reply.is_closed() {
            return;
        }
        let output = hash(&job, memory);
        self.hashes.fetch_add(1, Ordering::Relaxed);
        // The receiver may have gone away during the hash; the work was done.
        let _gone = job.reply.send(output);
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(job: &Job, memory: &mut Vec<Block>) -> Result<Zeroizing<[u8; 32]>, HashError> {
    let argon2 = job.stored.cost.argon2()?;
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        let missing = blocks - memory.len();
        memory
            .try_reserve_exact(missing)
            .map_err(|_| HashError::OutOfOrder)?;
        memory.resize(blocks, Block::new());
    }
    let memory = memory.get_mut(..blocks).ok_or(HashError::OutOfOrder)?;
    let mut output = Zeroizing::new([0; 32]);
    argon2
        .hash_password_into_with_memory(
            job.password.as_bytes(),
            &job.stored.salt,
            output.as_mut(),
            memory,
        )
        .map_err(|_| HashError::Unsupported)?;
    Ok(output)
}
