//! `/metrics`: what was counted, where, and of whom nothing is told.

use super::scrape::{Scrape, start, url};
use crate::backends::bed::Bed;
use crate::harness::{CLIENT_SECRET, ERKKI, Setup, TestIdp, wait_for};
use crate::helm;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_is_counted_step_by_step() {
    let idp = start(Setup::new()).await;
    live(&idp).await;
    wait_for("the mails to be counted", async || {
        (Scrape::of(&idp).await.value("idp_outbox_waiting{channel=\"mail\"}") < 1.0).then_some(())
    })
    .await;
    let scrape = Scrape::of(&idp).await;
    for (series, expected) in [
        ("idp_build_info{version=\"0.2.0\"}", 1.0),
        ("idp_logins_total{outcome=\"wrong\"}", 1.0),
        ("idp_logins_total{outcome=\"signed_in\"}", 1.0),
        ("idp_logins_total{outcome=\"locked\"}", 0.0),
        ("idp_links_mailed_total{purpose=\"first_password\"}", 1.0),
        ("idp_tokens_issued_total{grant=\"authorization_code\"}", 1.0),
        ("idp_tokens_issued_total{grant=\"refresh_token\"}", 1.0),
        ("idp_token_refusals_total{error=\"invalid_grant\"}", 1.0),
        ("idp_replays_total{what=\"refresh token\"}", 1.0),
        ("idp_database_up", 1.0),
        ("idp_ephemeral_up", 1.0),
        ("idp_sql_errors_total{operation=\"read\"}", 0.0),
        ("idp_hasher_hashes_total", 3.0),
        ("idp_hasher_waiting", 0.0),
        ("idp_http_request_duration_seconds_count{route=\"/token\",method=\"POST\",status=\"2xx\"}", 2.0),
        ("idp_http_request_duration_seconds_count{route=\"/token\",method=\"POST\",status=\"4xx\"}", 1.0),
        ("idp_http_request_duration_seconds_count{route=\"none\",method=\"GET\",status=\"4xx\"}", 2.0),
        ("idp_outbox_oldest_age_seconds{channel=\"mail\"}", 0.0),
    ] {
        assert!((scrape.value(series) - expected).abs() < 1e-9, "{series}: {}", scrape.value(series));
    }
    for (series, least) in [
        ("idp_deliveries_total{channel=\"mail\",outcome=\"sent\"}", 1.0),
        ("idp_sql_duration_seconds_count{operation=\"commit\"}", 3.0),
        ("idp_sql_duration_seconds_count{operation=\"read\"}", 10.0),
        ("idp_ephemeral_duration_seconds_count{operation=\"take\"}", 1.0),
        ("idp_hasher_wait_seconds_count", 3.0),
        ("idp_hasher_room", 1.0),
        ("idp_signing_key_age_seconds{algorithm=\"ES256\"}", 0.0),
        ("idp_housekeeping_last_success_timestamp_seconds{scope=\"all\",task=\"key rotation\"}", 1_700_000_000.0),
        ("idp_signing_key_next_rotation_timestamp_seconds{algorithm=\"ES256\"}", 1_700_000_000.0),
        ("process_cpu_seconds_total", 0.01),
        ("process_resident_memory_bytes", 1_000_000.0),
        ("process_open_fds", 5.0),
        ("process_start_time_seconds", 1_700_000_000.0),
    ] {
        assert!(scrape.value(series) >= least, "{series}: {}", scrape.value(series));
    }
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_told_of_anybody() {
    let idp = start(Setup::new()).await;
    live(&idp).await;
    let text = Scrape::of(&idp).await.0;
    for secret in [ERKKI.username, ERKKI.email, "feedback", "127.0.0.1", CLIENT_SECRET, "somebody"] {
        assert!(!text.contains(secret), "{secret} is told:\n{text}");
    }
    let series = text.lines().filter(|line| !line.starts_with('#')).count();
    assert!(series < 1_500, "{series} series are too many");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_listeners_have_nothing_in_common() {
    let idp = start(Setup::new()).await;
    idp.browser().open("/metrics").await.is(404, "/metrics");
    let metrics = url(idp.running.metrics_address.unwrap());
    for path in ["/", "/login", "/jwks.json", "/ready"] {
        let answer = reqwest::get(metrics.replace("/metrics", path)).await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    idp.stop().await;
    assert!(reqwest::get(metrics).await.is_err(), "it listens no more");
    let quiet = TestIdp::start().await;
    assert_eq!(quiet.running.metrics_address, None);
    quiet.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lock_and_its_limits_are_counted() {
    let idp = start(Setup::new().set("limits.per_account", "6")).await;
    idp.activate(&ERKKI).await;
    for _ in 0..7 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    }
    let scrape = Scrape::of(&idp).await;
    for (series, expected) in [
        ("idp_lockouts_total", 1.0),
        ("idp_logins_total{outcome=\"wrong\"}", 4.0),
        ("idp_logins_total{outcome=\"locked\"}", 2.0),
        ("idp_logins_total{outcome=\"throttled\"}", 1.0),
        ("idp_throttled_total{limit=\"tries-identifier\"}", 1.0),
    ] {
        assert!((scrape.value(series) - expected).abs() < 1e-9, "{series}: {}", scrape.value(series));
    }
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_go_on_over_a_reload() {
    let idp = start(Setup::new()).await;
    let wrong = async || {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
        Scrape::of(&idp).await.value("idp_logins_total{outcome=\"wrong\"}")
    };
    idp.activate(&ERKKI).await;
    let before = wrong().await;
    idp.running.live.take_up(&idp.config()).await.unwrap();
    let after = wrong().await;
    assert!((before - 1.0).abs() < 1e-9 && (after - 2.0).abs() < 1e-9, "{before}, {after}");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn dashboards_and_rules_ask_for_what_is_told() {
    let bed = Bed::postgres().await;
    let idp = start(Setup::new().set("database.url", format!("\"{}\"", bed.url))).await;
    live(&idp).await;
    let address = url(idp.running.metrics_address.unwrap());
    tokio::task::spawn_blocking(move || helm::run_with("test_telemetry", &[("METRICS_URL", &address)])).await.unwrap();
    idp.stop().await;
    bed.remove().await;
}

/// Somebody sets a password, mistypes it once, and logs in; the service takes
/// tokens, refreshes them, and shows the spent refresh token again. Somebody
/// looks for pages that are not there.
async fn live(idp: &TestIdp) {
    let mut browser = idp.activate(&ERKKI).await;
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await.is(401, "/login/password");
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid offline_access", &[]);
    let redirect = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &redirect).await;
    let spent = tokens.refresh_token.unwrap();
    assert_eq!(web.refresh(&spent).await.status, 200);
    assert_eq!(web.refresh(&spent).await.status, 400);
    for page in ["/somebody", "/somebody.else?name=erkki"] {
        browser.open(page).await.is(404, page.split('?').next().unwrap());
    }
}
