//! Runs the tests of the chart and of what `deploy` holds. They are written in
//! Python, where manifests are plain values, and lie in `tests/helm`: the chart
//! is rendered by Helm, its configuration is read by the built service, and
//! nginx and the image's file system stand around that service. They need what
//! `tests/helm/install.sh` gets.

use std::path::Path;
use std::process::Command;

/// How long one file of tests may take, in seconds.
const PATIENCE: &str = "240";

fn run(module: &str) {
    run_with(module, &[]);
}

/// Runs the tests of `module`, which may read these `variables`.
pub fn run_with(module: &str, variables: &[(&str, &str)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/tools/helm-python/bin/python");
    assert!(python.exists(), "the tools of the chart are not installed: run `make test`, or tests/helm/install.sh");
    let output = Command::new("timeout")
        .args(["--kill-after=5", PATIENCE])
        .arg(python)
        .args(["-m", "unittest", module])
        .current_dir(root.join("tests/helm"))
        .env("IDP", env!("CARGO_BIN_EXE_idp"))
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{module} ({}):\n{told}", output.status);
    assert!(told.contains("\nRan ") && !told.contains("\nRan 0 "), "{module} checked nothing: {told}");
}

#[test]
fn the_chart_is_rendered_by_helm_and_taken_by_kubernetes() {
    run("test_chart");
}

#[test]
fn the_chart_writes_the_configuration_that_the_service_reads() {
    run("test_config");
}

#[test]
fn the_schema_of_the_configuration_refuses_what_the_service_refuses() {
    run("test_schema");
}

#[test]
fn every_manifest_keeps_to_the_policy() {
    run("test_policy");
}

#[test]
fn the_image_and_the_proxies_stand_around_the_service() {
    run("test_deploy");
}

#[test]
fn the_bill_of_materials_names_what_is_in_the_binary() {
    run("test_sbom");
}

#[test]
fn the_page_about_scale_says_what_was_measured() {
    run("test_scale");
}

#[test]
fn the_pages_for_operators_name_what_exists() {
    run("test_docs");
}

#[test]
fn the_canary_and_the_alerts_come_with_the_chart() {
    run("test_canary");
}
