//! The same service in strange surroundings: another time zone and language, no
//! place for temporary files, IPv6 alone.

use chrono::TimeDelta;
use chrono_tz::Europe::Helsinki;
use idp::adapters::Clock as _;

use crate::faults::replicas::Replicas;
use crate::harness::{AINO, ERKKI, Home, MINNA, Person, Setup, free_port};

const WRONG: &str = "Wrong-password-1";

/// What `person` and a client see of a first login, and of a lock.
async fn walk(home: &Home, person: &Person) {
    home.activate(person).await;
    let web = home.relying_party("web").await;
    let attempt = web.begin_with("openid profile email offline_access", &[]);
    let mut browser = home.browser();
    let page = home.sign_in(&mut browser, &attempt.url, person).await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(tokens.claims["iss"], home.issuer);
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.status, 200);
    browser.open("/account").await.is(200, "/account").says(person.email);
    for _ in 0..4 {
        home.try_password(&mut home.browser(), "/login", person.username, WRONG).await.is(401, "/login/password");
    }
    let earliest = home.clock.now() + TimeDelta::hours(24);
    let page = home.try_password(&mut home.browser(), "/login", person.username, WRONG).await;
    let latest = home.clock.now() + TimeDelta::hours(24);
    // Until when, in Finnish time.
    let until = [earliest, latest].map(|at| at.with_timezone(&Helsinki).format("%-H.%M").to_string());
    page.is(423, "/login/password");
    assert!(until.iter().any(|until| page.body.contains(until)), "{until:?}: {}", page.told());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn neither_time_zone_nor_language_nor_a_missing_tmp_changes_anything() {
    let mut replicas = Replicas::start(0, Setup::new()).await;
    for (person, surroundings) in [
        (ERKKI, &["TZ=Pacific/Kiritimati", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"][..]),
        (AINO, &["TZ=America/Los_Angeles", "LC_ALL=C", "TMPDIR=/nonexistent", "SQLITE_TMPDIR=/nonexistent"]),
        (MINNA, &["--unset=PATH", "--unset=HOME", "--unset=LANG"]),
    ] {
        replicas.wrapper = surroundings.iter().map(|&text| text.to_owned()).collect();
        let index = replicas.add().await;
        replicas.lead_to_only(index);
        walk(&replicas, &person).await;
        replicas.stop(index).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ipv6_alone_is_enough() {
    let port = free_port();
    let mut setup =
        Setup::new().set("issuer", format!("\"http://[::1]:{port}\"")).set("http.listen", format!("\"[::1]:{port}\""));
    setup.port = port;
    let idp = setup.start().await;
    walk(&idp, &ERKKI).await;
    idp.stop().await;
}
