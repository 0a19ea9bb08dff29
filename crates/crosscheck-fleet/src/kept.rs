//! What was pushed last, and what came of trials, in files: a server that is started anew goes on from there.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;

use crate::counts::Outcomes;
use crate::counts::read_outcomes;
use crate::failure::FleetError;
use crate::group::policy_name;

/// A folder with the policies in force, a file for each group, and one with what came of trials.
#[derive(Debug)]
pub(crate) struct Kept(PathBuf);

impl Kept {
    /// Out: also what is in force. A folder that is not there yet has nothing in it.
    pub(crate) fn open(folder: PathBuf) -> Result<(Self, BTreeMap<String, Arc<str>>), FleetError> {
        let mut in_force = BTreeMap::new();
        let unreadable = |error| FleetError::Kept { path: folder.clone(), error };
        let files = match fs::read_dir(&folder) {
            Ok(files) => files.collect::<io::Result<Vec<_>>>().map_err(unreadable)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(unreadable(error)),
        };
        for path in files.into_iter().map(|file| file.path()) {
            let Some(name) = policy_name(&path) else { continue };
            let text = read_source(&path, Source::RegularFile)?;
            in_force.insert(name.to_owned(), text.into());
        }
        Ok((Self(folder), in_force))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Keeps a policy.
    pub(crate) fn put(&self, name: &str, text: &str) -> io::Result<()> {
        self.write(&format!("{name}.toml"), text)
    }

    /// What came of trials; nothing if that cannot be read, for no policy stands on it.
    pub(crate) fn outcomes(&self) -> Outcomes {
        let text = read_source(&self.0.join(TRIALS), Source::RegularFile);
        text.map(|text| read_outcomes(&text)).unwrap_or_default()
    }

    /// Keeps it.
    pub(crate) fn put_outcomes(&self, outcomes: &Outcomes) -> io::Result<()> {
        self.write(TRIALS, &serde_json::to_string(outcomes)?)
    }

    /// Writes a file, whole, whatever happens meanwhile.
    fn write(&self, file: &str, text: &str) -> io::Result<()> {
        if !self.0.is_dir() {
            fs::create_dir_all(&self.0)?;
            // In a checkout it is nothing to commit.
            fs::write(self.0.join(".gitignore"), "*\n")?;
        }
        let (new, place) = (self.0.join(".new"), self.0.join(file));
        // A link that lies there, as one may in a checkout, is not written through.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut written = File::create_new(&new)?;
        written.write_all(text.as_bytes())?;
        written.sync_all()?;
        fs::rename(&new, &place)?;
        // Elsewhere a folder is no file that could be opened.
        #[cfg(unix)]
        File::open(&self.0)?.sync_all()?;
        Ok(())
    }
}

const TRIALS: &str = "trials.json";
