//! The real binary, built if need be.

use std::env;
use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;

use crate::process::Process;

/// Where the binary `crosscheck` is. Builds it the first time.
pub fn crosscheck() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let arguments = ["--package", "crosscheck-cli", "--bin", "crosscheck"];
        build(&arguments, "crosscheck")
    })
}

/// Where an example of a package is. Builds it.
pub fn example(package: &str, name: &str) -> PathBuf {
    build(&["--package", package, "--example", name], &format!("examples/{name}"))
}

/// Builds something and says where it lies: beside the tests.
fn build(arguments: &[&str], file: &str) -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--quiet"]).args(arguments).status();
    assert!(built.expect("cargo runs: it runs this test").success(), "{file} builds");
    let test = env::current_exe().expect("a test knows where it is");
    let folder = test.ancestors().find(|folder| folder.join(file).is_file());
    folder.expect("what was built lies beside the tests").join(file)
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
            let start = line.find("http://").expect("each line has an address");
            let address = line[start..].split_whitespace().next().unwrap_or_default();
            address.trim_end_matches('/').to_owned()
        })
        .collect();
    Serving { process, addresses }
}
