//! What is sent, and what the gateway makes of it.

/// Which side says what is unusual.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Answer,
}

impl Side {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Request => "What a client sends",
            Self::Answer => "What an upstream answers",
        }
    }
}

pub(crate) struct Case {
    pub(crate) side: Side,
    pub(crate) name: &'static str,
    pub(crate) request: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) expected: &'static str,
    show: Show,
}

/// What of the exchange is worth a word.
#[derive(Clone, Copy)]
enum Show {
    /// What the client reads of the body.
    Body,
    /// What the upstream gets of the body.
    Upload,
    /// A header that the upstream gets; its values.
    Told(&'static str),
    /// A header that the client gets.
    Says(&'static str),
}

impl Case {
    /// In: the answer's head and body, and the requests that reached the upstream.
    pub(crate) fn shows(&self, head: &str, body: &str, asked: &[String]) -> Vec<String> {
        let asked = asked.first().map_or("", String::as_str);
        match self.show {
            Show::Body => vec![format!("the client reads {}", quoted(&unchunked(head, body)))],
            Show::Upload => {
                let (head, body) = asked.split_once("\r\n\r\n").unwrap_or_default();
                vec![format!("the upstream reads {}", quoted(&unchunked(head, body)))]
            }
            Show::Told(name) => vec![format!("told {}", values(asked, name))],
            Show::Says(name) => vec![values(head, name)],
        }
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "nothing".into() } else { format!("`{text}`") }
}

/// A header's lines, in one.
fn values(message: &str, name: &str) -> String {
    let head = message.split("\r\n\r\n").next().unwrap_or_default();
    let lines: Vec<_> = head
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .filter(|(line, _)| line.eq_ignore_ascii_case(name))
        .map(|(_, value)| format!("`{}`", value.trim()))
        .collect();
    let lines = lines.join(" and ");
    if lines.is_empty() { format!("no {name}") } else { format!("{name}: {lines}") }
}

fn unchunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_string();
    }
    let (mut rest, mut text) = (body, String::new());
    while let Some((size, next)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        text += next.get(..size).unwrap_or(next);
        rest = next.get(size + 2..).unwrap_or_default();
    }
    text
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";

const GET: &str = "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\n\r\n";
const HEAD: &str = "HEAD / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\n\r\n";

const fn sent(
    name: &'static str,
    request: &'static str,
    show: Show,
    expected: &'static str,
) -> Case {
    Case { side: Side::Request, name, request, answer: OK, expected, show }
}

const fn answered(
    name: &'static str,
    request: &'static str,
    answer: &'static str,
    show: Show,
    expected: &'static str,
) -> Case {
    Case { side: Side::Answer, name, request, answer, expected, show }
}

pub(crate) const CASES: &[Case] = &[
    sent(
        "`Connection: close, X-Forwarded-For`",
        "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close, x-forwarded-for\r\n\r\n",
        Show::Told("x-forwarded-for"),
        "200, told x-forwarded-for: `127.0.0.1`",
    ),
    sent(
        "`Connection: close, X-User` beside `X-User: a`",
        "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close, x-user\r\nx-user: a\r\n\r\n",
        Show::Told("x-user"),
        "200, told no x-user",
    ),
    sent(
        "`Connection: close, Cookie` beside `Cookie: a=b`",
        "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close, cookie\r\ncookie: a=b\r\n\r\n",
        Show::Told("cookie"),
        "200, told cookie: `a=b`",
    ),
    sent(
        "a chunked body of `GET`",
        "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        Show::Upload,
        "200, the upstream reads `hello`",
    ),
    sent(
        "a chunked body of `HEAD`",
        "HEAD / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        Show::Upload,
        "200, the upstream reads `hello`",
    ),
    sent(
        "`Transfer-Encoding: gzip, chunked`",
        "POST / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\ntransfer-encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        Show::Upload,
        "501",
    ),
    sent(
        "a chunk's size that is no number",
        "POST / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        Show::Upload,
        "400",
    ),
    sent("no `Host`", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", Show::Told("host"), "400"),
    sent(
        "two equal `Host` lines",
        "GET / HTTP/1.1\r\nhost: api.example\r\nhost: api.example\r\nconnection: close\r\n\r\n",
        Show::Told("host"),
        "400",
    ),
    answered(
        "chunks and `Content-Length: 4`",
        GET,
        "HTTP/1.1 200 OK\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        Show::Body,
        "200, the client reads `hello`",
    ),
    answered(
        "`Content-Length: 5` twice",
        GET,
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\nhello",
        Show::Body,
        "200, the client reads `hello`",
    ),
    answered(
        "to `HEAD`, `Content-Length: 5` twice",
        HEAD,
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\n",
        Show::Says("content-length"),
        "200, content-length: `5`",
    ),
    answered(
        "to `HEAD`, `Content-Length: 5, 5`",
        HEAD,
        "HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\n",
        Show::Says("content-length"),
        "200, content-length: `5`",
    ),
    answered(
        "`Connection: close, Vary` beside `Vary: Accept`",
        GET,
        "HTTP/1.1 200 OK\r\nconnection: close, vary\r\nvary: Accept\r\ncontent-length: 5\r\n\r\nhello",
        Show::Says("vary"),
        "200, vary: `Accept` and `Origin`",
    ),
];
