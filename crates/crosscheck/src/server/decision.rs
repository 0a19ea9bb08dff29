//! What to answer: a decision on one request, as edits to a response's headers.

use super::policy::Group;
use super::policy::Policy;
use super::rule::CheckedRule;
use super::rule::MethodSet;
use super::rule::RequestHeaderSet;
use crate::wire::is_cors_safelisted_method;
use crate::wire::trim_http_tab_or_space;

/// The parts of a request's head that a decision reads. Adapters implement it over their own type.
pub trait RequestHead {
    /// The method, as sent.
    fn method(&self) -> &str;
    /// The path, as sent: nothing decoded, nothing resolved. A query may follow and is not read.
    fn path(&self) -> &str;
    /// The values of all header lines with a name (given in lower case), in order.
    fn header_lines<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a [u8]>;
}

/// What a server does with a request, as far as CORS is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision<'p> {
    /// No `Origin`: handle it; the edits still apply, for caches that serve both kinds of readers.
    NotCors {
        /// Headers of the answer.
        edits: Edits<'p>,
    },
    /// A request from a page: handle it, whatever the verdict; the browser enforces.
    Actual {
        /// `Ok` if the page may read the answer.
        verdict: Result<(), Reason>,
        /// Headers of the answer.
        edits: Edits<'p>,
    },
    /// A preflight: answer it at once with `status` and no body; it never reaches the handler.
    Preflight {
        /// `Ok` if the page may send its request.
        verdict: Result<(), Reason>,
        /// 204 if allowed, 403 if not.
        status: u16,
        /// Headers of the answer.
        edits: Edits<'p>,
    },
}

impl<'p> Decision<'p> {
    /// Whether the page may go on, if the request is one of CORS.
    pub fn verdict(&self) -> Option<Result<(), Reason>> {
        match self {
            Self::NotCors { .. } => None,
            Self::Actual { verdict, .. } | Self::Preflight { verdict, .. } => Some(*verdict),
        }
    }

    /// The headers to put on the answer, in every case, an error's included.
    pub fn edits(&self) -> &Edits<'p> {
        match self {
            Self::NotCors { edits }
            | Self::Actual { edits, .. }
            | Self::Preflight { edits, .. } => edits,
        }
    }
}

/// Why a page may not read an answer or send a request. The browser blames the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// More than one `Origin` line, which no browser sends.
    SeveralOrigins,
    /// No rule covers the path.
    PathNotCovered,
    /// The path can be read in two ways, and they lead to different rules.
    PathAmbiguous,
    /// The origin is not in the rules for the path.
    OriginNotAllowed,
    /// The method asked for is not in the rule.
    MethodNotAllowed,
    /// A header asked for is not in the rule, or the list of them is not one.
    HeaderNotAllowed,
}

impl Reason {
    /// The stable name: `origin-not-allowed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SeveralOrigins => "several-origins",
            Self::PathNotCovered => "path-not-covered",
            Self::PathAmbiguous => "path-ambiguous",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
        }
    }
}

/// One change to a response's headers. Apply it as it is and choose nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit<'p> {
    /// Replace every line with this name by one.
    Set(&'static str, &'p str),
    /// Replace every line with this name by one with the value of the request's `Origin` line,
    /// which was compared byte for byte: it is listed, or a pattern covers it and it is spelled as
    /// browsers do. Whoever holds the request has that value ready, so nothing is copied.
    Echo(&'static str),
    /// Remove every line with this name: the policy speaks for it, and says nothing here.
    Remove(&'static str),
    /// Add those of the names to `Vary` that are not there yet: [`missing_vary_names`] says which.
    ///
    /// [`missing_vary_names`]: super::missing_vary_names
    Vary(&'static str),
}

/// The changes of one decision, held in place: making them allocates nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits<'p> {
    slots: [Option<Edit<'p>>; 6],
    len: usize,
}

impl<'p> Edits<'p> {
    /// The changes, in order.
    pub fn iter(&self) -> impl Iterator<Item = Edit<'p>> {
        self.slots[..self.len].iter().copied().flatten()
    }

    fn push(&mut self, edit: Edit<'p>) {
        self.slots[self.len] = Some(edit);
        self.len += 1;
    }

    fn set(&mut self, name: &'static str, value: Option<&'p str>) {
        if let Some(value) = value {
            self.push(Edit::Set(name, value));
        }
    }
}

impl Policy {
    /// Decides on one request from its head. Allocates nothing; costs at most a pass over the path,
    /// if rules name any, and one over a bounded part of `Access-Control-Request-Headers`.
    ///
    /// A preflight is `OPTIONS` with `Origin` and `Access-Control-Request-Method`, and nothing else:
    /// every other `OPTIONS` belongs to the handler.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-protocol>
    pub fn decide<'p>(&'p self, request: &impl RequestHead) -> Decision<'p> {
        let mut origins = request.header_lines("origin");
        let origin = origins.next();
        let several = origins.next().is_some();
        let asked_method = match request.method() {
            "OPTIONS" if origin.is_some() => {
                request.header_lines("access-control-request-method").next()
            }
            _ => None,
        };

        let group = match self.paths.find(request.path()) {
            Ok(Some(group)) => &self.groups[group],
            Ok(None) => return refused(Reason::PathNotCovered, origin, asked_method),
            Err(_) => return refused(Reason::PathAmbiguous, origin, asked_method),
        };
        let rule = match origin {
            Some(_) if several => Err(Reason::SeveralOrigins),
            Some(origin) => self.rule_for(group, origin).ok_or(Reason::OriginNotAllowed),
            // Whoever asks without an origin may share a cached answer with somebody who has one.
            None if group.for_anybody => Ok(&self.rules[group.rules[0]]),
            None => Err(Reason::OriginNotAllowed),
        };
        if let Some(asked_method) = asked_method {
            return preflight(request, group, rule, asked_method);
        }

        let mut edits = Edits::default();
        if !group.for_anybody {
            edits.push(Edit::Vary("Origin"));
        }
        if let Ok(rule) = rule {
            share(rule, &mut edits);
            edits.set("access-control-expose-headers", rule.expose_headers.as_deref());
        }
        if group.exposes_timing {
            edits.push(match rule {
                Ok(rule) if rule.expose_timing => name_reader(TIMING_ALLOW_ORIGIN, rule),
                _ => Edit::Remove(TIMING_ALLOW_ORIGIN),
            });
        }
        edits
            .set("cross-origin-resource-policy", group.resource_policy.map(|policy| policy.name()));
        match origin {
            None => Decision::NotCors { edits },
            Some(_) => Decision::Actual { verdict: rule.map(|_| ()), edits },
        }
    }
}

