use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::fixtures::{at, client, grant, params, policy};

/// Stands in for the provider's MAC.
fn mac(message: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"key").chain_update(message).finalize().into()
}

/// A family at generation 5, rotated at 2000.
fn family() -> RefreshFamily {
    let begun = RefreshFamily::begin(Uuid::from_u128(3), &grant(), &policy(), at(1000));
    RefreshFamily { generation: 5, rotated_at: at(2000), ..begun }
}

fn with_policy(refresh: RefreshPolicy) -> Client {
    Client { refresh, ..client() }
}

#[test]
fn a_token_says_its_family_and_generation() {
    let text = RefreshToken::mint(&family(), mac);
    assert!(text.starts_with("rt_") && text.len() == 73);
    let expected = RefreshToken { family_id: Uuid::from_u128(3), generation: 5 };
    assert_eq!(RefreshToken::parse(&text, "web", mac), Ok(expected));
    assert_eq!(RefreshToken::mint(&family(), mac), text);
    let next = RefreshFamily { generation: 6, ..family() };
    assert_ne!(RefreshToken::mint(&next, mac), text);
}

#[test]
fn another_clients_token_is_not_genuine() {
    let text = RefreshToken::mint(&family(), mac);
    assert_eq!(RefreshToken::parse(&text, "other", mac), Err(INVALID_REFRESH_TOKEN));
}

#[test]
fn another_keys_token_is_not_genuine() {
    let text = RefreshToken::mint(&family(), |_| [7; 32]);
    assert_eq!(RefreshToken::parse(&text, "web", mac), Err(INVALID_REFRESH_TOKEN));
}

#[test]
fn a_mangled_token_is_not_genuine() {
    let text = RefreshToken::mint(&family(), mac);
    let swapped: String = text
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let cut = text.get(..text.len() - 4).unwrap_or_default();
    for mangled in [
        "",
        "\0",
        "rt_",
        "x",
        &swapped,
        cut,
        &format!("{text}A"),
        &format!(" {text}"),
        &format!("{text}="),
        &text.replacen("rt_", "ac_", 1),
        &"a".repeat(100_000),
        &format!("rt_{}", "A".repeat(70)),
        &format!("rt_{}", "\u{e4}".repeat(35)),
    ] {
        let found = RefreshToken::parse(mangled, "web", mac);
        assert_eq!(found, Err(INVALID_REFRESH_TOKEN), "{mangled}");
    }
}

