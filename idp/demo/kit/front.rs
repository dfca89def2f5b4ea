//! The front page: what a site is for, and as cards what it holds for the
//! person who is signed in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::Kit;
use super::card::Card;
use super::page::{Page, html};
use super::visitor::Visitor;

#[derive(Template)]
#[template(path = "kit/templates/front.html", config = "idp/demo/askama.toml")]
struct FrontPage {
    page: Page,
    cards: Vec<Card>,
}

/// The front page for `visitor`, with the person's own things as `cards`.
pub fn front_page(kit: &Kit, visitor: &Visitor, cards: impl FnOnce(&Page) -> Vec<Card>) -> Response {
    let texts = (kit.site.texts)(visitor.language);
    let title = if visitor.session.is_some() { texts.front.own } else { texts.organisation };
    let page = Page::new(kit, visitor, title);
    html(StatusCode::OK, &FrontPage { cards: cards(&page), page })
}
