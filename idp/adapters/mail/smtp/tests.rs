#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::adapters::mail::tests::envelope;

/// How a test's relay ends the command before which it stops being kind.
#[derive(Clone, Copy)]
enum Mood {
    Kind,
    Answers(&'static str, &'static str),
    CutsAfterData,
}

/// A relay on a free port, and the messages that it was given.
async fn relay(mood: Mood) -> (Smtp, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let smtp = Smtp::new(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    let messages = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&messages);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, mood, Arc::clone(&kept)));
        }
    });
    (smtp, messages)
}

async fn converse(stream: TcpStream, mood: Mood, messages: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 relay\r\n").await.ok()?;
    loop {
        let line = lines.next_line().await.ok()??;
        let verb = line.split([' ', ':']).next()?.to_uppercase();
        let reply = match mood {
            Mood::Answers(at, reply) if at == verb => reply,
            _ if verb == "DATA" => "354 go on",
            _ if verb == "EHLO" => "250-relay\r\n250 8BITMIME",
            _ => "250 ok",
        };
        writer.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
        if reply.starts_with("354") {
            let mut message = String::new();
            loop {
                let line = lines.next_line().await.ok()??;
                if line == "." {
                    break;
                }
                message.push_str(&line);
                message.push('\n');
            }
            messages.lock().unwrap().push(message);
            if matches!(mood, Mood::CutsAfterData) {
                return None;
            }
            writer.write_all(b"250 taken\r\n").await.ok()?;
        }
    }
}

#[tokio::test]
async fn a_mail_has_both_bodies_and_says_that_a_machine_wrote_it() {
    let (smtp, messages) = relay(Mood::Kind).await;
    smtp.send(&envelope(1)).await.unwrap();
    let message = messages.lock().unwrap().concat();
    for expected in [
        "Message-ID: <00000000-0000-0000-0000-000000000001@id.example.fi>",
        "Auto-Submitted: auto-generated",
        "Content-Language: fi",
        "Reply-To: help@example.fi",
        "To: aino@example.fi",
        "Subject: Aseta salasana",
        "multipart/alternative",
        "text/plain",
        "text/html",
    ] {
        assert!(message.contains(expected), "{expected} is not in\n{message}");
    }
    assert!(message.find("text/plain") < message.find("text/html"), "the best part comes last");
}

#[tokio::test]
async fn what_the_relay_says_decides_whether_to_try_again() {
    let retry = |class: &str| Err(MailFault::Retry(class.to_owned()));
    let refused = |class: &str| Err(MailFault::Refused(class.to_owned()));
    let returned = |class: &str| Err(MailFault::Returned(class.to_owned()));
    let table = [
        (Mood::Answers("RCPT", "450 greylisted"), retry("smtp 450")),
        (Mood::Answers("RCPT", "550 no such user"), returned("smtp 550")),
        (Mood::Answers("RCPT", "556 takes no mail"), returned("smtp 556")),
        (Mood::Answers("DATA", "554 looks like spam"), refused("smtp 554")),
        (Mood::Answers("MAIL", "530 authenticate first"), retry("smtp 530")),
        (Mood::Answers("DATA", "421 shutting down"), retry("smtp 421")),
        (Mood::CutsAfterData, retry("connection")),
    ];
    for (mood, expected) in table {
        let (smtp, _) = relay(mood).await;
        assert_eq!(smtp.send(&envelope(1)).await, expected);
    }
}

#[tokio::test]
async fn a_mail_tried_again_has_the_same_message_id() {
    let (smtp, messages) = relay(Mood::CutsAfterData).await;
    for _ in 0..2 {
        assert!(smtp.send(&envelope(7)).await.is_err());
    }
    let messages = messages.lock().unwrap();
    let ids: Vec<_> = messages.iter().filter_map(|m| m.lines().find(|l| l.starts_with("Message-ID"))).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_relay_that_is_away_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let answer = Smtp::new(&url).unwrap().send(&envelope(1)).await;
    assert_eq!(answer, Err(MailFault::Retry("connection".to_owned())));
}

#[test]
fn encryption_follows_from_the_url() {
    let table = [
        ("smtp://127.0.0.1:2525", Encryption::Plain, 2525),
        ("smtp://localhost", Encryption::Plain, 25),
        ("smtp://[::1]", Encryption::Plain, 25),
        ("smtp://relay.example.fi", Encryption::WhereOffered, 25),
        ("smtp://user:p%40ss@relay.example.fi", Encryption::Required, 587),
        ("smtps://user:pass@relay.example.fi", Encryption::FromTheStart, 465),
    ];
    for (url, encryption, port) in table {
        let relay = Relay::parse(url).unwrap();
        assert_eq!((relay.encryption, relay.port), (encryption, port), "{url}");
    }
    for url in ["relay.example.fi", "http://relay.example.fi", "smtp://user@relay.example.fi", ""] {
        assert!(Relay::parse(url).is_err(), "{url}");
    }
}

#[test]
fn a_password_is_percent_decoded() {
    assert_eq!(decode("p%40s+s%26%25"), Ok("p@s+s&%".to_owned()));
    assert_eq!(decode(""), Ok(String::new()));
}
