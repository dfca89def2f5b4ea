//! Starts the scripts that drive Chromium and Firefox against `idp dev`, so that
//! one runner runs everything. They need `npm ci` in `tests/browser` and both
//! browsers; `make test` sees to that.

use std::path::Path;
use std::process::Command;
use std::sync::Once;

fn script(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        folder.join("node_modules/playwright-core").is_dir(),
        "the browser scripts are not installed: run `make test`, or `npm ci` in tests/browser"
    );
    let output = Command::new("node")
        .arg(name)
        .arg(env!("CARGO_BIN_EXE_idp"))
        .current_dir(folder)
        .output()
        .expect("Node.js is needed: install node, version 20 or newer");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}:\n{told}");
    assert!(told.lines().any(|line| line.starts_with("ok ")), "{name} checked nothing: {told}");
}

/// Has the library's test write every state of every page to target/gallery.
fn write_states() {
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["test", "--quiet", "--workspace", "--lib"]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        let output = cargo.arg("the_gallery_is_written").output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    });
}

#[test]
fn the_first_login_works_in_chromium_with_and_without_javascript() {
    script("journey.mjs");
}

#[test]
fn a_new_person_registers_in_chromium_with_and_without_javascript() {
    script("registration.mjs");
}

#[test]
fn three_sites_share_one_login_and_one_logout() {
    script("three-sites.mjs");
}

#[test]
fn every_page_and_every_state_of_it_is_accessible() {
    write_states();
    script("accessibility.mjs");
}

#[test]
fn what_a_screen_reader_says_is_as_it_was_reviewed() {
    write_states();
    script("spoken.mjs");
}

#[test]
fn keys_lead_through_the_pages_and_chosen_colours_lose_nothing() {
    write_states();
    script("hands.mjs");
}

#[test]
fn the_main_paths_work_in_firefox() {
    script("firefox.mjs");
}

#[test]
fn every_hosted_page_is_light() {
    script("weights.mjs");
}

#[test]
fn a_login_over_a_slow_line_is_light() {
    script("slow-line.mjs");
}

#[test]
fn the_login_works_by_keyboard_and_in_every_language() {
    script("keyboard.mjs");
}

#[test]
fn the_own_account_is_changed_left_and_kept_on_accessible_pages() {
    script("account.mjs");
}
