//! The lines of a head, found in one pass: eight bytes at a time, and each looked at as it is found.
//!
//! What is found here, every reader of HTTP/1.1 finds; whatever is odd is `None`, and somebody else's to judge.

use crate::plain::lower_name::LowerName;

/// A header line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'b> {
    pub(super) name: &'b [u8],
    /// Without the spaces around it.
    pub(super) value: &'b [u8],
    /// All of it, with its end.
    pub(super) text: &'b [u8],
}

/// Where a line is: of a few bytes, for there is room for many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    start: u16,
    colon: u16,
    value: (u16, u16),
    end: u16,
}

/// Lines of a head, in an order of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'l, 'b> {
    pub(super) bytes: &'b [u8],
    pub(super) places: &'l [Place],
}

impl<'b> Lines<'_, 'b> {
    pub(super) fn iter(&self) -> impl Iterator<Item = Line<'b>> {
        let part =
            |start: u16, end: u16| self.bytes.get(start.into()..end.into()).unwrap_or_default();
        self.places.iter().map(move |place| Line {
            name: part(place.start, place.colon),
            value: part(place.value.0, place.value.1),
            text: part(place.start, place.end),
        })
    }
}

/// Finds the lines of a head. Out: where they are, and what is behind the empty line that ends them.
///
/// In: what is behind the first line of the message; room for as many lines as it may have; who looks at each, given its
/// name in lower case and the lines before it.
pub(super) fn find_lines<'l, 'b>(
    bytes: &'b [u8],
    room: &'l mut [Place],
    mut look: impl FnMut(&LowerName, Line<'b>, Lines<'_, 'b>),
) -> Option<(&'l mut [Place], &'b [u8])> {
    let (mut start, mut count) = (0, 0);
    loop {
        let rest = bytes.get(start..)?;
        if let Some(body) = rest.strip_prefix(b"\r\n") {
            return Some((room.get_mut(..count)?, body));
        }
        let (name, behind) = rest.split_at_checked(colon(rest)?)?;
        let lower = LowerName::of(name)?;
        let end = value_end(behind)?;
        let value = behind.get(1..end)?.trim_ascii_start();
        let (colon, end) = (start + name.len(), start + name.len() + end);
        let (value_start, value) = (end - value.len(), value.trim_ascii_end());
        let text = bytes.get(start..end + 2)?;
        look(&lower, Line { name, value, text }, Lines { bytes, places: room.get(..count)? });
        let place = |place: usize| u16::try_from(place).ok();
        *room.get_mut(count)? = Place {
            start: place(start)?,
            colon: place(colon)?,
            value: (place(value_start)?, place(value_start + value.len())?),
            end: place(end + 2)?,
        };
        count += 1;
        start = end + 2;
    }
}

/// A message's first line, without its end, and what is behind that.
pub(super) fn take_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = value_end(bytes)?;
    Some((bytes.get(..end)?, bytes.get(end + 2..)?))
}

/// Where the first colon is.
#[inline]
fn colon(bytes: &[u8]) -> Option<usize> {
    first(
        bytes,
        |byte| byte == b':',
        |word| {
            let word = word ^ each(b':');
            word.wrapping_sub(each(1)) & !word
        },
    )
}

/// Where a line ends of what may stand in a value: neither control characters, but for tabs, nor a line feed alone.
#[inline]
fn value_end(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    loop {
        let rest = bytes.get(end..)?;
        end += first(
            rest,
            |byte| !matches!(byte, b' '..=b'~'),
            |word| word.wrapping_sub(each(b' ')) | word.wrapping_add(each(1)),
        )?;
        match bytes.get(end..)? {
            [b'\r', b'\n', ..] => return Some(end),
            [b'\t' | 0x80.., ..] => end += 1,
            _ => return None,
        }
    }
}

/// Where the first byte is that is looked for.
///
/// In: whether a byte is; the same of eight at once, each with its highest bit set if it is, and right for the first.
#[inline]
fn first(bytes: &[u8], is_it: fn(u8) -> bool, are_they: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let found = are_they(u64::from_le_bytes(*word)) & each(0x80);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    rest.iter().position(|byte| is_it(*byte)).map(|place| at + place)
}

