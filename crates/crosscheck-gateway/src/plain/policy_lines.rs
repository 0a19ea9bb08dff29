//! The headers that a decision chose, written as lines below those of an answer that says nothing of CORS.

use std::iter;

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edits;

use crate::plain::raw_lines::write_line;

/// Writes them. In: the request's `Origin`, if it has one; an answer with no line that a policy writes, and none of `Vary`.
pub(super) fn write_policy(edits: &Edits<'_>, origin: &[u8], to: &mut Vec<u8>) {
    let mut lines = PolicyLines { origin, to };
    if edits.apply_to_new(&mut lines) {
        edits.apply_others(&mut lines);
    }
}

struct PolicyLines<'a> {
    origin: &'a [u8],
    to: &'a mut Vec<u8>,
}

impl AnswerHeaders for PolicyLines<'_> {
    fn strip(&mut self) {}

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        write_line(header.name(), value.text.as_bytes(), self.to);
    }

    fn echo(&mut self, header: AnswerHeader) {
        write_line(header.name(), self.origin, self.to);
    }

    fn remove(&mut self, _: AnswerHeader) {}

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        iter::empty()
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        write_line("vary", value.text.as_bytes(), self.to);
    }
}
