//! A wall clock that jumps and is set right again: nothing that was spent or
//! ended comes back, nobody is locked out for longer than the jump, and whoever
//! logs in gets on.

use chrono::TimeDelta;

use crate::harness::{Attempt, Browser, ERKKI, Fault, RelyingParty, SIIRI, Setup, TestIdp, Tokens, usual_or_thorough};

const WRONG: &str = "Wrong-password-1";

/// What must never work again, whatever the clock says.
struct Spent {
    codes: Vec<(String, Attempt)>,
    refresh_tokens: Vec<String>,
    links: Vec<String>,
    logged_out: Vec<Browser>,
}

struct Jumping {
    idp: TestIdp,
    web: RelyingParty,
    spent: Spent,
}

impl Jumping {
    async fn start() -> Self {
        let idp = Setup::new().start().await;
        let mut browser = idp.browser();
        let page = idp.open_first_link(&mut browser, &ERKKI).await;
        let link = page.url.to_string();
        let form = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password);
        form.submit().await.is(200, "/password/done");
        let web = idp.relying_party("web").await;
        let spent = Spent { codes: vec![], refresh_tokens: vec![], links: vec![link], logged_out: vec![] };
        Self { idp, web, spent }
    }

    /// A person who comes now logs in, gets tokens that work, and logs out;
    /// what that spent is kept.
    async fn live(&mut self, what: &str) {
        let (mut browser, tokens) = self.log_in(what).await;
        let refreshed = self.web.refresh(tokens.refresh_token.as_ref().unwrap()).await;
        assert_eq!(refreshed.status, 200, "{what}: {}", refreshed.body);
        assert_eq!(self.web.userinfo(&refreshed.text("access_token")).await.status, 200, "{what}");
        browser.open("/account").await.is(200, "/account");
        let left = browser.clone();
        let page = browser.open(self.web.logout_url(&self.idp.issuer, &tokens.id_token, "s")).await;
        assert!(page.location().is_some(), "{what}: {}", page.told());
        self.spent.refresh_tokens.extend([tokens.refresh_token.unwrap(), refreshed.text("refresh_token")]);
        self.spent.logged_out.push(left);
    }

    async fn log_in(&mut self, what: &str) -> (Browser, Tokens) {
        let mut browser = self.idp.browser();
        let attempt = self.web.begin_with("openid offline_access", &[]);
        let page = self.idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
        let tokens = self.web.finish(&attempt, &page).await;
        assert_eq!(self.web.userinfo(&tokens.access_token).await.status, 200, "{what}");
        self.spent.codes.push((self.web.code(&attempt, &page), attempt));
        (browser, tokens)
    }

    /// Nothing of what was spent works.
    async fn check(&self, what: &str) {
        for (code, attempt) in &self.spent.codes {
            let again = self.web.redeem(code, &attempt.verifier).await;
            assert_eq!(again.error(), "invalid_grant", "{what}: a code");
        }
        for token in &self.spent.refresh_tokens {
            assert_eq!(self.web.refresh(token).await.error(), "invalid_grant", "{what}: a refresh token");
        }
        for link in &self.spent.links {
            let page = self.idp.browser().open(link).await;
            assert!(!page.asks_for("password"), "{what}: {}", page.told());
        }
        for browser in &self.spent.logged_out {
            browser.clone().open("/account").await.is(200, "/login");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_spent_stays_spent_and_people_get_on() {
    let mut jumping = Jumping::start().await;
    jumping.live("before").await;
    let (hour, day) = (TimeDelta::hours(1), TimeDelta::days(1));
    for jump in [hour, -day, day, -hour, -hour, hour].repeat(usual_or_thorough(1, 10)) {
        let what = format!("after a jump of {} minutes", jump.num_minutes());
        let (mut present, _) = jumping.log_in(&what).await;
        jumping.idp.advance(jump);
        // A login from before goes on, or has ended: never a fault.
        let page = present.open("/account").await;
        assert!(page.status == 200, "{what}: {}", page.told());
        jumping.check(&what).await;
        jumping.live(&what).await;
        jumping.check(&what).await;
    }
    jumping.idp.stop().await;
}

#[tokio::test]
async fn what_ended_while_the_clock_ran_ahead_is_refused_then_and_links_of_then_come() {
    let idp = Setup::new().start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid offline_access", &[]);
    let mut browser = idp.browser();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    let attempt = web.begin();
    let code = web.code(&attempt, &browser.open(&attempt.url).await);
    idp.advance(TimeDelta::days(1));
    assert_eq!(web.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);

    idp.mail.set_fault(Fault::Down);
    let mut siiri = idp.browser();
    let page = siiri.open("/login").await;
    siiri.on(&page).set("username", SIIRI.username).press("continue").await.is(200, "/login/link-sent");
    idp.advance(TimeDelta::days(-1));
    idp.mail.set_fault(Fault::None);
    idp.advance(TimeDelta::minutes(31));
    let link = idp.mail.next_to(SIIRI.email).await.link();
    siiri.open(link).await.is(200, "/password/set");
    idp.stop().await;
}

#[tokio::test]
async fn a_lock_from_a_clock_that_ran_ahead_ends() {
    let idp = Setup::new().start().await;
    idp.activate(&ERKKI).await;
    idp.advance(TimeDelta::days(1));
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    }
    let right = async || idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    right().await.is(423, "/login/password");
    idp.advance(TimeDelta::days(-1));
    right().await.is(423, "/login/password");
    idp.advance(TimeDelta::days(1));
    right().await.is(423, "/login/password");
    idp.advance(TimeDelta::days(1));
    right().await.is(200, "/account");
    idp.stop().await;
}
