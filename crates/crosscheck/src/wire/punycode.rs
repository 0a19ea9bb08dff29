//! Labels of names that stand for letters outside of ASCII.

use super::cut::cut_last;
use super::cut::split;

/// Whether a host in lower case has a label in `xn--` that stands for nothing.
pub(super) fn has_broken_label(host: &str) -> bool {
    let mut coded = split(host, ".").filter_map(|label| label.strip_prefix("xn--"));
    coded.any(|coded| letters(coded).is_none())
}

/// How many letters Punycode stands for, at least one of them outside of ASCII. Which of all letters a name may
/// have is not asked: it changes with each version of Unicode, and browsers do not update as one.
///
/// Spec: <https://www.rfc-editor.org/rfc/rfc3492#section-6.2>
fn letters(coded: &str) -> Option<u32> {
    let (plain, deltas) =
        cut_last(coded, "-").filter(|(plain, _)| !plain.is_empty()).unwrap_or(("", coded));
    let mut count = u32::try_from(plain.len()).ok()?;
    let (mut letter, mut bias, mut place) = (0x80_u32, 72, 0_u32);
    let mut digits = deltas.bytes().peekable();
    digits.peek()?;
    while digits.peek().is_some() {
        let before = place;
        let (mut weight, mut at) = (1_u32, BASE);
        loop {
            let digit = char::from(digits.next()?).to_digit(BASE)?;
            // Letters come before digits, otherwise than in numbers.
            let digit = if digit < 10 { digit + 26 } else { digit - 10 };
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = at.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            at += BASE;
        }
        count += 1;
        bias = next_bias((place - before) / if before == 0 { 700 } else { 2 }, count);
        letter = letter.checked_add(place / count)?;
        char::from_u32(letter).filter(|letter| !letter.is_control())?;
        place = place % count + 1;
    }
    Some(count)
}

/// Spec: <https://www.rfc-editor.org/rfc/rfc3492#section-6.1>
fn next_bias(damped: u32, count: u32) -> u32 {
    let mut delta = damped + damped / count;
    let mut bias = 0;
    while delta > 455 {
        delta /= BASE - 1;
        bias += BASE;
    }
    bias + BASE * delta / (delta + 38)
}

const BASE: u32 = 36;

#[cfg(test)]
mod tests {
    use super::has_broken_label;

    #[test]
    fn what_is_no_punycode_stands_for_nothing() {
        for (host, is_broken) in [
            ("xn--bcher-kva.example", false),
            ("a.xn--p1ai", false),
            ("xn--i-7iq.ws", false),
            ("xn--a-ecp.ru", false),
            ("xn--.example", true),
            ("xn--a.example", true),
            ("xn--abc-.example", true),
            ("xn---a.example", true),
            ("xn--bcher-kv.example", true),
            ("xn--a_b.example", true),
            ("a.xn--99999999", true),
            // A half of a pair, which is no letter.
            ("xn--ib9b.example", true),
            ("a--b.axn--a.example", false),
        ] {
            assert_eq!(has_broken_label(host), is_broken, "{host}");
        }
    }
}

#[cfg(all(test, feature = "agent"))]
mod laws {
    use alloc::format;
    use alloc::string::String;

    use url::Url;

    use super::has_broken_label;

    /// Letters of many scripts, and some that no name has.
    const RANGES: [(u32, u32); 14] = [
        (0xa1, 0x17f),
        (0x370, 0x3ff),
        (0x400, 0x4ff),
        (0x5d0, 0x5ea),
        (0x620, 0x64a),
        (0x905, 0x939),
        (0xe01, 0xe3a),
        (0x10d0, 0x10fa),
        (0x3041, 0x3096),
        (0x30a1, 0x30fa),
        (0x4e00, 0x9fff),
        (0xac00, 0xd7a3),
        (0x1f300, 0x1f64f),
        (0x2000, 0x2fff),
    ];

    /// What `url` takes for a name is one here, too; what is none here is none to `url`. The rest is what only
    /// tables of Unicode tell.
    #[test]
    fn what_stands_for_nothing_is_no_name_to_url() {
        let mut state = 16_u32;
        let mut below = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((u64::from(state) * u64::from(bound)) >> 32) as u32
        };
        let (mut names, mut broken, mut told) = (0, 0, 0);
        for round in 0..20_000 {
            let mut label = String::new();
            let (first, last) = RANGES[below(14) as usize];
            for _ in 0..=below(6) {
                match below(5) {
                    0 => label.push(char::from(b'a' + below(26) as u8)),
                    _ => label.extend(char::from_u32(first + below(last - first + 1))),
                }
            }
            let Ok(url) = Url::parse(&format!("https://{label}.example")) else { continue };
            let name = url.host_str().expect("a host");
            assert!(!has_broken_label(name), "{label} {name}");
            let Some(coded) =
                name.strip_prefix("xn--").and_then(|name| name.strip_suffix(".example"))
            else {
                continue;
            };
            names += 1;
            // One byte is another, is left out or comes twice.
            let at = below(coded.len() as u32) as usize;
            let (before, behind) = coded.split_at(at);
            let other = char::from(b"abcdefghijklmnopqrstuvwxyz0123456789-"[below(37) as usize]);
            let host = match round % 3 {
                0 => format!("xn--{before}{other}{}.example", &behind[1..]),
                1 => format!("xn--{before}{}.example", &behind[1..]),
                _ => format!("xn--{before}{other}{behind}.example"),
            };
            let of_url = Url::parse(&format!("https://{host}"));
            if has_broken_label(&host) {
                assert!(of_url.is_err(), "{host}");
                told += 1;
            }
            broken += usize::from(of_url.is_err());
        }
        assert!(names > 10_000 && told * 3 > broken, "{names} names, {told} of {broken} broken");
    }
}
