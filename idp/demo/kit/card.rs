//! A list of things on a page, each a card with a few facts; and the page of
//! logout tokens, which is one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;

use super::Kit;
use super::deliveries::{Delivery, Effect};
use super::page::{Page, html};
use super::visitor::Visitor;

/// One thing with its facts.
pub struct Card {
    /// What it is called.
    pub title: String,
    /// Where there is more about it.
    pub href: Option<String>,
    /// What is known of it.
    pub facts: Vec<Fact>,
}

/// A name and a value.
pub struct Fact {
    /// What is told.
    pub label: &'static str,
    /// What it is.
    pub value: String,
    /// For a date: the same for machines.
    pub date: Option<NaiveDate>,
}

impl Fact {
    /// A fact in words.
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), date: None }
    }

    /// A date as `page` writes it.
    pub fn on(label: &'static str, date: NaiveDate, page: &Page) -> Self {
        Self { label, value: page.date(&date), date: Some(date) }
    }
}

#[derive(Template)]
#[template(path = "kit/templates/deliveries.html", config = "idp/demo/askama.toml")]
struct DeliveriesPage {
    page: Page,
    cards: Vec<Card>,
}

/// `GET /deliveries`: the logout tokens that came in. Nobody is named there.
pub async fn deliveries(State(kit): State<Arc<Kit>>, visitor: Visitor) -> Response {
    let page = Page::new(&kit, &visitor, super::words::Words::in_language(visitor.language).deliveries);
    let cards = kit.deliveries.newest_first().iter().map(|delivery| card(delivery, &page)).collect();
    html(StatusCode::OK, &DeliveriesPage { page, cards })
}

fn card(delivery: &Delivery, page: &Page) -> Card {
    let title = match delivery.effect {
        Effect::Ended(0) => page.t.ended_nothing,
        Effect::Ended(_) => page.t.ended_sessions,
        Effect::Refused => page.t.refused,
    };
    let mut facts = vec![Fact::new(page.t.received, page.moment(&delivery.received_at))];
    facts.extend(delivery.jti.as_ref().map(|jti| Fact::new(page.t.notice_id, jti)));
    Card { title: title.to_owned(), href: None, facts }
}
