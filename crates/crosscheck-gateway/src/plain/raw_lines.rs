//! Header lines as they came, and as they are written: names in lower case, as hyper writes them.

use crate::plain::raw_head::Line;
use crate::plain::raw_head::Lines;

/// Names that were there before: whether one comes twice.
#[derive(Default)]
pub(super) struct Names(u64);

impl Names {
    /// Whether a line has the name of one before it. In: those before it.
    #[inline]
    pub(super) fn repeats(&mut self, name: &[u8], before: Lines<'_, '_>) -> bool {
        let (first, last) = (name.first(), name.last());
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
pub(super) fn write_raw(line: Line<'_>, to: &mut Vec<u8>) {
    let (start, name) = (to.len(), line.name.len());
    if line.text.len() == name + line.value.len() + 4 && line.text.get(name + 1) == Some(&b' ') {
        to.extend_from_slice(line.text);
    } else {
        to.extend_from_slice(line.name);
        write_value(line.value, to);
    }
    to[start..start + name].make_ascii_lowercase();
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
