//! What becomes of the CORS headers that an upstream writes itself.

use crosscheck::server::Decision;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header::ACCESS_CONTROL_ALLOW_CREDENTIALS;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use http::header::ACCESS_CONTROL_EXPOSE_HEADERS;

/// What becomes of the CORS headers that an upstream writes itself, where a policy speaks.
///
/// Paths that the policy leaves to the server behind (`handler = true`) are not concerned: there the
/// upstream is trusted, and nobody else speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpstreamCors {
    /// They are taken away.
    #[default]
    Stripped,
    /// They are taken away, but for the names in `Access-Control-Expose-Headers`, which are added to the
    /// policy's on answers that a page may read: an upstream knows best which headers it sends.
    ExposeMerged,
    /// An answer that says another origin or other credentials than the policy is refused with 502: for
    /// finding out what would change before the upstream's own CORS is turned off.
    ConflictRefused,
}

/// What an upstream said, kept until the answer has been edited.
#[derive(Debug)]
pub(crate) enum Said {
    Nothing,
    Exposed(Vec<HeaderValue>),
    Granted(Vec<HeaderValue>),
}

impl UpstreamCors {
    /// Reads what is needed later.
    pub(crate) fn read(self, headers: &HeaderMap, decision: &Decision<'_>) -> Said {
        match self {
            Self::ExposeMerged if matches!(decision.verdict(), Some(Ok(()))) => {
                Said::Exposed(lines(headers, &ACCESS_CONTROL_EXPOSE_HEADERS))
            }
            Self::ConflictRefused if !decision.edits().leave_all() => {
                Said::Granted(granted(headers))
            }
            _ => Said::Nothing,
        }
    }
}

/// The upstream grants another access than the policy.
#[derive(Debug)]
pub(crate) struct Conflict;

impl Said {
    /// Holds it against the edited answer, or adds it.
    pub(crate) fn settle(self, headers: &mut HeaderMap) -> Result<(), Conflict> {
        match self {
            Self::Nothing => Ok(()),
            Self::Granted(theirs) if theirs.is_empty() || theirs == granted(headers) => Ok(()),
            Self::Granted(_) => Err(Conflict),
            Self::Exposed(theirs) => {
                merge(headers, &theirs);
                Ok(())
            }
        }
    }
}

fn granted(headers: &HeaderMap) -> Vec<HeaderValue> {
    let mut said = lines(headers, &ACCESS_CONTROL_ALLOW_ORIGIN);
    said.append(&mut lines(headers, &ACCESS_CONTROL_ALLOW_CREDENTIALS));
    said
}

fn lines(headers: &HeaderMap, name: &HeaderName) -> Vec<HeaderValue> {
    headers.get_all(name).into_iter().cloned().collect()
}

/// Adds the names to those that the policy exposes. `*` is none: what it means depends on credentials.
fn merge(headers: &mut HeaderMap, theirs: &[HeaderValue]) {
    let mut names: Vec<Vec<u8>> = Vec::new();
    let ours = lines(headers, &ACCESS_CONTROL_EXPOSE_HEADERS);
    if ours.iter().any(|line| line == "*") {
        return;
    }
    for name in ours.iter().chain(theirs).flat_map(|line| line.as_bytes().split(|b| *b == b',')) {
        let name = name.trim_ascii();
        let is_name = name != b"*" && HeaderName::from_bytes(name).is_ok();
        if is_name && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name.to_ascii_lowercase());
        }
    }
    if let Ok(value) = HeaderValue::from_bytes(&names.join(b", ".as_slice()))
        && !value.is_empty()
    {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, value);
    }
}
