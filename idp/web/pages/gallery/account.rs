//! Logging out, the account, the development mailbox.

use accounts::Locale;

use super::super::Frame;
use super::super::account::{AccountHome, DeviceSession, Front};
use super::super::dev_mail::{MailList, MailMessage, MailSummary};
use super::super::logout::{ConfirmLogout, LoggedOut, Service};
use super::super::own::{Done, PendingEmail};
use super::every::each;
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow, now};

impl Pages<'_> {
    pub(super) fn logout(&self) -> Views {
        let service = |href: Option<&str>| Service {
            name: "Rakennusvalvonnan asiointi".to_owned(),
            href: href.map(str::to_owned),
        };
        let done = |partial, services, back| LoggedOut {
            frame: self.frame(),
            services,
            partial,
            back,
            login_href: "/login".to_owned(),
        };
        let confirm = ConfirmLogout {
            frame: self.frame(),
            username: ADDRESS.to_owned(),
            stay_href: "/account".to_owned(),
            hidden: flow(),
        };
        let here = service(Some("https://eservice.kaskenranta.example/"));
        vec![
            ("logout", Box::new(confirm)),
            ("logged-out", Box::new(done(false, vec![], None))),
            ("logged-out-services", Box::new(done(true, vec![here.clone(), service(None)], Some(here)))),
        ]
    }

    pub(super) fn home(&self) -> Views {
        let session = |user_agent: &str, this_device, remembered| DeviceSession {
            key: "0190a1b2-0000-7000-8000-00000000000a".to_owned(),
            user_agent: user_agent.to_owned(),
            this_device,
            signed_in_at: at("2026-11-20T16:42:00Z"),
            last_used_at: now(),
            remembered_until: remembered,
        };
        let firefox = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
        let account = |frame, done| AccountHome {
            frame,
            done,
            name: "Erkki Esimerkki".to_owned(),
            email: ADDRESS.to_owned(),
            pending: None,
            phone: String::new(),
            address: "Esimerkkikatu 1 A 2, 28100 Pori".to_owned(),
            username: "erkki".to_owned(),
            username_is_fixed: true,
            language: Locale::Fi,
            password_set_at: Some(at("2026-03-03T10:00:00Z")),
            mail_comes_back: false,
            way_on: None,
            sessions: vec![session(firefox, true, None), session("", false, Some(at("2026-12-20T16:42:00Z")))],
            services: vec!["Rakennusvalvonnan asiointi".to_owned(), "Kodinportaali".to_owned()],
        };
        let pending = |retry_at| PendingEmail {
            address: LONG_ADDRESS.to_owned(),
            expires_at: at("2026-11-23T12:37:20Z"),
            retry_at,
            hidden: flow(),
        };
        let waiting = |retry_at, done| AccountHome {
            pending: Some(pending(retry_at)),
            username: ADDRESS.to_owned(),
            username_is_fixed: false,
            password_set_at: None,
            ..account(self.signed_in(), done)
        };
        let named = |name: &str, username: &str| AccountHome {
            name: name.to_owned(),
            email: username.to_owned(),
            username: username.to_owned(),
            services: vec![],
            ..account(self.signed_in_as(name, username), None)
        };
        let front = |frame| Front { frame, login_href: "/login".to_owned() };
        let mut views: Views = vec![
            ("account", Box::new(account(self.signed_in(), None))),
            ("account-email-sent", Box::new(waiting(None, Some(Done::EmailSent)))),
            ("account-email-too-soon", Box::new(waiting(Some(now()), None))),
            ("account-long", Box::new(named("Maria-Magdalena Anna-Kaarina Korkeamäki-Ylöstalo", LONG_ADDRESS))),
            ("account-nameless", Box::new(named("", ADDRESS))),
            ("account-rtl", Box::new(named("محمد الأحمد", ADDRESS))),
            (
                "account-mail-returned",
                Box::new(AccountHome { mail_comes_back: true, ..account(self.signed_in(), None) }),
            ),
            ("front", Box::new(front(self.frame()))),
            ("front-signed-in", Box::new(front(self.signed_in()))),
        ];
        views.extend(each("account", |done| account(self.signed_in(), Some(done))));
        views
    }

    pub(super) fn mailbox(&self) -> Views {
        let frame = || Frame::new(self.site, Locale::En);
        let summary = MailSummary {
            href: "/dev/mail/1".to_owned(),
            to: ADDRESS.to_owned(),
            subject: "Aseta salasana".to_owned(),
            sent_at: now(),
            language: "fi".to_owned(),
        };
        let message = MailMessage {
            frame: frame(),
            summary: summary.clone(),
            text: "Hei Erkki,\n\nhttps://id.example/password/link/abc\n".to_owned(),
            html_href: "/dev/mail/1/html".to_owned(),
            links: vec!["https://id.example/password/link/abc".to_owned()],
        };
        vec![
            ("mailbox-empty", Box::new(MailList { frame: frame(), messages: vec![], hidden: flow() })),
            ("mailbox", Box::new(MailList { frame: frame(), messages: vec![summary], hidden: flow() })),
            ("mailbox-message", Box::new(message)),
        ]
    }
}
