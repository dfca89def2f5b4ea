//! What went wrong, in every way.

use super::super::View;
use super::super::failure::{Failure, FailurePage, WayBack};
use super::{Pages, Views, now};

impl Pages<'_> {
    pub(super) fn failures(&self) -> Views {
        let href = "https://eservice.kaskenranta.example/".to_owned();
        let service = WayBack::Service { name: "Rakennusvalvonnan asiointi".to_owned(), href };
        let login = WayBack::Login { href: "/login".to_owned() };
        let retry = WayBack::Retry { href: "/login".to_owned() };
        let all = [
            ("failure-unknown-client", Failure::UnknownClient, WayBack::Home),
            ("failure-bad-redirect", Failure::BadRedirect, WayBack::Home),
            ("failure-bad-request", Failure::BadRequest, service),
            ("failure-other-browser", Failure::OtherBrowser, login),
            ("failure-cookies", Failure::CookiesBlocked, retry.clone()),
            ("failure-cross-site", Failure::CrossSite, WayBack::Home),
            ("failure-forbidden", Failure::Forbidden, WayBack::Home),
            ("failure-not-found", Failure::NotFound, WayBack::Home),
            ("failure-method", Failure::MethodNotAllowed, WayBack::Home),
            ("failure-too-large", Failure::TooLarge, WayBack::Home),
            ("failure-too-many", Failure::TooMany { retry_at: now() }, retry.clone()),
            ("failure-fault", Failure::Fault, WayBack::Home),
            ("failure-busy", Failure::Busy, retry),
        ];
        let page = |failure, back, details: Option<&str>| FailurePage {
            frame: self.marked(),
            failure,
            back,
            details: details.map(str::to_owned),
        };
        all.map(|(name, failure, back)| {
            let details = (failure == Failure::BadRedirect).then_some("invalid_request: redirect_uri");
            (name, Box::new(page(failure, back, details)) as Box<dyn View>)
        })
        .into()
    }
}
