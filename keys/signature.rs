//! Signers and verifiers that keep their key parsed. RS256 is josekit's. ES256
//! [RFC 7518 §3.4] calls OpenSSL's P-256 on the kept key itself: to set up
//! josekit's digest context for each token costs as much again as signing.

use josekit::jwk::Jwk;
use josekit::jws::{JwsSigner, JwsVerifier, RS256};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private, Public};
use sha2::{Digest as _, Sha256};

use crate::jwk::coordinates;
use crate::{Algorithm, KeyError};

/// Bytes of each half of an ES256 signature.
const HALF: usize = 32;

/// Signs with one private key.
pub(crate) enum Signer {
    Es256(EcKey<Private>),
    Rs256(Box<dyn JwsSigner>),
}

impl Signer {
    /// The signer with `der`'s private key.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when the bytes are no private key for `algorithm`.
    pub(crate) fn new(algorithm: Algorithm, der: &[u8]) -> Result<Self, KeyError> {
        let doing = "prepare a signing key";
        Ok(match algorithm {
            Algorithm::Es256 => Self::Es256(p256_private(der).map_err(KeyError::crypto(doing))?),
            Algorithm::Rs256 => Self::Rs256(Box::new(RS256.signer_from_der(der).map_err(KeyError::crypto(doing))?)),
        })
    }

    /// The signature of `message`, as a JWS carries it.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when OpenSSL fails.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match self {
            Self::Es256(key) => sign_p256(key, message).map_err(KeyError::crypto("sign")),
            Self::Rs256(signer) => signer.sign(message).map_err(KeyError::crypto("sign")),
        }
    }
}

/// Verifies with one public key.
pub(crate) enum Verifier {
    Es256(EcKey<Public>),
    Rs256(Box<dyn JwsVerifier>),
}

impl Verifier {
    /// The verifier with the public key `jwk`.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when `jwk` is no public key for `algorithm`.
    pub(crate) fn new(algorithm: Algorithm, jwk: &Jwk) -> Result<Self, KeyError> {
        let doing = "prepare a verification key";
        Ok(match algorithm {
            Algorithm::Es256 => Self::Es256(p256_public(jwk).map_err(KeyError::crypto(doing))?),
            Algorithm::Rs256 => Self::Rs256(Box::new(RS256.verifier_from_jwk(jwk).map_err(KeyError::crypto(doing))?)),
        })
    }

    /// Whether `signature` is the key's own of `message`.
    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            // What OpenSSL calls an error is a signature out of range.
            Self::Es256(key) => verify_p256(key, message, signature).unwrap_or(false),
            Self::Rs256(verifier) => verifier.verify(message, signature).is_ok(),
        }
    }
}

fn p256() -> Result<EcGroup, ErrorStack> {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)
}

fn p256_private(der: &[u8]) -> Result<EcKey<Private>, ErrorStack> {
    let key = PKey::private_key_from_der(der)?.ec_key()?;
    // Built anew on our curve: a key of another one does not fit it.
    let key = EcKey::from_private_components(p256()?.as_ref(), key.private_key(), key.public_key())?;
    key.check_key()?;
    Ok(key)
}

fn p256_public(jwk: &Jwk) -> Result<EcKey<Public>, ErrorStack> {
    let (x, y) = coordinates(jwk);
    // Refuses a point that is not on the curve.
    EcKey::from_public_key_affine_coordinates(
        p256()?.as_ref(),
        BigNum::from_slice(&x)?.as_ref(),
        BigNum::from_slice(&y)?.as_ref(),
    )
}

fn sign_p256(key: &EcKey<Private>, message: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let halves = EcdsaSig::sign(&Sha256::digest(message), key)?;
    let width = i32::try_from(HALF).unwrap_or(i32::MAX);
    let mut signature = halves.r().to_vec_padded(width)?;
    signature.extend(halves.s().to_vec_padded(width)?);
    Ok(signature)
}

fn verify_p256(key: &EcKey<Public>, message: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
    let Some((r, s)) = signature.split_at_checked(HALF).filter(|(_, s)| s.len() == HALF) else {
        return Ok(false);
    };
    let halves = EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
    halves.verify(&Sha256::digest(message), key)
}
