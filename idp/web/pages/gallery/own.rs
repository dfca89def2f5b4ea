//! The mailed links of a new address, the data, the end of an account.

use accounts::account::{Account, Kind, PostalAddress};
use accounts::{Email, Locale};
use uuid::Uuid;

use super::super::own::{
    AddressLink, ConnectedService, DataFile, DataPage, DeletionPlanned, KeepAccount, Section, SectionName, Services,
};
use super::every::{Every, each};
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow, now};

fn account() -> Account {
    Account {
        id: Uuid::nil(),
        sub: "Zmxvdy1vZi10aGUtZ2FsbGVyeQ".to_owned(),
        username: None,
        email: Some(Email::parse(ADDRESS).unwrap()),
        contact_email: None,
        former_username: None,
        email_verified: true,
        given_name: "Erkki".to_owned(),
        family_name: "Esimerkki".to_owned(),
        phone: String::new(),
        address: PostalAddress::default(),
        locale: Some(Locale::Fi),
        kind: Kind::Citizen,
        password: None,
        password_set_at: Some(now()),
        migration: None,
        unactivated_since: None,
        deletion_due_at: None,
        mail_failed_at: None,
        disabled_at: None,
        created_at: now(),
        updated_at: now(),
    }
}

impl Pages<'_> {
    pub(super) fn address_links(&self) -> Views {
        each("mailed-address", |state| AddressLink {
            frame: self.frame(),
            state,
            address: LONG_ADDRESS.to_owned(),
            continue_href: "/login".to_owned(),
            hidden: flow(),
        })
    }

    pub(super) fn own_data(&self) -> Views {
        let service = |name: &str| ConnectedService {
            client_id: "web".to_owned(),
            name: name.to_owned(),
            first_used_at: at("2026-11-20T16:42:00Z"),
            last_used_at: now(),
        };
        let services =
            |services, was_ended| Box::new(Services { frame: self.signed_in(), services, was_ended, hidden: flow() });
        let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let rows = |name| match name {
            SectionName::Homes => vec![row("V-2017-350", "vesi.kaskenranta.example")],
            SectionName::LegacyIds => vec![row("lupa", "L-1001")],
            SectionName::Sessions => vec![row("20.11.2026 klo 18.42", "")],
            SectionName::Services => vec![],
            SectionName::Acceptances => vec![row("20.11.2026", "terms 2026-11")],
            SectionName::Events | SectionName::NewestEvents => vec![row("20.11.2026", "signed_in, web, 192.0.2.7")],
        };
        let section = |(_, name)| Section { name, rows: rows(name) };
        let sections = SectionName::every().into_iter().map(section).collect();
        let file = |account, sections| {
            Box::new(DataFile { frame: self.signed_in(), made_at: now(), account, wrong_passwords: 0, sections })
        };
        let bare = Account { email: None, email_verified: false, locale: None, password_set_at: None, ..account() };
        let two = vec![service("Rakennusvalvonnan asiointi"), service("Kodinportaali")];
        vec![
            ("services", services(two.clone(), false)),
            ("services-ended", services(two, true)),
            ("services-none", services(vec![], false)),
            ("data", Box::new(DataPage { frame: self.signed_in() })),
            ("data-file", file(account(), sections)),
            ("data-file-bare", file(bare, vec![])),
        ]
    }

    pub(super) fn deletion(&self) -> Views {
        let keep = KeepAccount {
            frame: self.signed_in(),
            due_at: at("2026-12-07T12:07:20Z"),
            username: ADDRESS.to_owned(),
            hidden: flow(),
        };
        vec![("deletion-planned", Box::new(DeletionPlanned { frame: self.frame() })), ("keep-account", Box::new(keep))]
    }
}
