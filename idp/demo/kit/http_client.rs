//! The bridge between the `openidconnect` crate, which leaves HTTP to its
//! user, and reqwest.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::http;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

/// How long the provider may take to answer one request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends the requests of this relying party to the provider.
pub struct HttpClient(reqwest::Client);

/// A request to the provider that got no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Nothing came back in time.
    #[error("the provider could not be reached")]
    Unreachable(#[from] reqwest::Error),
    /// What came back was not HTTP as it should be.
    #[error("the provider's answer could not be read")]
    Unreadable(#[from] http::Error),
}

impl HttpClient {
    /// A client that follows no redirects: a provider's token, userinfo and
    /// key endpoints have none, and following one could be steered inwards.
    ///
    /// # Errors
    /// When the system's TLS library cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT).build().map(Self)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = self.0.execute(request.try_into()?).await?;
        let mut response = http::Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            response = response.header(name, value);
        }
        Ok(response.body(answer.bytes().await?.to_vec())?)
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
