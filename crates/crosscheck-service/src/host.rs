//! The host that a request asks, as HTTP compares it.

use std::borrow::Cow;
use std::fmt;

/// A request that names the host it asks.
pub trait RequestHost {
    /// The host, and its port if there is one, as sent: the target's, else that of the one `Host`
    /// line. `None` if there is none, or several.
    fn host(&self) -> Option<&str>;
}

/// A host as all its spellings have it: in lower case, without a dot at its end, without the ports that
/// `http` and `https` have by themselves.
///
/// Copies only what is spelled otherwise. `None` for what is no host: nobody could ask it.
///
/// # Example
/// ```
/// use crosscheck_service::comparable_host;
/// assert_eq!(comparable_host("Shop.Example.:443").as_deref(), Some("shop.example"));
/// assert_eq!(comparable_host("https://shop.example"), None);
/// ```
pub fn comparable_host(host: &str) -> Option<Cow<'_, str>> {
    let (name, port) = match host.rsplit_once(':') {
        // Within brackets, colons are the address's.
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let dotless = name.strip_suffix('.').unwrap_or(name);
    let is_address = dotless.starts_with('[') && dotless.ends_with(']');
    let is_of_a_host = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => true,
        b'[' | b']' | b':' => is_address,
        _ => false,
    };
    let is_host = (1..=LONGEST).contains(&dotless.len()) && dotless.bytes().all(is_of_a_host);
    let is_port = port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    if !is_host || !is_port {
        return None;
    }
    let kept = if matches!(port, "" | "80" | "443") { dotless } else { host };
    let has_dot = kept.len() == host.len() && dotless.len() != name.len();
    if has_dot || kept.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let port = if kept.len() == host.len() { &host[name.len()..] } else { "" };
        return Some(format!("{dotless}{port}").to_ascii_lowercase().into());
    }
    Some(kept.into())
}

/// The longest name that DNS knows.
const LONGEST: usize = 253;

/// A text that is no host, where one was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError(pub(crate) String);

impl HostError {
    /// Says so of a text.
    pub fn of(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no host; write it as requests name it: `app.example.com`", self.0)?;
        f.write_str(", or `app.example.com:8443`")
    }
}

impl std::error::Error for HostError {}

#[cfg(test)]
mod tests {
    use super::comparable_host;

    #[test]
    fn one_host_has_many_spellings() {
        for (sent, host) in [
            ("shop.example", "shop.example"),
            ("Shop.EXAMPLE", "shop.example"),
            ("shop.example.", "shop.example"),
            ("shop.example:443", "shop.example"),
            ("shop.example:80", "shop.example"),
            ("shop.example:", "shop.example"),
            ("Shop.example.:443", "shop.example"),
            ("shop.example:8443", "shop.example:8443"),
            ("shop.example.:8443", "shop.example:8443"),
            ("SHOP.example.:8443", "shop.example:8443"),
            ("[::1]", "[::1]"),
            ("[2001:DB8::1]:80", "[2001:db8::1]"),
            ("[::1]:8443", "[::1]:8443"),
            ("127.0.0.1:8443", "127.0.0.1:8443"),
        ] {
            assert_eq!(comparable_host(sent).as_deref(), Some(host), "{sent}");
        }
    }

    #[test]
    fn what_is_no_host_is_nobodys() {
        let long = "a".repeat(254);
        for sent in [
            "",
            ".",
            ":443",
            "https://shop.example",
            "me@shop.example",
            "shop.example/",
            "shop.example:port",
            "shop.example:8443000",
            "shop example",
            "shop.example,other.example",
            "::1",
            "b\u{fc}cher.example",
            &long,
        ] {
            assert_eq!(comparable_host(sent), None, "{sent}");
        }
    }
}
