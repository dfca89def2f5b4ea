//! New terms, consent, and the documents.

use accounts::Locale;
use accounts::terms::{Document as Agreed, Edition};
use chrono::TimeDelta;
use oidc::Scope;
use oidc::claims::{Address, Person};

use super::super::agreement::{Terms, TermsDeclined};
use super::super::consent::ConsentPage;
use super::super::document::{AccessibilityStatement, CookieList, DocumentPage};
use super::super::markdown::Prose;
use super::super::own::OwnAddress;
use super::{ADDRESS, LONG_ADDRESS, Pages, Views, at, flow};
use crate::locales::documents::Document;
use crate::web::cookies::Jar;

const TERMS: &str = "# Kaskenranta-tunnuksen käyttöehdot\n\nTunnus on **henkilökohtainen**.\n\n## Vastuut\n\n\
    - Pidä salasanasi omana tietonasi.\n- Ilmoita väärinkäytöstä: [asiakaspalvelu](mailto:apu@example.com)\n\n\
    | Tieto | Säilytys |\n|---|---|\n| Kirjautumiset | 24 kuukautta |\n";

impl Pages<'_> {
    pub(super) fn terms(&self) -> Views {
        let edition = |document, version: &str| Edition {
            document,
            version: version.to_owned(),
            in_force_at: at("2026-12-01T00:00:00+02:00"),
        };
        let both = || vec![edition(Agreed::Terms, "2026-12"), edition(Agreed::Privacy, "2026-12")];
        let page = |editions, agreed_before| Terms {
            frame: self.signed_in(),
            client_name: self.client(),
            editions,
            agreed_before,
            accept: flow(),
            decline: flow(),
        };
        let declined = |back: Option<&str>| TermsDeclined {
            frame: self.frame(),
            login_href: "/login?flow=abc".to_owned(),
            export_href: "/account/data".to_owned(),
            back: back.map(|href| ("Rakennusvalvonnan asiointi".to_owned(), href.to_owned())),
        };
        let own_address = |shared: Option<&str>| OwnAddress {
            frame: self.signed_in_as("Eino Esimerkki", "eino"),
            client_name: self.client(),
            shared: shared.map(str::to_owned),
            address_href: "/account/email?flow=abc".to_owned(),
            later_href: "/authorize/resume?flow=abc".to_owned(),
        };
        vec![
            ("own-address-asked", Box::new(own_address(Some("p•••e@example.com")))),
            ("own-address-asked-none", Box::new(own_address(None))),
            ("terms-first", Box::new(page(both(), false))),
            ("terms-new", Box::new(page(vec![edition(Agreed::Terms, "2026-12")], true))),
            ("terms-privacy-first", Box::new(page(vec![edition(Agreed::Privacy, "2026-12")], false))),
            ("terms-privacy-new", Box::new(page(vec![edition(Agreed::Privacy, "2026-12")], true))),
            ("terms-declined", Box::new(declined(Some("https://eservice.kaskenranta.example/callback?error=x")))),
            ("terms-declined-account", Box::new(declined(None))),
        ]
    }

    pub(super) fn consent(&self) -> Views {
        let page = |scope: &str, person: Person| ConsentPage {
            frame: self.signed_in(),
            client_name: "Naapuriapu ry".to_owned(),
            purpose: "vapaaehtoisten ja apua tarvitsevien yhdistäminen".to_owned(),
            privacy_href: "https://naapuriapu.example/tietosuoja".to_owned(),
            scope: Scope::parse(scope),
            person,
            approve: flow(),
            deny: flow(),
        };
        let known = Person {
            sub: "sub".to_owned(),
            name: Some("Erkki Esimerkki".to_owned()),
            preferred_username: Some(ADDRESS.to_owned()),
            email: Some(LONG_ADDRESS.to_owned()),
            phone_number: Some("+358 40 123 4567".to_owned()),
            address: Some(Address {
                street_address: "Esimerkkikatu 1 A 2".to_owned(),
                postal_code: "28100".to_owned(),
                locality: "Pori".to_owned(),
            }),
            locale: Some("fi".to_owned()),
            legacy_id: Some("lupa-1207".to_owned()),
            ..Person::default()
        };
        let all = "openid profile email phone address offline_access reports";
        vec![
            ("consent", Box::new(page(all, known))),
            ("consent-little-known", Box::new(page("openid profile email", Person::default()))),
        ]
    }

    pub(super) fn documents(&self) -> Views {
        let document = |frame, in_force_at| DocumentPage {
            frame,
            document: Document::Terms,
            prose: Prose::of(TERMS),
            language: Locale::Fi,
            in_force_at,
        };
        let untitled = DocumentPage {
            document: Document::Privacy,
            prose: Prose::of("Rekisterinpitäjä on Kaskenrannan kaupunki."),
            ..document(self.frame(), None)
        };
        let cookies = |secure| CookieList {
            frame: self.frame(),
            jar: Jar { secure },
            remembered: TimeDelta::days(30),
            language: TimeDelta::days(365),
        };
        vec![
            ("document", Box::new(document(self.signed_in(), Some(at("2026-12-01T00:00:00+02:00"))))),
            ("document-untitled", Box::new(untitled)),
            ("accessibility", Box::new(AccessibilityStatement { frame: self.frame() })),
            ("cookies", Box::new(cookies(true))),
        ]
    }
}
