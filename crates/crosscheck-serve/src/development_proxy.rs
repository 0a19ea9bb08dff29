//! A way to an API without CORS, for the page that a developer works on: one target, one page, this machine.
//!
//! What it must never become is a way around the browser for anybody else. It is asked by this machine's own
//! names only, so that no stranger's name that leads here reads through it; it asks as a stranger would,
//! without the cookies that all ports of `localhost` share; it follows no redirect, and goes to no address
//! but those that were looked up, and found public, when it was started.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;

use crosscheck::server::Config;
use crosscheck::server::ConfigErrors;
use crosscheck::server::Policy;
use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::RouteError;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::UpstreamError;

/// Why there is no proxy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The target is none.
    #[error("--to {0}")]
    Target(#[from] UpstreamError),
    /// The page's origin is none.
    #[error("{origin:?} is no origin of one page{}", reason(errors))]
    Page {
        /// What was named.
        origin: String,
        /// What is wrong with it, if it is no origin.
        errors: Option<Box<ConfigErrors>>,
    },
    /// The target's name is not known.
    #[error("{target} cannot be found: {error}")]
    Unknown {
        /// Which.
        target: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The name leads into a private network.
    #[error("{target} leads to {address}, which is not on the public net")]
    Private {
        /// Which.
        target: String,
        /// Where it leads.
        address: IpAddr,
    },
    /// What stands in the gateway's way; never, as far as we know.
    #[error(transparent)]
    Route(#[from] RouteError),
}

impl ProxyError {
    /// What to do about it, if anybody knows.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Target(error) => error.hint(),
            Self::Page { errors, .. } => {
                let first = errors.as_ref().and_then(|errors| errors.findings().first());
                return Some(match first.and_then(|finding| finding.suggestion.as_ref()) {
                    Some(suggestion) => format!("write `{suggestion}`"),
                    None => "write it as the address bar has it: `http://localhost:5173`".into(),
                });
            }
            Self::Unknown { .. } => "see whether the name is right, and this machine is online",
            Self::Private { .. } => {
                "if that is meant, name the address itself in `--to`, or say `--private`"
            }
            Self::Route(_) => return None,
        };
        Some(hint.into())
    }
}

fn reason(errors: &Option<Box<ConfigErrors>>) -> String {
    let first = errors.as_ref().and_then(|errors| errors.findings().first());
    first.map_or_else(String::new, |finding| format!(": {}", finding.reason))
}

/// A gateway that lets one page read one target.
///
/// In: the target, `https://api.example.com`; the page's origin, `http://localhost:5173`; where the gateway
/// will listen, on loopback; whether the target's name may lead into a private network (an address that is
/// named as such may anyway, and so may `localhost`).
///
/// The page asks without credentials, in all other ways as it likes. Looks the target up, which may take a
/// moment.
pub fn development_proxy(
    target: &str,
    page: &str,
    address: SocketAddr,
    may_be_private: bool,
) -> Result<Gateway, ProxyError> {
    let target = Upstream::parse(target)?;
    let config = Config {
        origins: vec![page.into()],
        methods: vec!["*".into()],
        request_headers: vec!["*".into(), "authorization".into()],
        expose_headers: vec!["*".into()],
        max_age: Some(5),
        ..Config::default()
    };
    let not_one = |errors| ProxyError::Page { origin: page.into(), errors };
    if page.contains('*') || page == "loopback" || page == "null" {
        return Err(not_one(None));
    }
    let policy = Policy::new(&config).map_err(|errors| not_one(Some(Box::new(errors))))?;
    let found = target.addresses();
    let found = found.map_err(|error| ProxyError::Unknown { target: target.to_string(), error })?;
    let private = found.iter().map(SocketAddr::ip).find(|address| !is_public(*address));
    if let Some(address) = private.filter(|_| !may_be_private && !target.is_named_by_address()) {
        let target = target.to_string();
        return Err(ProxyError::Private { target, address });
    }
    let port = address.port();
    let hosts = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
    let backend = Backend::new(policy, target.at(found)).hosts(hosts).anonymous().block_refused();
    Ok(Gateway::of([backend])?)
}

/// Whether an address is one of the public net: nobody's own machine, network or provider.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = matches!(
        (first, second, third),
        (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _) | (240.., ..)
    );
    !(is_special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    match segments {
        // What stands for an address of IPv4 is as public as that.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
        }
        // Global unicast is all that is handed out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::ProxyError;
    use super::development_proxy;
    use super::is_public;

    #[test]
    fn what_is_on_nobodys_own_network_is_public() {
        for (address, public) in [
            ("93.184.215.14", true),
            ("2606:2800:21f::1", true),
            ("64:ff9b::5db8:d822", true),
            ("10.0.0.1", false),
            ("172.31.0.1", false),
            ("192.168.1.1", false),
            ("127.0.0.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:10.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("2002:a00:1::", false),
        ] {
            assert_eq!(is_public(address.parse().expect(address)), public, "{address}");
        }
    }

    #[test]
    fn one_page_and_one_target() {
        let listens = "127.0.0.1:8090".parse().expect("an address");
        let (to, page) = ("http://127.0.0.1:9000", "http://localhost:5173");
        assert!(development_proxy(to, page, listens, false).is_ok());
        assert!(development_proxy("http://localhost:9000", page, listens, false).is_ok());
        for page in ["*", "http://*.localhost", "loopback", "null", "localhost:5173", "http://a/b"]
        {
            let error = development_proxy(to, page, listens, false).expect_err(page);
            assert!(matches!(error, ProxyError::Page { .. }), "{error}");
        }
        let error = development_proxy("api.example.com", page, listens, false).expect_err("no URL");
        assert!(matches!(error, ProxyError::Target(_)), "{error}");
    }
}
