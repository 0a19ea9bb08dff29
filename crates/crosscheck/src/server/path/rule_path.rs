//! The path of a rule: how it is written, and how a request spells it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
#[cfg(feature = "prove")]
use alloc::vec;
use alloc::vec::Vec;

use super::readings::decoded;
use crate::server::settled::settled;
use crate::wire::cut;
use crate::wire::cut_last;
use crate::wire::holds;
use crate::wire::split;

/// A path as its segments, decoded.
pub(crate) type Place = Vec<Vec<u8>>;

/// Why a rule's path is none, and what was meant.
pub(crate) type WrongPath = (Cow<'static, str>, Option<String>);

/// Reads a path as a rule writes it: its segments, decoded. `/` has none.
///
/// Fails on everything that no request could lead to, or that could be read in two ways; what it suggests is a path.
pub(crate) fn parse_rule_path(text: &str) -> Result<Place, WrongPath> {
    judge(text).map_err(|(reason, suggestion)| {
        let suggestion =
            settled(suggestion, |text| judge(text).map(drop).map_err(|(_, next)| next));
        (reason, suggestion)
    })
}

fn judge(text: &str) -> Result<Place, WrongPath> {
    let fail = |reason: &'static str, suggestion: Option<String>| Err((reason.into(), suggestion));
    if let Some((_, place)) = cut(text, "://") {
        let path = cut(place, "/").and_then(|(host, _)| place.get(host.len()..)).unwrap_or("/");
        return fail("a path is what stands behind the host", Some(path.into()));
    }
    if let Some(literal) = before_an_expression(text) {
        let reason = "a path is no regular expression: it covers everything below it";
        return fail(reason, Some(literal.into()));
    }
    let Some(rest) = text.strip_prefix('/') else {
        return fail("a path starts with a slash", Some(format!("/{text}")));
    };
    if let Some((above, parameter, below)) = parameter(text) {
        let parent = if above.is_empty() { "/" } else { above };
        let suggestion = below.is_empty().then(|| parent.into());
        let reason = format!(
            "a path has no parameters: `{parent}` covers everything below it, whatever stands in \
             place of `{parameter}`"
        );
        return Err((reason.into(), suggestion));
    }
    if holds(text, "*") {
        let parent = text.trim_end_matches('*').trim_end_matches('/');
        let parent = if parent.is_empty() { "/" } else { parent };
        let suggestion = (!holds(parent, "*")).then(|| parent.into());
        return fail("a path covers everything below it; there are no wildcards", suggestion);
    }
    let is_end = |byte: u8| matches!(byte, b'?' | b'#');
    if let Some(path) = text.bytes().position(is_end).and_then(|end| text.get(..end)) {
        return fail("a path has no query and no fragment", Some(path.into()));
    }
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(shorter) = text.strip_suffix('/').filter(|path| !path.ends_with('/')) {
        let reason = "a path covers everything below it; leave the slash at its end out";
        return fail(reason, Some(shorter.into()));
    }
    let written = || rest.as_bytes().split(|byte| *byte == b'/');
    if written().nth(MOST_SEGMENTS).is_some() {
        return fail("a path has 100 segments at most", None);
    }
    let mut segments = Vec::new();
    for segment in written() {
        let name: Vec<u8> = decoded(segment.iter().copied()).collect();
        if !name.iter().all(u8::is_ascii) {
            let reason = "a path outside of ASCII has several spellings that servers take for one; \
                          write the path above it";
            return fail(reason, None);
        }
        if name.is_empty() || name == b"." || name == b".." {
            return fail("a path has no empty segments and none of dots", None);
        }
        if is_read_in_two_ways(&name) {
            let reason = "a path that could be read in two ways covers nothing: no blank, `%`, \
                          `;`, `+`, `:$`, `\\` or slash in a segment, encoded or not, and no dot at \
                          its end";
            return fail(reason, None);
        }
        segments.push(name);
    }
    Ok(segments)
}

/// The segments that stand before the first sign of a regular expression; `None` if there is no such sign.
fn before_an_expression(text: &str) -> Option<&str> {
    const SIGNS: [&str; 7] = ["[^", "[0-9", "[a-z", "\\d", "\\w", "(?", ".+"];
    let from_start = text.strip_prefix('^');
    let first = SIGNS.iter().filter_map(|sign| Some(cut(text, sign)?.0.len())).min();
    let end = first.or(from_start.map(|_| text.trim_end_matches('$').len()))?;
    let literal = text.get(..end)?.trim_start_matches('^');
    // A segment that an expression ends is not one.
    let literal = match first {
        Some(_) => cut_last(literal, "/").map_or("", |(above, _)| above),
        None => literal,
    };
    let is_plain =
        literal.starts_with('/') && !literal.bytes().any(|byte| b"(*\\|?".contains(&byte));
    Some(if is_plain { literal } else { "/" })
}

/// A segment that stands for any in the paths of routers (`{id}`, `:id`, `<id>`), what is above it and
/// what is below.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let is_one = |segment: &str| {
        let is_within = |open, close| segment.starts_with(open) && segment.ends_with(close);
        is_within('{', '}') || is_within('<', '>') || (segment.starts_with(':') && segment != ":")
    };
    let segment = split(text, "/").find(|segment| is_one(segment))?;
    let (above, below) = cut(text, segment)?;
    Some((above.trim_end_matches('/'), segment, below.trim_end_matches('/')))
}

