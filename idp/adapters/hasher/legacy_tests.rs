#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Mutex;

use accounts::legacy_password::{Cells, Membership, read};
use prometheus_client::metrics::counter::Counter;

use super::job::Desk;
use super::*;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };
const SALT: &str = "AAECAwQFBgcICQoLDA0ODw==";

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

async fn kept(hasher: &Hasher, algorithm: &str, hash: &str, iterations: &str) -> PasswordHash {
    let salt = if algorithm.is_empty() { "" } else { SALT };
    let legacy = read(Cells { algorithm, hash, salt, iterations }).unwrap().unwrap();
    hasher.keep(legacy, [7; 16]).unwrap().await.unwrap()
}

#[tokio::test]
async fn passwords_of_older_systems_are_verified_and_want_a_new_hash() {
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    for (algorithm, hash, iterations, right) in [
        ("membership", "jOHpCh2McqCLaKlLiMFo7W8Bxls=", "", "Salasana1!"),
        ("membership", "LdW7M6nAjjUlnJfdv3qRqq9UopA=", "", "KesäÅland2018ö!"),
        ("membership_hmacsha256", "irvw0aJxjxMjcsoohts6r+t/k0LbIfD7IE0b2xYd5dY=", "", "KesäÅland2018ö!"),
        ("", "AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==", "", "Salasana1!"),
        (
            "pbkdf2-sha256",
            "x8rgvfxsMVX7EBDlFqbzS8IlnKkhD7p1DgMLnQISwGfxuL8gAGcEPoJpYbfrzmrD+g5PS7ACEaY3+MvE/awfFQ==",
            "27500",
            "Salasana1!",
        ),
        (
            "",
            "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$EI793vF/TI0DoVu7eUqpGXR3yq0ARi8p/j0R+DVHDXY",
            "",
            "Salasana1!",
        ),
        (
            "",
            "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$YWqahWmEEwyBC5IWU2XXnICbekUAubgG4qaGAb9tzxQ",
            "",
            "KesäÅland2018ö!",
        ),
    ] {
        let stored = kept(&hasher, algorithm, hash, iterations).await;
        assert!(!stored.0.contains(hash.trim_end_matches('=')) || hash.starts_with("$argon2id"), "{}", stored.0);
        let verified = hasher.verify(secret(right), Some(stored.clone())).await.unwrap();
        assert_eq!(verified, Verified { matches: true, needs_rehash: true }, "{algorithm} {right}");
        for wrong in ["Salasana1?", "", hash] {
            assert!(!hasher.verify(secret(wrong), Some(stored.clone())).await.unwrap().matches, "{algorithm}");
        }
    }
}

#[tokio::test]
async fn an_old_password_may_be_typed_composed_or_not() {
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    // SHA-1 over the salt and "a\u{308}iti" in UTF-16: the old system never composed.
    let decomposed = kept(&hasher, "membership", &sha1_of("a\u{308}iti"), "").await;
    let composed = kept(&hasher, "membership", &sha1_of("äiti"), "").await;
    let matches = async |typed: &str, stored: &PasswordHash| {
        hasher.verify(secret(typed), Some(stored.clone())).await.unwrap().matches
    };
    assert!(matches("a\u{308}iti", &decomposed).await, "as it was typed");
    assert!(matches("a\u{308}iti", &composed).await, "in NFC");
    assert!(matches("äiti", &composed).await);
    assert!(!matches("äiti", &decomposed).await, "nobody knows how it was typed then");
}

fn sha1_of(password: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let salt = STANDARD.decode(SALT).unwrap();
    let recipe = Membership::Sha1.with_salt(salt).unwrap();
    STANDARD.encode(recipe.digest(password))
}

#[tokio::test]
async fn a_check_takes_as_many_hashes_whatever_is_stored() {
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    let legacy = kept(&hasher, "membership", "jOHpCh2McqCLaKlLiMFo7W8Bxls=", "").await;
    let own = hasher.hash(secret("salasana"), [1; 16]).await.unwrap();
    for (typed, expected) in [("väärä", 1), ("va\u{308}a\u{308}ra\u{308}", 2)] {
        for stored in [None, Some(own.clone()), Some(legacy.clone())] {
            let before = hasher.hashes();
            assert!(!hasher.verify(secret(typed), stored).await.unwrap().matches);
            assert_eq!(hasher.hashes() - before, expected);
        }
    }
}

#[test]
fn a_slow_old_password_makes_every_wrong_one_slow() {
    let recipe = |hash: &str| match read(Cells { hash, ..Cells::default() }) {
        Ok(Some(LegacyPassword::Digest { recipe, .. })) => Some(recipe),
        _ => None,
    };
    let slow = recipe("AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg8qUt2KQmN8mTVOu3FffEa6hGHz3iKtwVm2ReuQNs+djg==");
    let quick = recipe("AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==");
    assert!(slow.is_some() && quick.is_some());
    let slowest = Mutex::default();
    let desk = Desk { memory: &mut Vec::new(), slowest: &slowest, hashes: &Counter::default() };
    let extra = |recipe: &Option<Recipe>| {
        let (reply, _answer) = oneshot::channel();
        let stored = Stored::dummy(CHEAP);
        desk.slower_than(&Check { password: secret("väärä"), recipe: recipe.clone(), stored, reply })
    };
    assert_eq!(extra(&None), None, "nothing slow was met yet");
    assert_eq!(extra(&quick), None);
    assert_eq!(extra(&None), quick);
    assert_eq!(extra(&slow), None);
    for spared in [&None, &quick] {
        assert_eq!(extra(spared), slow);
    }
}

#[test]
fn what_rests_in_the_database_levels_the_first_check_too() {
    let slow =
        "$legacy-pbkdf2-sha256,i=100000,l=32,s=AQIDBAUGBwgJCgsMDQ4PEA$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA";
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    for stored in [slow, "$legacy-argon2id$argon2id$v=19$m=64", "$argon2id$v=19$m=64"] {
        hasher.level_with(&PasswordHash(stored.to_owned()));
    }
    let work = hasher.workers.slowest().as_ref().map(Recipe::work);
    assert_eq!(work, Some(300_000));
}
