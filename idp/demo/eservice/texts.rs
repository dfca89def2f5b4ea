//! What the pages say, in three languages.

use super::cases::CaseState;
use super::language::Language;
use super::pages::Notice;

/// The words of the pages in one language.
pub struct Texts {
    pub city: &'static str,
    pub service: &'static str,
    pub skip: &'static str,
    pub language_menu: &'static str,
    pub sign_in: &'static str,
    pub sign_out: &'static str,
    pub lead: &'static str,
    pub sign_in_hint: &'static str,
    pub own_cases: &'static str,
    pub no_cases: &'static str,
    pub number: &'static str,
    pub lodged_on: &'static str,
    pub state: &'static str,
    pub back_to_cases: &'static str,
    pub front_page: &'static str,
    pub help: &'static str,
    pub help_text: &'static str,
    pub date_format: &'static str,
    states: [&'static str; 6],
    language: Language,
}

impl Texts {
    /// The words in `language`.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fi => &FINNISH,
            Language::Sv => &SWEDISH,
            Language::En => &ENGLISH,
        }
    }

    /// The name of a case's state.
    pub fn state_of(&self, state: &CaseState) -> &'static str {
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

    /// The heading and the text of a notice.
    pub fn of_notice(&self, notice: Notice) -> (&'static str, &'static str) {
        match self.language {
            Language::Fi => in_finnish(notice),
            Language::Sv => in_swedish(notice),
            Language::En => in_english(notice),
        }
    }
}

static FINNISH: Texts = Texts {
    city: "Kaskenrannan kaupunki",
    service: "Rakennusvalvonnan asiointi",
    skip: "Siirry sisältöön",
    language_menu: "Kieli",
    sign_in: "Kirjaudu sisään",
    sign_out: "Kirjaudu ulos",
    lead: "Seuraa rakennuslupiesi ja toimenpidelupiesi käsittelyä.",
    sign_in_hint: "Näet omat asiasi, kun kirjaudut sisään. Aiempi asiointihistoriasi on tallella.",
    own_cases: "Omat asiat",
    no_cases: "Sinulla ei ole asioita tässä palvelussa.",
    number: "Lupatunnus",
    lodged_on: "Vireille",
    state: "Tila",
    back_to_cases: "Takaisin omiin asioihin",
    front_page: "Palaa etusivulle",
    help: "Tarvitsetko apua?",
    help_text: "Asiakaspalvelu arkisin klo 9–15",
    date_format: "%-d.%-m.%Y",
    states: ["Vastaanotettu", "Käsittelyssä", "Myönnetty", "Hylätty", "Peruttu", "Valmis"],
    language: Language::Fi,
};

static SWEDISH: Texts = Texts {
    city: "Kaskenranta stad",
    service: "Byggnadstillsynens e-tjänst",
    skip: "Gå till innehållet",
    language_menu: "Språk",
    sign_in: "Logga in",
    sign_out: "Logga ut",
    lead: "Följ handläggningen av dina bygglov och åtgärdstillstånd.",
    sign_in_hint: "Du ser dina ärenden när du har loggat in. Din ärendehistorik finns kvar.",
    own_cases: "Mina ärenden",
    no_cases: "Du har inga ärenden i den här tjänsten.",
    number: "Tillståndsnummer",
    lodged_on: "Anhängigt",
    state: "Status",
    back_to_cases: "Tillbaka till mina ärenden",
    front_page: "Tillbaka till startsidan",
    help: "Behöver du hjälp?",
    help_text: "Kundtjänst vardagar kl. 9–15",
    date_format: "%-d.%-m.%Y",
    states: ["Mottaget", "Under behandling", "Beviljat", "Avslaget", "Återtaget", "Slutfört"],
    language: Language::Sv,
};

static ENGLISH: Texts = Texts {
    city: "City of Kaskenranta",
    service: "Building control e-service",
    skip: "Skip to content",
    language_menu: "Language",
    sign_in: "Sign in",
    sign_out: "Sign out",
    lead: "Follow your building permits and action permits.",
    sign_in_hint: "Sign in to see your cases. Your earlier cases have been kept.",
    own_cases: "Your cases",
    no_cases: "You have no cases in this service.",
    number: "Permit number",
    lodged_on: "Lodged",
    state: "Status",
    back_to_cases: "Back to your cases",
    front_page: "Back to the front page",
    help: "Do you need help?",
    help_text: "Customer service on weekdays 9–15",
    date_format: "%-d %B %Y",
    states: ["Received", "In review", "Granted", "Refused", "Withdrawn", "Completed"],
    language: Language::En,
};

