//! The folder of policies: what is new there comes into force, or is told to be wrong and changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck::server::PolicyDifference;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::Stamp;
use crosscheck_config::files::read_source;

use crate::failure::FleetError;
use crate::group::is_name;
use crate::group::policy_name;
use crate::kept::Kept;
use crate::problem::Problem;
use crate::published::DEFAULT;
use crate::published::Group;
use crate::published::Name;
use crate::published::Published;
use crate::published::Resource;

/// Policies by group: `NAME.toml` is in force, `NAME.candidate.toml` on trial.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    kept: Kept,
    options: ReadOptions,
    widening: Widening,
    in_force: BTreeMap<String, Arc<str>>,
}

/// Whether a new policy may let somebody do more than the one that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes or no, by name")]
pub enum Widening {
    /// It is told, and changes nothing.
    Refused,
    /// It is told, and pushed.
    Allowed,
}

/// What a look at the folder found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Look {
    /// What came into force.
    pub changes: Vec<Change>,
    /// What did not, and why.
    pub problems: Vec<Problem>,
    pub(crate) published: Published,
}

/// A policy that came into force.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The group.
    pub group: String,
    /// What its nodes are pushed.
    pub version: String,
    /// Who may do more or less than before; `None` if there was no policy before.
    pub difference: Option<PolicyDifference>,
}

impl Folder {
    /// In: the folder; where what is in force is kept, if not in `.crosscheck-fleet` in it; how files are read.
    ///
    /// Fails if the folder, or what is kept of it, cannot be read.
    pub fn open(
        path: PathBuf,
        kept: Option<PathBuf>,
        options: ReadOptions,
        widening: Widening,
    ) -> Result<Self, FleetError> {
        if let Err(error) = fs::read_dir(&path) {
            return Err(FleetError::Folder { path, error });
        }
        let (kept, in_force) = Kept::open(kept.unwrap_or_else(|| path.join(KEPT)))?;
        Ok(Self { path, kept, options, widening, in_force })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at all files, and puts into force what may be.
    pub fn look(&mut self) -> Look {
        self.look_and(|kept, name, text| kept.put(name, text))
    }

    /// The same, for whoever only wants to know: nothing comes into force.
    pub fn look_only(mut self) -> Look {
        self.look_and(|_, _, _| Ok(()))
    }

    fn look_and(&mut self, keep: impl Fn(&Kept, &str, &str) -> io::Result<()>) -> Look {
        let mut look =
            Look { changes: Vec::new(), problems: Vec::new(), published: Published::default() };
        let mut files = match self.files() {
            Ok(files) => files,
            Err(error) => {
                let path = self.path.clone();
                look.problems.push(Problem::Folder(FleetError::Folder { path, error }));
                Vec::new()
            }
        };
        // A group that had none before is held against that of all, as it is from now on.
        files.sort_by_key(|path| (policy_name(path) != Some(DEFAULT), path.clone()));
        let mut candidates = BTreeMap::new();
        for path in &files {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let candidate = file.strip_suffix(".candidate.toml").filter(|name| is_name(name));
            let found = match (candidate, policy_name(path)) {
                (Some(name), _) => self.read(path, &file).map(|(text, _)| {
                    candidates.insert(name.to_owned(), (text, file.clone()));
                }),
                (None, Some(name)) => {
                    self.take(name, path, file, &keep).map(|change| look.changes.extend(change))
                }
                (None, None) => Err(Problem::Name { file }),
            };
            look.problems.extend(found.err());
        }
        look.published = self.published(&mut candidates);
        let alone = candidates.into_values().map(|(_, file)| Problem::Alone { file });
        look.problems.extend(alone);
        if look.problems.is_empty() && look.published.0.is_empty() {
            look.problems.push(Problem::Empty { folder: self.path.clone() });
        }
        look
    }

    /// Puts a file into force; `None` if it is.
    fn take(
        &mut self,
        name: &str,
        path: &Path,
        file: String,
        keep: impl Fn(&Kept, &str, &str) -> io::Result<()>,
    ) -> Result<Option<Change>, Problem> {
        let (text, policy) = self.read(path, &file)?;
        if self.in_force.get(name) == Some(&text) {
            return Ok(None);
        }
        let before = self.in_force.get(name).or_else(|| self.in_force.get(DEFAULT));
        let before =
            before.and_then(|text| crosscheck_config::read(name, text, self.options).policy);
        let difference = before.map(|before| before.diff(&policy)).transpose();
        let difference = match difference {
            Ok(difference) => difference,
            Err(_) if self.widening == Widening::Allowed => None,
            Err(why) => return Err(Problem::Undecided { file, why: why.to_string() }),
        };
        if self.widening == Widening::Refused
            && let Some(difference) = difference.as_ref().filter(|it| it.widens())
        {
            return Err(Problem::Widens { file, difference: Box::new(difference.clone()) });
        }
        keep(&self.kept, name, &text).map_err(|error| {
            Problem::Kept(FleetError::Kept { path: self.kept.path().to_owned(), error })
        })?;
        let version = enforced(&text).version;
        self.in_force.insert(name.to_owned(), text);
        Ok(Some(Change { group: name.to_owned(), version, difference }))
    }

    fn read(&self, path: &Path, file: &str) -> Result<(Arc<str>, Policy), Problem> {
        let wrong = |error| Problem::File { file: file.to_owned(), error };
        let text = read_source(path, Source::RegularFile).map_err(wrong)?;
        let reading = crosscheck_config::read(&path.display().to_string(), &text, self.options);
        match reading {
            Reading { policy: Some(policy), report, .. } if report.count(Severity::Error) == 0 => {
                Ok((text.into(), policy))
            }
            reading => Err(wrong(FileError::Wrong(Box::new(reading.report)))),
        }
    }

    /// Takes of the candidates those whose groups have a policy.
    fn published(&self, candidates: &mut BTreeMap<String, (Arc<str>, String)>) -> Published {
        let groups = self.in_force.iter().map(|(name, text)| {
            let candidate = candidates.remove(name);
            let candidate =
                candidate.map(|(text, _)| Resource::new(Name::Candidate, "report-only", &text));
            (name.clone(), Group { enforced: enforced(text), candidate })
        });
        Published(groups.collect())
    }

    /// Files that may be policies, no more than a fleet has groups.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for file in fs::read_dir(&self.path)? {
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

    /// What tells that somebody wrote into one of the files.
    pub(crate) fn stamp(&self) -> Vec<(PathBuf, Option<Stamp>)> {
        let stamp = |path: PathBuf| {
            let stamp = Stamp::of(&path).ok();
            (path, stamp)
        };
        self.files().unwrap_or_default().into_iter().map(stamp).collect()
    }
}

fn enforced(text: &str) -> Resource {
    Resource::new(Name::Enforced, "enforce", text)
}

const KEPT: &str = ".crosscheck-fleet";
const MOST_FILES: usize = 1000;

#[cfg(test)]
mod tests {
    use std::fs;

