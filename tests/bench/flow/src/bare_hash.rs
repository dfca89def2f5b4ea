//! What a password hash costs by itself: the floor of a login.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde_json::{Value, json};

use crate::cpu::Usage;

/// OWASP's minimum for Argon2id, as the service uses it.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

/// Hashes on every core for `span`, each thread in memory that it keeps.
///
/// # Errors
/// When the hash cannot be computed.
pub fn measure(span: Duration) -> anyhow::Result<Value> {
    let cores = thread::available_parallelism()?.get();
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|error| anyhow!("argon2: {error}"))?;
    let before = Usage::now(&[], &[]);
    let start = Instant::now();
    let threads: Vec<_> = (0..cores)
        .map(|_| {
            let params = params.clone();
            thread::spawn(move || hash_until(start + span, &params))
        })
        .collect();
    let mut hashes = 0;
    for thread in threads {
        hashes += thread.join().ok().context("a hashing thread failed")??;
    }
    let seconds = start.elapsed().as_secs_f64();
    let after = Usage::now(&[], &[]);
    Ok(json!({
        "mode": "hash",
        "connections": cores,
        "seconds": seconds,
        "ok": hashes,
        "errors": 0,
        "per_second": f64::from(hashes) / seconds,
        "server_cpu_us": (after.driver - before.driver) * 1e6 / f64::from(hashes.max(1)),
        "other_cores": (after.machine - before.machine - (after.driver - before.driver)).max(0.0) / seconds,
    }))
}

fn hash_until(end: Instant, params: &Params) -> anyhow::Result<u32> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut memory = vec![Block::new(); params.block_count()];
    let mut output = [0; 32];
    let mut hashes = 0_u32;
    while Instant::now() < end {
        let salt = [hashes.to_le_bytes(); 4].concat();
        argon2
            .hash_password_into_with_memory(b"Password-12345!", &salt, &mut output, &mut memory)
            .map_err(|error| anyhow!("argon2: {error}"))?;
        hashes += 1;
    }
    Ok(hashes)
}
