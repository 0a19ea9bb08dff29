//! What may stand in a list of origins: an origin, or a pattern that covers many.
//!
//! | written | covers |
//! | --- | --- |
//! | `https://app.example.com` | this origin |
//! | `https://*.example.com` | exactly one label in front: `https://a.example.com`, not `https://a.b.example.com` |
//! | `https://**.example.com` | one label or more in front; never `https://example.com` itself |
//! | `https://preview-*.example.com`, `https://*--proj.netlify.app` | part of the first label, at least one byte |
//! | `https://app.example.com:*` | any port, the scheme's own included |
//! | `http://app.example.com:8000-8999` | these ports |
//! | `moz-extension://*` | any host of a scheme that browsers or applications serve by themselves; not `http` or `https` |
//! | `http://192.168.0.0/16:*` | a range of IPv4 addresses by its fixed bits; `http` and `https` only |
//! | `loopback` | `http` and `https` on `localhost`, `127.0.0.1` and `[::1]`, any port |
//! | `*` | every origin |
//!
//! A `*` never covers a dot, a scheme, or bytes that no browser sends.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::net::Ipv4Addr;

use super::mistaken::SCHEME;
use super::mistaken::meant_as;
use super::mistaken::misspelt_scheme;
use super::network::mask;
use super::parts::default_port;
use super::parts::is_domain;
use super::parts::port_number;
use crate::catalog::FindingKind;
use crate::server::settled::settled;
use crate::wire::Origin;
use crate::wire::cut;
use crate::wire::cut_last;
use crate::wire::holds;
use crate::wire::replaced;
use crate::wire::with_likely_scheme;

/// What an entry of a list of origins means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// `*`
    Any,
    /// `null`
    Null,
    /// `file://`, as applications send it that embed a browser and let it read files.
    File,
    /// One origin.
    Exact(Origin),
    /// Patterns; several if one word stands for them.
    Patterns(Vec<OriginPattern>),
}

/// Origins of one scheme whose hosts end alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct OriginPattern {
    /// `https`.
    pub scheme: String,
    /// What may stand in front of the base.
    pub reach: Reach,
    /// What every host ends with, after a dot; the host itself for [`Reach::Host`].
    pub base: String,
    /// First and last port; 0 is that of a scheme whose URLs name none and that has none of its own.
    pub ports: (u16, u16),
}

/// What may stand in front of a pattern's base.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "who says a pattern elsewhere must know every kind of it"
)]
pub enum Reach {
    /// Nothing.
    Host,
    /// One label that starts and ends with these, and has at least a byte between them.
    OneLabel {
        /// What it starts with.
        prefix: String,
        /// What it ends with.
        suffix: String,
    },
    /// One label or more.
    AnyDepth,
    /// Any host; the base is empty.
    AnyHost,
    /// The IPv4 addresses that begin with as many bits as the first one; the base is how it is written.
    Network {
        /// The first address of the range.
        first: u32,
        /// How many of its bits are fixed.
        bits: u8,
    },
}

/// Why an entry is no origin and no pattern, and what would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misspelled {
    /// Whether it was meant as a pattern.
    pub(crate) pattern: bool,
    pub(crate) reason: Cow<'static, str>,
    pub(crate) suggestion: Option<String>,
}

pub(crate) const ANY_PORT: (u16, u16) = (0, u16::MAX);

impl Entry {
    /// Reads an entry. Fails on what no browser could ever match; what it suggests is an entry.
    pub(crate) fn parse(text: &str) -> Result<Self, Misspelled> {
        Self::judge(text).map_err(|wrong| {
            let suggestion = Self::settled(wrong.suggestion);
            Misspelled { suggestion, ..wrong }
        })
    }

    /// What is suggested, if it is an entry, else what is suggested in its place.
    pub(crate) fn settled(suggestion: Option<String>) -> Option<String> {
        settled(suggestion, |text| Self::judge(text).map(drop).map_err(|wrong| wrong.suggestion))
    }

