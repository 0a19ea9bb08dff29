//! The headers of an answer, as Envoy lets a filter change them.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edit;
use crosscheck::server::Edits;

use crate::host::Exchange;
use crate::host::Line;

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

/// Shows the lines of an answer of its own that changes make.
pub(crate) fn each_line<'t>(edits: Edits<'t>, origin: &'t [u8], mut show: impl FnMut(Line<'t>)) {
    edits.each(|edit| match edit {
        Edit::Set(header, value) => show((header.name().as_bytes(), value.text.as_bytes())),
        Edit::Echo(header) => show((header.name().as_bytes(), origin)),
        Edit::Vary(names) => show((VARY.as_bytes(), names.text.as_bytes())),
        // Nothing is there yet.
        Edit::Remove(_) => {}
    });
}

struct Answer<'a, E> {
    exchange: &'a mut E,
    /// Empty where nothing is echoed.
    origin: &'a [u8],
    /// Whether there is any line of `Vary`; known once the headers are stripped.
    has_vary: bool,
}

impl<E: Exchange> Answer<'_, E> {
    fn put(&mut self, header: AnswerHeader, value: &[u8]) {
        match AnswerHeader::OF_CORS.contains(&header) {
            // They are stripped.
            true => self.exchange.add(header.name(), value),
            false => self.exchange.set(header.name(), value),
        }
    }
}

impl<E: Exchange> AnswerHeaders for Answer<'_, E> {
    fn strip(&mut self) {
        // One pass over the names costs less than six searches for what is mostly not there.
        let (mut says_cors, mut has_vary) = (false, false);
        self.exchange.each_answer_line(|(name, _)| {
            says_cors |= name.starts_with(b"access-control-");
            has_vary |= name == VARY.as_bytes();
        });
        self.has_vary = has_vary;
        if says_cors {
            strip(self.exchange);
        }
    }

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.put(header, value.text.as_bytes());
    }

    fn echo(&mut self, header: AnswerHeader) {
        self.put(header, self.origin);
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.exchange.remove(header.name());
    }

    fn has_vary(&self) -> bool {
        self.has_vary
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        let mut lines = Vec::new();
        self.exchange.each_answer_line(|(name, value)| {
            if name == VARY.as_bytes() {
                lines.push(value);
            }
        });
        lines.into_iter()
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.has_vary = true;
        self.exchange.add(VARY, value.text.as_bytes());
    }
}

const VARY: &str = "vary";
