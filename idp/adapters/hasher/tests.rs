#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

#[tokio::test]
async fn a_password_matches_its_own_hash_only() {
    let hasher = Hasher::new(CHEAP, 2, 4).unwrap();
    let hash = hasher.hash(secret("correct horse"), [7; 16]).await.unwrap();
    assert!(hash.0.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", hash.0);
    let right = hasher.verify(secret("correct horse"), Some(hash.clone())).await.unwrap();
    let wrong = hasher.verify(secret("correct horsf"), Some(hash)).await.unwrap();
    assert_eq!(right, Verified { matches: true, needs_rehash: false });
    assert_eq!(wrong, Verified { matches: false, needs_rehash: false });
}

#[tokio::test]
async fn a_hash_agrees_with_the_reference_implementation() {
    // argon2 of the reference C code: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
    let reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    let verified = hasher.verify(secret("password"), Some(PasswordHash(reference.to_owned()))).await.unwrap();
    assert_eq!(verified, Verified { matches: true, needs_rehash: true });
}

#[tokio::test]
async fn a_missing_hash_costs_the_same_and_never_matches() {
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    for password in ["", "anything"] {
        let before = hasher.hashes();
        let verified = hasher.verify(secret(password), None).await.unwrap();
        assert_eq!(verified, Verified { matches: false, needs_rehash: false });
        assert_eq!(hasher.hashes(), before + 1);
    }
}

#[tokio::test]
async fn a_hash_that_cannot_be_read_is_a_wrong_password_at_the_usual_work() {
    let hasher = Hasher::new(CHEAP, 1, 1).unwrap();
    let tail = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let unreadable = [
        String::new(),
        "plain text".to_owned(),
        format!("$argon2i$v=19$m=64,t=1,p=1{tail}"),
        format!("$argon2id$v=16$m=64,t=1,p=1{tail}"),
        format!("$argon2id$v=19$m=4194304,t=1,p=1{tail}"),
        format!("$argon2id$v=19$m=64,t=1000,p=1{tail}"),
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ".to_owned(),
    ];
    for (checked, hash) in unreadable.into_iter().enumerate() {
        let answer = hasher.verify(secret("password"), Some(PasswordHash(hash.clone()))).await.unwrap();
        assert!(!answer.matches, "{hash}");
        assert_eq!(hasher.hashes(), checked as u64 + 1, "{hash}");
    }
}

#[tokio::test]
async fn a_flood_is_told_that_the_hasher_is_busy() {
    let hasher = Arc::new(Hasher::new(Cost { memory_kib: 8 * 1024, passes: 4 }, 1, 2).unwrap());
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let hasher = Arc::clone(&hasher);
            tokio::spawn(async move { hasher.verify(secret("password"), None).await })
        })
        .collect();
    let mut busy = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Err(error) => {
                assert_eq!(error, HashError::Busy);
                busy += 1;
            }
            Ok(verified) => assert!(!verified.matches),
        }
    }
    assert!((10..=18).contains(&busy), "{busy} were told");
    assert_eq!(hasher.hashes(), 20 - busy);
}

#[test]
fn the_last_places_are_for_those_who_are_known() {
    let hasher = Hasher::new(CHEAP, 1, 4).unwrap();
    // Three turns of four, and one before the idle thread.
    let mut strangers: Vec<_> = (0..4).map(|_| hasher.turn(Asker::Stranger).unwrap()).collect();
    assert_eq!(hasher.turn(Asker::Stranger).err(), Some(HashError::Busy));
    let owner = |number| Asker::Known(Uuid::from_u128(number));
    assert!(hasher.turn(owner(1)).is_ok(), "given up at once");
    let known = hasher.turn(owner(1)).unwrap();
    assert_eq!(hasher.turn(owner(1)).err(), Some(HashError::Busy), "waits as a stranger");
    assert_eq!(hasher.turn(owner(2)).err(), Some(HashError::Busy));
    // Who gives a turn up leaves it to others.
    drop(known);
    strangers.truncate(2);
    strangers.push(hasher.turn(Asker::Stranger).unwrap());
    strangers.push(hasher.turn(Asker::Stranger).unwrap());
    assert_eq!(hasher.turn(Asker::Stranger).err(), Some(HashError::Busy));
}

#[test]
fn a_cost_that_argon2_does_not_allow_is_refused_at_the_start() {
    assert_eq!(Hasher::new(Cost { memory_kib: 1, passes: 1 }, 1, 1).err(), Some(HashError::Unsupported));
    assert_eq!(Hasher::new(Cost { memory_kib: 64, passes: 0 }, 1, 1).err(), Some(HashError::Unsupported));
}
