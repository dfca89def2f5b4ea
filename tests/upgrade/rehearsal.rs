//! The release before, this one, and the one before again, under load.

use super::crossing::{Crossing, STRANGERS, strangers};
use super::load::{Count, Load};
use super::old_release;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::faults::replicas::Replicas;
use crate::harness::{Setup, succeed};

/// Whole logins in each phase, at the least.
const LOGINS: usize = 30;

/// A rehearsal in phases, each told with what people did in it.
struct Rehearsal {
    replicas: Replicas,
    load: Load,
    told: Count,
}

impl Rehearsal {
    async fn go_on(&mut self, phase: &str) {
        self.load.go_on_for(LOGINS).await;
        let count = self.load.count();
        eprintln!(
            "{phase}: {} logins with a password, {} with a session, {} refreshes, {} failed",
            count.whole - self.told.whole,
            count.silent - self.told.silent,
            count.refreshes - self.told.refreshes,
            count.failed - self.told.failed,
        );
        self.told = count;
        assert_eq!(count.failed, 0, "{phase}");
    }

    async fn cross(&self, ways: [usize; 2], stranger: usize) {
        Crossing { replicas: &self.replicas, ways, stranger }.walk().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs the release before; make rehearse-upgrade"]
async fn nobody_notices_the_upgrade_nor_the_way_back() {
    let (old, new) = (old_release(), std::path::PathBuf::from(env!("CARGO_BIN_EXE_idp")));
    let (bed, redis) = (Bed::empty_postgres().await, Redis::start().await);
    let mut setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    setup.binary = old.clone();
    let replicas = Replicas::start(2, setup).await;
    replicas.write_file("strangers.csv", &strangers());
    succeed(&replicas.idp(&["import", "run", "strangers.csv"]));
    let load = Load::start(&replicas).await;
    let mut rehearsal = Rehearsal { replicas, load, told: Count::default() };
    rehearsal.go_on("0.1 alone").await;

    assert!(!bed.schema_is_current().await.unwrap());
    succeed(&rehearsal.replicas.idp_of(&new, &["migrate"]));
    assert!(bed.schema_is_current().await.unwrap());
    rehearsal.go_on("0.1 on the new schema").await;

    let first = rehearsal.replicas.add_of(&new).await;
    rehearsal.replicas.retire(0).await;
    rehearsal.go_on("0.1 and this release").await;
    rehearsal.cross([1, first], 0).await;
    rehearsal.cross([first, 1], 1).await;
    rehearsal.go_on("each step of a login at the other one").await;

    let second = rehearsal.replicas.add_of(&new).await;
    rehearsal.replicas.retire(1).await;
    rehearsal.go_on("this release alone").await;

    let back = rehearsal.replicas.add_of(&old).await;
    rehearsal.replicas.retire(first).await;
    rehearsal.go_on("this release and 0.1 again").await;
    rehearsal.cross([back, second], 2).await;
    rehearsal.cross([second, back], STRANGERS - 1).await;

    rehearsal.replicas.add_of(&old).await;
    rehearsal.replicas.retire(second).await;
    rehearsal.go_on("0.1 alone again").await;

    let Rehearsal { replicas, load, .. } = rehearsal;
    let count = load.end().await;
    eprintln!("in all: {count:?}, {} requests broken off", replicas.front.broken());
    assert_eq!((count.failed, replicas.front.broken()), (0, 0));
    drop(replicas);
    bed.remove().await;
}
