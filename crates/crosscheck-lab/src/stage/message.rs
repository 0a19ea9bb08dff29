//! Messages of servers that answer to the byte as a scenario says.
//!
//! Written without an HTTP library, since none would send what scenarios are about: repeated lines,
//! values that are none. Nothing here waits: bytes come in, requests come out.

use std::error::Error;
use std::fmt;

use crosscheck::scenario::Answer;
use crosscheck::scenario::HeaderTexts;
use crosscheck::scenario::WireRequest;
use crosscheck::wire::is_token;
use crosscheck::wire::isomorphic_decode;

/// Reads a connection's requests out of the bytes that it brings, within bounds.
///
/// # Example
/// ```
/// use crosscheck_lab::stage::Requests;
///
/// let mut requests = Requests::new(1024, 1024);
/// requests.push(b"POST /a HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: 2\r\n\r\n{");
/// assert_eq!(requests.take(), Ok(None), "its body has not come");
/// requests.push(b"}");
/// let (request, body) = requests.take().unwrap().expect("it is whole");
/// assert_eq!((&*request.origin, &*request.path), ("http://localhost:1", "/a"));
/// assert_eq!(body, b"{}");
/// ```
#[derive(Clone, Debug)]
pub struct Requests {
    /// What came and was not yet taken.
    ahead: Vec<u8>,
    head_limit: usize,
    body_limit: usize,
}

/// What no browser sends to such a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(&'static str);

impl Requests {
    /// A connection that brought nothing yet. In: the most bytes of a head, and of a body.
    pub const fn new(head_limit: usize, body_limit: usize) -> Self {
        Self { ahead: Vec::new(), head_limit, body_limit }
    }

    /// Adds what came.
    pub fn push(&mut self, bytes: &[u8]) {
        self.ahead.extend_from_slice(bytes);
    }

    /// The next request and its body; `None` until all of it has come.
    ///
    /// The origin is that of `Host`, lines of one name are joined, and of `multipart/form-data` the
    /// boundary is left out, which is another each time. Fails on what no browser sends, or what is too
    /// long.
    pub fn take(&mut self) -> Result<Option<(WireRequest, Vec<u8>)>, Malformed> {
        let found = self.ahead.windows(4).position(|four| four == b"\r\n\r\n");
        if found.unwrap_or(self.ahead.len()) > self.head_limit {
            return Err(Malformed("its head is too long"));
        }
        let Some(at) = found else { return Ok(None) };
        let mut request = head(&self.ahead[..at])?;
        let start = at + 4;
        let Some((body, length)) = self.body(&request.headers, &self.ahead[start..])? else {
            return Ok(None);
        };
        self.ahead.drain(..start + length);
        request.body = body.len();
        if let Some(value) = request.headers.get_mut("content-type")
            && let Some((before, _)) = value.split_once("boundary=")
        {
            *value = format!("{before}boundary=…").into();
        }
        Ok(Some((request, body)))
    }

    /// A body, and the bytes that it takes; `None` if there are more to come.
    fn body(
        &self,
        headers: &HeaderTexts,
        bytes: &[u8],
    ) -> Result<Option<(Vec<u8>, usize)>, Malformed> {
        if headers.get("transfer-encoding").is_some_and(|value| value == "chunked") {
            return self.chunks(bytes);
        }
        let length = headers.get("content-length").map_or(Ok(0), |text| text.parse());
        let length: usize = length.map_err(|_| Malformed("its length is no number"))?;
        if length > self.body_limit {
            return Err(Malformed("its body is too long"));
        }
        Ok(bytes.get(..length).map(|body| (body.to_vec(), length)))
    }

    fn chunks(&self, bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, Malformed> {
        let (mut body, mut read) = (Vec::new(), 0);
        loop {
            let rest = &bytes[read..];
            let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else {
                return match rest.len() > LONGEST_SIZE {
                    true => Err(Malformed("its chunks have no size")),
                    false => Ok(None),
                };
            };
            let size = std::str::from_utf8(&rest[..end]).unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16);
            let size = size.map_err(|_| Malformed("its chunks have no size"))?;
            if size > self.body_limit - body.len() {
                return Err(Malformed("its body is too long"));
            }
            let start = end + 2;
            let Some(chunk) = rest.get(start..start + size + 2) else { return Ok(None) };
            body.extend_from_slice(&chunk[..size]);
            read += start + size + 2;
            if size == 0 {
                return Ok(Some((body, read)));
            }
        }
    }
}

