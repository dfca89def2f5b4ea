//! What no honest browser or client sends is answered with a clear 4xx at
//! every address, never with a 5xx, and the service lives on.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::TestIdp;

const ENDPOINTS: [(&str, &str); 15] = [
    ("GET", "/authorize"),
    ("POST", "/authorize"),
    ("POST", "/token"),
    ("GET", "/userinfo"),
    ("POST", "/userinfo"),
    ("GET", "/logout"),
    ("POST", "/logout"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/login/password"),
    ("POST", "/login/password"),
    ("GET", "/login/link-sent"),
    ("GET", "/password/set"),
    ("POST", "/password/set"),
    ("POST", "/forgot"),
];

/// Sends bytes as they are and gives the status of the answer; 0 when the
/// connection was closed without one.
async fn raw(idp: &TestIdp, bytes: &[u8]) -> u16 {
    let authority = idp.issuer.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(authority).await.unwrap();
    // The service may close before it has read everything.
    let _sent = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(crate::harness::PATIENCE, stream.read_to_end(&mut answer)).await;
    let _closed = read.expect("an answer or a closed connection");
    let line = String::from_utf8_lossy(&answer);
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

async fn send(idp: &TestIdp, method: &str, path: &str, payload: &[u8]) -> u16 {
    let host = idp.issuer.strip_prefix("http://").unwrap();
    let mut request = Vec::new();
    if method == "GET" {
        request.extend_from_slice(format!("GET {path}?").as_bytes());
        request.extend_from_slice(payload);
        request.extend_from_slice(format!(" HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes());
    } else {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            payload.len()
        );
        request.extend_from_slice(head.as_bytes());
        request.extend_from_slice(payload);
    }
    raw(idp, &request).await
}

async fn lives(idp: &TestIdp) {
    idp.browser().open("/live").await.is(200, "/live");
    idp.browser().open("/ready").await.is(200, "/ready");
}

#[tokio::test]
async fn malformed_parameters_are_refused_everywhere() {
    let idp = TestIdp::start().await;
    let flood = (0..200).map(|n| format!("p{n}=1")).collect::<Vec<_>>().join("&");
    let many = format!("username={}", "a".repeat(60_000));
    let payloads: [&[u8]; 9] = [
        b"client_id=web%00&username=a%00&token=%00",
        b"client_id=%ff%fe&username=%c0%af&token=%ed%a0%80",
        b"client_id=%&username=%zz&token=%u0041",
        b"client_id=web&client_id=web&grant_type=x&grant_type=x&username=a&username=b&token=a&token=b&flow=x&flow=y",
        b"flow=AAAA&link=AAAA&csrf=AAAA&username=a@example.com&password=x",
        b"=&=&&&===",
        b"request=eyJhbGciOiJub25lIn0.e30.&client_id=web&redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fcallback",
        flood.as_bytes(),
        many.as_bytes(),
    ];
    for (method, path) in ENDPOINTS {
        for payload in payloads {
            let status = send(&idp, method, path, payload).await;
            let told = format!("{method} {path} {}", String::from_utf8_lossy(&payload[..payload.len().min(60)]));
            assert!((200..500).contains(&status), "{status}: {told}");
        }
    }
    lives(&idp).await;
}

#[tokio::test]
async fn nul_and_broken_utf_8_are_a_400() {
    let idp = TestIdp::start().await;
    for (method, path) in ENDPOINTS.iter().filter(|(_, path)| *path != "/userinfo") {
        for payload in [&b"a=%00"[..], b"a=%ff", b"a=%"] {
            let status = send(&idp, method, path, payload).await;
            assert_eq!(status, 400, "{method} {path} {}", String::from_utf8_lossy(payload));
        }
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let idp = TestIdp::start().await;
    let body = vec![b'a'; 200 * 1024];
    for path in ["/authorize", "/token", "/login", "/logout", "/password/set"] {
        assert_eq!(send(&idp, "POST", path, &body).await, 413, "{path}");
    }
    let query = vec![b'a'; 100 * 1024];
    let status = send(&idp, "GET", "/authorize", &query).await;
    assert!(matches!(status, 0 | 400 | 414 | 431), "{status}");
    let host = idp.issuer.strip_prefix("http://").unwrap();
    let header =
        format!("GET /login HTTP/1.1\r\nhost: {host}\r\nx: {}\r\nconnection: close\r\n\r\n", "a".repeat(200 * 1024));
    let status = raw(&idp, header.as_bytes()).await;
    assert!(matches!(status, 0 | 400 | 431), "{status}");
    lives(&idp).await;
}

#[tokio::test]
async fn what_is_not_http_is_closed() {
    let idp = TestIdp::start().await;
    for bytes in [
        &b"\x16\x03\x01\x00\xa5\x01\x00\x00"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\n\r\n",
    ] {
        let status = raw(&idp, bytes).await;
        assert!(status == 0 || (400..500).contains(&status) || status == 505, "{status}: {bytes:?}");
    }
    lives(&idp).await;
}

#[tokio::test]
async fn every_other_method_is_refused_with_the_right_ones_named() {
    let idp = TestIdp::start().await;
    let http = reqwest::Client::new();
    for path in ["/authorize", "/token", "/login", "/password/set", "/jwks.json", "/logout"] {
        for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"] {
            let request = http.request(method.parse().unwrap(), idp.url(path)).header("sec-fetch-site", "same-origin");
            let answer = request.send().await.unwrap();
            assert!(matches!(answer.status().as_u16(), 200 | 204 | 405), "{method} {path}: {}", answer.status());
            if answer.status() == 405 {
                assert!(answer.headers().contains_key("allow"), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_a_page_with_a_way_on() {
    let idp = TestIdp::start().await;
    for path in ["/nothing", "/login/", "/login;x=1", "/assets/00000000/none.css", "/dev/mail", "/dev/clock", "/admin"]
    {
        let page = idp.browser().open(path).await;
        assert_eq!(page.status, 404, "{path}: {}", page.told());
    }
    for path in ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//login//", "/assets/../../etc/passwd"] {
        assert_eq!(send(&idp, "GET", path, b"").await, 404, "{path}");
    }
    let page = idp.browser().open("/nothing").await;
    assert!(!page.heading.is_empty() && !page.links.is_empty(), "{}", page.told());
}

#[tokio::test]
async fn a_forged_host_changes_no_link() {
    let idp = TestIdp::start().await;
    let answer = reqwest::Client::new()
        .get(idp.url("/.well-known/openid-configuration"))
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example;proto=https")
        .send()
        .await
        .unwrap();
    assert!(!answer.text().await.unwrap().contains("evil.example"));
}
