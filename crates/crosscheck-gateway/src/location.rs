//! References in an answer that would lead around the gateway.

use std::ops::Range;

use http::HeaderMap;
use http::HeaderValue;
use http::header;
use http::header::Entry;

use crate::Upstream;

/// Rewrites `Location`, `Content-Location` and `Refresh` where they name the upstream itself: to the
/// path alone, which the client resolves against what it asked.
///
/// An upstream that is sent its own `Host` makes absolute redirects of it (stock Apache does, for a
/// folder without its slash). A page that follows one leaves the gateway, and is refused.
///
/// In: the answer's headers; the upstream; the path that its own paths are served under, which goes before
/// them, or nothing.
pub fn lead_back(headers: &mut HeaderMap, upstream: &Upstream, under: &str) {
    let leads = |name: &str| matches!(name, "location" | "content-location" | "refresh");
    if !headers.keys().any(|name| leads(name.as_str())) {
        return;
    }
    for name in [header::LOCATION, header::CONTENT_LOCATION, header::REFRESH] {
        let is_refresh = name == header::REFRESH;
        let Entry::Occupied(mut lines) = headers.entry(name) else { continue };
        for line in lines.iter_mut() {
            let bytes = line.as_bytes();
            let place = if is_refresh { url_in_refresh(bytes) } else { 0..bytes.len() };
            let Some(path) = path_at(&bytes[place.clone()], upstream, under) else { continue };
            let led = [&bytes[..place.start], &path, &bytes[place.end..]].concat();
            if let Ok(led) = HeaderValue::from_bytes(&led) {
                *line = led;
            }
        }
    }
}

/// The path, query and fragment of a reference to the upstream; `None` of any other, and of what may stay as
/// it is.
fn path_at(reference: &[u8], upstream: &Upstream, under: &str) -> Option<Vec<u8>> {
    if !under.is_empty() && is_absolute_path(reference) {
        return Some([under.as_bytes(), reference].concat());
    }
    let slashes = reference.windows(2).position(|two| two == b"//")?;
    let (scheme, rest) = (&reference[..slashes], &reference[slashes + 2..]);
    let default_port = match scheme.to_ascii_lowercase().as_slice() {
        b"" | b"http:" => 80,
        b"https:" => 443,
        _ => return None,
    };
    let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !upstream.is(std::str::from_utf8(authority).ok()?, default_port) {
        return None;
    }
    let second = path.get(1..).unwrap_or_default().trim_ascii_start();
    let before: &[u8] = match path.first() {
        _ if !under.is_empty() => under.as_bytes(),
        // Alone, it would name another host. (URL parsers take out tabs, and turn backslashes.)
        Some(b'/') if matches!(second.first(), Some(b'/' | b'\\')) => b"/.",
        Some(b'/') => b"",
        _ => b"/",
    };
    Some([before, path].concat())
}

/// Whether a reference is a path from the root, and no host stands before it.
fn is_absolute_path(reference: &[u8]) -> bool {
    let second = reference.get(1..).unwrap_or_default().trim_ascii_start();
    reference.starts_with(b"/") && !matches!(second.first(), Some(b'/' | b'\\'))
}