    use crosscheck_config::ReadOptions;

    use super::Folder;
    use super::Widening;
    use crate::problem::Problem;

    const ONE: &str = "[cors]\norigins = [\"https://one.example\"]\n";
    const TWO: &str = "[cors]\norigins = [\"https://one.example\", \"https://two.example\"]\n";

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn put(&self, file: &str, text: &str) {
            fs::write(self.0.path().join(file), text).expect("it is written");
        }

        fn open(&self, widening: Widening) -> Folder {
            let path = self.0.path().to_owned();
            Folder::open(path, None, ReadOptions::default(), widening).expect("it opens")
        }
    }

    fn version(look: &super::Look, group: &str) -> Option<String> {
        look.published.0.get(group).map(|group| group.enforced.version.clone())
    }

    #[test]
    fn what_is_new_and_no_wider_comes_into_force() {
        let place = Place::new();
        place.put("default.toml", TWO);
        let mut folder = place.open(Widening::Refused);
        let first = folder.look();
        assert_eq!((first.changes.len(), first.problems.len()), (1, 0));
        assert!(first.changes[0].difference.is_none(), "nothing ran before");
        assert!(folder.look().changes.is_empty());
        place.put("default.toml", ONE);
        let second = folder.look();
        assert_eq!(second.changes.len(), 1);
        assert_ne!(version(&first, "default"), version(&second, "default"));
    }

    #[test]
    fn who_may_do_more_is_told_and_nothing_changes_unless_it_is_meant() {
        let place = Place::new();
        place.put("default.toml", ONE);
        let mut folder = place.open(Widening::Refused);
        let before = version(&folder.look(), "default");
        place.put("default.toml", TWO);
        let look = folder.look();
        let told = look.problems[0].line();
        assert!(told.contains("two.example"), "{told}");
        assert_eq!(version(&look, "default"), before);
        // A server that is started anew goes on from what was in force, not from what lies there.
        let mut anew = place.open(Widening::Refused);
        let look = anew.look();
        assert!(matches!(look.problems[..], [Problem::Widens { .. }]));
        assert_eq!(version(&look, "default"), before);
        assert_eq!(place.open(Widening::Allowed).look().changes.len(), 1);
    }

