//! Addresses of mailed links as they arrive: mail programs wrap, quote and
//! encode them. What is left whole leads to its page all the same.

use accounts::one_time_token::find_secret;
use axum::http::Uri;

/// The pages that mailed links lead to.
const PAGES: [&str; 4] = ["/password/set", "/activate", "/account/email/confirm", "/account/email/undo"];
/// How often an address can have been percent-encoded.
const MOST_ENCODINGS: usize = 3;

/// The digest of the secret that a mailed link at `uri` brought.
pub fn secret_in(uri: &Uri) -> Option<[u8; 32]> {
    let query = uri.query()?;
    pairs(query).find_map(|(name, value)| {
        let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let name = name.strip_prefix("amp;").unwrap_or(name);
        if name.eq_ignore_ascii_case("token") {
            return find_secret(&value);
        }
        // The equals sign itself was encoded: all of it looks like a name.
        let (word, rest) = name.split_once(|c: char| !c.is_ascii_alphanumeric())?;
        word.eq_ignore_ascii_case("token").then(|| find_secret(rest)).flatten()
    })
}

/// Where an address that no route is for should lead: the page of a mailed link
/// whose address was encoded as a whole, or has a slash too many.
pub fn mended(uri: &Uri) -> Option<String> {
    let mut address = uri.path_and_query()?.as_str().to_owned();
    for _ in 0..MOST_ENCODINGS {
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        if let Some(page) = page_at(path).filter(|page| *page != uri.path()) {
            return Some(if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") });
        }
        address = pairs(&format!("v={}", address.replace('+', "%2B").replace('&', "%26"))).next()?.1;
        if !address.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
    }
    None
}

fn page_at(path: &str) -> Option<&'static str> {
    let words: Vec<String> = path.split('/').filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    PAGES.into_iter().find(|page| page.trim_start_matches('/').split('/').eq(words.iter().map(String::as_str)))
}

/// The pairs of a query, with what is broken in it replaced.
fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_that_was_encoded_as_a_whole_leads_to_its_page() {
        for (damaged, expected) in [
            ("/password/set%3Ftoken%3Dabc", Some("/password/set?token=abc")),
            ("/password/set%253Ftoken%253Dabc", Some("/password/set?token=abc")),
            ("/password%2Fset?token=abc", Some("/password/set?token=abc")),
            ("/password/set/?token=abc", Some("/password/set?token=abc")),
            ("//password//set?token=abc", Some("/password/set?token=abc")),
            ("/Password/Set?token=abc", Some("/password/set?token=abc")),
            ("/password/set?token=abc", None),
            ("/password/reset?token=abc", None),
            ("/%0d%0apassword/set", None),
            ("/", None),
        ] {
            assert_eq!(mended(&uri(damaged)).as_deref(), expected, "{damaged}");
        }
    }

    #[test]
    fn the_secret_is_found_under_what_became_of_its_name() {
        let secret = accounts::one_time_token::secret_to_text([7; 32]);
        let digest = accounts::one_time_token::parse_secret(&secret);
        assert!(digest.is_some());
        for query in
            ["token=", "TOKEN=", "a=b&amp;token=", "token%3D", "token=3D", "ui_locales=sv&token=", "x=%zz&token="]
        {
            assert_eq!(secret_in(&uri(&format!("/password/set?{query}{secret}"))), digest, "{query}");
        }
        assert_eq!(secret_in(&uri(&format!("/password/set?link={secret}"))), None);
    }
}
