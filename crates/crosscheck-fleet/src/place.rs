//! A folder to put files in, for tests.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use tempfile::TempDir;

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
