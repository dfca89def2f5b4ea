//! Pages that only tell something, in three languages.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::Kit;
use super::language::Language;
use super::page::{Page, html};
use super::return_path::ReturnPath;
use super::visitor::Visitor;

/// What a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The login is not known here (any more), or not in this browser.
    LoginStale,
    /// The person went back at the provider.
    LoginCancelled,
    /// The login broke, or was not to be believed.
    LoginFailed,
    /// The login at the provider has ended elsewhere.
    LoginEnded,
    /// Somebody else is logged in at the provider now.
    AccountChanged,
    /// A form comes from a page of an earlier session.
    FormStale,
    /// The provider does not answer.
    ProviderAway,
    /// A login was asked for at a provider that is not ours.
    ForeignProvider,
    /// Both the session and the login at the provider have ended.
    LoggedOut,
    /// The session has ended, but the provider could not be told.
    LoggedOutHereOnly,
    /// There is no such page, or not for this person.
    NotFound,
}

impl Notice {
    fn status(self) -> StatusCode {
        match self {
            Self::LoginStale | Self::LoginFailed | Self::ForeignProvider | Self::FormStale => StatusCode::BAD_REQUEST,
            Self::ProviderAway => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::LoginCancelled
            | Self::LoginEnded
            | Self::AccountChanged
            | Self::LoggedOut
            | Self::LoggedOutHereOnly => StatusCode::OK,
        }
    }

    /// Heading and text.
    fn words(self, language: Language) -> (&'static str, &'static str) {
        match language {
            Language::Fi => in_finnish(self),
            Language::Sv => in_swedish(self),
            Language::En => in_english(self),
        }
    }
}

#[derive(Template)]
#[template(path = "kit/templates/notice.html", config = "idp/demo/askama.toml")]
struct NoticePage {
    page: Page,
    text: &'static str,
}

/// A page that tells `shown`; a login from there ends on the front page.
pub fn notice(kit: &Kit, visitor: &Visitor, shown: Notice) -> Response {
    notice_at(kit, visitor, shown, &ReturnPath::front_page())
}

/// A page that tells `shown`; a login from there ends at `return_path`.
pub fn notice_at(kit: &Kit, visitor: &Visitor, shown: Notice, return_path: &ReturnPath) -> Response {
    let (title, text) = shown.words(visitor.language);
    let page = Page::new(kit, visitor, title).leading_to(return_path);
    html(shown.status(), &NoticePage { page, text })
}

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
        Notice::LoginEnded => (
            "Kirjautumisesi on päättynyt",
            "Kirjauduit ulos toisessa palvelussa, tai kirjautuminen vanheni. Kirjaudu sisään, kun haluat jatkaa.",
        ),
        Notice::AccountChanged => (
            "Käyttäjätunnus on vaihtunut",
            "Tässä selaimessa on kirjauduttu toisella käyttäjätunnuksella. Näet sivun yläosasta, kenenä nyt jatkat.",
        ),
        Notice::FormStale => (
            "Sivu oli vanhentunut",
            "Kirjautumisesi on päättynyt tai vaihtunut sen jälkeen, kun avasit sivun. Mitään ei tehty. Avaa sivu uudelleen.",
        ),
        Notice::ProviderAway => {
            ("Kirjautuminen ei ole nyt käytettävissä", "Kirjautumispalvelu ei vastaa. Yritä hetken kuluttua uudelleen.")
        }
        Notice::ForeignProvider => ("Linkki ei toimi", "Linkki viittaa kirjautumispalveluun, jota emme käytä."),
        Notice::LoggedOut => (
            "Olet kirjautunut ulos",
            "Uloskirjautuminen koskee kaikkia palveluita, joihin kirjauduit. Voit sulkea selaimen.",
        ),
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
        Notice::LoginEnded => (
            "Din inloggning har avslutats",
            "Du loggade ut i en annan tjänst, eller så gick inloggningen ut. Logga in när du vill fortsätta.",
        ),
        Notice::AccountChanged => (
            "Användarnamnet har bytts",
            "Någon har loggat in med ett annat användarnamn i den här webbläsaren. Högst upp på sidan ser du vem du nu fortsätter som.",
        ),
        Notice::FormStale => (
            "Sidan var föråldrad",
            "Din inloggning har avslutats eller bytts sedan du öppnade sidan. Ingenting gjordes. Öppna sidan på nytt.",
        ),
        Notice::ProviderAway => {
            ("Det går inte att logga in just nu", "Inloggningstjänsten svarar inte. Försök igen om en stund.")
        }
        Notice::ForeignProvider => {
            ("Länken fungerar inte", "Länken hänvisar till en inloggningstjänst som vi inte använder.")
        }
        Notice::LoggedOut => {
            ("Du har loggat ut", "Utloggningen gäller alla tjänster som du loggade in i. Du kan stänga webbläsaren.")
        }
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
        Notice::LoginStale => {
            ("Your login has expired", "The login was started too long ago or in another browser. Please start again.")
        }
        Notice::LoginCancelled => ("Login was cancelled", "You did not log in. You can start again when you like."),
        Notice::LoginFailed => (
            "Login did not succeed",
            "We could not complete your login. Please try again. If this keeps happening, contact customer service.",
        ),
        Notice::LoginEnded => (
            "Your login has ended",
            "You logged out in another service, or the login expired. Log in when you want to go on.",
        ),
        Notice::AccountChanged => (
            "The account has changed",
            "Somebody logged in with another username in this browser. The top of the page says who you now go on as.",
        ),
        Notice::FormStale => (
            "The page was out of date",
            "Your login has ended or changed since you opened the page. Nothing was done. Please open the page again.",
        ),
        Notice::ProviderAway => {
            ("Login is not available now", "The login service does not answer. Please try again in a moment.")
        }
        Notice::ForeignProvider => ("The link does not work", "The link names a login service that we do not use."),
        Notice::LoggedOut => (
            "You have logged out",
            "You are logged out of every service that you logged in to. You can close the browser.",
        ),
        Notice::LoggedOutHereOnly => (
            "You have logged out of this service",
            "The login service does not answer, so you may still be logged in to other services. Close the browser if you share this computer.",
        ),
        Notice::NotFound => {
            ("Page not found", "The page does not exist, or it does not belong to the account you are logged in with.")
        }
    }
}