/// A request's head, without the empty line behind it.
fn head(bytes: &[u8]) -> Result<WireRequest, Malformed> {
    let mut lines = bytes
        .split(|byte| *byte == b'\n')
        .map(|line| isomorphic_decode(line.strip_suffix(b"\r").unwrap_or(line)));
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (method, path, version) = (words.next(), words.next(), words.next());
    let (Some(method), Some(path), Some("HTTP/1.1"), None) = (method, path, version, words.next())
    else {
        return Err(Malformed("it does not begin as a request"));
    };
    if !is_token(method.as_bytes()) || !path.starts_with('/') {
        return Err(Malformed("it does not begin as a request"));
    }
    let mut headers = HeaderTexts::new();
    for (number, line) in lines.enumerate() {
        let (name, value) = line.split_once(':').ok_or(Malformed("a header has no colon"))?;
        if number >= MOST_LINES || !is_token(name.as_bytes()) || value.contains(['\0', '\r']) {
            return Err(Malformed("its headers are none"));
        }
        let value = value.trim_matches([' ', '\t']);
        let joined = headers.entry(name.to_ascii_lowercase().into());
        joined
            .and_modify(|all| all.to_mut().extend([", ", value]))
            .or_insert_with(|| value.to_owned().into());
    }
    let host = headers.get("host").map(|host| &**host).unwrap_or_default();
    let origin = format!("http://{host}");
    Ok(WireRequest { origin, method: method.into(), path: path.into(), headers, body: 0 })
}

/// An answer as it goes over the wire, to the byte as it is written.
pub fn answer_bytes(answer: &Answer, method: &str) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {} X\r\n", answer.status).into_bytes();
    let body = &answer.body;
    for (name, value) in answer.headers.iter() {
        bytes.extend(name.as_bytes());
        bytes.extend(b": ");
        bytes.extend(value);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"\r\n");
    if method != "HEAD" {
        bytes.extend(body);
    }
    bytes
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Malformed {}

const MOST_LINES: usize = 128;
/// Bytes of a line that says how long a chunk is.
const LONGEST_SIZE: usize = 1024;

#[cfg(test)]
mod tests {
    use super::Requests;

    fn taken(bytes: &[u8]) -> Vec<String> {
        let mut requests = Requests::new(100, 10);
        let mut taken = Vec::new();
        // However the bytes come, the same is read.
        for byte in bytes {
            requests.push(&[*byte]);
            match requests.take() {
                Ok(None) => {}
                Ok(Some((request, body))) => taken.push(format!(
                    "{} {} {} {:?}",
                    request.method,
                    request.path,
                    request.headers.get("a").map_or("-", |value| &**value),
                    String::from_utf8_lossy(&body)
                )),
                Err(error) => {
                    taken.push(error.to_string());
                    return taken;
                }
            }
        }
        taken
    }

    #[test]
    fn requests_are_read_one_behind_the_other_with_whatever_browsers_put_into_headers() {
        let lines =
            b"POST /1 HTTP/1.1\r\nA:\x01 \xe9\r\na: 2\r\nTransfer-Encoding: chunked\r\n\r\n\
            3\r\nabc\r\n1\r\nd\r\n0\r\n\r\nGET /2 HTTP/1.1\r\n\r\nPUT /3 HTTP/1.1\r\n\
            Content-Length: 2\r\n\r\n{}";
        assert_eq!(
            taken(lines),
            ["POST /1 \u{1} \u{e9}, 2 \"abcd\"", "GET /2 - \"\"", "PUT /3 - \"{}\""]
        );
    }

    #[test]
    fn what_is_no_request_or_too_long_is_refused() {
        let long = [b"GET / HTTP/1.1\r\na: ".as_slice(), &[b'b'; 200]].concat();
        for (bytes, why) in [
            (b"hello\r\n\r\n".as_slice(), "it does not begin as a request"),
            (b"GET http://a/ HTTP/1.1\r\n\r\n", "it does not begin as a request"),
            (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", "a header has no colon"),
            (b"GET / HTTP/1.1\r\na b: c\r\n\r\n", "its headers are none"),
            (b"GET / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", "its body is too long"),
            (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "its length is no number"),
            (
                b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
                "its body is too long",
            ),
            (
                b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "its chunks have no size",
            ),
            (&long, "its head is too long"),
        ] {
            assert_eq!(taken(bytes), [why], "{}", String::from_utf8_lossy(bytes));
        }
    }
}
