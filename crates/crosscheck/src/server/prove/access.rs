//! What a page may do with a server's answers, in words that people write in assertions and read in
//! differences.
//!
//! | words | what a policy allows by it |
//! | --- | --- |
//! | `read` | reading answers to requests without credentials |
//! | `read with credentials` | reading answers to requests that carry cookies and the like |
//! | `send PUT` | using a method that needs permission |
//! | `send any method` | using every method; after `never`: even one that needs permission |
//! | `set x-token` | setting a request header that needs permission |
//! | `set any header` | setting every header, `authorization` included; after `never`: even one |
//! | `read header x-total` | reading a response header that is not readable by itself |
//! | `read any header` | reading all of them; after `never`: even one |
//! | `measure time` | seeing how long the parts of a request took |

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use crate::server::policy::CheckedRule;
use crate::server::policy::MethodSet;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_cors_safelisted_response_header_name;
use crate::wire::is_forbidden_method;
use crate::wire::is_forbidden_request_header;
use crate::wire::is_forbidden_response_header_name;
use crate::wire::is_token;
use crate::wire::normalize_method;

/// One thing that a page may do. Its text is what [`FromStr`] reads.
///
/// # Example
/// ```
/// use crosscheck::server::Access;
/// assert_eq!("send PUT".parse(), Ok(Access::Method("PUT".into())));
/// assert!("send TRACE".parse::<Access>().is_err(), "no script can");
/// assert_eq!(Access::AnyHeader.to_string(), "set any header");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Access {
    /// `read`
    Read,
    /// `read with credentials`
    ReadWithCredentials,
    /// `send PUT`
    Method(String),
    /// `send any method`
    AnyMethod,
    /// `set x-token`; lower case.
    Header(String),
    /// `set any header`
    AnyHeader,
    /// `read header x-total`; lower case.
    ExposedHeader(String),
    /// `read any header`
    AnyExposedHeader,
    /// `measure time`
    Timing,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read => f.write_str("read"),
            Self::ReadWithCredentials => f.write_str("read with credentials"),
            Self::Method(method) => write!(f, "send {method}"),
            Self::AnyMethod => f.write_str("send any method"),
            Self::Header(name) => write!(f, "set {name}"),
            Self::AnyHeader => f.write_str("set any header"),
            Self::ExposedHeader(name) => write!(f, "read header {name}"),
            Self::AnyExposedHeader => f.write_str("read any header"),
            Self::Timing => f.write_str("measure time"),
        }
    }
}

/// Text that names nothing that a page may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessError {
    reason: String,
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl core::error::Error for AccessError {}

impl FromStr for Access {
    type Err = AccessError;

    /// Fails on what no script could do in any case, too: no policy decides on it.
    fn from_str(text: &str) -> Result<Self, AccessError> {
        let fail = |reason: &str| Err(AccessError { reason: reason.into() });
        match text {
            "read" => return Ok(Self::Read),
            "read with credentials" => return Ok(Self::ReadWithCredentials),
            "send any method" => return Ok(Self::AnyMethod),
            "set any header" => return Ok(Self::AnyHeader),
            "read any header" => return Ok(Self::AnyExposedHeader),
            "measure time" => return Ok(Self::Timing),
            _ => {}
        }
        let verbs = ["send ", "set ", "read header "];
        let parts = verbs.iter().find_map(|verb| Some((*verb, text.strip_prefix(verb)?)));
        let Some((verb, name)) = parts.filter(|(_, name)| is_token(name.as_bytes())) else {
            return fail(
                "this is nothing that a page may do; write `read`, `read with credentials`, \
                 `send PUT`, `send any method`, `set x-token`, `set any header`, `read header \
                 x-total`, `read any header` or `measure time`",
            );
        };
        let lower = name.to_ascii_lowercase();
        match verb {
            "send " if is_forbidden_method(name) => fail("no script can send this method"),
            "send " => Ok(Self::Method(normalize_method(name).into())),
            "set " if is_forbidden_request_header(&lower, b"") => {
                fail("no script can set this header")
            }
            "set " => Ok(Self::Header(lower)),
            _ if is_forbidden_response_header_name(&lower) => {
                fail("no script can read this header")
            }
            _ => Ok(Self::ExposedHeader(lower)),
        }
    }
}

impl Access {
    /// Whether it comes with every answer that may be read, so that only `read` can withhold it.
    pub(crate) fn comes_with_read(&self) -> bool {
        match self {
            Self::Method(method) => is_cors_safelisted_method(method),
            Self::ExposedHeader(name) => is_cors_safelisted_response_header_name(name),
            _ => false,
        }
    }
}

impl CheckedRule {
    /// Whether the origins of the rule may do it, all that it names.
    pub(crate) fn allows(&self, access: &Access) -> bool {
        let headers = &self.request_headers;
        let lists = |names: &[String], name: &str| {
            names.binary_search_by(|listed| listed.as_str().cmp(name)).is_ok()
        };
        let authorization = || lists(&headers.listed, "authorization");
        access.comes_with_read()
            || match access {
                Access::Read => true,
                Access::ReadWithCredentials => self.credentials,
                Access::Method(method) => match &self.methods {
                    MethodSet::Any => true,
                    MethodSet::Listed(methods) => methods.contains(method),
                },
                Access::AnyMethod => self.methods == MethodSet::Any,
                Access::Header(name) => {
                    lists(&headers.listed, name) || (headers.any && name != "authorization")
                }
                Access::AnyHeader => headers.any && authorization(),
                Access::ExposedHeader(name) => {
                    lists(&self.exposed, name) || lists(&self.exposed, "*")
                }
                Access::AnyExposedHeader => lists(&self.exposed, "*"),
                Access::Timing => self.expose_timing,
            }
    }

    /// Whether the origins of the rule may do it, or any part of it.
    pub(crate) fn allows_some(&self, access: &Access) -> bool {
        self.allows(access)
            || match access {
                Access::AnyMethod => self.methods != MethodSet::Listed(Default::default()),
                Access::AnyHeader => {
                    self.request_headers.any || !self.request_headers.listed.is_empty()
                }
                Access::AnyExposedHeader => self.expose_headers.is_some(),
                _ => false,
            }
    }

    /// All that the origins of the rule may do.
    pub(crate) fn accesses(&self) -> BTreeSet<Access> {
        let mut all = BTreeSet::from([Access::Read]);
        if self.credentials {
            all.insert(Access::ReadWithCredentials);
        }
        match &self.methods {
            MethodSet::Any => drop(all.insert(Access::AnyMethod)),
            MethodSet::Listed(methods) => all.extend(methods.iter().cloned().map(Access::Method)),
        }
        if self.request_headers.any {
            all.insert(Access::AnyHeader);
        }
        all.extend(self.request_headers.listed.iter().cloned().map(Access::Header));
        all.extend(self.exposed.iter().map(|name| match name.as_str() {
            "*" => Access::AnyExposedHeader,
            name => Access::ExposedHeader(name.to_string()),
        }));
        if self.expose_timing {
            all.insert(Access::Timing);
        }
        all
    }

    /// Where its origins stand, and which entry there covers one: `https://**.example.com` in
    /// `rules[1].origins`.
    pub(crate) fn entry_for(&self, origin: &str) -> (String, String) {
        let entry = match self.origins.pattern_for(origin.as_bytes()) {
            _ if self.origins.any => "*".into(),
            Some(pattern) if !self.origins.lists(origin.as_bytes()) => pattern.to_string(),
            _ => origin.to_string(),
        };
        (entry, format!("{}origins", self.prefix))
    }
}