    fn judge(text: &str) -> Result<Self, Misspelled> {
        if let Some(network) = parse_network(text) {
            return network.map(|pattern| Self::Patterns(vec![pattern]));
        }
        // It would be an application's.
        if let suggestion @ Some(_) = misspelt_scheme(text) {
            return Err(Misspelled { pattern: false, reason: SCHEME.into(), suggestion });
        }
        Self::read(text).map_err(|wrong| {
            let Some((reason, suggestion)) = meant_as(text) else { return wrong };
            Misspelled { pattern: true, reason: reason.into(), suggestion }
        })
    }

    fn read(text: &str) -> Result<Self, Misspelled> {
        match text {
            "*" => return Ok(Self::Any),
            "null" => return Ok(Self::Null),
            "file://" => return Ok(Self::File),
            "loopback" => return Ok(Self::Patterns(loopback())),
            _ => {}
        }
        let (head, ports) = split_ports(text);
        if ports.is_none() && !holds(head, "*") {
            return exact(text).map(Self::Exact);
        }
        let pattern = OriginPattern::parse(head, ports);
        let pattern = pattern.map_err(|wrong| with_suggestion(text, wrong))?;
        Ok(Self::Patterns(vec![pattern]))
    }
}

impl Reach {
    /// Whether it covers what stands in front of a base, given without the dot between them.
    pub(crate) fn fits(&self, front: &[u8]) -> bool {
        match self {
            Self::Host | Self::Network { .. } => false,
            Self::AnyDepth | Self::AnyHost => true,
            Self::OneLabel { prefix, suffix } => {
                !front.contains(&b'.')
                    && front.len() > prefix.len() + suffix.len()
                    && front.starts_with(prefix.as_bytes())
                    && front.ends_with(suffix.as_bytes())
            }
        }
    }
}

impl Misspelled {
    pub(crate) const fn kind(&self) -> FindingKind {
        match self.pattern {
            true => FindingKind::InvalidPattern,
            false => FindingKind::InvalidOrigin,
        }
    }
}

impl OriginPattern {
    #[inline(never)]
    fn new(scheme: &str, reach: Reach, base: &str, ports: (u16, u16)) -> Self {
        Self { scheme: scheme.into(), reach, base: base.into(), ports }
    }

    fn parse(head: &str, ports: Option<&str>) -> Result<Self, Misspelled> {
        let Some((scheme, host)) = cut(head, "://") else {
            let host = cut(head, ":").map_or(head, |(host, _)| host);
            let suggestion = Some(with_likely_scheme(head, host));
            let reason = "a pattern names its scheme: `https://*.example.com`";
            return Err(Misspelled { suggestion, ..misspelled(reason) });
        };
        if holds(scheme, "*") {
            return Err(misspelled("a scheme has no wildcard; write a line for each"));
        }
        let own = default_port(scheme.as_bytes());
        let (reach, base) = match host {
            "*" if own.is_none() => (Reach::AnyHost, ""),
            _ if holds(host, "*") => split_host(host)?,
            _ => (Reach::Host, host),
        };
        // With the wildcard filled in, it must be an origin like any other.
        let filled = replaced(&replaced(host, "**", FILLER), "*", FILLER);
        let origin = exact(&format!("{scheme}://{filled}")).map_err(|wrong| Misspelled {
            suggestion: wrong.suggestion.map(|origin| {
                let star = if reach == Reach::AnyDepth { "**" } else { "*" };
                let ports = ports.map(|ports| format!(":{ports}")).unwrap_or_default();
                replaced(&origin, FILLER, star) + &ports
            }),
            pattern: true,
            ..wrong
        })?;
        if ports.is_some() && !origin.serialize().ends_with(origin.host()) {
            return Err(misspelled("the port is there twice"));
        }
        let own = own.unwrap_or(0);
        let (base, written_port) = match reach {
            Reach::Host => (origin.host(), None),
            _ => match cut(base, ":") {
                Some((base, port)) => (base, port_number(port.as_bytes())),
                None => (base, None),
            },
        };
        if !matches!(reach, Reach::Host | Reach::AnyHost) && !is_domain(base.as_bytes()) {
            return Err(misspelled("behind a wildcard stands a domain, without a dot at its end"));
        }
        let ports = match ports {
            Some(ports) => port_range(ports)?,
            None => {
                let port = written_port.unwrap_or(own);
                (port, port)
            }
        };
        Ok(Self::new(scheme, reach, base, ports))
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, reach, base, ports } = self;
        match reach {
            Reach::Host | Reach::Network { .. } => write!(f, "{scheme}://{base}")?,
            Reach::AnyDepth => write!(f, "{scheme}://**.{base}")?,
            Reach::AnyHost => write!(f, "{scheme}://*")?,
            Reach::OneLabel { prefix, suffix } => {
                write!(f, "{scheme}://{prefix}*{suffix}.{base}")?;
            }
        }
        let own = default_port(scheme.as_bytes()).unwrap_or(0);
        match *ports {
            ANY_PORT => f.write_str(":*"),
            (first, last) if first == last && first == own => Ok(()),
            (first, last) if first == last => write!(f, ":{first}"),
            (first, last) => write!(f, ":{first}-{last}"),
        }
    }
}

