//! Why a client gets nothing: its own fault, or a machine's.

use oidc::error::ProtocolError;

use crate::adapters::Fault;

/// Why a client gets no tokens or claims.
#[derive(Debug)]
pub enum Denied {
    /// The client asked for what it cannot have.
    Refused(ProtocolError),
    /// A store or key is away.
    Fault(Fault),
}

impl From<ProtocolError> for Denied {
    fn from(error: ProtocolError) -> Self {
        Self::Refused(error)
    }
}

impl From<Fault> for Denied {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
