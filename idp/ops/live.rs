//! What the service is made of right now: background work and every new request
//! take it from here, and a reload puts something else in its place.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tower::{Service, ServiceExt as _};

use super::boot;
use super::config::Config;
use crate::adapters::Fault;
use crate::ctx::Ctx;
use crate::web::router;

/// The present parts and routes. Clones share them.
#[derive(Clone)]
pub struct Live(Arc<RwLock<Present>>);

struct Present {
    ctx: Ctx,
    routes: Router,
}

impl Live {
    /// Begins with `ctx`, whose pages are at `routes`.
    pub fn new(ctx: Ctx, routes: Router) -> Self {
        Self(Arc::new(RwLock::new(Present { ctx, routes })))
    }

    /// The parts as they are now.
    pub fn ctx(&self) -> Ctx {
        self.0.read().unwrap_or_else(PoisonError::into_inner).ctx.clone()
    }

    /// From the next request on the clients and texts are those of `config`,
    /// whose other settings are those of the start. Requests under way end as
    /// they began.
    ///
    /// # Errors
    /// A [`Fault`] when the database is away; then nothing has changed.
    pub async fn take_up(&self, config: &Config) -> Result<(), Fault> {
        let ctx = self.ctx();
        ctx.store.sync_file_clients(&config.clients, ctx.clock.now()).await?;
        let clients = boot::clients(&ctx.store).await?;
        let ctx = ctx.with(|parts| {
            parts.clients = clients;
            parts.organisation = Arc::new(config.organisation.clone());
            parts.accounts.editions = config.accounts.editions.clone();
        });
        let routes = router(boot::app(ctx.clone(), config)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Present { ctx, routes };
        Ok(())
    }

    /// Routes that lead to those of the moment.
    pub fn router(&self) -> Router {
        Router::new().fallback_service(self.clone())
    }

    fn routes(&self) -> Router {
        self.0.read().unwrap_or_else(PoisonError::into_inner).routes.clone()
    }
}

impl Service<Request<Body>> for Live {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let routes = self.routes();
        Box::pin(routes.oneshot(request))
    }
}
