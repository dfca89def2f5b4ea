//! Proof Key for Code Exchange, method S256 alone [RFC 7636].

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The only code challenge method; `plain` protects from nothing that can
/// read the authorization request.
pub const METHOD: &str = "S256";

/// Whether `challenge` has the form of an S256 challenge: the base64url of 32
/// bytes without padding [RFC 7636 §4.2].
pub fn is_challenge(challenge: &str) -> bool {
    challenge.len() == 43 && challenge.bytes().all(is_base64url)
}

/// Whether `verifier` is well formed [RFC 7636 §4.1] and is what `challenge`
/// was made of [RFC 7636 §4.6], compared in constant time.
pub fn proves(verifier: &str, challenge: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| is_base64url(byte) || matches!(byte, b'.' | b'~'));
    let expected = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    well_formed && bool::from(expected.as_bytes().ct_eq(challenge.as_bytes()))
}

/// Whether `byte` belongs to the base64url alphabet [RFC 4648 §5].
pub(crate) fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [RFC 7636 appendix B].
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_vector_of_rfc_7636_appendix_b_holds() {
        assert!(is_challenge(CHALLENGE));
        assert!(proves(VERIFIER, CHALLENGE));
    }

    #[test]
    fn another_verifier_proves_nothing() {
        let shorter = VERIFIER.get(..42).unwrap_or_default();
        let spaced = format!("{VERIFIER} ");
        let wrong_case = VERIFIER.to_ascii_lowercase();
        for verifier in ["", CHALLENGE, shorter, &spaced, &wrong_case] {
            assert!(!proves(verifier, CHALLENGE), "{verifier:?}");
        }
    }

    #[test]
    fn a_verifier_has_43_to_128_unreserved_characters() {
        for (verifier, well_formed) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("~.-_".repeat(32), true),
            ("a".repeat(129), false),
            ("a b".repeat(15), false),
            ("\u{e9}".repeat(43), false),
            ("+".repeat(43), false),
        ] {
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
            assert_eq!(proves(&verifier, &challenge), well_formed, "{verifier:?}");
        }
    }

    #[test]
    fn a_challenge_has_43_base64url_characters() {
        for challenge in [
            "".to_owned(),
            "a".repeat(42),
            "a".repeat(44),
            format!("{}=", "a".repeat(42)),
            "a".repeat(200),
            "\u{e9}".repeat(43),
            "a b".repeat(15),
            format!("{}+", "a".repeat(42)),
        ] {
            assert!(!is_challenge(&challenge), "{challenge:?}");
        }
    }
}
