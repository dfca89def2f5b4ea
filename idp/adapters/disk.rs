//! How much room a disk has left.

use std::path::Path;

use super::fault::Fault;

/// The room on the disk of a folder, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What the service may still fill.
    pub free: u64,
}

impl Room {
    /// The room on the disk that `folder` lies on.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub fn at(folder: &Path) -> Result<Self, Fault> {
        let found = rustix::fs::statvfs(folder).map_err(|error| Fault::new("look at the disk", error))?;
        Ok(Self { free: found.f_bavail.saturating_mul(found.f_frsize) })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_folder_has_room_and_a_missing_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let room = Room::at(folder.path()).unwrap();
        assert!(room.free > 0, "{room:?}");
        let missing = Room::at(&folder.path().join("nowhere")).unwrap_err().to_operator();
        assert!(missing.starts_with("cannot look at the disk"), "{missing}");
    }
}
