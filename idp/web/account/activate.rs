//! `/activate`: the page behind the mailed link of a registration. The link
//! itself only trades its secret for an address that this browser alone can use;
//! nothing but the form's button uses it up.

use accounts::Locale;
use accounts::one_time_token::Standing;
use accounts::password::Rules;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use oidc::names::Digest;
use zeroize::Zeroizing;

use super::mailed_address::secret_in;
use super::password_rules::{faults_of, printed_rules, shown_problem};
use super::way_on::way_on;
use crate::flows::activate::{Link, Outcome, activate, find_link};
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::pages::activation::{Activate, ActivationDead, ActivationDone, Death};
use crate::web::pages::link::NewLink;
use crate::web::pages::password::NewPasswordProblem;
use crate::web::pages::{Frame, Hidden, View};
use crate::web::reference::mark;
use crate::web::respond::page;
use crate::web::strict::{Fields, StrictForm, StrictQuery};
use crate::web::visitor::Visitor;

const LABEL: &str = "activation link";
const LANGUAGE_FIELD: &str = "ui_locales";

/// A link as this browser carries it: which one, and when it was opened.
pub(super) struct Opened {
    digest: Digest,
    at: DateTime<Utc>,
}

/// `GET /activate`: with `token` as the mail has it, with `link` as this
/// browser has it from then on.
pub async fn get(State(app): State<App>, visitor: Visitor, uri: Uri, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    if let Some(digest) = secret_in(&uri) {
        let opened = Opened { digest: Digest(digest), at: app.ctx.clock.now() };
        let href = in_language(href(&app, &visitor, "/activate", &opened), visitor.chosen);
        return Ok(visitor.greet(&app, Redirect::to(&href)));
    }
    if fields.is_ticked("token") || !fields.is_ticked("link") {
        return Ok(show_unknown(&app, &visitor));
    }
    let opened = open(&app, &visitor, &fields)?;
    Ok(match find(&app, &opened).await? {
        None => show_unknown(&app, &visitor),
        Some(link) if is_live(&link) => show(&app, &visitor, &opened, &link, visitor.chosen, Vec::new()),
        Some(link) => show_dead(&app, &visitor, &opened, &link),
    })
}

/// `POST /activate`: the button was pressed.
pub async fn post(State(app): State<App>, visitor: Visitor, form: StrictForm) -> Result<Response, WebError> {
    let mut fields = Fields::new(form.0)?;
    let password = Zeroizing::new(fields.take("password"));
    let confirm = Zeroizing::new(fields.take("password_confirm"));
    let chosen = Locale::from_tag(fields.get(LANGUAGE_FIELD));
    let opened = open(&app, &visitor, &fields)?;
    let Some(link) = find(&app, &opened).await? else {
        return Ok(show_unknown(&app, &visitor));
    };
    if is_live(&link) && link.needs_password(&visitor.caller) {
        let faults = faults_of(&app, &link.account, &password, &confirm);
        if !faults.is_empty() {
            return Ok(show(&app, &visitor, &opened, &link, chosen, faults));
        }
    }
    match activate(&app.ctx, link, password, chosen, &visitor.caller).await? {
        Outcome::Activated => {
            let href = in_language(href(&app, &visitor, "/activate/done", &opened), chosen);
            Ok(visitor.greet(&app, Redirect::to(&href)))
        }
        Outcome::Dead(link) => Ok(show_dead(&app, &visitor, &opened, &link)),
        Outcome::Unfit(link, problems) => {
            Ok(show(&app, &visitor, &opened, &link, chosen, problems.iter().map(shown_problem).collect()))
        }
        Outcome::Busy => Err(WebError::Busy),
    }
}

/// `GET /activate/done`.
pub async fn get_done(State(app): State<App>, visitor: Visitor, query: StrictQuery) -> Result<Response, WebError> {
    let fields = Fields::new(query.0)?;
    let opened = open(&app, &visitor, &fields)?;
    Ok(match find(&app, &opened).await? {
        Some(link) if link.is_done() => {
            let view = ActivationDone {
                frame: frame(&app, &visitor, "/activate/done", &opened, &link),
                login_href: way_on(&app, &visitor, &link.token, &link.account),
            };
            visitor.greet(&app, page(StatusCode::OK, view.render()))
        }
        Some(_) => Redirect::to(&href(&app, &visitor, "/activate", &opened)).into_response(),
        None => show_unknown(&app, &visitor),
    })
}

fn is_live(link: &Link) -> bool {
    link.standing == Standing::Live && !link.is_done() && link.account.is_open()
}

