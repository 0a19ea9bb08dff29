//! What origins an expression may have been meant for: found by its structure, proven elsewhere.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Repetition;

/// A part of a text that an expression fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Byte(u8),
    /// Bytes of a kind: one digit of some, or any number of any.
    Run {
        dots: bool,
        digits: Option<(u8, u8)>,
    },
    /// Labels, each with its dot.
    Labels,
}

/// An entry that an expression may mean, and what stands in front of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) before: String,
    pub(super) entry: String,
}

/// An origin or many, as far as one text says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    before: String,
    scheme: String,
    host: Host,
    /// First and last; the scheme's own if none is named.
    ports: (u32, u32),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Host {
    /// A host, or a pattern of many.
    Text(String),
    /// IPv4 addresses.
    Addresses(u32, u32),
}

/// The entries that an expression may mean; `None` if there are too many.
pub(super) fn shapes(expression: &Hir) -> Option<Vec<Shape>> {
    let mut parts: Vec<Part> = Vec::new();
    for tokens in expand(expression, 0)? {
        parts.extend(read(&tokens));
    }
    parts.sort();
    parts.dedup();
    Some(put_together(parts))
}

/// All texts, with what repeats as one token.
fn expand(expression: &Hir, depth: usize) -> Option<Vec<Vec<Token>>> {
    if depth > 60 {
        return None;
    }
    Some(match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => {
            vec![literal.0.iter().map(|byte| Token::Byte(*byte)).collect()]
        }
        HirKind::Class(class) => {
            let bytes = lower_case(class);
            match bytes.len() {
                0 => Vec::new(),
                1..=4 => bytes.into_iter().map(|byte| vec![Token::Byte(byte)]).collect(),
                // A dot that was not escaped was meant as one.
                _ if bytes.len() > 30 && bytes.contains(&b'.') => vec![vec![Token::Byte(b'.')]],
                _ => vec![vec![run(&bytes)]],
            }
        }
        HirKind::Repetition(repetition) => repeated(repetition, depth)?,
        HirKind::Capture(capture) => expand(&capture.sub, depth + 1)?,
        HirKind::Alternation(all) => {
            let mut texts = Vec::new();
            for one in all {
                texts.extend(expand(one, depth + 1)?);
                if texts.len() > MOST {
                    return None;
                }
            }
            texts
        }
        HirKind::Concat(parts) => {
            let mut texts = vec![Vec::new()];
            for part in parts {
                let next = expand(part, depth + 1)?;
                if texts.len() * next.len() > MOST {
                    return None;
                }
                texts = texts
                    .iter()
                    .flat_map(|text| next.iter().map(|more| [text.as_slice(), more].concat()))
                    .collect();
                if texts.iter().map(Vec::len).sum::<usize>() > MOST * 100 {
                    return None;
                }
            }
            texts
        }
    })
}

fn repeated(repetition: &Repetition, depth: usize) -> Option<Vec<Vec<Token>>> {
    let sub = expand(&repetition.sub, depth + 1)?;
    let mut texts = Vec::new();
    if repetition.min == 0 {
        texts.push(Vec::new());
    }
    if repetition.max == Some(1) {
        texts.extend(sub);
        return Some(texts);
    }
    if let HirKind::Class(class) = repetition.sub.kind() {
        let bytes = lower_case(class);
        match (repetition.min == repetition.max.unwrap_or(0), bytes.len()) {
            _ if bytes.is_empty() => {}
            // So many digits, each any.
            (true, 5..) if bytes.iter().all(u8::is_ascii_digit) && repetition.min < 6 => {
                texts.push(vec![run(&bytes); repetition.min as usize]);
            }
            _ => texts.push(vec![run(&bytes)]),
        }
        return Some(texts);
    }
    let is_labels = |text: &Vec<Token>| {
        matches!(text.as_slice(), [.., Token::Byte(b'.')])
            && text.iter().any(|token| matches!(token, Token::Run { .. }))
    };
    match sub.iter().any(is_labels) {
        true => texts.push(vec![Token::Labels]),
        false if repetition.max.is_none_or(|most| most <= 4) => {
            let most = repetition.max.unwrap_or(repetition.min.max(1));
            for count in repetition.min.max(1)..=most.min(4) {
                texts.extend(sub.iter().map(|text| text.repeat(count as usize)));
            }
        }
        false => return None,
    }
    Some(texts)
}

/// The bytes of a class that an origin may hold.
fn lower_case(class: &Class) -> Vec<u8> {
    let has = |byte: u8| match class {
        Class::Bytes(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&byte))
        }
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&char::from(byte))),
    };
    let origins = b"abcdefghijklmnopqrstuvwxyz0123456789-._:/[]+|,; ?\n".iter().copied();
    origins.filter(|byte| has(*byte)).collect()
}

