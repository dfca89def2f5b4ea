//! The forms in which older systems stored passwords, and how to tell them.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::recipe::{Membership, Pbkdf2, Prf, Recipe};
use super::{ARGON2ID, LegacyPassword, Unkept};
use crate::password::PasswordHash;

/// The work of an Argon2id hash that is kept, in KiB times passes: within a
/// third of what a hash made here costs (19 MiB, two passes). Wrong passwords
/// would tell by their time whose hash costs more or less.
const ARGON2_WORK: std::ops::RangeInclusive<u64> = 26_000..=52_000;
/// The memory that it may take, in KiB: with less, the same work is done in
/// the processor's caches and takes less time.
const ARGON2_MEMORY: std::ops::RangeInclusive<u32> = 4_096..=52_000;
/// The bytes of its salt, and of its output.
const ARGON2_SALT: std::ops::RangeInclusive<usize> = 8..=48;
const ARGON2_OUTPUT: usize = 32;

/// Dumps have lost the padding now and then.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a row says about a stored password; empty where it says nothing.
#[derive(Clone, Copy, Default)]
pub struct Cells<'a> {
    /// The name of the algorithm.
    pub algorithm: &'a str,
    /// The stored hash.
    pub hash: &'a str,
    /// Its salt in Base64.
    pub salt: &'a str,
    /// Its iterations.
    pub iterations: &'a str,
}

/// Recognises a stored password by the algorithm's name or, without one, by a
/// form that cannot be taken for another. `None` when nothing is stored.
///
/// # Errors
/// [`Unkept`] when it cannot be verified here.
pub fn read(cells: Cells<'_>) -> Result<Option<LegacyPassword>, Unkept> {
    let algorithm = Algorithm::from_name(cells.algorithm)?;
    if cells.hash.is_empty() {
        return Ok(None);
    }
    match algorithm {
        Some(Algorithm::Membership(hash)) => membership(cells, hash),
        Some(Algorithm::IdentityV2) => identity_v2(&decode(cells.hash)?),
        Some(Algorithm::IdentityV3) => identity_v3(&decode(cells.hash)?),
        Some(Algorithm::Pbkdf2(prf)) => pbkdf2(cells, prf),
        Some(Algorithm::Django) => django(cells.hash),
        Some(Algorithm::Argon2id) => argon2id(cells.hash),
        None => by_form(cells),
    }
    .map(Some)
}

/// Whether `name` is that of an algorithm that is known here; an empty one is.
///
/// # Errors
/// [`Unkept`] with the reason why not.
pub fn check_algorithm(name: &str) -> Result<(), Unkept> {
    Algorithm::from_name(name).map(drop)
}

#[derive(Clone, Copy)]
enum Algorithm {
    Membership(Option<Membership>),
    IdentityV2,
    IdentityV3,
    Pbkdf2(Prf),
    Django,
    Argon2id,
}

impl Algorithm {
    fn from_name(name: &str) -> Result<Option<Self>, Unkept> {
        Ok(Some(match name.trim().to_ascii_lowercase().as_str() {
            "" => return Ok(None),
            "membership" => Self::Membership(None),
            "membership_sha1" => Self::Membership(Some(Membership::Sha1)),
            "membership_sha256" => Self::Membership(Some(Membership::Sha256)),
            "membership_hmacsha256" => Self::Membership(Some(Membership::HmacSha256)),
            "aspnet_identity_v2" => Self::IdentityV2,
            "aspnet_identity_v3" => Self::IdentityV3,
            "pbkdf2" | "pbkdf2-sha1" => Self::Pbkdf2(Prf::Sha1),
            "pbkdf2-sha256" => Self::Pbkdf2(Prf::Sha256),
            "pbkdf2-sha512" => Self::Pbkdf2(Prf::Sha512),
            "pbkdf2_sha256" => Self::Django,
            "argon2id" | "argon2" => Self::Argon2id,
            "clear" | "encrypted" | "membership_clear" | "membership_encrypted" => return Err(Unkept::Readable),
            _ => return Err(Unkept::Unknown),
        }))
    }
}

fn by_form(cells: Cells<'_>) -> Result<LegacyPassword, Unkept> {
    if cells.hash.starts_with("pbkdf2_sha256$") {
        return django(cells.hash);
    }
    if cells.hash.starts_with(ARGON2ID) {
        return argon2id(cells.hash);
    }
    if cells.hash.contains('|') {
        return membership(cells, None);
    }
    let bytes = decode(cells.hash)?;
    match bytes.first() {
        // A digest with a salt beside it may begin with any byte.
        Some(0) if cells.salt.is_empty() => identity_v2(&bytes),
        Some(1) if cells.salt.is_empty() => identity_v3(&bytes),
        _ => Err(Unkept::Unknown),
    }
}

