//! Sealing at rest: AES-256-GCM under subkeys of the configured secret, one per
//! label (HKDF-SHA256 [RFC 5869]), and message authentication under others.
//!
//! Sealed bytes are `version ‖ nonce ‖ ciphertext ‖ tag`. The version byte and
//! the caller's context are authenticated, so that a sealed value cannot be
//! moved to another row, purpose or format. A nonce must never seal twice under
//! one label; random ones suffice for 2³² values of a label.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::KeyError;

type HmacSha256 = Hmac<Sha256>;

const VERSION: u8 = 1;
const MIN_SECRET: usize = 32;
const NONCE: usize = 12;
const TAG: usize = 16;

/// Seals, opens and authenticates bytes under the deployment's secret.
pub struct Sealer {
    /// Keyed once; a subkey then costs two blocks of SHA-256, less than a look
    /// into a shared table would.
    root: HmacSha256,
}

impl Sealer {
    /// A sealer under `secret`, which should be random.
    ///
    /// # Errors
    /// [`KeyError::SecretTooShort`] below 32 bytes.
    pub fn new(secret: &[u8]) -> Result<Self, KeyError> {
        if secret.len() < MIN_SECRET {
            return Err(KeyError::SecretTooShort);
        }
        Ok(Self { root: keyed(&extract(secret)) })
    }

    /// Seals `plaintext` for the purpose `label`, bound to `context` (which row,
    /// which browser), with a `nonce` that is fresh for each call.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when OpenSSL fails.
    pub fn seal(&self, label: &str, context: &[u8], plaintext: &[u8], nonce: [u8; NONCE]) -> Result<Vec<u8>, KeyError> {
        let key = self.subkey("seal", label);
        let mut tag = [0; TAG];
        let cipher = Cipher::aes_256_gcm();
        let aad = authenticated(context);
        let ciphertext =
            encrypt_aead(cipher, &*key, Some(&nonce), &aad, plaintext, &mut tag).map_err(KeyError::crypto("seal"))?;
        Ok([&[VERSION], nonce.as_slice(), &ciphertext, &tag].concat())
    }

    /// What was sealed under the same secret, `label` and `context`.
    ///
    /// # Errors
    /// [`KeyError::DoesNotOpen`] for anything else, whatever the difference is.
    pub fn open(&self, label: &str, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (nonce, ciphertext, tag) = split(sealed).ok_or(KeyError::DoesNotOpen)?;
        let key = self.subkey("seal", label);
        let cipher = Cipher::aes_256_gcm();
        decrypt_aead(cipher, &*key, Some(nonce), &authenticated(context), ciphertext, tag)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::DoesNotOpen)
    }

    /// The HMAC-SHA256 of `message` for the purpose `label` [RFC 2104].
    pub fn mac(&self, label: &str, message: &[u8]) -> [u8; 32] {
        let mut mac = keyed(&self.subkey("mac", label));
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    /// The use goes first and holds no NUL, so that no label reaches another use.
    fn subkey(&self, usage: &str, label: &str) -> Zeroizing<[u8; 32]> {
        expand(&self.root, &[usage.as_bytes(), b"\0", label.as_bytes()])
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer([REDACTED])")
    }
}

fn authenticated(context: &[u8]) -> Vec<u8> {
    [&[VERSION], context].concat()
}

/// Nonce, ciphertext and tag of sealed bytes of the known version.
fn split(sealed: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, rest) = rest.split_at_checked(NONCE)?;
    let (ciphertext, tag) = rest.split_at_checked(rest.len().checked_sub(TAG)?)?;
    (*version == VERSION).then_some((nonce, ciphertext, tag))
}

/// HMAC pads a short key with zeroes to a block [RFC 2104 §2]; done here, the
/// key has a fixed length and nothing can be refused.
fn keyed(key: &[u8; 32]) -> HmacSha256 {
    let mut block = Zeroizing::new([0; 64]);
    block.split_at_mut(key.len()).0.copy_from_slice(key);
    HmacSha256::new((&*block).into())
}

