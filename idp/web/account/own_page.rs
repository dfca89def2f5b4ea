//! What every page of the own account begins and ends with: a login, the
//! header, the word against forms of other sites, the answer.

use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use chrono::{DateTime, Utc};

use super::home::{frame, keep_language};
use super::step_up::{elsewhere, signed_in};
use crate::adapters::SignedIn;
use crate::password_proof::Proof;
use crate::pending_login::PendingLogin;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::login::Locked;
use crate::web::pages::own::{Done, ProofProblem};
use crate::web::pages::{Frame, Hidden, View};
use crate::web::reference::mark;
use crate::web::respond::{retry_after, sealed_page};
use crate::web::strict::{Fields, Pairs};
use crate::web::visitor::{FormOf, Visitor};

/// From this number of tries on the page says how many are left.
const FEW_TRIES: u32 = 2;

/// A page of the own account as its handler has it.
pub struct OwnPage<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    /// Whose page it is.
    pub signed_in: &'a SignedIn,
}

impl<'a> OwnPage<'a> {
    /// The page at `path`, which is shown to its owner. A language that was
    /// just chosen here becomes the account's.
    ///
    /// # Errors
    /// [`WebError::SignInFirst`] when nobody is signed in.
    pub async fn open(app: &'a App, visitor: &'a Visitor, path: &str) -> Result<Self, WebError> {
        let signed_in = signed_in(app, visitor, path)?;
        keep_language(app, visitor).await?;
        Ok(Self { app, visitor, signed_in })
    }

    /// The page at `path`, whose form was sent, and the form's fields.
    ///
    /// # Errors
    /// [`WebError::SignInFirst`] when nobody is signed in, or when the form is
    /// from before this login: it is shown anew. [`WebError::CrossSite`] when
    /// it is not one of this browser.
    pub fn act(app: &'a App, visitor: &'a Visitor, path: &str, form: Pairs) -> Result<(Self, Fields), WebError> {
        let fields = Fields::new(form)?;
        let signed_in = signed_in(app, visitor, path)?;
        match visitor.form_of(app, fields.get("csrf")) {
            FormOf::ThisLogin => Ok((Self { app, visitor, signed_in }, fields)),
            FormOf::AnotherLogin => Err(elsewhere(app, visitor, path)),
            FormOf::AnotherSite => Err(WebError::CrossSite),
        }
    }

    /// The frame of the page.
    pub fn frame(&self) -> Frame {
        frame(self.app, self.visitor, Some(self.signed_in))
    }

    /// The hidden fields of its forms.
    pub fn hidden(&self) -> Vec<Hidden> {
        vec![Hidden::new("csrf", self.visitor.csrf(self.app))]
    }

    /// The page, or the same once more when something in its form is wrong.
    pub fn show(&self, view: &dyn View, is_refused: bool) -> Response {
        let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        self.visitor.greet(self.app, sealed_page(status, view.render()))
    }

    /// The first page of the account, which says what was done.
    pub fn done(&self, done: Done) -> Response {
        self.go(&format!("/account?done={}", done.word()))
    }

    /// The same with the way on to the login that `flow` carries, if it does.
    pub fn done_within(&self, flow: &str, done: Done) -> Response {
        // What is not ours is not handed on, in an address least of all.
        match PendingLogin::open(&self.app.ctx, &self.visitor.caller.browser, flow) {
            Ok(_) => self.go(&format!("/account?done={}&flow={flow}", done.word())),
            Err(_) => self.done(done),
        }
    }

    /// A redirect to another page.
    pub fn go(&self, path: &str) -> Response {
        self.visitor.greet(self.app, Redirect::to(path))
    }

    /// The answer to a password that proved nothing: the form once more, as
    /// `again` shows it, or the page of a locked username.
    ///
    /// # Errors
    /// [`WebError::Busy`] when it could not be checked.
    pub fn unproven(&self, proof: Proof, again: impl FnOnce(ProofProblem) -> Response) -> Result<Response, WebError> {
        let lock_hours = self.app.ctx.accounts.lockout.duration.num_hours();
        match proof {
            Proof::Right | Proof::Busy => Err(WebError::Busy),
            Proof::Locked { until } => Ok(self.locked(until, lock_hours)),
            Proof::Throttled { until } => {
                let page = again(ProofProblem::Throttled { retry_at: until });
                Ok(retry_after(page, until, self.app.ctx.clock.now()))
            }
            Proof::Wrong { tries_left } => {
                let tries_left = (tries_left <= FEW_TRIES).then_some(tries_left);
                Ok(again(ProofProblem::Wrong { tries_left, lock_hours }))
            }
        }
    }

    fn locked(&self, until: DateTime<Utc>, hours: i64) -> Response {
        let (forgot_href, login_href) = ("/forgot".to_owned(), "/login".to_owned());
        let frame = mark(self.app, self.visitor, self.frame(), "locked");
        let view = Locked { frame, until, hours, forgot_href, login_href };
        self.visitor.greet(self.app, sealed_page(StatusCode::LOCKED, view.render()))
    }
}
