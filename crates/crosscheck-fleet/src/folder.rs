//! The folder of policies: what is new there comes into force, or is told to be wrong and changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::files::FileError;
use serde_json::json;

use crate::failure::FleetError;
use crate::files::Files;
use crate::files::Room;
use crate::group::is_name;
use crate::group::policy_name;
use crate::kept::Kept;
use crate::look::Change;
use crate::look::Look;
use crate::problem::Problem;
use crate::published::DEFAULT;
use crate::published::Group;
use crate::published::Name;
use crate::published::Published;
use crate::published::Resource;
use crate::widening::Widening;

/// Policies by group: `NAME.toml` is in force, `NAME.candidate.toml` on trial.
#[derive(Debug)]
pub struct Folder {
    files: Files,
    kept: Kept,
    options: ReadOptions,
    widening: Widening,
    in_force: BTreeMap<String, Arc<str>>,
    /// By group, the version that was told of.
    on_trial: BTreeMap<String, String>,
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
        let own = path.join(KEPT);
        let kept = match kept {
            Some(kept) => kept,
            // Whoever may put a link into the folder would choose where we write.
            None if own.is_symlink() => {
                let error = io::Error::other("it is a link; name the folder itself with `--state`");
                return Err(FleetError::Kept { path: own, error });
            }
            None => own,
        };
        let (kept, in_force) = Kept::open(kept)?;
        let (files, on_trial) = (Files::of(path), BTreeMap::new());
        Ok(Self { files, kept, options, widening, in_force, on_trial })
    }

    pub(crate) const fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) const fn kept(&self) -> &Kept {
        &self.kept
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
        let mut look = Look::default();
        let mut files = match self.files.list() {
            Ok(files) => files,
            Err(error) => {
                let path = self.files.folder().to_owned();
                look.problems.push(Problem::Folder(FleetError::Folder { path, error }));
                Vec::new()
            }
        };
        // A group that had none before is held against that of all, as it is from now on.
        files.sort_by_key(|path| (policy_name(path) != Some(DEFAULT), path.clone()));
        let mut candidates = BTreeMap::new();
        let mut room = Room::default();
        for path in &files {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let candidate = file.strip_suffix(".candidate.toml").filter(|name| is_name(name));
            let found = match (candidate, policy_name(path)) {
                (Some(name), _) => self.read(path, &file, &mut room).map(|(text, policy)| {
                    candidates.insert(name.to_owned(), (text, policy, file.clone()));
                }),
                (None, Some(name)) => {
                    let read = self.read(path, &file, &mut room);
                    let taken = read.and_then(|read| self.take(name, read, file, &keep));
                    taken.map(|change| look.changes.extend(change))
                }
                (None, None) => Err(Problem::Name { file }),
            };
            // What went meanwhile, as it does while Git checks out, is none.
            look.problems.extend(found.err().filter(|_| path.symlink_metadata().is_ok()));
        }
        look.published = self.published(&mut candidates, &mut look.trials);
        let alone = candidates.into_values().map(|(.., file)| Problem::Alone { file });
        look.problems.extend(alone);
        if look.problems.is_empty() && look.published.0.is_empty() {
            look.problems.push(Problem::Empty { folder: self.files.folder().to_owned() });
        }
        look
    }

    /// Puts a file into force; `None` if it is.
    fn take(
        &mut self,
        name: &str,
        (text, policy): (Arc<str>, Policy),
        file: String,
        keep: impl Fn(&Kept, &str, &str) -> io::Result<()>,
    ) -> Result<Option<Change>, Problem> {
        if self.in_force.get(name) == Some(&text) {
            return Ok(None);
        }
        let before = self.in_force.get(name).or_else(|| self.in_force.get(DEFAULT));
        let before =
            before.and_then(|text| crosscheck_config::read(name, text, self.options).policy);
        let difference = before.map(|before| before.diff(&policy)).transpose();
        let may_widen = self.widening.is_allowed_for(name);
        let difference = match difference {
            Ok(difference) => difference,
            Err(_) if may_widen => None,
            Err(why) => return Err(Problem::Undecided { file, why: why.to_string() }),
        };
        if !may_widen && let Some(difference) = difference.as_ref().filter(|it| it.widens()) {
            return Err(Problem::Widens { file, difference: Box::new(difference.clone()) });
        }
        keep(&self.kept, name, &text).map_err(|error| {
            Problem::Kept(FleetError::Kept { path: self.kept.path().to_owned(), error })
        })?;
        let version = enforced(&text).version;
        self.in_force.insert(name.to_owned(), text);
        Ok(Some(Change { group: name.to_owned(), version, difference }))
    }

    fn read(
        &self,
        path: &Path,
        file: &str,
        room: &mut Room,
    ) -> Result<(Arc<str>, Policy), Problem> {
        let text = self.files.text(path, file, room)?;
        let reading = crosscheck_config::read(&path.display().to_string(), &text, self.options);
        match reading {
            Reading { policy: Some(policy), report, .. } if report.count(Severity::Error) == 0 => {
                Ok((text, policy))
            }
            reading => {
                let error = FileError::Wrong(Box::new(reading.report));
                Err(Problem::File { file: file.to_owned(), error })
            }
        }
    }

    /// Takes of the candidates those whose groups have a policy. Out: also which are new.
    fn published(
        &mut self,
        candidates: &mut BTreeMap<String, (Arc<str>, Policy, String)>,
        trials: &mut Vec<Change>,
    ) -> Published {
        let mut told = BTreeMap::new();
        let groups = self.in_force.iter().map(|(name, text)| {
            let candidate = candidates.remove(name).map(|(candidate, policy, _)| {
                let resource = on_trial(&candidate, text);
                let version = resource.version.clone();
                if self.on_trial.get(name) != Some(&version) {
                    let before = crosscheck_config::read(name, text, self.options).policy;
                    let difference = before.and_then(|before| before.diff(&policy).ok());
                    let (group, version) = (name.clone(), version.clone());
                    trials.push(Change { group, version, difference });
                }
                told.insert(name.clone(), version);
                resource
            });
            (name.clone(), Group { enforced: enforced(text), candidate })
        });
        let published = Published(groups.collect());
        self.on_trial = told;
        published
    }
}

