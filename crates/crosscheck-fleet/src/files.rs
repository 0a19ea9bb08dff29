//! The files of the folder: which there are, and what they say; bounded, for anybody may have made them.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crosscheck_config::files::Source;
use crosscheck_config::files::Stamp;
use crosscheck_config::files::read_source;

use crate::problem::Problem;

/// A folder with files that may be policies.
#[derive(Debug)]
pub(crate) struct Files(PathBuf);

/// How many bytes all files may have yet.
#[derive(Debug)]
pub(crate) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_BYTES)
    }
}

impl Files {
    pub(crate) const fn of(folder: PathBuf) -> Self {
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Those that are there, no more than a fleet has groups.
    pub(crate) fn list(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for file in fs::read_dir(&self.0)? {
            let path = file?.path();
            let is_hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes()[0] == b'.');
            if !is_hidden && path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
            if files.len() > MOST_FILES {
                return Err(io::Error::other(format!("it has more than {MOST_FILES} policies")));
            }
        }
        files.sort();
        Ok(files)
    }

    /// What tells that somebody wrote into one of them.
    pub(crate) fn stamp(&self) -> Vec<(PathBuf, Option<Stamp>)> {
        let stamp = |path: PathBuf| {
            let stamp = Stamp::of(&path).ok();
            (path, stamp)
        };
        self.list().unwrap_or_default().into_iter().map(stamp).collect()
    }

    /// The text of one. In: what it is called.
    pub(crate) fn text(
        &self,
        path: &Path,
        file: &str,
        room: &mut Room,
    ) -> Result<Arc<str>, Problem> {
        let file = file.to_owned();
        if self.leads_out(path) {
            return Err(Problem::Elsewhere { file });
        }
        let text = match read_source(path, Source::RegularFile) {
            Ok(text) => text,
            Err(error) => return Err(Problem::File { file, error }),
        };
        match room.0.checked_sub(text.len()) {
            Some(left) => room.0 = left,
            None => return Err(Problem::TooMuch { file }),
        }
        Ok(text.into())
    }

    /// Whether it is a link to what is not in the folder: whoever may put one there would have us read, and show what
    /// is wrong in it, whatever we may. A mounted `ConfigMap` has links, which stay in it.
    fn leads_out(&self, path: &Path) -> bool {
        let is_within =
            |target: &Path| self.0.canonicalize().is_ok_and(|folder| target.starts_with(folder));
        path.is_symlink() && path.canonicalize().is_ok_and(|target| !is_within(&target))
    }
}

const MOST_FILES: usize = 1000;
/// Of all policies together: each is held three times, as it is read and as it is pushed.
const MOST_BYTES: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::SystemTime;

    use super::Files;
    use super::Room;
    use crate::place::Place;
    use crate::problem::Problem;

    fn files(place: &Place) -> Files {
        Files::of(place.path().to_owned())
    }

    /// The text of a file, or what is wrong with it.
    fn text(place: &Place, file: &str) -> Result<String, String> {
        let text = files(place).text(&place.of(file), file, &mut Room::default());
        text.map(|text| text.to_string()).map_err(|problem| problem.line())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_folder_and_not_out_of_it() {
        use std::os::unix::fs::symlink;

        let (place, outside) = (Place::new(), Place::new());
        outside.put("secret", "top secret");
        fs::create_dir(place.of("..2026")).expect("it is made");
        place.put("..2026/default.toml", "mounted");
        for (target, link) in [
            // As a ConfigMap is mounted.
            ("..2026", "..data"),
            ("..data/default.toml", "default.toml"),
            ("loop.toml", "loop.toml"),
            ("nowhere", "dangling.toml"),
        ] {
            symlink(target, place.of(link)).expect("a link");
        }
        symlink(outside.of("secret"), place.of("one.toml")).expect("a link");
        symlink("one.toml", place.of("two.toml")).expect("a link to it");
        assert_eq!(text(&place, "default.toml"), Ok("mounted".into()));
        for (file, told) in [
            ("one.toml", "one.toml: it is a link that leads out of the folder"),
            ("two.toml", "two.toml: it is a link that leads out of the folder"),
            ("loop.toml", "cannot be read"),
            ("dangling.toml", "cannot be read"),
        ] {
            assert!(text(&place, file).is_err_and(|line| line.contains(told)), "{file}");
        }
        // A folder that is itself a link is the folder.
        let link = outside.of("link");
        symlink(place.path(), &link).expect("a link");
        let text = Files::of(link.clone()).text(
            &link.join("default.toml"),
            "default.toml",
            &mut Room::default(),
        );
        assert_eq!(text.ok().as_deref(), Some("mounted"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_or_too_long_is_told_at_once() {
        let place = Place::new();
        let path = place.path();
        fs::create_dir(path.join("folder.toml")).expect("it is made");
        std::os::unix::net::UnixListener::bind(path.join("socket.toml")).expect("a socket");
        let made = std::process::Command::new("mkfifo").arg(path.join("pipe.toml")).status();
        assert!(made.expect("it runs").success());
        let long = fs::File::create(path.join("long.toml")).expect("it is made");
        long.set_len(1 << 30).expect("it has holes");
        let begun = std::time::Instant::now();
        for (file, told) in [
            ("folder.toml", "it is no regular file"),
            ("long.toml", "it is longer than 64 MiB"),
            ("pipe.toml", "it is no regular file"),
            ("socket.toml", "cannot be read"),
        ] {
            assert!(text(&place, file).is_err_and(|line| line.contains(told)), "{file}");
        }
        assert!(begun.elapsed().as_secs() < 5, "nobody is waited for");
        assert_eq!(files(&place).stamp().len(), 4);
    }

    #[test]
    fn there_is_room_for_so_many_and_so_much() {
        let place = Place::new();
        let files = files(&place);
        // What is no policy is not counted.
        (0..3000).for_each(|number| place.put(&format!("{number}.txt"), ""));
        place.put(".hidden.toml", "");
        (0..1000).for_each(|number| place.put(&format!("{number}.toml"), "0123"));
        assert_eq!(files.list().expect("enough").len(), 1000);
        let path = place.of("1.toml");
        let mut room = Room(9);
        let mut text = || files.text(&path, "1.toml", &mut room);
        assert!(text().is_ok() && text().is_ok());
        assert!(matches!(text(), Err(Problem::TooMuch { .. })));
        place.put("more.toml", "");
        let told = files.list().expect_err("too many").to_string();
        assert_eq!(told, "it has more than 1000 policies");
    }

    #[test]
    fn another_file_that_is_as_long_and_as_old_is_seen() {
        let place = Place::new();
        let files = files(&place);
        let mut seen = files.stamp();
        for text in ["one", "two", "one"] {
            place.put("beside", text);
            let beside = place.of("beside");
            let file = fs::File::options().write(true).open(&beside).expect("it is there");
            file.set_modified(SystemTime::UNIX_EPOCH).expect("it is dated");
            fs::rename(beside, place.of("default.toml")).expect("it takes its place");
            assert_ne!(files.stamp(), seen, "{text}");
            seen = files.stamp();
        }
        assert_eq!(files.stamp(), seen, "nobody wrote");
    }
}
