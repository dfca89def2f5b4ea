use super::*;
use crate::fixtures::{SECRET, client, params, public_client};

fn basic(id_and_secret: impl AsRef<[u8]>) -> String {
    format!("Basic {}", STANDARD.encode(id_and_secret))
}

fn presented(method: AuthMethod, client_id: &str, secret: &str) -> Presented {
    Presented { client_id: client_id.to_owned(), method, secret: secret.to_owned(), verbatim: secret.to_owned() }
}

#[test]
fn each_method_is_recognised() -> Result<(), ProtocolError> {
    let in_body = [("client_id", "web"), ("client_secret", "s")];
    for (header, body, expected) in [
        (Some(basic("web:s")), &[][..], presented(AuthMethod::ClientSecretBasic, "web", "s")),
        (Some(basic("web:s")), &in_body[..1], presented(AuthMethod::ClientSecretBasic, "web", "s")),
        (None, &in_body[..], presented(AuthMethod::ClientSecretPost, "web", "s")),
        (None, &in_body[..1], presented(AuthMethod::None, "web", "")),
    ] {
        assert!(Presented::parse(header.as_deref(), &params(body))? == expected);
    }
    Ok(())
}

#[test]
fn both_halves_of_a_basic_header_are_form_decoded() -> Result<(), ProtocolError> {
    for (joined, id, secret) in [
        ("web:a:b", "web", "a:b"),
        ("https%3A%2F%2Frp.example:s+p%2B%C3%A4%25", "https://rp.example", "s p+\u{e4}%"),
        ("web:", "web", ""),
    ] {
        let found = Presented::parse(Some(&basic(joined)), &Params::default())?;
        assert_eq!((found.client_id.as_str(), found.secret.as_str()), (id, secret), "{joined}");
    }
    let lower = basic("web:s").replace("Basic", "bAsIc ");
    assert_eq!(Presented::parse(Some(&lower), &Params::default())?.client_id(), "web");
    Ok(())
}

#[test]
fn a_malformed_header_is_refused() {
    let urlsafe = basic("web:???").replace('/', "_");
    let unpadded = basic("web:s").trim_end_matches('=').to_owned();
    for header in [
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Bearer x",
        "Digest a=b",
        &basic("nocolon"),
        &basic(b"\xff\xfe:\xff"),
        &basic("%zz:%"),
        &basic("we%00b:s"),
        &basic("web:s\n"),
        &basic(":secret"),
        &urlsafe,
        &unpadded,
        &format!("Basic {}", "A".repeat(7000)),
    ] {
        let found = Presented::parse(Some(header), &params(&[("client_id", "web")]));
        assert_eq!(found.err(), Some(MALFORMED), "{header}");
    }
}

#[test]
fn two_ways_at_once_are_refused() {
    let header = basic("web:s");
    for (header, body, expected) in [
        (Some(&header), &[("client_id", "web"), ("client_secret", "s")][..], TWO_METHODS),
        (Some(&header), &[("client_id", "other")], TWO_CLIENTS),
        (Some(&header), &[("client_assertion", "x")], UNKNOWN_METHOD),
        (None, &[("client_id", "web"), ("client_assertion_type", "x")], UNKNOWN_METHOD),
        (None, &[("client_secret", "s")], ABSENT),
        (None, &[("client_id", "")], ABSENT),
        (None, &[], ABSENT),
    ] {
        let found = Presented::parse(header.map(String::as_str), &params(body));
        assert_eq!(found.err(), Some(expected), "{body:?}");
    }
    let twice = params(&[("client_id", "web"), ("code", "a"), ("code", "a")]);
    let code = Presented::parse(None, &twice).err().map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::InvalidRequest));
}

#[test]
fn the_registered_method_with_the_right_secret_is_accepted() {
    let basic = client();
    let post = Client { auth_method: AuthMethod::ClientSecretPost, ..client() };
    let public = public_client();
    for (client, secret) in [(&basic, SECRET), (&post, SECRET), (&public, "")] {
        let presented = presented(client.auth_method, "web", secret);
        assert_eq!(authenticate(&presented, Some(client)), Ok(client));
    }
}

#[test]
fn a_secret_counts_form_encoded_and_as_it_stands() {
    let secret = "a+b/c=%d %2B";
    let client = Client { secret_digest: Some(Digest::of(secret)), ..client() };
    for (joined, expected) in [
        ("web:a%2Bb%2Fc%3D%25d+%252B", true),
        ("web:a%2bb/c=%25d%20%252B", true),
        ("web:a+b/c=%d %2B", true),
        ("web:a b/c=%d %2B", false),
        ("web:a+b/c=%d +", false),
        ("web:", false),
    ] {
        let presented = Presented::parse(Some(&basic(joined)), &Params::default()).ok();
        let is_client = presented.is_some_and(|presented| authenticate(&presented, Some(&client)).is_ok());
        assert_eq!(is_client, expected, "{joined}");
    }
}

#[test]
fn everything_else_gets_one_answer() {
    use AuthMethod::{ClientSecretBasic as Basic, ClientSecretPost as Post, None as Public};
    let confidential = client();
    let secretless = Client { secret_digest: None, ..client() };
    let renamed = Client { client_id: "other".to_owned(), ..client() };
    let public = public_client();
    for (method, secret, client) in [
        (Basic, "wrong", Some(&confidential)),
        (Basic, "", Some(&confidential)),
        (Post, SECRET, Some(&confidential)),
        (Public, "", Some(&confidential)),
        (Basic, SECRET, Some(&renamed)),
        (Basic, "", Some(&secretless)),
        (Basic, SECRET, Some(&public)),
        (Post, SECRET, Some(&public)),
        (Basic, "", Some(&public)),
        (Basic, SECRET, None),
        (Public, "", None),
    ] {
        let found = authenticate(&presented(method, "web", secret), client);
        assert_eq!(found, Err(REFUSED), "{method:?} {secret}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let presented = presented(AuthMethod::ClientSecretPost, "web", SECRET);
    assert!(!format!("{presented:?}").contains("s3cr3t"));
}
