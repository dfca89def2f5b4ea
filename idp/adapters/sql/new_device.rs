//! Whether a login comes from a browser that its owner should hear of.

use accounts::audit::Event;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Tx;
use super::statement::row;
use super::trouble::at;
use crate::adapters::fault::Fault;

impl Tx {
    /// Whether the account has had sessions, none of them begun in `network`
    /// by a browser that calls itself `user_agent`, and its owner was not told
    /// of a new browser in that network since `told_after`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_new_device(
        &self,
        account_id: Uuid,
        network: &str,
        user_agent: &str,
        told_after: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let sql = format!(
            "SELECT 1 AS value WHERE EXISTS (SELECT 1 FROM sessions WHERE account_id = $1) \
             AND NOT EXISTS (SELECT 1 FROM audit e JOIN sessions s ON s.id = e.session_id \
             WHERE e.account_id = $1 AND e.event = '{}' AND e.network = $2 AND s.user_agent = $3) \
             AND NOT EXISTS (SELECT 1 FROM audit e \
             WHERE e.account_id = $1 AND e.event = '{}' AND e.network = $2 AND e.at > $4)",
            Event::SignedIn.name(),
            Event::NewDeviceTold.name(),
        );
        let values = [account_id.into(), network.into(), user_agent.into(), told_after.into()];
        let found = row(&self.inner, &sql, values).await.map_err(at("look for a known browser"))?;
        Ok(found.is_some())
    }
}
