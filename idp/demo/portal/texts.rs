//! What the tenant portal says, in three languages.

use super::faults::FaultState;
use crate::demo::kit::{FrontTexts, Language, SiteTexts};

/// The words of the pages in one language.
pub struct Texts {
    pub number: &'static str,
    pub reported_on: &'static str,
    pub state: &'static str,
    pub housing_title: &'static str,
    pub housing_lead: &'static str,
    pub kodinportaali: &'static str,
    pub kodinportaali_text: &'static str,
    pub contract_title: &'static str,
    pub contract_text: &'static str,
    pub contract_fresh: &'static str,
    pub tenant: &'static str,
    pub tenant_number: &'static str,
    pub no_contract: &'static str,
    pub signed_in_at: &'static str,
    states: [&'static str; 3],
    frame: SiteTexts,
}

impl Texts {
    /// The words in `language`.
    pub fn in_language(language: Language) -> &'static Self {
        language.choose(&FINNISH, &SWEDISH, &ENGLISH)
    }

    /// The words of the frame in `language`.
    pub fn frame(language: Language) -> &'static SiteTexts {
        &Self::in_language(language).frame
    }

    /// The name of a fault report's state.
    pub fn state_of(&self, state: FaultState) -> &'static str {
        let [reported, scheduled, repaired] = self.states;
        match state {
            FaultState::Reported => reported,
            FaultState::Scheduled => scheduled,
            FaultState::Repaired => repaired,
        }
    }
}

const FINNISH_FRAME: SiteTexts = SiteTexts {
    organisation: "Kaskenrannan asunnot",
    service: "Asukassivusto",
    help_hours: "Asiakaspalvelu arkisin klo 9–15",
    help_tel: "+35825550200",
    help_phone: "02 555 0200",
    help_email: "asunnot@kaskenranta.example",
    menu: &[("/housing", "Asumisen palvelut"), ("/contract", "Vuokrasopimus")],
    front: FrontTexts {
        lead: "Hoida asumisen asiat yhdessä paikassa.",
        sign_in_hint: "Näet vikailmoituksesi ja asumisen palvelut, kun kirjaudut sisään.",
        own: "Omat vikailmoitukset",
        none: "Et ole tehnyt vikailmoituksia.",
    },
};

static FINNISH: Texts = Texts {
    number: "Ilmoituksen numero",
    reported_on: "Ilmoitettu",
    state: "Tila",
    housing_title: "Asumisen palvelut",
    housing_lead: "Täältä pääset palveluihin, jotka kuuluvat vuokraasi.",
    kodinportaali: "Siirry Kodinportaaliin",
    kodinportaali_text: "Kodinportaalissa varaat saunan ja pesutuvan. Sinun ei tarvitse kirjautua uudelleen.",
    contract_title: "Vuokrasopimus",
    contract_text: "Nämä tiedot on merkitty vuokrasopimukseesi.",
    contract_fresh: "Sopimuksen näyttäminen vaatii, että olet kirjautunut viidentoista viime minuutin aikana.",
    tenant: "Vuokralainen",
    tenant_number: "Asukasnumero",
    no_contract: "Tunnuksellasi ei ole vuokrasopimusta.",
    signed_in_at: "Kirjautunut",
    states: ["Ilmoitettu", "Korjaus sovittu", "Korjattu"],
    frame: FINNISH_FRAME,
};

static SWEDISH: Texts = Texts {
    number: "Anmälans nummer",
    reported_on: "Anmäld",
    state: "Status",
    housing_title: "Boendets tjänster",
    housing_lead: "Här kommer du till de tjänster som ingår i din hyra.",
    kodinportaali: "Gå till Kodinportaali",
    kodinportaali_text: "I Kodinportaali bokar du bastu och tvättstuga. Du behöver inte logga in på nytt.",
    contract_title: "Hyresavtal",
    contract_text: "De här uppgifterna finns i ditt hyresavtal.",
    contract_fresh: "För att se avtalet ska du ha loggat in under de senaste femton minuterna.",
    tenant: "Hyresgäst",
    tenant_number: "Boendenummer",
    no_contract: "Ditt användarnamn har inget hyresavtal.",
    signed_in_at: "Inloggad",
    states: ["Anmäld", "Reparation avtalad", "Reparerad"],
    frame: SiteTexts {
        organisation: "Kaskenranta bostäder",
        service: "Boendesidan",
        help_hours: "Kundtjänst vardagar kl. 9–15",
        menu: &[("/housing", "Boendets tjänster"), ("/contract", "Hyresavtal")],
        front: FrontTexts {
            lead: "Sköt ditt boende på ett och samma ställe.",
            sign_in_hint: "Du ser dina felanmälningar och boendets tjänster när du har loggat in.",
            own: "Mina felanmälningar",
            none: "Du har inte gjort några felanmälningar.",
        },
        ..FINNISH_FRAME
    },
};

static ENGLISH: Texts = Texts {
    number: "Report number",
    reported_on: "Reported",
    state: "Status",
    housing_title: "Housing services",
    housing_lead: "From here you get to the services that come with your rent.",
    kodinportaali: "Go to Kodinportaali",
    kodinportaali_text: "In Kodinportaali you book the sauna and the laundry. You need not log in again.",
    contract_title: "Rental contract",
    contract_text: "This is what your rental contract says.",
    contract_fresh: "To see the contract you must have logged in within the last fifteen minutes.",
    tenant: "Tenant",
    tenant_number: "Tenant number",
    no_contract: "Your account has no rental contract.",
    signed_in_at: "Logged in",
    states: ["Reported", "Repair agreed", "Repaired"],
    frame: SiteTexts {
        organisation: "Kaskenranta Homes",
        service: "Tenant portal",
        help_hours: "Customer service on weekdays 9–15",
        menu: &[("/housing", "Housing services"), ("/contract", "Rental contract")],
        front: FrontTexts {
            lead: "Everything about your home in one place.",
            sign_in_hint: "Log in to see your fault reports and the housing services.",
            own: "Your fault reports",
            none: "You have made no fault reports.",
        },
        ..FINNISH_FRAME
    },
};
