//! What is typed into a form may be long and made to take for ever: every
//! reader is done with it at once.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ::accounts::email::{self, Email};
use ::accounts::identifier::Identifier;
use ::accounts::{details, hetu, phone, username};

use crate::harness::{TestIdp, reply};

/// Longer than a form may be.
const LENGTH: usize = 100 * 1024;
/// Tells work that grows with the text from work that explodes with it.
const AT_ONCE: Duration = Duration::from_millis(500);

/// Reads a text and leaves nothing.
type Reader = fn(&str);

/// Repetitions that backtracking, normalisation or a search for each part of
/// the text would pay for.
fn texts() -> Vec<String> {
    let parts = [
        "a", "a@", "@a", ".", "a.", "-", "(at)", "0", "+358 ", "00", "\"=", "\u{301}", "e\u{301}", "\u{fdfa}", "xn--a.",
    ];
    let long = |part: &str| part.repeat(LENGTH / part.len());
    let mut texts: Vec<_> = parts.iter().map(|part| long(part)).collect();
    texts.extend(parts.iter().map(|part| format!("a@{}!", long(part))));
    texts.extend(parts.iter().map(|part| format!("{}@example.com", long(part))));
    texts.extend([" ", "\u{a0}", "\u{200b}"].map(|blank| format!("a{}b", long(blank))));
    texts
}

#[test]
fn a_hundred_kilobytes_are_judged_at_once() {
    let readers: [(&str, Reader); 9] = [
        ("e-mail", |text| _ = black_box(Email::parse(text))),
        ("slip", |text| _ = black_box(email::suggestion(text))),
        ("identifier", |text| _ = black_box(Identifier::parse(text))),
        ("username", |text| _ = black_box(username::parse(text))),
        ("phone", |text| _ = black_box(phone::to_e164(text))),
        ("typed phone", |text| _ = black_box(details::phone(text))),
        ("name", |text| _ = black_box(details::Name::parse(text, text))),
        ("address", |text| _ = black_box(details::address(text, text, text))),
        ("hetu", |text| _ = black_box(hetu::check(text))),
    ];
    for (reader, read) in readers {
        for text in texts() {
            let begun = Instant::now();
            read(&text);
            let took = begun.elapsed();
            assert!(took < AT_ONCE, "{reader}: {took:?} for {:?}…", text.chars().take(12).collect::<String>());
        }
    }
}

#[tokio::test]
async fn forms_full_of_them_are_answered_at_once() {
    let idp = TestIdp::start().await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let fits = 50 * 1024;
    for (path, field) in [
        ("/register", "email"),
        ("/register", "phone"),
        ("/login", "username"),
        ("/forgot", "email"),
        ("/authorize", "redirect_uri"),
        ("/logout", "post_logout_redirect_uri"),
        ("/token", "redirect_uri"),
    ] {
        for part in ["a@", "a.", "https://a:b@", "../", "http://[", "é", "%25"] {
            let form =
                [(field, format!("https://{}", part.repeat(fits / part.len() / 3))), ("client_id", "web".into())];
            let begun = Instant::now();
            let request = http.post(idp.url(path)).header("sec-fetch-site", "same-origin").form(&form);
            let answer = reply(request).await;
            let took = begun.elapsed();
            assert!(answer.status < 500, "{path} {field} {part}: {}", answer.status);
            assert!(took < 4 * AT_ONCE, "{path} {field} {part}: {took:?}");
        }
    }
    idp.stop().await;
}
