//! Mail for development: every message is kept as a file in a directory, so
//! that a person can read it in the browser, after a restart too.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::fs;
use uuid::Uuid;

use super::{Envelope, MailFault, Mailer};
use crate::adapters::clock::Clock;
use crate::adapters::fault::Fault;

/// A message and when it arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMail {
    /// When it arrived.
    pub received_at: DateTime<Utc>,
    /// The message.
    pub envelope: Envelope,
}

/// A directory with one file for each message.
pub struct Mailbox {
    directory: PathBuf,
    clock: Arc<dyn Clock>,
}

impl Mailbox {
    /// The mailbox in `directory`, which is made when missing, for its owner
    /// only: mails hold links that open accounts.
    ///
    /// # Errors
    /// When the directory cannot be made.
    pub fn open(directory: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, Fault> {
        let directory = directory.into();
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory).map_err(|error| Fault::new("open the mailbox", error))?;
        Ok(Self { directory, clock })
    }

    /// All messages, the newest first.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub async fn list(&self) -> Result<Vec<StoredMail>, Fault> {
        self.read_all().await.map_err(|error| Fault::new("list the mailbox", error))
    }

    /// The message with this id.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub async fn read(&self, id: Uuid) -> Result<Option<StoredMail>, Fault> {
        match read_mail(&self.file(id)).await {
            Ok(mail) => Ok(Some(mail)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::new("read a message", error)),
        }
    }

    /// Deletes all messages.
    ///
    /// # Errors
    /// When a file cannot be deleted.
    pub async fn clear(&self) -> Result<(), Fault> {
        let doing = |error| Fault::new("clear the mailbox", error);
        for file in self.files().await.map_err(doing)? {
            fs::remove_file(file).await.map_err(doing)?;
        }
        Ok(())
    }

    async fn read_all(&self) -> io::Result<Vec<StoredMail>> {
        let mut mails = Vec::new();
        for file in self.files().await? {
            match read_mail(&file).await {
                Ok(mail) => mails.push(mail),
                // Cleared by somebody else in the meantime.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        mails.sort_by_key(|mail| std::cmp::Reverse((mail.received_at, mail.envelope.id)));
        Ok(mails)
    }

    async fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut entries = fs::read_dir(&self.directory).await?;
        while let Some(entry) = entries.next_entry().await? {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
        Ok(files)
    }

    /// Written beside and then renamed, so that no reader meets half a message.
    async fn write(&self, mail: &StoredMail) -> io::Result<()> {
        let file = self.file(mail.envelope.id);
        let unfinished = file.with_extension("part");
        fs::write(&unfinished, serde_json::to_vec_pretty(mail)?).await?;
        fs::rename(unfinished, file).await
    }

    fn file(&self, id: Uuid) -> PathBuf {
        self.directory.join(format!("{id}.json"))
    }
}

async fn read_mail(file: &Path) -> io::Result<StoredMail> {
    Ok(serde_json::from_slice(&fs::read(file).await?)?)
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, envelope: &Envelope) -> Result<(), MailFault> {
        let mail = StoredMail { received_at: self.clock.now(), envelope: envelope.clone() };
        self.write(&mail).await.map_err(|_| MailFault::Retry("file".to_owned()))
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox").field("directory", &self.directory).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::*;
    use crate::adapters::clock::{FrozenClock, SystemClock};
    use crate::adapters::mail::tests::envelope;

    #[tokio::test]
    async fn messages_survive_a_restart_newest_first_until_cleared() {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(FrozenClock::at(SystemClock.now()));
        let open = || Mailbox::open(directory.path().join("mail"), clock.clone()).unwrap();
        let (first, second) = (envelope(1), envelope(2));
        open().send(&first).await.unwrap();
        clock.advance(TimeDelta::seconds(1));
        open().send(&second).await.unwrap();

        let mailbox = open();
        let listed: Vec<_> = mailbox.list().await.unwrap().into_iter().map(|mail| mail.envelope).collect();
        assert_eq!(listed, [second.clone(), first.clone()]);
        assert_eq!(mailbox.read(first.id).await.unwrap().map(|mail| mail.envelope), Some(first));
        mailbox.clear().await.unwrap();
        assert_eq!(mailbox.list().await.unwrap(), []);
        assert_eq!(mailbox.read(second.id).await.unwrap(), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_on_the_machine_reads_the_mails() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("mail");
        Mailbox::open(&path, Arc::new(SystemClock)).unwrap();
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[tokio::test]
    async fn the_same_mail_sent_again_is_one_message() {
        let directory = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::open(directory.path(), Arc::new(SystemClock)).unwrap();
        mailbox.send(&envelope(1)).await.unwrap();
        mailbox.send(&envelope(1)).await.unwrap();
        assert_eq!(mailbox.list().await.unwrap().len(), 1);
    }
}
