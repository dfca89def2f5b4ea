//! The room of machines: everything that does I/O, tells the time, gives
//! randomness or needs a core of its own. Others name what is re-exported here.

mod clock;
mod disk;
mod entropy;
mod ephemeral;
mod fault;
mod hasher;
mod legacy_file;
mod mail;
mod meters;
mod outbound;
mod outbox;
pub mod spans;
mod sql;

pub use clock::{Clock, FrozenClock, ShiftedClock, SystemClock};
pub use disk::Room;
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use ephemeral::{
    Ephemeral, MeasuredEphemeral, MemoryEphemeral, NotRedis, Pass, Rate, RedisEphemeral, RedisUrl, slots,
};
pub use fault::Fault;
pub use hasher::{Asker, Cost, HashError, Hasher, Queueing, Turn, Verified};
pub use legacy_file::{Format, LegacyFileError, LegacyFiles, LegacySource, Row};
pub use mail::{
    AccountNews, Envelope, LONGEST_REPORT, MailFault, Mailbox, Mailer, Message, News, Recoverable, Rendered, Report,
    Sender, Sent, Smtp, StoredMail,
};
pub use meters::{HousekeepingTask, LoginOutcome, Meters};
pub use outbound::{AddressRule, Outbound, Sight};
pub use outbox::{Channel, OutboxItem};
pub use sql::{
    AuditLine, AuditRange, AuditRow, ClientRecord, Connections, DeliveryRow, GrantStanding, IdOfSubject, Newcomer,
    Origin, Purged, Redemption, Retention, ReturnedMail, ServiceUse, SignedIn, SilentCount, Store, Swept, Tx, Unseen,
    Voided, Waiting,
};
