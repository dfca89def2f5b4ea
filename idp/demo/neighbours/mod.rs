//! A site of somebody else than the city: an association that brings neighbours
//! together. The provider asks people before it tells this site anything, and
//! the site shows what it was told. `docs/journeys/terms-and-consent.md`
//! describes the question.

mod texts;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;

use super::kit::{self, Card, Fact, Kit, Page, RunningSite, Settings, Site, StartError, Visitor, front_page, html};
use texts::Texts;

static SITE: Site = Site {
    key: "neighbours",
    scopes: &["profile", "email", "phone"],
    colours: include_str!("colours.css"),
    texts: Texts::frame,
};

#[derive(Template)]
#[template(path = "neighbours/templates/privacy.html", config = "idp/demo/askama.toml")]
struct PrivacyPage {
    page: Page,
    t: &'static Texts,
}

/// Starts the site on `listener`.
///
/// # Errors
/// When a setting cannot be used.
pub fn start(listener: TcpListener, settings: Settings) -> Result<RunningSite, StartError> {
    let (_, router) = build(settings)?;
    Ok(kit::serve(listener, router))
}

/// The site with all its addresses.
pub(super) fn build(settings: Settings) -> Result<(Arc<Kit>, Router), StartError> {
    let kit = Kit::new(&SITE, settings)?;
    let pages = Router::new().route("/", get(front)).route("/privacy", get(privacy)).with_state(Arc::clone(&kit));
    let router = kit::router(Arc::clone(&kit), pages, Router::new());
    Ok((kit, router))
}

/// `GET /`: what the association is for, and what it was told of one who is
/// signed in.
async fn front(State(kit): State<Arc<Kit>>, visitor: Visitor) -> Response {
    let t = Texts::in_language(visitor.language);
    front_page(&kit, &visitor, |_| {
        let session = visitor.session.as_deref();
        let told = session.map(|session| {
            let name = Some(Fact::new(t.name, session.name.as_str()));
            let email = session.email.as_deref().map(|email| Fact::new(t.email, email));
            let phone = session.phone.as_deref().map(|phone| Fact::new(t.phone, phone));
            Card { title: t.told.to_owned(), href: None, facts: name.into_iter().chain(email).chain(phone).collect() }
        });
        told.into_iter().collect()
    })
}

/// `GET /privacy`: where the question for consent leads.
async fn privacy(State(kit): State<Arc<Kit>>, visitor: Visitor) -> Response {
    let t = Texts::in_language(visitor.language);
    html(StatusCode::OK, &PrivacyPage { page: Page::new(&kit, &visitor, t.privacy), t })
}

#[cfg(test)]
mod tests {
    use super::super::kit::trial::{Trial, text};
    use super::build;

    #[tokio::test]
    async fn the_front_page_shows_what_the_site_was_told_to_nobody_else() {
        let page = text(Trial::of(build).with_session(None).get("/").await).await;
        assert!(page.contains("Palvelulle annetut tiedot"), "{page}");
        let stranger = text(Trial::of(build).get("/").await).await;
        assert!(!stranger.contains("Palvelulle annetut tiedot") && stranger.contains("Naapuriapu"), "{stranger}");
    }

    #[tokio::test]
    async fn the_privacy_notice_can_be_read_before_a_login() {
        let page = text(Trial::of(build).get("/privacy").await).await;
        assert!(page.contains("vapaaehtois"), "{page}");
    }
}
