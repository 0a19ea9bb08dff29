//! Requests and answers of `http` 1, as `crosscheck` reads and writes them.
//!
//! Owns how headers are looked up and put. Chooses nothing.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edit;
use crosscheck::server::EditPlan;
use crosscheck::server::Edits;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use http::Uri;
use http::header;
use http::header::ValueIter;
use http::request::Parts;

use crate::PolicySnapshot;

/// A request's head, borrowed.
#[derive(Debug)]
pub struct HttpHead<'r> {
    /// The method.
    pub method: &'r Method,
    /// The target.
    pub uri: &'r Uri,
    /// The headers.
    pub headers: &'r HeaderMap,
    /// Looked up once.
    origin: Option<&'r HeaderValue>,
}

impl<'r> HttpHead<'r> {
    /// The head of a request.
    pub fn of<B>(request: &'r http::Request<B>) -> Self {
        Self::new(request.method(), request.uri(), request.headers())
    }

    fn new(method: &'r Method, uri: &'r Uri, headers: &'r HeaderMap) -> Self {
        // Where there are few names, a look at each costs less than to hash one: mostly no page asks.
        let is_there =
            headers.keys_len() > FEW || headers.keys().any(|name| *name == header::ORIGIN);
        let name = &REQUEST_NAMES[RequestHeader::Origin as usize];
        let origin = if is_there { headers.get(name) } else { None };
        Self { method, uri, headers, origin }
    }

    /// Whether any header has more than one line.
    fn repeats_headers(&self) -> bool {
        self.headers.len() != self.headers.keys_len()
    }

    /// The first line of `Origin`: what a decision may echo.
    pub fn origin(&self) -> Option<&'r HeaderValue> {
        self.origin
    }
}

const FEW: usize = 8;

/// The lines of a header; nearly always there is one at most, which is quicker to get.
enum Lines<'r> {
    One(Option<&'r HeaderValue>),
    All(ValueIter<'r, HeaderValue>),
}

impl<'r> Iterator for Lines<'r> {
    type Item = &'r [u8];

    #[inline]
    fn next(&mut self) -> Option<&'r [u8]> {
        let line = match self {
            Self::One(line) => line.take(),
            Self::All(lines) => lines.next(),
        };
        line.map(HeaderValue::as_bytes)
    }
}

impl<'r> From<&'r Parts> for HttpHead<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self::new(&parts.method, &parts.uri, &parts.headers)
    }
}

impl RequestHead for HttpHead<'_> {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn is_options(&self) -> bool {
        *self.method == Method::OPTIONS
    }

    fn path(&self) -> &str {
        self.uri.path()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let name = &REQUEST_NAMES[header as usize];
        match header {
            _ if self.repeats_headers() => Lines::All(self.headers.get_all(name).into_iter()),
            RequestHeader::Origin => Lines::One(self.origin),
            _ => Lines::One(self.headers.get(name)),
        }
    }
}

/// Writes the headers that a decision chose. What the answer said of CORS before, it says no more.
///
/// In: the answer's headers; the request's `Origin` line, which may be echoed; the policy that
/// decided, and its plan. Allocates only what the map itself needs to grow.
#[inline]
pub fn edit_answer(
    headers: &mut HeaderMap,
    origin: Option<&HeaderValue>,
    snapshot: &PolicySnapshot,
    plan: EditPlan,
) {
    let edits = snapshot.policy().edits(plan);
    if headers.is_empty()
        && let (Some(number), Some(origin)) = (edits.permitted_preflight(), origin)
    {
        snapshot.preflight(number).copy_to(headers, origin);
        return;
    }
    let values = snapshot.values();
    edits.apply(&mut Answer { headers, origin, values, has_vary: false });
}

/// The headers of an answer that has no others: nothing is to be taken away or to be merged with, so
/// they are made once and copied.
#[derive(Debug)]
pub(crate) struct Prepared {
    headers: HeaderMap,
    /// Which of the lines are to be the request's `Origin`.
    echoed: Vec<usize>,
}

