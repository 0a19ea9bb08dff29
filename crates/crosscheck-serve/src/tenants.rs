//! A policy for each host: from a folder with a file for each, where `shop.example.toml` is that of `shop.example`, or from
//! one file with [tables](crate::tenant_tables) for each.
//!
//! What changed is read again, and nothing else. What is wrong changes nothing: its host keeps the policy that it had.

use std::collections::HashMap;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::fs::Metadata;
use std::hash::RandomState;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::thread;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_config::Diagnostic;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::Stamp;
use crosscheck_config::files::read_source;
use crosscheck_service::PoliciesByHost;
use crosscheck_service::PolicyHandle;

use crate::failure::ServeError;
use crate::tenant_tables::TenantTables;

/// The policies of tenants, and where they come from.
#[derive(Debug)]
pub struct Tenants {
    path: PathBuf,
    options: ReadOptions,
    policies: PoliciesByHost,
    /// By host, as it was looked last.
    known: HashMap<String, Seen>,
    /// Of the one file, if there is one.
    file: Option<Stamp>,
    hasher: RandomState,
}

/// What tells that somebody wrote into the file, or into the tables, of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    File(Stamp),
    Tables(u64),
}

/// What came of a look at where they come from.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Looked {
    /// How many policies are new or changed.
    pub read: usize,
    /// How many hosts have none any more.
    pub gone: usize,
    /// Files that hold no policy.
    pub wrong: Vec<FileError>,
}

impl Tenants {
    /// Nobody's yet. In: the folder, or the one file, whose name ends in `.toml`; how each policy is read; the policy of
    /// all hosts that have none.
    pub fn new(path: PathBuf, options: ReadOptions, other: PolicyHandle) -> Self {
        let (policies, known) = (PoliciesByHost::new(other), HashMap::new());
        Self { path, options, policies, known, file: None, hasher: RandomState::new() }
    }

    /// The policies, to choose from.
    pub fn policies(&self) -> PoliciesByHost {
        self.policies.clone()
    }

    /// Where they come from.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the files of these hosts alone, which were written, where each has its own; else looks at all.
    ///
    /// Fails as [`look`](Self::look) does.
    pub(crate) fn look_at(&mut self, hosts: HashSet<String>) -> Result<Looked, ServeError> {
        if self.is_one_file() {
            return self.look_anew();
        }
        let (path, known) = (&self.path, &mut self.known);
        let now = |host: String| {
            // Somebody wrote into it, whatever its time says.
            known.remove(&host);
            let metadata = fs::metadata(file_of(path, &host)).ok();
            (host, metadata.as_ref().and_then(seen))
        };
        let (there, gone): (Vec<_>, Vec<_>) =
            hosts.into_iter().map(now).partition(|(_, seen)| seen.is_some());
        let there = there.into_iter().filter_map(|(host, seen)| Some((host, seen?))).collect();
        let gone = gone.into_iter().map(|(host, _)| host).collect();
        Ok(self.read_files(there, gone))
    }

    /// The same as [`look`](Self::look) for who knows that something was written: the one file is read.
    pub(crate) fn look_anew(&mut self) -> Result<Looked, ServeError> {
        self.file = None;
        self.look()
    }

    /// Looks for what is new there or has changed, and reads it, on all cores.
    ///
    /// Fails if the folder, or the one file, cannot be read; then nothing has changed.
    pub fn look(&mut self) -> Result<Looked, ServeError> {
        let unread = |error| ServeError::Tenants { path: self.path.clone(), error };
        if !self.is_one_file() {
            let now = self.files().map_err(unread)?;
            let gone = self.all_but(&now);
            return Ok(self.read_files(now, gone));
        }
        let file = Stamp::of(&self.path).map_err(unread)?;
        if self.file == Some(file) {
            return Ok(Looked::default());
        }
        let name = self.path.display().to_string();
        let (tables, wrong) =
            TenantTables::split(read_source(&self.path, Source::RegularFile)?, &name);
        let stamps = tables.stamps(&self.hasher);
        let now: HashMap<_, _> =
            stamps.map(|(host, hash)| (host.to_owned(), Seen::Tables(hash))).collect();
        let (path, gone) = (self.path.clone(), self.all_but(&now));
        let mut looked = self.read_changed(now, gone, |host, options| {
            let (text, lines) = tables.of(host).unwrap_or_default();
            let name = format!("{name} below line {lines}");
            Ok((path.clone(), crosscheck_config::read_below(&name, text, options, host)))
        });
        looked.wrong.extend(wrong.map(|report| FileError::Wrong(Box::new(report))));
        self.file = Some(file);
        Ok(looked)
    }

