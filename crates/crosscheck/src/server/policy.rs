//! What was checked: a policy whose header values are made once.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::config::Config;
use super::error::ConfigError;
use super::error::ConfigErrorKind;
use super::error::ConfigErrors;
use super::origins::OriginSet;
use crate::wire::Origin;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_forbidden_method;
use crate::wire::is_forbidden_request_header;
use crate::wire::is_forbidden_response_header_name;
use crate::wire::is_token;
use crate::wire::normalize_method;

/// A checked CORS policy. Whoever holds one holds something that browsers can follow.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, ConfigErrorKind, Policy};
/// let config = Config {
///     origins: vec!["https://app.example/".into()],
///     methods: vec!["TRACE".into()],
///     ..Config::default()
/// };
/// let errors = Policy::new(&config).unwrap_err();
/// let kinds: Vec<_> = errors.iter().map(|e| e.kind).collect();
/// assert_eq!(kinds, [ConfigErrorKind::InvalidOrigin, ConfigErrorKind::ForbiddenMethod]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) origins: OriginSet,
    pub(super) credentials: bool,
    pub(super) methods: MethodSet,
    pub(super) request_headers: RequestHeaderSet,
    pub(super) allow_methods: Option<String>,
    pub(super) allow_headers: Option<String>,
    pub(super) expose_headers: Option<String>,
    pub(super) max_age: Option<String>,
}

/// Which methods a preflight may ask for, beside those that need no permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MethodSet {
    Any,
    Listed(Vec<String>),
}

/// Which request headers a preflight may ask for: lower case, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestHeaderSet {
    /// Every header but `authorization`, which must be listed.
    pub(super) any: bool,
    pub(super) listed: Vec<String>,
}

impl Policy {
    /// Checks a configuration. Fails with everything that is wrong with it, never with the first.
    pub fn new(config: &Config) -> Result<Self, ConfigErrors> {
        let mut errors = Vec::new();
        let origins = check_origins(config, &mut errors);
        let methods = check_methods(config, &mut errors);
        let request_headers = check_request_headers(config, &mut errors);
        let exposed = check_exposed_headers(config, &mut errors);
        let max_age = check_max_age(config, &mut errors);
        if !errors.is_empty() {
            return Err(ConfigErrors(errors));
        }
        let allow_methods = match &methods {
            MethodSet::Any => Some("*".to_string()),
            MethodSet::Listed(methods) => join(methods),
        };
        let mut allowed_headers = Vec::new();
        if request_headers.any {
            allowed_headers.push("*".to_string());
        }
        allowed_headers.extend(request_headers.listed.iter().cloned());
        Ok(Self {
            origins,
            credentials: config.credentials,
            methods,
            request_headers,
            allow_methods,
            allow_headers: join(&allowed_headers),
            expose_headers: join(&exposed),
            max_age,
        })
    }

    /// Whether pages of an origin, given as the bytes of `Origin`, may read answers.
    pub fn allows_origin(&self, origin: &[u8]) -> bool {
        self.origins == OriginSet::Any || self.origins.find(origin).is_some()
    }
}

impl TryFrom<Config> for Policy {
    type Error = ConfigErrors;

    fn try_from(config: Config) -> Result<Self, ConfigErrors> {
        Self::new(&config)
    }
}

fn check_origins(config: &Config, errors: &mut Vec<ConfigError>) -> OriginSet {
    if config.origins.is_empty() {
        errors.push(ConfigError {
            path: "origins".into(),
            value: String::new(),
            kind: ConfigErrorKind::NoOrigins,
            reason: "no origin is listed, so no page could read anything".into(),
            suggestion: Some("https://app.example.com".into()),
        });
    }
    let mut exact = Vec::new();
    let mut any = false;
    for (index, text) in config.origins.iter().enumerate() {
        let mut fail = |kind, reason: String, suggestion| {
            errors.push(error("origins", index, text, kind, reason, suggestion));
        };
        if text == "*" {
            any = true;
            if config.credentials {
                let reason = "browsers refuse `*` when the request carries credentials; list the \
                              origins that may use them";
                fail(ConfigErrorKind::WildcardWithCredentials, reason.into(), None);
            } else if config.origins.len() > 1 {
                let reason = "`*` already allows the other origins; keep one or the other";
                fail(ConfigErrorKind::WildcardNotAlone, reason.into(), None);
            }
            continue;
        }
        match Origin::parse(text) {
            Ok(origin) if origin.is_opaque() => {
                let reason = "any sandboxed frame of any site sends `null`; allowing it allows all";
                fail(ConfigErrorKind::NullOrigin, reason.into(), None);
            }
            Ok(_) => exact.push(text.clone()),
            Err(e) => {
                let suggestion = e.suggestion().map(Into::into);
                fail(ConfigErrorKind::InvalidOrigin, e.to_string(), suggestion);
            }
        }
    }
    if any {
        return OriginSet::Any;
    }
    exact.sort();
    exact.dedup();
    OriginSet::Exact(exact)
}