fn run(bytes: &[u8]) -> Token {
    let digits = match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if bytes.iter().all(u8::is_ascii_digit) => {
            Some((first - b'0', last - b'0'))
        }
        _ => None,
    };
    Token::Run { dots: bytes.contains(&b'.'), digits }
}

/// What a text says of origins, if anything.
fn read(tokens: &[Token]) -> Vec<Part> {
    let signs = [b':', b'/', b'/'].map(Token::Byte);
    let Some(mark) = tokens.windows(3).position(|three| three == signs) else {
        return without_scheme(tokens);
    };
    let (front, rest) = tokens.split_at(mark);
    let host = rest.strip_prefix(&signs).unwrap_or_default();
    let is_of_scheme = |token: &Token| matches!(token, Token::Byte(byte) if byte.is_ascii_alphanumeric() || b"+.-".contains(byte));
    let start = front.iter().rposition(|token| !is_of_scheme(token)).map_or(0, |at| at + 1);
    let (before, scheme) = front.split_at(start);
    let scheme = bytes(scheme).filter(|scheme| !scheme.is_empty());
    let (Some(scheme), Some(before)) = (scheme, bytes(before)) else {
        // `.*://` and the like: both that pages have.
        let both = ["https", "http"].iter();
        return both.flat_map(|scheme| origins("", scheme, host)).collect();
    };
    // A digit in front is what a scheme does not begin with.
    let own = scheme.trim_start_matches(|letter: char| !letter.is_ascii_lowercase());
    let before = before + scheme.strip_suffix(own).unwrap_or_default();
    origins(&before, own, host)
}

/// A host alone, as people write it who look for a part of an origin.
fn without_scheme(tokens: &[Token]) -> Vec<Part> {
    let is_free = |token: &&Token| matches!(token, Token::Run { .. } | Token::Byte(b'.'));
    let start = tokens.iter().take_while(is_free).count();
    let (_, base) = tokens.split_at(start);
    let is_host = |token: &Token| matches!(token, Token::Byte(byte) if byte.is_ascii_alphanumeric() || b".-:".contains(byte));
    if base.len() < 4 || !base.iter().all(is_host) {
        return Vec::new();
    }
    let below = [&[Token::Labels], base].concat();
    let all = if start > 0 { vec![below] } else { vec![base.to_vec(), below] };
    let pairs = ["https", "http"].into_iter();
    pairs.flat_map(|scheme| all.iter().flat_map(|host| origins("", scheme, host))).collect()
}

fn origins(before: &str, scheme: &str, tokens: &[Token]) -> Vec<Part> {
    let is_address = tokens.first() == Some(&Token::Byte(b'['));
    let end = tokens.iter().position(|token| *token == Token::Byte(b']'));
    let behind = end.filter(|_| is_address).unwrap_or(0);
    let mut colons = tokens.iter().enumerate().skip(behind);
    let colon = colons.find(|(_, token)| **token == Token::Byte(b':')).map(|(at, _)| at);
    let (host, port) = tokens.split_at(colon.unwrap_or(tokens.len()));
    let port = port.split_first().map(|(_, port)| port);
    let own = own_port(scheme);
    let Some(ports) = port.map_or(Some((own, own)), ports) else { return Vec::new() };
    let hosts = host_pattern(host, own == 0).unwrap_or_default().into_iter();
    let part = |host| Part { before: before.to_owned(), scheme: scheme.to_owned(), host, ports };
    hosts.map(part).collect()
}

/// A host, or how a pattern writes many; both readings where a run holds dots.
fn host_pattern(tokens: &[Token], is_own_scheme: bool) -> Option<Vec<Host>> {
    let is_byte = |token: &&Token| matches!(token, Token::Byte(_));
    let text = |text: String| vec![Host::Text(text)];
    let (prefix, free) = tokens.split_at(tokens.iter().take_while(is_byte).count());
    if free.is_empty() {
        return bytes(tokens).filter(|host| !host.is_empty()).map(text);
    }
    let (middle, rest) = free.split_at(free.len() - free.iter().rev().take_while(is_byte).count());
    if let Some((first, last)) = addresses(tokens) {
        return Some(vec![Host::Addresses(first, last)]);
    }
    let (prefix, rest) = (bytes(prefix)?, bytes(rest)?);
    let has_dots = middle.iter().any(|token| match token {
        Token::Labels => true,
        Token::Run { dots, .. } => *dots,
        Token::Byte(byte) => *byte == b'.',
    });
    if rest.is_empty() && prefix.is_empty() && is_own_scheme {
        return Some(text("*".into()));
    }
    let base = match middle.last() {
        Some(Token::Labels) => Some(rest.as_str()),
        _ => rest.strip_prefix('.'),
    };
    match base {
        Some(base) if prefix.is_empty() && has_dots => Some(text(format!("**.{base}"))),
        // `app-.*[.]example[.]com`: one label, of what it fits.
        _ if has_dots && !prefix.is_empty() => {
            rest.contains('.').then(|| text(format!("{prefix}*{rest}")))
        }
        _ if has_dots => {
            // `.*example.com`: what it surely fits.
            let base = rest.trim_start_matches('.');
            let all = [base.to_owned(), format!("**.{base}")].map(Host::Text);
            Some(all.to_vec())
        }
        _ if rest.contains('.') => Some(text(format!("{prefix}*{rest}"))),
        _ => None,
    }
}

