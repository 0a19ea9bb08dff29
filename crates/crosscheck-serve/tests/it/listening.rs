//! Sockets in the file system, as a gateway's file names them.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crosscheck_config::ListenAddress;
use crosscheck_config::ReadOptions;
use crosscheck_serve::Overrides;
use crosscheck_serve::Plan;
use crosscheck_serve::Running;
use crosscheck_serve::ServeError;
use tempfile::TempDir;

fn start(folder: &TempDir, more: &str) -> Result<Running, ServeError> {
    let (file, socket) = (folder.path().join("crosscheck.toml"), folder.path().join("api.sock"));
    let text = format!(
        "[gateway]\nlisten = \"unix:{}\"\n{more}[cors]\norigins = []\n\
         [[upstream]]\nurl = \"http://127.0.0.1:9\"\n",
        socket.display()
    );
    fs::write(&file, text).expect("it is written");
    Running::start(Plan::read(file, None, ReadOptions::default(), &Overrides::default())?)
}

#[test]
fn a_socket_lets_in_whom_the_file_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("api.sock");
    for (more, permissions) in [("", 0o660), ("socket_permissions = 0o622\n", 0o622)] {
        let running = start(&folder, more).expect("it starts");
        assert_eq!(*running.address(), ListenAddress::File(socket.clone()));
        let found = fs::metadata(&socket).expect("it is there").permissions().mode();
        assert_eq!(found & 0o7777, permissions);
        let again = start(&folder, more).expect_err("somebody listens");
        assert!(again.hint().is_some_and(|hint| hint.contains("stop it")), "{again}");
        drop(running);
        assert!(!socket.exists());
    }
    fs::write(&socket, "a file").expect("it is written");
    let error = start(&folder, "").expect_err("a file lies there");
    assert!(error.to_string().contains("no socket"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("somebody's")), "{error}");
    assert_eq!(fs::read_to_string(&socket).expect("it is there"), "a file");
}
