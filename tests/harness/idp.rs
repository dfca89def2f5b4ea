//! The service under test: the real start-up, listener and worker tasks, on a
//! database file of its own, with a clock that the test moves.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use idp::adapters::{AuditLine, SeededEntropy};
use idp::ops::Config;
use idp::ops::boot::{self, Machines, Running};
use tempfile::TempDir;

use super::browser::Browser;
use super::clock::TestClock;
use super::logout_receiver::LogoutReceiver;
use super::page::Page;
use super::people::{LEGACY_USERS, Person};
use super::relying_party::RelyingParty;
use super::setup::Setup;
use super::smtp_sink::SmtpSink;

/// What a service leaves when it stops: its database, clock and surroundings.
pub struct Home {
    /// Its issuer identifier.
    pub issuer: String,
    /// The mail server that it sends by.
    pub mail: SmtpSink,
    /// Where the client `web` receives logout tokens.
    pub logouts: LogoutReceiver,
    /// The clock that it goes by.
    pub clock: Arc<TestClock>,
    /// The `idp` that its commands are run by.
    pub binary: PathBuf,
    folder: TempDir,
    starts: u64,
}

/// A running service.
pub struct TestIdp {
    /// The service's own handle.
    pub running: Running,
    home: Home,
}

impl Deref for TestIdp {
    type Target = Home;

    fn deref(&self) -> &Home {
        &self.home
    }
}

impl Home {
    /// A database with the sample people imported, for `setup`.
    pub async fn new(setup: &Setup) -> Self {
        let (mail, logouts) = (SmtpSink::start().await, LogoutReceiver::start().await);
        let folder = tempfile::tempdir().unwrap();
        let toml = setup.toml(folder.path().to_str().unwrap(), mail.port, &logouts.uri);
        std::fs::write(folder.path().join("idp.toml"), &toml).unwrap();
        std::fs::write(folder.path().join("people.csv"), LEGACY_USERS).unwrap();
        let issuer = toml.parse::<toml::Table>().unwrap()["issuer"].as_str().unwrap().to_owned();
        let binary = setup.binary.clone();
        let home = Self { issuer, mail, logouts, clock: Arc::default(), binary, folder, starts: 0 };
        succeed(&home.idp(&["migrate"]));
        succeed(&home.idp(&["import", "run", "people.csv", "--batch", "first"]));
        home
    }

    /// Its configuration.
    pub fn config(&self) -> Config {
        let toml = std::fs::read_to_string(self.folder().join("idp.toml")).unwrap();
        Config::parse(&toml, "test.toml", |_| None).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Starts the service.
    pub async fn start(mut self) -> TestIdp {
        // Another seed at every start: randomness never repeats.
        self.starts += 1;
        let config = self.config();
        let entropy = Arc::new(SeededEntropy::new(self.starts));
        // The house is kept when a test says so.
        let housekeeping = Duration::from_secs(86_400);
        let machines = Machines { clock: self.clock.clone(), entropy, housekeeping, ..Machines::default() };
        let running = boot::start(config, machines).await.unwrap_or_else(|error| panic!("{error:?}"));
        TestIdp { running, home: self }
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `idp ARGS --config …` on this service's database.
    pub fn idp(&self, args: &[&str]) -> Output {
        self.idp_of(&self.binary, args)
    }

    /// The same with the `idp` of another release.
    pub fn idp_of(&self, binary: &Path, args: &[&str]) -> Output {
        Command::new(binary)
            .args(args)
            .args(["--config", "idp.toml"])
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .output()
            .expect("the idp binary runs")
    }

    /// Puts a file into the folder that `idp` commands run in.
    pub fn write_file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The URL of `path` at this service.
    pub fn url(&self, path: &str) -> url::Url {
        format!("{}{path}", self.issuer).parse().unwrap()
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.issuer, self.clock.clone())
    }

    /// The relying party that is registered as `client_id`.
    pub async fn relying_party(&self, client_id: &str) -> RelyingParty {
        RelyingParty::discover(self, client_id).await
    }

    /// Lets `person` set their first password by the mailed link, in a browser
    /// that is given back.
    pub async fn activate(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        let page = self.open_first_link(&mut browser, person).await;
        let done =
            browser.on(&page).set("password", person.password).set("password_confirm", person.password).submit().await;
        done.is(200, "/password/done");
        browser
    }

    /// Begins a login as `person`, waits for the mail and opens its link.
    pub async fn open_first_link(&self, browser: &mut Browser, person: &Person) -> Page {
        let attempt = self.relying_party("web").await.begin();
        let page = browser.open(&attempt.url).await;
        browser.on(page.is(200, "/login")).set("username", person.username).press("continue").await;
        let mail = self.mail.next_to(person.email).await;
        let page = browser.open(mail.link()).await;
        page.is(200, "/password/set");
        page
    }

    /// Logs `person` in where `browser` meets a login page at `url`, and gives
    /// the redirect to the relying party.
    pub async fn sign_in(&self, browser: &mut Browser, url: impl AsRef<str>, person: &Person) -> Page {
        let page = self.try_password(browser, url, person.username, person.password).await;
        assert!(page.location().is_some(), "the login led nowhere: {}", page.told());
        page
    }

    /// Logs `person` in at `url` with the box ticked that keeps the login.
    pub async fn sign_in_remembered(&self, browser: &mut Browser, url: impl AsRef<str>, person: &Person) -> Page {
        let page = browser.open(url).await;
        let page = browser.on(page.is(200, "/login")).set("username", person.username).press("continue").await;
        let form = browser.on(&page).set("password", person.password).set("remember_me", "on");
        form.press("sign_in").await
    }

    /// Types `username` and `password` into the login that begins at `url`.
    pub async fn try_password(
        &self,
        browser: &mut Browser,
        url: impl AsRef<str>,
        username: &str,
        password: &str,
    ) -> Page {
        let page = browser.open(url).await;
        let page = browser.on(page.is(200, "/login")).set("username", username).press("continue").await;
        if !page.asks_for("password") {
            return page;
        }
        browser.on(&page).set("password", password).press("sign_in").await
    }
}

impl TestIdp {
    /// The service with the usual settings.
    pub async fn start() -> Self {
        Setup::new().start().await
    }

    /// Ends the service.
    pub async fn stop(self) -> Home {
        self.running.stop().await;
        self.home
    }

    /// The audit trail of `person`, oldest first.
    pub async fn audit_of(&self, person: &Person) -> Vec<AuditLine> {
        let store = &self.running.ctx.store;
        let account = store.resolve_account(person.username, Some(person.email)).await.unwrap().unwrap();
        store.audit_of(account.id, 1000).await.unwrap()
    }

    /// Ends the service and starts it again on the same database, as after a
    /// new release: what is only in memory is gone.
    pub async fn restart(self) -> Self {
        self.stop().await.start().await
    }

    /// Lets time pass; what became due in it is done at once.
    pub fn advance(&self, step: TimeDelta) {
        self.clock.advance(step);
        self.running.ctx.outbox_bell.ring();
    }
}

/// Checks that a command ended well.
#[track_caller]
pub fn succeed(output: &Output) {
    let told = || format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{:?}: {}", output.status, told());
}
