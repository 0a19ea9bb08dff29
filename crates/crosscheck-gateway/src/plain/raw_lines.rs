//! Header lines as they came, and as they are written: names in lower case, as hyper writes them.

use httparse::Header;

/// A name in lower case, as far as it tells what it is: none that means something to a gateway is longer.
pub(super) struct LowerName {
    bytes: [u8; LONGEST],
    length: usize,
}

impl LowerName {
    #[inline]
    pub(super) fn of(name: &str) -> Self {
        let mut bytes = [0; LONGEST];
        let length = name.len().min(LONGEST);
        bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
        bytes.make_ascii_lowercase();
        Self { bytes, length }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Names that were there before: whether one comes twice.
#[derive(Default)]
pub(super) struct Names(u64);

impl Names {
    /// Whether a line has the name of one before it. In: those before it.
    #[inline]
    pub(super) fn repeats(&mut self, name: &str, before: &[Header<'_>]) -> bool {
        let (first, last) = (name.as_bytes().first(), name.as_bytes().last());
        let sum = name.len() * 7
            + usize::from(first.map_or(0, u8::to_ascii_lowercase)) * 3
            + usize::from(last.map_or(0, u8::to_ascii_lowercase));
        let bit = 1 << (sum % 64);
        let may_repeat = self.0 & bit != 0;
        self.0 |= bit;
        may_repeat && before.iter().any(|line| line.name.eq_ignore_ascii_case(name))
    }
}

/// Writes a line as it came.
#[inline]
pub(super) fn write_raw(line: &Header<'_>, to: &mut Vec<u8>) {
    let start = to.len();
    to.extend_from_slice(line.name.as_bytes());
    to[start..].make_ascii_lowercase();
    write_value(line.value, to);
}

/// Writes a line.
#[inline]
pub(super) fn write_line(name: &str, value: &[u8], to: &mut Vec<u8>) {
    to.extend_from_slice(name.as_bytes());
    write_value(value, to);
}

#[inline]
fn write_value(value: &[u8], to: &mut Vec<u8>) {
    to.extend_from_slice(b": ");
    to.extend_from_slice(value);
    to.extend_from_slice(b"\r\n");
}

/// Writes a chunk of a body as hyper does; the last one, with which the body ends, is empty.
pub(super) fn write_chunk(chunk: &[u8], to: &mut Vec<u8>) {
    write_chunk_size(chunk.len(), to);
    to.extend_from_slice(chunk);
    to.extend_from_slice(b"\r\n");
}

/// Writes the line before a chunk.
pub(super) fn write_chunk_size(size: usize, to: &mut Vec<u8>) {
    let digits = (usize::BITS - size.leading_zeros()).div_ceil(4).max(1);
    for place in (0..digits).rev() {
        to.push(b"0123456789ABCDEF"[(size >> (4 * place)) & 15]);
    }
    to.extend_from_slice(b"\r\n");
}

/// The longest of the names that are looked for has fewer bytes.
const LONGEST: usize = 32;
