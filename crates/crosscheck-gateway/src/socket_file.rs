//! A socket in the file system that clients connect to: made so that nobody is let in before its permissions
//! are set, and taken away again.

use std::ffi::OsString;
use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use rustix::fs::FlockOperation;
use rustix::fs::flock;
use rustix::io::Errno;

/// A socket in the file system that is ours. Dropped, it is removed, unless somebody else's has taken its place.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    id: Id,
}

/// What tells a file from every other, whatever its name: device and inode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Id(u64, u64);

impl SocketFile {
    /// Listens on a new socket with these permissions.
    ///
    /// It is made in a folder that nobody else may enter, and moved to its place when it has its permissions: in
    /// one step, which takes the place of a socket that was left behind, and never of anything else.
    pub(crate) fn bind(path: PathBuf, permissions: u32) -> io::Result<(UnixListener, Self)> {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let _alone = lock(folder.unwrap_or(Path::new(".")))?;
        make_way(&path)?;
        let mut hidden: OsString = path.clone().into();
        hidden.push(format!(".{}", std::process::id()));
        let hidden = PathBuf::from(hidden);
        DirBuilder::new().mode(0o700).create(&hidden)?;
        let made = make(&hidden.join("s"), &path, permissions);
        // The socket is at its place, or never was made.
        let _ = fs::remove_file(hidden.join("s"));
        let _ = fs::remove_dir(&hidden);
        let (listener, id) = made?;
        Ok((listener, Self { path, id }))
    }
}

/// Lets nobody else take a place in that folder until it is dropped: of two who find the same socket left behind, the
/// second would take away the first one's.
///
/// The folder itself is locked, so that nothing is left behind. Who else holds it is waited for, but not for long.
fn lock(folder: &Path) -> io::Result<File> {
    let folder = File::open(folder)?;
    let end = Instant::now() + PATIENCE;
    loop {
        match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) if Instant::now() < end => thread::sleep(BETWEEN_TRIES),
            Err(Errno::WOULDBLOCK) => {
                let text = "somebody holds a lock on that folder";
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, text));
            }
            locked => return Ok(locked.map(|()| folder)?),
        }
    }
}

/// Fails if somebody listens there, or if what lies there is no socket.
fn make_way(path: &Path) -> io::Result<()> {
    let there = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        there => there?,
    };
    if !there.file_type().is_socket() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "what lies there is no socket"));
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(io::ErrorKind::AddrInUse.into()),
    }
}

fn make(hidden: &Path, path: &Path, permissions: u32) -> io::Result<(UnixListener, Id)> {
    let listener = UnixListener::bind(hidden)?;
    fs::set_permissions(hidden, Permissions::from_mode(permissions))?;
    let id = id_of(hidden)?;
    fs::rename(hidden, path)?;
    Ok((listener, id))
}

fn id_of(path: &Path) -> io::Result<Id> {
    fs::symlink_metadata(path).map(|it| Id(it.dev(), it.ino()))
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if id_of(&self.path).is_ok_and(|id| id == self.id) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// How long a folder is waited for that somebody has locked. To take a place takes a millisecond.
const PATIENCE: Duration = Duration::from_secs(2);
const BETWEEN_TRIES: Duration = Duration::from_millis(2);

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;
    use std::os::unix::net::UnixStream;
    use std::sync::Barrier;
    use std::thread;

    use super::SocketFile;
    use super::lock;

    #[test]
    fn it_has_its_permissions_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gateway.sock");
        let (_listener, file) = SocketFile::bind(path.clone(), 0o620).expect("a free name");
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o7777, 0o620);
        let names = |folder: &tempfile::TempDir| fs::read_dir(folder.path()).expect("it").count();
        assert_eq!(names(&folder), 1, "the socket alone");
        drop(file);
        assert_eq!(names(&folder), 0);
    }

    #[test]
    fn only_a_socket_that_nobody_listens_on_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gateway.sock");
        let bind = || SocketFile::bind(path.clone(), 0o600);
        let (listener, first) = bind().expect("a free name");
        assert_eq!(bind().expect_err("somebody listens").kind(), io::ErrorKind::AddrInUse);
        drop(listener);
        let (_listener, second) = bind().expect("it was left behind");
        // Who had it before takes nothing away that is somebody else's.
        drop(first);
        assert!(path.exists());
        drop(second);
        assert!(!path.exists());

        fs::write(&path, "precious").expect("it is written");
        assert_eq!(bind().expect_err("a file").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "precious");
        fs::remove_file(&path).expect("it was there");

        // Nor is what a link leads to.
        let other = folder.path().join("other.sock");
        drop(UnixListener::bind(&other).expect("a free name"));
        std::os::unix::fs::symlink(&other, &path).expect("a link");
        assert_eq!(bind().expect_err("a link").kind(), io::ErrorKind::AlreadyExists);
        assert!(other.exists() && path.is_symlink());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    /// Eight at once, again and again: one gets it, and keeps it.
    #[test]
    fn of_many_who_want_the_place_of_a_stale_one_one_gets_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gateway.sock");
        for round in 0..40 {
            drop(UnixListener::bind(&path).expect("a free name"));
            let start = Barrier::new(8);
            let won: Vec<_> = thread::scope(|scope| {
                let bind = || {
                    start.wait();
                    SocketFile::bind(path.clone(), 0o600)
                };
                let all: Vec<_> = (0..8).map(|_| scope.spawn(bind)).collect();
                let all = all.into_iter().map(|one| one.join().expect("no panic"));
                all.filter_map(|bound| match bound {
                    Ok(bound) => Some(bound),
                    Err(error) => {
                        assert_eq!(error.kind(), io::ErrorKind::AddrInUse, "{round}");
                        None
                    }
                })
                .collect()
            });
            assert_eq!(won.len(), 1, "{round}");
            let _client = UnixStream::connect(&path).expect("it listens");
            won[0].0.set_nonblocking(true).expect("a socket");
            won[0].0.accept().expect("whoever connects reaches the one who got it");
        }
    }

    #[test]
    fn a_folder_that_somebody_keeps_locked_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let _kept = lock(folder.path()).expect("nobody else");
        let bound = SocketFile::bind(folder.path().join("gateway.sock"), 0o600);
        assert_eq!(bound.expect_err("it is locked").kind(), io::ErrorKind::ResourceBusy);
    }
}
