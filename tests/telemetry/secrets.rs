//! Journeys from the first link to the log-out, good tries and bad ones, in a
//! service that logs and traces all it can: nothing of anybody is in what it
//! tells, and no secret is.

use super::collector::Collector;
use crate::faults::registration;
use crate::faults::replicas::Replicas;
use crate::harness::{AINO, Browser, CLIENT_SECRET, ERKKI, Fault, Prepared, RelyingParty, SIIRI, Setup, wait_for};

const WRONG: &str = "Wrong-canary-password-1";
const FRESH: &str = "Uusi-canary-12-lunta";
const ULLA: &str = "ulla.canary@example.com";
const NEW_ADDRESS: &str = "erkki.canary@example.com";
const FORGED: &str = "forged-canary-0123456789-abcdefghijklmnopq";

/// What every setup of the tests seals with.
const KEYS_SECRET: &str = "k4Zr0vQ1m8yT6uB2xN9sE3wL7pD5hJ0aGfCiOlRtYqM";

struct Story {
    replicas: Replicas,
    web: RelyingParty,
    /// What nobody may read of it.
    secrets: Vec<String>,
}

impl Story {
    async fn start(collector: &Collector) -> Self {
        let setup = Setup::new()
            .set("telemetry.otlp_endpoint", format!("{:?}", collector.endpoint))
            .set("telemetry.log", "\"trace\"");
        let replicas = Replicas::start(1, setup).await;
        let web = replicas.relying_party("web").await;
        Self { replicas, web, secrets: Vec::new() }
    }

    /// What a browser was given: cookies.
    fn hides_cookies(&mut self, browser: &Browser) {
        let values = browser.cookies().iter().map(|cookie| cookie.value.clone());
        self.secrets.extend(values.filter(|value| value.len() > 8));
    }

    /// What a form carries and nobody typed: the sealed login, its own secret.
    fn hides_form(&mut self, form: &Prepared) {
        self.secrets.extend(form.pairs.iter().map(|(_, value)| value.clone()).filter(|value| value.len() > 20));
    }

    async fn first_password(&mut self) {
        let mut browser = self.replicas.activate(&ERKKI).await;
        self.replicas.activate(&AINO).await;
        self.hides_cookies(&browser);
        let page = browser.open("/register").await;
        let form = registration(&mut browser, &page, ULLA);
        self.hides_form(&form);
        browser.send(&form).await.is(200, "/register/done");
        let link = self.replicas.mail.next_to(ULLA).await.link_to("/activate");
        let page = browser.open(link).await;
        browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
        self.hides_cookies(&browser);
    }

