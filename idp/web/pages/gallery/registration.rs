//! Registering and activating an account, in every state.

use super::super::activation::{Activate, ActivationDead, ActivationDone, Death, NotActivated};
use super::super::link::{NewLink, Sending};
use super::super::password::{Class, ClassRule, NewPasswordProblem as New, PasswordRules};
use super::super::registration::{FieldProblem, Register, RegisterAddress, RegisterClosed, RegisterDone, Typed};
use super::every::each;
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow, now};

fn seed_rules() -> PasswordRules {
    let classes = [
        (Class::Upper, r"\p{Lu}"),
        (Class::Lower, r"\p{Ll}"),
        (Class::Digit, r"\p{Nd}"),
        (Class::Special, r"[^\p{L}\p{Nd}]"),
    ];
    PasswordRules { min_length: 6, classes: classes.map(|(class, pattern)| ClassRule { class, pattern }).to_vec() }
}

fn typed() -> Typed {
    Typed {
        email: ADDRESS.to_owned(),
        email_confirm: ADDRESS.to_owned(),
        first_name: "Erkki".to_owned(),
        last_name: "Esimerkki".to_owned(),
        phone: "040 123 4567".to_owned(),
        street: "Rantatie 3 B 12".to_owned(),
        postcode: "28100".to_owned(),
        city: "Kaskenranta".to_owned(),
        accept_terms: true,
    }
}

impl Pages<'_> {
    pub(super) fn registration(&self) -> Views {
        use FieldProblem as Field;
        let page = |typed, refused| Register {
            frame: self.frame(),
            suggests_town: true,
            client_name: self.client(),
            typed,
            rules: seed_rules(),
            refused,
            hidden: flow(),
            login_href: "/login?flow=abc".to_owned(),
        };
        let empty =
            vec![Field::EmailRequired, Field::Password(New::Required), Field::FirstName, Field::LastName, Field::Terms];
        let malformed = vec![
            Field::EmailMalformed,
            Field::EmailMismatch,
            Field::Password(New::Missing(vec![Class::Digit])),
            Field::Password(New::Mismatch),
            Field::Phone,
            Field::Street,
            Field::PostalCode,
            Field::City,
        ];
        let strong = PasswordRules { min_length: 12, classes: Vec::new() };
        let closed = |strong| RegisterClosed { frame: self.frame(), strong, login_href: "/login?flow=abc".to_owned() };
        let mut views: Views = vec![
            ("register", Box::new(page(Typed::default(), vec![]))),
            ("register-strong-rule", Box::new(Register { rules: strong, client_name: None, ..page(typed(), vec![]) })),
            ("register-empty", Box::new(page(Typed::default(), empty))),
            ("register-malformed", Box::new(page(typed(), malformed))),
            ("register-closed", Box::new(closed(false))),
            ("register-closed-strong", Box::new(closed(true))),
        ];
        views.extend(each("register", |problem| page(typed(), vec![problem])));
        views
    }

    pub(super) fn registered(&self) -> Views {
        let done = |sending| RegisterDone {
            frame: self.frame(),
            postal_address: "Rantatie 3, 28100 Pori".to_owned(),
            is_new: true,
            address: ADDRESS.to_owned(),
            sender: "no-reply@kaskenranta.example".to_owned(),
            minutes: 30,
            until: at("2026-11-23T12:37:00Z"),
            sending,
            address_href: Some("/register/address?registration=abc".to_owned()),
            action: "/register/done",
            hidden: flow(),
        };
        let again = |sending| RegisterDone {
            is_new: false,
            address: "e•••i@example.com".to_owned(),
            address_href: None,
            action: "/activate/link-sent",
            ..done(sending)
        };
        let address = |refused| RegisterAddress {
            frame: self.frame(),
            email: ADDRESS.to_owned(),
            email_confirm: String::new(),
            refused,
            hidden: flow(),
            done_href: "/register/done?registration=abc".to_owned(),
        };
        let long = LONG_ADDRESS.to_owned();
        let mut views: Views = vec![
            ("registered", Box::new(done(Sending::First))),
            ("registered-long", Box::new(RegisterDone { address: long, ..done(Sending::First) })),
            ("activation-sent", Box::new(again(Sending::Again { at: now() }))),
            ("activation-sent-too-soon", Box::new(again(Sending::TooSoon { retry_at: now() }))),
            ("address", Box::new(address(vec![]))),
            ("address-mismatch", Box::new(address(vec![FieldProblem::EmailMismatch]))),
            ("address-taken", Box::new(address(vec![FieldProblem::EmailTaken]))),
        ];
        views.extend(each("registered", done));
        views
    }

    pub(super) fn activation(&self) -> Views {
        let page = |rules, refused| Activate {
            frame: self.frame(),
            username: ADDRESS.to_owned(),
            until: at("2026-11-23T12:37:00Z"),
            rules,
            refused,
            hidden: flow(),
        };
        let dead = |death| ActivationDead {
            frame: self.marked(),
            death,
            new_link: matches!(death, Death::Expired { .. } | Death::Superseded).then(|| NewLink {
                action: "/activate/link-sent".to_owned(),
                masked_address: "e•••i@example.com".to_owned(),
                hidden: flow(),
            }),
            register_href: "/register".to_owned(),
            login_href: "/login".to_owned(),
        };
        let waiting = NotActivated {
            frame: self.frame(),
            address: ADDRESS.to_owned(),
            address_href: "/register/address?registration=abc".to_owned(),
            hidden: flow(),
        };
        let done = ActivationDone { frame: self.frame(), login_href: "/login?flow=abc".to_owned() };
        let mut views: Views = vec![
            ("activate", Box::new(page(None, vec![]))),
            ("activate-password", Box::new(page(Some(seed_rules()), vec![]))),
            ("activate-password-problem", Box::new(page(Some(seed_rules()), vec![New::TooShort(6), New::Mismatch]))),
            ("activated", Box::new(done)),
            ("not-activated", Box::new(waiting)),
        ];
        views.extend(each("activation", dead));
        views
    }
}
