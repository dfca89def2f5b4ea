//! Addresses of the older login. People have them in bookmarks, in guides and
//! on paper: they lead to the login of today, in the language they were in.
//! Addresses that the service has itself are never among them.

use accounts::Locale;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};

use super::mailed_address::mended;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::strict::decode;

/// The parameters by which older logins were told the language.
const LANGUAGE_PARAMETERS: [&str; 3] = ["ui_locales", "locale", "lang"];

/// An address of the older login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAddress {
    /// Its path. Letter case and a slash at the end make no difference.
    pub path: String,
    /// The language of its page, where it had one.
    pub locale: Option<Locale>,
    /// The client whose login began there; the login itself if `None`.
    pub client_id: Option<String>,
}

impl OldAddress {
    /// Whether `path` is this address.
    pub fn is_at(&self, path: &str) -> bool {
        let bare = |path: &str| path.trim_end_matches('/').to_ascii_lowercase();
        bare(&self.path) == bare(path)
    }
}

/// What no route is for: the damaged address of a mailed link, an address of
/// the older login, or nothing.
pub async fn or_not_found(State(app): State<App>, uri: Uri) -> Result<Response, WebError> {
    if let Some(page) = mended(&uri) {
        return Ok(Redirect::to(&page).into_response());
    }
    match app.old_addresses.iter().find(|old| old.is_at(uri.path())) {
        Some(old) => Ok(Redirect::to(&target(&app, old, uri.query().unwrap_or_default())).into_response()),
        None => Err(WebError::NotFound),
    }
}

/// Where the login begins today. Of the query only the language is kept.
fn target(app: &App, old: &OldAddress, query: &str) -> String {
    let client = old.client_id.as_deref().and_then(|client_id| app.ctx.clients.find(client_id));
    let start = client.and_then(|client| client.start_uri(&app.ctx.oidc.issuer));
    let uri = start.unwrap_or_else(|| app.ctx.oidc.url("/login"));
    match asked_for(query).or(old.locale) {
        None => uri,
        Some(locale) => {
            let separator = if uri.contains('?') { '&' } else { '?' };
            format!("{uri}{separator}ui_locales={}", locale.tag())
        }
    }
}

fn asked_for(query: &str) -> Option<Locale> {
    let pairs = decode(query.as_bytes()).ok()?;
    let wishes = pairs.iter().filter(|(name, _)| LANGUAGE_PARAMETERS.contains(&name.as_str()));
    wishes.flat_map(|(_, value)| value.split(' ')).find_map(Locale::from_tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_in_any_letter_case_and_with_a_slash() {
        let old = OldAddress { path: "/Account/Login".to_owned(), locale: None, client_id: None };
        for (path, expected) in [
            ("/Account/Login", true),
            ("/account/login/", true),
            ("/account/login/x", false),
            ("/account", false),
            ("/", false),
        ] {
            assert_eq!(old.is_at(path), expected, "{path}");
        }
    }

    #[test]
    fn the_language_is_found_under_the_names_that_logins_use() {
        for (query, expected) in [
            ("ui_locales=sv", Some(Locale::Sv)),
            ("ui_locales=xx+en", Some(Locale::En)),
            ("ReturnUrl=%2F&lang=sv-FI", Some(Locale::Sv)),
            ("locale=EN", Some(Locale::En)),
            ("lang=xx", None),
            ("language%zz=sv", None),
            ("", None),
        ] {
            assert_eq!(asked_for(query), expected, "{query}");
        }
    }
}
