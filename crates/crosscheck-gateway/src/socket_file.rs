//! A socket in the file system that clients connect to: made so that nobody is let in before its permissions
//! are set, and taken away again.

use std::ffi::OsString;
use std::fs;
use std::fs::DirBuilder;
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;

    use super::SocketFile;

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
}
