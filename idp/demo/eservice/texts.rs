//! What the e-service says, in three languages.

use super::cases::CaseState;
use crate::demo::kit::{FrontTexts, Language, SiteTexts};

/// The words of the pages in one language.
pub struct Texts {
    pub number: &'static str,
    pub lodged_on: &'static str,
    pub state: &'static str,
    pub back_to_cases: &'static str,
    pub back_to_case: &'static str,
    pub withdraw: &'static str,
    pub withdraw_title: &'static str,
    pub withdraw_text: &'static str,
    pub withdraw_fresh: &'static str,
    states: [&'static str; 6],
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

    /// The name of a case's state.
    pub fn state_of(&self, state: CaseState) -> &'static str {
        let [received, in_review, granted, refused, withdrawn, completed] = self.states;
        match state {
            CaseState::Received => received,
            CaseState::InReview => in_review,
            CaseState::Granted => granted,
            CaseState::Refused => refused,
            CaseState::Withdrawn => withdrawn,
            CaseState::Completed => completed,
        }
    }
}

const FINNISH_FRAME: SiteTexts = SiteTexts {
    organisation: "Kaskenrannan kaupunki",
    service: "Rakennusvalvonnan asiointi",
    help_hours: "Asiakaspalvelu arkisin klo 9–15",
    help_tel: "+35825550100",
    help_phone: "02 555 0100",
    help_email: "asiakaspalvelu@kaskenranta.example",
    menu: &[],
    front: FrontTexts {
        lead: "Seuraa rakennuslupiesi ja toimenpidelupiesi käsittelyä.",
        sign_in_hint: "Näet omat asiasi, kun kirjaudut sisään. Aiempi asiointihistoriasi on tallella.",
        own: "Omat asiat",
        none: "Sinulla ei ole asioita tässä palvelussa.",
    },
};

static FINNISH: Texts = Texts {
    number: "Lupatunnus",
    lodged_on: "Vireille",
    state: "Tila",
    back_to_cases: "Takaisin omiin asioihin",
    back_to_case: "Takaisin hakemukseen",
    withdraw: "Peruuta hakemus",
    withdraw_title: "Peruutetaanko hakemus?",
    withdraw_text: "Peruutettua hakemusta ei voi palauttaa. Uuden hakemuksen voit tehdä milloin tahansa.",
    withdraw_fresh: "Peruuttaminen vaatii, että olet kirjautunut viiden viime minuutin aikana.",
    states: ["Vastaanotettu", "Käsittelyssä", "Myönnetty", "Hylätty", "Peruttu", "Valmis"],
    frame: FINNISH_FRAME,
};

static SWEDISH: Texts = Texts {
    number: "Tillståndsnummer",
    lodged_on: "Anhängigt",
    state: "Status",
    back_to_cases: "Tillbaka till mina ärenden",
    back_to_case: "Tillbaka till ansökan",
    withdraw: "Återta ansökan",
    withdraw_title: "Vill du återta ansökan?",
    withdraw_text: "En återtagen ansökan kan inte återställas. Du kan göra en ny ansökan när du vill.",
    withdraw_fresh: "För att återta en ansökan ska du ha loggat in under de senaste fem minuterna.",
    states: ["Mottaget", "Under behandling", "Beviljat", "Avslaget", "Återtaget", "Slutfört"],
    frame: SiteTexts {
        organisation: "Kaskenranta stad",
        service: "Byggnadstillsynens e-tjänst",
        help_hours: "Kundtjänst vardagar kl. 9–15",
        front: FrontTexts {
            lead: "Följ handläggningen av dina bygglov och åtgärdstillstånd.",
            sign_in_hint: "Du ser dina ärenden när du har loggat in. Din ärendehistorik finns kvar.",
            own: "Mina ärenden",
            none: "Du har inga ärenden i den här tjänsten.",
        },
        ..FINNISH_FRAME
    },
};

static ENGLISH: Texts = Texts {
    number: "Permit number",
    lodged_on: "Lodged",
    state: "Status",
    back_to_cases: "Back to your cases",
    back_to_case: "Back to the application",
    withdraw: "Withdraw the application",
    withdraw_title: "Withdraw the application?",
    withdraw_text: "An application that was withdrawn cannot be restored. You can make a new one at any time.",
    withdraw_fresh: "To withdraw it you must have logged in within the last five minutes.",
    states: ["Received", "In review", "Granted", "Refused", "Withdrawn", "Completed"],
    frame: SiteTexts {
        organisation: "City of Kaskenranta",
        service: "Building control e-service",
        help_hours: "Customer service on weekdays 9–15",
        front: FrontTexts {
            lead: "Follow your building permits and action permits.",
            sign_in_hint: "Log in to see your cases. Your earlier cases have been kept.",
            own: "Your cases",
            none: "You have no cases in this service.",
        },
        ..FINNISH_FRAME
    },
};
