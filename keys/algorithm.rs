//! The signature algorithms of this service [RFC 7518 §3.1] and their private
//! keys; `signature` has what signs and verifies.

use std::fmt;

use josekit::jwk::Jwk;
use josekit::jwk::KeyPair;
use josekit::jws::{ES256, RS256};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::KeyError;

/// 2048 bits are what every relying party accepts and what [RFC 7518 §3.3]
/// demands at the least; each further bit slows every login.
const RSA_BITS: u32 = 2048;

/// A signature algorithm that this service signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: the fast default.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256: what every OpenID provider must offer.
    Rs256,
}

impl Algorithm {
    /// Every algorithm that this crate knows.
    pub const ALL: [Self; 2] = [Self::Es256, Self::Rs256];

    /// The JOSE name: the `alg` of headers and keys [RFC 7518 §3.1].
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm of a JOSE name, which is case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Makes a new private key.
    pub(crate) fn generate(self) -> Result<PrivateKey, KeyError> {
        let doing = "make a signing key";
        let pair: Box<dyn KeyPair> = match self {
            Self::Es256 => Box::new(ES256.generate_key_pair().map_err(KeyError::crypto(doing))?),
            Self::Rs256 => {
                let pair = RS256.generate_key_pair(RSA_BITS);
                Box::new(pair.map_err(KeyError::crypto(doing))?)
            }
        };
        Ok(PrivateKey(pair))
    }

    /// Reads the private key that [`PrivateKey::to_der`] wrote.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when the bytes are no private key for this algorithm.
    pub(crate) fn parse(self, der: &[u8]) -> Result<PrivateKey, KeyError> {
        let doing = "read a signing key";
        let pair: Box<dyn KeyPair> = match self {
            Self::Es256 => Box::new(ES256.key_pair_from_der(der).map_err(KeyError::crypto(doing))?),
            Self::Rs256 => Box::new(RS256.key_pair_from_der(der).map_err(KeyError::crypto(doing))?),
        };
        Ok(PrivateKey(pair))
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A private key in the clear; it has no `Debug`.
pub(crate) struct PrivateKey(Box<dyn KeyPair>);

impl PrivateKey {
    /// The private key as DER, wiped when dropped.
    pub(crate) fn to_der(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_der_private_key())
    }

    /// The public half.
    pub(crate) fn to_public(&self) -> Jwk {
        self.0.to_jwk_public_key()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::signature::Verifier;

    #[test]
    fn names_lead_there_and_back_and_nothing_else_is_a_name() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
            let json = serde_json::to_value(algorithm).unwrap();
            assert_eq!(json, algorithm.name(), "the configuration uses the JOSE name");
        }
        for foreign in ["none", "None", "NONE", "HS256", "es256", "ES256 ", "ES384", ""] {
            assert_eq!(Algorithm::from_name(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_key_of_one_algorithm_is_not_read_as_another() {
        let ec = Algorithm::Es256.generate().unwrap().to_der();
        assert!(Algorithm::Rs256.parse(&ec).is_err());
        assert!(Algorithm::Es256.parse(&ec).is_ok());
        assert!(Algorithm::Es256.parse(b"not a key").is_err());
    }

    /// The public key, signing input and signature of [RFC 7515 A.2] and [A.3].
    const RFC_7515: [(Algorithm, &str, &str, &str); 2] = [
        (
            Algorithm::Rs256,
            r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
        ),
        (
            Algorithm::Es256,
            r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        ),
    ];

    #[test]
    fn the_signatures_of_rfc_7515_are_accepted_and_no_altered_ones() {
        use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as B64};
        for (algorithm, jwk, input, signature) in RFC_7515 {
            let verifier = Verifier::new(algorithm, &Jwk::from_bytes(jwk).unwrap()).unwrap();
            let mut signature = B64.decode(signature).unwrap();
            assert!(verifier.accepts(input.as_bytes(), &signature), "{algorithm}");
            assert!(!verifier.accepts(b"something else", &signature));
            if let Some(byte) = signature.first_mut() {
                *byte ^= 1;
            }
            assert!(!verifier.accepts(input.as_bytes(), &signature));
            let zeroes = vec![0; signature.len()];
            assert!(!verifier.accepts(input.as_bytes(), &zeroes));
        }
    }
}