/// The first and the last address that tokens of digits and dots may be.
fn addresses(tokens: &[Token]) -> Option<(u32, u32)> {
    let octets: Vec<&[Token]> = tokens.split(|token| *token == Token::Byte(b'.')).collect();
    if octets.len() != 4 {
        return None;
    }
    octets.into_iter().try_fold((0, 0), |(first, last), octet| {
        let (low, high) = if octet.len() > 3 { return None } else { number(octet)? };
        (high < 256).then_some((first << 8 | low, last << 8 | high))
    })
}

/// The smallest and the largest number that tokens of digits may be.
fn number(tokens: &[Token]) -> Option<(u32, u32)> {
    let mut range = (0, 0);
    for token in tokens {
        let (low, high) = match token {
            Token::Byte(byte) if byte.is_ascii_digit() => (byte - b'0', byte - b'0'),
            Token::Run { digits, .. } => (*digits)?,
            _ => return None,
        };
        range = (range.0 * 10 + u32::from(low), range.1 * 10 + u32::from(high));
    }
    (!tokens.is_empty()).then_some(range)
}

/// The ports that stand behind a colon.
fn ports(tokens: &[Token]) -> Option<(u32, u32)> {
    if matches!(tokens, [Token::Run { .. }]) {
        // Whether of one digit or of many will be seen.
        return Some((1, 65_535));
    }
    if tokens.len() > 5 {
        return None;
    }
    let least = 10_u32.pow(u32::try_from(tokens.len()).ok()?.saturating_sub(1));
    let (first, last) = number(tokens)?;
    Some((first.max(least), last.min(65_535)))
}

fn bytes(tokens: &[Token]) -> Option<String> {
    let bytes = tokens.iter().map(|token| match token {
        Token::Byte(byte) => Some(*byte),
        _ => None,
    });
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

/// The first and the last.
type Range = (u32, u32);

/// Ports side by side as one range, addresses side by side as a network.
fn put_together(parts: Vec<Part>) -> Vec<Shape> {
    let mut networks: BTreeMap<(String, String, Range), Range> = BTreeMap::new();
    let mut hosts: BTreeMap<(String, String, String), Vec<Range>> = BTreeMap::new();
    for Part { before, scheme, host, ports } in parts {
        match host {
            Host::Text(host) => hosts.entry((before, scheme, host)).or_default().push(ports),
            Host::Addresses(first, last) => {
                let range = networks.entry((before, scheme, ports)).or_insert((first, last));
                *range = (range.0.min(first), range.1.max(last));
            }
        }
    }
    for ((before, scheme, ports), (first, last)) in networks {
        let size = u64::from(last - first) + 1;
        if size.is_power_of_two() && u64::from(first) % size == 0 {
            let host = format!("{}/{}", Ipv4Addr::from(first), 32 - size.trailing_zeros());
            hosts.entry((before, scheme, host)).or_default().push(ports);
        }
    }
    let mut shapes = Vec::new();
    for ((before, scheme, host), mut ranges) in hosts {
        ranges.sort_unstable();
        let own = own_port(&scheme);
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (first, last) in ranges {
            match joined.last_mut() {
                Some((_, end)) if first <= *end + 1 => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        // Behind a colon the scheme's own port never stands: what is on both sides of it may lack it.
        let names_own = |range: &(u32, u32)| (range.0..=range.1).contains(&own);
        for range in joined {
            let parts = match names_own(&range) && own > 0 && range != (own, own) {
                true => vec![range, (range.0, own - 1), (own + 1, range.1)],
                false => vec![range],
            };
            for (first, last) in parts.into_iter().filter(|(first, last)| first <= last) {
                let port = match (first, last) {
                    _ if (first, last) == (own, own) => String::new(),
                    (0 | 1, 65_535) => ":*".into(),
                    _ if first == last => format!(":{first}"),
                    _ => format!(":{first}-{last}"),
                };
                let entry = format!("{scheme}://{host}{port}");
                shapes.push(Shape { before: before.clone(), entry });
            }
        }
    }
    shapes
}

fn own_port(scheme: &str) -> u32 {
    match scheme {
        "https" => 443,
        "http" => 80,
        _ => 0,
    }
}

/// How many texts an expression may come to.
const MOST: usize = 6_000;
