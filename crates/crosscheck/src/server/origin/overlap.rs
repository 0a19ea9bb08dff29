//! What patterns and sets have in common: asked by who compares rules, never by a request.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use core::net::Ipv4Addr;

use super::network::address;
use super::network::mask;
use super::parts::default_port;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use super::set::OriginSet;

impl OriginSet {
    /// Whether it holds no origin.
    pub(crate) fn is_empty(&self) -> bool {
        !self.any && self.exact().next().is_none() && self.patterns().is_empty()
    }

    /// Whether everything that is in `other` is in this set as well. May say no where two patterns
    /// together would do; a yes is certain.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.any
            || (!other.any
                && other.exact().all(|origin| self.contains(origin))
                && other.patterns().iter().all(|pattern| {
                    self.patterns.holds(pattern) || self.pattern_covering(pattern).is_some()
                }))
    }

    /// Whether some origin may be in both sets; a no is certain.
    pub(crate) fn may_meet(&self, other: &Self) -> bool {
        let (own, others) = (self.patterns(), other.patterns());
        self.any
            || other.any
            || self.exact().any(|origin| other.contains(origin))
            || other.exact().any(|origin| self.contains(origin))
            || own.len().saturating_mul(others.len()) > COMPARED_PATTERNS
            || own.iter().any(|pattern| others.iter().any(|other| pattern.may_meet(other)))
    }
}

impl OriginPattern {
    pub(crate) fn covers_port(&self, port: u16) -> bool {
        (self.ports.0..=self.ports.1).contains(&port)
    }

    /// One of the origins that it covers, as a browser sends it.
    pub(crate) fn example(&self) -> String {
        let Self { reach, base, .. } = self;
        let front = match reach {
            Reach::Host => String::new(),
            Reach::Network { first, .. } => return self.at(&Ipv4Addr::from(*first).to_string()),
            Reach::AnyDepth => "x.".into(),
            Reach::AnyHost => "x".into(),
            Reach::OneLabel { prefix, suffix } => format!("{prefix}x{suffix}."),
        };
        self.at(&(front + base))
    }

    /// The origin of a host, on a port that it covers.
    fn at(&self, host: &str) -> String {
        let Self { scheme, ports, .. } = self;
        let own = default_port(scheme.as_bytes()).unwrap_or(0);
        match self.covers_port(own) {
            true => format!("{scheme}://{host}"),
            false => format!("{scheme}://{host}:{}", ports.0),
        }
    }

    /// Whether some origin may be covered by both; a no is certain.
    pub(crate) fn may_meet(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.ports.0 <= other.ports.1
            && other.ports.0 <= self.ports.1
            && match (&self.reach, &other.reach) {
                (Reach::AnyHost, _) | (_, Reach::AnyHost) => true,
                (
                    Reach::Network { first, bits },
                    Reach::Network { first: other, bits: other_bits },
                ) => {
                    let mask = mask(*bits.min(other_bits));
                    first & mask == other & mask
                }
                (Reach::Network { first, bits }, Reach::Host) => {
                    address(other.base.as_bytes()).is_some_and(|host| host & mask(*bits) == *first)
                }
                (Reach::Host, Reach::Network { .. }) => other.may_meet(self),
                // Names end with no number.
                (Reach::Network { .. }, _) | (_, Reach::Network { .. }) => false,
                (Reach::Host, Reach::Host) | (Reach::OneLabel { .. }, Reach::OneLabel { .. }) => {
                    self.base == other.base
                }
                (Reach::Host, _) => other.covers_host(&self.base),
                (_, Reach::Host) => self.covers_host(&other.base),
                (Reach::AnyDepth, _) | (_, Reach::AnyDepth) => {
                    is_within(&self.base, &other.base) || is_within(&other.base, &self.base)
                }
            }
    }

    fn covers_host(&self, host: &str) -> bool {
        let front = host.strip_suffix(self.base.as_str()).and_then(|front| front.strip_suffix('.'));
        front.is_some_and(|front| self.reach.fits(front.as_bytes()))
    }
}

/// Whether a domain is another one or below it.
fn is_within(domain: &str, other: &str) -> bool {
    domain.strip_suffix(other).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// How many pairs of patterns are held together to find out whether two sets may meet.
const COMPARED_PATTERNS: usize = 10_000;
