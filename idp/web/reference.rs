//! Every request has one reference, whichever layer asks for it first.

use axum::http::Extensions;

use super::app::App;
use super::pages::Frame;
use super::visitor::Visitor;
use crate::reference::Reference;

/// The reference of the request with these `extensions`.
pub fn of(app: &App, extensions: &mut Extensions) -> Reference {
    extensions.get_or_insert_with(|| Reference::new(app.ctx.random())).clone()
}

/// `frame` for a page that leads no further: it shows the reference, under
/// which the log says `why`.
pub fn mark(app: &App, visitor: &Visitor, frame: Frame, why: &'static str) -> Frame {
    let reference = &visitor.caller.reference;
    tracing::info!(%reference, why, "a page that leads no further");
    frame.with_reference(reference.clone(), app.ctx.clock.now())
}
