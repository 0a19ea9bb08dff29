//! What tells that somebody wrote into a file, or put another in its place.

use std::fs;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// A file as one look sees it. Two that are equal saw the same content, unless a file system's clock was too slow.
///
/// Length and time alone do not say so: who restores a file, or writes two within a tick of the clock, leaves
/// both as they were. Which file it is and when anything of it last changed, which nobody can set, say
/// the rest where the system knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    written: SystemTime,
    #[cfg(unix)]
    file: (u64, u64),
    #[cfg(unix)]
    changed: (i64, i64),
}

impl Stamp {
    /// Of what the path leads to. Fails as [`fs::metadata`] does, and on a system that knows no time of writing.
    ///
    /// ```
    /// use crosscheck_config::files::Stamp;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("policy.toml");
    /// assert!(Stamp::of(&path).is_err());
    /// std::fs::write(&path, "[cors]")?;
    /// let seen = Stamp::of(&path)?;
    /// assert_eq!(Stamp::of(&path)?, seen);
    /// std::fs::write(&path, "[cors]\norigins = []")?;
    /// assert_ne!(Stamp::of(&path)?, seen);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn of(path: &Path) -> io::Result<Self> {
        Self::of_metadata(&fs::metadata(path)?)
    }

    /// The same of what was looked at already.
    ///
    /// ```
    /// use crosscheck_config::files::Stamp;
    ///
    /// let file = tempfile::NamedTempFile::new()?;
    /// assert_eq!(Stamp::of_metadata(&file.as_file().metadata()?)?, Stamp::of(file.path())?);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn of_metadata(metadata: &Metadata) -> io::Result<Self> {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Ok(Self {
            length: metadata.len(),
            written: metadata.modified()?,
            #[cfg(unix)]
            file: (metadata.dev(), metadata.ino()),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::fs::File;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;
    use std::time::SystemTime;

    use super::Stamp;

    /// Five letters, written at the beginning of time.
    fn put(path: &Path, text: &str) {
        assert_eq!(text.len(), 5);
        fs::write(path, text).expect("it is written");
        let file = File::options().write(true).open(path).expect("it is there");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("it is dated");
    }

    #[test]
    fn a_file_as_long_and_as_old_is_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, beside) = (folder.path().join("file"), folder.path().join("beside"));
        put(&path, "first");
        let mut seen = Stamp::of(&path).expect("it is there");
        assert_eq!(Stamp::of(&path).expect("it is there"), seen, "nobody wrote");
        // At once, so that only which file it is tells.
        for text in ["other", "third", "first"] {
            put(&beside, text);
            fs::rename(&beside, &path).expect("it takes its place");
            let now = Stamp::of(&path).expect("it is there");
            assert_ne!(now, seen, "{text}");
            seen = now;
        }
        // The same file, so that only the clock tells, which may go in steps of 10 ms.
        thread::sleep(Duration::from_millis(30));
        put(&path, "other");
        let now = Stamp::of(&path).expect("it is there");
        assert_eq!((now.length, now.written, now.file), (seen.length, seen.written, seen.file));
        assert_ne!(now, seen);
    }

    #[test]
    fn what_is_not_there_has_none_and_a_link_that_of_its_target() {
        let folder = tempfile::tempdir().expect("a folder");
        let [link, one, two] = ["link", "one", "two"].map(|name| folder.path().join(name));
        let of = |path: &Path| Stamp::of(path).ok();
        assert_eq!(of(&link), None);
        put(&one, "first");
        put(&two, "first");
        std::os::unix::fs::symlink(&one, &link).expect("a link");
        assert_eq!(of(&link), of(&one));
        fs::remove_file(&link).expect("it was there");
        std::os::unix::fs::symlink(&two, &link).expect("a link");
        assert_ne!(of(&link), of(&one));
        assert_eq!(of(&link), of(&two));
    }
}
