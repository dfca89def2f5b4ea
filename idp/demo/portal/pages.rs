//! The pages of the tenant portal.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;

use super::Portal;
use super::texts::Texts;
use crate::demo::kit::{Card, Fact, Page, Visitor, Wish, ask_again, front_page, html, to_login};

/// How long ago a person may have logged in who looks at the contract.
const RECENT: TimeDelta = TimeDelta::minutes(15);

#[derive(Template)]
#[template(path = "portal/templates/housing.html", config = "idp/demo/askama.toml")]
struct HousingPage {
    page: Page,
    t: &'static Texts,
    kodinportaali: Arc<str>,
}

#[derive(Template)]
#[template(path = "portal/templates/contract.html", config = "idp/demo/askama.toml")]
struct ContractPage {
    page: Page,
    t: &'static Texts,
    facts: Vec<Fact>,
}

/// `GET /`: what the portal is, and the fault reports of one who is signed in.
pub async fn front(State(site): State<Portal>, visitor: Visitor) -> Response {
    let t = Texts::in_language(visitor.language);
    let faults = visitor.legacy_id().map(|id| site.faults.of(id)).unwrap_or_default();
    front_page(&site.kit, &visitor, |page| {
        let cards = faults.into_iter().map(|fault| Card {
            facts: vec![
                Fact::new(t.number, fault.number),
                Fact::on(t.reported_on, fault.dated_on, page),
                Fact::new(t.state, t.state_of(fault.state)),
            ],
            title: fault.title,
            href: None,
        });
        cards.collect()
    })
}

/// `GET /housing`: the services that come with the rent.
pub async fn housing(State(site): State<Portal>, visitor: Visitor) -> Response {
    if visitor.session.is_none() {
        return to_login(&visitor);
    }
    let t = Texts::in_language(visitor.language);
    let page = Page::new(&site.kit, &visitor, t.housing_title);
    html(StatusCode::OK, &HousingPage { page, t, kodinportaali: site.kodinportaali })
}

/// `GET /contract`: the rental contract, after a login of the last quarter of
/// an hour.
pub async fn contract(State(site): State<Portal>, visitor: Visitor) -> Response {
    let Some(session) = &visitor.session else {
        return to_login(&visitor);
    };
    if !session.logged_in_within(RECENT, site.kit.now()) {
        return ask_again(&site.kit, &visitor, Wish::Recent(RECENT)).await;
    }
    let t = Texts::in_language(visitor.language);
    let page = Page::new(&site.kit, &visitor, t.contract_title);
    let mut facts = Vec::new();
    if let Some(number) = visitor.legacy_id() {
        facts.push(Fact::new(t.tenant, session.name.as_str()));
        facts.push(Fact::new(t.tenant_number, number));
        facts.extend(session.auth_time.map(|at| Fact::new(t.signed_in_at, page.moment(&at))));
    }
    html(StatusCode::OK, &ContractPage { page, t, facts })
}
