//! What all sites say alike, in three languages.

use super::language::Language;

/// The words of the frame in one language.
pub struct Words {
    pub skip: &'static str,
    pub language_menu: &'static str,
    pub page_menu: &'static str,
    pub front: &'static str,
    pub sign_in: &'static str,
    pub no_account: &'static str,
    pub register: &'static str,
    pub sign_out: &'static str,
    pub switch_account: &'static str,
    pub front_page: &'static str,
    pub help: &'static str,
    pub ended_elsewhere: &'static str,
    pub changed_elsewhere: &'static str,
    pub load_again: &'static str,
    pub deliveries: &'static str,
    pub deliveries_lead: &'static str,
    pub no_deliveries: &'static str,
    pub received: &'static str,
    pub notice_id: &'static str,
    pub ended_sessions: &'static str,
    pub ended_nothing: &'static str,
    pub refused: &'static str,
    pub date_format: &'static str,
    pub moment_format: &'static str,
}

impl Words {
    /// The words in `language`.
    pub fn in_language(language: Language) -> &'static Self {
        language.choose(&FINNISH, &SWEDISH, &ENGLISH)
    }
}

static FINNISH: Words = Words {
    skip: "Siirry sisältöön",
    language_menu: "Kieli",
    page_menu: "Sivut",
    front: "Etusivu",
    sign_in: "Kirjaudu sisään",
    no_account: "Eikö sinulla ole vielä käyttäjätunnusta?",
    register: "Luo käyttäjätunnus",
    sign_out: "Kirjaudu ulos",
    switch_account: "Vaihda käyttäjätunnusta",
    front_page: "Palaa etusivulle",
    help: "Tarvitsetko apua?",
    ended_elsewhere: "Kirjautumisesi on päättynyt toisessa välilehdessä tai palvelussa.",
    changed_elsewhere: "Toisessa välilehdessä on kirjauduttu toisella käyttäjätunnuksella.",
    load_again: "Päivitä sivu",
    deliveries: "Uloskirjausilmoitukset",
    deliveries_lead: "Kirjautumispalvelu ilmoittaa tänne, kun jonkun kirjautuminen on päättynyt muualla.",
    no_deliveries: "Ilmoituksia ei ole vielä tullut.",
    received: "Saapunut",
    notice_id: "Ilmoituksen tunniste",
    ended_sessions: "Istunto päätettiin",
    ended_nothing: "Istunto oli jo päättynyt",
    refused: "Ilmoitus hylättiin",
    date_format: "%-d.%-m.%Y",
    moment_format: "%-d.%-m.%Y klo %-H.%M.%S",
};

static SWEDISH: Words = Words {
    skip: "Gå till innehållet",
    language_menu: "Språk",
    page_menu: "Sidor",
    front: "Startsida",
    sign_in: "Logga in",
    no_account: "Har du inget konto ännu?",
    register: "Skapa ett konto",
    sign_out: "Logga ut",
    switch_account: "Byt användarnamn",
    front_page: "Tillbaka till startsidan",
    help: "Behöver du hjälp?",
    ended_elsewhere: "Din inloggning har avslutats i en annan flik eller tjänst.",
    changed_elsewhere: "Någon har loggat in med ett annat användarnamn i en annan flik.",
    load_again: "Uppdatera sidan",
    deliveries: "Utloggningsmeddelanden",
    deliveries_lead: "Inloggningstjänsten meddelar hit när någons inloggning har avslutats på annat håll.",
    no_deliveries: "Inga meddelanden har kommit ännu.",
    received: "Mottaget",
    notice_id: "Meddelandets id",
    ended_sessions: "Sessionen avslutades",
    ended_nothing: "Sessionen var redan avslutad",
    refused: "Meddelandet avvisades",
    date_format: "%-d.%-m.%Y",
    moment_format: "%-d.%-m.%Y kl. %-H.%M.%S",
};

static ENGLISH: Words = Words {
    skip: "Skip to content",
    language_menu: "Language",
    page_menu: "Pages",
    front: "Front page",
    sign_in: "Log in",
    no_account: "No account yet?",
    register: "Create an account",
    sign_out: "Log out",
    switch_account: "Switch account",
    front_page: "Back to the front page",
    help: "Do you need help?",
    ended_elsewhere: "Your login has ended in another tab or service.",
    changed_elsewhere: "Somebody logged in with another username in another tab.",
    load_again: "Load the page again",
    deliveries: "Logout notices",
    deliveries_lead: "The login service tells this site when somebody's login has ended elsewhere.",
    no_deliveries: "No notices have come yet.",
    received: "Received",
    notice_id: "Notice id",
    ended_sessions: "The session was ended",
    ended_nothing: "The session had ended already",
    refused: "The notice was refused",
    date_format: "%-d %B %Y",
    moment_format: "%-d %B %Y at %H:%M:%S",
};