fn exact(text: &str) -> Result<Origin, Misspelled> {
    let origin = Origin::parse(text).map_err(|error| {
        let (reason, suggestion) = error.into_parts();
        Misspelled { pattern: false, reason, suggestion }
    })?;
    let wrong = |reason: &'static str, suggestion| {
        Err(Misspelled { pattern: false, reason: reason.into(), suggestion })
    };
    if matches!(origin.scheme(), "ws" | "wss") {
        let reason = "a page that opens a WebSocket has an origin of `http` or `https`";
        let suggestion = text.strip_prefix("ws").map(|rest| format!("http{rest}"));
        return wrong(reason, suggestion);
    }
    if origin.scheme() == "ftp" {
        return wrong("no page is served by `ftp` any more", None);
    }
    if text.ends_with(":0") {
        return wrong("no browser connects to port 0", None);
    }
    let host = origin.host();
    let known = default_port(origin.scheme().as_bytes()).is_some();
    let is_name = if known {
        is_domain(host.strip_suffix('.').unwrap_or(host).as_bytes())
    } else {
        host.len() <= 253 && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
    };
    if !is_name && !host.starts_with('[') {
        let reason = "a host is made of letters, digits, `-` and `_`, in labels of 1 to 63 bytes, \
                      253 in all";
        return wrong(reason, None);
    }
    Ok(origin)
}

/// `scheme://host` and, if it is a pattern, what stands for the port.
fn split_ports(text: &str) -> (&str, Option<&str>) {
    match cut_last(text, ":") {
        Some((head, ports))
            if holds(head, "://")
                && (holds(ports, "*") || holds(ports, "-"))
                && ports.bytes().all(|b| b.is_ascii_digit() || b == b'*' || b == b'-') =>
        {
            (head, Some(ports))
        }
        _ => (text, None),
    }
}

fn port_range(text: &str) -> Result<(u16, u16), Misspelled> {
    if text == "*" {
        return Ok(ANY_PORT);
    }
    let range = cut(text, "-").and_then(|(first, last)| {
        Some((port_number(first.as_bytes())?, port_number(last.as_bytes())?))
    });
    match range {
        Some((first, last)) if first <= last => Ok((first, last)),
        Some((first, last)) => {
            let reason = format!("write `{last}-{first}`: lower port first").into();
            Err(Misspelled { pattern: true, reason, suggestion: None })
        }
        None => Err(misspelled("ports are `*` or a range such as `8000-8999`, 1 to 65535")),
    }
}

