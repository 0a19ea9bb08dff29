//! References in an answer that would lead around the gateway.

use http::HeaderMap;
use http::HeaderValue;
use http::header;

use crate::Upstream;

/// Rewrites `Location`, `Content-Location` and `Refresh` where they name the upstream itself: to the
/// path alone, which the client resolves against what it asked.
///
/// An upstream that is sent its own `Host` makes absolute redirects of it (stock Apache does, for a
/// folder without its slash). A page that follows one leaves the gateway, and is refused.
pub fn lead_back(headers: &mut HeaderMap, upstream: &Upstream) {
    for name in [header::LOCATION, header::CONTENT_LOCATION, header::REFRESH] {
        let Some(line) = headers.get(&name) else { continue };
        let Ok(text) = line.to_str() else { continue };
        // `5; url=http://…`
        let start = match name {
            header::REFRESH => url_in_refresh(text),
            _ => Some(0),
        };
        let Some((before, reference)) = start.and_then(|start| text.split_at_checked(start)) else {
            continue;
        };
        let Some(path) = path_at(reference, upstream) else { continue };
        if let Ok(value) = HeaderValue::try_from(format!("{before}{path}")) {
            headers.insert(name, value);
        }
    }
}

/// The path, query and fragment of a reference to the upstream; `None` of any other.
fn path_at(reference: &str, upstream: &Upstream) -> Option<String> {
    let (default_port, rest) = match reference.split_once("//")? {
        ("", rest) => (80, rest),
        (scheme, rest) if scheme.eq_ignore_ascii_case("http:") => (80, rest),
        (scheme, rest) if scheme.eq_ignore_ascii_case("https:") => (443, rest),
        _ => return None,
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if !upstream.is(authority, default_port) {
        return None;
    }
    let second = path.get(1..).unwrap_or_default().trim_start();
    Some(if !path.starts_with('/') {
        format!("/{path}")
    } else if second.starts_with(['/', '\\']) {
        // Alone, it would name another host. (URL parsers take out tabs, and turn backslashes.)
        format!("/.{path}")
    } else {
        path.to_string()
    })
}

/// Where the URL of `5; url=https://…` begins, a quote passed over.
fn url_in_refresh(text: &str) -> Option<usize> {
    let start = text.to_ascii_lowercase().find("url=")? + "url=".len();
    let quote = text[start..].starts_with(['"', '\'']);
    Some(start + usize::from(quote))
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

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
            ("refresh", "5", "5"),
            ("refresh", "5; url=https://b.example/", "5; url=https://b.example/"),
            ("link", "<http://api.internal:9000/a>", "<http://api.internal:9000/a>"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, said.parse().expect("a value"));
            lead_back(&mut headers, &upstream);
            assert_eq!(headers[name], passed_on, "{name}: {said}");
        }
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
            lead_back(&mut headers, &upstream);
            assert_eq!(headers["location"], passed_on, "{said}");
        }
    }
}
