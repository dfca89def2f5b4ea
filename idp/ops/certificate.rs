//! The certificate of the public listener and its key, as PEM files [RFC 7468].
//! OpenSSL reads them: it is in the house already, and one TLS library is
//! enough to patch.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{SslContext, SslContextBuilder, SslMethod};
use openssl::x509::X509;

/// What a key must be worth [NIST SP 800-57 part 1 §5.6.3]: RSA of 2048 bits is.
const LEAST_SECURITY_BITS: u32 = 112;

/// Where the two files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate and those that lead to a known authority.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Which of the two files cannot be used, and what was expected of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUsable {
    /// The certificate's.
    #[error("{0}")]
    Certificate(String),
    /// The key's.
    #[error("{0}")]
    Key(String),
}

/// The bytes of the two files.
#[derive(PartialEq, Eq)]
pub struct Pem {
    certificate: Vec<u8>,
    key: zeroize::Zeroizing<Vec<u8>>,
}

/// A certificate that belongs to its key.
pub struct Certificate {
    /// The certificate itself.
    pub leaf: X509,
    /// Those that lead to a known authority.
    pub chain: Vec<X509>,
    /// The private key.
    pub key: PKey<Private>,
    /// When clients stop taking it.
    pub expires_at: DateTime<Utc>,
}

impl CertificateFiles {
    /// What is in the files.
    ///
    /// # Errors
    /// Which of them cannot be read.
    pub fn read(&self) -> Result<Pem, NotUsable> {
        let unreadable = |error| format!("expected a readable file: {error}");
        Ok(Pem {
            certificate: fs::read(&self.certificate).map_err(|error| NotUsable::Certificate(unreadable(error)))?,
            key: fs::read(&self.key).map_err(|error| NotUsable::Key(unreadable(error)))?.into(),
        })
    }

    /// `error` with the file that it is about.
    pub fn told(&self, error: &NotUsable) -> String {
        let file = match error {
            NotUsable::Certificate(_) => &self.certificate,
            NotUsable::Key(_) => &self.key,
        };
        format!("{}: {error}", file.display())
    }
}

impl Pem {
    /// The certificate and key in the bytes.
    ///
    /// # Errors
    /// Which of them is none, or that they do not belong together.
    pub fn parse(&self) -> Result<Certificate, NotUsable> {
        let certificate = |text: &str| NotUsable::Certificate(text.to_owned());
        let mut chain = X509::stack_from_pem(&self.certificate).unwrap_or_default().into_iter();
        let leaf = chain.next().ok_or_else(|| certificate("expected certificates in PEM form"))?;
        // An answer at all, so that OpenSSL asks nobody at the terminal.
        let key = PKey::private_key_from_pem_callback(&self.key, |_| Ok(0))
            .map_err(|_| NotUsable::Key("expected a private key in PEM form without a password".to_owned()))?;
        if key.security_bits() < LEAST_SECURITY_BITS {
            return Err(NotUsable::Key("expected a stronger key: P-256, or RSA of at least 2048 bits".to_owned()));
        }
        let is_pair = leaf.public_key().is_ok_and(|public| public.public_eq(&key));
        if !is_pair {
            return Err(NotUsable::Key("expected the key of the first certificate in tls_certificate".to_owned()));
        }
        let expires_at = instant(leaf.not_after()).map_err(|_| certificate("expected a certificate that ends"))?;
        let parsed = Certificate { leaf, chain: chain.collect(), key, expires_at };
        let tried = SslContext::builder(SslMethod::tls_server()).and_then(|mut context| parsed.enter(&mut context));
        tried.map_err(|error| NotUsable::Certificate(refused(&error)))?;
        Ok(parsed)
    }
}

impl Certificate {
    /// Gives `context` what it shows to clients.
    ///
    /// # Errors
    /// When OpenSSL takes it for too weak.
    pub fn enter(&self, context: &mut SslContextBuilder) -> Result<(), ErrorStack> {
        context.set_certificate(&self.leaf)?;
        for between in &self.chain {
            context.add_extra_chain_cert(between.clone())?;
        }
        context.set_private_key(&self.key)
    }
}

fn refused(error: &ErrorStack) -> String {
    let reason = error.errors().iter().find_map(|error| error.reason()).unwrap_or("no reason");
    format!("expected a certificate that OpenSSL takes, such as of an RSA key of 2048 bits; it says: {reason}")
}

fn instant(time: &Asn1TimeRef) -> Result<DateTime<Utc>, ErrorStack> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    let seconds = i64::from(since.days) * 86_400 + i64::from(since.secs);
    DateTime::from_timestamp(seconds, 0).ok_or_else(ErrorStack::get)
}
