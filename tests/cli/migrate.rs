//! `idp migrate`: whether the database was there.

use super::told;
use crate::harness::TestIdp;

const EMPTY: &str = "the database was empty";

#[tokio::test]
async fn a_database_that_held_nothing_is_told_and_one_that_was_there_is_not() {
    let home = TestIdp::start().await.stop().await;
    assert!(!told(&home.idp(&["migrate"])).contains(EMPTY));
    for file in std::fs::read_dir(home.folder()).unwrap() {
        let path = file.unwrap().path();
        if path.to_string_lossy().contains(".db") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let output = home.idp(&["migrate"]);
    assert!(output.status.success() && told(&output).contains(EMPTY), "{}", told(&output));
}
