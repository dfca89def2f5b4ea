//! TLS 1.2 and 1.3 at the listener itself, where no proxy does it. Files that
//! change are taken up without a restart, in time for renewals that nobody
//! watches; files that cannot be used leave the certificate as it was.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use openssl::error::ErrorStack;
use openssl::ssl::{AlpnError, Ssl, SslAcceptor, SslMethod, select_next_proto};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_openssl::SslStream;
use tokio_util::sync::CancellationToken;

use crate::adapters::Fault;
use crate::ops::certificate::{Certificate, CertificateFiles, NotUsable, Pem};

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_secs(5);
/// What is spoken inside: a proxy in front may offer more.
const PROTOCOLS: &[u8] = b"\x08http/1.1";

/// The certificate in use.
pub struct Tls {
    files: CertificateFiles,
    current: RwLock<Arc<Current>>,
}

struct Current {
    pem: Pem,
    acceptor: SslAcceptor,
    expires_at: DateTime<Utc>,
}

impl Tls {
    /// Reads the certificate.
    ///
    /// # Errors
    /// A [`Fault`] that names the file.
    pub fn open(files: CertificateFiles) -> Result<Self, Fault> {
        let read = files.read().and_then(Current::of);
        let current = read.map_err(|error| Fault::new("use the certificate of the listener", files.told(&error)))?;
        Ok(Self { files, current: RwLock::new(Arc::new(current)) })
    }

    /// When clients stop taking the certificate.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.current().expires_at
    }

    /// Looks at the files until `stop`, and takes up what changed.
    pub async fn watch(self: Arc<Self>, stop: CancellationToken) {
        let mut told = None;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(INTERVAL) => {}
            }
            let tls = Arc::clone(&self);
            let renewed = tokio::task::spawn_blocking(move || tls.renew()).await;
            match renewed {
                Ok(Ok(false)) => told = None,
                Ok(Ok(true)) => {
                    told = None;
                    tracing::info!(expires_at = %self.expires_at(), "the certificate changed");
                }
                // Once for each reason: it is looked at often.
                Ok(Err(error)) if told.as_ref() == Some(&error) => {}
                Ok(Err(error)) => {
                    tracing::error!(
                        error = self.files.told(&error),
                        "the certificate cannot be taken up; the one before stays in use"
                    );
                    told = Some(error);
                }
                Err(error) => tracing::error!(%error, "the certificate was not looked at"),
            }
        }
    }

    /// Takes up what is in the files; tells whether it is new.
    ///
    /// # Errors
    /// What is wrong with them; then the certificate is the one before.
    pub fn renew(&self) -> Result<bool, NotUsable> {
        let pem = self.files.read()?;
        if pem == self.current().pem {
            return Ok(false);
        }
        let renewed = Current::of(pem)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
        Ok(true)
    }

    /// `stream` after the handshake.
    ///
    /// # Errors
    /// Whatever is wrong with it is the visitor's doing.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> io::Result<SslStream<S>> {
        let ssl = Ssl::new(self.current().acceptor.context()).map_err(io::Error::other)?;
        let mut stream = SslStream::new(ssl, stream).map_err(io::Error::other)?;
        Pin::new(&mut stream).accept().await.map_err(io::Error::other)?;
        Ok(stream)
    }

    fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Current {
    fn of(pem: Pem) -> Result<Self, NotUsable> {
        let certificate = pem.parse()?;
        let expires_at = certificate.expires_at;
        let acceptor = acceptor(&certificate)
            .map_err(|_| NotUsable::Certificate("expected a certificate that OpenSSL takes for a server".to_owned()))?;
        Ok(Self { pem, acceptor, expires_at })
    }
}

/// The intermediate recommendations of Mozilla, version 5: TLS 1.2 with forward
/// secrecy and authenticated encryption, and TLS 1.3 [RFC 9325].
fn acceptor(certificate: &Certificate) -> Result<SslAcceptor, ErrorStack> {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    certificate.enter(&mut builder)?;
    // Who offers only what is not spoken here is told so [RFC 7301 §3.2].
    builder.set_alpn_select_callback(|_, offered| select_next_proto(PROTOCOLS, offered).ok_or(AlpnError::ALERT_FATAL));
    Ok(builder.build())
}
