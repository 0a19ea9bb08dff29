//! What the upstream is told of the client: `X-Forwarded-For`, `-Host` and `-Proto`.

use std::net::IpAddr;
use std::net::SocketAddr;

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck_service::SchemeSource;
use crosscheck_service::http_crate::HttpHead;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header;
use http::request::Parts;
use ipnet::IpNet;

use crate::client_claims::is_claim;
use crate::client_claims::is_disguised_claim;
use crate::flow::Flow;
use crate::hop::is_host;
use crate::hop::remove_where;

/// Who is connected to the gateway.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    is_trusted: bool,
    is_secure: bool,
    forwarded_for: HeaderValue,
    flow: Flow,
}

impl Client {
    /// In: the other end of the connection; the networks whose word on `X-Forwarded-*` counts.
    pub(crate) fn new(address: SocketAddr, trusted: &[IpNet]) -> Self {
        let ip: IpAddr = address.ip().to_canonical();
        Self {
            address,
            is_trusted: trusted.iter().any(|network| network.contains(&ip)),
            is_secure: false,
            // An address is plain ASCII.
            forwarded_for: HeaderValue::try_from(ip.to_string())
                .unwrap_or(HeaderValue::from_static("unknown")),
            flow: Flow::default(),
        }
    }

    /// The same, over TLS.
    pub(crate) fn over_tls(self) -> Self {
        Self { is_secure: true, ..self }
    }

    /// The same, as it looks from one of several streams: each has a window of its own, so how the
    /// connection stands is no business of theirs.
    pub(crate) fn on_one_of_many_streams(self) -> Self {
        Self { flow: Flow::of_many(), ..self }
    }

    /// Whether it speaks TLS with the gateway.
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// The other end of the connection.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it is a proxy whose word on whom it speaks for counts.
    pub const fn is_trusted(&self) -> bool {
        self.is_trusted
    }

    /// What the upstream is told of its address.
    pub(crate) fn forwarded_for(&self) -> &[u8] {
        self.forwarded_for.as_bytes()
    }

    /// How its connection stands.
    pub(crate) const fn flow(&self) -> &Flow {
        &self.flow
    }

    /// Whether an `Origin` is that of the host which the client asked for: by what a trusted proxy says
    /// of host and scheme, else by the request itself.
    pub(crate) fn is_own_origin(&self, request: &Parts, origin: &[u8]) -> bool {
        let head = HttpHead::from(request);
        if !self.is_trusted {
            let scheme = match self.is_secure {
                true => SchemeSource::Told(OwnScheme::Https),
                false => SchemeSource::Request,
            };
            return head.with_scheme_of(&scheme).is_own_origin(origin);
        }
        let proto = last(&request.headers, &X_FORWARDED_PROTO);
        let scheme = proto.map_or(OwnScheme::Unknown, |proto| OwnScheme::named(proto.as_bytes()));
        let host = last(&request.headers, &X_FORWARDED_HOST);
        match host.filter(|host| is_host(host.as_bytes())) {
            Some(host) => scheme.is_own_origin(origin, host.as_bytes()),
            None => head.with_scheme_of(&SchemeSource::Told(scheme)).is_own_origin(origin),
        }
    }

    /// Writes what the upstream is told of the client.
    ///
    /// What a stranger says of itself is replaced, in whatever header and spelling. What a trusted proxy
    /// says is kept: `-Host` and `-Proto` as one value (of several the last, for that is what it saw
    /// itself), `-For` as one list, with the proxy's own address at the end.
    ///
    /// In: the request's headers; the host that it asked for, if it named one.
    pub fn write_forwarded(&self, headers: &mut HeaderMap, host: Option<HeaderValue>) {
        if !headers.keys().any(is_claim) {
            // Nearly all: there is nothing to keep or to replace.
            headers.insert(X_FORWARDED_FOR, self.forwarded_for.clone());
            if let Some(host) = host {
                headers.insert(X_FORWARDED_HOST, host);
            }
            headers.insert(X_FORWARDED_PROTO, if self.is_secure { HTTPS } else { HTTP });
            return;
        }
        let is_false = if self.is_trusted { is_disguised_claim } else { is_claim };
        remove_where(headers, is_false);
        let earlier = list(headers, &X_FORWARDED_FOR);
        let list = earlier.and_then(|earlier| {
            let list = [earlier.as_slice(), b", ", self.forwarded_for.as_bytes()].concat();
            HeaderValue::from_bytes(&list).ok()
        });
        headers.insert(X_FORWARDED_FOR, list.unwrap_or_else(|| self.forwarded_for.clone()));
        let said = last(headers, &X_FORWARDED_HOST).filter(|host| is_host(host.as_bytes()));
        replace(headers, X_FORWARDED_HOST, said.or(host));
        let said = last(headers, &X_FORWARDED_PROTO);
        let is_secure =
            said.map_or(self.is_secure, |proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
        headers.insert(X_FORWARDED_PROTO, if is_secure { HTTPS } else { HTTP });
    }
}

/// All lines with that name as one; `None` if there is none.
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let lines: Vec<_> = headers.get_all(name).into_iter().map(HeaderValue::as_bytes).collect();
    (!lines.is_empty()).then(|| lines.join(b", ".as_slice()))
}

/// The last item of all lines with that name, if it says anything.
fn last(headers: &HeaderMap, name: &HeaderName) -> Option<HeaderValue> {
    let line = headers.get_all(name).into_iter().next_back()?;
    match line.as_bytes().rsplit(|byte| *byte == b',').next()?.trim_ascii() {
        b"" => None,
        item if item.len() == line.len() => Some(line.clone()),
        item => HeaderValue::from_bytes(item).ok(),
    }
}

fn replace(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    match value {
        Some(value) => headers.insert(name, value),
        None => headers.remove(name),
    };
}

/// The `Host` that the upstream gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum HostHeader {
    /// Its own, as in the gateway's configuration. Redirects that it makes of it are mended.
    #[default]
    Upstream,
    /// The one that the client asked for.
    Client,
}

impl HostHeader {
    pub(crate) fn write(
        self,
        headers: &mut HeaderMap,
        upstream: &HeaderValue,
        client: Option<&HeaderValue>,
    ) {
        let host = match (self, client) {
            (Self::Client, Some(host)) => host,
            _ => upstream,
        };
        headers.insert(header::HOST, host.clone());
    }
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HTTP: HeaderValue = HeaderValue::from_static("http");
const HTTPS: HeaderValue = HeaderValue::from_static("https");
