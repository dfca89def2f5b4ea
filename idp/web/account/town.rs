//! `/town`: the town of a postal code, for the script of a form that is being
//! filled in. Without the script the same happens when the form is sent.

use accounts::Locale;
use axum::extract::State;

use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::strict::{Fields, StrictQuery};

/// `GET /town?code=28100&lang=fi`; an empty text for a code that nobody knows.
pub async fn get(State(app): State<App>, query: StrictQuery) -> Result<String, WebError> {
    let fields = Fields::new(query.0)?;
    let locale = Locale::from_tag(fields.get("lang")).unwrap_or_default();
    Ok(app.ctx.accounts.towns.town(fields.get("code"), locale).unwrap_or_default().to_owned())
}