/// Eight times a byte.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;

    use httparse::ParserConfig;

    use super::Lines;
    use super::Place;
    use super::find_lines;

    /// Names and values, and what is behind them.
    type Found = Option<(Vec<(Vec<u8>, Vec<u8>)>, usize)>;

    fn by_us(bytes: &[u8]) -> Found {
        let (mut room, mut seen) = ([Place::default(); 8], Vec::new());
        let (places, body) = find_lines(bytes, &mut room, |lower, line, before| {
            assert_eq!(before.iter().count(), seen.len());
            seen.push((line.name.to_vec(), line.value.to_vec()));
            let length = line.name.len().min(32);
            assert_eq!(lower.as_bytes(), line.name[..length].to_ascii_lowercase());
        })?;
        let lines = Lines { bytes, places };
        let text: Vec<_> = lines.iter().flat_map(|line| line.text).copied().collect();
        assert_eq!([&text, &b"\r\n"[..], body].concat(), bytes);
        let lines = lines.iter().map(|line| (line.name.to_vec(), line.value.to_vec()));
        assert!(lines.eq(seen.iter().cloned()));
        Some((seen, body.len()))
    }

    fn by_httparse(bytes: &[u8]) -> Found {
        let whole = [b"HTTP/1.1 200 OK\r\n", bytes].concat();
        let mut room = [const { MaybeUninit::uninit() }; 8];
        let mut head = httparse::Response::new(&mut []);
        let config = ParserConfig::default();
        let read = config.parse_response_with_uninit_headers(&mut head, &whole, &mut room);
        let Ok(httparse::Status::Complete(length)) = read else { return None };
        let lines = head.headers.iter();
        let lines = lines.map(|line| (line.name.as_bytes().to_vec(), line.value.to_vec()));
        Some((lines.collect(), whole.len() - length))
    }

    #[test]
    fn lines_are_what_httparse_finds() {
        let long = format!("{}: {}\r\n\r\n", "Ab-c".repeat(20), "d e".repeat(30));
        for (head, expected) in [
            ("\r\n", Some(0)),
            ("\r\nbody", Some(0)),
            ("a:b\r\n\r\n", Some(1)),
            ("a: b\r\nC-d:\t e f \t\r\nabcdefgh:\r\n\r\nbody", Some(3)),
            ("a.b~: c\u{e9}d\te\r\n\r\n", Some(1)),
            (&long, Some(1)),
            (&long.replacen('c', "c c", 1), None),
            (&long.replace("Ab-cA", "Ab\u{e9}cA"), None),
            ("a: b\r\n", None),
            ("a: b\r\n\r", None),
            ("a: b", None),
            ("a\r\n\r\n", None),
            ("a\r\nb: c\r\n\r\n", None),
            (": b\r\n\r\n", None),
            ("a : b\r\n\r\n", None),
            ("a\0: b\r\n\r\n", None),
            ("a: b\r\n c\r\n\r\n", None),
            ("a: b\r\n\tc: d\r\n\r\n", None),
            ("a: b\rc\r\n\r\n", None),
            ("a: b\0c\r\n\r\n", None),
            ("a: b\x7fc\r\n\r\n", None),
            ("a: bcdefgh\x7f\r\n\r\n", None),
            ("a: b\r\r\n\r\n", None),
            (&"a: b\r\n".repeat(9), None),
        ] {
            let found = by_us(head.as_bytes());
            assert_eq!(found.as_ref().map(|(lines, _)| lines.len()), expected, "{head:?}");
            assert_eq!(found, by_httparse(head.as_bytes()), "{head:?}");
        }
    }

    #[test]
    fn every_byte_in_every_place_is_judged_as_httparse_judges_it() {
        for head in ["a: b\r\n\r\n", "Abcdefghij-k:  lmn opq, rstuvwxyz \r\nB:\r\n\r\n"] {
            for place in 0..head.len() {
                for byte in 0..=255 {
                    let mut head = head.as_bytes().to_vec();
                    head[place] = byte;
                    // httparse takes a line feed alone for an end, too.
                    let has_bare_end = head
                        .iter()
                        .enumerate()
                        .any(|(place, byte)| *byte == b'\n' && !head[..place].ends_with(b"\r"));
                    let expected = by_httparse(&head).filter(|_| !has_bare_end);
                    assert_eq!(by_us(&head), expected, "{:?}", head.escape_ascii().to_string());
                    let short = &head[..place];
                    assert_eq!(by_us(short), by_httparse(short).filter(|_| !has_bare_end));
                }
            }
        }
    }
}
