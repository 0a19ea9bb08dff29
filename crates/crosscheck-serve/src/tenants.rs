//! A policy for each host, from a folder with a file for each: `shop.example.toml` is that of `shop.example`.
//!
//! A file that changed is read again, and no other. One that is wrong changes nothing: its host keeps the
//! policy that it had.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::SystemTime;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_config::Diagnostic;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;
use crosscheck_service::PoliciesByHost;
use crosscheck_service::PolicyHandle;

use crate::failure::ServeError;

/// The policies of tenants, and the folder that they come from.
#[derive(Debug)]
pub struct Tenants {
    folder: PathBuf,
    options: ReadOptions,
    policies: PoliciesByHost,
    /// By host, as the folder was looked at last.
    known: HashMap<String, Stamp>,
}

/// What tells that somebody wrote into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp(u64, SystemTime);

/// What came of a look at the folder.
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
    /// Nobody's yet. In: the folder; how each file is read; the policy of all hosts that have none.
    pub fn new(folder: PathBuf, options: ReadOptions, other: PolicyHandle) -> Self {
        Self { folder, options, policies: PoliciesByHost::new(other), known: HashMap::new() }
    }

    /// The policies, to choose from.
    pub fn policies(&self) -> PoliciesByHost {
        self.policies.clone()
    }

    /// Looks at the folder and reads what is new there or has changed, on all cores.
    ///
    /// Fails if the folder cannot be read; then nothing has changed.
    pub fn look(&mut self) -> Result<Looked, ServeError> {
        let now = self.stamps().map_err(|error| {
            let path = self.folder.clone();
            ServeError::Tenants { path, error }
        })?;
        let is_new = |host: &String| now.get(host) != self.known.get(host);
        let changed: Vec<&String> = now.keys().filter(|host| is_new(host)).collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let part = changed.len().div_ceil(cores).max(1);
        let mut looked = Looked::default();
        thread::scope(|scope| {
            let (folder, options, policies) = (&self.folder, self.options, &self.policies);
            let parts: Vec<_> = changed
                .chunks(part)
                .map(|hosts| {
                    scope.spawn(move || {
                        let put = |host: &&String| put(folder, host, options, policies).err();
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
        for host in self.known.keys().filter(|host| !now.contains_key(*host)) {
            looked.gone += usize::from(self.policies.remove(host).is_some());
        }
        self.known = now;
        Ok(looked)
    }

    fn stamps(&self) -> std::io::Result<HashMap<String, Stamp>> {
        let mut stamps = HashMap::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(host) = name.to_str().and_then(|name| name.strip_suffix(".toml")) else {
                continue;
            };
            // What the folder itself knows costs less than a path; behind a link is another file. One that is
            // gone meanwhile is not there.
            let metadata = match entry.file_type()?.is_symlink() {
                true => fs::metadata(entry.path()),
                false => entry.metadata(),
            };
            let Ok(metadata) = metadata else { continue };
            let Ok(modified) = metadata.modified() else { continue };
            if metadata.is_file() && !host.starts_with('.') {
                stamps.insert(host.to_owned(), Stamp(metadata.len(), modified));
            }
        }
        Ok(stamps)
    }
}

/// Puts the policy of a host in force.
fn put(
    folder: &Path,
    host: &str,
    options: ReadOptions,
    policies: &PoliciesByHost,
) -> Result<(), FileError> {
    let path = folder.join(format!("{host}.toml"));
    let source = read_source(&path, Source::RegularFile)?;
    let mut reading = crosscheck_config::read(&path.display().to_string(), &source, options);
    if reading.is_more_than_a_policy() {
        let text = "a tenant's file holds a policy; `[gateway]` and `[[upstream]]` belong into the \
                    gateway's own";
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
                let error = std::io::Error::other(error.to_string());
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
        let start = Instant::now();
        super::put(folder.path(), "t7.example", tenants.options, &tenants.policies)
            .expect("a policy");
        let one = start.elapsed();
        assert!(allows(&tenants, "t7.example", "https://new.example"));
        assert!(allows(&tenants, "t8.example", "https://page3.t8.example"));
        eprintln!(
            "{count} tenants: {first:?} to read, {again:?} to find the one that changed, {one:?} to change it"
        );
    }
}
