//! Every page in every state and language, for tests and for looking at.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::Locale;
use chrono::{DateTime, Utc};
use oidc::names::Localized;

use super::account::{AccountHome, DeviceSession, Front};
use super::dev_mail::{MailList, MailMessage, MailSummary};
use super::failure::{Failure, FailurePage, WayBack};
use super::link::{Death, LinkDead, LinkSent, NewLink, Purpose, Sending};
use super::login::{IdentifierProblem, Locked, LoginIdentifier, LoginPassword, LoginProblem, Status, TriesLeft};
use super::logout::{ConfirmLogout, LoggedOut, Service};
use super::password::{
    Class, ClassRule, Forgot, ForgotProblem, ForgotSent, NewPasswordProblem, PasswordDone, PasswordRules, SetPassword,
};
use super::{Frame, Hidden, Site, User, View};
use crate::locales::{Organisation, Texts};

const ADDRESS: &str = "erkki.esimerkki@example.com";
const LONG_ADDRESS: &str = "maximilian-alexander.von-der-pitkanimi@asiakaspalvelu.kaskenranta.example.com";

/// The pages of an imaginary city, with this brand colour.
pub fn site(brand_color: &str) -> Site {
    let each = |texts: [&str; 3]| {
        let tags = Locale::ALL.map(|locale| locale.tag().to_owned());
        Localized::Each(tags.into_iter().zip(texts.map(str::to_owned)).collect::<BTreeMap<_, _>>())
    };
    let link = |path: &str| Localized::Same(format!("https://www.kaskenranta.example/{path}"));
    let organisation = Organisation {
        name: each(["Kaskenrannan kaupunki", "Kaskstrands stad", "City of Kaskenranta"]),
        service_name: each(["Kaskenranta-tunnus", "Kaskstrand-konto", "Kaskenranta account"]),
        support_phone: "02 555 0100".to_owned(),
        support_hours: each(["arkisin klo 9–15", "vardagar kl. 9–15", "weekdays 9–15"]),
        support_email: "asiakaspalvelu@kaskenranta.example".to_owned(),
        help_link: link("ohje"),
        brand_color: brand_color.to_owned(),
        logo: None,
        accessibility: link("saavutettavuus"),
        privacy: link("tietosuoja"),
        terms: link("ehdot"),
    };
    Site::new(Arc::new(Texts::default()), Arc::new(organisation))
}

/// Each page with a name of its own: what it is, its state and its language.
pub fn every_view(site: &Site) -> Vec<(String, String)> {
    let mut views = Vec::new();
    for locale in Locale::ALL {
        let pages = Pages { site, locale };
        let groups = [pages.identifier(), pages.password(), pages.links(), pages.new_password(), pages.forgot()];
        let groups = groups.into_iter().chain([pages.logout(), pages.home(), pages.failures(), pages.mailbox()]);
        views.extend(groups.flatten().map(|(name, page)| (format!("{name}-{}", locale.tag()), page.render())));
    }
    views
}

type Views = Vec<(&'static str, Box<dyn View>)>;

struct Pages<'a> {
    site: &'a Site,
    locale: Locale,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2026-11-23T12:07:20Z")
}

fn flow() -> Vec<Hidden> {
    vec![Hidden::new("flow", "Zmxvdy1vZi10aGUtZ2FsbGVyeQ")]
}

