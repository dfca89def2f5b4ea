//! Logging in, in every state.

use super::super::login::{IdentifierProblem, Locked, LoginIdentifier, LoginPassword, LoginProblem};
use super::super::one_page::{LoginOnePage, Problems};
use super::every::each;
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow};

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
        let mut views: Views = vec![
            ("login", Box::new(page())),
            ("login-no-registration", Box::new(LoginIdentifier { register_href: None, ..page() })),
            ("login-migration", Box::new(LoginIdentifier { migration_open: true, ..page() })),
            ("login-notice", Box::new(LoginIdentifier { client_notice: notice, client_name: None, ..page() })),
        ];
        views.extend(each("login", |status| LoginIdentifier { status: Some(status), username: typed(), ..page() }));
        views.extend(each("login", |problem| LoginIdentifier {
            migration_open: problem == IdentifierProblem::Malformed,
            username: if problem == IdentifierProblem::Malformed { typed() } else { String::new() },
            problem: Some(problem),
            ..page()
        }));
        views
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
        let locked = Locked {
            frame: self.marked(),
            until: at("2026-11-24T12:07:20Z"),
            hours: 24,
            forgot_href: "/forgot".to_owned(),
            login_href: "/login".to_owned(),
        };
        let long = LONG_ADDRESS.to_owned();
        let mut views: Views = vec![
            ("password", Box::new(page(None))),
            ("password-long", Box::new(LoginPassword { username: long, client_name: None, ..page(None) })),
            ("password-link-mailed", Box::new(LoginPassword { link_mailed: true, ..page(None) })),
            ("password-confirm", Box::new(LoginPassword { confirms: true, remember_me: true, ..page(None) })),
            ("locked", Box::new(locked)),
        ];
        views.extend(each("password", |problem| page(Some(problem))));
        views
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
        let nothing = Problems { username: Some(IdentifierProblem::Empty), password: Some(LoginProblem::Empty) };
        let popup = LoginOnePage { frame: self.frame().in_popup(true), ..page(Problems::default()) };
        let notice = Some("Huomaa, että palvelu käyttää omaa käyttäjätunnusta.".to_owned());
        let mut views: Views = vec![
            ("one-page", Box::new(page(Problems::default()))),
            ("one-page-popup", Box::new(popup)),
            (
                "one-page-migration",
                Box::new(LoginOnePage { migration_open: true, client_notice: notice, ..page(Problems::default()) }),
            ),
            ("one-page-nothing", Box::new(page(nothing))),
        ];
        views.extend(each("one-page", |status| LoginOnePage { status: Some(status), ..page(Problems::default()) }));
        views.extend(each("one-page-username", |problem| page(Problems { username: Some(problem), password: None })));
        views.extend(each("one-page-password", |problem| LoginOnePage {
            migration_open: true,
            link_mailed: true,
            username: ADDRESS.to_owned(),
            remember_me: true,
            ..page(Problems { username: None, password: Some(problem) })
        }));
        views
    }
}
