//! Replicas whose clocks are off, one late and one early: people log in and
//! services get tokens, whichever replica is asked next.

use std::sync::Arc;

use chrono::TimeDelta;

use super::front::Front;
use super::registration;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::harness::{AINO, Browser, ERKKI, Setup, TestIdp, free_port, usual_or_thorough};

/// How many seconds a clock is off. A minute between two clocks is what a code
/// lives, and what the limits of tries forget in.
const OFF: i64 = 10;

/// One replica whose clock is right, one that is late and one that is early.
struct Skewed {
    right: TestIdp,
    late: TestIdp,
    early: TestIdp,
}

impl Skewed {
    async fn start(bed: &Bed, redis: &Redis) -> Self {
        let front = free_port();
        let (mut ports, mut mail) = (Vec::new(), None);
        let mut replicas = Vec::new();
        for seconds in [0, -OFF, OFF] {
            let port = free_port();
            let mut setup = Setup::new()
                .set("http.listen", format!("\"127.0.0.1:{port}\""))
                .set("http.trusted_proxies", r#"["127.0.0.1/32"]"#)
                .set("database.url", format!("{:?}", bed.url))
                .set("ephemeral.url", format!("{:?}", redis.url));
            setup.port = front;
            if let Some(port) = mail {
                setup = setup.set("mail.url", format!("\"smtp://127.0.0.1:{port}\""));
            }
            let idp = setup.start().await;
            idp.clock.advance(TimeDelta::seconds(seconds));
            mail = mail.or(Some(idp.mail.port));
            ports.push(port);
            replicas.push(idp);
        }
        Front::start(front).await.lead_to(ports);
        let [right, late, early] = <[TestIdp; 3]>::try_from(replicas).ok().unwrap();
        Self { right, late, early }
    }

    async fn stop(self) {
        for idp in [self.right, self.late, self.early] {
            idp.stop().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clocks_that_are_seconds_off_are_in_nobodys_way() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let replicas = Skewed::start(&bed, &redis).await;
    let idp = &replicas.right;
    let web = Arc::new(idp.relying_party("web").await);
    let mut known = idp.activate(&ERKKI).await;
    for round in 0..usual_or_thorough(7, 70) {
        let attempt = web.begin_with("openid profile offline_access", &[]);
        let mut browser = idp.browser();
        let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
        let tokens = web.finish(&attempt, &page).await;
        // Asked in turns: each replica judges what each other gave.
        for _ in 0..3 {
            assert_eq!(web.userinfo(&tokens.access_token).await.status, 200, "round {round}");
        }
        let mut token = tokens.refresh_token.unwrap();
        for _ in 0..4 {
            let refreshed = web.refresh(&token).await;
            assert_eq!(refreshed.status, 200, "round {round}: {}", refreshed.body);
            token = refreshed.text("refresh_token");
        }
        browser.open("/account").await.is(200, "/account");
        browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
        assert_eq!(web.refresh(&token).await.error(), "invalid_grant", "what ended has ended at each");
    }
    let page = known.open("/forgot").await;
    known.on(&page).set("email", AINO.email).submit().await;
    let link = idp.mail.next_to(AINO.email).await.link();
    let page = known.open(link).await;
    let form = known.on(page.is(200, "/password/set")).set("password", AINO.password);
    form.set("password_confirm", AINO.password).submit().await.is(200, "/password/done");
    newcomer(idp).await;
    replicas.stop().await;
    bed.remove().await;
}

async fn newcomer(idp: &TestIdp) {
    let mut browser: Browser = idp.browser();
    let page = browser.open("/register").await;
    let form = registration(&mut browser, &page, "ulla.uusi@example.com");
    browser.send(&form).await.is(200, "/register/done");
    let page = browser.open(idp.mail.next_to("ulla.uusi@example.com").await.link_to("/activate")).await;
    browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
}