impl Prepared {
    /// In: the edits, and the values of their policy.
    pub(crate) fn new(edits: &Edits<'_>, values: &[HeaderValue]) -> Self {
        let (mut headers, mut echoed) = (HeaderMap::new(), Vec::new());
        edits.each(|edit| {
            let (name, value) = match edit {
                Edit::Set(header, value) => (&ANSWER_NAMES[header as usize], &values[value.index]),
                Edit::Echo(header) => {
                    echoed.push(headers.len());
                    (&ANSWER_NAMES[header as usize], &HeaderValue::from_static(""))
                }
                Edit::Vary(names) => (&header::VARY, &values[names.index]),
                Edit::Remove(_) => return,
            };
            headers.append(name, value.clone());
        });
        Self { headers, echoed }
    }

    #[inline]
    fn copy_to(&self, headers: &mut HeaderMap, origin: &HeaderValue) {
        headers.clone_from(&self.headers);
        for place in &self.echoed {
            let line = headers.values_mut().nth(*place);
            line.expect("a place is one of the lines").clone_from(origin);
        }
    }
}

struct Answer<'a> {
    headers: &'a mut HeaderMap,
    origin: Option<&'a HeaderValue>,
    /// By the numbers of the policy's values.
    values: &'a [HeaderValue],
    /// Whether there is any line of `Vary`; known once the headers are stripped.
    has_vary: bool,
}

impl Answer<'_> {
    /// Puts a header in the place of every line with its name.
    #[inline]
    fn put(&mut self, header: AnswerHeader, value: HeaderValue) {
        // Those of CORS are stripped already, and to append is quicker than to look what is there.
        if !header.is_of_cors() {
            self.remove(header);
        }
        self.headers.append(&ANSWER_NAMES[header as usize], value);
    }
}

impl AnswerHeaders for Answer<'_> {
    #[inline]
    fn strip(&mut self) {
        // Most answers have neither, and few headers at all: one pass over their names finds out.
        let (mut says_cors, mut has_vary) = (false, false);
        for name in self.headers.keys() {
            says_cors |= name.as_str().starts_with("access-control-");
            has_vary |= *name == header::VARY;
        }
        self.has_vary = has_vary;
        if says_cors {
            for header in AnswerHeader::OF_CORS {
                self.headers.remove(&ANSWER_NAMES[header as usize]);
            }
        }
    }

    #[inline]
    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.put(header, self.values[value.index].clone());
    }

    #[inline]
    fn echo(&mut self, header: AnswerHeader) {
        // Only a request that has an origin is decided so.
        debug_assert!(self.origin.is_some(), "an echo needs an origin");
        if let Some(origin) = self.origin {
            self.put(header, origin.clone());
        }
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.headers.remove(&ANSWER_NAMES[header as usize]);
    }

    #[inline]
    fn has_vary(&self) -> bool {
        self.has_vary
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.headers.get_all(header::VARY).into_iter().map(HeaderValue::as_bytes)
    }

    #[inline(always)]
    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.has_vary = true;
        self.headers.append(header::VARY, self.values[value.index].clone());
    }
}

/// By the numbers of [`RequestHeader::ALL`].
static REQUEST_NAMES: [HeaderName; RequestHeader::ALL.len()] = [
    header::ORIGIN,
    header::ACCESS_CONTROL_REQUEST_HEADERS,
    header::ACCESS_CONTROL_REQUEST_METHOD,
    header::SEC_WEBSOCKET_VERSION,
];

/// By the numbers of [`AnswerHeader::ALL`].
static ANSWER_NAMES: [HeaderName; AnswerHeader::ALL.len()] = [
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("cross-origin-resource-policy"),
    HeaderName::from_static("timing-allow-origin"),
];

#[cfg(test)]
mod tests {
    use crosscheck::server::AnswerHeader;
    use crosscheck::server::Config;
    use crosscheck::server::Policy;
    use crosscheck::server::RequestHeader;
    use crosscheck::server::Rule;
    use http::HeaderMap;
    use http::HeaderValue;
    use http::Request;
    use http::header::SERVER;

