//! A gateway that decides nothing: what the kernel alone takes of one, so that nobody hunts for less.
//!
//! Usage: `constants FILE`, where FILE holds the port to listen on and the upstream's, with a space between.
//!
//! It reads a request, writes the same answer to every preflight, and passes everything else on, with the
//! same lines put in each time. It judges no origin, keeps no time, bounds nothing, and knows of no more of
//! HTTP/1.1 than the load and the upstream of the bench speak. It looks away for a moment before it waits, as
//! the gateway does (`coalescing.rs`).

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use memchr::memmem;
use mio::Events;
use mio::Interest;
use mio::Poll;
use mio::Token;
use mio::net::TcpListener;
use mio::net::TcpStream;

const PREFLIGHT: &[u8] = b"HTTP/1.1 204 No Content\r\n\
    access-control-allow-origin: https://app.example\r\n\
    access-control-allow-credentials: true\r\n\
    access-control-allow-methods: PUT\r\n\
    access-control-allow-headers: content-type, authorization\r\n\
    access-control-max-age: 600\r\nvary: Origin\r\n\r\n";
/// Put in before the empty line of each request that is passed on.
const ON_REQUESTS: &[u8] = b"x-forwarded-for: 127.0.0.1\r\nx-forwarded-host: 127.0.0.1\r\n\
    x-forwarded-proto: http\r\n";
/// Put in before the empty line of each answer.
const ON_ANSWERS: &[u8] = b"access-control-allow-origin: https://app.example\r\n\
    access-control-allow-credentials: true\r\nvary: Origin\r\n";

const LISTENER: Token = Token(0);

/// One connection, of whoever asks or to the upstream.
struct Connection {
    stream: TcpStream,
    /// Whose answer comes on it next; of who asks: nobody.
    asked_for: Option<Token>,
    is_upstream: bool,
    /// What has come of an answer that is not whole.
    come: Vec<u8>,
}

struct Gateway {
    poll: Poll,
    upstream: SocketAddr,
    connections: HashMap<Token, Connection>,
    /// To the upstream, with nothing under way.
    idle: Vec<Token>,
    next: usize,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let usage = || io::Error::other("usage: constants FILE, with two ports in it");
    let ports = fs::read_to_string(env::args().nth(1).ok_or_else(usage)?)?;
    let mut ports = ports.split_whitespace().map(str::parse::<u16>);
    let mut address = || match ports.next() {
        Some(Ok(port)) => Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        _ => Err(usage()),
    };
    let (listen, upstream) = (address()?, address()?);
    let mut listener = TcpListener::bind(listen)?;
    let poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut gateway =
        Gateway { poll, upstream, connections: HashMap::new(), idle: Vec::new(), next: 1 };
    let (mut events, mut begun) = (Events::with_capacity(1024), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        gateway.poll.poll(&mut events, Some(Duration::ZERO))?;
        if events.is_empty() {
            if begun >= 8 {
                thread::sleep(Duration::from_micros(20));
            }
            begun = 0;
            gateway.poll.poll(&mut events, None)?;
        }
        for event in &events {
            match event.token() {
                LISTENER => gateway.accept(&listener)?,
                token => begun += gateway.read(token, &mut buffer)?,
            }
        }
    }
}

impl Gateway {
    fn accept(&mut self, listener: &TcpListener) -> io::Result<()> {
        loop {
            match listener.accept() {
                Ok((stream, _)) => self.keep(stream, false).map(|_| ())?,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn keep(&mut self, mut stream: TcpStream, is_upstream: bool) -> io::Result<Token> {
        let token = Token(self.next);
        self.next += 1;
        stream.set_nodelay(true)?;
        self.poll.registry().register(&mut stream, token, Interest::READABLE)?;
        let kept = Connection { stream, asked_for: None, is_upstream, come: Vec::new() };
        self.connections.insert(token, kept);
        Ok(token)
    }

    /// Reads what has come. Out: how many requests began by it.
    fn read(&mut self, token: Token, buffer: &mut [u8]) -> io::Result<u32> {
        let Some(connection) = self.connections.get_mut(&token) else { return Ok(0) };
        let read = match connection.stream.read(buffer) {
            Ok(read) if read > 0 => &buffer[..read],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(0),
            _ => {
                self.connections.remove(&token);
                self.idle.retain(|idle| *idle != token);
                return Ok(0);
            }
        };
        if connection.is_upstream {
            return self.pass_back(token, read);
        }
        if read.starts_with(b"OPTIONS ") {
            connection.stream.write_all(PREFLIGHT)?;
            return Ok(1);
        }
        let to = match self.idle.pop() {
            Some(token) => token,
            None => {
                let stream = std::net::TcpStream::connect(self.upstream)?;
                stream.set_nonblocking(true)?;
                self.keep(TcpStream::from_std(stream), true)?
            }
        };
        if let Some(upstream) = self.connections.get_mut(&to) {
            upstream.asked_for = Some(token);
            upstream.stream.write_all(&with(read, ON_REQUESTS))?;
        }
        Ok(1)
    }

    fn pass_back(&mut self, token: Token, read: &[u8]) -> io::Result<u32> {
        let Some(upstream) = self.connections.get_mut(&token) else { return Ok(0) };
        upstream.come.extend_from_slice(read);
        if is_whole(&upstream.come) {
            let answer = with(&upstream.come, ON_ANSWERS);
            upstream.come.clear();
            self.idle.push(token);
            let who = upstream.asked_for.take();
            if let Some(who) = who.and_then(|who| self.connections.get_mut(&who)) {
                who.stream.write_all(&answer)?;
            }
        }
        Ok(0)
    }
}

/// A message with lines put in before its empty one.
fn with(message: &[u8], lines: &[u8]) -> Vec<u8> {
    let end = memmem::find(message, b"\r\n\r\n").map_or(message.len(), |at| at + 2);
    [&message[..end], lines, &message[end..]].concat()
}

/// Whether as much of an answer has come as its `Content-Length` says.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = memmem::find(answer, b"\r\n\r\n") else { return false };
    let name = b"Content-Length: ";
    let length = memmem::find(&answer[..end], name).map_or(0, |at| {
        let digits = answer[at + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'))
    });
    answer.len() >= end + 4 + length
}
