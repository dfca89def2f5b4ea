//! How an older system made a digest of a password.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::Zeroizing;

use super::Unkept;

/// The most work of a PBKDF2 that is verified, as [`Recipe::work`] counts it:
/// every wrong password takes as long as the slowest that is stored.
const WORK_CAP: u64 = 4_000_000;
/// The longest salt in bytes.
const SALT_CAP: usize = 64;
/// The shortest and the longest PBKDF2 output in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=64;
/// The block of the hash functions under HMAC-SHA-256, in bytes.
const HMAC_BLOCK: usize = 64;

/// How a digest is made of what somebody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// There is none: Argon2id takes the text itself, as it was typed.
    AsTyped,
    /// One hash over salt and password in UTF-16 (`SqlMembershipProvider`).
    Membership(Membership, Vec<u8>),
    /// Many rounds of HMAC [RFC 8018 §5.2].
    Pbkdf2(Pbkdf2),
}

/// The hash of a membership provider, as `hashAlgorithmType` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// HMAC-SHA-256 with the salt, repeated to 64 bytes, as the key.
    HmacSha256,
}

/// The hash under the HMAC of PBKDF2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prf {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// PBKDF2 with its parameters, which are within bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pbkdf2 {
    prf: Prf,
    iterations: u32,
    length: usize,
    salt: Vec<u8>,
}

impl Pbkdf2 {
    /// PBKDF2 that gives `length` bytes.
    ///
    /// # Errors
    /// When a parameter is senseless or would cost more than a login may.
    pub fn new(prf: Prf, iterations: u32, length: usize, salt: Vec<u8>) -> Result<Self, Unkept> {
        let is_sound = iterations > 0 && LENGTHS.contains(&length) && is_salt(&salt);
        let recipe = Self { prf, iterations, length, salt };
        if is_sound && recipe.work() <= WORK_CAP { Ok(recipe) } else { Err(Unkept::Unknown) }
    }

    /// How much work it is, in compressions of 64 bytes or so.
    fn work(&self) -> u64 {
        // SHA-512 takes about twice as long for its block.
        let (block, weight) = match self.prf {
            Prf::Sha1 => (20, 2),
            Prf::Sha256 => (32, 3),
            Prf::Sha512 => (64, 5),
        };
        let blocks = u64::try_from(self.length.div_ceil(block)).unwrap_or(u64::MAX);
        u64::from(self.iterations).saturating_mul(blocks).saturating_mul(weight)
    }
}

impl Membership {
    /// The length of its digests in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 | Self::HmacSha256 => 32,
        }
    }

    /// The recipe with this salt.
    ///
    /// # Errors
    /// When there is no salt, or more of it than any system made.
    pub fn with_salt(self, salt: Vec<u8>) -> Result<Recipe, Unkept> {
        if is_salt(&salt) { Ok(Recipe::Membership(self, salt)) } else { Err(Unkept::Unknown) }
    }
}

impl Recipe {
    /// What the recipe makes of `password`.
    pub fn digest(&self, password: &str) -> Zeroizing<Vec<u8>> {
        match self {
            Self::AsTyped => Zeroizing::new(password.as_bytes().to_vec()),
            Self::Membership(hash, salt) => membership(*hash, salt, password),
            Self::Pbkdf2(Pbkdf2 { prf, iterations, length, salt }) => {
                let mut output = Zeroizing::new(vec![0; *length]);
                let password = password.as_bytes();
                match prf {
                    Prf::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, *iterations, &mut output),
                    Prf::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, *iterations, &mut output),
                    Prf::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, *iterations, &mut output),
                }
                output
            }
        }
    }

    /// How much work the recipe is, in compressions of 64 bytes or so; next to
    /// nothing for all but PBKDF2.
    pub fn work(&self) -> u64 {
        match self {
            Self::Pbkdf2(pbkdf2) => pbkdf2.work(),
            Self::AsTyped | Self::Membership(..) => 0,
        }
    }
}

fn membership(hash: Membership, salt: &[u8], password: &str) -> Zeroizing<Vec<u8>> {
    let text: Zeroizing<Vec<u8>> = Zeroizing::new(password.encode_utf16().flat_map(u16::to_le_bytes).collect());
    Zeroizing::new(match hash {
        Membership::Sha1 => Sha1::new().chain_update(salt).chain_update(&*text).finalize().to_vec(),
        Membership::Sha256 => Sha256::new().chain_update(salt).chain_update(&*text).finalize().to_vec(),
        Membership::HmacSha256 => {
            let mut key = [0; HMAC_BLOCK];
            key.iter_mut().zip(salt.iter().cycle()).for_each(|(byte, salt)| *byte = *salt);
            let mut mac = Hmac::<Sha256>::new(&key.into());
            mac.update(&text);
            mac.finalize().into_bytes().to_vec()
        }
    })
}

fn is_salt(salt: &[u8]) -> bool {
    !salt.is_empty() && salt.len() <= SALT_CAP
}

/// The recipe as the database keeps it: without `$`.
impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsTyped => f.write_str("argon2id"),
            Self::Membership(hash, salt) => {
                let name = match hash {
                    Membership::Sha1 => "membership-sha1",
                    Membership::Sha256 => "membership-sha256",
                    Membership::HmacSha256 => "membership-hmacsha256",
                };
                write!(f, "{name},s={}", STANDARD_NO_PAD.encode(salt))
            }
            Self::Pbkdf2(Pbkdf2 { prf, iterations, length, salt }) => {
                let name = match prf {
                    Prf::Sha1 => "pbkdf2-sha1",
                    Prf::Sha256 => "pbkdf2-sha256",
                    Prf::Sha512 => "pbkdf2-sha512",
                };
                write!(f, "{name},i={iterations},l={length},s={}", STANDARD_NO_PAD.encode(salt))
            }
        }
    }
}

impl FromStr for Recipe {
    type Err = Unkept;

    fn from_str(text: &str) -> Result<Self, Unkept> {
        let mut parts = text.split(',');
        let name = parts.next().unwrap_or_default();
        let mut value = |key: &str| parts.next()?.strip_prefix(key)?.strip_prefix('=');
        let salt_of = |text: Option<&str>| STANDARD_NO_PAD.decode(text?).ok();
        let mut pbkdf2 = |prf| {
            let (iterations, length) = (value("i")?.parse().ok()?, value("l")?.parse().ok()?);
            Pbkdf2::new(prf, iterations, length, salt_of(value("s"))?).ok().map(Self::Pbkdf2)
        };
        let recipe = match name {
            "argon2id" => Some(Self::AsTyped),
            "pbkdf2-sha1" => pbkdf2(Prf::Sha1),
            "pbkdf2-sha256" => pbkdf2(Prf::Sha256),
            "pbkdf2-sha512" => pbkdf2(Prf::Sha512),
            _ => {
                let hash = match name {
                    "membership-sha1" => Membership::Sha1,
                    "membership-sha256" => Membership::Sha256,
                    "membership-hmacsha256" => Membership::HmacSha256,
                    _ => return Err(Unkept::Unknown),
                };
                salt_of(value("s")).and_then(|salt| hash.with_salt(salt).ok())
            }
        };
        recipe.filter(|_| parts.next().is_none()).ok_or(Unkept::Unknown)
    }
}
