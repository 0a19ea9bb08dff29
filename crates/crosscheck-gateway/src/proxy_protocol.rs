//! The PROXY protocol: a balancer that passes bytes on says in the first of them whom it speaks for.
//!
//! Read only of peers that are named, and of them always: who could leave it out could pretend to be anybody.
//!
//! Spec: <https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>

use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncReadExt;

use crate::stream::Stream;

/// What a balancer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    /// How many bytes that took.
    length: usize,
    /// Who is connected to it; `None` if it speaks for itself, or does not know.
    client: Option<SocketAddr>,
}

/// It says nothing of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Invalid;

/// Takes what a balancer says from the beginning of a connection. Out: who is connected to it, or else itself.
///
/// Fails if it says nothing of the kind, or hangs up before.
pub(crate) async fn read(stream: &mut Stream, peer: SocketAddr) -> io::Result<SocketAddr> {
    let mut bytes = [0; MOST_BYTES];
    let mut seen = 0;
    loop {
        let length = stream.peek(&mut bytes).await?;
        match parse(&bytes[..length]) {
            Ok(Some(said)) => {
                stream.read_exact(&mut bytes[..said.length]).await?;
                return Ok(said.client.unwrap_or(peer));
            }
            Ok(None) if length > 0 && length < MOST_BYTES => {}
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
        if length == seen {
            // There is something to read already, so nobody tells when there is more.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        seen = length;
    }
}

/// `None` while it is not whole.
fn parse(bytes: &[u8]) -> Result<Option<Said>, Invalid> {
    let begins_as = |with: &[u8]| {
        let length = bytes.len().min(with.len());
        bytes[..length] == with[..length]
    };
    if begins_as(BINARY) {
        parse_binary(bytes)
    } else if begins_as(b"PROXY ") {
        parse_text(bytes)
    } else {
        Err(Invalid)
    }
}

/// Version 1, one line.
fn parse_text(bytes: &[u8]) -> Result<Option<Said>, Invalid> {
    let line = &bytes[..bytes.len().min(MOST_TEXT)];
    let Some(end) = line.windows(2).position(|two| two == b"\r\n") else {
        return if bytes.len() < MOST_TEXT { Ok(None) } else { Err(Invalid) };
    };
    let text = str::from_utf8(&line[..end]).map_err(|_| Invalid)?;
    let words: Vec<&str> = text.split(' ').collect();
    let client = match words[..] {
        ["PROXY", "UNKNOWN", ..] => None,
        ["PROXY", family @ ("TCP4" | "TCP6"), from, to, from_port, to_port] => {
            let address = |text: &str| -> Result<IpAddr, Invalid> {
                let address: IpAddr = text.parse().map_err(|_| Invalid)?;
                if address.is_ipv4() == (family == "TCP4") { Ok(address) } else { Err(Invalid) }
            };
            address(to)?;
            port(to_port)?;
            Some(SocketAddr::new(address(from)?, port(from_port)?))
        }
        _ => return Err(Invalid),
    };
    Ok(Some(Said { length: end + 2, client }))
}

/// Digits, and no sign before them.
fn port(text: &str) -> Result<u16, Invalid> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Invalid)
}

/// Version 2.
fn parse_binary(bytes: &[u8]) -> Result<Option<Said>, Invalid> {
    let Some((head, rest)) = bytes.split_at_checked(BINARY.len() + 4) else { return Ok(None) };
    let [command, family, high, low] = head[BINARY.len()..] else { return Err(Invalid) };
    let said = usize::from(u16::from_be_bytes([high, low]));
    let length = head.len() + said;
    if length > MOST_BYTES {
        return Err(Invalid);
    }
    let Some(said) = rest.get(..said) else { return Ok(None) };
    let client = match (command, family) {
        // It asks for itself, whether it is alive, say.
        (0x20, _) => None,
        (0x21, 0x11) => Some(address::<4>(said)?),
        (0x21, 0x21) => Some(address::<16>(said)?),
        (0x21, 0x00) => None,
        _ => return Err(Invalid),
    };
    Ok(Some(Said { length, client }))
}

/// The first of two addresses of so many bytes, which are followed by two ports.
fn address<const BYTES: usize>(said: &[u8]) -> Result<SocketAddr, Invalid> {
    let from = said.get(..BYTES).ok_or(Invalid)?;
    let [high, low, ..] = said.get(2 * BYTES..2 * BYTES + 4).ok_or(Invalid)? else {
        return Err(Invalid);
    };
    let address = match BYTES {
        4 => IpAddr::from(<[u8; 4]>::try_from(from).map(Ipv4Addr::from).map_err(|_| Invalid)?),
        _ => IpAddr::from(<[u8; 16]>::try_from(from).map(Ipv6Addr::from).map_err(|_| Invalid)?),
    };
    Ok(SocketAddr::new(address, u16::from_be_bytes([*high, *low])))
}

