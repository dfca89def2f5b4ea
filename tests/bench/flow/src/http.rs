//! A small HTTP/1.1 client over kept connections: little CPU time of its own,
//! so that the server's is what limits a run.

use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::address::Address;
use crate::jar::Jar;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked.
pub struct Request<'a> {
    /// Where.
    pub address: &'a Address,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// A form to post; a GET without one.
    pub form: Option<&'a str>,
    /// The network that a proxy says it comes from.
    pub network: Option<&'a str>,
    /// Cookies that come from no jar.
    pub cookies: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A GET of `address`.
    pub fn get(address: &'a Address) -> Self {
        Self { address, authorization: None, form: None, network: None, cookies: None }
    }

    fn text(&self, cookies: Option<&str>) -> String {
        let method = if self.form.is_some() { "POST" } else { "GET" };
        let Address { authority, target } = self.address;
        let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: flow\r\n");
        if let Some(cookies) = cookies {
            text.push_str(&format!("Cookie: {cookies}\r\n"));
        }
        if let Some(network) = self.network {
            text.push_str(&format!("X-Forwarded-For: {network}\r\n"));
        }
        if let Some(authorization) = self.authorization {
            text.push_str(&format!("Authorization: {authorization}\r\n"));
        }
        match self.form {
            None => text.push_str("\r\n"),
            Some(form) => text.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                form.len()
            )),
        }
        text
    }
}

/// What was answered.
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is opened when it is needed and kept.
#[derive(Default)]
pub struct Connection {
    replica: Option<String>,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Connection {
    /// A connection to `replica`, wherever the URLs of requests lead.
    pub fn to(replica: Option<String>) -> Self {
        Self { replica, ..Self::default() }
    }

    /// The answer to `request`, sent with the cookies of `jar` and leaving its
    /// own there.
    ///
    /// # Errors
    /// When there is no whole answer in time.
    pub async fn send(&mut self, request: &Request<'_>, jar: Option<&mut Jar>) -> anyhow::Result<Response> {
        let cookies = jar.as_ref().and_then(|jar| jar.header(request.address.path()));
        let text = request.text(cookies.as_deref().or(request.cookies));
        let was_open = self.stream.is_some();
        let answer = match self.exchange(request.address, &text).await {
            // The server may have closed a connection that lay idle.
            Err(_) if was_open => self.exchange(request.address, &text).await,
            answer => answer,
        };
        let response = answer?;
        if let Some(jar) = jar {
            for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
                jar.store(cookie);
            }
        }
        Ok(response)
    }

    async fn exchange(&mut self, address: &Address, request: &str) -> anyhow::Result<Response> {
        // Taken out, so that a failure leaves no connection behind.
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.replica.as_ref().unwrap_or(&address.authority)).await?,
        };
        let answer = tokio::time::timeout(PATIENCE, answer(&mut stream, &mut self.buffer, request));
        let response = answer.await.context("no answer in time")??;
        let closes = response.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        self.stream = (!closes).then_some(stream);
        Ok(response)
    }
}

async fn connect(authority: &str) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(authority).await.with_context(|| authority.to_owned())?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>, request: &str) -> anyhow::Result<Response> {
    buffer.clear();
    stream.write_all(request.as_bytes()).await?;
    let (mut response, head) = loop {
        fill(stream, buffer).await?;
        if let Some(parsed) = head(buffer)? {
            break parsed;
        }
    };
    response.body = if response.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        chunks(stream, buffer, head).await?
    } else {
        let length = response.header("content-length").map_or(Ok(0), str::parse::<usize>)?;
        piece(stream, buffer, head, length).await?
    };
    Ok(response)
}

/// Status and headers, and where the body begins; `None` when more must come.
fn head(buffer: &[u8]) -> anyhow::Result<Option<(Response, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = parsed.parse(buffer)? else { return Ok(None) };
    let headers = parsed.headers.iter();
    let headers = headers
        .map(|header| (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    Ok(Some((Response { status: parsed.code.context("no status")?, headers, body: Vec::new() }, length)))
}

async fn chunks(stream: &mut TcpStream, buffer: &mut Vec<u8>, mut at: usize) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let rest = buffer.get(at..).unwrap_or_default();
        let Some(line) = rest.windows(2).position(|window| window == b"\r\n") else {
            fill(stream, buffer).await?;
            continue;
        };
        let size = std::str::from_utf8(rest.get(..line).unwrap_or_default())?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
        at += line + 2;
        body.extend(piece(stream, buffer, at, size + 2).await?.get(..size).unwrap_or_default());
        if size == 0 {
            return Ok(body);
        }
        at += size + 2;
    }
}

async fn piece(stream: &mut TcpStream, buffer: &mut Vec<u8>, at: usize, length: usize) -> anyhow::Result<Vec<u8>> {
    loop {
        if let Some(piece) = buffer.get(at..at + length) {
            return Ok(piece.to_vec());
        }
        fill(stream, buffer).await?;
    }
}

async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    match stream.read_buf(buffer).await? {
        0 => bail!("the server closed the connection"),
        _ => Ok(()),
    }
}
