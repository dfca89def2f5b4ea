//! What Kodinportaali says, in three languages.

use super::bookings::BookingState;
use crate::demo::kit::{FrontTexts, Language, SiteTexts};

/// The words of the pages in one language.
pub struct Texts {
    pub number: &'static str,
    pub booked_for: &'static str,
    pub state: &'static str,
    pub settings: &'static str,
    pub user_information: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub username: &'static str,
    pub username_note: &'static str,
    pub not_given: &'static str,
    pub change: &'static str,
    pub app: &'static str,
    pub app_lead: &'static str,
    pub app_sign_in: &'static str,
    pub app_sign_out: &'static str,
    pub app_refresh: &'static str,
    pub app_ended: &'static str,
    pub app_away: &'static str,
    pub signed_in_as: &'static str,
    pub access_token: &'static str,
    pub valid_until: &'static str,
    pub expired_at: &'static str,
    pub refresh_token: &'static str,
    pub renewed: &'static str,
    pub app_note: &'static str,
    states: [&'static str; 2],
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

    /// What became of a booking.
    pub fn state_of(&self, state: BookingState) -> &'static str {
        let [used, cancelled] = self.states;
        match state {
            BookingState::Used => used,
            BookingState::Cancelled => cancelled,
        }
    }
}

const FINNISH_FRAME: SiteTexts = SiteTexts {
    organisation: "Kaskenrannan asunnot",
    service: "Kodinportaali",
    help_hours: "Asiakaspalvelu arkisin klo 9–15",
    help_tel: "+35825550200",
    help_phone: "02 555 0200",
    help_email: "kodinportaali@kaskenranta.example",
    menu: &[("/settings", "Asetukset"), ("/app", "Mobiilisovellus")],
    front: FrontTexts {
        lead: "Varaa sauna, pesutupa ja kerhohuone.",
        sign_in_hint: "Näet varauksesi, kun kirjaudut sisään. Aiemmat varauksesi ovat tallella.",
        own: "Omat varaukset",
        none: "Sinulla ei ole varauksia.",
    },
};

static FINNISH: Texts = Texts {
    number: "Varausnumero",
    booked_for: "Päivä",
    state: "Tila",
    settings: "Asetukset",
    user_information: "Käyttäjätiedot",
    name: "Nimi",
    email: "Sähköpostiosoite",
    phone: "Matkapuhelinnumero",
    username: "Käyttäjätunnus",
    username_note: "Käyttäjätunnusta ei voi vaihtaa.",
    not_given: "Ei annettu",
    change: "Muuta tietojasi kirjautumispalvelussa",
    app: "Mobiilisovellus",
    app_lead: "Tämä sivu esittää puhelinta, johon on asennettu Kodinportaalin sovellus.",
    app_sign_in: "Kirjaudu sovellukseen",
    app_sign_out: "Kirjaudu ulos sovelluksesta",
    app_refresh: "Uudista tunnisteet",
    app_ended: "Kirjautumisesi on päättynyt. Kirjaudu sovellukseen uudelleen.",
    app_away: "Kirjautumispalvelu ei vastaa. Yritä hetken kuluttua uudelleen.",
    signed_in_as: "Kirjautunut",
    access_token: "Käyttötunniste",
    valid_until: "voimassa, päättyy",
    expired_at: "vanhentunut, päättyi",
    refresh_token: "Uudistustunniste",
    renewed: "Uudistuskertoja",
    app_note: "Sovelluksella ei ole salaisuutta. Tunnisteista näytetään vain tiiviste: se vaihtuu, kun tunnisteet uudistetaan.",
    states: ["Käytetty", "Peruttu"],
    frame: FINNISH_FRAME,
};

static SWEDISH: Texts = Texts {
    number: "Bokningsnummer",
    booked_for: "Dag",
    state: "Status",
    settings: "Inställningar",
    user_information: "Användaruppgifter",
    name: "Namn",
    email: "E-postadress",
    phone: "Mobiltelefonnummer",
    username: "Användarnamn",
    username_note: "Användarnamnet kan inte ändras.",
    not_given: "Inte angivet",
    change: "Ändra dina uppgifter i inloggningstjänsten",
    app: "Mobilapp",
    app_lead: "Den här sidan föreställer en telefon där Kodinportaalis app är installerad.",
    app_sign_in: "Logga in i appen",
    app_sign_out: "Logga ut från appen",
    app_refresh: "Förnya biljetterna",
    app_ended: "Din inloggning har avslutats. Logga in i appen på nytt.",
    app_away: "Inloggningstjänsten svarar inte. Försök igen om en stund.",
    signed_in_as: "Inloggad",
    access_token: "Åtkomstbiljett",
    valid_until: "giltig till",
    expired_at: "gick ut",
    refresh_token: "Förnyelsebiljett",
    renewed: "Antal förnyelser",
    app_note: "Appen har ingen hemlighet. Av biljetterna visas bara ett kondensat: det byts när biljetterna förnyas.",
    states: ["Använd", "Avbokad"],
    frame: SiteTexts {
        organisation: "Kaskenranta bostäder",
        help_hours: "Kundtjänst vardagar kl. 9–15",
        menu: &[("/settings", "Inställningar"), ("/app", "Mobilapp")],
        front: FrontTexts {
            lead: "Boka bastu, tvättstuga och klubbrum.",
            sign_in_hint: "Du ser dina bokningar när du har loggat in. Dina tidigare bokningar finns kvar.",
            own: "Mina bokningar",
            none: "Du har inga bokningar.",
        },
        ..FINNISH_FRAME
    },
};

static ENGLISH: Texts = Texts {
    number: "Booking number",
    booked_for: "Day",
    state: "Status",
    settings: "Settings",
    user_information: "User information",
    name: "Name",
    email: "Email address",
    phone: "Mobile phone number",
    username: "Username",
    username_note: "The username cannot be changed.",
    not_given: "Not given",
    change: "Change your information in the login service",
    app: "Mobile app",
    app_lead: "This page plays a phone that has the Kodinportaali app installed.",
    app_sign_in: "Log in to the app",
    app_sign_out: "Log out of the app",
    app_refresh: "Renew the tokens",
    app_ended: "Your login has ended. Please log in to the app again.",
    app_away: "The login service does not answer. Please try again in a moment.",
    signed_in_as: "Logged in",
    access_token: "Access token",
    valid_until: "valid until",
    expired_at: "expired at",
    refresh_token: "Refresh token",
    renewed: "Times renewed",
    app_note: "The app has no secret. Of the tokens only a digest is shown: it changes when they are renewed.",
    states: ["Used", "Cancelled"],
    frame: SiteTexts {
        organisation: "Kaskenranta Homes",
        help_hours: "Customer service on weekdays 9–15",
        menu: &[("/settings", "Settings"), ("/app", "Mobile app")],
        front: FrontTexts {
            lead: "Book the sauna, the laundry and the club room.",
            sign_in_hint: "Log in to see your bookings. Your earlier bookings have been kept.",
            own: "Your bookings",
            none: "You have no bookings.",
        },
        ..FINNISH_FRAME
    },
};