/// What version 2 begins with.
const BINARY: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

/// The longest line of version 1.
const MOST_TEXT: usize = 107;

/// The most of version 2; balancers add a few dozen bytes of their own.
const MOST_BYTES: usize = 1024;

#[cfg(test)]
mod tests {
    use super::BINARY;
    use super::Invalid;
    use super::Said;
    use super::parse;

    fn said(length: usize, client: Option<&str>) -> Result<Option<Said>, Invalid> {
        let client = client.map(|client| client.parse().expect("an address"));
        Ok(Some(Said { length, client }))
    }

    fn binary(command: u8, family: u8, addresses: &[u8]) -> Vec<u8> {
        let length = u16::try_from(addresses.len()).expect("short").to_be_bytes();
        [BINARY, &[command, family], &length, addresses].concat()
    }

    #[test]
    fn a_line_says_who_is_connected() {
        for (line, client) in [
            ("PROXY TCP4 192.0.2.1 198.51.100.1 5000 443\r\n", Ok(Some("192.0.2.1:5000"))),
            ("PROXY TCP6 2001:db8::1 2001:db8::2 5000 443\r\n", Ok(Some("[2001:db8::1]:5000"))),
            ("PROXY UNKNOWN\r\n", Ok(None)),
            ("PROXY UNKNOWN what ever\r\n", Ok(None)),
            ("PROXY TCP4 2001:db8::1 2001:db8::2 5000 443\r\n", Err(())),
            ("PROXY TCP4 192.0.2.1 198.51.100.1 +5000 443\r\n", Err(())),
            ("PROXY TCP4 192.0.2.1 198.51.100.1 70000 443\r\n", Err(())),
            ("PROXY TCP4 192.0.2.1  5000 443\r\n", Err(())),
            ("PROXY TCP4 192.0.2.1 198.51.100.1 5000 443 1\r\n", Err(())),
            ("PROXY UDP4 192.0.2.1 198.51.100.1 5000 443\r\n", Err(())),
            ("GET / HTTP/1.1\r\n", Err(())),
            ("proxy TCP4 192.0.2.1 198.51.100.1 5000 443\r\n", Err(())),
        ] {
            let expected = match client {
                Ok(client) => said(line.len(), client),
                Err(()) => Err(Invalid),
            };
            assert_eq!(parse(format!("{line}GET / HTTP/1.1\r\n").as_bytes()), expected, "{line}");
            if expected.is_ok() {
                for length in 0..line.len() {
                    assert_eq!(parse(&line.as_bytes()[..length]), Ok(None), "{line} {length}");
                }
            }
        }
        assert_eq!(parse(format!("PROXY TCP4 {}", "1".repeat(100)).as_bytes()), Err(Invalid));
    }

    #[test]
    fn bytes_say_the_same() {
        let four = [192, 0, 2, 1, 198, 51, 100, 1, 0x13, 0x88, 1, 0xbb];
        let mut six = [0; 36];
        (six[..4]).copy_from_slice(&[0x20, 1, 0xd, 0xb8]);
        (six[15], six[32], six[33]) = (1, 0x13, 0x88);
        let more = [four.as_slice(), &[3, 0, 4, 1, 2, 3, 4]].concat();
        for (bytes, client) in [
            (binary(0x21, 0x11, &four), Ok(Some("192.0.2.1:5000"))),
            (binary(0x21, 0x11, &more), Ok(Some("192.0.2.1:5000"))),
            (binary(0x21, 0x21, &six), Ok(Some("[2001:db8::1]:5000"))),
            (binary(0x20, 0x00, &[]), Ok(None)),
            (binary(0x21, 0x00, &[]), Ok(None)),
            (binary(0x21, 0x11, &four[..11]), Err(())),
            (binary(0x21, 0x12, &four), Err(())),
            (binary(0x22, 0x11, &four), Err(())),
            (binary(0x11, 0x11, &four), Err(())),
            (binary(0x21, 0x11, &[0; 2000]), Err(())),
        ] {
            let expected = match client {
                Ok(client) => said(bytes.len(), client),
                Err(()) => Err(Invalid),
            };
            assert_eq!(parse(&[bytes.as_slice(), b"GET /"].concat()), expected, "{bytes:?}");
            if expected.is_ok() {
                for length in 0..bytes.len() {
                    assert_eq!(parse(&bytes[..length]), Ok(None), "{bytes:?} {length}");
                }
            }
        }
    }
}
