//! The headers of an answer, written into a map of `http` 1.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerValue;
use crosscheck::server::EditPlan;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header;

use super::is_of_cors::is_of_cors;
use super::line;
use crate::AnswerMap;
use crate::PolicySnapshot;
use crate::edit_map;
use crate::header_names::http1::ANSWER_NAMES;

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
    put_edits(headers, &mut origin.filter(|_| edits.echo_origin()).cloned(), snapshot, plan);
}

/// The same, with an origin that is taken if it is echoed. One copy for all services that are layered.
#[inline(never)]
pub(super) fn put_edits(
    headers: &mut HeaderMap,
    origin: &mut Option<HeaderValue>,
    snapshot: &PolicySnapshot,
    plan: EditPlan,
) {
    let edits = snapshot.policy().edits(plan);
    // What is answered at once has no headers yet.
    if headers.is_empty() && !edits.are_vary_alone() {
        if let Some(number) = edits.preflight() {
            snapshot.preflight(number).copy_to(headers, origin.take());
            return;
        }
    }
    edit_map(headers, origin, edits, snapshot.header_values());
}

impl AnswerMap for HeaderMap {
    type Value = HeaderValue;

    #[inline]
    fn look(&self) -> (bool, bool) {
        let is_any = |name: &HeaderName| is_of_cors(name) || *name == header::VARY;
        match self.keys().any(is_any) {
            false => (false, false),
            true => (self.keys().any(is_of_cors), self.contains_key(header::VARY)),
        }
    }

    #[inline]
    fn append(&mut self, header: AnswerHeader, value: HeaderValue) {
        line::append(self, header, value);
    }

    #[inline(always)]
    fn append_reader(&mut self, origin: HeaderValue) {
        line::append_reader(self, origin);
    }

    #[inline(always)]
    fn append_credentials(&mut self) {
        line::append_credentials(self);
    }

    #[inline]
    fn append_vary(&mut self, value: HeaderValue) {
        line::append_vary(self, value);
    }

    #[inline(always)]
    fn append_first_vary(&mut self, value: AnswerValue<'_>, values: &[HeaderValue]) {
        line::append_first_vary(self, value, values);
    }

    fn remove(&mut self, header: AnswerHeader) {
        Self::remove(self, &ANSWER_NAMES[header as usize]);
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.get_all(header::VARY).into_iter().map(HeaderValue::as_bytes)
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::server::Config;
    use crosscheck::server::Policy;
    use crosscheck::server::Rule;
    use http::HeaderMap;
    use http::HeaderValue;
    use http::Request;
    use http::header::SERVER;

    use super::edit_answer;
    use crate::PolicyHandle;
    use crate::http_crate::HttpHead;

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
                    permitted += usize::from(decision.verdict() == Some(Ok(())));
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
