//! Every page in every state and language, for tests and for looking at.

#![expect(clippy::unwrap_used, reason = "tests")]

mod account;
mod agreement;
mod every;
mod failure;
mod login;
mod own;
mod own_forms;
mod password;
mod registration;
mod sessions;

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::Locale;
use chrono::{DateTime, Utc};
use oidc::names::Localized;

use super::maintenance::MaintenancePage;
use super::{Frame, Hidden, Site, User, View};
use crate::locales::documents::Documents;
use crate::locales::{Organisation, Texts};
use crate::reference::Reference;

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
        name: each(["Kaskenrannan kaupunki", "Kaskenranta stad", "City of Kaskenranta"]),
        service_name: each(["Kaskenranta-tunnus", "Kaskenranta-konto", "Kaskenranta account"]),
        support_phone: "02 555 0100".to_owned(),
        support_hours: each(["arkisin klo 9–15", "vardagar kl. 9–15", "weekdays 9–15"]),
        support_email: "asiakaspalvelu@kaskenranta.example".to_owned(),
        help_link: link("ohje"),
        brand_color: brand_color.to_owned(),
        logo: None,
        accessibility: link("saavutettavuus"),
        privacy: link("tietosuoja"),
        terms: link("ehdot"),
        cookies: Localized::Same("/cookies".to_owned()),
        documents: Documents::default(),
    };
    Site::new(Arc::new(Texts::default()), Arc::new(organisation))
}

/// Each page as HTML, with a name of its own: what it is, its state and its
/// language.
pub fn every_view(site: &Site) -> Vec<(String, String)> {
    every_page(site).into_iter().map(|(name, page)| (name, page.render())).collect()
}

/// The same before they are written.
pub fn every_page(site: &Site) -> Vec<(String, Box<dyn View + '_>)> {
    let maintenance = MaintenancePage { texts: site.texts(), organisation: site.organisation() };
    let mut views: Vec<(String, Box<dyn View>)> = vec![("maintenance-fi".to_owned(), Box::new(maintenance))];
    for locale in Locale::ALL {
        let pages = Pages { site, locale };
        let groups = [pages.identifier(), pages.password(), pages.links(), pages.new_password(), pages.forgot()];
        let groups = groups.into_iter().chain([
            pages.logout(),
            pages.home(),
            pages.failures(),
            pages.mailbox(),
            pages.sessions(),
            pages.one_page(),
        ]);
        let groups = groups.chain([pages.registration(), pages.registered(), pages.activation()]);
        let groups = groups.chain([pages.own_forms(), pages.address_links(), pages.own_data(), pages.deletion()]);
        let groups = groups.chain([pages.terms(), pages.consent(), pages.documents()]);
        views.extend(groups.flatten().map(|(name, page)| (format!("{name}-{}", locale.tag()), page as Box<dyn View>)));
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
        Frame::new(self.site, self.locale)
            .with_languages(|locale| format!("/login?flow=abc&ui_locales={}", locale.tag()))
    }

    /// With the reference of a page that leads no further.
    fn marked(&self) -> Frame {
        self.frame().with_reference(Reference::new([19, 7, 23, 4, 2, 20, 29, 13]), now())
    }

    fn signed_in(&self) -> Frame {
        self.signed_in_as("Erkki Esimerkki", ADDRESS)
    }

    fn signed_in_as(&self, name: &str, username: &str) -> Frame {
        let (name, username) = (name.to_owned(), username.to_owned());
        self.frame().with_user(User { name, username, logout: vec![Hidden::new("csrf", "token")] })
    }

    fn client(&self) -> Option<String> {
        Some("Rakennusvalvonnan asiointi".to_owned())
    }
}
