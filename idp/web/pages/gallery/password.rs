//! Mailed links and new passwords, in every state.

use super::super::link::{Death, LinkDead, LinkSent, NewLink, Purpose, Sending};
use super::super::password::{
    Class, ClassRule, Forgot, ForgotProblem, ForgotSent, NewPasswordProblem, PasswordDone, PasswordRules, SetPassword,
};
use super::{ADDRESS, Pages, Views, flow, now};

impl Pages<'_> {
    pub(super) fn links(&self) -> Views {
        let sent = |sending| LinkSent {
            frame: self.frame(),
            client_name: self.client(),
            purpose: Purpose::FirstPassword,
            address: Some(ADDRESS.to_owned()),
            sender: Some("no-reply@kaskenranta.example".to_owned()),
            minutes: 30,
            sending,
            change_href: "/login?flow=abc".to_owned(),
            action: "/login/link-sent",
            hidden: flow(),
        };
        let dead = |death| LinkDead {
            frame: self.marked(),
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

    pub(super) fn new_password(&self) -> Views {
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
            (
                "set-password-classes",
                Box::new(page(vec![New::Missing(vec![Class::Digit, Class::Special]), New::Mismatch])),
            ),
            ("set-password-common", Box::new(page(vec![New::Common]))),
            ("set-password-personal", Box::new(page(vec![New::Personal]))),
            ("password-done-first", Box::new(done(true))),
            ("password-done", Box::new(done(false))),
        ]
    }

    pub(super) fn forgot(&self) -> Views {
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
}
