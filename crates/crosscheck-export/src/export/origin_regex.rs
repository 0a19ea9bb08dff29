//! Patterns of origins as regular expressions: what PCRE, RE2 and JavaScript have in common.

use std::net::Ipv4Addr;

use crosscheck::server::OriginPattern;
use crosscheck::server::Reach;
use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

use super::path_pattern::escape;

/// An expression that fits the origins of a pattern, as browsers spell them, without anchors.
///
/// Labels may be longer than the 63 bytes that a browser allows.
pub(crate) fn origin_regex(pattern: &OriginPattern) -> String {
    let ports = port_regexes(pattern);
    let port = match (ports.is_empty(), covers_own_port(pattern)) {
        (true, _) => String::new(),
        (false, true) => format!("(?::(?:{}))?", ports.join("|")),
        (false, false) => format!(":(?:{})", ports.join("|")),
    };
    without_port(pattern) + &port
}

/// The same for who takes short expressions only: one for each range of ports, if one for all is too long. `None` if
/// the name alone is.
pub(crate) fn short_origin_regexes(pattern: &OriginPattern) -> Option<Vec<String>> {
    let whole = origin_regex(pattern);
    if is_short(&whole) {
        return Some(vec![whole]);
    }
    let start = without_port(pattern);
    let own = covers_own_port(pattern).then(|| start.clone());
    let ports = port_regexes(pattern).into_iter().map(|port| format!("{start}:{port}"));
    let parts: Vec<String> = own.into_iter().chain(ports).collect();
    parts.iter().all(|part| is_short(part)).then_some(parts)
}

/// Whether RE2 makes at most a hundred steps of it, which is what Envoy takes.
fn is_short(regex: &str) -> bool {
    let parsed = regex_syntax::Parser::new().parse(regex);
    parsed.is_ok_and(|parsed| steps(&parsed) <= MOST_STEPS)
}

/// As many steps as RE2 makes of a part, or up to three less where parts repeat within each other.
fn steps(part: &Hir) -> usize {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1) as usize;
            steps(&repeated.sub) * times + 1
        }
        HirKind::Capture(capture) => steps(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(steps).sum(),
    }
}

/// Of Envoy's hundred, what is left beside the four that begin and end, and where repetition costs more.
const MOST_STEPS: usize = 90;

fn without_port(pattern: &OriginPattern) -> String {
    let base = || escape(&pattern.base);
    let host = match &pattern.reach {
        Reach::Host => base(),
        Reach::OneLabel { prefix, suffix } => {
            format!("{}{LETTER}+{}[.]{}", escape(prefix), escape(suffix), base())
        }
        Reach::AnyDepth => format!("(?:{LETTER}+[.])+{}", base()),
        Reach::AnyHost => format!("(?:{LETTER}+(?:[.]{LETTER}+)*|\\[[0-9a-f:]+\\])"),
        Reach::Network { first, bits } => network(*first, *bits),
    };
    format!("{}://{host}", escape(&pattern.scheme))
}

/// A byte of a label.
const LETTER: &str = "[a-z0-9_-]";

/// The port that origins of the scheme do not name; 0 if there is none.
fn own_port(pattern: &OriginPattern) -> u16 {
    match pattern.scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => 0,
    }
}

fn covers_own_port(pattern: &OriginPattern) -> bool {
    let (first, last) = pattern.ports;
    (first..=last).contains(&own_port(pattern))
}

/// The ports that an origin names, without the colon: one expression or the other fits.
fn port_regexes(pattern: &OriginPattern) -> Vec<String> {
    let (first, last) = pattern.ports;
    let own = own_port(pattern);
    let ranges = match covers_own_port(pattern) {
        true => [(first, own.saturating_sub(1)), (own + 1, last)],
        false => [(first, last), (1, 0)],
    };
    let ranges = ranges.map(|(first, last)| (u32::from(first.max(1)), u32::from(last)));
    let ranges = ranges.into_iter().filter(|(first, last)| first <= last);
    ranges.flat_map(|(first, last)| number_regexes(first, last)).collect()
}

fn network(first: u32, bits: u8) -> String {
    let last = first | (u32::MAX >> bits);
    let octets = Ipv4Addr::from(first).octets().into_iter().zip(Ipv4Addr::from(last).octets());
    let octets: Vec<String> = octets
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("(?:{})", number_regex(u32::from(first), u32::from(last))),
        })
        .collect();
    octets.join("[.]")
}

/// An expression for the numbers from one to another, without leading zeros.
pub(crate) fn number_regex(first: u32, last: u32) -> String {
    number_regexes(first, last).join("|")
}

/// The same as its alternatives.
fn number_regexes(first: u32, last: u32) -> Vec<String> {
    let mut parts = Vec::new();
    let mut first = first;
    while first <= last {
        // The longest run that begins here, ends before the last and has one form.
        let mut width = 1;
        while first.is_multiple_of(width * 10) && first > 0 && first + width * 10 - 1 <= last {
            width *= 10;
        }
        let room = (last - first + 1) / width;
        let digit = first / width % 10;
        let steps = room.min(10 - digit);
        let ahead = first / width / 10;
        let ahead = if ahead == 0 { String::new() } else { ahead.to_string() };
        let digits = match steps {
            1 => digit.to_string(),
            _ => format!("[{digit}-{}]", digit + steps - 1),
        };
        let behind = "[0-9]".repeat(width.ilog10() as usize);
        parts.push(format!("{ahead}{digits}{behind}"));
        first += steps * width;
    }
    parts
}