    async fn login(&mut self) -> Browser {
        let attempt = self.web.begin_with("openid profile email phone address offline_access", &[]);
        let mut browser = self.replicas.browser();
        // Typed into the wrong field, and then wrongly.
        self.replicas.try_password(&mut browser, &attempt.url, ERKKI.password, WRONG).await;
        self.replicas.try_password(&mut browser, &attempt.url, ERKKI.username, WRONG).await;
        let page = self.replicas.sign_in(&mut browser, &attempt.url, &ERKKI).await;
        let tokens = self.web.finish(&attempt, &page).await;
        let code = self.web.code(&attempt, &page);
        let other = self.web.begin_with("openid offline_access", &[]);
        let again = self.web.finish(&other, &browser.open(&other.url).await).await;
        let spent = again.refresh_token.unwrap();
        let refreshed = self.web.refresh(&spent).await;
        assert_eq!(self.web.userinfo(&refreshed.text("access_token")).await.status, 200);
        assert_eq!(self.web.refresh(&spent).await.error(), "invalid_grant");
        assert_eq!(self.web.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
        assert_eq!(self.web.userinfo(&tokens.access_token).await.status, 401);
        self.hides_cookies(&browser);
        self.secrets.extend(["access_token", "refresh_token", "id_token"].map(|name| refreshed.text(name)));
        self.secrets.extend([tokens.access_token, tokens.refresh_token.unwrap(), tokens.id_token.clone(), code, spent]);
        self.secrets.extend([attempt.state, attempt.nonce, attempt.verifier]);
        self.secrets.push(tokens.claims["sub"].as_str().unwrap().to_owned());
        browser
    }

    async fn own_account(&mut self, mut browser: Browser) {
        let page = browser.open("/account/email").await;
        let form = browser.on(&page).set("email", NEW_ADDRESS).set("email_confirm", NEW_ADDRESS);
        form.set("password", ERKKI.password).press("send_link").await.is(200, "/account");
        let page = browser.open("/account/name").await;
        let form = browser.on(&page).set("first_name", "Canarius").set("last_name", "Esimerkki");
        form.press("save").await.is(200, "/account");
        let page = browser.open("/account/phone").await;
        browser.on(&page).set("phone", "040 555 7788").press("save").await.is(200, "/account");
        let page = browser.open("/logout").await;
        browser.on(&page).press("confirm_logout").await;
        self.hides_cookies(&browser);
    }

    async fn forgotten(&mut self) {
        let mut browser = self.replicas.browser();
        let page = browser.open("/forgot").await;
        browser.on(&page).set("email", AINO.email).submit().await.is(200, "/forgot/sent");
        let about = async || self.replicas.mail.all_to(AINO.email).into_iter().nth(1).map(|mail| mail.link());
        let page = browser.open(wait_for("the second link", about).await).await;
        let form = browser.on(page.is(200, "/password/set")).set("password", FRESH).set("password_confirm", FRESH);
        form.submit().await.is(200, "/password/done");
        // A relay that says no, with the address in its answer.
        self.replicas.mail.set_fault(Fault::Reject);
        let page = browser.open("/login").await;
        browser.on(&page).set("username", SIIRI.username).press("continue").await;
        wait_for("the refusal in the log", async || self.replicas.log(0).contains("takes no mail").then_some(())).await;
    }

    /// What no honest client sends.
    async fn attacks(&mut self) {
        let http = reqwest::Client::new();
        let issuer = &self.replicas.issuer;
        for path in [
            format!("/authorize?client_id=web&redirect_uri=https%3A%2F%2Fevil.example%2F&state={FORGED}"),
            format!("/password/set?token={FORGED}"),
            format!("/login?flow={FORGED}%00"),
            format!("/logout?id_token_hint={FORGED}"),
            format!("/{FORGED}"),
        ] {
            let answer = http.get(format!("{issuer}{path}")).header("cookie", format!("a={FORGED}")).send().await;
            assert!(answer.unwrap().status().as_u16() < 500, "{path}");
        }
        let token = format!("{issuer}/token");
        for form in [
            [("grant_type", "authorization_code"), ("code", FORGED), ("client_secret", FORGED)],
            [("grant_type", FORGED), ("refresh_token", FORGED), ("username", FORGED)],
        ] {
            let answer = http.post(&token).basic_auth("web", Some(FORGED)).form(&form).send().await.unwrap();
            assert!(answer.status().is_client_error());
        }
        assert_eq!(self.web.userinfo(FORGED).await.status, 401);
        self.secrets.push("evil.example".to_owned());
    }

    /// The secrets of every link that was mailed.
    fn hides_links(&mut self) {
        for address in [ERKKI.email, AINO.email, ULLA, NEW_ADDRESS] {
            for mail in self.replicas.mail.all_to(address) {
                let links = mail.text.split_whitespace().filter(|word| word.starts_with("http"));
                let tokens = links.filter_map(|link| link.split_once("token=")).map(|(_, token)| token.to_owned());
                self.secrets.extend(tokens);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_log_and_no_trace_tells_of_anybody_or_of_a_secret() {
    let collector = Collector::start().await;
    let mut story = Story::start(&collector).await;
    story.first_password().await;
    let browser = story.login().await;
    story.own_account(browser).await;
    story.forgotten().await;
    story.attacks().await;
    story.hides_links();
    story.replicas.stop(0).await;
    let (log, spans) = (story.replicas.log(0), collector.all());
    assert!(log.lines().count() > 50 && spans.len() > 100, "{} lines, {} spans", log.lines().count(), spans.len());
    for span in ["GET /authorize", "POST /login/password", "POST /token", "POST /register", "deliver mail"] {
        assert!(spans.iter().any(|one| one.name == span), "{span}");
    }
    let mut hidden = story.secrets;
    assert!(hidden.len() > 20, "{hidden:?}");
    let people = [ERKKI, AINO, SIIRI].into_iter().flat_map(|person| [person.username, person.email, person.password]);
    hidden.extend(people.map(str::to_owned));
    let known = [WRONG, FRESH, ULLA, NEW_ADDRESS, FORGED, CLIENT_SECRET, KEYS_SECRET];
    let written = ["Erkki", "Esimerkki", "Ulla", "Canarius", "Uusikatu", "Rantatie", "7654321", "5557788"];
    hidden.extend(known.into_iter().chain(written).map(str::to_owned));
    let traces = format!("{spans:?}");
    for secret in hidden {
        assert!(!secret.is_empty());
        let lines: Vec<_> = log.lines().filter(|line| line.contains(&secret)).collect();
        assert!(lines.is_empty(), "{secret} is in the log: {lines:?}");
        assert!(!traces.contains(&secret), "{secret} is in a trace");
    }
}