    #[test]
    fn a_group_that_is_new_is_held_against_the_policy_of_all() {
        let place = Place::new();
        place.put("default.toml", ONE);
        place.put("pay.toml", TWO);
        let look = place.open(Widening::Refused).look();
        assert!(matches!(look.problems[..], [Problem::Widens { .. }]));
        assert!(version(&look, "pay").is_none());
    }

    #[test]
    fn what_is_wrong_or_gone_leaves_what_was() {
        let place = Place::new();
        place.put("default.toml", ONE);
        let mut folder = place.open(Widening::Allowed);
        let before = version(&folder.look(), "default");
        for wrong in ["", "[cors]\norigins = [\"https://one.example/\"]\n", "[cors", "\u{1b}[2J"] {
            place.put("default.toml", wrong);
            let look = folder.look();
            assert!(matches!(look.problems[..], [Problem::File { .. }]), "{wrong}");
            assert_eq!(version(&look, "default"), before);
        }
        fs::remove_file(place.0.path().join("default.toml")).expect("it goes");
        assert_eq!(version(&folder.look(), "default"), before);
        assert_eq!(version(&place.open(Widening::Refused).look(), "default"), before);
    }

    #[test]
    fn an_assertion_that_does_not_hold_keeps_a_policy_out() {
        let place = Place::new();
        let asserted = "[[assert]]\noutside = [\"https://one.example\"]\nnever = [\"read\"]\n";
        place.put("default.toml", &format!("{TWO}{asserted}"));
        let look = place.open(Widening::Allowed).look();
        assert!(matches!(look.problems[..], [Problem::File { .. }]));
        assert!(look.published.0.is_empty());
    }

    #[test]
    fn a_candidate_is_on_trial_beside_its_group() {
        let place = Place::new();
        place.put("default.toml", ONE);
        place.put("default.candidate.toml", TWO);
        place.put("pay.candidate.toml", TWO);
        let look = place.open(Widening::Refused).look();
        assert!(look.published.0["default"].candidate.is_some());
        assert!(matches!(look.problems[..], [Problem::Alone { .. }]));
    }

    #[test]
    fn whoever_only_looks_changes_nothing() {
        let place = Place::new();
        place.put("default.toml", ONE);
        assert_eq!(place.open(Widening::Refused).look_only().changes.len(), 1);
        assert!(!place.0.path().join(".crosscheck-fleet").exists());
        place.put("a b.toml", ONE);
        let look = place.open(Widening::Refused).look_only();
        assert!(matches!(look.problems[..], [Problem::Name { .. }]));
    }

    #[test]
    fn a_folder_without_any_policy_is_told() {
        let place = Place::new();
        let mut folder = place.open(Widening::Refused);
        assert!(matches!(folder.look().problems[..], [Problem::Empty { .. }]));
        place.put("default.toml", ONE);
        assert!(folder.look().problems.is_empty());
        fs::remove_file(place.0.path().join("default.toml")).expect("it is removed");
        assert!(folder.look().problems.is_empty(), "what was pushed stays in force");
    }

    #[test]
    fn another_file_that_is_as_long_and_as_old_is_seen() {
        let place = Place::new();
        let folder = place.open(Widening::Refused);
        let mut seen = folder.stamp();
        for text in [ONE, &ONE.replace("one", "two"), ONE] {
            place.put("beside", text);
            let beside = place.0.path().join("beside");
            let file = fs::File::options().write(true).open(&beside).expect("it is there");
            file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("it is dated");
            fs::rename(beside, place.0.path().join("default.toml")).expect("it takes its place");
            assert_ne!(folder.stamp(), seen, "{text}");
            seen = folder.stamp();
        }
        assert_eq!(folder.stamp(), seen, "nobody wrote");
    }

    #[test]
    fn what_cannot_be_kept_is_not_pushed() {
        let place = Place::new();
        place.put("default.toml", ONE);
        // A folder where the new file is written first.
        let mut folder = place.open(Widening::Allowed);
        fs::create_dir_all(place.0.path().join(".crosscheck-fleet/.new")).expect("it is made");
        let look = folder.look();
        assert!(matches!(look.problems[..], [Problem::Kept(_)]));
        assert!(look.published.0.is_empty());
    }
}