/// Where the URL of `5; url='https://…'` stands; nowhere if there is none.
///
/// Spec: <https://html.spec.whatwg.org/#shared-declarative-refresh-steps>
fn url_in_refresh(line: &[u8]) -> Range<usize> {
    let skip = |from: usize, of: &[u8]| {
        from + line[from..].iter().take_while(|byte| of.contains(byte)).count()
    };
    let blanks = b"\t\x0c ";
    let end_of_time = skip(skip(0, blanks), b"0123456789.");
    let separator = skip(end_of_time, blanks);
    let mut start = skip(separator + usize::from(line[separator..].starts_with(b";")), blanks);
    if start == separator && line[separator..].starts_with(b",") {
        start = skip(separator + 1, blanks);
    }
    if line[start..].len() >= 3 && line[start..start + 3].eq_ignore_ascii_case(b"url") {
        let equals = skip(start + 3, blanks);
        if line[equals..].starts_with(b"=") {
            start = skip(equals + 1, blanks);
        }
    }
    match line[start..].first() {
        Some(quote @ (b'"' | b'\'')) => {
            let url = start + 1;
            let length = line[url..].iter().position(|byte| byte == quote);
            url..length.map_or(line.len(), |length| url + length)
        }
        _ => start..line.len(),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::HeaderValue;

    use super::lead_back;
    use crate::Upstream;

    #[test]
    fn what_names_the_upstream_leads_back_to_the_gateway() {
        let upstream = Upstream::parse("http://Api.internal:9000").expect("an upstream");
        for (name, said, passed_on) in [
            ("location", "http://api.internal:9000/docs/", "/docs/"),
            ("location", "HTTP://API.internal:9000/docs/?a=b#c", "/docs/?a=b#c"),
            ("location", "https://api.internal:9000/docs/", "/docs/"),
            ("location", "//api.internal:9000/docs/", "/docs/"),
            ("location", "http://api.internal:9000", "/"),
            ("location", "http://api.internal:9000?a", "/?a"),
            ("location", "http://api.internal:9000#a", "/#a"),
            // The path alone would be another host.
            ("location", "http://api.internal:9000//evil.example/", "/.//evil.example/"),
            ("location", "http://api.internal:9000/\\evil.example/", "/./\\evil.example/"),
            ("location", "http://api.internal:9000/\t/evil.example/", "/./\t/evil.example/"),
            // Somebody else.
            ("location", "http://api.internal/docs/", "http://api.internal/docs/"),
            ("location", "http://api.internal:90/docs/", "http://api.internal:90/docs/"),
            ("location", "http://api.internal:9000@b/", "http://api.internal:9000@b/"),
            ("location", "http://a@api.internal:9000/", "http://a@api.internal:9000/"),
            ("location", "http://api.internal:9000.b/", "http://api.internal:9000.b/"),
            ("location", "ftp://api.internal:9000/", "ftp://api.internal:9000/"),
            ("location", "/docs//http://api.internal:9000/", "/docs//http://api.internal:9000/"),
            ("location", "docs/", "docs/"),
            ("location", "", ""),
            ("content-location", "http://api.internal:9000/a.json", "/a.json"),
            ("refresh", "5; url=http://api.internal:9000/a", "5; url=/a"),
            ("refresh", "0;URL='http://api.internal:9000/a'", "0;URL='/a'"),
            ("refresh", "0; url = http://api.internal:9000/a", "0; url = /a"),
            ("refresh", "0;url= http://api.internal:9000/a", "0;url= /a"),
            ("refresh", "0; http://api.internal:9000/a", "0; /a"),
            ("refresh", "0, http://api.internal:9000/a", "0, /a"),
            ("refresh", "0;url='http://api.internal:9000'", "0;url='/'"),
            (
                "refresh",
                "0; https://b.example/?url=http://api.internal:9000/a",
                "0; https://b.example/?url=http://api.internal:9000/a",
            ),
            ("refresh", "", ""),
            ("refresh", "5", "5"),
            ("refresh", "5; url=https://b.example/", "5; url=https://b.example/"),
            ("link", "<http://api.internal:9000/a>", "<http://api.internal:9000/a>"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, said.parse().expect("a value"));
            lead_back(&mut headers, &upstream, "");
            assert_eq!(headers[name], passed_on, "{name}: {said}");
        }
    }

    #[test]
    fn paths_of_an_upstream_under_a_path_are_put_there() {
        let upstream = Upstream::parse("http://api.internal:9000").expect("an upstream");
        for (said, passed_on) in [
            ("/login?next=/", "/v1/login?next=/"),
            ("http://api.internal:9000/login", "/v1/login"),
            ("http://api.internal:9000", "/v1"),
            ("http://api.internal:9000//evil.example/", "/v1//evil.example/"),
            ("login", "login"),
            ("//evil.example/", "//evil.example/"),
            ("/\\evil.example/", "/\\evil.example/"),
            ("https://b.example/", "https://b.example/"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("location", said.parse().expect("a value"));
            lead_back(&mut headers, &upstream, "/v1");
            assert_eq!(headers["location"], passed_on, "{said}");
        }
    }

    #[test]
    fn letters_beyond_ascii_and_more_lines_than_one_are_led_back_too() {
        let upstream = Upstream::parse("http://api.internal:9000").expect("an upstream");
        let mut headers = HeaderMap::new();
        for path in ["\u{e9}/", "b/"] {
            let said = format!("http://api.internal:9000/{path}");
            headers.append("location", HeaderValue::from_bytes(said.as_bytes()).expect("a value"));
        }
        lead_back(&mut headers, &upstream, "");
        let lines: Vec<_> = headers.get_all("location").iter().map(HeaderValue::as_bytes).collect();
        assert_eq!(lines, ["/\u{e9}/".as_bytes(), b"/b/"]);
    }

    #[test]
    fn a_default_port_may_be_left_out() {
        let upstream = Upstream::parse("http://api.internal").expect("an upstream");
        for (said, passed_on) in [
            ("http://api.internal/a", "/a"),
            ("http://api.internal:80/a", "/a"),
            ("https://api.internal/a", "/a"),
            ("https://api.internal:80/a", "https://api.internal:80/a"),
            ("http://api.internal:/a", "/a"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("location", said.parse().expect("a value"));
            lead_back(&mut headers, &upstream, "");
            assert_eq!(headers["location"], passed_on, "{said}");
        }
    }
}