/// Reads `http://192.168.0.0/16`, with ports or without; `None` if it is something else.
fn parse_network(text: &str) -> Option<Result<OriginPattern, Misspelled>> {
    let (scheme, rest) = cut(text, "://")?;
    let (address, rest) = cut(rest, "/")?;
    let address: Ipv4Addr = address.parse().ok()?;
    let (bits, ports) = match cut(rest, ":") {
        Some((bits, ports)) => (bits, Some(ports)),
        None => (rest, None),
    };
    let is_number = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| read_network(scheme, address, bits, ports))
}

fn read_network(
    scheme: &str,
    address: Ipv4Addr,
    bits: &str,
    ports: Option<&str>,
) -> Result<OriginPattern, Misspelled> {
    let Some(own) = default_port(scheme.as_bytes()) else {
        return Err(misspelled("ranges of addresses are for `http` and `https`"));
    };
    let written = ports.map(|ports| format!(":{ports}")).unwrap_or_default();
    let Ok(bits @ 1..=31) = bits.parse() else {
        let suggestion = Some(format!("{scheme}://{address}{written}"));
        let reason = "a range has 1 to 31 fixed bits; one address needs no range";
        return Err(Misspelled { suggestion, ..misspelled(reason) });
    };
    let first = u32::from(address) & mask(bits);
    if first != u32::from(address) {
        let first = Ipv4Addr::from(first);
        let suggestion = Some(format!("{scheme}://{first}/{bits}{written}"));
        let reason = "a range is written by its first address";
        return Err(Misspelled { suggestion, ..misspelled(reason) });
    }
    let ports = match ports {
        None => (own, own),
        Some(ports) => match port_number(ports.as_bytes()) {
            Some(port) => (port, port),
            None => port_range(ports)?,
        },
    };
    let base = format!("{address}/{bits}");
    Ok(OriginPattern::new(scheme, Reach::Network { first, bits }, &base, ports))
}

fn split_host(host: &str) -> Result<(Reach, &str), Misspelled> {
    let Some((label, base)) = cut(host, ".") else {
        let reason = "a wildcard needs a domain behind it, such as `https://*.example.com`; to let \
                      everybody in, write `*` alone";
        return Err(misspelled(reason));
    };
    if holds(base, "*") {
        return Err(misspelled("a wildcard stands once, in the first label only"));
    }
    if label == "**" {
        return Ok((Reach::AnyDepth, base));
    }
    match cut(label, "*") {
        Some((prefix, suffix)) if !holds(suffix, "*") => {
            Ok((Reach::OneLabel { prefix: prefix.into(), suffix: suffix.into() }, base))
        }
        _ => Err(misspelled("one `*` covers part of a label; `**`, alone, covers labels")),
    }
}

/// Where only a path or a slash is too much, the pattern without it is what was meant.
fn with_suggestion(text: &str, wrong: Misspelled) -> Misspelled {
    if wrong.suggestion.is_some() {
        return wrong;
    }
    let place = cut(text, "://").and_then(|(_, rest)| cut(rest, "/"));
    match place.and_then(|(_, path)| text.strip_suffix(path)?.strip_suffix('/')) {
        Some(origin) if Entry::read(origin).is_ok() => Misspelled {
            pattern: true,
            reason: "an origin has no path, not even a trailing slash".into(),
            suggestion: Some(origin.into()),
        },
        _ => wrong,
    }
}

fn loopback() -> Vec<OriginPattern> {
    let mut patterns = Vec::with_capacity(6);
    for scheme in ["http", "https"] {
        let hosts = ["localhost", "127.0.0.1", "[::1]"].iter();
        patterns.extend(hosts.map(|host| OriginPattern::new(scheme, Reach::Host, host, ANY_PORT)));
    }
    patterns
}

fn misspelled(reason: &'static str) -> Misspelled {
    Misspelled { pattern: true, reason: reason.into(), suggestion: None }
}

/// Stands where a wildcard stood, while the rest is checked.
const FILLER: &str = "x0x";
