//! What can go wrong with keys (ours to mend), with their turns (the operator's
//! to mend), and with a token that somebody presents (the sender's fault).

use std::error::Error;

use crate::Algorithm;

/// Why a key could not be made, read, or used. No variant carries key material.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The sealing secret has fewer than 32 bytes.
    #[error("the sealing secret is shorter than 32 bytes")]
    SecretTooShort,
    /// Sealed bytes did not open: other secret, other label or context, or altered.
    #[error("sealed bytes do not open with this secret")]
    DoesNotOpen,
    /// The sealed private key of a record is not the one its `kid` names.
    #[error("the key stored as {kid} is another one")]
    ForeignKey {
        /// The `kid` of the record.
        kid: String,
    },
    /// The records do not stand as the rules of rotation leave them.
    #[error(transparent)]
    Rotation(#[from] RotationError),
    /// There is no current key of this algorithm to sign with.
    #[error("there is no current {0} key")]
    NoCurrentKey(Algorithm),
    /// The claims to sign do not serialise to a JSON object.
    #[error("the claims are not a JSON object")]
    Claims,
    /// The cryptographic library failed.
    #[error("cannot {doing}")]
    Crypto {
        /// What was tried, for "cannot …".
        doing: &'static str,
        /// What the library says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl KeyError {
    pub(crate) fn crypto<E: Error + Send + Sync + 'static>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Crypto { doing, source: Box::new(source) }
    }
}

/// Which rule of rotation the records or a wished step would break.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// There are no keys at all.
    #[error("there are no signing keys")]
    NoKeys,
    /// An algorithm has keys but none to sign with.
    #[error("no {0} key is current")]
    NoCurrent(Algorithm),
    /// An algorithm has more than one key to sign with.
    #[error("more than one {0} key is current")]
    TwoCurrent(Algorithm),
    /// An algorithm has no key that relying parties could already have fetched.
    #[error("no {0} key is next")]
    NoNext(Algorithm),
    /// An algorithm has more than one key waiting.
    #[error("more than one {0} key is next")]
    TwoNext(Algorithm),
    /// The key that should join was not made to be next.
    #[error("the fresh key {0} is not in the state next")]
    FreshNotNext(String),
    /// Two keys have one `kid`.
    #[error("the key {0} is there twice")]
    SameKid(String),
}

/// Why a token is not one of ours. The texts may be logged: they hold nothing of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Longer than 8 kB; nothing of it was parsed.
    #[error("the token is too long")]
    TooLong,
    /// Not three base64url parts around JSON objects.
    #[error("the token is malformed")]
    Malformed,
    /// A header that this service never writes: `crit`, `jwk`, `jku`, `x5c`, …
    #[error("the token's header is not one of ours")]
    Header,
    /// No key of ours has this `kid`.
    #[error("the token's key is unknown")]
    UnknownKey,
    /// The header's `alg` is not the algorithm of our key.
    #[error("the token's algorithm is not that of its key")]
    WrongAlgorithm,
    /// The header's `typ` is that of another kind of token.
    #[error("the token is of another type")]
    WrongType,
    /// The signature is not that of our key over these bytes.
    #[error("the token's signature is wrong")]
    BadSignature,
}
