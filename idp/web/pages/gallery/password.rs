//! Mailed links and new passwords, in every state.

use super::super::link::{Death, LinkDead, LinkSent, NewLink, Purpose, Sending};
use super::super::password::{
    Class, ClassRule, Forgot, ForgotProblem, ForgotSent, NewPasswordProblem, PasswordDone, PasswordRules, SetPassword,
};
use super::every::each;
use super::{ADDRESS, Pages, Views, flow};

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
            new_link: (death != Death::Unknown).then(|| NewLink {
                action: "/password/link".to_owned(),
                masked_address: "e•••i@example.com".to_owned(),
                hidden: flow(),
            }),
            forgot_href: "/forgot".to_owned(),
            login_href: "/login".to_owned(),
        };
        let masked = Some("e•••i@example.com".to_owned());
        let mut views: Views = vec![
            ("link-sent", Box::new(sent(Sending::First))),
            ("link-sent-unknown", Box::new(LinkSent { address: None, sender: None, ..sent(Sending::First) })),
            (
                "link-sent-new",
                Box::new(LinkSent { purpose: Purpose::NewPassword, address: masked, ..sent(Sending::First) }),
            ),
        ];
        views.extend(each("link-sent", sent));
        views.extend(each("link", dead));
        views
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
        let mut views: Views = vec![
            ("set-password", Box::new(page(vec![]))),
            ("set-password-new", Box::new(SetPassword { first: false, rules: strong.clone(), ..page(vec![]) })),
            ("set-password-other-user", Box::new(SetPassword { other_user: other, rules: strong, ..page(vec![]) })),
            ("set-password-nothing", Box::new(page(vec![New::Required, New::ConfirmRequired]))),
            (
                "set-password-classes",
                Box::new(page(vec![New::Missing(vec![Class::Digit, Class::Special]), New::Mismatch])),
            ),
            ("password-done-first", Box::new(done(true))),
            ("password-done", Box::new(done(false))),
        ];
        views.extend(each("set-password", |problem| page(vec![problem])));
        views
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
        let mut views: Views = vec![("forgot", Box::new(page(None, ""))), ("forgot-sent", Box::new(sent))];
        views.extend(each("forgot", |problem| {
            page(Some(problem), if problem == ForgotProblem::Empty { "" } else { "erkki@esimerkki" })
        }));
        views
    }
}
