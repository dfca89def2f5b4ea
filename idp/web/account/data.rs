//! `/account/data`: everything that is stored about a person, as a file for
//! people and as one for machines.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::data_file::{json, sections};
use super::own_page::OwnPage;
use super::step_up::recently_signed_in;
use crate::flows::export_data::{Exported, Stored, export_data};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::own::{DataFile, DataPage};
use crate::web::pages::{Frame, View as _};
use crate::web::visitor::Visitor;

const PATH: &str = "/account/data";

/// `GET /account/data`, for whoever typed the password a moment ago.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    recently_signed_in(&app, &visitor, PATH)?;
    let own = OwnPage::open(&app, &visitor, PATH).await?;
    Ok(own.show(&DataPage { frame: own.frame() }, false))
}

/// `GET /account/data/file.html`.
pub async fn get_html(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let signed_in = recently_signed_in(&app, &visitor, PATH)?;
    let stored = copy(export_data(&app.ctx, signed_in, &visitor.caller).await?)?;
    let frame = Frame::new(&app.site, visitor.locale_for_owner(&signed_in.account));
    let sections = sections(&app, &stored, frame.locale());
    let (made_at, wrong_passwords) = (stored.at, stored.tally.failures);
    let file = DataFile { frame, made_at, account: stored.account, wrong_passwords, sections };
    Ok(download(file.render(), "text/html; charset=utf-8", "attachment; filename=\"account.html\""))
}

/// `GET /account/data/file.json`.
pub async fn get_json(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let signed_in = recently_signed_in(&app, &visitor, PATH)?;
    let stored = copy(export_data(&app.ctx, signed_in, &visitor.caller).await?)?;
    let text = format!("{:#}\n", json(&stored));
    Ok(download(text, "application/json", "attachment; filename=\"account.json\""))
}

fn copy(exported: Exported) -> Result<Box<Stored>, WebError> {
    match exported {
        Exported::Copy(stored) => Ok(stored),
        Exported::Throttled { until } => Err(WebError::TooMany { until }),
    }
}

/// A file that the browser saves: never shown here, and nothing in it runs.
fn download(content: String, kind: &'static str, disposition: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, content).into_response()
}
