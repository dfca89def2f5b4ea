//! `/password/set`: the page behind a mailed link. The link itself only trades
//! its secret for an address that this browser alone can use; nothing but the
//! form's button uses it up.

use accounts::Locale;
use accounts::one_time_token::{Purpose, Standing};
use accounts::password::Rules;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Redirect, Response};
use oidc::names::Digest;
use zeroize::Zeroizing;

use super::mailed_address::secret_in;
use super::password_rules::{faults_of, printed_rules, shown_problem};
use super::sending::{sending_of, word_for};
use super::way_on::{interrupted, way_on};
use crate::flows::mail_link::{mail_link, times_lately};
use crate::flows::set_password::{Link, Outcome, find_link, note_opened, set_password};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::link::{self as pages, Death, LinkDead, LinkSent, NewLink};
use crate::web::pages::password::{NewPasswordProblem, PasswordDone, SetPassword};
use crate::web::pages::{Frame, Hidden, View};
use crate::web::reference::mark;
use crate::web::respond::sealed_page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const LABEL: &str = "mailed link";
const LANGUAGE_FIELD: &str = "ui_locales";

/// `GET /password/set`: with `token` as the mail has it, with `link` as this
/// browser has it from then on.
pub async fn get(
    State(app): State<App>,
    visitor: Visitor,
    uri: Uri,
    query: Result<StrictQuery, WebError>,
) -> Result<Response, WebError> {
    if let Some(digest) = secret_in(&uri) {
        let href = href(&app, &visitor, "/password/set", &Digest(digest));
        return Ok(visitor.greet(&app, Redirect::to(&in_language(href, visitor.chosen))));
    }
    let fields = Fields::new(query?.0)?;
    if fields.is_ticked("token") || !fields.is_ticked("link") {
        return Ok(show_unknown(&app, &visitor));
    }
    let Some(link) = open(&app, &visitor, fields.get("link")).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    if link.standing != Standing::Live {
        return Ok(show_dead(&app, &visitor, &link));
    }
    note_opened(&app.ctx, &link, &visitor.caller).await?;
    Ok(show(&app, &visitor, &link, visitor.chosen, Vec::new()))
}

/// `POST /password/set`: a new password was typed.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let mut fields = Fields::new(form.0)?;
    let Some(link) = open(&app, &visitor, fields.get("link")).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    let password = Zeroizing::new(fields.take("password"));
    let confirm = Zeroizing::new(fields.take("password_confirm"));
    let chosen = Locale::from_tag(fields.get(LANGUAGE_FIELD));
    if link.standing == Standing::Live {
        let faults = faults_of(&app, &link.account, &password, &confirm);
        if !faults.is_empty() {
            return Ok(show(&app, &visitor, &link, chosen, faults));
        }
    }
    let digest = Digest(link.token.digest);
    let locale = chosen.or_else(|| interrupted(&app, &visitor, &link.token).and_then(|pending| pending.locale));
    match set_password(&app.ctx, link, password, locale, &visitor.caller).await? {
        Outcome::Set(_) => {
            let href = in_language(href(&app, &visitor, "/password/done", &digest), chosen);
            Ok(visitor.greet(&app, Redirect::to(&href)))
        }
        Outcome::Dead(link) => Ok(show_dead(&app, &visitor, &link)),
        Outcome::Unfit(link, problems) => {
            Ok(show(&app, &visitor, &link, chosen, problems.iter().map(shown_problem).collect()))
        }
        Outcome::Busy => Err(WebError::Busy),
    }
}

/// `GET /password/done`.
pub async fn get_done(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let Some(link) = open(&app, &visitor, fields.get("link")).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    let view = PasswordDone {
        frame: frame(&app, &visitor, "/password/done", &link),
        first: link.token.purpose == Purpose::FirstPassword,
        sessions_ended: link.token.purpose == Purpose::Recovery,
        login_href: way_on(&app, &visitor, &link.token, &link.account),
    };
    Ok(visitor.greet(&app, sealed_page(StatusCode::OK, view.render())))
}

/// `POST /password/link-sent`: somebody with a dead link asks for a new one.
pub async fn post_link_sent(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let fields = Fields::new(form.0)?;
    let Some(link) = open(&app, &visitor, fields.get("link")).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    let pending = interrupted(&app, &visitor, &link.token);
    let mailed = mail_link(&app.ctx, &link.account, pending.as_ref(), &visitor.caller).await?;
    let times = times_lately(&app.ctx, &link.account).await?;
    let word = word_for(&app, mailed, &times);
    let href = href(&app, &visitor, "/password/link-sent", &Digest(link.token.digest));
    Ok(visitor.greet(&app, Redirect::to(&format!("{href}&sent={word}"))))
}

