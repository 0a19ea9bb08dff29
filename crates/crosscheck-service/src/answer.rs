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
    /// Adds [`AnswerHeader::AllowOrigin`], which nearly every answer to a page has.
    fn append_reader(&mut self, value: Self::Value) {
        self.append(AnswerHeader::AllowOrigin, value);
    }
    /// Adds [`AnswerHeader::AllowCredentials`].
    fn append_credentials(&mut self);
    /// Adds a line of `Vary`.
    fn append_vary(&mut self, value: Self::Value);
    /// The same of the first, which mostly is [`AnswerValue::ORIGIN`]. In: the values of the policy.
    fn append_first_vary(&mut self, value: AnswerValue<'_>, values: &[Self::Value]) {
        self.append_vary(values[value.index].clone());
    }
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
    if map.look() != (false, false) {
        edit_what_speaks_already(map, origin, edits, values);
    } else if edits.apply_to_new(&mut Answer::<M, true> { map, origin, values }) {
        put_others(map, origin, edits, values);
    }
}

#[cold]
#[inline(never)]
fn edit_what_speaks_already<M: AnswerMap>(
    map: &mut M,
    origin: &mut Option<M::Value>,
    edits: Edits<'_>,
    values: &[M::Value],
) {
    edits.apply(&mut Answer::<M, false> { map, origin, values });
}

#[inline(never)]
fn put_others<M: AnswerMap>(
    map: &mut M,
    origin: &mut Option<M::Value>,
    edits: Edits<'_>,
    values: &[M::Value],
) {
    edits.apply_others(&mut Answer::<M, false> { map, origin, values });
}

/// `IS_NEW`: it has no line of CORS, and none of `Vary`. What nearly every answer has is put there by
/// quicker ways, which are compiled once.
struct Answer<'a, M: AnswerMap, const IS_NEW: bool> {
    map: &'a mut M,
    origin: &'a mut Option<M::Value>,
    values: &'a [M::Value],
}

impl<M: AnswerMap, const IS_NEW: bool> Answer<'_, M, IS_NEW> {
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

impl<M: AnswerMap, const IS_NEW: bool> AnswerHeaders for Answer<'_, M, IS_NEW> {
    fn strip(&mut self) {
        for &header in AnswerHeader::OF_CORS {
            self.map.remove(header);
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

    #[inline(always)]
    fn echo_to_reader(&mut self) {
        debug_assert!(self.origin.is_some(), "an echo needs an origin");
        match self.origin.take() {
            Some(origin) if IS_NEW => self.map.append_reader(origin),
            Some(origin) => self.map.append(AnswerHeader::AllowOrigin, origin),
            None => {}
        }
    }

    #[inline(always)]
    fn allow_credentials(&mut self) {
        match IS_NEW {
            true => self.map.append_credentials(),
            false => self.set(AnswerHeader::AllowCredentials, AnswerValue::TRUE),
        }
    }

    #[inline]
    fn remove(&mut self, header: AnswerHeader) {
        self.map.remove(header);
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.map.vary_lines()
    }

    #[inline(always)]
    fn append_vary(&mut self, value: AnswerValue<'_>) {
        match IS_NEW {
            true => self.map.append_first_vary(value, self.values),
            false => self.map.append_vary(self.values[value.index].clone()),
        }
    }
}
