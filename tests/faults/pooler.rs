//! PgBouncer in transaction mode between the replicas and PostgreSQL.

use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

use idp::adapters::Store;
use tempfile::TempDir;
use url::Url;

use super::load::{Load, judge, signed_in};
use super::postgres::{self, as_nobody_special};
use super::replicas::Replicas;
use crate::backends::bed::{Bed, at_once};
use crate::backends::redis::Redis;
use crate::harness::{OSKARI, Setup, free_port, usual_or_thorough, variable, wait_for};

/// From this version on PgBouncer keeps track of prepared statements.
const TRACKS_STATEMENTS: (u32, u32) = (1, 21);
/// Fewer than the replicas have, so that they share them.
const SERVER_CONNECTIONS: usize = 4;
const RACERS: usize = 12;

/// What must be set for the service.
const IGNORED: &str = "ignore_startup_parameters = extra_float_digits,options";

/// A PgBouncer that ends with the test.
struct PgBouncer {
    port: u16,
    process: Child,
    _folder: TempDir,
}

impl PgBouncer {
    /// Before the server of `url`, with further `settings`.
    async fn start(url: &Url, settings: &[&str]) -> Self {
        let (port, folder) = (free_port(), tempfile::tempdir().unwrap());
        let file = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=idp\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = {SERVER_CONNECTIONS}\n\
             max_client_conn = 200\n{}\n",
            url.port().unwrap(),
            settings.join("\n")
        );
        std::fs::write(&file, text).unwrap();
        postgres::give_away(folder.path());
        let mut command = as_nobody_special(program().as_ref());
        let process = command.arg("--quiet").arg(&file).stdin(Stdio::null()).spawn().expect("pgbouncer");
        wait_for("PgBouncer to listen", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
        Self { port, process, _folder: folder }
    }

    /// The way to the database of `url` through here.
    fn before(&self, url: &Url) -> String {
        let mut url = url.clone();
        url.set_port(Some(self.port)).unwrap();
        url.into()
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn program() -> String {
    variable("PGBOUNCER").unwrap_or_else(|| "/usr/sbin/pgbouncer".to_owned())
}

fn tracks_statements() -> bool {
    let output = std::process::Command::new(program()).arg("--version").output().expect("pgbouncer");
    let told = String::from_utf8(output.stdout).unwrap();
    let mut numbers = told.trim_start_matches("PgBouncer ").split('.').map_while(|number| number.parse().ok());
    (numbers.next().unwrap(), numbers.next().unwrap()) >= TRACKS_STATEMENTS
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replicas_share_connections_in_transaction_mode() {
    if !tracks_statements() {
        eprintln!("this PgBouncer is older than 1.21: only that it is refused can be tried");
        return;
    }
    let (server, redis) = (Bed::postgres().await, Redis::start().await);
    let bed = server.another_empty().await;
    let direct: Url = bed.url.parse().unwrap();
    let pooler = PgBouncer::start(&direct, &[IGNORED, "max_prepared_statements = 200"]).await;
    let url = Arc::new(pooler.before(&direct));

    let migrated = at_once(3, |_| {
        let url = Arc::clone(&url);
        async move { Store::connect(&url, 2).await?.migrate().await }
    });
    assert!(migrated.await.iter().all(Result::is_ok), "each waits for the one that migrates");

    let setup = Setup::new().set("database.url", format!("{url:?}")).set("ephemeral.url", format!("{:?}", redis.url));
    let replicas = Replicas::start(2, setup).await;
    let load = Load::start(&replicas, 2).await;
    tokio::time::sleep(usual_or_thorough(Duration::from_secs(2), Duration::from_secs(30))).await;
    let mut browser = signed_in(&replicas, &OSKARI).await;
    let web = Arc::new(replicas.relying_party("web").await);
    for _ in 0..usual_or_thorough(3, 100) {
        let attempt = web.begin_with("openid offline_access", &[]);
        let code = web.code(&attempt, &browser.open(&attempt.url).await);
        let redeemed = at_once(RACERS, |_| {
            let (web, code, verifier) = (Arc::clone(&web), code.clone(), attempt.verifier.clone());
            async move { web.redeem(&code, &verifier).await.status }
        });
        let won = redeemed.await.into_iter().filter(|status| *status == 200).count();
        assert_eq!(won, 1, "one code is redeemed once");
    }
    let shared = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{}'", &direct.path()[1..]);
    let connections = server.count(&shared).await;
    let ledgers = load.end().await;
    assert!(ledgers.iter().all(|ledger| !ledger.live.is_empty()));
    let verdict = judge(ledgers, &replicas).await;
    eprintln!("{connections} connections for two replicas; {verdict:?}");
    assert!(verdict.live > 0 && verdict.ended > 0, "{verdict:?}");
    assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
    drop(replicas);
    drop(pooler);
    bed.remove().await;
    server.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pooler_that_mixes_statements_up_is_refused() {
    let bed = Bed::postgres().await;
    let direct: Url = bed.url.parse().unwrap();
    // Older ones do not know of the setting, and would not start with it.
    let untracked = if tracks_statements() { "max_prepared_statements = 0" } else { "" };
    let mixing = PgBouncer::start(&direct, &[IGNORED, untracked]).await;
    let refused = Store::connect(&mixing.before(&direct), 8).await.unwrap_err().to_operator();
    assert!(refused.contains("max_prepared_statements"), "{refused}");
    let session = PgBouncer::start(&direct, &[IGNORED, untracked, "pool_mode = session"]).await;
    let pooled = Store::connect(&session.before(&direct), 2).await.unwrap();
    assert!(bed.cuts_statements_off().await.unwrap() && !pooled.cuts_statements_off().await.unwrap());

    let strict = PgBouncer::start(&direct, &[untracked]).await;
    let refused = Store::connect(&strict.before(&direct), 8).await.unwrap_err().to_operator();
    assert!(refused.contains("a pooler refuses the settings"), "{refused}");
    drop((mixing, session, strict));
    bed.remove().await;
}
