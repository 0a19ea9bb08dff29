//! Patterns of origins as regular expressions: what PCRE, RE2 and JavaScript have in common.

use std::net::Ipv4Addr;

use crosscheck::server::OriginPattern;
use crosscheck::server::Reach;

use super::path_pattern::escape;

/// An expression that fits the origins of a pattern, as browsers spell them, without anchors.
///
/// Labels may be longer than the 63 bytes that a browser allows.
pub(crate) fn origin_regex(pattern: &OriginPattern) -> String {
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
    format!("{}://{host}{}", escape(&pattern.scheme), ports(pattern))
}

/// A byte of a label.
const LETTER: &str = "[a-z0-9_-]";

/// The port of an origin, with its colon; it is left out where it is the scheme's own.
fn ports(pattern: &OriginPattern) -> String {
    let own = match pattern.scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => 0,
    };
    let (first, last) = pattern.ports;
    let ranges = match (first..=last).contains(&own) {
        true => [(first, own.saturating_sub(1)), (own + 1, last)],
        false => [(first, last), (1, 0)],
    };
    let ranges = ranges.map(|(first, last)| (u32::from(first.max(1)), u32::from(last)));
    let ranges = ranges.into_iter().filter(|(first, last)| first <= last);
    let ranges: Vec<String> = ranges.map(|(first, last)| number_regex(first, last)).collect();
    match (ranges.is_empty(), (first..=last).contains(&own)) {
        (true, _) => String::new(),
        (false, true) => format!("(?::(?:{}))?", ranges.join("|")),
        (false, false) => format!(":(?:{})", ranges.join("|")),
    }
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
    parts.join("|")
}

#[cfg(test)]
mod tests {
    use crosscheck::server::Config;
    use crosscheck::server::Danger;
    use crosscheck::server::Policy;
    use regex::Regex;

    use super::number_regex;
    use super::origin_regex;

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
        ];
        for listed in origins {
            let config = Config { origins: vec![listed.into()], danger, ..Config::default() };
            let policy = Policy::new(&config).expect(listed);
            let rule = policy.statements().next().expect("a path").rules().next().expect("a rule");
            let regexes = rule.origin_patterns().iter().map(origin_regex);
            let regexes: Vec<Regex> =
                regexes.map(|regex| Regex::new(&format!("^(?:{regex})$")).expect("one")).collect();
            for origin in asked {
                let fits = regexes.iter().any(|regex| regex.is_match(origin));
                assert_eq!(
                    fits,
                    policy.allows_origin("/", origin.as_bytes()),
                    "{listed}: {origin}"
                );
            }
        }
    }
}
