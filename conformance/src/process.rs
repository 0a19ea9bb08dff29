//! A process that ends with the test that started it.

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::process::Child;
use std::process::Command;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use socket2::Domain;
use socket2::Socket;
use socket2::Type;

/// A child process and whatever it starts, ended together when dropped.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts a command in a process group of its own.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        command.spawn().map(Self)
    }

    /// The process, to read its output from.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// The most memory it ever held, in KiB.
    pub fn peak_memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        for (signal, patience) in [("-TERM", 5), ("-KILL", 5)] {
            let _ = Command::new("kill").args([signal, "--", &group]).output();
            let until = Instant::now() + Duration::from_secs(patience);
            while Instant::now() < until {
                if matches!(self.0.try_wait(), Ok(Some(_))) {
                    return;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// A port that is free, for a program that cannot say which one it took.
///
/// It stays free: it is none of those that the system gives away to whoever asks for any.
pub fn free_port() -> io::Result<u16> {
    // Each process begins elsewhere, and each call goes on from the one before.
    static ASKED: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % u32::from(PORTS)).unwrap_or_default();
    for _ in 0..PORTS {
        let number = process.wrapping_mul(31).wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed));
        let port = FIRST_PORT + number % PORTS;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

/// Below the ports that Linux gives away (from 32768), and off the recorder's.
const FIRST_PORT: u16 = 20_000;
const PORTS: u16 = 12_000;

/// An address at which every connection is refused, for as long as the socket lives: it has the port,
/// and does not listen.
pub fn dead_address() -> io::Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    let address = socket.local_addr()?.as_socket().ok_or(io::ErrorKind::AddrNotAvailable)?;
    Ok((socket, address))
}

/// How long is waited for what must come, whatever it is. It is no measure: a busy machine takes its
/// time, and what never comes is found out all the same.
pub const PATIENCE: Duration = Duration::from_secs(240);

/// Asks again and again until an answer comes or time is up.
pub fn eventually<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let until = Instant::now() + patience;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > until {
            return None;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::TcpListener;
    use std::net::TcpStream;

    use super::dead_address;
    use super::free_port;

    #[test]
    fn a_free_port_is_given_away_to_nobody_else() {
        let first = free_port().expect("a port");
        let given: Vec<_> =
            (0..200).map(|_| TcpListener::bind(("127.0.0.1", 0)).expect("a port")).collect();
        let given = given.iter().map(|one| one.local_addr().expect("it listens").port());
        assert!(given.into_iter().all(|port| port != first));
        let taken = TcpListener::bind(("127.0.0.1", first)).expect("it is free");
        assert_ne!(free_port().expect("another"), taken.local_addr().expect("it listens").port());
    }

    #[test]
    fn nobody_can_live_at_a_dead_address() {
        let (_held, address) = dead_address().expect("an address");
        let error = TcpStream::connect(address).expect_err("it is dead");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        assert!(TcpListener::bind(address).is_err(), "it has an owner");
    }
}
