//! The headers of an answer, as Envoy lets a filter change them.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edit;
use crosscheck::server::Edits;

use crate::host::Exchange;

/// Makes the changes that a decision chose. What the answer said of CORS before, it says no more.
pub(crate) fn edit(exchange: &mut impl Exchange, edits: Edits<'_>, origin: &[u8]) {
    edits.apply(&mut Answer { exchange, origin, has_vary: false });
}

/// Takes away what an answer says of CORS: no page reads it then. Whether it was there is not asked, so
/// that little can fail where something has failed before.
pub(crate) fn strip(exchange: &mut impl Exchange) {
    for header in AnswerHeader::OF_CORS {
        exchange.remove(header.name());
    }
}

/// The lines of an answer of its own that changes make.
pub(crate) fn lines(edits: Edits<'_>, origin: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut lines = Vec::new();
    edits.each(|edit| match edit {
        Edit::Set(header, value) => lines.push((header.name(), value.text.into())),
        Edit::Echo(header) => lines.push((header.name(), origin.into())),
        Edit::Vary(names) => lines.push((VARY, names.text.into())),
        // Nothing is there yet.
        Edit::Remove(_) => {}
    });
    lines
}

struct Answer<'a, E> {
    exchange: &'a mut E,
    /// Empty where nothing is echoed.
    origin: &'a [u8],
    /// Whether there is any line of `Vary`; known once the headers are stripped.
    has_vary: bool,
}

impl<E: Exchange> AnswerHeaders for Answer<'_, E> {
    fn strip(&mut self) {
        // One pass over the names costs less than six searches for what is mostly not there.
        let mut says_cors = false;
        for (name, _) in self.exchange.answer_lines() {
            says_cors |= name.starts_with(b"access-control-");
            self.has_vary |= name == VARY.as_bytes();
        }
        if says_cors {
            strip(self.exchange);
        }
    }

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.exchange.set(header.name(), value.text.as_bytes());
    }

    fn echo(&mut self, header: AnswerHeader) {
        self.exchange.set(header.name(), self.origin);
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.exchange.remove(header.name());
    }

    fn has_vary(&self) -> bool {
        self.has_vary
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        let lines = self.exchange.answer_lines();
        lines.filter(|(name, _)| *name == VARY.as_bytes()).map(|(_, value)| value)
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.has_vary = true;
        self.exchange.add(VARY, value.text.as_bytes());
    }
}

const VARY: &str = "vary";
