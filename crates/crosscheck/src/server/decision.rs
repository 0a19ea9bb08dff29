//! What to answer: a decision on one request, as edits to a response's headers.

use super::policy::MethodSet;
use super::policy::Policy;
use crate::wire::is_cors_safelisted_method;
use crate::wire::trim_http_tab_or_space;

/// The parts of a request's head that a decision reads. Adapters implement it over their own type.
pub trait RequestHead {
    /// The method, as sent.
    fn method(&self) -> &str;
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
    /// The origin is not in the policy.
    OriginNotAllowed,
    /// The method asked for is not in the policy.
    MethodNotAllowed,
    /// A header asked for is not in the policy, or the list of them is not one.
    HeaderNotAllowed,
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
    /// Decides on one request from its head. Allocates nothing; costs at most a pass over
    /// `Access-Control-Request-Headers`, and that pass is bounded.
    ///
    /// A preflight is `OPTIONS` with `Origin` and `Access-Control-Request-Method`, and nothing else:
    /// every other `OPTIONS` belongs to the handler.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-protocol>
    pub fn decide<'p>(&'p self, request: &impl RequestHead) -> Decision<'p> {
        let mut origins = request.header_lines("origin");
        let origin = origins.next();
        let several = origins.next().is_some();
        let mut asked_methods = request.header_lines("access-control-request-method");
        let asked_method = asked_methods.next();
        let is_preflight =
            origin.is_some() && asked_method.is_some() && request.method() == "OPTIONS";

        let mut edits = Edits::default();
        if !self.origins.any {
            edits.push(Edit::Vary(if is_preflight { VARY_ON_PREFLIGHT } else { "Origin" }));
        } else if is_preflight && !self.answers_preflights_alike() {
            edits.push(Edit::Vary(VARY_ON_PREFLIGHT));
        }

        let verdict = match origin {
            Some(_) if several => Err(Reason::SeveralOrigins),
            _ => self.share_with(origin, &mut edits),
        };
        let Some(_) = origin else {
            return Decision::NotCors { edits };
        };
        let Some(asked_method) = asked_method.filter(|_| is_preflight) else {
            if verdict.is_ok() {
                edits.set("access-control-expose-headers", self.expose_headers.as_deref());
            }
            return Decision::Actual { verdict, edits };
        };
        let verdict = verdict
            .and_then(|()| self.permit_method(asked_method))
            .and_then(|()| self.permit_headers(request));
        match verdict {
            Ok(()) => {
                edits.set("access-control-allow-methods", self.allow_methods.as_deref());
                edits.set("access-control-allow-headers", self.allow_headers.as_deref());
                edits.set("access-control-max-age", self.max_age.as_deref());
                Decision::Preflight { verdict, status: 204, edits }
            }
            Err(_) => Decision::Preflight { verdict, status: 403, edits },
        }
    }

    /// Names who may read. With `*` it says so to everybody, so that a cached answer fits all.
    fn share_with<'p>(
        &'p self,
        origin: Option<&[u8]>,
        edits: &mut Edits<'p>,
    ) -> Result<(), Reason> {
        if self.origins.any {
            edits.set(ALLOW_ORIGIN, Some("*"));
            return Ok(());
        }
        let Some(origin) = origin else {
            return Ok(());
        };
        if !self.origins.contains(origin) {
            return Err(Reason::OriginNotAllowed);
        }
        edits.push(Edit::Echo(ALLOW_ORIGIN));
        edits.set("access-control-allow-credentials", self.credentials.then_some("true"));
        Ok(())
    }

    fn permit_method(&self, asked: &[u8]) -> Result<(), Reason> {
        let listed = match &self.methods {
            MethodSet::Any => return Ok(()),
            MethodSet::Listed(methods) => methods.iter().any(|m| m.as_bytes() == asked),
        };
        if listed || core::str::from_utf8(asked).is_ok_and(is_cors_safelisted_method) {
            return Ok(());
        }
        Err(Reason::MethodNotAllowed)
    }

    /// Any order and any case will do; what is bounded is the number of names and of empty items.
    fn permit_headers(&self, request: &impl RequestHead) -> Result<(), Reason> {
        let allowed = &self.request_headers;
        let mut budget = ASKED_NAMES_LIMIT;
        for line in request.header_lines("access-control-request-headers") {
            for name in line.split(|b| *b == b',') {
                budget -= 1;
                if budget == 0 || name.len() > ASKED_NAME_LIMIT {
                    return Err(Reason::HeaderNotAllowed);
                }
                let name = trim_http_tab_or_space(name);
                let listed =
                    || allowed.listed.iter().any(|n| n.as_bytes().eq_ignore_ascii_case(name));
                let by_wildcard = allowed.any && !name.eq_ignore_ascii_case(b"authorization");
                if !name.is_empty() && !by_wildcard && !listed() {
                    return Err(Reason::HeaderNotAllowed);
                }
            }
        }
        Ok(())
    }

    /// Whether no preflight is refused, so that its answer varies with nothing.
    fn answers_preflights_alike(&self) -> bool {
        self.methods == MethodSet::Any
            && self.request_headers.any
            && self.request_headers.listed.iter().any(|n| n == "authorization")
    }
}

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

const VARY_ON_PREFLIGHT: &str =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// The most items, empty ones included, that `Access-Control-Request-Headers` may hold.
const ASKED_NAMES_LIMIT: usize = 256;

/// The longest item, blanks included, that `Access-Control-Request-Headers` may hold, in bytes.
const ASKED_NAME_LIMIT: usize = 256;
