//! Stylesheet, script and icon: small, named by their content, kept for ever.

use scraper::{Html, Selector};

use crate::harness::{Page, TestIdp};

fn asset_urls(page: &Page) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    let selector = Selector::parse("link[href], script[src]").unwrap();
    document
        .select(&selector)
        .filter_map(|element| element.value().attr("href").or(element.value().attr("src")))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn assets_are_immutable_and_of_the_right_kind() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let assets = asset_urls(&page);
    assert!((2..=3).contains(&assets.len()), "{assets:?}");
    for asset in assets {
        let answer = browser.open(&asset).await;
        assert_eq!(answer.status, 200, "{asset}");
        assert!(answer.header("cache-control").is_some_and(|value| value.contains("immutable")), "{asset}");
        let kind = answer.header("content-type").unwrap();
        let expected = match asset.rsplit('.').next() {
            Some("css") => "text/css",
            Some("js") => "text/javascript",
            _ => "image/svg+xml",
        };
        assert!(kind.starts_with(expected), "{asset}: {kind}");
    }
}

#[tokio::test]
async fn a_page_of_the_last_release_still_gets_a_stylesheet_but_does_not_keep_it() {
    let idp = TestIdp::start().await;
    let page = idp.browser().open("/assets/00000000/app.css").await;
    page.is(200, "/assets/00000000/app.css");
    assert!(page.header("cache-control").is_none_or(|value| !value.contains("immutable")));
}

#[tokio::test]
async fn the_first_view_is_four_requests_and_ten_kilobytes() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let attempt = idp.relying_party("web").await.begin();
    let page = browser.open(&attempt.url).await;
    let mut urls = asset_urls(&page);
    urls.push(page.url.to_string());
    let http = reqwest::Client::new();
    let mut sizes = Vec::new();
    for url in &urls {
        let url = idp.url("/").join(url).unwrap();
        let answer = http.get(url.clone()).header("accept-encoding", "gzip").send().await.unwrap();
        sizes.push((url.path().to_owned(), answer.bytes().await.unwrap().len()));
    }
    assert!(urls.len() <= 4, "{sizes:?}");
    assert!(sizes.iter().map(|(_, bytes)| bytes).sum::<usize>() <= 10 * 1024, "{sizes:?}");
}
