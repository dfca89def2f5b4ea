#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

const TIMEOUT: Duration = Duration::from_secs(3);

/// A server that gives every request the same answer, and its address.
async fn server(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4_096];
            let read = stream.read(&mut request).await.unwrap();
            assert!(request[..read].ends_with(b"logout_token=a.b-c") || read > 0);
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    address
}

fn local() -> Outbound {
    Outbound::new(AddressRule::new(vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]), TIMEOUT)
}

#[tokio::test]
async fn the_status_of_the_answer_is_told() {
    for (answer, status) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", 200),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204),
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", 400),
        ("HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n", 302),
    ] {
        let url = format!("http://{}/back-channel", server(answer).await);
        assert_eq!(local().post_form(&url, &[("logout_token", "a.b-c")]).await.unwrap(), status);
    }
}

#[tokio::test]
async fn addresses_inside_are_not_reached_by_number_or_name() {
    let port = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.port();
    let outbound = Outbound::new(AddressRule::default(), TIMEOUT);
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"] {
        let refused = outbound.post_form(&format!("http://{host}:{port}/"), &[]).await;
        let line = refused.map_err(|fault| fault.to_operator()).unwrap_err();
        assert!(line.contains("[outbound] allow"), "{host}: {line}");
    }
}

#[tokio::test]
async fn other_schemes_and_broken_urls_are_refused() {
    for url in ["file:///etc/passwd", "ftp://example.fi/", "no url", "http://", "https:///x"] {
        assert!(local().post_form(url, &[]).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn an_error_does_not_tell_the_url() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/x?secret=hush", listener.local_addr().unwrap());
    drop(listener);
    let fault = local().post_form(&url, &[]).await.unwrap_err();
    assert!(!fault.to_operator().contains("hush"), "{fault:?}");
}

#[tokio::test]
async fn a_relying_party_that_says_nothing_is_given_up_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let rule = AddressRule::new(vec!["127.0.0.0/8".parse().unwrap()]);
    let outbound = Outbound::new(rule, Duration::from_millis(50));
    let answer = tokio::time::timeout(TIMEOUT, outbound.post_form(&url, &[])).await;
    assert!(answer.unwrap().is_err());
}
