//! `/dev/mail`: the mails that the service would have sent.

use accounts::Locale;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::DevApp;
use crate::adapters::StoredMail;
use crate::web::error::WebError;
use crate::web::pages::dev_mail::{MailList, MailMessage, MailSummary};
use crate::web::pages::{Frame, View as _};
use crate::web::respond::page;

/// `GET /dev/mail`.
pub async fn list(State(state): State<DevApp>) -> Result<Response, WebError> {
    let messages = state.dev.mailbox.list().await?;
    let view = MailList { frame: frame(&state), messages: messages.iter().map(summary).collect(), hidden: Vec::new() };
    Ok(page(StatusCode::OK, view.render()))
}

/// `GET /dev/mail/{id}`.
pub async fn show(State(state): State<DevApp>, Path(id): Path<Uuid>) -> Result<Response, WebError> {
    let mail = state.dev.mailbox.read(id).await?.ok_or(WebError::NotFound)?;
    let view = MailMessage {
        frame: frame(&state),
        summary: summary(&mail),
        links: links(&mail.envelope.text),
        text: mail.envelope.text,
        html_href: format!("/dev/mail/{id}/html"),
    };
    let mut response = page(StatusCode::OK, view.render());
    allow(&mut response, "; frame-src 'self'");
    Ok(response)
}

/// `GET /dev/mail/{id}/html`: the HTML part, for the frame on the page of the
/// message.
pub async fn html(State(state): State<DevApp>, Path(id): Path<Uuid>) -> Result<Response, WebError> {
    let mail = state.dev.mailbox.read(id).await?.ok_or(WebError::NotFound)?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; \
                  sandbox allow-top-navigation-by-user-activation";
    // The pages that links lead to refuse to be framed.
    let html = mail.envelope.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response())
}

/// `GET /dev/mail/messages.json`: all mails, the newest first, with the links
/// in their texts.
pub async fn json(State(state): State<DevApp>) -> Result<Response, WebError> {
    let messages: Vec<_> = state
        .dev
        .mailbox
        .list()
        .await?
        .iter()
        .map(|mail| {
            serde_json::json!({
                "id": mail.envelope.id,
                "to": [mail.envelope.to],
                "subject": mail.envelope.subject,
                "text": mail.envelope.text,
                "html": mail.envelope.html,
                "locale": mail.envelope.locale,
                "received_at": mail.received_at,
                "links": links(&mail.envelope.text),
            })
        })
        .collect();
    Ok(Json(messages).into_response())
}

/// `POST /dev/mail/clear`.
pub async fn clear(State(state): State<DevApp>) -> Result<Response, WebError> {
    state.dev.mailbox.clear().await?;
    Ok(Redirect::to("/dev/mail").into_response())
}

/// `DELETE /dev/mail/messages.json`.
pub async fn clear_json(State(state): State<DevApp>) -> Result<Response, WebError> {
    state.dev.mailbox.clear().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn frame(state: &DevApp) -> Frame {
    Frame::new(&state.app.site, Locale::En).without_languages()
}

fn summary(mail: &StoredMail) -> MailSummary {
    MailSummary {
        href: format!("/dev/mail/{}", mail.envelope.id),
        to: mail.envelope.to.clone(),
        subject: mail.envelope.subject.clone(),
        sent_at: mail.received_at,
        language: mail.envelope.locale.tag().to_owned(),
    }
}

/// The addresses in a text, each on a line of its own as mails have them.
fn links(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}

fn allow(response: &mut Response, more: &str) {
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
    if let Some(policy) = policy.and_then(|policy| HeaderValue::try_from(format!("{policy}{more}")).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
