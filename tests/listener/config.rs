//! What `idp config check` and `idp serve` say of certificates.

use std::fs;
use std::path::Path;
use std::process::Command;

use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;

use super::pair::{Pair, curve_key};

const SECURE: &str = r#"
issuer = "https://id.example.fi"
keys.secret = "3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9aHcE4uFgXyBtNo="
database.url = "sqlite:///nowhere/idp.db"
organisation = { name = "X", service_name = "Y", support_phone = "1" }
mail = { url = "smtp://relay.example.fi", from = "id@example.fi" }
"#;

/// What `idp COMMAND` says of a configuration with these lines for `[http]`.
fn told(folder: &Path, command: &[&str], http: &str) -> (bool, String) {
    fs::write(folder.join("idp.toml"), format!("{SECURE}[http]\n{http}\n")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_idp")).args(command).arg(folder.join("idp.toml")).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_certificate_that_cannot_be_used_is_told_by_file_key_and_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let pair = Pair::new(1, 30);
    pair.write(folder.path());
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("sealed.key", &pair.sealed_key());
    write("other.key", &Pair::new(2, 30).key.private_key_to_pem_pkcs8().unwrap());
    write("public.key", &pair.key.public_key_to_pem().unwrap());
    let key = pair.key.private_key_to_pem_pkcs8().unwrap();
    write("cut.key", &key[..key.len() / 2]);
    write("cut.crt", &pair.pem()[..200]);
    let rsa = PKey::from_rsa(Rsa::generate(1_024).unwrap()).unwrap();
    for (name, key) in [("rsa1024", rsa), ("p192", curve_key(Nid::X9_62_PRIME192V1))] {
        let weak = Pair::of(key, 3, 30);
        write(&format!("{name}.crt"), &weak.pem());
        write(&format!("{name}.key"), &weak.key.private_key_to_pem_pkcs8().unwrap());
    }
    let old = pair.signs(curve_key(Nid::X9_62_PRIME256V1), MessageDigest::sha1());
    write("sha1.crt", &old.pem());
    write("sha1.key", &old.key.private_key_to_pem_pkcs8().unwrap());
    write("broken.pem", b"-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
    write("empty.pem", b"");
    for (certificate, key, expected) in [
        ("", "tls.key", "http.tls_certificate: expected a PEM file, as there is a tls_key"),
        ("tls.crt", "", "http.tls_key: expected a PEM file, as there is a tls_certificate"),
        ("none.pem", "tls.key", "none.pem: expected a readable file: "),
        ("tls.crt", "none.pem", "none.pem: expected a readable file: "),
        ("broken.pem", "tls.key", "broken.pem: expected certificates in PEM form"),
        ("empty.pem", "tls.key", "empty.pem: expected certificates in PEM form"),
        ("tls.key", "tls.key", "tls.key: expected certificates in PEM form"),
        ("tls.crt", "broken.pem", "broken.pem: expected a private key in PEM form"),
        ("tls.crt", "sealed.key", "sealed.key: expected a private key in PEM form without a password"),
        ("tls.crt", "other.key", "other.key: expected the key of the first certificate"),
        ("tls.crt", "public.key", "public.key: expected a private key in PEM form"),
        ("tls.crt", "cut.key", "cut.key: expected a private key in PEM form"),
        ("cut.crt", "tls.key", "cut.crt: expected certificates in PEM form"),
        ("rsa1024.crt", "rsa1024.key", "rsa1024.key: expected a stronger key"),
        ("p192.crt", "p192.key", "p192.key: expected a stronger key"),
        ("sha1.crt", "sha1.key", "sha1.crt: expected a certificate that OpenSSL takes"),
    ] {
        let http = format!("tls_certificate = \"{certificate}\"\ntls_key = \"{key}\"");
        for command in [&["config", "check"][..], &["serve", "--config"]] {
            let (fine, told) = told(folder.path(), command, &http);
            assert!(!fine && told.contains("idp.toml") && told.contains(expected), "{http}\n{told}");
            assert!(!told.contains("BEGIN"), "{told}");
        }
    }
    let (fine, told) =
        told(folder.path(), &["config", "check"], "tls_certificate = \"tls.crt\"\ntls_key = \"tls.key\"");
    assert!(fine, "{told}");
}
