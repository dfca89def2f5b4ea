//! Traces over OTLP, from `idp serve` as a process of its own.

use std::collections::HashSet;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::trace::v1::Span;
use serde_json::Value;
use tokio::net::TcpListener;

use super::collector::{Collector, attribute};
use crate::harness::{CLIENT_SECRET, ERKKI, Home, Setup, wait_for};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const UNSAMPLED: &str = "5bf92f3577b34da6a3ce929d0e0e4736";
const STRANGE: &str = "6bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";
/// Where the trusted proxy of these tests calls from.
const PROXY: [u8; 4] = [127, 0, 0, 2];
const ULLA: &str = "ulla.uusi@example.com";
const ULLAS: &str = "Kevät-tulva-4-jokea";

/// The service as a process, whose log is kept.
struct Served<'a> {
    process: Child,
    home: &'a Home,
}

impl<'a> Served<'a> {
    async fn start(home: &'a Home) -> Self {
        let log = fs::File::create(home.folder().join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
        command.args(["serve", "--config", "idp.toml"]).current_dir(home.folder());
        let process = command.stdout(log).stderr(Stdio::null()).spawn().unwrap();
        let ready = home.url("/ready");
        wait_for("the process to be ready", async || {
            reqwest::get(ready.clone()).await.ok().filter(|answer| answer.status() == 200)
        })
        .await;
        Self { process, home }
    }

    /// Asks it to stop and waits until it has. Gives how long that took, and
    /// the log.
    async fn stop(mut self) -> (Duration, String) {
        let begun = Instant::now();
        assert!(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap().success());
        let status = wait_for("the process to end", async || self.process.try_wait().unwrap()).await;
        assert!(status.success(), "{status}");
        (begun.elapsed(), self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.folder().join("log")).unwrap()
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

/// A home where ERKKI has a password, for a service that sends traces to
/// `endpoint`.
async fn home(endpoint: &str) -> Home {
    let setup = Setup::new()
        .set("telemetry.otlp_endpoint", format!("{endpoint:?}"))
        .set("telemetry.log", "\"info,idp::web=debug\"")
        .set("http.trusted_proxies", "[\"127.0.0.2/32\"]");
    let idp = setup.start().await;
    idp.activate(&ERKKI).await;
    idp.stop().await
}

/// ERKKI logs in to a client, which gets tokens. Gives what nobody must be
/// told of it.
async fn log_in(home: &Home) -> Vec<String> {
    let web = home.relying_party("web").await;
    let attempt = web.begin_with("openid profile email offline_access", &[]);
    let mut browser = home.browser();
    let redirect = home.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let code = web.code(&attempt, &redirect);
    let tokens = web.redeem(&code, &attempt.verifier).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    let cookies = browser.cookies().iter().map(|cookie| cookie.value.clone());
    ["access_token", "refresh_token", "id_token"]
        .map(|name| tokens.text(name))
        .into_iter()
        .chain([code, attempt.state, attempt.nonce, attempt.verifier])
        .chain(cookies.filter(|value| value.len() > 8))
        .collect()
}

/// Somebody registers. Gives the secret of the link in the mail.
async fn register(home: &Home) -> String {
    let mut browser = home.browser();
    let page = browser.open("/register").await;
    let form = browser.on(&page).set("email", ULLA).set("email_confirm", ULLA).set("accept_terms", "on");
    let form = form.set("password", ULLAS).set("password_confirm", ULLAS);
    form.set("first_name", "Ulla").set("last_name", "Uusi").press("create_account").await.is(200, "/register/done");
    let link = home.mail.next_to(ULLA).await.link_to("/activate");
    link.rsplit(['=', '/']).next().unwrap().to_owned()
}

/// Asks for the login page of `home` from `address`, as part of `trace`.
async fn call(home: &Home, address: [u8; 4], trace: &str, flags: &str) {
    let client = reqwest::Client::builder().local_address(Some(address.into())).no_proxy().build().unwrap();
    let asked = client.get(home.url("/login")).header("traceparent", format!("00-{trace}-{CALLER}-{flags}"));
    assert_eq!(asked.send().await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_and_a_mail_are_told_step_by_step_and_nothing_of_anybody() {
    let collector = Collector::start().await;
    let home = home(&collector.endpoint).await;
    let served = Served::start(&home).await;
    let mut secrets = log_in(&home).await;
    secrets.push(register(&home).await);
    call(&home, PROXY, TRACE, "01").await;
    call(&home, PROXY, UNSAMPLED, "00").await;
    call(&home, [127, 0, 0, 1], STRANGE, "01").await;
    wait_for("the span of the mail", async || collector.all().iter().find(|span| span.name == "deliver mail").cloned())
        .await;
    let log = served.stop().await.1;
    let spans = collector.all();
    login_is_told(&spans, &log);
    mail_is_told(&spans);
    callers_are_told_apart(&spans);
    everything_hangs_together(&spans);
    let told = format!("{spans:?}");
    let known = [ERKKI.username, ERKKI.email, ERKKI.password, "Erkki", ULLA, ULLAS, "Ulla", CLIENT_SECRET, "127.0.0."];
    secrets.extend(known.map(str::to_owned));
    for secret in secrets {
        assert!(!secret.is_empty() && !told.contains(&secret), "{secret} is told");
    }
}

fn login_is_told(spans: &[Span], log: &str) {
    let authorize = one(spans, "GET /authorize");
    assert_eq!(attribute(authorize, "idp.client.kind").as_deref(), Some("confidential"));
    assert_eq!(attribute(authorize, "http.response.status_code").as_deref(), Some("303"));
    let login = one(spans, "POST /login/password");
    assert_eq!(attribute(login, "http.route").as_deref(), Some("/login/password"));
    assert_eq!(attribute(login, "idp.reference").unwrap().len(), "K7Q4-2MXD".len());
    for step in ["BEGIN", "COMMIT", "INSERT sessions", "ephemeral throttle", "hash password"] {
        child(spans, login, step);
    }
    let insert = child(spans, login, "INSERT sessions");
    assert_eq!(attribute(insert, "db.operation.name").as_deref(), Some("INSERT"));
    assert_eq!(attribute(insert, "db.collection.name").as_deref(), Some("sessions"));
    assert_eq!(attribute(insert, "db.system.name").as_deref(), Some("sqlite"));
    let token = one(spans, "POST /token");
    assert_eq!(attribute(token, "http.response.status_code").as_deref(), Some("200"));
    assert_eq!(attribute(token, "idp.client.kind").as_deref(), Some("confidential"));
    child(spans, token, "INSERT refresh_families");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered = lines.iter().find(|line| line["route"] == "/login/password" && line["method"] == "POST").unwrap();
    assert_eq!(answered["trace_id"], hex(&login.trace_id));
    assert!(lines.iter().any(|line| line.get("trace_id").is_none()), "{log}");
}

fn mail_is_told(spans: &[Span]) {
    let asking = one(spans, "POST /register");
    let mail = child(spans, asking, "deliver mail");
    assert_eq!(attribute(mail, "idp.reference"), attribute(asking, "idp.reference"));
}

fn callers_are_told_apart(spans: &[Span]) {
    let called = |trace| spans.iter().find(move |span| hex(&span.trace_id) == trace);
    assert_eq!(hex(&called(TRACE).unwrap().parent_span_id), CALLER);
    assert!(called(UNSAMPLED).is_none() && called(STRANGE).is_none());
    let linked = spans.iter().find(|span| span.links.iter().any(|link| hex(&link.trace_id) == STRANGE)).unwrap();
    assert!(linked.name == "GET /login" && linked.parent_span_id.is_empty());
}

/// Every span but those of requests has its parent, and nobody's probes are
/// told.
fn everything_hangs_together(spans: &[Span]) {
    let ids: HashSet<_> = spans.iter().map(|span| (&span.trace_id, &span.span_id)).collect();
    for span in spans {
        let is_request = span.name.starts_with("GET ") || span.name.starts_with("POST ");
        let has_parent = ids.contains(&(&span.trace_id, &span.parent_span_id));
        assert!(
            has_parent || is_request && (span.parent_span_id.is_empty() || hex(&span.trace_id) == TRACE),
            "{span:?}"
        );
        assert!(!span.name.contains("/ready"), "{span:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_collector_that_is_away_is_told_in_the_log_alone() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let home = home(&format!("http://{closed}")).await;
    let served = Served::start(&home).await;
    log_in(&home).await;
    wait_for("the failure in the log", async || {
        served.log().contains("traces are not exported; the service goes on").then_some(())
    })
    .await;
    let log = served.log();
    assert!(!log.contains(ERKKI.username) && !log.contains("panicked"), "{log}");
    let taken = served.stop().await.0;
    assert!(taken < Duration::from_secs(10), "{taken:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_collector_that_hangs_holds_nobody_up() {
    let hanging = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let home = home(&format!("http://{}", hanging.local_addr().unwrap())).await;
    let served = Served::start(&home).await;
    log_in(&home).await;
    let client = reqwest::Client::new();
    // More spans than wait for a collector.
    for _ in 0..2_500 {
        let begun = Instant::now();
        assert_eq!(client.get(home.url("/jwks.json")).send().await.unwrap().status(), 200);
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }
    let taken = served.stop().await.0;
    assert!(taken < Duration::from_secs(15), "{taken:?}");
}

#[track_caller]
fn one<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no {name} in {:?}", names(spans)))
}

#[track_caller]
fn child<'a>(spans: &'a [Span], parent: &Span, name: &str) -> &'a Span {
    let is_child = |span: &&Span| span.trace_id == parent.trace_id && span.parent_span_id == parent.span_id;
    let children: Vec<&Span> = spans.iter().filter(is_child).collect();
    let found = children.iter().copied().find(|span| span.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {:?}", children.iter().map(|span| &span.name).collect::<Vec<_>>()))
}

fn names(spans: &[Span]) -> Vec<&String> {
    spans.iter().map(|span| &span.name).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
