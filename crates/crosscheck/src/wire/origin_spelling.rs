//! How a browser spells an origin that somebody wrote otherwise.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::net::Ipv4Addr;
use core::net::Ipv6Addr;

use super::cut::cut;
use super::cut::cut_last;
use super::cut::lower;
use super::punycode::has_broken_label;

/// An origin as a browser spells it, and whether the text said more than that.
#[derive(Debug)]
pub(super) struct Spelling {
    pub(super) serialized: String,
    pub(super) has_user: bool,
}

/// Why text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoOrigin<'t> {
    /// It cannot be read as one; why.
    Unreadable(&'static str),
    /// Documents of this scheme have an opaque origin.
    Opaque(&'t str),
}

use NoOrigin::Opaque;
use NoOrigin::Unreadable;

/// Reads text as a URL of which only the origin counts. What a browser would have to translate, a name
/// outside of ASCII or an address in parts, is not read here.
///
/// Spec: <https://url.spec.whatwg.org/#concept-basic-url-parser>
pub(super) fn spell(text: &str) -> Result<Spelling, NoOrigin<'_>> {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    let parts = cut(text, ":").filter(|(scheme, _)| is_scheme(scheme));
    let (written, rest) = parts.ok_or(Unreadable("its scheme is missing"))?;
    let scheme = lower(written);
    let is_special = matches!(scheme.as_str(), "http" | "https" | "ws" | "wss" | "ftp");
    let rest = match rest.strip_prefix("//") {
        _ if scheme == "file" => return Err(Opaque("file")),
        Some(rest) => rest,
        None if is_special => return Err(Unreadable("two slashes follow the scheme")),
        None => return Err(Opaque(written)),
    };
    let ends = |byte| matches!(byte, b'/' | b'?' | b'#') || (is_special && byte == b'\\');
    let authority = rest.bytes().position(ends).and_then(|end| rest.get(..end)).unwrap_or(rest);
    let (has_user, host_and_port) = match cut_last(authority, "@") {
        Some((_, rest)) => (true, rest),
        None => (false, authority),
    };
    let end = match host_and_port.starts_with('[') {
        true => host_and_port.bytes().position(|byte| byte == b']').map(|bracket| bracket + 1),
        false => host_and_port.bytes().position(|byte| byte == b':'),
    };
    let (written_host, port) = host_and_port.split_at(end.unwrap_or(host_and_port.len()));
    let host = match written_host.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            let address = address.and_then(|text| text.parse().ok());
            address.map(bracketed).ok_or(Unreadable("its address is none of IPv6"))?
        }
        None if written_host.is_empty() && is_special => {
            return Err(Unreadable("its host is missing"));
        }
        None if written_host.is_empty() => return Err(Opaque(written)),
        None if is_special => domain(written_host)?,
        None if written_host.bytes().all(is_host_byte) => written_host.to_owned(),
        None => return Err(Unreadable("its host has a letter that no host has")),
    };
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => String::new(),
        Some("") => String::new(),
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            let number: u16 = digits.parse().map_err(|_| Unreadable("its port is above 65535"))?;
            let is_own = Some(number) == own_port(&scheme);
            if is_own { String::new() } else { format!(":{number}") }
        }
        _ => return Err(Unreadable("its port is no number")),
    };
    Ok(Spelling { serialized: format!("{scheme}://{host}{port}"), has_user })
}

/// The spelling alone.
#[cfg(not(feature = "agent"))]
pub(super) fn spelled(text: &str) -> Option<String> {
    spell(text).ok().map(|spelling| spelling.serialized)
}

/// A name, or an address of IPv4, as a browser spells it.
///
/// Spec: <https://url.spec.whatwg.org/#concept-host-parser>
fn domain(written: &str) -> Result<String, NoOrigin<'static>> {
    if !written.bytes().all(|byte| byte.is_ascii()) {
        return Err(Unreadable("its host has a letter outside of ASCII, which is sent as `xn--…`"));
    }
    if !written.bytes().all(|byte| byte != b'%' && is_host_byte(byte)) {
        return Err(Unreadable("its host has a letter that no host has"));
    }
    let name = written.strip_suffix('.').unwrap_or(written);
    let last = cut_last(name, ".").map_or(name, |(_, last)| last);
    let digits = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    let is_number = match digits {
        Some(digits) => digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|digit| digit.is_ascii_digit()),
    };
    if is_number && written.parse::<Ipv4Addr>().is_err() {
        return Err(Unreadable("its address is not spelled as four numbers"));
    }
    let host = lower(written);
    if has_broken_label(&host) {
        return Err(Unreadable("its host stands for no name"));
    }
    Ok(host)
}

/// Spec: <https://url.spec.whatwg.org/#forbidden-host-code-point>
const fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']')
        && !matches!(byte, b'^' | b'|')
}

/// Spec: <https://url.spec.whatwg.org/#default-port>
fn own_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// Spec: <https://url.spec.whatwg.org/#concept-ipv6-serializer>
fn bracketed(address: Ipv6Addr) -> String {
    // The standard library spells these in the form of IPv4.
    if let (Some(_), [.., high, low]) = (address.to_ipv4_mapped(), address.segments()) {
        return format!("[::ffff:{high:x}:{low:x}]");
    }
    format!("[{address}]")
}

/// Whether text is an origin of HTTP, spelled as its own serialisation, by its letters alone: an address,
/// or names of lower case that nobody takes for one or for Unicode, and no port that is left out.
pub(crate) fn is_plain_origin(text: &str) -> bool {
    let (place, default_port) = match text.strip_prefix("http") {
        Some(rest) => match (rest.strip_prefix("://"), rest.strip_prefix("s://")) {
            (Some(place), _) => (place, 80),
            (None, Some(place)) => (place, 443),
            (None, None) => return false,
        },
        None => return false,
    };
    let (host, port) = match cut(place, ":") {
        None => (place, None),
        Some((host, port)) => (host, Some(port)),
    };
    let is_port = |port: &str| {
        !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port != default_port)
    };
    port.is_none_or(is_port) && (is_plain_name(host) || host.parse::<Ipv4Addr>().is_ok())
}

/// Whether a host is a name whose labels begin with a letter, and none of which stands for Unicode: these
/// have two hyphens.
fn is_plain_name(host: &str) -> bool {
    let mut before = b'.';
    for byte in host.bytes() {
        let fits = match byte {
            b'a'..=b'z' => true,
            b'0'..=b'9' | b'.' => before != b'.',
            b'-' => !matches!(before, b'.' | b'-'),
            _ => false,
        };
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'.'
}