#[cfg(test)]
mod tests {
    use crosscheck::server::Config;
    use crosscheck::server::Danger;
    use crosscheck::server::Policy;
    use regex::Regex;

    use super::number_regex;
    use super::origin_regex;
    use super::short_origin_regexes;

    #[test]
    fn a_range_of_numbers_is_those_and_no_others() {
        for (first, last) in [(1, 65_535), (8_000, 8_999), (7, 7), (0, 255), (80, 443), (99, 1_001)]
        {
            let regex =
                Regex::new(&format!("^(?:{})$", number_regex(first, last))).expect("a regex");
            for number in 0..70_000 {
                let is_within = (first..=last).contains(&number);
                assert_eq!(
                    regex.is_match(&number.to_string()),
                    is_within,
                    "{first}-{last}: {number}"
                );
            }
            assert!(!regex.is_match(&format!("0{first}")));
        }
    }

    #[test]
    fn an_expression_fits_what_its_pattern_covers() {
        let danger = Danger { whole_schemes: true, address_ranges: true, ..Danger::default() };
        let origins = [
            "https://*.example.com",
            "https://**.deep.example",
            "https://preview-*.example.org",
            "https://*--app.example.net:8443",
            "https://ports.example:8000-8999",
            "http://any.example:*",
            "loopback",
            "moz-extension://*",
            "http://192.168.0.0/17:*",
            "https://of-a-long-name-that-takes-some-forty-steps.example:*",
        ];
        let asked = [
            "https://a.example.com",
            "https://a.b.example.com",
            "https://example.com",
            "https://aXexample.com",
            "https://a.example.com:443",
            "https://a.example.com:444",
            "http://a.example.com",
            "https://a.exampleXcom",
            "https://a.example.com.evil.example",
            "https://b.deep.example",
            "https://a.b.deep.example",
            "https://.deep.example",
            "https://preview-7.example.org",
            "https://preview-.example.org",
            "https://preview-7.8.example.org",
            "https://x--app.example.net:8443",
            "https://--app.example.net:8443",
            "https://x--app.example.net",
            "https://ports.example:8000",
            "https://ports.example:8999",
            "https://ports.example:9000",
            "https://ports.example",
            "http://any.example",
            "http://any.example:1",
            "http://any.example:80",
            "http://any.example:65535",
            "http://any.example:65536",
            "http://any.example:08",
            "http://localhost",
            "https://localhost:3000",
            "http://[::1]:3000",
            "http://127.0.0.1:3000",
            "http://127.0.0.2:3000",
            "moz-extension://0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55",
            "moz-extension://a.b",
            "http://192.168.127.255:8080",
            "http://192.168.128.0",
            "http://192.168.5.01",
            "https://192.168.5.1",
            "https://of-a-long-name-that-takes-some-forty-steps.example",
            "https://of-a-long-name-that-takes-some-forty-steps.example:8443",
            "https://of-a-long-name-that-takes-some-forty-steps.example:443",
            "https://of-a-long-name-that-takes-some-forty-steps.example:65536",
            "https://of-a-long-name-that-takes-some-forty-steps.example:84430",
        ];
        // A name that is longer than all steps is told as such, not split.
        let config = Config::new().origins([
            format!("https://*.{}.example", "a".repeat(63)),
            format!("https://*.{0}.{0}.example", "a".repeat(50)),
        ]);
        let policy = Policy::new(&config).expect("a policy");
        let rule = policy.statements().next().expect("a path").rules().next().expect("a rule");
        let short: Vec<bool> =
            rule.origin_patterns().iter().map(|one| short_origin_regexes(one).is_some()).collect();
        assert_eq!(short, [true, false]);
        for listed in origins {
            let config = Config { origins: vec![listed.into()], danger, ..Config::default() };
            let policy = Policy::new(&config).expect(listed);
            let rule = policy.statements().next().expect("a path").rules().next().expect("a rule");
            let whole = |regex: String| Regex::new(&format!("^(?:{regex})$")).expect("one");
            let patterns = rule.origin_patterns().iter();
            let regexes: Vec<Regex> = patterns.clone().map(origin_regex).map(whole).collect();
            let short = patterns.flat_map(|one| short_origin_regexes(one).expect("short enough"));
            let short: Vec<Regex> = short.map(whole).collect();
            for origin in asked {
                let fits = regexes.iter().any(|regex| regex.is_match(origin));
                assert_eq!(
                    short.iter().any(|regex| regex.is_match(origin)),
                    fits,
                    "{listed}: {origin}"
                );
                assert_eq!(
                    fits,
                    policy.allows_origin("/", origin.as_bytes()),
                    "{listed}: {origin}"
                );
            }
        }
    }
}
