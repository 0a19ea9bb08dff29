//! Instructions of each request, which are the same whatever else the machine does.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::kind::KINDS;
use super::scene::FIRST_PORT;
use super::scene::SCENES;
use super::scene::UPSTREAM_PORT;
use super::scene::is_asked;
use crate::bench::gateway::callgrind::Connections;
use crate::bench::gateway::callgrind::total;
use crate::bench::gateway::round::Running;
use crate::bench::gateway::scene::Load;
use crate::bench::gateway::scene::Scene;
use crate::command::output;
use crate::command::told;

/// What one Envoy takes for one request, of each scene in which it is asked.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) kind: &'static str,
    pub(super) instructions: Vec<Option<u64>>,
}

/// Counts while requests are asked, and at no other time: Envoy takes long to start.
pub(super) fn count(folder: &Path) -> anyhow::Result<Vec<Counted>> {
    let mut counted = Vec::new();
    // Not those of the measured ones, of which connections may still be closing.
    for (port, kind) in (FIRST_PORT + 10..).zip(&KINDS) {
        told(&format!("instructions of {}", kind.name));
        let out = folder.join(format!("callgrind.{port}"));
        let mut command = vec![
            "valgrind".to_owned(),
            "--tool=callgrind".into(),
            "--instr-atstart=no".into(),
            "--trace-children=yes".into(),
            format!("--callgrind-out-file={}", out.display()),
        ];
        // `env` starts Envoy in its own place: the process stays the same.
        command.extend(kind.command(folder, port, UPSTREAM_PORT)?);
        let server = Running::start("0", &command, port)?;
        let control = |arguments: &[&str]| {
            let mut control = Command::new("callgrind_control");
            control.args(arguments).arg(server.id().to_string());
            output(control)
        };
        let mut instructions = Vec::new();
        let mut dump = 0;
        for scene in &SCENES {
            if !is_asked(kind, scene) {
                instructions.push(None);
                continue;
            }
            let request = request(scene);
            // They are open before anything is counted: to accept one costs as much as a request.
            let mut connections = Connections::open(port)?;
            connections.ask(&request, 64)?;
            let mut least = u64::MAX;
            for _ in 0..SLICES {
                control(&["-i", "on"])?;
                connections.ask(&request, REQUESTS)?;
                control(&["-i", "off"])?;
                control(&["-d"])?;
                dump += 1;
                let profile = fs::read_to_string(format!("{}.{dump}", out.display()))?;
                least = least.min(total(&profile)? / REQUESTS);
            }
            instructions.push(Some(least));
        }
        server.end()?;
        counted.push(Counted { kind: kind.name, instructions });
    }
    Ok(counted)
}

/// Envoy's timers fall into a slice or do not, and only add to it: the least of them is counted.
const SLICES: u64 = 5;
const REQUESTS: u64 = 200;

/// The same request as wrk makes.
fn request(scene: &Scene) -> String {
    let Load::Wrk { path, script } = scene.load else { unreachable!("all are asked by wrk") };
    let method = if script.contains("'OPTIONS'") { "OPTIONS" } else { "GET" };
    let lines = script.lines().filter_map(|line| {
        let (name, value) = line.strip_prefix("wrk.headers['")?.split_once("'] = '")?;
        Some(format!("{name}: {}\r\n", value.strip_suffix('\'')?))
    });
    let lines: String = lines.collect();
    format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n")
}
