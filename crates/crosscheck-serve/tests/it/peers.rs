//! The other ends: servers behind, a gateway that runs on a thread of its own, who asks.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use crosscheck_config::ListenAddress;
use crosscheck_config::ReadOptions;
use crosscheck_serve::Overrides;
use crosscheck_serve::Plan;
use crosscheck_serve::ServeError;
use crosscheck_serve::Tell;
use crosscheck_serve::Watching;
use tempfile::TempDir;
use tokio::sync::Notify;

/// Starts a server that says its name to everybody; it ends with the process.
pub(crate) fn server(name: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut stream = stream;
                while let Some(path) = read_head(&mut stream) {
                    if path.contains("slow") {
                        thread::sleep(Duration::from_millis(700));
                    }
                    let length = name.len();
                    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{name}");
                    if stream.write_all(head.as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).split(' ').nth(1).map(str::to_owned)
}

/// Asks, and reads all that comes. Out: the status, and the answer as text.
pub(crate) fn ask(address: SocketAddr, head: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("somebody listens");
    let head = head.replace('\n', "\r\n");
    write!(stream, "{head}\r\nconnection: close\r\n\r\n").expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no status: {answer}")), answer)
}

pub(crate) fn get(address: SocketAddr, path: &str) -> (u16, String) {
    ask(address, &format!("GET {path} HTTP/1.1\nhost: {address}"))
}

/// Text that is written by another thread.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Written {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no panic")).into_owned()
    }

    /// All of it, once that is in it.
    pub(crate) fn once_it_says(&self, what: &str) -> String {
        let start = Instant::now();
        loop {
            let text = self.text();
            if text.contains(what) {
                return text;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{what:?} is not said: {text}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A gateway that runs.
pub(crate) struct Running {
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) admin: Option<SocketAddr>,
    /// What it told.
    pub(crate) told: Written,
    /// Its access log.
    pub(crate) log: Written,
    reload: Arc<Notify>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

pub(crate) fn plan(folder: &TempDir, text: &str) -> Result<Plan, ServeError> {
    let file: PathBuf = folder.path().join("crosscheck.toml");
    fs::write(&file, text).expect("it is written");
    let overrides = Overrides { listen: "127.0.0.1:0".parse().ok(), upstream: None };
    Plan::read(file, None, ReadOptions::default(), &overrides)
}

impl Running {
    /// One that serves by that file, with files beside it.
    pub(crate) fn start(text: &str, beside: &[(&str, &str)]) -> Self {
        Self::with(text, beside, false)
    }

    /// The same, looking by itself for files that change.
    pub(crate) fn watch(text: &str, beside: &[(&str, &str)]) -> Self {
        Self::with(text, beside, true)
    }

    fn with(text: &str, beside: &[(&str, &str)], files: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in beside {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            fs::write(path, text).expect("it is written");
        }
        let planned = plan(&folder, text).expect("it can be served");
        let running = crosscheck_serve::Running::start(planned).expect("it starts");
        let ListenAddress::Address(address) = *running.address() else { panic!("an address") };
        let admin = running.admin_address();
        let (told, log) = (Written::default(), Written::default());
        let (reload, (stop, stopped)) = (Arc::new(Notify::new()), tokio::sync::oneshot::channel());
        let (says, written, asked) = (told.clone(), log.clone(), Arc::clone(&reload));
        let thread = thread::spawn(move || {
            let tell: Tell = Arc::new(move |event| {
                let _ = writeln!(says.clone(), "{event}");
            });
            let stopped = async move {
                let _ = stopped.await;
            };
            let watching = Watching { files, tells_refused: true };
            running.serve(tell, written, watching, stopped, &asked)
        });
        let thread = Some(thread);
        let running = Self { folder, address, admin, told, log, reload, stop: Some(stop), thread };
        running.told.once_it_says(" in force");
        running
    }

    /// Writes a file beside the gateway's, and tells nobody.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("it is written");
    }

    /// Puts another file in the place of one, with its time, and tells nobody.
    pub(crate) fn put_as_old(&self, name: &str, text: &str) {
        let (path, beside) = (self.folder.path().join(name), self.folder.path().join("beside"));
        let written = fs::metadata(&path).and_then(|it| it.modified()).expect("it has a time");
        fs::write(&beside, text).expect("it is written");
        let file = fs::File::options().write(true).open(&beside).expect("it is there");
        file.set_modified(written).expect("it is dated");
        fs::rename(&beside, &path).expect("it takes its place");
    }

    /// Removes a file beside the gateway's, and tells nobody.
    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join(name)).expect("it was there");
    }

    /// Writes the file, or one beside it, and has all read anew.
    pub(crate) fn rewrite(&self, name: &str, text: &str) {
        self.write(name, text);
        self.reload.notify_one();
    }

    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !thread::panicking() {
                ended.expect("no panic").expect("it served");
            }
        }
    }
}
