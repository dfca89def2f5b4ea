//! What went wrong, in every way.

use super::super::failure::{Failure, FailurePage, WayBack};
use super::every::each;
use super::{Pages, Views};

/// The way on that the service gives, as far as it depends on the failure alone.
fn way_back(failure: Failure) -> WayBack {
    let href = "/login".to_owned();
    match failure {
        Failure::BadRequest => WayBack::Service {
            name: "Rakennusvalvonnan asiointi".to_owned(),
            href: "https://eservice.kaskenranta.example/".to_owned(),
        },
        Failure::OtherBrowser => WayBack::Login { href },
        Failure::CookiesBlocked | Failure::TooMany { .. } | Failure::Busy => WayBack::Retry { href },
        _ => WayBack::Home,
    }
}

impl Pages<'_> {
    pub(super) fn failures(&self) -> Views {
        each("failure", |failure| FailurePage {
            frame: self.marked(),
            failure,
            back: way_back(failure),
            details: (failure == Failure::BadRedirect).then(|| "invalid_request: redirect_uri".to_owned()),
        })
    }
}
