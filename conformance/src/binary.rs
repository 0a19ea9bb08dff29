//! What is built before the tests run, so that no test compiles anything: the binary, examples, the module of
//! Envoy and the same as a plugin.

use std::env;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;

use crate::process::Process;

/// Where the binary `crosscheck` is.
pub fn crosscheck() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| built("crosscheck"))
}

/// Where the binary `crosscheck-kubernetes` is.
pub fn kubernetes() -> PathBuf {
    built("crosscheck-kubernetes")
}

/// Where an example is.
pub fn example(name: &str) -> PathBuf {
    built(&format!("examples/{name}"))
}

/// Where the module of Envoy is.
pub fn envoy_module() -> PathBuf {
    built("libcrosscheck_envoy.so")
}

/// Where the same filter is as a plugin of proxy-wasm; `None`, where not all is required, if it is not built: not
/// everybody has a compiler for it.
pub fn envoy_wasm_or_skip() -> Option<PathBuf> {
    let (file, how) = (
        "wasm32-wasip1/release/crosscheck_envoy.wasm",
        "`cargo build --package crosscheck-envoy --target wasm32-wasip1 --release`",
    );
    if env::var_os("CROSSCHECK_ALL_PEERS").is_none() && place(file).is_none() {
        eprintln!("skipped: there is no `{file}`; {how}");
        return None;
    }
    Some(built_by(file, how))
}

/// Where something lies that was built of what now is there: beside the tests.
fn built(file: &str) -> PathBuf {
    let how =
        "`cargo build --workspace --bin crosscheck --bin crosscheck-kubernetes --examples --lib`";
    built_by(file, how)
}

/// Panics, and says how to build it, if it is not there or is older than a file it is made of.
fn built_by(file: &str, how: &str) -> PathBuf {
    let built =
        place(file).unwrap_or_else(|| panic!("there is no `{file}` yet; build it with {how}"));
    if let Some(source) = newer_source(&built) {
        panic!("`{file}` is older than `{source}`; build it with {how}");
    }
    built
}

fn place(file: &str) -> Option<PathBuf> {
    let test = env::current_exe().expect("a test knows where it is");
    test.ancestors().map(|folder| folder.join(file)).find(|path| path.is_file())
}

/// A file that something is made of and that was changed, or taken away, since it was built.
fn newer_source(built: &Path) -> Option<String> {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let at = changed(built)?;
    // Cargo lists beside it what it is made of: `built: source source`, blanks escaped.
    let list = fs::read_to_string(built.with_extension("d")).ok()?;
    let (_, sources) = list.split_once(": ")?;
    let sources = sources.replace("\\ ", "\0");
    let mut sources = sources.split_whitespace().map(|source| source.replace('\0', " "));
    sources.find(|source| changed(Path::new(source)).is_none_or(|changed| changed > at))
}

/// A running server and the addresses that it printed.
#[derive(Debug)]
pub struct Serving {
    /// The process.
    pub process: Process,
    /// Addresses, in the order in which they were printed.
    pub addresses: Vec<String>,
}

/// Starts `crosscheck serve` and reads the addresses from its standard output.
pub fn serve(arguments: &[&str], lines: usize) -> Serving {
    start(Command::new(crosscheck()).arg("serve").args(arguments), lines)
}

/// Starts a server that prints lines with its addresses.
pub fn start(command: &mut Command, lines: usize) -> Serving {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut process = Process::start(command).expect("the binary starts");
    let out = process.child().stdout.take().expect("its output is piped");
    let addresses = BufReader::new(out)
        .lines()
        .take(lines)
        .map(|line| {
            let line = line.expect("it prints text");
            let schemes = ["http://", "https://"].into_iter();
            let start = schemes.filter_map(|scheme| line.find(scheme)).min();
            let start = start.expect("each line has an address");
            let address = line[start..].split_whitespace().next().unwrap_or_default();
            address.trim_end_matches('/').to_owned()
        })
        .collect();
    Serving { process, addresses }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::fs::File;
    use std::time::Duration;
    use std::time::SystemTime;

    use super::newer_source;

    #[test]
    fn what_is_older_than_its_sources_is_not_run() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = |name: &str| folder.path().join(name);
        let write = |name: &str, second: u64| {
            let file = File::create(place(name)).expect("it is made");
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
            file.set_modified(time).expect("it has a time");
        };
        let (built, a, b) = (place("app"), place("a.rs"), place("b c.rs"));
        write("app", 20);
        write("a.rs", 10);
        write("b c.rs", 20);
        let escaped = b.display().to_string().replace(' ', "\\ ");
        let list = format!("{}: {} {escaped}\n", built.display(), a.display());
        fs::write(place("app.d"), list).expect("it is written");
        assert_eq!(newer_source(&built), None);
        write("b c.rs", 21);
        assert_eq!(newer_source(&built), Some(b.display().to_string()));
        fs::remove_file(&a).expect("it is there");
        assert_eq!(newer_source(&built), Some(a.display().to_string()));
    }
}