impl Pages<'_> {
    fn frame(&self) -> Frame {
        Frame::new(self.site, self.locale).with_languages(|locale| format!("/login?flow=abc&ui_locales={}", locale.tag()))
    }

    fn signed_in(&self) -> Frame {
        self.frame().with_user(User {
            name: "Erkki Esimerkki".to_owned(),
            username: ADDRESS.to_owned(),
            logout: vec![Hidden::new("csrf", "token")],
        })
    }

    fn client(&self) -> Option<String> {
        Some("Rakennusvalvonnan asiointi".to_owned())
    }

    fn identifier(&self) -> Views {
        let page = || LoginIdentifier {
            frame: self.frame(),
            client_name: self.client(),
            client_notice: None,
            status: None,
            migration_open: false,
            username: String::new(),
            problem: None,
            hidden: flow(),
            forgot_href: "/forgot".to_owned(),
        };
        let typed = || "erkki@esimerkki".to_owned();
        let notice = Some("Tähän palveluun kirjaudutaan sen omalla käyttäjätunnuksella.".to_owned());
        vec![
            ("login", Box::new(page())),
            ("login-migration", Box::new(LoginIdentifier { migration_open: true, ..page() })),
            ("login-notice", Box::new(LoginIdentifier { client_notice: notice, client_name: None, ..page() })),
            ("login-signed-out", Box::new(LoginIdentifier { status: Some(Status::SignedOut), ..page() })),
            ("login-expired", Box::new(LoginIdentifier { status: Some(Status::Expired), ..page() })),
            ("login-language", Box::new(LoginIdentifier { status: Some(Status::LanguageChanged), username: typed(), ..page() })),
            ("login-empty", Box::new(LoginIdentifier { problem: Some(IdentifierProblem::Empty), ..page() })),
            (
                "login-malformed",
                Box::new(LoginIdentifier {
                    problem: Some(IdentifierProblem::Malformed),
                    migration_open: true,
                    username: typed(),
                    ..page()
                }),
            ),
        ]
    }

    fn password(&self) -> Views {
        let page = |problem| LoginPassword {
            frame: self.frame(),
            client_name: self.client(),
            username: ADDRESS.to_owned(),
            change_href: "/login?flow=abc".to_owned(),
            forgot_href: "/forgot".to_owned(),
            link_mailed: false,
            confirms: false,
            remember_me: false,
            problem,
            hidden: flow(),
        };
        let tries_left = Some(TriesLeft { count: 1, lock_hours: 24 });
        let locked = Locked {
            frame: self.frame(),
            until: at("2026-11-24T12:07:20Z"),
            hours: 24,
            forgot_href: "/forgot".to_owned(),
            login_href: "/login".to_owned(),
        };
        let throttled = LoginProblem::Throttled { retry_at: now() };
        let long = LONG_ADDRESS.to_owned();
        vec![
            ("password", Box::new(page(None))),
            ("password-long", Box::new(LoginPassword { username: long, client_name: None, ..page(None) })),
            ("password-link-mailed", Box::new(LoginPassword { link_mailed: true, ..page(None) })),
            ("password-confirm", Box::new(LoginPassword { confirms: true, ..page(None) })),
            ("password-empty", Box::new(page(Some(LoginProblem::Empty)))),
            ("password-wrong", Box::new(LoginPassword { remember_me: true, ..page(Some(LoginProblem::Wrong { tries_left: None })) })),
            ("password-last-try", Box::new(page(Some(LoginProblem::Wrong { tries_left })))),
            ("password-throttled", Box::new(page(Some(throttled)))),
            ("password-not-available", Box::new(page(Some(LoginProblem::NotAvailable)))),
            ("locked", Box::new(locked)),
        ]
    }

    fn links(&self) -> Views {
        let sent = |sending| LinkSent {
            frame: self.frame(),
            client_name: self.client(),
            purpose: Purpose::FirstPassword,
            address: Some(ADDRESS.to_owned()),
            sender: Some("no-reply@kaskenranta.example".to_owned()),
            minutes: 30,
            sending,
            change_href: "/login?flow=abc".to_owned(),
            hidden: flow(),
        };
        let dead = |death| LinkDead {
            frame: self.frame(),
            death,
            new_link: Some(NewLink {
                action: "/password/link".to_owned(),
                masked_address: "e•••i@example.com".to_owned(),
                hidden: flow(),
            }),
            forgot_href: "/forgot".to_owned(),
            login_href: "/login".to_owned(),
        };
        let masked = Some("e•••i@example.com".to_owned());
        vec![
            ("link-sent", Box::new(sent(Sending::First))),
            ("link-sent-again", Box::new(sent(Sending::Again { at: now() }))),
            ("link-sent-too-soon", Box::new(sent(Sending::TooSoon { retry_at: now() }))),
            ("link-sent-limit", Box::new(sent(Sending::DailyLimit { count: 5 }))),
            ("link-sent-unknown", Box::new(LinkSent { address: None, sender: None, ..sent(Sending::First) })),
            (
                "link-sent-new",
                Box::new(LinkSent { purpose: Purpose::NewPassword, address: masked, ..sent(Sending::First) }),
            ),
            ("link-expired", Box::new(dead(Death::Expired { minutes: 30 }))),
            ("link-used", Box::new(dead(Death::Used))),
            ("link-superseded", Box::new(dead(Death::Superseded))),
            ("link-unknown", Box::new(LinkDead { new_link: None, ..dead(Death::Unknown) })),
        ]
    }

    fn new_password(&self) -> Views {
        use NewPasswordProblem as New;
        let classes = [
            (Class::Upper, r"\p{Lu}"),
            (Class::Lower, r"\p{Ll}"),
            (Class::Digit, r"\p{Nd}"),
            (Class::Special, r"[^\p{L}\p{Nd}]"),
        ];
        let classes = classes.map(|(class, pattern)| ClassRule { class, pattern }).to_vec();
        let page = |refused| SetPassword {
            frame: self.frame(),
            first: true,
            username: ADDRESS.to_owned(),
            other_user: None,
            rules: PasswordRules { min_length: 6, classes: classes.clone() },
            refused,
            hidden: flow(),
        };
        let strong = PasswordRules { min_length: 12, classes: Vec::new() };
        let other = Some("minna.virtanen@example.com".to_owned());
        let done = |first| PasswordDone {
            frame: self.frame(),
            first,
            sessions_ended: !first,
            login_href: "/login?flow=abc".to_owned(),
        };
        vec![
            ("set-password", Box::new(page(vec![]))),
            ("set-password-new", Box::new(SetPassword { first: false, rules: strong.clone(), ..page(vec![]) })),
            ("set-password-other-user", Box::new(SetPassword { other_user: other, rules: strong, ..page(vec![]) })),
            ("set-password-empty", Box::new(page(vec![New::Required, New::ConfirmRequired]))),
            ("set-password-short", Box::new(page(vec![New::TooShort(6)]))),
            ("set-password-long", Box::new(page(vec![New::TooLong(1024)]))),
            ("set-password-classes", Box::new(page(vec![New::Missing(vec![Class::Digit, Class::Special]), New::Mismatch]))),
            ("set-password-common", Box::new(page(vec![New::Common]))),
            ("set-password-personal", Box::new(page(vec![New::Personal]))),
            ("password-done-first", Box::new(done(true))),
            ("password-done", Box::new(done(false))),
        ]
    }

    fn forgot(&self) -> Views {
        let page = |problem, email: &str| Forgot {
            frame: self.frame(),
            username: String::new(),
            email: email.to_owned(),
            problem,
            hidden: flow(),
            login_href: "/login?flow=abc".to_owned(),
        };
        let sent =
            ForgotSent { frame: self.frame(), minutes: 30, retry_minutes: 2, login_href: "/login?flow=abc".to_owned() };
        vec![
            ("forgot", Box::new(page(None, ""))),
            ("forgot-empty", Box::new(page(Some(ForgotProblem::Empty), ""))),
            ("forgot-malformed", Box::new(page(Some(ForgotProblem::MalformedEmail), "erkki@esimerkki"))),
            ("forgot-sent", Box::new(sent)),
        ]
    }

    fn logout(&self) -> Views {
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

    fn home(&self) -> Views {
        let session = |user_agent: &str, this_device, remembered| DeviceSession {
            user_agent: user_agent.to_owned(),
            this_device,
            signed_in_at: at("2026-11-20T16:42:00Z"),
            last_used_at: now(),
            remembered_until: remembered,
        };
        let firefox = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
        let account = AccountHome {
            frame: self.signed_in(),
            name: "Erkki Esimerkki".to_owned(),
            email: ADDRESS.to_owned(),
            phone: String::new(),
            address: "Esimerkkikatu 1 A 2, 28100 Pori".to_owned(),
            username: "erkki".to_owned(),
            username_is_fixed: true,
            forgot_href: "/forgot".to_owned(),
            sessions: vec![session(firefox, true, None), session("", false, Some(at("2026-12-20T16:42:00Z")))],
        };
        let front = |frame| Front { frame, login_href: "/login".to_owned() };
        vec![
            ("account", Box::new(account)),
            ("front", Box::new(front(self.frame()))),
            ("front-signed-in", Box::new(front(self.signed_in()))),
        ]
    }

    fn failures(&self) -> Views {
        let href = "https://eservice.kaskenranta.example/".to_owned();
        let service = WayBack::Service { name: "Rakennusvalvonnan asiointi".to_owned(), href };
        let login = WayBack::Login { href: "/login".to_owned() };
        let retry = WayBack::Retry { href: "/login".to_owned() };
        let all = [
            ("failure-unknown-client", Failure::UnknownClient, WayBack::Home),
            ("failure-bad-redirect", Failure::BadRedirect, WayBack::Home),
            ("failure-bad-request", Failure::BadRequest, service),
            ("failure-other-browser", Failure::OtherBrowser, login),
            ("failure-cookies", Failure::CookiesBlocked, retry.clone()),
            ("failure-cross-site", Failure::CrossSite, WayBack::Home),
            ("failure-forbidden", Failure::Forbidden, WayBack::Home),
            ("failure-not-found", Failure::NotFound, WayBack::Home),
            ("failure-method", Failure::MethodNotAllowed, WayBack::Home),
            ("failure-too-large", Failure::TooLarge, WayBack::Home),
            ("failure-too-many", Failure::TooMany { retry_at: now() }, retry.clone()),
            ("failure-fault", Failure::Fault, WayBack::Home),
            ("failure-busy", Failure::Busy, retry),
        ];
        let page = |failure, back, details: Option<&str>| FailurePage {
            frame: self.frame(),
            failure,
            reference: "K7Q4-2MXD".to_owned(),
            at: now(),
            back,
            details: details.map(str::to_owned),
        };
        all.map(|(name, failure, back)| {
            let details = (failure == Failure::BadRedirect).then_some("invalid_request: redirect_uri");
            (name, Box::new(page(failure, back, details)) as Box<dyn View>)
        })
        .into()
    }

    fn mailbox(&self) -> Views {
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
