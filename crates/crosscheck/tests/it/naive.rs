//! A second matcher, plain and slow, that looks at one entry after the other; the compiled one must
//! agree with it on every list and every origin.

use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use proptest::collection::vec;
use proptest::prelude::*;

/// What a list of origins means, from the documentation alone.
pub(crate) fn naive_allows(list: &[String], origin: &str) -> bool {
    list.iter().any(|entry| match entry.as_str() {
        "*" => true,
        "loopback" => ["http", "https"].iter().any(|scheme| {
            let hosts = ["localhost", "127.0.0.1", "[::1]"].iter();
            hosts.into_iter().any(|host| naive_covers(&format!("{scheme}://{host}:*"), origin))
        }),
        entry if naive_is_pattern(entry) => naive_covers(entry, origin),
        entry => entry == origin,
    })
}

fn naive_covers(pattern: &str, origin: &str) -> bool {
    let (Some((scheme, host, port)), Some((pattern_scheme, pattern_host, ports))) =
        (naive_split(origin), naive_split(pattern))
    else {
        return false;
    };
    let own = match scheme.as_str() {
        "https" => "443",
        "http" => "80",
        _ => "0",
    };
    let port_fits = match (ports.as_deref(), port.as_deref()) {
        (_, Some(sent)) if !naive_is_port(sent) || sent == own => false,
        (Some("*"), _) => true,
        (None, None) => true,
        (Some(ports), sent) => {
            let sent: u32 = sent.unwrap_or(own).parse().unwrap();
            let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
            (first.parse().unwrap()..=last.parse::<u32>().unwrap()).contains(&sent)
        }
        (None, Some(_)) => false,
    };
    scheme == pattern_scheme && port_fits && naive_host_fits(&pattern_host, &host)
}

fn naive_host_fits(pattern: &str, host: &str) -> bool {
    if let Some((first, bits)) = pattern.split_once('/') {
        let fixed = |address: &str| {
            let address: Option<Vec<u8>> =
                address.split('.').map(|part| part.parse().ok()).collect();
            let text: String = address?.iter().map(|part| format!("{part:08b}")).collect();
            Some(text[..bits.parse().ok()?].to_owned())
        };
        let is_address = host.parse::<std::net::Ipv4Addr>().is_ok();
        return is_address && fixed(host) == fixed(first);
    }
    if !pattern.contains('*') {
        return pattern == host;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'))
    };
    if !labels.iter().all(is_label) || host.len() > 253 {
        return false;
    }
    let wanted: Vec<&str> = pattern.split('.').collect();
    let base = &wanted[1..];
    if labels.len() <= base.len() || &labels[labels.len() - base.len()..] != base {
        return false;
    }
    let front = &labels[..labels.len() - base.len()];
    match wanted[0] {
        "**" => true,
        label => {
            let (before, after) = label.split_once('*').expect("a star");
            front.len() == 1
                && front[0].len() > before.len() + after.len()
                && front[0].starts_with(before)
                && front[0].ends_with(after)
        }
    }
}

fn naive_is_pattern(entry: &str) -> bool {
    let port = naive_split(entry).and_then(|(_, _, port)| port).unwrap_or_default();
    entry.contains('*') || port.contains('-') || entry.matches('/').count() == 3
}

/// Scheme, host and whatever stands for a port.
fn naive_split(text: &str) -> Option<(String, String, Option<String>)> {
    let (scheme, rest) = text.split_once("://")?;
    let end_of_host = if rest.starts_with('[') {
        rest.find(']')? + 1
    } else {
        rest.find(':').unwrap_or(rest.len())
    };
    let (host, port) = rest.split_at(end_of_host);
    let port = match port.strip_prefix(':') {
        Some(port) => Some(port.to_owned()),
        None if port.is_empty() => None,
        None => return None,
    };
    Some((scheme.to_owned(), host.to_owned(), port))
}

fn naive_is_port(port: &str) -> bool {
    !port.starts_with('0') && port.parse::<u16>().is_ok_and(|n| n.to_string() == port)
}