/// HKDF-Extract without salt [RFC 5869 §2.2].
fn extract(secret: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut mac = keyed(&[0; 32]);
    mac.update(secret);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// The first block of HKDF-Expand [RFC 5869 §2.3].
fn expand(root: &HmacSha256, info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut mac = root.clone();
    for part in info {
        mac.update(part);
    }
    mac.update(&[1]);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::fixture;

    const NONCE_0_TO_11: [u8; NONCE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn subkeys_are_those_of_rfc_5869_case_3() {
        let prk = extract(&[0x0b; 22]);
        assert_eq!(hex(&*prk), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        let okm = expand(&keyed(&prk), &[]);
        assert_eq!(hex(&*okm), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    #[test]
    fn the_format_at_rest_stays_as_an_independent_implementation_computed_it() {
        let sealer = fixture::sealer();
        let sealed = sealer.seal("signing-key", b"kid", b"private", NONCE_0_TO_11).unwrap();
        let expected = "01000102030405060708090a0b81597bfce7046434bb8649ce4b680c8b7a84bcfa4193ac";
        assert_eq!(hex(&sealed), expected);
        let expected = "9f65264cb1596dfb2123996635c6290b110540575b69f94a666fd33cb7c3613c";
        assert_eq!(hex(&sealer.mac("form", b"message")), expected);
    }

    #[test]
    fn what_was_sealed_opens_again() {
        let sealer = fixture::sealer();
        let long = vec![0x5a; 70_000];
        for plaintext in [b"".as_slice(), b"x", &long] {
            let sealed = sealer.seal("form", b"browser", plaintext, [9; NONCE]).unwrap();
            assert_eq!(sealed.len(), 1 + NONCE + plaintext.len() + TAG);
            assert_eq!(sealer.open("form", b"browser", &sealed).unwrap().as_slice(), plaintext);
        }
    }

    #[test]
    fn another_secret_label_or_context_does_not_open() {
        let sealer = fixture::sealer();
        let other = Sealer::new(b"another secret of enough length, surely").unwrap();
        let sealed = sealer.seal("form", b"browser", b"request", [9; NONCE]).unwrap();
        for (case, sealer, label, context) in [
            ("secret", &other, "form", b"browser".as_slice()),
            ("label", &sealer, "mail", b"browser"),
            ("longer label", &sealer, "form\0", b"browser"),
            ("context", &sealer, "form", b"browsers"),
            ("no context", &sealer, "form", b""),
        ] {
            let opened = sealer.open(label, context, &sealed);
            assert!(matches!(opened, Err(KeyError::DoesNotOpen)), "{case}");
        }
    }

    #[test]
    fn no_altered_byte_and_no_missing_end_goes_unnoticed() {
        let sealer = fixture::sealer();
        let sealed = sealer.seal("form", b"", b"request", [9; NONCE]).unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 0x80;
            assert!(sealer.open("form", b"", &altered).is_err(), "byte {at}");
            assert!(sealer.open("form", b"", &sealed[..at]).is_err(), "cut at {at}");
        }
        assert!(sealer.open("form", b"", &[sealed, vec![0]].concat()).is_err());
    }

    #[test]
    fn a_mac_depends_on_secret_label_and_message() {
        let sealer = fixture::sealer();
        let mac = sealer.mac("form", b"message");
        assert_eq!(mac, sealer.mac("form", b"message"));
        assert_ne!(mac, sealer.mac("mail", b"message"));
        assert_ne!(mac, sealer.mac("form", b"messages"));
        let other = Sealer::new(&[7; 32]).unwrap();
        assert_ne!(mac, other.mac("form", b"message"));
    }

    #[test]
    fn a_short_secret_is_refused_and_debug_shows_none() {
        assert!(matches!(Sealer::new(&[7; 31]), Err(KeyError::SecretTooShort)));
        assert_eq!(format!("{:?}", fixture::sealer()), "Sealer([REDACTED])");
    }
}
