//! A folder to put files in, for tests.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crosscheck_config::ReadOptions;
use tempfile::TempDir;

use crate::folder::Folder;
use crate::look::Look;
use crate::widening::Widening;

pub(crate) const ONE: &str = "[cors]\norigins = [\"https://one.example\"]\n";
pub(crate) const TWO: &str =
    "[cors]\norigins = [\"https://one.example\", \"https://two.example\"]\n";

/// Opens it, with what is in force kept beside it.
pub(crate) fn open(place: &Place, widening: Widening) -> Folder {
    let path = place.path().to_owned();
    Folder::open(path, None, ReadOptions::default(), widening).expect("it opens")
}

/// The version that a group is pushed.
pub(crate) fn version(look: &Look, group: &str) -> Option<String> {
    look.published.0.get(group).map(|group| group.enforced.version.clone())
}

/// The folder; it is gone with this.
#[derive(Debug)]
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn of(&self, file: &str) -> PathBuf {
        self.path().join(file)
    }

    pub(crate) fn put(&self, file: &str, text: &str) {
        fs::write(self.of(file), text).expect("it is written");
    }

    pub(crate) fn take(&self, file: &str) {
        fs::remove_file(self.of(file)).expect("it was there");
    }
}
