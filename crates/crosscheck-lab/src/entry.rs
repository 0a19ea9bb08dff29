//! One exchange as the page shows it, less what is nobody's to see: all servers of this machine share
//! their hosts, and so their cookies.

use crosscheck::scenario::Answer;
use crosscheck::scenario::WireRequest;
use crosscheck::wire::isomorphic_decode;
use serde::Serialize;

/// One exchange, as a server saw it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entry {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) status: u16,
    pub(crate) response_headers: Vec<(String, String)>,
    pub(crate) answered_by: &'static str,
}

impl Entry {
    /// Leaves out other applications' cookies, and cuts what is longer than anybody reads.
    ///
    /// In: what was heard of its run before. Out: the bytes that it takes then.
    pub(crate) fn reduce(&mut self, earlier: &[Self]) -> usize {
        keep_the_runs_own(self, earlier);
        let cut = |text: &mut String| {
            if text.len() > LONGEST_TEXT {
                let whole = text.len();
                let end = (0..=LONGEST_TEXT).rev().find(|at| text.is_char_boundary(*at));
                text.truncate(end.unwrap_or_default());
                text.push_str(&format!("… ({whole} bytes)"));
                text.shrink_to_fit();
            }
            text.len()
        };
        let lines = self.headers.iter_mut().chain(&mut self.response_headers);
        let lines = lines.map(|(name, value)| cut(name) + cut(value) + LINE_BYTES);
        size_of::<Self>() + lines.sum::<usize>() + cut(&mut self.method) + cut(&mut self.path)
    }

    /// An exchange with a server of scenarios.
    pub(crate) fn of(request: &WireRequest, answer: &Answer) -> Self {
        let host = request.origin.trim_start_matches("http://").to_owned();
        let lines =
            request.headers.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        let headers = answer.headers.iter();
        Self {
            method: request.method.clone(),
            path: request.path.clone(),
            headers: lines
                .filter(|(name, _)| name != "host")
                .chain([("host".into(), host)])
                .collect(),
            status: answer.status,
            response_headers: headers
                .map(|(n, v)| (n.to_ascii_lowercase(), isomorphic_decode(v)))
                .collect(),
            answered_by: "server",
        }
    }
}

/// Leaves of a request's cookies those that earlier answers of its run set: name and value.
///
/// The rest are other applications' of this machine, and nobody's to see.
fn keep_the_runs_own(entry: &mut Entry, earlier: &[Entry]) {
    let set: Vec<String> = earlier.iter().flat_map(set_by).collect();
    entry.headers.retain_mut(|(name, value)| {
        if !name.eq_ignore_ascii_case("cookie") {
            return true;
        }
        let own = value.split(';').map(str::trim).filter(|pair| set.iter().any(|s| s == pair));
        *value = own.collect::<Vec<_>>().join("; ");
        !value.is_empty()
    });
}

/// The cookies that an answer sets, as a browser would send them.
fn set_by(entry: &Entry) -> impl Iterator<Item = String> {
    let lines = entry.response_headers.iter();
    lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, line)| {
        let pair = line.split(';').next().unwrap_or_default();
        match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                format!("{}={}", name.trim(), value.trim())
            }
            Some((_, value)) => value.trim().to_owned(),
            None => pair.trim().to_owned(),
        }
    })
}

/// What two strings take beside their text, roughly.
const LINE_BYTES: usize = 64;
pub(crate) const LONGEST_TEXT: usize = 4 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_other_applications_are_left_out() {
        let lines = |name: &str, values: &[&str]| {
            values.iter().map(|value| (name.to_owned(), (*value).to_owned())).collect()
        };
        let earlier = Entry {
            response_headers: lines("Set-Cookie", &["a=1; Path=/", " b = 2 ", "=c", "d", "e="]),
            ..Entry::default()
        };
        for (sent, kept) in [
            ("a=1; b=2; c; d; e=", Some("a=1; b=2; c; d; e=")),
            ("session=secret; a=1", Some("a=1")),
            ("a=1;session=secret", Some("a=1")),
            // The same name is not the same cookie.
            ("a=secret", None),
            ("A=1", None),
            ("a=1x", None),
            ("e=secret", None),
            ("secret", None),
            ("", None),
        ] {
            let mut entry = Entry { headers: lines("cookie", &[sent]), ..Entry::default() };
            keep_the_runs_own(&mut entry, std::slice::from_ref(&earlier));
            let found = entry.headers.first().map(|(_, value)| value.as_str());
            assert_eq!(found, kept, "{sent}");
            keep_the_runs_own(&mut entry, &[]);
            assert_eq!(entry.headers, [], "nothing was set before: {sent}");
        }
    }
}
