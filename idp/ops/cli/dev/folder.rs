//! The data directory of `idp dev`: database, mails and secrets.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;

use crate::adapters::{Entropy, Fault, SystemEntropy};
use crate::ops::cli::Failure;

/// The file that the sample people come from.
pub(super) const SAMPLE_PEOPLE: &str = "legacy-users.csv";
/// The file that their ids at the other services come from.
pub(super) const SAMPLE_IDS: &str = "other-ids.csv";

/// What a reset removes: nothing but what `idp dev` made.
const OWN_FILES: [&str; 9] = [
    "idp.db",
    "idp.db-wal",
    "idp.db-shm",
    "secret",
    "eservice-secret",
    "portal-secret",
    "kodinportaali-secret",
    SAMPLE_PEOPLE,
    SAMPLE_IDS,
];

/// The data directory.
pub(super) struct Folder {
    path: PathBuf,
    /// The provider's own secret.
    pub(super) secret: String,
}

impl Folder {
    /// The directory at `path`, made at first; `reset` forgets what it holds.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub(super) fn open(path: &Path, reset: bool) -> Result<Self, Failure> {
        let trouble = |doing| move |error: std::io::Error| Failure::from(Fault::new(doing, error));
        if reset {
            for name in OWN_FILES {
                match fs::remove_file(path.join(name)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(trouble("reset the data directory")(error));
                    }
                    _ => {}
                }
            }
            let _ = fs::remove_dir_all(path.join("mail"));
        }
        fs::create_dir_all(path).map_err(trouble("make the data directory"))?;
        Ok(Self { path: path.to_owned(), secret: kept_secret(&path.join("secret"))? })
    }

    /// The secret of a demo site, made at first.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub(super) fn secret_of(&self, site: &str) -> Result<String, Failure> {
        kept_secret(&self.path.join(format!("{site}-secret")))
    }

    /// Writes a file that sample data comes from.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write_sample(&self, name: &str, rows: &str) -> Result<PathBuf, Failure> {
        let path = self.path.join(name);
        fs::write(&path, rows).map_err(|error| Fault::new("write the sample people", error))?;
        Ok(path)
    }

    /// Where the database is.
    pub(super) fn database_url(&self) -> String {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        format!("sqlite://{}", path.join("idp.db").display())
    }

    /// Where the mails are.
    pub(super) fn mailbox(&self) -> PathBuf {
        self.path.join("mail")
    }
}

/// The secret in the file at `path`, made at first.
fn kept_secret(path: &Path) -> Result<String, Failure> {
    read_or_make(path).map_err(|error| Fault::new("keep a secret in the data directory", error).into())
}

fn read_or_make(path: &Path) -> std::io::Result<String> {
    use std::os::unix::fs::OpenOptionsExt as _;
    match fs::read_to_string(path) {
        Ok(secret) => return Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let entropy: &dyn Entropy = &SystemEntropy;
    let secret = base64::engine::general_purpose::STANDARD.encode(entropy.bytes::<32>());
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{secret}")?;
    Ok(secret)
}
