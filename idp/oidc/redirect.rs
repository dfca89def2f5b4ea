//! The address of a redirect: a registered URI and what is added to its query.

use url::form_urlencoded::byte_serialize;

/// `uri` with `pairs` appended to its query. What the URI holds already stays
/// byte for byte [RFC 6749 §3.1.2].
pub(crate) fn with_query(uri: &str, pairs: &[(&str, &str)]) -> String {
    let mut location = uri.to_owned();
    let mut separator = match uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    for (name, value) in pairs {
        location.push_str(separator);
        location.push_str(name);
        location.push('=');
        push_encoded(&mut location, value);
        separator = "&";
    }
    location
}

/// A blank becomes `%20`: some clients decode their query as a URI, not as a
/// form, and would keep a plus sign.
fn push_encoded(location: &mut String, value: &str) {
    for piece in byte_serialize(value.as_bytes()) {
        location.push_str(if piece == "+" { "%20" } else { piece });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_follow_the_query_that_is_there() {
        for (uri, expected) in [
            ("https://rp.example/cb", "https://rp.example/cb?code=a&iss=b"),
            ("https://rp.example/cb?", "https://rp.example/cb?code=a&iss=b"),
            ("https://rp.example/cb?x=%c3+y", "https://rp.example/cb?x=%c3+y&code=a&iss=b"),
            ("https://rp.example/cb?x=1&", "https://rp.example/cb?x=1&code=a&iss=b"),
            ("com.example.app:/cb", "com.example.app:/cb?code=a&iss=b"),
        ] {
            assert_eq!(with_query(uri, &[("code", "a"), ("iss", "b")]), expected);
        }
    }

    #[test]
    fn values_survive_byte_for_byte() {
        let every_byte: String = (0u8..=127).map(char::from).chain("\u{e4}\u{20ac}\u{1f600}".chars()).collect();
        for state in ["a b+c", "a%20b", "&x=y#z", "\"'<>", &every_byte, &"s".repeat(128)] {
            let location = with_query("https://rp.example/cb", &[("state", state)]);
            let parsed = url::Url::parse(&location)
                .map(|url| url.query_pairs().map(|(_, value)| value.into_owned()).collect::<Vec<_>>());
            assert_eq!(parsed, Ok(vec![state.to_owned()]));
        }
    }

    #[test]
    fn a_blank_is_never_written_as_a_plus_sign() {
        assert_eq!(with_query("https://rp.example/", &[("state", "a b+")]), "https://rp.example/?state=a%20b%2B");
    }
}
