#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"RK38mIeBDzks0LE0dF1sSihDWbtYwxL30kYoqq7InbE","y":"tSj_u9GIMOXt3Tv5eZc1afwsBHj_aPKvXCfjyrOnT8k","kid":"k1","alg":"ES256","use":"sig"}"#;

/// Signed with the key above: typ `logout+jwt`, the claims of [`good`].
const TOKEN: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImxvZ291dCtqd3QiLCJraWQiOiJrMSJ9.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjgwODAiLCJhdWQiOiJlc2VydmljZSIsImlhdCI6MTc5NTM0ODgwMCwiZXhwIjoxNzk1MzQ4OTIwLCJqdGkiOiJqMSIsInNpZCI6InMxIiwic3ViIjoicDEiLCJldmVudHMiOnsiaHR0cDovL3NjaGVtYXMub3BlbmlkLm5ldC9ldmVudC9iYWNrY2hhbm5lbC1sb2dvdXQiOnt9fX0.8oLpkpYgiJeaMO-0M0LUyGzmY3bd0d7YkNW5vDqkYfHxAC-X3wmGvC0GoaCtfwFyF4wL7NyiGIuHdh-a-K0PjQ";

/// Signed with the same key and claims, but typ `JWT`, as an ID token might be.
const OTHER_TYP: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjgwODAiLCJhdWQiOiJlc2VydmljZSIsImlhdCI6MTc5NTM0ODgwMCwiZXhwIjoxNzk1MzQ4OTIwLCJqdGkiOiJqMSIsInNpZCI6InMxIiwic3ViIjoicDEiLCJldmVudHMiOnsiaHR0cDovL3NjaGVtYXMub3BlbmlkLm5ldC9ldmVudC9iYWNrY2hhbm5lbC1sb2dvdXQiOnt9fX0.WZK3zFE1h6eB9sEMnfukAbYGFhi55VIGDIqMm3PLapfI_6hYhYXzDUFmKNmEjXWfRHO9ssabboIypJl9JWi-Gg";

fn keys() -> Vec<CoreJsonWebKey> {
    vec![serde_json::from_str(KEY).unwrap()]
}

fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn good() -> Value {
    json!({
        "iss": "http://localhost:8080", "aud": "eservice", "jti": "j1", "sid": "s1", "sub": "p1",
        "iat": noon().timestamp(), "exp": noon().timestamp() + 120, "events": {EVENT: {}},
    })
}

fn check(claims: Value, now: DateTime<Utc>) -> Result<(), Refusal> {
    let claims = serde_json::from_value(claims).unwrap();
    check_claims(claims, "http://localhost:8080", "eservice", now).map(|_| ())
}

/// The good claims with one of them changed, or taken away by `null`.
fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    let members = claims.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    claims
}

fn with_header(header: &Value) -> String {
    let (_, rest) = TOKEN.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn a_genuine_token_gives_its_claims() {
    let payload = verify_signature(TOKEN, &keys()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(claims, good());
    assert_eq!(check(claims, noon()), Ok(()));
}

#[test]
fn a_changed_payload_is_refused() {
    let parts: Vec<_> = TOKEN.split('.').collect();
    let forged = URL_SAFE_NO_PAD.encode(with("sid", json!("s2")).to_string());
    let token = format!("{}.{forged}.{}", parts.first().unwrap(), parts.last().unwrap());
    assert_eq!(verify_signature(&token, &keys()), Err(Refusal::Signature));
}

#[test]
fn another_kind_of_token_is_refused() {
    assert_eq!(verify_signature(OTHER_TYP, &keys()), Err(Refusal::Header));
}

#[test]
fn headers_that_weaken_the_signature_are_refused() {
    for (header, refusal) in [
        (json!({"alg": "HS256", "typ": "logout+jwt", "kid": "k1"}), Refusal::Header),
        (json!({"alg": "none", "typ": "logout+jwt", "kid": "k1"}), Refusal::Header),
        (json!({"alg": "ES256", "typ": "logout+jwt", "kid": "k1", "crit": ["b64"]}), Refusal::Header),
        (json!({"alg": "ES256", "kid": "k1"}), Refusal::Header),
        (json!({"alg": "ES256", "typ": "logout+jwt", "kid": "k2"}), Refusal::UnknownKey),
        (json!({"alg": "ES256", "typ": "logout+jwt"}), Refusal::UnknownKey),
        (json!({"alg": "RS256", "typ": "logout+jwt", "kid": "k1"}), Refusal::UnknownKey),
        (json!({"alg": "ES256", "typ": "application/logout+jwt", "kid": "k1"}), Refusal::Signature),
    ] {
        assert_eq!(verify_signature(&with_header(&header), &keys()), Err(refusal), "{header}");
    }
}

#[test]
fn what_is_no_jws_is_refused() {
    for token in ["", "a", "a.b", "a.b.c", "..", "e30.e30.e30"] {
        assert_eq!(verify_signature(token, &keys()), Err(Refusal::Malformed), "{token}");
    }
}

#[test]
fn a_claim_that_is_missing_or_wrong_is_refused() {
    for (name, value) in [
        ("iss", json!("https://id.attacker.example")),
        ("iss", json!("http://localhost:8080/")),
        ("aud", json!("another")),
        ("aud", json!(["another", "third"])),
        ("iat", json!(noon().timestamp() + 61)),
        ("exp", json!(noon().timestamp() - 61)),
        ("jti", Value::Null),
        ("events", json!({})),
        ("events", json!({EVENT: true})),
        ("events", json!({"http://schemas.openid.net/event/other": {}})),
        ("nonce", json!("n")),
    ] {
        assert_eq!(check(with(name, value.clone()), noon()), Err(Refusal::Claim(name)), "{value}");
    }
}

#[test]
fn an_audience_list_that_names_this_service_is_accepted() {
    assert_eq!(check(with("aud", json!(["another", "eservice"])), noon()), Ok(()));
}

#[test]
fn a_session_or_a_subject_must_be_named() {
    assert_eq!(check(with("sub", Value::Null), noon()), Ok(()));
    assert_eq!(check(with("sid", Value::Null), noon()), Ok(()));
    let mut neither = with("sid", Value::Null);
    neither.as_object_mut().unwrap().remove("sub");
    assert_eq!(check(neither, noon()), Err(Refusal::Claim("sid")));
}

#[test]
fn a_token_outlives_its_end_by_the_clock_skew_only() {
    assert_eq!(check(good(), noon() + TimeDelta::seconds(179)), Ok(()));
    assert_eq!(check(good(), noon() + TimeDelta::seconds(180)), Err(Refusal::Claim("exp")));
}