    fn is_one_file(&self) -> bool {
        self.path.extension().is_some_and(|extension| extension == "toml")
    }

    /// Who is known and not there any more.
    fn all_but(&self, now: &HashMap<String, Seen>) -> Vec<String> {
        self.known.keys().filter(|host| !now.contains_key(*host)).cloned().collect()
    }

    fn read_files(&mut self, there: HashMap<String, Seen>, gone: Vec<String>) -> Looked {
        let folder = self.path.clone();
        self.read_changed(there, gone, |host, options| {
            let path = file_of(&folder, host);
            let source = read_source(&path, Source::RegularFile)?;
            let reading = crosscheck_config::read(&path.display().to_string(), &source, options);
            Ok((path, reading))
        })
    }

    /// Puts in force what is not as it was known.
    ///
    /// In: what is there now; whose policy is not; how to read that of a host.
    fn read_changed(
        &mut self,
        now: HashMap<String, Seen>,
        gone: Vec<String>,
        read: impl Fn(&str, ReadOptions) -> Result<(PathBuf, Reading), FileError> + Sync,
    ) -> Looked {
        let is_new = |host: &String| now.get(host) != self.known.get(host);
        let changed: Vec<&String> = now.keys().filter(|host| is_new(host)).collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let part = changed.len().div_ceil(cores).max(1);
        let mut looked = Looked::default();
        thread::scope(|scope| {
            let (read, options, policies) = (&read, self.options, &self.policies);
            let parts: Vec<_> = changed
                .chunks(part)
                .map(|hosts| {
                    scope.spawn(move || {
                        let put = |host: &&String| {
                            let read = read(host, options);
                            read.and_then(|read| put(host, read, policies)).err()
                        };
                        let wrong: Vec<FileError> = hosts.iter().filter_map(put).collect();
                        (hosts.len() - wrong.len(), wrong)
                    })
                })
                .collect();
            for part in parts {
                match part.join() {
                    Ok((read, mut wrong)) => {
                        looked.read += read;
                        looked.wrong.append(&mut wrong);
                    }
                    Err(_) => looked.wrong.push(FileError::Failed),
                }
            }
        });
        for host in gone {
            self.known.remove(&host);
            looked.gone += usize::from(self.policies.remove(&host).is_some());
        }
        self.known.extend(now);
        looked
    }

    fn files(&self) -> io::Result<HashMap<String, Seen>> {
        let mut there = HashMap::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(host) = host_of(&name) else { continue };
            // What the folder itself knows costs less than a path; behind a link is another file. One that is
            // gone meanwhile is not there.
            let metadata = match entry.file_type()?.is_symlink() {
                true => fs::metadata(entry.path()),
                false => entry.metadata(),
            };
            let Ok(metadata) = metadata else { continue };
            if let Some(seen) = seen(&metadata) {
                there.insert(host.to_owned(), seen);
            }
        }
        Ok(there)
    }
}

fn file_of(folder: &Path, host: &str) -> PathBuf {
    folder.join(format!("{host}.toml"))
}

/// The host whose file has that name, if one has.
pub(crate) fn host_of(name: &OsStr) -> Option<&str> {
    name.to_str()?.strip_suffix(".toml").filter(|host| !host.starts_with('.'))
}

fn seen(metadata: &Metadata) -> Option<Seen> {
    let stamp = Stamp::of_metadata(metadata).ok()?;
    metadata.is_file().then_some(Seen::File(stamp))
}

