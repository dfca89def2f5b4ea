//! What the e-service says, in three languages.

use super::cases::CaseState;
use crate::demo::kit::{Language, SiteTexts};

/// The words of the pages in one language.
pub struct Texts {
    pub lead: &'static str,
    pub sign_in_hint: &'static str,
    pub own_cases: &'static str,
    pub no_cases: &'static str,
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
        match language {
            Language::Fi => &FINNISH,
            Language::Sv => &SWEDISH,
            Language::En => &ENGLISH,
        }
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

const fn frame(organisation: &'static str, service: &'static str, help_hours: &'static str) -> SiteTexts {
    SiteTexts {
        organisation,
        service,
        help_hours,
        help_tel: "+35825550100",
        help_phone: "02 555 0100",
        help_email: "asiakaspalvelu@kaskenranta.example",
        menu: &[],
    }
}

static FINNISH: Texts = Texts {
    lead: "Seuraa rakennuslupiesi ja toimenpidelupiesi käsittelyä.",
    sign_in_hint: "Näet omat asiasi, kun kirjaudut sisään. Aiempi asiointihistoriasi on tallella.",
    own_cases: "Omat asiat",
    no_cases: "Sinulla ei ole asioita tässä palvelussa.",
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
    frame: frame("Kaskenrannan kaupunki", "Rakennusvalvonnan asiointi", "Asiakaspalvelu arkisin klo 9–15"),
};

static SWEDISH: Texts = Texts {
    lead: "Följ handläggningen av dina bygglov och åtgärdstillstånd.",
    sign_in_hint: "Du ser dina ärenden när du har loggat in. Din ärendehistorik finns kvar.",
    own_cases: "Mina ärenden",
    no_cases: "Du har inga ärenden i den här tjänsten.",
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
    frame: frame("Kaskenranta stad", "Byggnadstillsynens e-tjänst", "Kundtjänst vardagar kl. 9–15"),
};

static ENGLISH: Texts = Texts {
    lead: "Follow your building permits and action permits.",
    sign_in_hint: "Sign in to see your cases. Your earlier cases have been kept.",
    own_cases: "Your cases",
    no_cases: "You have no cases in this service.",
    number: "Permit number",
    lodged_on: "Lodged",
    state: "Status",
    back_to_cases: "Back to your cases",
    back_to_case: "Back to the application",
    withdraw: "Withdraw the application",
    withdraw_title: "Withdraw the application?",
    withdraw_text: "An application that was withdrawn cannot be restored. You can make a new one at any time.",
    withdraw_fresh: "To withdraw it you must have signed in within the last five minutes.",
    states: ["Received", "In review", "Granted", "Refused", "Withdrawn", "Completed"],
    frame: frame("City of Kaskenranta", "Building control e-service", "Customer service on weekdays 9–15"),
};