/// `GET /password/link-sent`.
pub async fn get_link_sent(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let Some(link) = open(&app, &visitor, fields.get("link")).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    let times = times_lately(&app.ctx, &link.account).await?;
    let view = LinkSent {
        frame: frame(&app, &visitor, "/password/link-sent", &link),
        client_name: None,
        purpose: match link.token.purpose {
            Purpose::FirstPassword => pages::Purpose::FirstPassword,
            _ => pages::Purpose::NewPassword,
        },
        address: link.account.mailbox().map(accounts::Email::masked),
        sender: Some(app.mail_from.clone()),
        minutes: app.ctx.accounts.recovery_ttl.num_minutes(),
        sending: sending_of(&app, fields.get("sent"), &times),
        change_href: "/login".to_owned(),
        action: "/password/link-sent",
        hidden: hidden(&app, &visitor, &link),
    };
    Ok(visitor.greet(&app, sealed_page(StatusCode::OK, view.render())))
}

/// The link that this browser was given; `None` when there is no such link.
async fn open(app: &App, visitor: &Visitor, sealed: &str) -> Result<Option<Link>, WebError> {
    let plain = app.ctx.open_from(&visitor.caller.browser, LABEL, sealed).ok_or(WebError::OtherBrowser)?;
    let digest = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| WebError::BadRequest)?;
    Ok(find_link(&app.ctx, &Digest(digest)).await?)
}

fn seal(app: &App, visitor: &Visitor, digest: &Digest) -> String {
    app.ctx.seal_for(&visitor.caller.browser, LABEL, &digest.0)
}

fn href(app: &App, visitor: &Visitor, path: &str, digest: &Digest) -> String {
    format!("{path}?link={}", seal(app, visitor, digest))
}

/// The address with the language that the person chose on the way here.
fn in_language(href: String, chosen: Option<Locale>) -> String {
    match chosen {
        Some(locale) => format!("{href}&ui_locales={}", locale.tag()),
        None => href,
    }
}

fn hidden(app: &App, visitor: &Visitor, link: &Link) -> Vec<Hidden> {
    vec![Hidden::new("link", seal(app, visitor, &Digest(link.token.digest)))]
}

fn frame(app: &App, visitor: &Visitor, path: &str, link: &Link) -> Frame {
    let locale = visitor.locale_for_mailed_link(&link.account);
    let href = href(app, visitor, path, &Digest(link.token.digest));
    Frame::new(&app.site, locale).with_languages(|locale| format!("{href}&ui_locales={}", locale.tag()))
}

/// The form. It brings back the language that was `chosen`, which becomes the
/// account's with the password.
fn show(
    app: &App,
    visitor: &Visitor,
    link: &Link,
    chosen: Option<Locale>,
    refused: Vec<NewPasswordProblem>,
) -> Response {
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let language = chosen.map(|locale| Hidden::new(LANGUAGE_FIELD, locale.tag()));
    let other = visitor.session.as_ref().filter(|signed_in| signed_in.account.id != link.account.id);
    let view = SetPassword {
        frame: frame(app, visitor, "/password/set", link),
        first: link.token.purpose == Purpose::FirstPassword,
        username: link.account.sign_in_name().to_owned(),
        other_user: other.map(|signed_in| signed_in.account.sign_in_name().to_owned()),
        rules: printed_rules(&Rules::of(&app.ctx.accounts)),
        refused,
        hidden: hidden(app, visitor, link).into_iter().chain(language).collect(),
    };
    visitor.greet(app, sealed_page(status, view.render()))
}

fn show_dead(app: &App, visitor: &Visitor, link: &Link) -> Response {
    let death = match link.standing {
        Standing::Used { .. } => Death::Used,
        Standing::Superseded => Death::Superseded,
        Standing::Expired | Standing::Live => Death::Expired { minutes: app.ctx.accounts.recovery_ttl.num_minutes() },
    };
    let new_link = link.account.mailbox().map(|email| NewLink {
        action: "/password/link-sent".to_owned(),
        masked_address: email.masked(),
        hidden: hidden(app, visitor, link),
    });
    let view = LinkDead {
        frame: mark(app, visitor, frame(app, visitor, "/password/set", link), death.word()),
        death,
        new_link,
        forgot_href: "/forgot".to_owned(),
        login_href: way_on(app, visitor, &link.token, &link.account),
    };
    visitor.greet(app, sealed_page(StatusCode::GONE, view.render()))
}

fn show_unknown(app: &App, visitor: &Visitor) -> Response {
    let view = LinkDead {
        frame: mark(app, visitor, Frame::new(&app.site, visitor.caller.locale), Death::Unknown.word()),
        death: Death::Unknown,
        new_link: None,
        forgot_href: "/forgot".to_owned(),
        login_href: "/login".to_owned(),
    };
    visitor.greet(app, sealed_page(StatusCode::NOT_FOUND, view.render()))
}