const MOST_SEGMENTS: usize = 100;

/// Whether servers may read a name, which is ASCII, as another one, its case aside. A plus is a blank to
/// some.
fn is_read_in_two_ways(name: &[u8]) -> bool {
    let is_other = |byte: &u8| byte.is_ascii_control() || b" +/\\;%".contains(byte);
    name.iter().any(is_other) || name.windows(2).any(|two| two == b":$") || name.ends_with(b".")
}

/// Spells a place as a request would.
pub(crate) fn spell_path(place: &[Vec<u8>]) -> String {
    let mut path = String::new();
    for name in place {
        path.push('/');
        for byte in name {
            match byte {
                b'?' | b'#' | 0x7f.. => path.push_str(&format!("%{byte:02X}")),
                _ => path.push(char::from(*byte)),
            }
        }
    }
    if path.is_empty() { "/".into() } else { path }
}

/// Spells requests that a strict server takes for a place above this one, and a lenient one for this;
/// for the root, one that no tree of paths has an answer for.
#[cfg(feature = "prove")]
pub(crate) fn spell_in_two_ways(place: &[Vec<u8>]) -> Vec<String> {
    if place.is_empty() {
        return vec!["/..".into()];
    }
    let spelled = (0..place.len()).map(|length| {
        let (above, below) = place.split_at(length);
        // Two slashes at the start would name a host.
        let above = if above.is_empty() { "/;".into() } else { spell_path(above) + "/" };
        above + &spell_path(below)
    });
    spelled.collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::parse_rule_path;

    #[test]
    fn a_rules_path_is_spelled_in_one_way() {
        for (text, suggestion) in [
            ("api", Some("/api")),
            ("/api/", Some("/api")),
            ("/api/*", Some("/api")),
            ("/api/**", Some("/api")),
            ("/*", Some("/")),
            ("/a/*/b", None),
            ("/users/{id}", Some("/users")),
            ("/users/:id", Some("/users")),
            ("/users/<int:id>/", Some("/users")),
            ("/{*rest}", Some("/")),
            ("/users/{id}/orders", None),
            ("/api?x", Some("/api")),
            ("https://api.example/v1", Some("/v1")),
            ("https://api.example", Some("/")),
            ("^/api/v[0-9]+", Some("/api")),
            ("^/api$", Some("/api")),
            ("/users/\\d+", Some("/users")),
            ("^/(a|b)/x", Some("/")),
            ("/a//b", None),
            ("//", None),
            ("/a/../b", None),
            ("/a/%2e", None),
            ("/a%2fb", None),
            ("/a;b", None),
            ("/a%25b", None),
            ("/a b", None),
            ("/a+b", None),
            ("/a.", None),
            ("/a:$b", None),
            ("/a%0a", None),
            ("/a%ff", None),
            ("/a\u{ff0f}b", None),
            ("/\u{200b}", None),
            ("/\u{2025}", None),
            ("/caf%C3%A9", None),
            ("/\u{65e5}\u{672c}", None),
            (&"/a".repeat(101), None),
        ] {
            let (_, found) = parse_rule_path(text).expect_err(text);
            assert_eq!(found.as_deref(), suggestion, "{text}");
        }
        let (reason, _) = parse_rule_path("/users/:id/orders").expect_err("a parameter");
        assert!(reason.contains("`/users` covers everything below it"), "{reason}");
        assert_eq!(parse_rule_path("/"), Ok(Vec::new()));
        for text in ["/.well-known", "/v1.2", "/users:batch", "/C"] {
            assert_eq!(parse_rule_path(text).map(|place| place.len()), Ok(1), "{text}");
        }
        assert_eq!(parse_rule_path(&"/a".repeat(100)).map(|place| place.len()), Ok(100));
    }
}
