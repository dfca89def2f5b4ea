//! A certificate that changes while the service runs.

use std::fs;

use idp::ops::certificate::NotUsable;
use idp::ops::server::tls::Tls;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::pair::{Pair, shake};
use crate::harness::{Setup, wait_for};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_renewed_certificate_is_taken_up_and_open_connections_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let files = Pair::new(1, 30).write(folder.path());
    let idp = Setup::new()
        .set("http.tls_certificate", format!("{:?}", files.certificate.display().to_string()))
        .set("http.tls_key", format!("{:?}", files.key.display().to_string()))
        .start()
        .await;
    let (mut open, serial) = shake(idp.running.address).await;
    assert_eq!(serial, 1);
    // As a renewal does that is caught between its two files.
    let renewed = Pair::new(2, 90);
    fs::write(&files.certificate, renewed.pem()).unwrap();
    renewed.write(folder.path());
    wait_for("the renewed certificate", async || (shake(idp.running.address).await.1 == 2).then_some(())).await;
    open.write_all(b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    open.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    idp.stop().await;
}

#[test]
fn files_that_cannot_be_used_leave_the_certificate_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let files = Pair::new(1, 30).write(folder.path());
    let tls = Tls::open(files.clone()).unwrap();
    let before = tls.expires_at();
    assert_eq!(tls.renew(), Ok(false));
    let renewed = Pair::new(2, 90);
    fs::write(&files.certificate, renewed.pem()).unwrap();
    assert!(matches!(tls.renew(), Err(NotUsable::Key(_))), "half of a renewal is none");
    fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n").unwrap();
    assert!(matches!(tls.renew(), Err(NotUsable::Certificate(_))));
    fs::remove_file(&files.certificate).unwrap();
    assert!(matches!(tls.renew(), Err(NotUsable::Certificate(_))));
    assert_eq!(tls.expires_at(), before);
    renewed.write(folder.path());
    assert_eq!(tls.renew(), Ok(true));
    assert!(tls.expires_at() > before);
}
