//! The ephemeral store in Redis 6.2 or later: one for all replicas.
//!
//! A value stands behind the instant at which it ends, so that the caller's
//! clock decides and Redis' own expiry only sweeps. Every act is one command
//! or one script on one key, so that it is atomic and lies on one node of a
//! cluster. An act that takes longer than [`PATIENCE`] has failed.

mod address;
mod link;

use std::fmt;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use redis::{Cmd, FromRedisValue, RedisResult, Script, ScriptInvocation};

pub use self::address::{NotRedis, RedisUrl};
use self::link::{Connection, Link};
use super::pace::Pace;
use super::slots::Slot;
use super::{Ephemeral, Pass, Rate};
use crate::adapters::fault::Fault;

/// How long an act may take, connecting included.
const PATIENCE: Duration = Duration::from_millis(250);
/// How much longer Redis keeps an entry than it lives, in milliseconds: the
/// clocks of replicas differ.
const LINGER_MS: i64 = 60_000;
/// Digits of an instant in microseconds since 1970, good until the year 5138.
const STAMP_LEN: usize = 17;

const PUT_IF_ABSENT: &str = "
local held = redis.call('GET', KEYS[1])
if held and tonumber(string.sub(held, 1, 17)) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1";

/// Numbers of Lua are exact to 2^53, microseconds since 1970 until 2255.
const THROTTLE: &str = "
local now, interval, early = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local due = tonumber(redis.call('GET', KEYS[1]) or now)
if due < now or due - now > tonumber(ARGV[5]) then due = now end
if due - now > early then return string.format('%.0f', due - early) end
local life = math.ceil((due + interval - now) / 1000) + tonumber(ARGV[4])
redis.call('SET', KEYS[1], string.format('%.0f', due + interval), 'PX', string.format('%.0f', life))
return '0'";

const TAKE_BACK: &str = "
local now, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = tonumber(redis.call('GET', KEYS[1]) or now)
if due > now then redis.call('SET', KEYS[1], string.format('%.0f', due - interval), 'KEEPTTL') end
return 0";

/// The ephemeral store of several replicas.
pub struct RedisEphemeral {
    link: Link,
    prefix: String,
    /// Stands behind the prefix of every name.
    generation: RwLock<String>,
    put_if_absent: Script,
    throttle: Script,
    take_back: Script,
}

impl fmt::Debug for RedisEphemeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisEphemeral").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// What Redis is asked.
enum Question<'a> {
    Command(&'a Cmd),
    Script(&'a ScriptInvocation<'a>),
}

impl Question<'_> {
    async fn put_to<T: FromRedisValue>(&self, connection: &mut Connection) -> RedisResult<T> {
        match self {
            Self::Command(command) => command.query_async(connection).await,
            Self::Script(script) => script.invoke_async(connection).await,
        }
    }
}

impl RedisEphemeral {
    /// The store at `url`, all of whose names begin with `prefix`. It is
    /// connected to when it is first used, and again whenever it was away.
    ///
    /// # Errors
    /// A [`Fault`] when `url` cannot be used as it stands.
    pub fn new(url: &RedisUrl, prefix: &str) -> Result<Self, Fault> {
        Ok(Self {
            link: Link::new(url, PATIENCE)
                .map_err(|error| Fault::new("use ephemeral.url", error.category().to_owned()))?,
            prefix: prefix.to_owned(),
            generation: RwLock::default(),
            put_if_absent: Script::new(PUT_IF_ABSENT),
            throttle: Script::new(THROTTLE),
            take_back: Script::new(TAKE_BACK),
        })
    }

    fn key(&self, slot: &Slot) -> String {
        let generation = self.generation.read().unwrap_or_else(PoisonError::into_inner);
        format!("{}{generation}{}", self.prefix, slot.as_str())
    }

    async fn ask<T: FromRedisValue>(&self, doing: &'static str, question: Question<'_>) -> Result<T, Fault> {
        let mut generation = None;
        let answered = tokio::time::timeout(PATIENCE, async {
            let mut opened = self.link.open().await?;
            generation = Some(opened.generation);
            question.put_to(&mut opened.connection).await
        });
        let why = match answered.await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => format!("Redis: {}", error.category()),
            Err(_elapsed) => "Redis: no answer in time".to_owned(),
        };
        if let Some(generation) = generation {
            self.link.close(generation).await;
        }
        Err(Fault::new(doing, why))
    }
}

#[async_trait]
impl Ephemeral for RedisEphemeral {
    async fn put(&self, slot: &Slot, value: &[u8], expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut command = redis::cmd("SET");
        command.arg(self.key(slot)).arg(stamped(value, expires_at)).arg("PX").arg(life_ms(expires_at, now));
        self.ask("keep a short-lived value", Question::Command(&command)).await
    }

