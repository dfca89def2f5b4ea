//! Reports of mail that could not be delivered [RFC 3464], as mail servers send
//! them back: which of our mails it was, whatever address they name. It is told
//! by the envelope's id, by the Message-ID in what was returned, or by the
//! message that the report says it answers.

use mailparse::{MailHeaderMap as _, ParsedMail};
use uuid::Uuid;

/// The most bytes of a report that are looked at.
pub const LONGEST_REPORT: usize = 4 * 1024 * 1024;

/// What a message that came back tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// This mail of ours cannot be delivered, and no one tries any more.
    Failed(Uuid),
    /// It is on its way still, or has arrived.
    NotFailed,
    /// It is no report, or none about a mail of ours.
    Other,
}

impl Report {
    /// What the message in `raw` tells of a mail from `domain`.
    pub fn read(raw: &[u8], domain: &str) -> Self {
        let Ok(message) = mailparse::parse_mail(raw) else {
            return Self::Other;
        };
        let Some(status) = part(&message, &["message/delivery-status", "message/global-delivery-status"]) else {
            return Self::Other;
        };
        let status = body(status);
        let Some(id) = mail_of(&message, &status, domain) else {
            return Self::Other;
        };
        if has_failed(&status) { Self::Failed(id) } else { Self::NotFailed }
    }
}

/// The outbox row of the mail that a report is about.
fn mail_of(report: &ParsedMail<'_>, status: &str, domain: &str) -> Option<Uuid> {
    let envelope = || fields(status, "Original-Envelope-Id").find_map(|id| envelope_id(id, domain));
    let returned = || returned_id(&original(report)?, domain);
    // Some servers return nothing of the mail, but name it.
    let answered = || {
        let names = ["In-Reply-To", "References", "X-Original-Message-ID"];
        names.into_iter().find_map(|name| our_ids(&report.headers.get_first_value(name)?, domain))
    };
    envelope().or_else(returned).or_else(answered)
}

/// Whether some recipient's fields say that delivery failed for good. Ours are
/// mails to one recipient each.
fn has_failed(status: &str) -> bool {
    let failed = fields(status, "Action").any(|action| action.eq_ignore_ascii_case("failed"));
    failed && fields(status, "Status").all(|status| status.starts_with("5."))
}

/// The values of every field `name` in the fields of a status.
fn fields<'a>(status: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    status.lines().filter_map(move |line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The outbox row of an envelope's id: the row's own key, or our Message-ID,
/// either as it is or in xtext [RFC 3461 §4].
fn envelope_id(text: &str, domain: &str) -> Option<Uuid> {
    let plain = ["+40", "+3C", "+3E"].into_iter().zip(["@", "<", ">"]);
    let plain = plain.fold(text.to_owned(), |text, (encoded, plain)| text.replace(encoded, plain));
    plain.parse().ok().or_else(|| our_ids(&plain, domain))
}

/// The header of the mail that came back.
fn original(message: &ParsedMail<'_>) -> Option<String> {
    const KINDS: [&str; 4] =
        ["text/rfc822-headers", "message/rfc822", "message/rfc822-headers", "message/global-headers"];
    part(message, &KINDS).map(body)
}

/// The outbox row whose mail has this header.
fn returned_id(header: &str, domain: &str) -> Option<Uuid> {
    let (fields, _) = mailparse::parse_headers(header.as_bytes()).ok()?;
    our_ids(&fields.get_first_value("Message-ID")?, domain)
}

/// The outbox row of the first Message-ID of ours in `text`.
fn our_ids(text: &str, domain: &str) -> Option<Uuid> {
    text.split([' ', '\t', '\r', '\n', '<', '>']).find_map(|word| {
        let (id, host) = word.split_once('@')?;
        host.eq_ignore_ascii_case(domain).then(|| id.parse().ok()).flatten()
    })
}

fn part<'a, 'm>(message: &'a ParsedMail<'m>, kinds: &[&str]) -> Option<&'a ParsedMail<'m>> {
    if kinds.contains(&message.ctype.mimetype.as_str()) {
        return Some(message);
    }
    message.subparts.iter().find_map(|inner| part(inner, kinds))
}

fn body(part: &ParsedMail<'_>) -> String {
    part.get_body().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0199a1b2-0000-7000-8000-000000000001";

    fn report(action: &str, status: &str, domain: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example.fi\r\nTo: tunnus@kaskenranta.example.fi\r\n\
             Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nThe mail system: host mx said 550.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example.fi\r\n\r\nFinal-Recipient: rfc822; aino@example.fi\r\n\
             Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
             From: tunnus@kaskenranta.example.fi\r\nMessage-ID:\r\n <{ID}@{domain}>\r\nSubject: x\r\n\r\n--b--\r\n"
        )
    }

    fn read(text: &str) -> Report {
        Report::read(text.as_bytes(), "kaskenranta.example.fi")
    }

    #[test]
    fn a_failed_delivery_names_the_mail() {
        let id = ID.parse().unwrap_or_default();
        assert_eq!(read(&report("failed", "5.1.1", "kaskenranta.example.fi")), Report::Failed(id));
        assert_eq!(read(&report("Failed", "5.0.0", "KASKENRANTA.example.fi")), Report::Failed(id));
    }

    #[test]
    fn the_mail_is_known_by_its_envelope_or_by_what_the_report_answers() {
        let id = ID.parse().unwrap_or_default();
        let bare = report("failed", "5.1.1", "elsewhere.example");
        for envelope in [
            ID.to_owned(),
            format!("{ID}@kaskenranta.example.fi"),
            format!("<{ID}@KASKENRANTA.example.fi>"),
            format!("{ID}+40kaskenranta.example.fi"),
        ] {
            let field = format!("Original-Envelope-Id: {envelope}\r\nReporting-MTA:");
            assert_eq!(read(&bare.replace("Reporting-MTA:", &field)), Report::Failed(id), "{envelope}");
        }
        for header in ["In-Reply-To", "References", "X-Original-Message-ID"] {
            let field = format!("{header}: <other@mx.example> <{ID}@kaskenranta.example.fi>\r\nMIME-Version:");
            let nothing_returned = bare.replace("text/rfc822-headers", "text/plain").replace("MIME-Version:", &field);
            assert_eq!(read(&nothing_returned), Report::Failed(id), "{header}");
        }
        let foreign = format!("Original-Envelope-Id: {ID}@elsewhere.example\r\nReporting-MTA:");
        assert_eq!(read(&bare.replace("Reporting-MTA:", &foreign)), Report::Other);
    }

    #[test]
    fn delays_and_good_news_are_no_failure() {
        for (action, status) in
            [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0"), ("failed", "4.2.2")]
        {
            assert_eq!(read(&report(action, status, "kaskenranta.example.fi")), Report::NotFailed, "{action} {status}");
        }
    }

    #[test]
    fn what_is_not_about_a_mail_of_ours_is_left_alone() {
        for text in [
            "",
            "Subject: Automatic reply\r\n\r\nI am on holiday.\r\n",
            &report("failed", "5.1.1", "elsewhere.example"),
            &report("failed", "5.1.1", "kaskenranta.example.fi").replace(ID, "not-an-id"),
            &report("failed", "5.1.1", "kaskenranta.example.fi").replace("text/rfc822-headers", "text/plain"),
        ] {
            assert_eq!(read(text), Report::Other, "{text}");
        }
    }
}
