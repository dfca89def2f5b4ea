//! `idp maintenance-page`: one file that a proxy can show by itself.

use crate::harness::{TestIdp, succeed};

#[tokio::test]
async fn the_page_speaks_three_languages_and_loads_nothing() {
    let idp = TestIdp::start().await;
    let printed = idp.idp(&["maintenance-page"]);
    succeed(&printed);
    let page = String::from_utf8(printed.stdout).unwrap();
    for expected in ["Palvelussa on huoltokatko", "Underhållsavbrott", "The service is under maintenance"] {
        assert!(page.contains(expected), "{page}");
    }
    for expected in ["<section lang=\"fi\">", "<section lang=\"sv\">", "<section lang=\"en\">"] {
        assert!(page.contains(expected), "{page}");
    }
    assert_eq!(page.matches("02 555 0100").count(), 3, "{page}");
    for foreign in ["http://", "https://", "src=", "url(", "@import", "<link", "<script", "⟦"] {
        assert!(!page.contains(foreign), "{foreign} in {page}");
    }
}
