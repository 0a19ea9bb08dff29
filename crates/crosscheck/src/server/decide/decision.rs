//! What to answer: a decision on one request, as edits to a response's headers.

use super::edits::Edits;
use super::head::RequestHead;
use super::head::RequestHeader;
use super::preflight::permit_preflight;
use crate::server::policy::Answered;
use crate::server::policy::EditLists;
use crate::server::policy::Group;
use crate::server::policy::ListNumber;
use crate::server::policy::Policy;
use crate::server::policy::Reason;

/// What a server does with a request, as far as CORS is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a request is one of these three")]
pub enum Decision<'p> {
    /// No `Origin`, or a page of the very origin that is asked, which no list needs to name, or a path
    /// that is left to its handler: handle it; the edits still apply, for caches that serve both kinds
    /// of readers.
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
    ///
    /// To a page that may read, the answer says what it may send, even where it asked for something
    /// else: the browser compares, refuses, and names the method or the header to the page's author.
    Preflight {
        /// `Ok` if the page may send its request.
        verdict: Result<(), Reason>,
        /// 204 for an origin that may read, 403 for any other.
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

    /// The status of an answer without a body that is given at once, without the handler; `None` if
    /// the handler answers.
    pub const fn status_at_once(&self) -> Option<u16> {
        match self {
            Self::Preflight { status, .. } => Some(*status),
            Self::NotCors { .. } | Self::Actual { .. } => None,
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

impl Policy {
    /// Decides on one request from its head. Allocates nothing; costs at most a pass over the path,
    /// if rules name any, and one over a bounded part of `Access-Control-Request-Headers`.
    ///
    /// A preflight is `OPTIONS` with `Origin` and `Access-Control-Request-Method`, and nothing else:
    /// every other `OPTIONS` belongs to the handler. What would be refused because no list holds the origin
    /// is none of CORS where that is the origin that the request itself [asks](RequestHead::is_own_origin).
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-protocol>
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Decision, Head, Policy, Reason};
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     methods: vec!["PUT".into()],
    ///     ..Config::default()
    /// })?;
    /// let asked = |origin, method| {
    ///     let headers = [("origin", origin), ("access-control-request-method", method)];
    ///     policy.decide(&Head::new("OPTIONS", "/users/7", &headers)).verdict()
    /// };
    /// assert_eq!(asked("https://app.example", "PUT"), Some(Ok(())));
    /// assert_eq!(asked("https://app.example", "DELETE"), Some(Err(Reason::MethodNotAllowed)));
    /// assert_eq!(asked("https://evil.example", "PUT"), Some(Err(Reason::OriginNotAllowed)));
    ///
    /// // A page of the server itself, which no list names.
    /// let headers = [("host", "api.example"), ("origin", "https://api.example")];
    /// assert_eq!(policy.decide(&Head::new("POST", "/users", &headers)).verdict(), None);
    /// // Who is listed is answered as any other origin that is, at home too.
    /// let asked = ("access-control-request-method", "DELETE");
    /// let headers = [("host", "app.example"), ("origin", "https://app.example"), asked];
    /// let refused = Some(Err(Reason::MethodNotAllowed));
    /// assert_eq!(policy.decide(&Head::new("OPTIONS", "/users", &headers)).verdict(), refused);
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    // Inlined for what nearly all requests are: an adapter's head then stays where it is.
    #[inline(always)]
    pub fn decide<'p>(&'p self, request: &impl RequestHead) -> Decision<'p> {
        self.decide_with(request, |_| Some(false))
    }

    /// The same, with a source of origins: a rule that says so
    /// ([`origin_source`](crate::server::Config::origin_source)) asks it about an origin that no list
    /// holds. [`decide`](Self::decide) is this with a source that knows nobody.
    ///
    /// In: whether the source knows an origin; `None` if it cannot tell, which refuses as
    /// [`Reason::OriginSourceFailed`]. It is asked once at most, and only about what browsers spell so.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Head, Policy, Reason};
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     origin_source: true,
    ///     credentials: true,
    ///     ..Config::default()
    /// })?;
    /// let decided = |origin, knows: fn(&str) -> Option<bool>| {
    ///     policy.decide_with(&Head::new("GET", "/", &[("origin", origin)]), knows).verdict()
    /// };
    /// let tenants = |origin: &str| Some(origin.ends_with(".tenants.example"));
    /// assert_eq!(decided("https://shop.tenants.example", tenants), Some(Ok(())));
    /// assert_eq!(decided("https://evil.example", tenants), Some(Err(Reason::OriginNotAllowed)));
    /// assert_eq!(decided("https://app.example", |_| unreachable!("it is listed")), Some(Ok(())));
    /// let unasked = decided("https://Shop.tenants.example/", |_| unreachable!("no browser sends it"));
    /// assert_eq!(unasked, Some(Err(Reason::OriginNotAllowed)));
    /// let down = decided("https://shop.tenants.example", |_| None);
    /// assert_eq!(down, Some(Err(Reason::OriginSourceFailed)));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline(always)]
    pub fn decide_with<'p>(
        &'p self,
        request: &impl RequestHead,
        knows: impl FnOnce(&str) -> Option<bool>,
    ) -> Decision<'p> {
        let knows = match request.is_options() {
            false => knows,
            true => match self.decide_if_preflight(request, knows) {
                Ok(decision) => return decision,
                Err(knows) => knows,
            },
        };
        self.decide_actual(request, knows)
    }

    /// Decides on `OPTIONS` if it is a preflight: if a page asks for a method. Every other one is a request
    /// like others: then who may know an origin is handed back.
    #[inline]
    fn decide_if_preflight<'p, K: FnOnce(&str) -> Option<bool>>(
        &'p self,
        request: &impl RequestHead,
        knows: K,
    ) -> Result<Decision<'p>, K> {
        let method = request.header_lines(RequestHeader::RequestMethod).next();
        match (method, request.origin_line()) {
            (Some(method), Some(origin)) => {
                Ok(self.decide_preflight(request, origin, method, knows))
            }
            _ => Err(knows),
        }
    }

    /// The edits of an answer to a request without `Origin`, given the path: what [`decide`](Self::decide)
    /// says, for who knows already that there is none.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    ///
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     ..Config::default()
    /// })?;
    /// let mut lines = Vec::new();
    /// policy.edits_without_origin(|| "/").each(|edit| lines.push(format!("{edit:?}")));
    /// assert_eq!(lines.len(), 1, "a cache must know that the next answer may differ: Vary");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline(always)]
    pub fn edits_without_origin<'r>(&self, path: impl FnOnce() -> &'r str) -> Edits<'_> {
        Edits::new(self, self.list_for_nobody(path))
    }

    #[inline(always)]
    fn list_for_nobody<'r>(&self, path: impl FnOnce() -> &'r str) -> ListNumber {
        match self.paths.find(path) {
            Ok(number) => {
                let group = self.group(number);
                EditLists::number(group, group.for_everybody(), Answered::Actual)
            }
            // For the path alone: nothing else was read, so nothing varies.
            Err(_) => ListNumber::NONE,
        }
    }

    /// What is refused by the rules is none of CORS where a page of the origin that is asked asks, or a
    /// path is left to its handler: it gets the list that it would get without an origin.
    #[inline(always)]
    fn list_if_none_of_cors(
        &self,
        request: &impl RequestHead,
        origin: Result<&[u8], Reason>,
        refused: ListNumber,
    ) -> Option<ListNumber> {
        let is_none_of_cors = match origin {
            _ if refused.is_left() => true,
            Ok(origin) => request.is_own_origin(origin),
            Err(_) => false,
        };
        is_none_of_cors.then(|| self.list_for_own_page(request))
    }

    #[cold]
    #[inline(never)]
    fn list_for_own_page(&self, request: &impl RequestHead) -> ListNumber {
        self.list_for_nobody(|| request.path())
    }

    #[inline(always)]
    fn decide_preflight<'p>(
        &'p self,
        request: &impl RequestHead,
        origin: Result<&[u8], Reason>,
        method: &[u8],
        knows: impl FnOnce(&str) -> Option<bool>,
    ) -> Decision<'p> {
        let (list, verdict) = match self.paths.find(|| request.path()) {
            Ok(number) => {
                let group = self.group(number);
                let place = self.place_of_reader(group, origin, request, knows);
                let verdict = place.and_then(|place| {
                    permit_preflight(self.rule_at(group, place), method, request)
                });
                let answered = match verdict {
                    Ok(()) => Answered::PreflightPermitted,
                    Err(_) => Answered::PreflightRefused,
                };
                (EditLists::number(group, place.ok(), answered), verdict)
            }
            Err(reason) => (ListNumber::NONE, Err(reason)),
        };
        let may_read = verdict.err().is_none_or(Reason::is_of_what_was_asked_for);
        if !may_read {
            if let Some(list) = self.list_if_none_of_cors(request, origin, list) {
                return Decision::NotCors { edits: Edits::new(self, list) };
            }
        }
        let status = if may_read { 204 } else { 403 };
        Decision::Preflight { verdict, status, edits: Edits::new(self, list) }
    }

    #[inline(always)]
    fn decide_actual<'p>(
        &'p self,
        request: &impl RequestHead,
        knows: impl FnOnce(&str) -> Option<bool>,
    ) -> Decision<'p> {
        let Some(origin) = request.origin_line() else {
            // Whoever asks without an origin may share a cached answer with somebody who has one.
            return Decision::NotCors { edits: self.edits_without_origin(|| request.path()) };
        };
        let (list, verdict) = match self.paths.find(|| request.path()) {
            Ok(number) => {
                let group = self.group(number);
                let place = self.place_of_reader(group, origin, request, knows);
                // What is the same for everybody stays so: a cache may keep it without a `Vary`.
                let spoken_by = place.ok().or(group.for_everybody());
                (EditLists::number(group, spoken_by, Answered::Actual), place.map(|_| ()))
            }
            Err(reason) => (ListNumber::NONE, Err(reason)),
        };
        if verdict.is_err() {
            if let Some(list) = self.list_if_none_of_cors(request, origin, list) {
                return Decision::NotCors { edits: Edits::new(self, list) };
            }
        }
        Decision::Actual { verdict, edits: Edits::new(self, list) }
    }

    /// The place in the group of the rule that lists the origin, or asks about it and is told that it is
    /// known.
    #[inline(always)]
    fn place_of_reader(
        &self,
        group: &Group,
        origin: Result<&[u8], Reason>,
        request: &impl RequestHead,
        knows: impl FnOnce(&str) -> Option<bool>,
    ) -> Result<usize, Reason> {
        let origin = origin?;
        if let Some(place) = self.rule_place_for(group, origin) {
            return Ok(place);
        }
        match group.asking {
            None => Err(Reason::OriginNotAllowed),
            Some(place) => self.ask_about(group, place, origin, request, knows),
        }
    }

    /// Asks the source of a rule, if it is to be asked about this origin at all.
    #[inline(never)]
    fn ask_about(
        &self,
        group: &Group,
        place: usize,
        origin: &[u8],
        request: &impl RequestHead,
        knows: impl FnOnce(&str) -> Option<bool>,
    ) -> Result<usize, Reason> {
        let asked = self.rule_at(group, place).asks_about(origin);
        // A page of the server itself needs nobody's permission.
        match asked.filter(|_| !request.is_own_origin(origin)).map_or(Some(false), knows) {
            Some(true) => Ok(place),
            Some(false) => Err(Reason::OriginNotAllowed),
            None => Err(Reason::OriginSourceFailed),
        }
    }
}