/// Puts the policy of a host in force.
fn put(
    host: &str,
    (path, mut reading): (PathBuf, Reading),
    policies: &PoliciesByHost,
) -> Result<(), FileError> {
    if reading.is_more_than_a_policy() {
        let text = "a tenant has a policy; `[gateway]` and `[[upstream]]` belong into the gateway's own file";
        reading.report.diagnostics.push(Diagnostic::of_gateway(0..0, text.into()));
    }
    let Reading { policy, report, .. } = reading;
    let policy: Policy = match policy {
        Some(policy) if report.count(Severity::Error) == 0 => policy,
        _ => return Err(FileError::Wrong(Box::new(report))),
    };
    match policies.handle(host) {
        Some(handle) => drop(handle.replace(policy)),
        None => {
            policies.insert(host, policy).map_err(|error| {
                let error = io::Error::other(error.to_string());
                FileError::Unreadable { path, error }
            })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Instant;

    use crosscheck::server::Policy;
    use crosscheck_config::ReadOptions;
    use crosscheck_service::PolicyHandle;

    use super::Tenants;

    fn tenants(folder: &std::path::Path) -> Tenants {
        let nobody = PolicyHandle::new(Policy::off());
        Tenants::new(folder.into(), ReadOptions::default(), nobody)
    }

    fn lets(origin: &str) -> String {
        format!("[cors]\norigins = [{origin:?}]\n")
    }

    fn allows(tenants: &Tenants, host: &str, origin: &str) -> bool {
        tenants.policies().load(Some(host)).policy().allows_origin("/", origin.as_bytes())
    }

    #[test]
    fn each_host_has_its_file_and_a_mistake_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |host: &str| folder.path().join(format!("{host}.toml"));
        fs::write(file("shop.example"), lets("https://shop.example")).expect("it is written");
        fs::write(file("blog.example"), lets("https://blog.example")).expect("it is written");
        fs::write(folder.path().join("README"), "not a tenant").expect("it is written");
        let mut tenants = tenants(folder.path());
        assert_eq!(tenants.look().expect("a folder").read, 2);
        assert!(allows(&tenants, "Shop.example:443", "https://shop.example"));
        assert!(!allows(&tenants, "blog.example", "https://shop.example"));
        assert!(!allows(&tenants, "other.example", "https://shop.example"));
        assert_eq!(tenants.look().expect("a folder").read, 0, "nothing changed");

        let named = |hosts: &[&str]| hosts.iter().map(ToString::to_string).collect();
        // As long as it was, and as old.
        let written = |text: &str| {
            fs::write(file("blog.example"), text).expect("it is written");
            let file = fs::File::options().write(true).open(file("blog.example"));
            let then = std::time::SystemTime::UNIX_EPOCH;
            file.and_then(|file| file.set_modified(then)).expect("it is dated");
        };
        written(&lets("https://a.example"));
        assert_eq!(tenants.look().expect("a folder").read, 1);
        assert_eq!(tenants.look().expect("a folder").read, 0, "nothing changed");
        let looked = tenants.look_at(named(&["blog.example"])).expect("a folder");
        assert_eq!(looked.read, 1, "somebody says that it did");
        written(&lets("https://b.example"));
        assert_eq!(tenants.look_at(named(&["blog.example"])).expect("a folder").read, 1);
        assert!(allows(&tenants, "blog.example", "https://b.example"));
        fs::write(file("blog.example"), lets("https://blog.example")).expect("it is written");
        assert_eq!(tenants.look().expect("a folder").read, 1);
        fs::write(file("named.example"), lets("https://named.example")).expect("it is written");
        fs::write(file("other.example"), lets("https://other.example")).expect("it is written");
        let looked = tenants.look_at(named(&["named.example", "gone.example"])).expect("a folder");
        assert_eq!((looked.read, looked.gone), (1, 0), "of the others nothing is asked");
        assert!(allows(&tenants, "named.example", "https://named.example"));
        fs::remove_file(file("named.example")).expect("it was there");
        fs::remove_file(file("other.example")).expect("it was there");
        let looked = tenants.look_at(named(&["named.example"])).expect("a folder");
        assert_eq!((looked.read, looked.gone), (0, 1));
        assert_eq!(tenants.look().expect("a folder").gone, 0);

        fs::write(file("shop.example"), lets("https://shop.example/a/path"))
            .expect("it is written");
        fs::remove_file(file("blog.example")).expect("it was there");
        fs::write(file("who?"), lets("https://new.example")).expect("it is written");
        fs::write(file("new.example"), lets("https://new.example") + "[gateway]\nworkers = 1\n")
            .expect("it is written");
        let looked = tenants.look().expect("a folder");
        assert_eq!((looked.read, looked.gone, looked.wrong.len()), (0, 1, 3));
        assert!(allows(&tenants, "shop.example", "https://shop.example"), "it keeps what it had");
        assert!(!allows(&tenants, "blog.example", "https://blog.example"));
        assert!(!allows(&tenants, "new.example", "https://new.example"));

        fs::remove_dir_all(folder.path()).expect("it was there");
        assert!(tenants.look().is_err());
        assert!(allows(&tenants, "shop.example", "https://shop.example"), "it keeps what it had");
    }

    /// How it grows: `TENANTS=100000 cargo nextest run -p crosscheck-serve very_many --no-capture`.
    #[test]
    fn of_very_many_one_is_changed_without_touching_the_rest() {
        let count: usize = std::env::var("TENANTS").map_or(500, |n| n.parse().expect("a number"));
        let folder = tempfile::tempdir().expect("a folder");
        let file = |n: usize| folder.path().join(format!("t{n}.example.toml"));
        for tenant in 0..count {
            let origins: Vec<String> =
                (0..10).map(|n| format!("\"https://page{n}.t{tenant}.example\"")).collect();
            let text = format!("[cors]\norigins = [{}]\n", origins.join(", "));
            fs::write(file(tenant), text).expect("it is written");
        }
        let mut tenants = tenants(folder.path());
        let start = Instant::now();
        assert_eq!(tenants.look().expect("a folder").read, count);
        let first = start.elapsed();
        fs::write(file(7), lets("https://new.example")).expect("it is written");
        let start = Instant::now();
        assert_eq!(tenants.look().expect("a folder").read, 1);
        let again = start.elapsed();
        assert!(allows(&tenants, "t7.example", "https://new.example"));
        assert!(allows(&tenants, "t8.example", "https://page3.t8.example"));
        eprintln!(
            "{count} tenants: {first:?} to read, {again:?} to find and read the one that changed"
        );
    }

    #[test]
    fn one_file_has_tables_for_each_and_a_mistake_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tenants.toml");
        let lets = |host: &str, origin: &str| {
            format!(
                "[{host:?}.cors]\norigins = [{origin:?}]\n[[{host:?}.assert]]\norigins = [\"https://evil.example\"]\nnever = [\"read\"]\n"
            )
        };
        let write = |tables: &[String]| fs::write(&file, tables.concat()).expect("it is written");
        let (shop, blog) = ("https://shop.example", "https://blog.example");
        write(&[lets("shop.example", shop), lets("blog.example", blog)]);
        let mut tenants = tenants(&file);
        assert_eq!(tenants.look().expect("a file").read, 2);
        assert!(allows(&tenants, "shop.example", shop) && !allows(&tenants, "blog.example", shop));
        assert_eq!(tenants.look().expect("a file").read, 0, "nothing changed");

        // Another file that is as long and as old.
        let dated = |text: &[String]| {
            let (beside, then) = (folder.path().join("beside"), std::time::SystemTime::UNIX_EPOCH);
            fs::write(&beside, text.concat()).expect("it is written");
            let written = fs::File::options().write(true).open(&beside);
            written.and_then(|file| file.set_modified(then)).expect("it is dated");
            fs::rename(&beside, &file).expect("it is there");
        };
        for page in ["https://one.example", "https://two.example"] {
            dated(&[lets("shop.example", page), lets("blog.example", blog)]);
            assert_eq!(tenants.look().expect("a file").read, 1, "{page}");
            assert!(allows(&tenants, "shop.example", page));
        }
        write(&[lets("shop.example", shop), lets("blog.example", blog)]);
        assert_eq!(tenants.look().expect("a file").read, 1);

        // Further up is one more: who only stands elsewhere is not read again.
        let news = "https://news.example";
        write(&[
            lets("news.example", news),
            lets("shop.example", shop),
            lets("blog.example", blog),
        ]);
        assert_eq!(tenants.look().expect("a file").read, 1);
        assert!(allows(&tenants, "news.example", news));

        write(&[lets("shop.example", "https://evil.example"), lets("news.example", blog)]);
        let looked = tenants.look().expect("a file");
        assert_eq!((looked.read, looked.gone, looked.wrong.len()), (1, 1, 1));
        let report = looked.wrong[0].report().expect("a report").text();
        assert!(report.contains("tenants.toml below line 0"), "{report}");
        assert!(allows(&tenants, "shop.example", shop), "it keeps what it had");
        assert!(allows(&tenants, "news.example", blog));
        assert!(!allows(&tenants, "blog.example", blog));

        fs::write(&file, "[cors]\norigins = [\"*\"]\n").expect("it is written");
        let looked = tenants.look().expect("a file");
        assert_eq!((looked.read, looked.wrong.len()), (0, 1), "a policy of nobody is none");
        fs::remove_file(&file).expect("it was there");
        assert!(tenants.look().is_err());
    }
}
