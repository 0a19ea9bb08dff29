//! The headers of an answer, written into a map of headers, whichever crate's it is.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Edits;

/// A map of headers, as one crate has it: how its lines are looked at and put.
pub trait AnswerMap {
    /// A header's value, which is cloned without copying.
    type Value: Clone;

    /// Whether there is any line of CORS, and any of `Vary`.
    ///
    /// Most answers have neither, and few headers at all: one pass over their names finds out.
    fn look(&self) -> (bool, bool);
    /// Adds a line.
    fn append(&mut self, header: AnswerHeader, value: Self::Value);
    /// Adds a line of `Vary`.
    fn append_vary(&mut self, value: Self::Value);
    /// Takes every line with this name away.
    fn remove(&mut self, header: AnswerHeader);
    /// The lines of `Vary`, in order.
    fn vary_lines(&self) -> impl Iterator<Item = &[u8]>;
}

/// Makes the changes that a decision chose to a map. What the answer said of CORS before, it says no
/// more.
///
/// In: the answer's headers; the request's `Origin` line, which is needed only where it is
/// [echoed](Edits::echo_origin), and is taken by the last echo; the changes, and the values of their policy by
/// their numbers.
#[inline]
pub fn edit_map<M: AnswerMap>(
    map: &mut M,
    origin: &mut Option<M::Value>,
    edits: Edits<'_>,
    values: &[M::Value],
) {
    edits.apply(&mut Answer { map, origin, values, has_vary: false });
}

struct Answer<'a, M: AnswerMap> {
    map: &'a mut M,
    origin: &'a mut Option<M::Value>,
    values: &'a [M::Value],
    /// Whether there is any line of `Vary`; known once the headers are stripped.
    has_vary: bool,
}

impl<M: AnswerMap> Answer<'_, M> {
    /// Puts a header in the place of every line with its name.
    #[inline]
    fn put(&mut self, header: AnswerHeader, value: M::Value) {
        // Those of CORS are stripped already, and to append is quicker than to look what is there.
        if !header.is_of_cors() {
            self.map.remove(header);
        }
        self.map.append(header, value);
    }
}

impl<M: AnswerMap> AnswerHeaders for Answer<'_, M> {
    #[inline]
    fn strip(&mut self) {
        let (says_cors, has_vary) = self.map.look();
        self.has_vary = has_vary;
        if says_cors {
            for &header in AnswerHeader::OF_CORS {
                self.map.remove(header);
            }
        }
    }

    #[inline]
    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.put(header, self.values[value.index].clone());
    }

    #[inline]
    fn echo(&mut self, header: AnswerHeader) {
        // Only a request that has an origin is decided so.
        debug_assert!(self.origin.is_some(), "an echo needs an origin");
        if let Some(origin) = self.origin.clone() {
            self.put(header, origin);
        }
    }

    #[inline]
    fn echo_last(&mut self, header: AnswerHeader) {
        debug_assert!(self.origin.is_some(), "an echo needs an origin");
        if let Some(origin) = self.origin.take() {
            self.put(header, origin);
        }
    }

    #[inline]
    fn remove(&mut self, header: AnswerHeader) {
        self.map.remove(header);
    }

    #[inline]
    fn has_vary(&self) -> bool {
        self.has_vary
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.map.vary_lines()
    }

    #[inline(always)]
    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.has_vary = true;
        self.map.append_vary(self.values[value.index].clone());
    }
}
