//! Whether a page may do something, asked in code: both decisions that a browser would ask for, at once.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::head::Head;
use crate::server::policy::Policy;
use crate::server::policy::Reason;
use crate::wire::Origin;
use crate::wire::OriginError;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_cors_safelisted_request_header;
use crate::wire::joined;
use crate::wire::sorted;

/// What a page wants to send, as its script says it.
///
/// # Example
/// ```
/// use crosscheck::server::PageRequest;
///
/// let put = PageRequest::new("https://app.example", "PUT", "/users/7")
///     .header("content-type", "application/json")
///     .with_credentials();
/// # let _ = put;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct PageRequest<'r> {
    origin: &'r str,
    method: &'r str,
    path: &'r str,
    headers: Vec<(&'r str, &'r str)>,
    with_credentials: bool,
}

impl<'r> PageRequest<'r> {
    /// In: the page's origin, the method, and the path, a query allowed.
    pub const fn new(origin: &'r str, method: &'r str, path: &'r str) -> Self {
        Self { origin, method, path, headers: Vec::new(), with_credentials: false }
    }

    /// A header that its script sets.
    pub fn header(mut self, name: &'r str, value: &'r str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With cookies and the like: `credentials: "include"`.
    pub const fn with_credentials(mut self) -> Self {
        self.with_credentials = true;
        self
    }

    /// What a browser asks permission for, sorted, as it is sent; `None` if it needs none.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
    fn unsafe_headers(&self) -> Option<String> {
        let needs_permission = |(name, value): &&(&str, &str)| {
            !is_cors_safelisted_request_header(name, value.as_bytes())
        };
        let headers = self.headers.iter().filter(needs_permission);
        let names = headers.map(|(name, _)| name.to_ascii_lowercase()).collect();
        let mut names: Vec<String> = sorted(names);
        names.dedup();
        let is_simple = names.is_empty() && is_cors_safelisted_method(self.method);
        (!is_simple).then(|| joined(&names, ","))
    }
}

/// What stands in a page's way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// No page has such an origin: no browser spells one so. The error knows how it would.
    NotAnOrigin(OriginError),
    /// The browser asks first, is told no, and sends nothing.
    Preflight(Reason),
    /// The request is sent, and the page does not get to see the answer.
    Answer(Reason),
    /// The page may read, but not what was asked for with cookies and the like.
    Credentials,
    /// The path is [left to its handler](Policy::is_left_to_handler): ask there.
    LeftToHandler,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnOrigin(error) => {
                write!(f, "no page has this origin: {error}")?;
                match error.suggestion() {
                    Some(suggestion) => write!(f, "; write `{suggestion}`"),
                    None => Ok(()),
                }
            }
            Self::Preflight(reason) => write!(f, "the preflight is refused: {reason}"),
            Self::Answer(reason) => write!(f, "the answer may not be read: {reason}"),
            Self::Credentials => f.write_str("the answer may not be read with credentials"),
            Self::LeftToHandler => f.write_str("the path is left to its handler"),
        }
    }
}

impl core::error::Error for Obstacle {}

impl Policy {
    /// Whether a page may send a request and read its answer: the preflight, if browsers ask one, and the
    /// request itself. For tests and tools; a server [decides](Self::decide) on each as it comes.
    ///
    /// Out: the first thing in the way. A page of the server's own origin is not known as such: there is
    /// no `Host`.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Obstacle, PageRequest, Policy, Reason};
    ///
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     methods: vec!["PUT".into()],
    ///     ..Config::default()
    /// })?;
    /// let asked = |origin, method| PageRequest::new(origin, method, "/users/7");
    /// assert_eq!(policy.may(&asked("https://app.example", "PUT")), Ok(()));
    ///
    /// let deleted = policy.may(&asked("https://app.example", "DELETE"));
    /// assert_eq!(deleted, Err(Obstacle::Preflight(Reason::MethodNotAllowed)));
    ///
    /// // Nobody is asked before a simple request: it is sent, and its answer withheld.
    /// let read = policy.may(&asked("https://evil.example", "GET"));
    /// assert_eq!(read, Err(Obstacle::Answer(Reason::OriginNotAllowed)));
    ///
    /// let json = asked("https://app.example", "POST").header("content-type", "application/json");
    /// assert_eq!(policy.may(&json), Err(Obstacle::Preflight(Reason::HeaderNotAllowed)));
    ///
    /// let with_cookies = asked("https://app.example", "PUT").with_credentials();
    /// assert_eq!(policy.may(&with_cookies), Err(Obstacle::Credentials));
    ///
    /// let misspelt = policy.may(&asked("https://app.example/", "GET")).unwrap_err();
    /// assert!(misspelt.to_string().ends_with("write `https://app.example`"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline]
    pub fn may(&self, asked: &PageRequest<'_>) -> Result<(), Obstacle> {
        let verdict = |method: &str, headers: &[(&str, &str)]| {
            let decision = self.decide(&Head::new(method, asked.path, headers));
            decision.verdict().ok_or(Obstacle::LeftToHandler)
        };
        // Applications send this one that embed a browser and let its pages read files.
        if asked.origin != "file://" {
            Origin::parse(asked.origin).map_err(Obstacle::NotAnOrigin)?;
        }
        let origin = ("origin", asked.origin);
        if let Some(names) = asked.unsafe_headers() {
            let method = ("access-control-request-method", asked.method);
            let mut headers = Vec::from([origin, method]);
            // A browser that asks for no header leaves the line out.
            if !names.is_empty() {
                headers.push(("access-control-request-headers", &names));
            }
            verdict("OPTIONS", &headers)?.map_err(Obstacle::Preflight)?;
        }
        verdict(asked.method, &[origin])?.map_err(Obstacle::Answer)?;
        let rule = self.rule_on(asked.path, asked.origin.as_bytes());
        match rule.is_some_and(|rule| self.rule(rule).credentials) || !asked.with_credentials {
            true => Ok(()),
            false => Err(Obstacle::Credentials),
        }
    }
}