#[test]
fn every_changed_character_is_noticed() {
    let text = RefreshToken::mint(&family(), mac);
    for place in 0..text.len() {
        for other in ['A', 'B', '-'] {
            let changed: String = text.chars().enumerate().map(|(i, c)| if i == place { other } else { c }).collect();
            if changed != text {
                assert!(RefreshToken::parse(&changed, "web", mac).is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn the_current_token_rotates_and_the_end_stays() {
    let now = at(3000);
    for refresh in [RefreshPolicy::Rotate, RefreshPolicy::RotateGrace(30)] {
        let next = RefreshFamily { generation: 6, rotated_at: now, ..family() };
        assert_eq!(decide(&family(), 5, &with_policy(refresh), now), Use::Rotate { next });
    }
    assert_eq!(decide(&family(), 5, &with_policy(RefreshPolicy::Static), now), Use::Repeat);
}

#[test]
fn an_older_token_is_a_replay_outside_the_grace() {
    use RefreshPolicy::{Rotate, RotateGrace, Static};
    for (refresh, generation, seconds, expected) in [
        (Rotate, 4, 2000, Use::Replayed),
        // The clock of this replica is behind that of the one that rotated.
        (Rotate, 4, 1999, Use::Replayed),
        (Rotate, 0, 2000, Use::Replayed),
        (RotateGrace(30), 4, 2000, Use::Repeat),
        (RotateGrace(30), 4, 2029, Use::Repeat),
        (RotateGrace(30), 4, 2030, Use::Replayed),
        (RotateGrace(30), 3, 2001, Use::Replayed),
        (RotateGrace(0), 4, 1999, Use::Replayed),
        (Static, 4, 2000, Use::Replayed),
        (Rotate, 6, 2000, Use::Dead),
    ] {
        let found = decide(&family(), generation, &with_policy(refresh), at(seconds));
        assert_eq!(found, expected, "{refresh:?} {generation} {seconds}");
    }
}

#[test]
fn a_family_that_is_over_is_dead_to_every_token() {
    let revoked = RefreshFamily { revoked_at: Some(at(2500)), ..family() };
    let foreign = RefreshFamily { client_id: "other".to_owned(), ..family() };
    let last = RefreshFamily { generation: u32::MAX, ..family() };
    let end = family().expires_at;
    for refresh in [RefreshPolicy::Rotate, RefreshPolicy::RotateGrace(30), RefreshPolicy::Static] {
        let client = with_policy(refresh);
        for generation in [3, 4, 5] {
            assert_eq!(decide(&revoked, generation, &client, at(2001)), Use::Dead);
            assert_eq!(decide(&foreign, generation, &client, at(2001)), Use::Dead);
            assert_eq!(decide(&family(), generation, &client, end), Use::Dead);
        }
    }
    assert_eq!(decide(&last, u32::MAX, &client(), at(2001)), Use::Dead);
}

#[test]
fn a_family_begins_with_its_grant_and_has_a_fixed_end() {
    let begun = RefreshFamily::begin(Uuid::from_u128(3), &grant(), &policy(), at(1000));
    assert_eq!(begun.generation, 0);
    assert_eq!(begun.grant_id, grant().id);
    assert_eq!(begun.scope, grant().scope);
    assert_eq!(begun.expires_at, at(1000) + TimeDelta::days(30));
    let found = decide(&begun, 0, &client(), begun.expires_at - TimeDelta::seconds(1));
    assert!(matches!(found, Use::Rotate { next } if next.expires_at == begun.expires_at));
}

#[test]
fn a_scope_can_be_narrowed_and_never_widened() -> Result<(), ProtocolError> {
    for (requested, expected) in [
        ("", Ok("openid email offline_access")),
        ("openid", Ok("openid")),
        ("openid email offline_access", Ok("openid email offline_access")),
        ("openid profile", Err(TOO_WIDE)),
        ("openid admin", Err(TOO_WIDE)),
        (" ", Err(TOO_WIDE)),
    ] {
        let request = RefreshRequest::parse(&params(&[("refresh_token", "rt_x"), ("scope", requested)]))?;
        let found = request.narrow(&family(), &client());
        assert_eq!(found, expected.map(Scope::parse), "{requested}");
    }
    Ok(())
}

#[test]
fn what_the_client_may_not_have_any_more_is_left_out() -> Result<(), ProtocolError> {
    let client = Client { scopes: Scope::parse("openid"), ..client() };
    let all = RefreshRequest::parse(&params(&[("refresh_token", "rt_x")]))?;
    assert_eq!(all.narrow(&family(), &client), Ok(Scope::parse("openid")));
    let email = params(&[("refresh_token", "rt_x"), ("scope", "openid email")]);
    assert_eq!(RefreshRequest::parse(&email)?.narrow(&family(), &client), Err(TOO_WIDE));
    Ok(())
}

#[test]
fn a_request_without_token_is_invalid_and_debug_shows_no_token() -> Result<(), ProtocolError> {
    assert!(RefreshRequest::parse(&params(&[("refresh_token", "")])).is_err());
    let text = RefreshToken::mint(&family(), mac);
    let request = RefreshRequest::parse(&params(&[("refresh_token", &text)]))?;
    assert!(!format!("{request:?}").contains(&text));
    assert_eq!(request.token(&client(), mac)?.generation, 5);
    Ok(())
}