/// Answers a preflight, whole or not at all.
fn preflight<'p>(
    request: &impl RequestHead,
    group: &Group,
    rule: Result<&'p CheckedRule, Reason>,
    asked_method: &[u8],
) -> Decision<'p> {
    let mut edits = Edits::default();
    if !group.answers_preflights_alike {
        edits.push(Edit::Vary(VARY_ON_PREFLIGHT));
    }
    let permitted = rule.and_then(|rule| {
        share(rule, &mut edits);
        permit_method(rule, asked_method)?;
        permit_headers(rule, request)?;
        Ok(rule)
    });
    match permitted {
        Ok(rule) => {
            edits.set("access-control-allow-methods", rule.allow_methods.as_deref());
            edits.set("access-control-allow-headers", rule.allow_headers.as_deref());
            edits.set("access-control-max-age", rule.max_age.as_deref());
            Decision::Preflight { verdict: Ok(()), status: 204, edits }
        }
        Err(reason) => Decision::Preflight { verdict: Err(reason), status: 403, edits },
    }
}

/// Refuses whoever asks, for the path alone: nothing else was read, so nothing varies.
fn refused<'p>(reason: Reason, origin: Option<&[u8]>, asked: Option<&[u8]>) -> Decision<'p> {
    let edits = Edits::default();
    match (origin, asked) {
        (None, _) => Decision::NotCors { edits },
        (Some(_), None) => Decision::Actual { verdict: Err(reason), edits },
        (Some(_), Some(_)) => Decision::Preflight { verdict: Err(reason), status: 403, edits },
    }
}

/// Names who may read. With `*` it says so to everybody, so that a cached answer fits all.
fn share<'p>(rule: &'p CheckedRule, edits: &mut Edits<'p>) {
    edits.push(name_reader("access-control-allow-origin", rule));
    edits.set("access-control-allow-credentials", rule.credentials.then_some("true"));
}

fn name_reader(header: &'static str, rule: &CheckedRule) -> Edit<'static> {
    if rule.origins.any { Edit::Set(header, "*") } else { Edit::Echo(header) }
}

fn permit_method(rule: &CheckedRule, asked: &[u8]) -> Result<(), Reason> {
    let listed = match &rule.methods {
        MethodSet::Any => return Ok(()),
        MethodSet::Listed(methods) => methods.iter().any(|m| m.as_bytes() == asked),
    };
    if listed || core::str::from_utf8(asked).is_ok_and(is_cors_safelisted_method) {
        return Ok(());
    }
    Err(Reason::MethodNotAllowed)
}

/// Any order and any case will do; what is bounded is how much of a list is read.
///
/// A browser names each header once, so a longer list than the rule's own, some slack given, asks
/// for something that is not in it; so does a name that is longer than the longest.
fn permit_headers(rule: &CheckedRule, request: &impl RequestHead) -> Result<(), Reason> {
    let allowed = &rule.request_headers;
    let (mut items, longest) = match allowed.any {
        true => (ASKED_ITEMS, ASKED_ITEM_BYTES),
        false => (allowed.listed.len() + SLACK, allowed.longest + SLACK),
    };
    for mut list in request.header_lines("access-control-request-headers") {
        loop {
            if items == 0 {
                return Err(Reason::HeaderNotAllowed);
            }
            items -= 1;
            if let [b',', rest @ ..] = list {
                list = rest;
                continue;
            }
            let near = &list[..list.len().min(longest + 1)];
            let end = near.iter().position(|b| *b == b',').unwrap_or(near.len());
            if end > longest || !permits(allowed, &near[..end]) {
                return Err(Reason::HeaderNotAllowed);
            }
            match list.get(end + 1..) {
                Some(rest) => list = rest,
                None => break,
            }
        }
    }
    Ok(())
}

/// Whether an item of the list, blanks around it included, may be asked for.
fn permits(allowed: &RequestHeaderSet, item: &[u8]) -> bool {
    // As browsers send it.
    if allowed.listed.iter().any(|name| name.as_bytes() == item) {
        return true;
    }
    let name = trim_http_tab_or_space(item);
    name.is_empty()
        || (allowed.any && !name.eq_ignore_ascii_case(b"authorization"))
        || allowed.listed.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
}

const TIMING_ALLOW_ORIGIN: &str = "timing-allow-origin";

const VARY_ON_PREFLIGHT: &str =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// The most items, empty ones included, and the longest one, in bytes, blanks included, that
/// `Access-Control-Request-Headers` may hold where a rule allows every header.
const ASKED_ITEMS: usize = 256;
const ASKED_ITEM_BYTES: usize = 256;

/// Items and bytes that a list may have beyond a rule's own: empty items, blanks.
const SLACK: usize = 16;