fn check_methods(config: &Config, errors: &mut Vec<ConfigError>) -> MethodSet {
    let mut methods: Vec<String> = Vec::new();
    let mut any = false;
    for (index, text) in config.methods.iter().enumerate() {
        let mut fail = |kind, reason: &str| {
            errors.push(error("methods", index, text, kind, reason.into(), None));
        };
        if text == "*" {
            any = true;
            check_wildcard(config, config.methods.len() > 1, "methods", index, errors);
        } else if !is_token(text.as_bytes()) {
            fail(ConfigErrorKind::InvalidMethod, "a method is one word, such as `PUT`");
        } else if is_forbidden_method(text) {
            fail(ConfigErrorKind::ForbiddenMethod, "no script can send this method");
        } else {
            let method = normalize_method(text);
            if !is_cors_safelisted_method(&method) && !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    if any { MethodSet::Any } else { MethodSet::Listed(methods) }
}

fn check_request_headers(config: &Config, errors: &mut Vec<ConfigError>) -> RequestHeaderSet {
    let mut listed = Vec::new();
    let mut any = false;
    for (index, text) in config.request_headers.iter().enumerate() {
        let name = text.to_ascii_lowercase();
        let mut fail = |kind, reason: &str| {
            errors.push(error("request_headers", index, text, kind, reason.into(), None));
        };
        if text == "*" {
            any = true;
            let others = config
                .request_headers
                .iter()
                .any(|n| n != "*" && !n.eq_ignore_ascii_case("authorization"));
            check_wildcard(config, others, "request_headers", index, errors);
        } else if !is_token(text.as_bytes()) {
            let reason = "a header name is one word, such as `x-requested-with`";
            fail(ConfigErrorKind::InvalidHeaderName, reason);
        } else if is_forbidden_request_header(&name, b"") {
            let reason = "no script can set this header, so no page would ask for it";
            fail(ConfigErrorKind::ForbiddenRequestHeader, reason);
        } else if name.starts_with("access-control-") {
            let reason = "this is a header of CORS itself, written by the server or the browser";
            fail(ConfigErrorKind::ForbiddenRequestHeader, reason);
        } else {
            listed.push(name);
        }
    }
    listed.sort();
    listed.dedup();
    RequestHeaderSet { any, listed }
}

fn check_exposed_headers(config: &Config, errors: &mut Vec<ConfigError>) -> Vec<String> {
    let mut exposed = Vec::new();
    for (index, text) in config.expose_headers.iter().enumerate() {
        let name = text.to_ascii_lowercase();
        let mut fail = |kind, reason: &str| {
            errors.push(error("expose_headers", index, text, kind, reason.into(), None));
        };
        if text == "*" {
            let several = config.expose_headers.len() > 1;
            check_wildcard(config, several, "expose_headers", index, errors);
            exposed.push(name);
        } else if !is_token(text.as_bytes()) {
            let reason = "a header name is one word, such as `x-request-id`";
            fail(ConfigErrorKind::InvalidHeaderName, reason);
        } else if is_forbidden_response_header_name(&name) {
            let reason = "no script can read this header, exposed or not";
            fail(ConfigErrorKind::ForbiddenResponseHeader, reason);
        } else if !crate::wire::is_cors_safelisted_response_header_name(&name) {
            exposed.push(name);
        }
    }
    exposed.sort();
    exposed.dedup();
    exposed
}

fn check_max_age(config: &Config, errors: &mut Vec<ConfigError>) -> Option<String> {
    let seconds = config.max_age?;
    if seconds > 86_400 {
        errors.push(ConfigError {
            path: "max_age".into(),
            value: seconds.to_string(),
            kind: ConfigErrorKind::MaxAgeOutOfBounds,
            reason: "no browser remembers a preflight for more than a day (86400 seconds)".into(),
            suggestion: Some("86400".into()),
        });
    }
    Some(seconds.to_string())
}

fn check_wildcard(
    config: &Config,
    beside_others: bool,
    field: &str,
    index: usize,
    errors: &mut Vec<ConfigError>,
) {
    if config.credentials {
        let reason = "with credentials browsers read `*` as a name, not as a wildcard; list them";
        let kind = ConfigErrorKind::WildcardWithCredentials;
        errors.push(error(field, index, "*", kind, reason.into(), None));
    } else if beside_others {
        let reason = "`*` already covers the others; keep one or the other";
        let kind = ConfigErrorKind::WildcardNotAlone;
        errors.push(error(field, index, "*", kind, reason.into(), None));
    }
}

fn error(
    field: &str,
    index: usize,
    value: &str,
    kind: ConfigErrorKind,
    reason: String,
    suggestion: Option<String>,
) -> ConfigError {
    ConfigError { path: format!("{field}[{index}]"), value: value.into(), kind, reason, suggestion }
}

fn join(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
