//! The users of a Keycloak realm export. The export puts users into files of
//! their own (`pori-users-0.json`) unless told otherwise, and importing the
//! realm's file alone would quietly bring in nobody.

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};

use accounts::import::{Line, keycloak};

use super::json_objects::{Cut, List, Objects};
use super::{LegacyFileError, LegacySource, Row, numbered};

/// The users of a realm's files, one file after the other.
pub(super) struct KeycloakRows {
    waiting: VecDeque<Users>,
    /// The bytes of the files that were read to their end.
    done: u64,
}

struct Users {
    number: u16,
    path: PathBuf,
    objects: Objects<File>,
    system: String,
}

impl KeycloakRows {
    pub(super) fn open(source: &LegacySource) -> Result<Self, LegacyFileError> {
        let mut waiting = VecDeque::new();
        let mut forgotten = Vec::new();
        for (number, path) in numbered(&source.paths) {
            let file = File::open(path).map_err(LegacyFileError::unreadable(path))?;
            let List { objects, name, is_there } =
                Objects::under_key(file, "users", "realm").map_err(|cut| broken(path, cut))?;
            if is_there {
                let system = source.system.clone().or(name).ok_or_else(|| nameless(path))?;
                waiting.push_back(Users { number, path: path.to_owned(), objects, system });
            } else {
                forgotten.extend(users_files(path, name.as_deref(), &source.paths));
            }
        }
        match (waiting.is_empty(), forgotten.is_empty()) {
            (false, true) => Ok(Self { waiting, done: 0 }),
            (true, true) => Err(no_users(&source.paths)),
            (_, false) => Err(incomplete(&forgotten)),
        }
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Row>, LegacyFileError> {
        while let Some(Users { number, path, objects, system }) = self.waiting.front_mut() {
            if let Some(user) = objects.next().map_err(|cut| broken(path, cut))? {
                let line = Line { file: *number, number: user.number };
                return Ok(Some(keycloak::row(line, &user.text, system)));
            }
            self.done += objects.offset();
            self.waiting.pop_front();
        }
        Ok(None)
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        self.done + self.waiting.front().map_or(0, |users| users.objects.offset())
    }
}

/// The files with users that lie beside a realm's file and were not named.
fn users_files(realm_file: &Path, realm: Option<&str>, named: &[PathBuf]) -> Vec<PathBuf> {
    let folder = realm_file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<_> = named.iter().filter_map(|path| path.file_name()).collect();
    let Some((realm, entries)) = realm.zip(folder.read_dir().ok()) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .filter(|name| !names.contains(&name.as_os_str()) && is_users_file(&name.to_string_lossy(), realm))
        .map(|name| realm_file.with_file_name(name))
        .collect();
    found.sort();
    found
}

fn is_users_file(name: &str, realm: &str) -> bool {
    let number = name.strip_prefix(realm).and_then(|rest| rest.strip_prefix("-users-")?.strip_suffix(".json"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn incomplete(forgotten: &[PathBuf]) -> LegacyFileError {
    let list: Vec<String> = forgotten.iter().map(|path| path.display().to_string()).collect();
    LegacyFileError::Unclear(format!("the realm's users are in other files; add: {}", list.join(" ")))
}

fn no_users(paths: &[PathBuf]) -> LegacyFileError {
    let list: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    LegacyFileError::Unclear(format!(
        "{}: no users in it; add the files REALM-users-0.json, REALM-users-1.json and so on of the same export, \
         or export again with: kc.sh export --users realm_file",
        list.join(" ")
    ))
}

fn nameless(path: &Path) -> LegacyFileError {
    LegacyFileError::Unclear(format!("{}: the file does not name its realm; say --source NAME", path.display()))
}

pub(super) fn broken(path: &Path, cut: Cut) -> LegacyFileError {
    match cut {
        Cut::Io(reason) => LegacyFileError::Unreadable { path: path.to_owned(), reason },
        Cut::Unexpected { line, reason } => LegacyFileError::broken(path, line, reason),
    }
}