/// A small generator, so that a run can be repeated from a number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn label(&mut self) -> String {
        let pieces = ["a", "b", "ab", "-", "foo", "bar", "1", "_"];
        (0..1 + self.below(3)).map(|_| self.pick(&pieces)).collect()
    }

    fn host(&mut self) -> String {
        match self.below(12) {
            0 => self
                .pick(&["localhost", "127.0.0.1", "[::1]", "[2001:db8::1]", "10.0.0.7", "10.0.0.3"])
                .into(),
            _ => {
                let labels = (0..self.below(4)).map(|_| self.label() + ".").collect::<String>();
                labels + self.pick(&["foo.com", "bar.com", "barfoo.com", "a.foo.com", "b.co.uk"])
            }
        }
    }

    fn scheme(&mut self) -> &'static str {
        self.pick(&["https", "https", "https", "http", "capacitor", "app+x"])
    }

    fn entry(&mut self) -> String {
        let host = match self.below(6) {
            0 | 1 => self.host(),
            2 => format!("*.{}", self.host()),
            3 => format!("**.{}", self.host()),
            4 => format!("{}*.{}", self.label(), self.host()),
            _ => format!("{}*{}.{}", self.label(), self.label(), self.host()),
        };
        let port = match self.below(8) {
            0 => ":*".into(),
            1 => format!(
                ":{}-{}",
                self.pick(&["1", "80", "440"]),
                self.pick(&["441", "8443", "65535"])
            ),
            2 => format!(":{}", self.pick(&["1", "8443", "3000"])),
            _ => String::new(),
        };
        match self.below(40) {
            0 => "loopback".into(),
            1..=4 => {
                let range = ["10.0.0.0/8", "10.0.0.0/29", "10.0.0.4/30", "127.0.0.0/31"];
                format!("{}://{}{port}", self.scheme(), self.pick(&range))
            }
            _ => format!("{}://{host}{port}", self.scheme()),
        }
    }

    /// An origin: often one that an entry covers, often one a byte away from it.
    fn origin(&mut self, list: &[String]) -> String {
        let mut origin = match self.below(4) {
            0 => format!("{}://{}", self.scheme(), self.host()),
            _ => {
                let entry = list[self.below(list.len())].replace("loopback", "http://localhost:*");
                let entry = ["/8", "/29", "/30", "/31"]
                    .iter()
                    .fold(entry, |entry, bits| entry.replace(bits, self.pick(&["", "", "0"])));
                let (deep, one) = (format!("{}.{}", self.label(), self.label()), self.label());
                let entry =
                    entry.replace(":*", self.pick(&["", ":1", ":80", ":443", ":65535", ":0"]));
                let entry = entry.replace("**", if self.below(2) == 0 { &deep } else { &one });
                let entry = entry.replace('*', if self.below(8) == 0 { &deep } else { &one });
                match entry.rsplit_once('-') {
                    Some((head, last))
                        if last.bytes().all(|b| b.is_ascii_digit())
                            && !last.is_empty()
                            && head.contains("://")
                            && self.below(2) == 0 =>
                    {
                        format!("{}:{last}", head.rsplit_once(':').map_or(head, |(host, _)| host))
                    }
                    _ => entry,
                }
            }
        };
        if self.below(3) == 0 {
            let at = self.below(origin.len() + 1);
            if origin.is_char_boundary(at) {
                let noise = self.pick(&[
                    ".", "a", "*", "/", ":", "@", "A", " ", "\0", "\n", "\u{e9}", "-", "1", "?",
                    "]", "%2e", ",",
                ]);
                match self.below(3) {
                    0 => origin.insert_str(at, noise),
                    1 => origin.truncate(at),
                    _ if at < origin.len() && origin.is_char_boundary(at + 1) => {
                        origin.replace_range(at..=at, noise);
                    }
                    _ => {}
                }
            }
        }
        origin
    }
}

/// A policy over a random list, without the entries that are no origins.
fn policy(dice: &mut Dice, longest: usize) -> (Vec<String>, Policy) {
    loop {
        let mut list: Vec<String> = (0..1 + dice.below(longest)).map(|_| dice.entry()).collect();
        let danger = Danger { public_suffixes: true, address_ranges: true, ..Danger::default() };
        let config =
            |list: &[String]| Config { origins: list.to_vec(), danger, ..Config::default() };
        if let Err(errors) = Policy::new(&config(&list)) {
            let wrong: Vec<String> = errors.iter().map(|error| error.value.clone()).collect();
            list.retain(|entry| !wrong.contains(entry));
        }
        if let Ok(policy) = Policy::new(&config(&list))
            && !list.is_empty()
        {
            return (list, policy);
        }
    }
}

/// Compares on pairs of a list and an origin; says how many of them were allowed.
fn compare(seed: u64, lists: usize, origins: usize, longest: usize) -> usize {
    let mut dice = Dice(seed | 1);
    let mut allowed = 0;
    for _ in 0..lists {
        let (list, policy) = policy(&mut dice, longest);
        for _ in 0..origins {
            let origin = dice.origin(&list);
            let expected = naive_allows(&list, &origin);
            let found = policy.allows_origin("/", origin.as_bytes());
            assert_eq!(found, expected, "{origin:?} in {list:?}");
            allowed += usize::from(found);
        }
    }
    allowed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_compiled_set_says_what_the_list_says(seed in any::<u64>()) {
        compare(seed, 1, 100, 12);
    }

    /// What no browser could send is in no pattern, whatever the bytes.
    #[test]
    fn random_bytes_match_nothing(bytes in vec(any::<u8>(), 0..60)) {
        let config = Config { origins: vec!["https://**.example.com:*".into()], ..Config::default() };
        let policy = Policy::new(&config).expect("a policy");
        for around in [("https://", ".example.com"), ("https://a", "b.example.com"), ("", "")] {
            let origin = [around.0.as_bytes(), &bytes, around.1.as_bytes()].concat();
            let text = String::from_utf8_lossy(&origin).into_owned();
            prop_assert_eq!(policy.allows_origin("/", &origin), naive_allows(&config.origins, &text));
        }
    }
}

/// A hundred thousand pairs, or as many lists of 500 as you ask for; ten million in about a minute:
/// `CROSSCHECK_LISTS=20000 cargo nextest run --release -p crosscheck --all-features many_pairs`
#[test]
fn many_pairs_come_out_as_a_plain_matcher_says() {
    let asked = std::env::var("CROSSCHECK_LISTS").ok().and_then(|text| text.parse().ok());
    let allowed = compare(0x5eed, asked.unwrap_or(200), 500, 40);
    assert!(allowed > 0, "nothing was ever allowed, so nothing was compared");
}