    use super::ANSWER_NAMES;
    use super::HttpHead;
    use super::REQUEST_NAMES;
    use super::edit_answer;
    use crate::PolicyHandle;

    #[test]
    fn names_stand_at_their_numbers() {
        for header in AnswerHeader::ALL {
            assert_eq!(ANSWER_NAMES[header as usize], header.name());
        }
        for header in RequestHeader::ALL {
            assert_eq!(REQUEST_NAMES[header as usize], header.name());
        }
    }

    const PREFLIGHT: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    #[test]
    fn vary_is_merged_by_name_over_all_lines() {
        let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
        let handle = PolicyHandle::new(Policy::new(&config).expect("a policy")).load();
        for (method, there, expected) in [
            ("GET", &[][..], &["Origin"][..]),
            ("GET", &["Accept"], &["Accept", "Origin"]),
            ("GET", &["accept, ORIGIN"], &["accept, ORIGIN"]),
            ("GET", &["Accept", "Origin"], &["Accept", "Origin"]),
            ("GET", &["*"], &["*"]),
            ("OPTIONS", &[], &[PREFLIGHT]),
            (
                "OPTIONS",
                &["access-control-request-method"],
                &["access-control-request-method", "Origin", "Access-Control-Request-Headers"],
            ),
        ] {
            let mut headers = HeaderMap::new();
            for line in there {
                headers.append("vary", HeaderValue::from_static(line));
            }
            let request = Request::builder()
                .method(method)
                .header("origin", "https://app.example")
                .header("access-control-request-method", "GET")
                .body(())
                .expect("a request");
            let decision = handle.decide(&HttpHead::of(&request));
            let origin = request.headers().get("origin");
            edit_answer(&mut headers, origin, &handle, decision.edits().plan());
            let lines: Vec<&HeaderValue> = headers.get_all("vary").into_iter().collect();
            assert_eq!(lines, expected, "{method}: {there:?}");
        }
    }

    #[test]
    fn answers_that_were_made_ahead_are_those_that_edits_make() {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let rule = |paths: &[&str], origins: &[&str], method: &str| Rule {
            paths: owned(paths),
            origins: owned(origins),
            methods: owned(&[method]),
            max_age: Some(60),
            ..Rule::default()
        };
        let config = Config {
            rules: vec![
                Rule { credentials: true, ..rule(&["/a", "/b"], &["https://app.example"], "PUT") },
                rule(&["/b"], &["https://other.example"], "PATCH"),
                rule(&["/c"], &["*"], "DELETE"),
            ],
            ..Config::default()
        };
        let handle = PolicyHandle::new(Policy::new(&config).expect("a policy")).load();
        let mut permitted = 0;
        for path in ["/a", "/b", "/c", "/d"] {
            for origin in ["https://app.example", "https://other.example", "https://evil.example"] {
                for method in ["PUT", "PATCH", "DELETE"] {
                    let request = Request::builder()
                        .method("OPTIONS")
                        .uri(path)
                        .header("origin", origin)
                        .header("access-control-request-method", method)
                        .body(())
                        .expect("a request");
                    let head = HttpHead::of(&request);
                    let decision = handle.decide(&head);
                    permitted += usize::from(decision.status_at_once() == Some(204));
                    let answer = |mut headers: HeaderMap| {
                        edit_answer(&mut headers, head.origin(), &handle, decision.edits().plan());
                        headers
                    };
                    let other = HeaderMap::from_iter([(SERVER, HeaderValue::from_static("x"))]);
                    let (ahead, edited) = (answer(HeaderMap::new()), answer(other));
                    let edited = edited.iter().filter(|(name, _)| *name != SERVER);
                    assert!(ahead.iter().eq(edited), "{path} {origin} {method}");
                }
            }
        }
        assert_eq!(permitted, 6);
    }
}
