//! What a hash costs, and the text that it is stored as: PHC string format
//! with the fields that Argon2id defines.

use accounts::password::PasswordHash;
use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, Version};

use super::HashError;

/// The largest memory that a stored hash may ask for, in KiB.
const MEMORY_CAP_KIB: u32 = 256 * 1024;
/// The most passes that a stored hash may ask for.
const PASSES_CAP: u32 = 16;
const OUTPUT_LEN: usize = 32;

/// The cost of one Argon2id hash; always one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Default for Cost {
    /// 19 MiB and two passes: the least that OWASP recommends.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
        }
    }
}

impl Cost {
    pub(super) fn params(self) -> Result<Params, HashError> {
        Params::new(self.memory_kib, self.passes, 1, Some(OUTPUT_LEN))
            .map_err(|_| HashError::Unsupported)
    }

    pub(super) fn argon2(self) -> Result<Argon2<'static>, HashError> {
        Ok(Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            self.params()?,
        ))
    }
}

/// A stored hash in its parts.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) cost: Cost,
    pub(super) salt: Vec<u8>,
    pub(super) output: Vec<u8>,
}

impl Stored {
    /// What an account without a password is checked against.
    pub(super) fn dummy(cost: Cost) -> Self {
        Self {
            cost,
            salt: vec![0; 16],
            output: vec![0; OUTPUT_LEN],
        }
    }

    pub(super) fn from_phc(hash: &PasswordHash) -> Result<Self, HashError> {
        let parsed = phc::PasswordHash::new(&hash.0).map_err(|_| HashError::Unsupported)?;
        let params = Params::try_from(&parsed).map_err(|_| HashError::Unsupported)?;
        let cost = Cost {
            memory_kib: params.m_cost(),
            passes: params.t_cost(),
        };
        let bearable =
            cost.memory_kib <= MEMORY_CAP_KIB && cost.passes <= PASSES_CAP && params.p_cost() == 1;
        let current = parsed.version == Some(u32::from(Version::V0x13));
        match (parsed.algorithm.as_str(), parsed.salt, parsed.hash) {
            ("argon2id", Some(salt), Some(output))
                if bearable && current && output.len() == OUTPUT_LEN =>
            {
                Ok(Self {
                    cost,
                    salt: salt.to_vec(),
                    output: output.as_bytes().to_vec(),
                })
            }
            _ => Err(HashError::Unsupported),
        }
    }

    pub(super) fn to_phc(&self) -> Result<PasswordHash, HashError> {
        let unsupported = |_| HashError::Unsupported;
        let hash = phc::PasswordHash {
            algorithm: phc::Ident::new("argon2id").map_err(unsupported)?,
            version: Some(Version::V0x13.into()),
            params: self
                .cost
                .params()?
                .try_into()
                .map_err(|_| HashError::Unsupported)?,
            salt: Some(phc::Salt::new(&self.salt).map_err(unsupported)?),
            hash: Some(phc::Output::new(&self.output).map_err(unsupported)?),
        };
        Ok(PasswordHash(hash.to_string()))
    }
}