/// The link that this browser was given.
pub(super) fn open(app: &App, visitor: &Visitor, fields: &Fields) -> Result<Opened, WebError> {
    let plain = app.ctx.open_from(&visitor.caller.browser, LABEL, fields.get("link")).ok_or(WebError::OtherBrowser)?;
    let (digest, at) = plain.split_first_chunk::<32>().ok_or(WebError::BadRequest)?;
    let at = i64::from_be_bytes(at.try_into().map_err(|_| WebError::BadRequest)?);
    let at = DateTime::from_timestamp_micros(at).ok_or(WebError::BadRequest)?;
    Ok(Opened { digest: Digest(*digest), at })
}

/// The row behind it; `None` when there is no such link.
pub(super) async fn find(app: &App, opened: &Opened) -> Result<Option<Link>, WebError> {
    Ok(find_link(&app.ctx, &opened.digest, opened.at).await?)
}

/// `path` with the link as this browser has it.
pub(super) fn href(app: &App, visitor: &Visitor, path: &str, opened: &Opened) -> String {
    format!("{path}?link={}", seal(app, visitor, opened))
}

/// The hidden field that carries the link.
pub(super) fn hidden(app: &App, visitor: &Visitor, opened: &Opened) -> Vec<Hidden> {
    vec![Hidden::new("link", seal(app, visitor, opened))]
}

/// The frame of a page at `path`; its language links keep the link.
pub(super) fn frame(app: &App, visitor: &Visitor, path: &str, opened: &Opened, link: &Link) -> Frame {
    let locale = visitor.locale_for_mailed_link(&link.account);
    let href = href(app, visitor, path, opened);
    Frame::new(&app.site, locale).with_languages(|locale| format!("{href}&ui_locales={}", locale.tag()))
}

fn seal(app: &App, visitor: &Visitor, opened: &Opened) -> String {
    let plain = [opened.digest.0.as_slice(), &opened.at.timestamp_micros().to_be_bytes()].concat();
    app.ctx.seal_for(&visitor.caller.browser, LABEL, &plain)
}

/// The address with the language that the person chose on the way here.
fn in_language(href: String, chosen: Option<Locale>) -> String {
    match chosen {
        Some(locale) => format!("{href}&ui_locales={}", locale.tag()),
        None => href,
    }
}

fn show(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    link: &Link,
    chosen: Option<Locale>,
    refused: Vec<NewPasswordProblem>,
) -> Response {
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let rules = link.needs_password(&visitor.caller).then(|| printed_rules(&Rules::of(&app.ctx.accounts)));
    let language = chosen.map(|locale| Hidden::new(LANGUAGE_FIELD, locale.tag()));
    let view = Activate {
        frame: frame(app, visitor, "/activate", opened, link),
        username: link.account.sign_in_name().to_owned(),
        until: link.token.expires_at,
        rules,
        refused,
        hidden: hidden(app, visitor, opened).into_iter().chain(language).collect(),
    };
    visitor.greet(app, page(status, view.render()))
}

fn show_dead(app: &App, visitor: &Visitor, opened: &Opened, link: &Link) -> Response {
    let minutes = app.ctx.accounts.activation_ttl.num_minutes();
    let death = match link.standing {
        _ if !link.account.is_open() => Death::Closed,
        _ if link.is_done() => Death::Done,
        Standing::Superseded => Death::Superseded,
        Standing::Used { .. } | Standing::Expired | Standing::Live => Death::Expired { minutes },
    };
    let can_renew = matches!(death, Death::Superseded | Death::Expired { .. });
    let new_link = link.account.email.as_ref().filter(|_| can_renew).map(|email| NewLink {
        action: "/activate/link-sent".to_owned(),
        masked_address: email.masked(),
        hidden: hidden(app, visitor, opened),
    });
    let frame = frame(app, visitor, "/activate", opened, link);
    let view = ActivationDead {
        frame: if death == Death::Done { frame } else { mark(app, visitor, frame, death.word()) },
        death,
        new_link,
        register_href: "/register".to_owned(),
        login_href: way_on(app, visitor, &link.token, &link.account),
    };
    visitor.greet(app, page(StatusCode::GONE, view.render()))
}

pub(super) fn show_unknown(app: &App, visitor: &Visitor) -> Response {
    let view = ActivationDead {
        frame: mark(app, visitor, Frame::new(&app.site, visitor.caller.locale), Death::Unknown.word()),
        death: Death::Unknown,
        new_link: None,
        register_href: "/register".to_owned(),
        login_href: "/login".to_owned(),
    };
    visitor.greet(app, page(StatusCode::NOT_FOUND, view.render()))
}
