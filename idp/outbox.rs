//! What waits to be sent: a mail or a log-out notice, sealed until then,
//! because a mail holds a link that opens an account.

use accounts::Locale;
use accounts::one_time_token::Wait;
use chrono::{DateTime, TimeDelta, Utc};
use keys::Sealer;
use oidc::Session;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::adapters::{Channel, Fault, Message, OutboxItem, Tx, spans};
use crate::ctx::Ctx;
use crate::reference::Reference;

const LABEL: &str = "outbox";
const RECIPIENT: &str = "recipient";
/// A notice that could not be mailed for this long is given up.
pub const NOTICE_TTL: TimeDelta = TimeDelta::days(2);
const SPAN: &str = "traceparent";

/// Something that must reach somebody, however often it has to be tried.
#[derive(Serialize, Deserialize)]
pub enum Parcel {
    /// A mail to a person.
    Mail {
        /// The address it goes to.
        to: String,
        /// The language it is written in.
        locale: Locale,
        /// What it says.
        message: Message,
        /// The reference of the request that it follows from. Mails that
        /// waited when an older release stopped have none.
        #[serde(default)]
        reference: Option<Reference>,
    },
    /// Tells a client that a session is over [OIDC Back-Channel Logout §2.5].
    LogoutNotice {
        /// The client to tell.
        client_id: String,
        /// The session that is over.
        session: Box<Session>,
    },
}

impl Parcel {
    /// The reference of the request that the mail follows from.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Mail { reference, .. } => reference.as_ref(),
            Self::LogoutNotice { .. } => None,
        }
    }

    /// The outbox row of this parcel, to be tried from `now` until
    /// `expires_at`.
    ///
    /// # Errors
    /// A [`Fault`] when it cannot be sealed.
    pub fn pack(
        &self,
        ctx: &Ctx,
        account_id: Option<Uuid>,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<OutboxItem, Fault> {
        let id = ctx.entropy.uuid(now);
        let plain = self.write(spans::current()).map_err(|error| Fault::new("write an outbox row", error))?;
        let payload = ctx
            .sealer
            .seal(LABEL, id.as_bytes(), &plain, ctx.entropy.bytes())
            .map_err(|error| Fault::new("seal an outbox row", error))?;
        Ok(OutboxItem {
            id,
            channel: match self {
                Self::Mail { .. } => Channel::Mail,
                Self::LogoutNotice { .. } => Channel::Logout,
            },
            account_id,
            recipient: None,
            recipient_digest: match self {
                Self::Mail { to, .. } => Some(recipient_digest(ctx, to)),
                Self::LogoutNotice { .. } => None,
            },
            asked_for: matches!(self, Self::Mail { message, .. } if message.is_asked_for()),
            reference: self.reference().map(Reference::to_string),
            payload,
            created_at: now,
            attempts: 0,
            expires_at,
        })
    }

    /// Beside the parcel's own fields stands the span that it was made in: an
    /// older release, which may deliver it, passes over that.
    fn write(&self, span: Option<String>) -> serde_json::Result<Vec<u8>> {
        let Some(span) = span else { return serde_json::to_vec(self) };
        let mut tree = serde_json::to_value(self)?;
        let fields = tree.as_object_mut().and_then(|variants| variants.values_mut().next()?.as_object_mut());
        if let Some(fields) = fields {
            fields.insert(SPAN.to_owned(), span.into());
        }
        serde_json::to_vec(&tree)
    }

    /// The parcel of an outbox row, and the span that it was made in.
    ///
    /// # Errors
    /// A [`Fault`] when the row was sealed with another secret or is damaged.
    pub fn unpack(ctx: &Ctx, item: &OutboxItem) -> Result<(Self, Option<String>), Fault> {
        let plain = ctx
            .sealer
            .open(LABEL, item.id.as_bytes(), &item.payload)
            .map_err(|error| Fault::new("open an outbox row", error))?;
        Self::read(&plain).map_err(|error| Fault::new("read an outbox row", error))
    }

    fn read(plain: &[u8]) -> serde_json::Result<(Self, Option<String>)> {
        let tree: Value = serde_json::from_slice(plain)?;
        let fields = tree.as_object().and_then(|variants| variants.values().next());
        let span = fields.and_then(|fields| fields.get(SPAN)?.as_str()).map(str::to_owned);
        Ok((serde_json::from_value(tree)?, span))
    }
}

/// What stands for an address in the outbox after the mail has gone: nobody
/// without the provider's secret can tell the address from it.
pub fn recipient_digest(ctx: &Ctx, address: &str) -> [u8; 32] {
    digest_of_address(&ctx.sealer, address)
}

/// [`recipient_digest`] where no service runs.
pub fn digest_of_address(sealer: &Sealer, address: &str) -> [u8; 32] {
    sealer.mac(RECIPIENT, address.to_lowercase().as_bytes())
}

/// Whether one more mail that somebody asks for may go to `address`. So many a
/// day go to one address, whatever they are for and whosever they are.
///
/// # Errors
/// When to ask again; or a [`Fault`] when the store is away.
pub async fn may_mail(ctx: &Ctx, tx: &Tx, address: &str, now: DateTime<Utc>) -> Result<Result<(), Wait>, Fault> {
    let day = TimeDelta::days(1);
    let times = tx.times_mailed_to(&recipient_digest(ctx, address), now - day).await?;
    let most = usize::try_from(ctx.accounts.mails_per_day).unwrap_or(usize::MAX);
    let limiting = times.len().checked_sub(most).and_then(|place| times.get(place));
    Ok(limiting.map_or(Ok(()), |made_at| Err(Wait { until: *made_at + day })))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn parcel() -> Parcel {
        let message = Message::NewLogin {
            username: "erkki".to_owned(),
            given_name: "Erkki".to_owned(),
            at: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
            user_agent: String::new(),
        };
        Parcel::Mail { to: "erkki@example.com".to_owned(), locale: Locale::Fi, message, reference: None }
    }

    #[test]
    fn an_older_release_passes_over_the_span() {
        let plain = parcel().write(Some("00-trace-span-01".to_owned())).unwrap();
        let older: Parcel = serde_json::from_slice(&plain).unwrap();
        assert!(matches!(older, Parcel::Mail { to, .. } if to == "erkki@example.com"));
        let (parcel, span) = Parcel::read(&plain).unwrap();
        assert!(matches!(parcel, Parcel::Mail { to, .. } if to == "erkki@example.com"));
        assert_eq!(span.as_deref(), Some("00-trace-span-01"));
    }

    #[test]
    fn what_an_older_release_packed_has_no_span() {
        let plain = serde_json::to_vec(&parcel()).unwrap();
        assert_eq!(parcel().write(None).unwrap(), plain);
        assert_eq!(Parcel::read(&plain).unwrap().1, None);
    }
}
