//! Certificates of the tests, each its own authority.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use idp::ops::certificate::CertificateFiles;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{SslConnector, SslMethod};
use openssl::symm::Cipher;
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name, X509NameBuilder};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

/// A certificate for the loopback and its key.
pub struct Pair {
    pub certificate: X509,
    pub key: PKey<Private>,
}

impl Pair {
    /// One with this serial number, good for `days` days.
    pub fn new(serial: u32, days: u32) -> Self {
        Self::of(curve_key(Nid::X9_62_PRIME256V1), serial, days)
    }

    /// One for `key`.
    pub fn of(key: PKey<Private>, serial: u32, days: u32) -> Self {
        let mut builder = draft(&key, serial, days, &name(serial));
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        Self { certificate: builder.build(), key }
    }

    /// One that this authority, with the serial number 1, signs by `digest`.
    pub fn signs(&self, key: PKey<Private>, digest: MessageDigest) -> Self {
        let mut builder = draft(&key, 4, 30, &name(1));
        builder.sign(&self.key, digest).unwrap();
        Self { certificate: builder.build(), key }
    }

    /// Writes the two files into `folder`.
    pub fn write(&self, folder: &Path) -> CertificateFiles {
        let files = CertificateFiles { certificate: folder.join("tls.crt"), key: folder.join("tls.key") };
        write(&files.certificate, &self.pem());
        write(&files.key, &self.key.private_key_to_pem_pkcs8().unwrap());
        files
    }

    /// The certificate as a file holds it.
    pub fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().unwrap()
    }

    /// The key as a file holds it that wants a password.
    pub fn sealed_key(&self) -> Vec<u8> {
        self.key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), b"hunter2").unwrap()
    }

    /// A client that trusts this certificate alone.
    pub fn client(&self) -> reqwest::Client {
        let authority = reqwest::Certificate::from_pem(&self.pem()).unwrap();
        reqwest::Client::builder().tls_certs_only([authority]).build().unwrap()
    }
}

/// A key on the curve `name`.
pub fn curve_key(name: Nid) -> PKey<Private> {
    PKey::from_ec_key(EcKey::generate(&EcGroup::from_curve_name(name).unwrap()).unwrap()).unwrap()
}

fn write(path: &PathBuf, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

/// A connection to `address` after the handshake, and the serial number of the
/// certificate that it met.
pub async fn shake(address: SocketAddr) -> (SslStream<TcpStream>, u32) {
    shake_on(TcpStream::connect(address).await.unwrap()).await
}

/// The same on a connection that is there already.
pub async fn shake_on(stream: TcpStream) -> (SslStream<TcpStream>, u32) {
    let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
    connector.set_verify(openssl::ssl::SslVerifyMode::NONE);
    let ssl = connector.build().configure().unwrap().verify_hostname(false).into_ssl("127.0.0.1").unwrap();
    let mut stream = SslStream::new(ssl, stream).unwrap();
    Pin::new(&mut stream).connect().await.unwrap();
    let met = stream.ssl().peer_certificate().unwrap();
    let serial = met.serial_number().to_bn().unwrap().to_dec_str().unwrap().parse().unwrap();
    (stream, serial)
}

fn name(serial: u32) -> X509Name {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", &format!("test {serial}")).unwrap();
    name.build()
}

/// A certificate for the loopback that nobody has signed yet.
fn draft(key: &PKey<Private>, serial: u32, days: u32, issuer: &X509Name) -> X509Builder {
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&BigNum::from_u32(serial).unwrap().to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&name(serial)).unwrap();
    builder.set_issuer_name(issuer).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(days).unwrap()).unwrap();
    builder.set_pubkey(key).unwrap();
    let names = SubjectAlternativeName::new().ip("127.0.0.1").build(&builder.x509v3_context(None, None)).unwrap();
    builder.append_extension(names).unwrap();
    builder.append_extension(BasicConstraints::new().ca().build().unwrap()).unwrap();
    builder
}
