//! Logging in, in every state.

use super::super::login::{IdentifierProblem, Locked, LoginIdentifier, LoginPassword, LoginProblem, Status, TriesLeft};
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow, now};

impl Pages<'_> {
    pub(super) fn identifier(&self) -> Views {
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
            register_href: Some("/register?flow=abc".to_owned()),
        };
        let typed = || "erkki@esimerkki".to_owned();
        let notice = Some("Tähän palveluun kirjaudutaan sen omalla käyttäjätunnuksella.".to_owned());
        vec![
            ("login", Box::new(page())),
            ("login-no-registration", Box::new(LoginIdentifier { register_href: None, ..page() })),
            ("login-migration", Box::new(LoginIdentifier { migration_open: true, ..page() })),
            ("login-notice", Box::new(LoginIdentifier { client_notice: notice, client_name: None, ..page() })),
            ("login-signed-out", Box::new(LoginIdentifier { status: Some(Status::SignedOut), ..page() })),
            ("login-expired", Box::new(LoginIdentifier { status: Some(Status::Expired), ..page() })),
            (
                "login-language",
                Box::new(LoginIdentifier { status: Some(Status::LanguageChanged), username: typed(), ..page() }),
            ),
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

    pub(super) fn password(&self) -> Views {
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
            (
                "password-wrong",
                Box::new(LoginPassword { remember_me: true, ..page(Some(LoginProblem::Wrong { tries_left: None })) }),
            ),
            ("password-last-try", Box::new(page(Some(LoginProblem::Wrong { tries_left })))),
            ("password-throttled", Box::new(page(Some(throttled)))),
            ("password-not-available", Box::new(page(Some(LoginProblem::NotAvailable)))),
            ("locked", Box::new(locked)),
        ]
    }
}