fn enforced(text: &str) -> Resource {
    Resource::new(Name::Enforced, "enforce", text)
}

/// With the policy in force, so that requests are counted on which the two part.
fn on_trial(candidate: &str, in_force: &str) -> Resource {
    let both = json!({ "policy": candidate, "beside": in_force }).to_string();
    Resource::new(Name::Candidate, "report-only", &both)
}

const KEPT: &str = ".crosscheck-fleet";

#[cfg(test)]
mod tests {
    use std::fs;

    use crosscheck::server::PolicyDifference;
    use crosscheck_config::ReadOptions;

    use super::Folder;
    use super::Widening;
    use crate::place::ONE;
    use crate::place::Place;
    use crate::place::TWO;
    use crate::place::open;
    use crate::place::version;
    use crate::problem::Problem;

    #[test]
    fn what_is_new_and_no_wider_comes_into_force() {
        let place = Place::new();
        place.put("default.toml", TWO);
        let mut folder = open(&place, Widening::Refused);
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
    fn a_group_that_is_new_is_held_against_the_policy_of_all() {
        let place = Place::new();
        place.put("default.toml", ONE);
        place.put("pay.toml", TWO);
        let look = open(&place, Widening::Refused).look();
        assert!(matches!(look.problems[..], [Problem::Widens { .. }]));
        assert!(version(&look, "pay").is_none());
    }

    #[test]
    fn what_is_wrong_or_gone_leaves_what_was() {
        let place = Place::new();
        place.put("default.toml", ONE);
        let mut folder = open(&place, Widening::Allowed);
        let before = version(&folder.look(), "default");
        for wrong in ["", "[cors]\norigins = [\"https://one.example/\"]\n", "[cors", "\u{1b}[2J"] {
            place.put("default.toml", wrong);
            let look = folder.look();
            assert!(matches!(look.problems[..], [Problem::File { .. }]), "{wrong}");
            assert_eq!(version(&look, "default"), before);
        }
        place.take("default.toml");
        assert_eq!(version(&folder.look(), "default"), before);
        assert_eq!(version(&open(&place, Widening::Refused).look(), "default"), before);
    }

    /// As when Git checks out another branch: it was there when they were listed.
    #[test]
    fn a_file_that_vanishes_before_it_is_read_changes_nothing_and_is_no_problem() {
        let place = Place::new();
        for file in ["default.toml", "pay.toml"] {
            place.put(file, TWO);
        }
        let mut folder = open(&place, Widening::Refused);
        let pay = version(&folder.look(), "pay");
        let others = ["pay.candidate.toml", "pay.toml", "shop.toml", "x y.toml"];
        others.iter().chain(&["default.toml"]).for_each(|file| place.put(file, ONE));
        // `default.toml` is first.
        let look = folder.look_and(|_, name, _| {
            assert_eq!(name, "default");
            others.iter().for_each(|file| place.take(file));
            Ok(())
        });
        let problems: Vec<_> = look.problems.iter().map(Problem::line).collect();
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(look.changes.len(), 1);
        assert_eq!((version(&look, "pay"), version(&look, "shop")), (pay, None));
        assert!(look.published.0["pay"].candidate.is_none());
    }

    #[test]
    fn an_assertion_that_does_not_hold_keeps_a_policy_out() {
        let place = Place::new();
        let asserted = "[[assert]]\noutside = [\"https://one.example\"]\nnever = [\"read\"]\n";
        place.put("default.toml", &format!("{TWO}{asserted}"));
        let look = open(&place, Widening::Allowed).look();
        assert!(matches!(look.problems[..], [Problem::File { .. }]));
        assert!(look.published.0.is_empty());
    }

    #[test]
    fn a_candidate_is_on_trial_beside_its_group() {
        let place = Place::new();
        place.put("default.toml", ONE);
        place.put("default.candidate.toml", TWO);
        place.put("pay.candidate.toml", TWO);
        let mut folder = open(&place, Widening::Refused);
        let look = folder.look();
        let candidate = look.published.0["default"].candidate.as_ref().expect("one");
        assert!(matches!(look.problems[..], [Problem::Alone { .. }]));
        // What it would change is told once, and again where that is something else.
        let difference = |trials: &[crate::look::Change]| match trials {
            [trial] => trial.difference.as_ref().map(PolicyDifference::widens),
            _ => None,
        };
        assert_eq!(look.trials[0].version, candidate.version);
        assert_eq!(difference(&look.trials), Some(true));
        assert!(folder.look().trials.is_empty());
        place.put("default.candidate.toml", "[cors]\n");
        assert_eq!(difference(&folder.look().trials), Some(false));
    }

    #[test]
    fn whoever_only_looks_changes_nothing() {
        let place = Place::new();
        place.put("default.toml", ONE);
        assert_eq!(open(&place, Widening::Refused).look_only().changes.len(), 1);
        assert!(!place.of(".crosscheck-fleet").exists());
        place.put("a b.toml", ONE);
        let look = open(&place, Widening::Refused).look_only();
        assert!(matches!(look.problems[..], [Problem::Name { .. }]));
    }

    /// What is kept beside the policies is the server's: nobody commits it by mistake.
    #[test]
    fn git_passes_over_what_is_kept() {
        let place = Place::new();
        place.put("default.toml", ONE);
        assert_eq!(open(&place, Widening::Refused).look().problems.len(), 0);
        let ignored = fs::read_to_string(place.of(".crosscheck-fleet/.gitignore"));
        assert_eq!(ignored.expect("it is there"), "*\n");
        assert_eq!(open(&place, Widening::Refused).look().problems.len(), 0, "it is no policy");
    }

    #[test]
    fn a_folder_without_any_policy_is_told() {
        let place = Place::new();
        let mut folder = open(&place, Widening::Refused);
        assert!(matches!(folder.look().problems[..], [Problem::Empty { .. }]));
        place.put("default.toml", ONE);
        assert!(folder.look().problems.is_empty());
        place.take("default.toml");
        assert!(folder.look().problems.is_empty(), "what was pushed stays in force");
    }

    #[test]
    fn what_is_wrong_is_told_in_one_line_that_ends() {
        let place = Place::new();
        let origin = format!("https://{}/", "\u{202e}x".repeat(1 << 16));
        place.put("default.toml", &format!("[cors]\norigins = [\"{origin}\"]\n"));
        place.put("\u{1b}[2J\n.toml", ONE);
        let look = open(&place, Widening::Refused).look();
        assert_eq!(look.problems.len(), 2);
        for line in look.problems.iter().map(Problem::line) {
            assert!(line.len() < 20_000 && !line.contains(['\u{1b}', '\n', '\u{202e}']), "{line}");
        }
    }

    #[test]
    fn too_many_policies_change_nothing() {
        let place = Place::new();
        place.put("default.toml", ONE);
        let mut folder = open(&place, Widening::Refused);
        let before = version(&folder.look(), "default");
        (0..1000).for_each(|number| place.put(&format!("{number}.toml"), ONE));
        let look = folder.look();
        assert!(matches!(look.problems[..], [Problem::Folder(_)]));
        assert_eq!((look.changes.len(), version(&look, "default")), (0, before));
    }

    /// As one may lie in a checkout.
    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;

        let (place, outside) = (Place::new(), Place::new());
        let kept = place.of(".crosscheck-fleet");
        fs::create_dir(&kept).expect("it is made");
        symlink(outside.of("victim"), kept.join(".new")).expect("a link");
        place.put("default.toml", ONE);
        assert_eq!(open(&place, Widening::Refused).look().changes.len(), 1);
        assert_eq!(fs::read_to_string(kept.join("default.toml")).expect("it is kept"), ONE);
        fs::remove_dir_all(&kept).expect("it goes");
        symlink(outside.path(), &kept).expect("a link");
        let path = place.path().to_owned();
        let opened = Folder::open(path, None, ReadOptions::default(), Widening::Refused);
        assert!(opened.expect_err("it is a link").to_string().contains("it is a link"));
        assert_eq!(fs::read_dir(outside.path()).expect("it is there").count(), 0);
    }

    #[test]
    fn what_cannot_be_kept_is_not_pushed() {
        let place = Place::new();
        place.put("default.toml", ONE);
        // A folder where the new file is written first.
        let mut folder = open(&place, Widening::Allowed);
        fs::create_dir_all(place.of(".crosscheck-fleet/.new")).expect("it is made");
        let look = folder.look();
        assert!(matches!(look.problems[..], [Problem::Kept(_)]));
        assert!(look.published.0.is_empty());
    }
}
