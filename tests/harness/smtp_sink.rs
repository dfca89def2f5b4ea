//! A mail server that holds a real SMTP conversation [RFC 5321] and can be
//! told to behave badly. It keeps every mail that it accepted.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::mail::Mail;
use super::wait_for;

/// What is wrong with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The first try for each recipient is put off with 451.
    Greylist,
    /// Every recipient is refused for good with 550.
    Reject,
    /// The mail is taken, but the connection breaks before the answer.
    DropAfterData,
    /// Every answer takes a second.
    Slow,
    /// Connections are closed before the greeting.
    Down,
}

/// A mail server on a loopback port.
#[derive(Clone, Debug)]
pub struct SmtpSink {
    /// Where it listens.
    pub port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    fault: Fault,
    greylisted: HashSet<String>,
    accepted: Vec<(Mail, bool)>,
    attempts: usize,
}

impl SmtpSink {
    /// Starts to listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let server = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        sink
    }

    /// Behaves like this from now on.
    pub fn set_fault(&self, fault: Fault) {
        self.state.lock().unwrap().fault = fault;
    }

    /// Waits for a mail to `address` that no test has taken yet, and takes it.
    pub async fn next_to(&self, address: &str) -> Mail {
        self.next_to_about(address, "").await
    }

    /// The same for a mail whose subject holds `subject`.
    pub async fn next_to_about(&self, address: &str, subject: &str) -> Mail {
        wait_for(&format!("a mail to {address}: {subject}"), async || {
            let mut state = self.state.lock().unwrap();
            let fits = |mail: &Mail| mail.to == address && mail.subject.contains(subject);
            let (mail, taken) = state.accepted.iter_mut().find(|(mail, taken)| !*taken && fits(mail))?;
            *taken = true;
            Some(mail.clone())
        })
        .await
    }

    /// All mails to `address` so far, taken or not.
    pub fn all_to(&self, address: &str) -> Vec<Mail> {
        let state = self.state.lock().unwrap();
        state.accepted.iter().filter(|(mail, _)| mail.to == address).map(|(mail, _)| mail.clone()).collect()
    }

    /// How many connections were made so far.
    pub fn attempts(&self) -> usize {
        self.state.lock().unwrap().attempts
    }

    fn fault(&self) -> Fault {
        self.state.lock().unwrap().fault
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        self.state.lock().unwrap().attempts += 1;
        if self.fault() == Fault::Down {
            return None;
        }
        let mut stream = BufReader::new(stream);
        self.answer(&mut stream, "220 sink.test ESMTP").await?;
        let mut recipients = Vec::new();
        loop {
            let line = read_line(&mut stream).await?;
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            let verb = text.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-sink.test\r\n250-8BITMIME\r\n250 SMTPUTF8",
                "RCPT" => self.recipient(&text, &mut recipients),
                "DATA" => {
                    self.answer(&mut stream, "354 go on").await?;
                    let raw = read_data(&mut stream).await?;
                    self.accept(&raw, &recipients.split_off(0))?;
                    "250 2.0.0 accepted"
                }
                "RSET" => {
                    recipients.clear();
                    "250 ok"
                }
                "HELO" | "MAIL" | "NOOP" => "250 ok",
                "QUIT" => "221 bye",
                _ => "500 unknown",
            };
            self.answer(&mut stream, answer).await?;
        }
    }

    fn recipient(&self, line: &str, recipients: &mut Vec<String>) -> &'static str {
        let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let mut state = self.state.lock().unwrap();
        let fault = state.fault;
        match fault {
            Fault::Reject => "550 5.1.1 no such mailbox",
            Fault::Greylist if state.greylisted.insert(address.clone()) => "451 4.7.1 try again later",
            _ => {
                recipients.push(address);
                "250 ok"
            }
        }
    }

    /// Keeps the mail; `None` cuts the connection.
    fn accept(&self, raw: &[u8], recipients: &[String]) -> Option<()> {
        let mut state = self.state.lock().unwrap();
        for recipient in recipients {
            state.accepted.push((Mail::read(recipient, raw), false));
        }
        (state.fault != Fault::DropAfterData).then_some(())
    }

    async fn answer(&self, stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
        if self.fault() == Fault::Slow {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()
    }
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = stream.read_until(b'\n', &mut line).await.ok()?;
    (read > 0).then_some(line)
}

async fn read_data(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let line = read_line(stream).await?;
        if line == b".\r\n" {
            return Some(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
