//! Journeys that begin at one replica and go on at another: each step asks the
//! other release than the step before.

use crate::faults::registration;
use crate::faults::replicas::Replicas;
use crate::harness::{Browser, ERKKI};

/// The rows of as many people who have not been here, each for one crossing.
pub const STRANGERS: usize = 4;

/// Their rows as the old system exports them.
pub fn strangers() -> String {
    let mut rows = String::from("external_id;source_system;email;given_name;family_name\n");
    (0..STRANGERS).for_each(|number| rows.push_str(&format!("X-{number};lupa;{};Veikko;Vanha\n", address(number))));
    rows
}

fn address(number: usize) -> String {
    format!("veikko.{number}@example.com")
}

/// Two replicas, asked in turns.
pub struct Crossing<'a> {
    pub replicas: &'a Replicas,
    pub ways: [usize; 2],
    pub stranger: usize,
}

impl Crossing<'_> {
    /// Every journey. The load takes its turns with it.
    pub async fn walk(&self) {
        self.login_with_tokens().await;
        self.mailed_link().await;
        self.registration().await;
        self.remembered_login().await;
        self.replicas.lead();
    }

    fn at(&self, way: usize) {
        self.replicas.lead_to_only(self.ways[way]);
    }

    async fn login_with_tokens(&self) {
        let web = self.replicas.relying_party("web").await;
        let mut browser = self.replicas.browser();
        let attempt = web.begin_with("openid offline_access", &[]);
        self.at(0);
        let page = browser.open(&attempt.url).await;
        self.at(1);
        let page = browser.on(page.is(200, "/login")).set("username", ERKKI.username).press("continue").await;
        self.at(0);
        let form = browser.on(page.is(200, "/login/password")).set("password", ERKKI.password);
        let page = form.press("sign_in").await;
        self.at(1);
        let tokens = web.finish(&attempt, &page).await;
        self.at(0);
        assert_eq!(web.userinfo(&tokens.access_token).await.status, 200);
        let refreshed = web.refresh(&tokens.refresh_token.unwrap()).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        self.at(1);
        assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
        let refreshed = web.refresh(&refreshed.text("refresh_token")).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        browser.open("/account").await.is(200, "/account");
        let page = browser.open(web.logout_url(&self.replicas.issuer, &tokens.id_token, "s")).await;
        assert!(page.location().is_some(), "{}", page.told());
        self.at(0);
        browser.open("/account").await.is(200, "/login");
        assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 401);
    }

    async fn mailed_link(&self) {
        let email = address(self.stranger);
        let web = self.replicas.relying_party("web").await;
        let mut browser = self.replicas.browser();
        let attempt = web.begin();
        self.at(0);
        let page = browser.open(&attempt.url).await;
        browser.on(page.is(200, "/login")).set("username", &email).press("continue").await.is(200, "/login/link-sent");
        let link = self.replicas.mail.next_to(&email).await.link();
        self.at(1);
        let page = browser.open(link).await;
        self.at(0);
        let form = browser.on(page.is(200, "/password/set")).set("password", ERKKI.password);
        form.set("password_confirm", ERKKI.password).submit().await.is(200, "/password/done");
        self.at(1);
        let attempt = web.begin();
        let replicas = self.replicas;
        let page = replicas.try_password(&mut replicas.browser(), &attempt.url, &email, ERKKI.password).await;
        web.finish(&attempt, &page).await;
    }

    async fn registration(&self) {
        let email = format!("ulla.{}@example.com", self.stranger);
        let mut browser = self.replicas.browser();
        self.at(0);
        let page = browser.open("/register").await;
        let form = registration(&mut browser, &page, &email);
        self.at(1);
        browser.send(&form).await.is(200, "/register/done");
        let link = self.replicas.mail.next_to(&email).await.link_to("/activate");
        self.at(0);
        let page = browser.open(link).await;
        self.at(1);
        browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
        self.at(0);
        let page = self.replicas.try_password(&mut self.replicas.browser(), "/login", &email, ERKKI.password).await;
        page.is(200, "/account");
    }

    async fn remembered_login(&self) {
        let mut browser: Browser = self.replicas.browser();
        self.at(0);
        self.replicas.sign_in_remembered(&mut browser, "/login", &ERKKI).await.is(200, "/account");
        for way in [1, 0, 1] {
            browser.close();
            self.at(way);
            browser.open("/account").await.is(200, "/account");
        }
    }
}
