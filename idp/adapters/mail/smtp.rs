//! Mail through a relay [RFC 5321].
//!
//! `smtps://` speaks TLS from the first byte. `smtp://` takes STARTTLS where
//! the relay offers it, and insists on it when there is a password to protect;
//! on the machine itself it stays plain.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::sync::OnceCell;
use url::Url;

use super::{Envelope, MailFault, Mailer, Sender};
use crate::adapters::fault::Fault;

const TIMEOUT: Duration = Duration::from_secs(15);
const CONNECTIONS: u32 = 4;

/// Hands mails to a relay over kept connections.
pub struct Smtp {
    relay: Relay,
    // Made at the first mail: reading the machine's certificates takes longer
    // than the rest of a start.
    transport: OnceCell<AsyncSmtpTransport<Tokio1Executor>>,
}

struct Relay {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encryption {
    Plain,
    WhereOffered,
    Required,
    FromTheStart,
}

impl Smtp {
    /// A mailer for the relay at `url`: `smtp://host`, `smtps://host`, with a
    /// port, and a user and password (percent-encoded) where needed.
    ///
    /// # Errors
    /// When the URL is none of these; the text says what it should be.
    pub fn new(url: &str) -> Result<Self, Fault> {
        let relay = Relay::parse(url).map_err(|reason| Fault::new("read [mail] url", reason))?;
        Ok(Self { relay, transport: OnceCell::new() })
    }

    /// Whether the relay takes a connection, encryption and password.
    ///
    /// # Errors
    /// What is in the way.
    pub async fn reach(&self) -> Result<(), MailFault> {
        match self.transport().await?.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailFault::Retry("no answer".to_owned())),
            Err(error) => Err(classify(&error)),
        }
    }

    async fn transport(&self) -> Result<&AsyncSmtpTransport<Tokio1Executor>, MailFault> {
        let made = self.transport.get_or_try_init(|| async { self.relay.transport() }).await;
        made.map_err(|_| MailFault::Retry("tls setup".to_owned()))
    }
}

impl Relay {
    fn parse(url: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "must be smtp://[user:password@]host[:port] or smtps://…";
        let url = Url::parse(url).map_err(|_| EXPECTED)?;
        // Of a scheme that the URL standard does not know, addresses come as names.
        let host = url.host_str().ok_or(EXPECTED)?.trim_matches(['[', ']']);
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) => Some(Credentials::new(decode(user)?, decode(password)?)),
            (_, None) => return Err("names a user but no password"),
        };
        let (encryption, default_port) = match url.scheme() {
            "smtps" => (Encryption::FromTheStart, 465),
            "smtp" if is_loopback(host) => (Encryption::Plain, 25),
            "smtp" if credentials.is_some() => (Encryption::Required, 587),
            "smtp" => (Encryption::WhereOffered, 25),
            _ => return Err(EXPECTED),
        };
        Ok(Self { host: host.to_owned(), port: url.port().unwrap_or(default_port), encryption, credentials })
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, smtp::Error> {
        let parameters = || TlsParameters::new(self.host.clone());
        let tls = match self.encryption {
            Encryption::Plain => Tls::None,
            Encryption::WhereOffered => Tls::Opportunistic(parameters()?),
            Encryption::Required => Tls::Required(parameters()?),
            Encryption::FromTheStart => Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host.clone())
            .port(self.port)
            .tls(tls)
            .timeout(Some(TIMEOUT))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some(credentials) = &self.credentials {
            builder = builder.credentials(credentials.clone());
        }
        Ok(builder.build())
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, envelope: &Envelope) -> Result<(), MailFault> {
        let message = compose(envelope)?;
        match self.transport().await?.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(classify(&error)),
        }
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("host", &self.relay.host).field("port", &self.relay.port).finish_non_exhaustive()
    }
}

fn compose(envelope: &Envelope) -> Result<Message, MailFault> {
    let mut message = Message::builder()
        .message_id(Some(envelope.message_id()))
        .from(sender(&envelope.from)?)
        .to(Mailbox::new(None, address(&envelope.to, "recipient")?))
        .subject(envelope.subject.clone())
        .header(AutoSubmitted)
        .header(ContentLanguage(envelope.locale.tag().to_owned()));
    if let Some(reply_to) = &envelope.reply_to {
        message = message.reply_to(Mailbox::new(None, address(reply_to, "reply-to")?));
    }
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let body = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &envelope.text))
        .singlepart(part(ContentType::TEXT_HTML, &envelope.html));
    message.multipart(body).map_err(|_| MailFault::Refused("message".to_owned()))
}

fn sender(sender: &Sender) -> Result<Mailbox, MailFault> {
    let name = Some(sender.name.clone()).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address(&sender.address, "sender")?))
}

fn address(text: &str, whose: &str) -> Result<Address, MailFault> {
    text.parse().map_err(|_| MailFault::Refused(format!("{whose} address")))
}

/// Only what the relay says for good about this mail or its recipient is a
/// refusal. A wrong password of ours, a syntax that the relay does not know or
/// a cut connection must not cost a mail: an operator can mend those.
fn classify(error: &smtp::Error) -> MailFault {
    let Some(code) = error.status().map(u16::from) else {
        let class = if error.is_timeout() {
            "timeout"
        } else if error.is_tls() {
            "tls"
        } else {
            "connection"
        };
        return MailFault::Retry(class.to_owned());
    };
    match code {
        550..=553 | 556 => MailFault::Returned(format!("smtp {code}")),
        554 | 555 => MailFault::Refused(format!("smtp {code}")),
        _ => MailFault::Retry(format!("smtp {code}")),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn decode(text: &str) -> Result<String, &'static str> {
    // A query string decodes percent signs too, once pluses are out of its way.
    let query = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    let decoded = url::form_urlencoded::parse(query.as_bytes()).next();
    decoded.map(|(_, value)| value.into_owned()).ok_or("has a user or password that cannot be read")
}

/// Keeps absence notes from answering [RFC 3834 §5].
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of the body [RFC 3282].
#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests;