    async fn put_if_absent(
        &self,
        slot: &Slot,
        value: &[u8],
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let mut script = self.put_if_absent.key(self.key(slot));
        script.arg(now.timestamp_micros()).arg(stamped(value, expires_at)).arg(life_ms(expires_at, now));
        self.ask("keep a short-lived value", Question::Script(&script)).await
    }

    async fn peek(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        let doing = "read a short-lived value";
        let mut command = redis::cmd("GET");
        command.arg(self.key(slot));
        let held: Option<Vec<u8>> = self.ask(doing, Question::Command(&command)).await?;
        held.map_or(Ok(None), |held| live(held, now, doing))
    }

    async fn take(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        let doing = "take a short-lived value";
        let mut command = redis::cmd("GETDEL");
        command.arg(self.key(slot));
        let held: Option<Vec<u8>> = self.ask(doing, Question::Command(&command)).await?;
        held.map_or(Ok(None), |held| live(held, now, doing))
    }

    async fn throttle(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<Pass, Fault> {
        let doing = "count an act";
        let pace = Pace::from(rate);
        let micros = |span: chrono::TimeDelta| span.num_microseconds().unwrap_or(i64::MAX);
        let mut script = self.throttle.key(self.key(slot));
        script.arg(now.timestamp_micros()).arg(micros(pace.interval)).arg(micros(pace.early)).arg(LINGER_MS);
        script.arg(micros(pace.horizon()));
        let retry_at: i64 = self.ask(doing, Question::Script(&script)).await?;
        if retry_at == 0 {
            return Ok(Pass::Allowed);
        }
        let retry_at = DateTime::from_timestamp_micros(retry_at);
        retry_at.map(Pass::RetryAt).ok_or_else(|| Fault::new(doing, "the store answered with no instant"))
    }

    async fn take_back(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<(), Fault> {
        let interval = Pace::from(rate).interval.num_microseconds().unwrap_or(i64::MAX);
        let mut script = self.take_back.key(self.key(slot));
        script.arg(now.timestamp_micros()).arg(interval);
        let _zero: i64 = self.ask("take an act back", Question::Script(&script)).await?;
        Ok(())
    }

    fn begin_generation(&self, generation: &str) {
        let named = if generation.is_empty() { String::new() } else { format!("{generation}:") };
        *self.generation.write().unwrap_or_else(PoisonError::into_inner) = named;
    }

    /// Redis forgets by itself.
    async fn purge(&self, _now: DateTime<Utc>) -> Result<(), Fault> {
        Ok(())
    }

    async fn ping(&self) -> Result<(), Fault> {
        let answer: String = self.ask("reach the ephemeral store", Question::Command(&redis::cmd("PING"))).await?;
        if answer == "PONG" { Ok(()) } else { Err(Fault::new("reach the ephemeral store", "it is not Redis")) }
    }
}

/// `value` behind the instant at which it ends.
fn stamped(value: &[u8], expires_at: DateTime<Utc>) -> Vec<u8> {
    let mut held = format!("{:0STAMP_LEN$}", expires_at.timestamp_micros().max(0)).into_bytes();
    held.extend_from_slice(value);
    held
}

/// The value of `held`, unless it has ended.
fn live(mut held: Vec<u8>, now: DateTime<Utc>, doing: &'static str) -> Result<Option<Vec<u8>>, Fault> {
    let expires_at =
        held.get(..STAMP_LEN).and_then(|stamp| str::from_utf8(stamp).ok()).and_then(|stamp| stamp.parse().ok());
    let expires_at: i64 = expires_at.ok_or_else(|| Fault::new(doing, "the value has no instant before it"))?;
    if expires_at <= now.timestamp_micros() {
        return Ok(None);
    }
    held.drain(..STAMP_LEN);
    Ok(Some(held))
}

fn life_ms(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (expires_at - now).num_milliseconds().max(0) + LINGER_MS
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_value_ends_by_the_clock_of_the_caller() {
        let held = stamped(b"value", at(60));
        assert_eq!(held, b"01795000060000000value");
        assert_eq!(live(held.clone(), at(59), "read").unwrap().as_deref(), Some(&b"value"[..]));
        assert_eq!(live(held, at(60), "read").unwrap(), None);
    }

    #[test]
    fn what_another_wrote_is_a_fault() {
        for held in [&b""[..], b"short", b"not-an-instant-at-all"] {
            assert!(live(held.to_vec(), at(0), "read").is_err());
        }
    }
}
