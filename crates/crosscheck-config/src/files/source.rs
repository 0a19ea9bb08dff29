//! The text of a file: never without end, and never from what makes its reader wait.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::failure::FileError;

/// What may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "all of it, or what cannot keep anybody waiting")]
pub enum Source {
    /// Whatever the path leads to, `<(a command)` included: who asked for it can end the wait.
    Any,
    /// A file with a content of its own. A pipe would make a server wait for whoever writes into it.
    RegularFile,
}

/// Reads the text of a policy file: at most 64 MiB of UTF-8.
///
/// Fails where there is no such text.
pub fn read_source(path: &Path, source: Source) -> Result<String, FileError> {
    let text = open(path, source).and_then(|file| bounded(file, LIMIT));
    text.map_err(|error| FileError::Unreadable { path: path.into(), error })
}

/// Reads the text of a policy from whatever brings it, such as standard input: as much as of a file.
pub fn read_stream(stream: impl Read) -> io::Result<String> {
    bounded(stream, LIMIT)
}

fn open(path: &Path, source: Source) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    if source == Source::Any {
        return options.open(path);
    }
    // To open a pipe may take as long as to read it. What was opened is looked at, and not what was
    // there before.
    #[cfg(unix)]
    options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    match metadata.is_file() {
        // Nothing of it is read for nothing.
        true if metadata.len() > LIMIT => Err(too_long()),
        true => Ok(file),
        false => Err(io::Error::other("it is no regular file")),
    }
}

/// All of it, in UTF-8, unless it is longer than a limit in bytes.
fn bounded(file: impl Read, limit: u64) -> io::Result<String> {
    let mut text = String::new();
    file.take(limit + 1).read_to_string(&mut text)?;
    match text.len() as u64 <= limit {
        true => Ok(text),
        false => Err(too_long()),
    }
}

fn too_long() -> io::Error {
    io::Error::other(format!("it is longer than {} MiB", LIMIT >> 20))
}

/// The most bytes that are read: a million and a half of origins.
const LIMIT: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use std::io;

    use super::bounded;

    #[test]
    fn what_does_not_end_is_cut_off() {
        let error = bounded(io::repeat(b'#'), 100).expect_err("it does not end");
        assert_eq!(error.to_string(), "it is longer than 64 MiB");
        assert_eq!(bounded(&b"0123"[..], 4).expect("short enough"), "0123");
        assert!(bounded(&b"01234"[..], 4).is_err());
    }
}
