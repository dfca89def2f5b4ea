//! What mail programs do to a link: the person reaches the page all the same,
//! or one that says what to do, and nothing but their own button uses it up.

use reqwest::Method;
use url::Url;

use crate::harness::{Browser, ERKKI, TestIdp};

/// A mailed link in its parts.
struct Link {
    origin: String,
    secret: String,
}

impl Link {
    fn of(link: &str) -> Self {
        let url: Url = link.parse().unwrap();
        let secret = url.query_pairs().find(|(name, _)| name == "token").unwrap().1.into_owned();
        Self { origin: url.origin().ascii_serialization(), secret }
    }

    /// The link, with `path_and_query` in which `{s}`, `{a}` and `{b}` stand for
    /// the secret and its two halves.
    fn as_(&self, path_and_query: &str) -> String {
        let (a, b) = self.secret.split_at(21);
        format!("{}{path_and_query}", self.origin).replace("{s}", &self.secret).replace("{a}", a).replace("{b}", b)
    }
}

const STILL_WORK: [(&str, &str); 32] = [
    ("as it was mailed", "/password/set?token={s}"),
    ("a full stop after it", "/password/set?token={s}."),
    ("a comma", "/password/set?token={s},"),
    ("a bracket", "/password/set?token={s})"),
    ("a square bracket", "/password/set?token={s}]"),
    ("an angle bracket", "/password/set?token={s}>"),
    ("an angle bracket, encoded", "/password/set?token={s}%3E"),
    ("an angle bracket, encoded twice", "/password/set?token={s}%253E"),
    ("a quotation mark", "/password/set?token={s}%22"),
    ("an underscore of emphasis", "/password/set?token={s}_"),
    ("an asterisk of emphasis", "/password/set?token={s}*"),
    ("wrapped with a blank", "/password/set?token={a}+{b}"),
    ("wrapped with a line break", "/password/set?token={a}%0D%0A{b}"),
    ("wrapped and indented", "/password/set?token={a}%0D%0A%20%20{b}"),
    ("a soft break of quoted-printable", "/password/set?token={a}=%0D%0A{b}"),
    ("an equals sign of quoted-printable", "/password/set?token=3D{s}"),
    ("the equals sign encoded", "/password/set?token%3D{s}"),
    ("the equals sign encoded twice", "/password/set?token%253D{s}"),
    ("the query encoded", "/password/set%3Ftoken%3D{s}"),
    ("the query encoded twice", "/password/set%253Ftoken%253D{s}"),
    ("the path encoded", "/password%2Fset?token={s}"),
    ("a slash before the query", "/password/set/?token={s}"),
    ("two slashes", "//password/set?token={s}"),
    ("capital letters in the path", "/Password/Set?token={s}"),
    ("capital letters in the name", "/password/set?TOKEN={s}"),
    ("an entity in place of &", "/password/set?ui_locales=fi&amp;token={s}"),
    ("parameters added behind", "/password/set?token={s}&utm_source=mail&fbclid=x%2By"),
    ("parameters added before", "/password/set?safelink=1&token={s}"),
    ("the parameter twice", "/password/set?token={s}&token={s}"),
    ("a fragment added", "/password/set?token={s}#main"),
    ("an invisible blank", "/password/set?token={s}%E2%80%8B"),
    ("text run into it", "/password/set?token={s}%20voimassa"),
];

const LEAD_TO_ADVICE: [(&str, &str); 6] = [
    ("cut in half", "/password/set?token={a}"),
    ("the secret missing", "/password/set?token="),
    ("the query missing", "/password/set"),
    ("a letter more", "/password/set?token={s}x"),
    ("cut inside the encoding", "/password/set?token={a}%2"),
    ("another word", "/password/set?token=undefined"),
];

async fn mailed() -> (TestIdp, Browser, Link) {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let attempt = idp.relying_party("web").await.begin();
    let page = browser.open(&attempt.url).await;
    browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let link = Link::of(&idp.mail.next_to(ERKKI.email).await.link());
    (idp, browser, link)
}

#[tokio::test]
async fn a_link_survives_what_mail_programs_do_to_it() {
    let (idp, mut person, link) = mailed().await;
    for (what, damaged) in STILL_WORK {
        let page = idp.browser().open(link.as_(damaged)).await;
        assert!(page.status == 200 && page.asks_for("password"), "{what}: {}", page.told());
    }
    let upper = link.as_("/password/set?token={s}").replacen("http://", "HTTP://", 1);
    idp.browser().open(upper).await.is(200, "/password/set");
    // After all of these the person's own button still works.
    let page = person.open(link.as_("/password/set?token={s}")).await;
    let done = person.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
}

#[tokio::test]
async fn a_link_that_lacks_something_leads_to_advice() {
    let (idp, _, link) = mailed().await;
    for (what, damaged) in LEAD_TO_ADVICE {
        let page = idp.browser().open(link.as_(damaged)).await;
        assert!((400..500).contains(&page.status), "{what}: {}", page.told());
        for needed in ["02 555 0100", "kopioi"] {
            assert!(page.text.to_lowercase().contains(needed), "{what}: no {needed} in {}", page.told());
        }
    }
}

#[tokio::test]
async fn programs_that_look_at_a_link_do_not_use_it_up() {
    let (idp, mut person, link) = mailed().await;
    let address = link.as_("/password/set?token={s}");
    for method in [Method::HEAD, Method::GET, Method::GET, Method::OPTIONS] {
        let page = idp.browser().ask(method, address.parse().unwrap()).await;
        assert!(page.status < 400 || page.status == 405, "{}", page.told());
    }
    // A scanner that runs scripts sends the form, but keeps no cookies.
    let mut scanner = idp.browser();
    let page = scanner.open(&address).await;
    let form = scanner.on(&page).set("password", "Skanneri-1!").set("password_confirm", "Skanneri-1!").prepare();
    let sent = idp.browser().send_once(&form).await;
    assert_eq!(sent.status, 400, "{}", sent.told());
    let page = person.open(&address).await;
    let done = person.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
}
