//! The headers that a decision chose, written as lines below those of an answer that says nothing of CORS.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edits;

use crate::plain::raw_lines::write_line;

/// Writes them. In: the request's `Origin`, if it has one; an answer with no line that a policy writes, and none of `Vary`.
pub(super) fn write_policy(edits: &Edits<'_>, origin: &[u8], to: &mut Vec<u8>) {
    let mut lines = PolicyLines { origin, vary: None, is_vary_alone: false, to };
    if edits.apply_to_new(&mut lines) {
        edits.apply_others(&mut lines);
    }
}

/// Writes what is added to a `Vary` that is there, to stand below it. In: what that says.
pub(super) fn write_more_vary(edits: &Edits<'_>, vary: &[u8], to: &mut Vec<u8>) {
    edits.apply(&mut PolicyLines { origin: b"", vary: Some(vary), is_vary_alone: true, to });
}

/// Writes all else.
pub(super) fn write_policy_but_vary(edits: &Edits<'_>, origin: &[u8], to: &mut Vec<u8>) {
    // Whatever may be wanted of `Vary` is there.
    edits.apply(&mut PolicyLines { origin, vary: Some(b"*"), is_vary_alone: false, to });
}

struct PolicyLines<'a> {
    origin: &'a [u8],
    vary: Option<&'a [u8]>,
    is_vary_alone: bool,
    to: &'a mut Vec<u8>,
}

impl PolicyLines<'_> {
    fn write(&mut self, header: AnswerHeader, value: &[u8]) {
        if !self.is_vary_alone {
            write_line(header.name(), value, self.to);
        }
    }
}

impl AnswerHeaders for PolicyLines<'_> {
    fn strip(&mut self) {}

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.write(header, value.text.as_bytes());
    }

    fn echo(&mut self, header: AnswerHeader) {
        self.write(header, self.origin);
    }

    fn remove(&mut self, _: AnswerHeader) {}

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.vary.into_iter()
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        write_line("vary", value.text.as_bytes(), self.to);
    }
}
