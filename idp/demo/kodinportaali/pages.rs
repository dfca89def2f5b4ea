//! The pages of Kodinportaali.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::Kodinportaali;
use super::texts::Texts;
use crate::demo::kit::{Card, Fact, Page, Session, Visitor, front_page, html, to_login};

#[derive(Template)]
#[template(path = "kodinportaali/templates/settings.html", config = "idp/demo/askama.toml")]
struct SettingsPage {
    page: Page,
    t: &'static Texts,
    facts: Vec<Fact>,
    has_fixed_username: bool,
}

/// `GET /`: what Kodinportaali is, and the bookings of one who is signed in.
pub async fn front(State(site): State<Kodinportaali>, visitor: Visitor) -> Response {
    let t = Texts::in_language(visitor.language);
    let bookings = visitor.legacy_id().map(|id| site.bookings.of(id)).unwrap_or_default();
    front_page(&site.kit, &visitor, |page| {
        let cards = bookings.into_iter().map(|booking| Card {
            facts: vec![
                Fact::new(t.number, booking.number),
                Fact::on(t.booked_for, booking.dated_on, page),
                Fact::new(t.state, t.state_of(booking.state)),
            ],
            title: booking.title,
            href: None,
        });
        cards.collect()
    })
}

/// `GET /settings`: what the provider knows of the person; it is changed there.
pub async fn settings(State(site): State<Kodinportaali>, visitor: Visitor) -> Response {
    let Some(session) = &visitor.session else {
        return to_login(&visitor);
    };
    let t = Texts::in_language(visitor.language);
    let facts = facts(session, t);
    // Who has no username of their own signs in with the e-mail address, and
    // that may change.
    let has_fixed_username = session.username != session.email;
    let page = Page::new(&site.kit, &visitor, t.settings);
    html(StatusCode::OK, &SettingsPage { page, t, facts, has_fixed_username })
}

fn facts(session: &Session, t: &'static Texts) -> Vec<Fact> {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| t.not_given.to_owned());
    vec![
        Fact::new(t.name, session.name.as_str()),
        Fact::new(t.email, or_none(&session.email)),
        Fact::new(t.phone, or_none(&session.phone)),
        Fact::new(t.username, or_none(&session.username)),
    ]
}
