//! `/account/name`, `/account/phone`, `/account/address`, `/account/language`:
//! what a person changes without proving anything again.

use accounts::Locale;
use accounts::details::{Name, address, phone};
use axum::extract::State;
use axum::response::Response;

use super::own_page::OwnPage;
use crate::flows::change_details::{Change, change_details};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::own::{DetailsForm, DetailsProblem, Done, LanguageForm};
use crate::web::strict::StrictForm;
use crate::web::visitor::Visitor;

/// `GET /account/name`.
pub async fn get_name(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, "/account/name").await?;
    let account = &own.signed_in.account;
    Ok(show(&own, DetailsForm::name(own.frame(), &account.given_name, &account.family_name), Vec::new()))
}

/// `POST /account/name`.
pub async fn post_name(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, fields) = OwnPage::act(&app, &visitor, "/account/name", form.0)?;
    let (given, family) = (fields.get("first_name"), fields.get("last_name"));
    match Name::parse(given, family) {
        Ok(name) => save(&app, &visitor, &own, Change::Name(name)).await,
        Err(refused) => Ok(show(&own, DetailsForm::name(own.frame(), given, family), refused)),
    }
}

/// `GET /account/phone`.
pub async fn get_phone(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, "/account/phone").await?;
    Ok(show(&own, DetailsForm::phone(own.frame(), &own.signed_in.account.phone), Vec::new()))
}

/// `POST /account/phone`.
pub async fn post_phone(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, fields) = OwnPage::act(&app, &visitor, "/account/phone", form.0)?;
    let typed = fields.get("phone");
    match phone(typed) {
        Ok(number) => save(&app, &visitor, &own, Change::Phone(number)).await,
        Err(refused) => Ok(show(&own, DetailsForm::phone(own.frame(), typed), vec![refused])),
    }
}

/// `GET /account/address`.
pub async fn get_address(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, "/account/address").await?;
    let known = &own.signed_in.account.address;
    let form = DetailsForm::address(own.frame(), &known.street, &known.postal_code, &known.city);
    Ok(show(&own, form.suggesting_town(!app.ctx.accounts.towns.is_empty()), Vec::new()))
}

/// `POST /account/address`.
pub async fn post_address(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, fields) = OwnPage::act(&app, &visitor, "/account/address", form.0)?;
    let (street, postal_code) = (fields.get("street"), fields.get("postcode"));
    let towns = &app.ctx.accounts.towns;
    let city = towns.or_typed(fields.get("city"), postal_code, own.frame().locale());
    match address(street, postal_code, &city) {
        Ok(address) => save(&app, &visitor, &own, Change::Address(address)).await,
        Err(refused) => {
            let form = DetailsForm::address(own.frame(), street, postal_code, &city);
            Ok(show(&own, form.suggesting_town(!towns.is_empty()), refused))
        }
    }
}

/// `GET /account/language`.
pub async fn get_language(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let own = OwnPage::open(&app, &visitor, "/account/language").await?;
    Ok(show_language(&own, false))
}

/// `POST /account/language`. The next page is in the chosen language.
pub async fn post_language(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let (own, fields) = OwnPage::act(&app, &visitor, "/account/language", form.0)?;
    let Some(locale) = Locale::ALL.into_iter().find(|locale| locale.tag() == fields.get("language")) else {
        return Ok(show_language(&own, true));
    };
    change_details(&app.ctx, own.signed_in, Change::Language(locale), &visitor.caller).await?;
    Ok(own.go(&format!("/account?done={}&ui_locales={}", Done::Saved.word(), locale.tag())))
}

async fn save(app: &App, visitor: &Visitor, own: &OwnPage<'_>, change: Change) -> Result<Response, WebError> {
    change_details(&app.ctx, own.signed_in, change, &visitor.caller).await?;
    Ok(own.done(Done::Saved))
}

fn show(own: &OwnPage<'_>, form: DetailsForm, refused: Vec<DetailsProblem>) -> Response {
    let is_refused = !refused.is_empty();
    own.show(&form.with(refused, own.hidden()), is_refused)
}

fn show_language(own: &OwnPage<'_>, is_refused: bool) -> Response {
    let frame = own.frame();
    let chosen = own.signed_in.account.locale.unwrap_or(frame.locale());
    own.show(&LanguageForm { frame, chosen, is_refused, hidden: own.hidden() }, is_refused)
}
