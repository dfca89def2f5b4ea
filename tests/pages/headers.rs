//! The headers that keep a page from being framed, cached, sniffed or made to
//! run what is not ours.

use reqwest::Method;

use crate::harness::{ERKKI, TestIdp};

#[tokio::test]
async fn every_page_carries_the_protecting_headers() {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    let attempt = idp.relying_party("web").await.begin();
    let mut pages = vec![browser.open(&attempt.url).await];
    for path in ["/", "/login", "/forgot", "/logout", "/logout/done", "/nothing", "/authorize", "/password/set"] {
        pages.push(browser.open(path).await);
    }
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await;
    pages.push(browser.open("/account").await);
    for page in pages {
        let policy = page.header("content-security-policy").unwrap_or_else(|| panic!("no policy: {}", page.told()));
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{part}: {} has {policy}", page.url);
        }
        assert!(!policy.contains("unsafe"), "{}: {policy}", page.url);
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{}", page.url);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"), "{}", page.url);
        assert_eq!(page.header("x-robots-tag"), Some("noindex"), "{}", page.url);
        assert!(page.header("cache-control").is_some_and(|value| value.contains("no-store")), "{}", page.url);
        for inline in [" style=\"", "<style", " onclick=", "javascript:"] {
            page.hides(inline);
        }
    }
}

#[tokio::test]
async fn the_login_may_lead_to_the_client_that_asked_and_nowhere_else() {
    let idp = TestIdp::start().await;
    let attempt = idp.relying_party("web").await.begin();
    let page = idp.browser().open(&attempt.url).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' http://127.0.0.1:9999"), "{policy}");
    assert!(!policy.contains("9998"), "{policy}");
}

#[tokio::test]
async fn redirects_are_kept_by_no_cache() {
    let idp = TestIdp::start().await;
    let attempt = idp.relying_party("web").await.begin();
    for url in [attempt.url, idp.url("/account"), idp.url("/login/password")] {
        let answer = idp.browser().ask(Method::GET, url).await;
        assert_eq!((answer.status, answer.header("cache-control")), (303, Some("no-store")), "{}", answer.url);
    }
}