/// `hash` with the salt beside it, or `hash|format|salt` in one, as Microsoft's
/// own migration packed them.
fn membership(cells: Cells<'_>, hash: Option<Membership>) -> Result<LegacyPassword, Unkept> {
    let mut parts = cells.hash.split('|');
    let (digest, format, salt) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(digest), None, None, None) => (digest, "1", cells.salt),
        (Some(digest), Some(format), Some(salt), None) => (digest, format, salt),
        _ => return Err(Unkept::Unknown),
    };
    match format {
        "1" => {}
        "0" | "2" => return Err(Unkept::Readable),
        _ => return Err(Unkept::Unknown),
    }
    let digest = decode(digest)?;
    // 32 bytes may be of two kinds; 20 are of one.
    let hash = hash.unwrap_or(Membership::Sha1);
    if digest.len() != hash.length() {
        return Err(Unkept::Unknown);
    }
    Ok(LegacyPassword::Digest { recipe: hash.with_salt(decode(salt)?)?, digest })
}

/// `0x00 | salt[16] | subkey[32]`, also of `webpages_Membership`.
fn identity_v2(bytes: &[u8]) -> Result<LegacyPassword, Unkept> {
    let rest = bytes.strip_prefix(&[0]).filter(|rest| rest.len() == 48).ok_or(Unkept::Unknown)?;
    let (salt, subkey) = rest.split_at_checked(16).ok_or(Unkept::Unknown)?;
    derived(Prf::Sha1, 1000, salt, subkey)
}

/// `0x01 | prf u32 | iterations u32 | salt length u32 | salt | subkey`, numbers
/// big-endian.
fn identity_v3(bytes: &[u8]) -> Result<LegacyPassword, Unkept> {
    let numbers_and_rest = bytes.strip_prefix(&[1]).ok_or(Unkept::Unknown)?;
    let (prf, rest) = number(numbers_and_rest)?;
    let (iterations, rest) = number(rest)?;
    let (salt_length, rest) = number(rest)?;
    let salt_length = usize::try_from(salt_length).map_err(|_| Unkept::Unknown)?;
    let (salt, subkey) = rest.split_at_checked(salt_length).ok_or(Unkept::Unknown)?;
    let prf = match prf {
        0 => Prf::Sha1,
        1 => Prf::Sha256,
        2 => Prf::Sha512,
        _ => return Err(Unkept::Unknown),
    };
    derived(prf, iterations, salt, subkey)
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), Unkept> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(Unkept::Unknown)?;
    Ok((u32::from_be_bytes(*number), rest))
}

fn pbkdf2(cells: Cells<'_>, prf: Prf) -> Result<LegacyPassword, Unkept> {
    let iterations = cells.iterations.parse().map_err(|_| Unkept::Unknown)?;
    derived(prf, iterations, &decode(cells.salt)?, &decode(cells.hash)?)
}

/// `pbkdf2_sha256$iterations$salt$hash`, the salt as it stands.
fn django(text: &str) -> Result<LegacyPassword, Unkept> {
    let mut parts = text.split('$');
    let (Some("pbkdf2_sha256"), Some(iterations), Some(salt), Some(hash), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Unkept::Unknown);
    };
    derived(Prf::Sha256, iterations.parse().map_err(|_| Unkept::Unknown)?, salt.as_bytes(), &decode(hash)?)
}

fn derived(prf: Prf, iterations: u32, salt: &[u8], output: &[u8]) -> Result<LegacyPassword, Unkept> {
    let recipe = Recipe::Pbkdf2(Pbkdf2::new(prf, iterations, output.len(), salt.to_vec())?);
    Ok(LegacyPassword::Digest { recipe, digest: output.to_vec() })
}

/// A PHC string of version 19 with one lane, memory, passes and lanes in this
/// order.
fn argon2id(text: &str) -> Result<LegacyPassword, Unkept> {
    let rest = text.strip_prefix(ARGON2ID).and_then(|rest| rest.strip_prefix("v=19$")).ok_or(Unkept::Unknown)?;
    let mut parts = rest.split('$');
    let (Some(costs), Some(salt), Some(output), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(Unkept::Unknown);
    };
    let (memory, passes) = argon2_costs(costs).ok_or(Unkept::Unknown)?;
    let is_bearable = ARGON2_MEMORY.contains(&memory) && ARGON2_WORK.contains(&(u64::from(memory) * u64::from(passes)));
    let (salt, output) = (decode(salt)?, decode(output)?);
    if is_bearable && ARGON2_SALT.contains(&salt.len()) && output.len() == ARGON2_OUTPUT {
        // Written anew: nothing but these parts goes into the database.
        let (salt, output) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(output));
        Ok(LegacyPassword::Argon2id(PasswordHash(format!("{ARGON2ID}v=19$m={memory},t={passes},p=1${salt}${output}"))))
    } else {
        Err(Unkept::Unknown)
    }
}

/// Memory in KiB and passes, where there is one lane.
fn argon2_costs(text: &str) -> Option<(u32, u32)> {
    let mut costs = text.split(',');
    let mut cost = |key: &str| costs.next()?.strip_prefix(key)?.parse::<u32>().ok();
    let (memory, passes, lanes) = (cost("m=")?, cost("t=")?, cost("p=")?);
    (lanes == 1 && costs.next().is_none()).then_some((memory, passes))
}

fn decode(text: &str) -> Result<Vec<u8>, Unkept> {
    BASE64.decode(text.trim()).map_err(|_| Unkept::Unknown)
}
