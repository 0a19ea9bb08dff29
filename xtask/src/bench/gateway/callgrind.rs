//! Instructions of each request, which are the same whatever else the machine does.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;

use anyhow::Context;
use anyhow::ensure;

use super::round::Bench;
use super::round::FIRST_PORT;
use super::round::Running;
use super::round::UPSTREAM_PORT;
use crate::command::told;

/// What one server takes for one request, of each kind in [`KINDS`].
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) rival: &'static str,
    pub(super) instructions: Vec<u64>,
}

/// What is asked: as wrk asks, as a browser asks, and a preflight.
pub(super) const KINDS: [(&str, &str); 3] = [
    ("GET", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://app.example\r\n\r\n"),
    (
        "GET of a browser",
        "GET / HTTP/1.1\r\nHost: api.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) \
         AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\nAccept: */*\r\n\
         Origin: https://app.example\r\nReferer: https://app.example/\r\n\
         Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\n\r\n",
    ),
    (
        "preflight",
        "OPTIONS / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://app.example\r\n\
         Access-Control-Request-Method: PUT\r\n\
         Access-Control-Request-Headers: authorization,content-type\r\n\r\n",
    ),
];

/// Counts what nginx, the gateways and what decides nothing take: the difference of a long run and a short one.
pub(super) fn count(bench: &Bench) -> anyhow::Result<Vec<Counted>> {
    let mut counted = Vec::new();
    for rival in bench.rivals.iter().take(4) {
        told(&format!("instructions of {}", rival.name));
        let mut instructions = Vec::new();
        for (_, request) in KINDS {
            let run = |requests: u64| -> anyhow::Result<u64> {
                let out = bench.folder.join("callgrind.out");
                let file = format!("--callgrind-out-file={}", out.display());
                let mut command =
                    ["valgrind", "--tool=callgrind", &file].map(str::to_owned).to_vec();
                command.extend(rival.command(&bench.folder, FIRST_PORT, false, UPSTREAM_PORT)?);
                let server = Running::start("0", &command, FIRST_PORT)?;
                Connections::open(FIRST_PORT)?.ask(request, requests)?;
                server.end()?;
                total(&fs::read_to_string(out)?)
            };
            let (few, many) = (run(FEW)?, run(MANY)?);
            instructions.push(many.saturating_sub(few) / (MANY - FEW));
        }
        counted.push(Counted { rival: rival.name, instructions });
    }
    Ok(counted)
}

const FEW: u64 = 1_000;
const MANY: u64 = 3_000;

/// Eight connections that are asked by turns.
pub(in crate::bench) struct Connections(Vec<TcpStream>);

impl Connections {
    pub(in crate::bench) fn open(port: u16) -> anyhow::Result<Self> {
        let streams = (0..8).map(|_| TcpStream::connect(("127.0.0.1", port)));
        Ok(Self(streams.collect::<Result<_, _>>()?))
    }

    pub(in crate::bench) fn ask(&mut self, request: &str, requests: u64) -> anyhow::Result<()> {
        for _ in 0..requests / 8 {
            for stream in &mut self.0 {
                stream.write_all(request.as_bytes())?;
            }
            for stream in &mut self.0 {
                read_answer(stream)?;
            }
        }
        Ok(())
    }
}

fn read_answer(stream: &mut TcpStream) -> anyhow::Result<()> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut part)?;
        ensure!(read > 0, "hung up after {:?}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        ensure!(head.starts_with("http/1.1 20"), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(Ok(0), str::parse)? {
            return Ok(());
        }
    }
}

pub(in crate::bench) fn total(profile: &str) -> anyhow::Result<u64> {
    let line = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(line.context("the profile has no total")?.trim().parse()?)
}
