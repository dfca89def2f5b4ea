//! Logging in, in every state.

use super::super::login::{IdentifierProblem, Locked, LoginIdentifier, LoginPassword, LoginProblem, Status, TriesLeft};
use super::super::one_page::{LoginOnePage, Problems};
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
            frame: self.marked(),
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

    pub(super) fn one_page(&self) -> Views {
        let page = |problems| LoginOnePage {
            frame: self.frame(),
            client_name: self.client(),
            client_notice: None,
            status: None,
            migration_open: false,
            link_mailed: false,
            username: String::new(),
            remember_me: false,
            problems,
            hidden: flow(),
            forgot_href: "/forgot".to_owned(),
        };
        let typed = || ADDRESS.to_owned();
        let wrong = |tries_left| Problems { username: None, password: Some(LoginProblem::Wrong { tries_left }) };
        let nothing = Problems { username: Some(IdentifierProblem::Empty), password: Some(LoginProblem::Empty) };
        let last = Some(TriesLeft { count: 1, lock_hours: 24 });
        let popup = LoginOnePage { frame: self.frame().in_popup(true), ..page(Problems::default()) };
        let notice = Some("Huomaa, että palvelu käyttää omaa käyttäjätunnusta.".to_owned());
        let wrong_in_window =
            LoginOnePage { migration_open: true, link_mailed: true, username: typed(), ..page(wrong(None)) };
        vec![
            ("one-page", Box::new(page(Problems::default()))),
            ("one-page-popup", Box::new(popup)),
            (
                "one-page-migration",
                Box::new(LoginOnePage { migration_open: true, client_notice: notice, ..page(Problems::default()) }),
            ),
            ("one-page-expired", Box::new(LoginOnePage { status: Some(Status::Expired), ..page(Problems::default()) })),
            ("one-page-empty", Box::new(page(nothing))),
            ("one-page-wrong", Box::new(wrong_in_window)),
            ("one-page-last-try", Box::new(LoginOnePage { username: typed(), remember_me: true, ..page(wrong(last)) })),
        ]
    }
}