fn in_finnish(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::LoginStale => (
            "Kirjautuminen vanheni",
            "Kirjautuminen aloitettiin liian kauan sitten tai toisessa selaimessa. Aloita kirjautuminen uudelleen.",
        ),
        Notice::LoginCancelled => {
            ("Kirjautuminen keskeytyi", "Et kirjautunut sisään. Voit aloittaa uudelleen, kun haluat.")
        }
        Notice::LoginFailed => (
            "Kirjautuminen ei onnistunut",
            "Emme saaneet kirjautumistasi valmiiksi. Yritä uudelleen. Jos ongelma toistuu, ota yhteyttä asiakaspalveluun.",
        ),
        Notice::ProviderAway => {
            ("Kirjautuminen ei ole nyt käytettävissä", "Kirjautumispalvelu ei vastaa. Yritä hetken kuluttua uudelleen.")
        }
        Notice::ForeignProvider => ("Linkki ei toimi", "Linkki viittaa kirjautumispalveluun, jota emme käytä."),
        Notice::LoggedOut => ("Olet kirjautunut ulos", "Voit sulkea selaimen."),
        Notice::LoggedOutHereOnly => (
            "Olet kirjautunut ulos tästä palvelusta",
            "Kirjautumispalvelu ei vastaa, joten voit yhä olla kirjautuneena muihin palveluihin. Sulje selain, jos käytät yhteistä tietokonetta.",
        ),
        Notice::NotFound => ("Sivua ei löydy", "Sivua ei ole, tai se ei kuulu tunnukselle, jolla olet kirjautunut."),
    }
}

fn in_swedish(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::LoginStale => (
            "Inloggningen har gått ut",
            "Inloggningen påbörjades för länge sedan eller i en annan webbläsare. Börja om inloggningen.",
        ),
        Notice::LoginCancelled => ("Inloggningen avbröts", "Du loggade inte in. Du kan börja om när du vill."),
        Notice::LoginFailed => (
            "Inloggningen misslyckades",
            "Vi kunde inte slutföra din inloggning. Försök igen. Om problemet upprepas, kontakta kundtjänst.",
        ),
        Notice::ProviderAway => {
            ("Det går inte att logga in just nu", "Inloggningstjänsten svarar inte. Försök igen om en stund.")
        }
        Notice::ForeignProvider => {
            ("Länken fungerar inte", "Länken hänvisar till en inloggningstjänst som vi inte använder.")
        }
        Notice::LoggedOut => ("Du har loggat ut", "Du kan stänga webbläsaren."),
        Notice::LoggedOutHereOnly => (
            "Du har loggat ut från den här tjänsten",
            "Inloggningstjänsten svarar inte, så du kan fortfarande vara inloggad i andra tjänster. Stäng webbläsaren om du använder en gemensam dator.",
        ),
        Notice::NotFound => {
            ("Sidan hittades inte", "Sidan finns inte, eller så hör den inte till det konto som du har loggat in med.")
        }
    }
}

fn in_english(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::LoginStale => (
            "Your sign-in has expired",
            "The sign-in was started too long ago or in another browser. Please start again.",
        ),
        Notice::LoginCancelled => ("Sign-in was cancelled", "You did not sign in. You can start again when you like."),
        Notice::LoginFailed => (
            "Sign-in did not succeed",
            "We could not complete your sign-in. Please try again. If this keeps happening, contact customer service.",
        ),
        Notice::ProviderAway => {
            ("Sign-in is not available now", "The sign-in service does not answer. Please try again in a moment.")
        }
        Notice::ForeignProvider => ("The link does not work", "The link names a sign-in service that we do not use."),
        Notice::LoggedOut => ("You have signed out", "You can close the browser."),
        Notice::LoggedOutHereOnly => (
            "You have signed out of this service",
            "The sign-in service does not answer, so you may still be signed in to other services. Close the browser if you share this computer.",
        ),
        Notice::NotFound => {
            ("Page not found", "The page does not exist, or it does not belong to the account you are signed in with.")
        }
    }
}
