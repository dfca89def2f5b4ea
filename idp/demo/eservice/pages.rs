//! The pages of the e-service.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;

use super::EService;
use super::cases::{Case, CaseState};
use super::texts::Texts;
use crate::demo::kit::{
    Card, Fact, FormProof, Notice, Page, Visitor, Wish, ask_again, front_page, html, notice, to_login,
};

/// How long ago a person may have logged in who withdraws an application.
const FRESH: TimeDelta = TimeDelta::minutes(5);

#[derive(Template)]
#[template(path = "eservice/templates/case.html", config = "idp/demo/askama.toml")]
struct CasePage {
    page: Page,
    t: &'static Texts,
    facts: Vec<Fact>,
    withdraw_href: Option<String>,
}

#[derive(Template)]
#[template(path = "eservice/templates/withdraw.html", config = "idp/demo/askama.toml")]
struct WithdrawPage {
    page: Page,
    t: &'static Texts,
    facts: Vec<Fact>,
    case_href: String,
}

/// `GET /`: what the service is, and the cases of one who is signed in.
pub async fn front(State(site): State<EService>, visitor: Visitor) -> Response {
    let t = Texts::in_language(visitor.language);
    let cases = visitor.legacy_id().map(|id| site.cases.of(id)).unwrap_or_default();
    front_page(&site.kit, &visitor, |page| {
        let card =
            |case: &Case| Card { title: case.title.clone(), href: Some(href(case)), facts: facts(case, t, page) };
        cases.iter().map(card).collect()
    })
}

/// `GET /cases/{number}`: one case of the person who is signed in; a login
/// that begins here comes back here.
pub async fn case(State(site): State<EService>, visitor: Visitor, Path(number): Path<String>) -> Response {
    if visitor.session.is_none() {
        return to_login(&visitor);
    }
    let Some(case) = own_case(&site, &visitor, &number) else {
        return notice(&site.kit, &visitor, Notice::NotFound);
    };
    let t = Texts::in_language(visitor.language);
    let page = Page::new(&site.kit, &visitor, case.title.as_str());
    let facts = facts(&case, t, &page);
    let withdraw_href = case.state.can_be_withdrawn().then(|| format!("{}/withdraw", href(&case)));
    html(StatusCode::OK, &CasePage { page, t, facts, withdraw_href })
}

/// `GET /cases/{number}/withdraw`: asks whether the application is to be taken
/// back, after a fresh login.
pub async fn withdrawal(State(site): State<EService>, visitor: Visitor, Path(number): Path<String>) -> Response {
    let Some(session) = &visitor.session else {
        return to_login(&visitor);
    };
    let Some(case) = own_case(&site, &visitor, &number).filter(|case| case.state.can_be_withdrawn()) else {
        return notice(&site.kit, &visitor, Notice::NotFound);
    };
    if !session.logged_in_within(FRESH, site.kit.now()) {
        return ask_again(&site.kit, &visitor, Wish::Fresh).await;
    }
    let t = Texts::in_language(visitor.language);
    let page = Page::new(&site.kit, &visitor, t.withdraw_title);
    let facts = facts(&case, t, &page);
    html(StatusCode::OK, &WithdrawPage { page, t, facts, case_href: href(&case) })
}

/// `POST /cases/{number}/withdraw`: takes the application back.
pub async fn withdraw(
    State(site): State<EService>,
    visitor: Visitor,
    Path(number): Path<String>,
    proof: Result<Form<FormProof>, FormRejection>,
) -> Response {
    let session = proof.ok().and_then(|Form(proof)| visitor.session_of_form(&proof).cloned());
    let Some(session) = session else {
        return notice(&site.kit, &visitor, Notice::FormStale);
    };
    let Some(case) = own_case(&site, &visitor, &number).filter(|case| case.state.can_be_withdrawn()) else {
        return notice(&site.kit, &visitor, Notice::NotFound);
    };
    // Judged again: the page may have been open for an hour.
    if !session.logged_in_within(FRESH, site.kit.now()) {
        return Redirect::to(&visitor.path).into_response();
    }
    site.cases.update(visitor.legacy_id().unwrap_or_default(), &number, CaseState::Withdrawn);
    Redirect::to(&href(&case)).into_response()
}

fn own_case(site: &EService, visitor: &Visitor, number: &str) -> Option<Case> {
    visitor.legacy_id().and_then(|id| site.cases.find(id, number))
}

fn href(case: &Case) -> String {
    format!("/cases/{}", case.number)
}

fn facts(case: &Case, t: &'static Texts, page: &Page) -> Vec<Fact> {
    vec![
        Fact::new(t.number, case.number.as_str()),
        Fact::on(t.lodged_on, case.dated_on, page),
        Fact::new(t.state, t.state_of(case.state)),
    ]
}
