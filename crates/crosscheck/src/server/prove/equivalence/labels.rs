//! The labels that wildcards in them tell apart: for each set of wildcards that some label fits, the
//! shortest such label.
//!
//! Every pair of literal ends is a small automaton that reads a label from its start: the prefix, any
//! byte, any bytes, the suffix. All of them walk together, breadth first, so that the first label to
//! reach a state is a shortest one, and no state is looked at twice. A label has 63 bytes at most.
//!
//! Labels that are spoken for are walked around: a label that none of them starts with does whatever
//! a later one in its state could, so of a million only those before the first gap are looked at.
#![expect(clippy::indexing_slicing, reason = "a span is of the list that it was made for")]

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::mem;
use core::ops::ControlFlow;

use crate::wire::ByteSet;

/// What stands before and after the `*` of a label.
pub(crate) type Ends<'p> = (&'p [u8], &'p [u8]);

/// Hosts under one domain that somebody named: the domain, and the label in front; sorted.
pub(crate) type Taken<'p> = &'p [(&'p str, &'p str)];

/// Whether to go on.
pub(crate) type Visited = Result<ControlFlow<()>, TooManyOriginClasses>;

/// Wildcards tell apart more kinds of origins than anybody can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooManyOriginClasses;

impl fmt::Display for TooManyOriginClasses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "wildcards in the labels of one domain overlap with too many others, or with too many \
             origins there: they tell apart more kinds of origins than can be looked at one by one; \
             use fewer wildcards there",
        )
    }
}

impl core::error::Error for TooManyOriginClasses {}

/// How much may be looked at before it is too much: places of wildcards, over all states.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Budget {
    /// With room to look at each of so many named origins.
    pub(crate) const fn beside(named: usize) -> Self {
        Self(500_000 + 16 * named)
    }

    pub(crate) fn spend<const N: usize>(
        &mut self,
        costs: [usize; N],
    ) -> Result<(), TooManyOriginClasses> {
        self.0 = self.0.checked_sub(costs.into_iter().sum()).ok_or(TooManyOriginClasses)?;
        Ok(())
    }
}

/// Hands over the shortest label of each kind, shorter ones first: two labels are of one kind if they
/// fit the same of `ends`.
///
/// In: labels that are spoken for and not looked at; the bytes to put together; the longest length to
/// look at. Stops where `visit` says so.
pub(crate) fn tell_apart(
    ends: &[Ends<'_>],
    taken: [Taken<'_>; 2],
    bytes: &[u8],
    longest: usize,
    budget: &mut Budget,
    visit: &mut dyn FnMut(&str, &mut Budget) -> Visited,
) -> Visited {
    let wildcards = Wildcards::new(ends);
    let start = wildcards.start();
    // States that some label reached which no taken one starts with.
    let mut free = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    let on_taken = taken.map(|taken| (!taken.is_empty()).then(|| Span::all(taken)));
    if on_taken == [None; 2] {
        free.insert(start.clone());
    }
    let mut layer = vec![(String::new(), start, on_taken)];
    for _ in 0..longest.min(LONGEST_LABEL) {
        let mut next = Vec::new();
        for (label, state, on_taken) in &layer {
            let telling = wildcards.telling(state);
            let mut is_known = false;
            for byte in bytes {
                // Of bytes that all lead to one state, the first will do.
                if !telling.holds(*byte)
                    && *on_taken == [None; 2]
                    && mem::replace(&mut is_known, true)
                {
                    continue;
                }
                let state = wildcards.after(state, *byte);
                if free.contains(&state) {
                    continue;
                }
                budget.spend([1, state.open.len(), state.suffixes.len()])?;
                let after = |index: usize| on_taken[index]?.after(*byte, taken[index]);
                let on_taken = [after(0), after(1)];
                let is_whole = |index: usize| {
                    on_taken[index].is_some_and(|span: Span| span.whole(taken[index]).is_some())
                };
                let mut label = label.clone();
                label.push(char::from(*byte));
                if !is_whole(0) && !is_whole(1) && kinds.insert(wildcards.fitting(&state)) {
                    let visited = visit(&label, budget)?;
                    if visited.is_break() {
                        return Ok(visited);
                    }
                }
                if on_taken == [None; 2] {
                    free.insert(state.clone());
                }
                next.push((label, state, on_taken));
            }
        }
        layer = next;
    }
    Ok(ControlFlow::Continue(()))
}

/// The bytes of labels, the best to read first: the `number`-th word of a length, in their order.
///
/// `None` behind the last.
fn word(length: usize, number: u64) -> Option<String> {
    let mut rest = number;
    let mut letters = vec!['x'; length];
    for letter in letters.iter_mut().rev() {
        *letter = char::from(BYTES[(rest % BYTES.len() as u64) as usize]);
        rest /= BYTES.len() as u64;
    }
    (rest == 0).then(|| letters.into_iter().collect())
}

/// Every word of a length.
pub(crate) fn words(length: usize) -> impl Iterator<Item = String> {
    (0..).map_while(move |number| word(length, number))
}

/// What is read for: words in sorted lists, so that those that a text may become stand side by side.
struct Wildcards<'p> {
    /// Each once.
    prefixes: Vec<&'p [u8]>,
    /// Behind each prefix.
    suffixes: Vec<Vec<&'p [u8]>>,
}

/// Where all automata are after a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// The prefixes that the text may still become.
    prefixes: Option<Span>,
    /// The prefixes behind which the wildcard has its byte, and may have more.
    open: Vec<usize>,
    /// The suffixes, each behind a prefix, that the end of the text may become; sorted.
    suffixes: Vec<(usize, Span)>,
}

/// A word in a sorted list.
trait Word {
    fn bytes(&self) -> &[u8];
}

impl Word for &[u8] {
    fn bytes(&self) -> &[u8] {
        self
    }
}

impl Word for (&str, &str) {
    fn bytes(&self) -> &[u8] {
        self.1.as_bytes()
    }
}

/// Words of a sorted list that all start alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    first: usize,
    end: usize,
    /// How many of their bytes were read.
    read: usize,
}

impl Span {
    fn all<W>(words: &[W]) -> Self {
        Self { first: 0, end: words.len(), read: 0 }
    }

    fn after<W: Word>(self, byte: u8, words: &[W]) -> Option<Self> {
        let Self { first, end, read } = self;
        let range = &words[first..end];
        let next = |word: &W| word.bytes().get(read).copied();
        let from = range.partition_point(|word| next(word) < Some(byte));
        let to = range.partition_point(|word| next(word) <= Some(byte));
        (from < to).then_some(Self { first: first + from, end: first + to, read: read + 1 })
    }

    /// The word that was read whole, if one was; it is the first.
    fn whole<W: Word>(self, words: &[W]) -> Option<usize> {
        let is_whole = words.get(self.first).is_some_and(|word| word.bytes().len() == self.read);
        is_whole.then_some(self.first)
    }

    /// Marks the bytes that go on to one of the words.
    fn mark(self, words: &[&[u8]], marks: &mut ByteSet) {
        let mut range = &words[self.first..self.end];
        while let Some(word) = range.first() {
            let next = word.get(self.read).copied();
            marks.add(next.unwrap_or_default());
            let alike = range.partition_point(|word| word.get(self.read).copied() <= next);
            range = &range[alike..];
        }
    }
}

impl<'p> Wildcards<'p> {
    fn new(ends: &[Ends<'p>]) -> Self {
        let mut sorted: BTreeMap<&[u8], BTreeSet<&[u8]>> = BTreeMap::new();
        for (prefix, suffix) in ends {
            sorted.entry(prefix).or_default().insert(suffix);
        }
        let suffixes = sorted.values().map(|suffixes| suffixes.iter().copied().collect());
        Self { suffixes: suffixes.collect(), prefixes: sorted.into_keys().collect() }
    }

    fn start(&self) -> State {
        State { prefixes: Some(Span::all(&self.prefixes)), open: Vec::new(), suffixes: Vec::new() }
    }

    /// The bytes that lead from a state to another one than all the rest do.
    fn telling(&self, state: &State) -> ByteSet {
        let mut marks = ByteSet::of(b"");
        if let Some(span) = state.prefixes {
            span.mark(&self.prefixes, &mut marks);
        }
        for prefix in &state.open {
            Span::all(&self.suffixes[*prefix]).mark(&self.suffixes[*prefix], &mut marks);
        }
        for (prefix, span) in &state.suffixes {
            span.mark(&self.suffixes[*prefix], &mut marks);
        }
        marks
    }

    fn after(&self, state: &State, byte: u8) -> State {
        let mut open = state.open.clone();
        open.extend(state.prefixes.and_then(|span| span.whole(&self.prefixes)));
        let begun = state.open.iter().map(|prefix| (*prefix, Span::all(&self.suffixes[*prefix])));
        let under_way = begun.chain(state.suffixes.iter().copied());
        let mut suffixes: Vec<(usize, Span)> = under_way
            .filter_map(|(prefix, span)| Some((prefix, span.after(byte, &self.suffixes[prefix])?)))
            .collect();
        suffixes.sort_unstable();
        State {
            prefixes: state.prefixes.and_then(|span| span.after(byte, &self.prefixes)),
            open,
            suffixes,
        }
    }

    /// The wildcards that the text fits: prefix, and suffix behind it.
    fn fitting(&self, state: &State) -> Vec<(usize, usize)> {
        let endless = |prefix: &usize| {
            Some((*prefix, Span::all(&self.suffixes[*prefix]).whole(&self.suffixes[*prefix])?))
        };
        let ended =
            |(prefix, span): &(usize, Span)| Some((*prefix, span.whole(&self.suffixes[*prefix])?));
        let fitting = state.open.iter().filter_map(endless);
        fitting.chain(state.suffixes.iter().filter_map(ended)).collect()
    }
}

/// Every byte that makes a difference, and one for all that make none.
pub(crate) fn alphabet<'p>(ends: impl Iterator<Item = Ends<'p>>, taken: [Taken<'p>; 2]) -> Vec<u8> {
    let mut matters = ByteSet::of(b"");
    let ends = ends.flat_map(|(prefix, suffix)| [prefix, suffix]);
    let taken = taken.into_iter().flatten().map(|(_, label)| label.as_bytes());
    for byte in ends.chain(taken).flatten() {
        matters.add(*byte);
    }
    let spare = BYTES.iter().find(|byte| !matters.holds(**byte));
    let bytes = BYTES.iter().filter(|byte| matters.holds(**byte) || Some(*byte) == spare);
    let mut bytes: Vec<u8> = bytes.copied().collect();
    // What stands for itself alone comes first: a witness says no more than it must.
    bytes.sort_by_key(|byte| Some(byte) != spare);
    bytes
}

pub(crate) const LONGEST_LABEL: usize = 63;

/// The bytes that a label is made of.
const BYTES: &[u8; 38] = b"xabcdefghijklmnopqrstuvwyz0123456789-_";

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;
    use core::ops::ControlFlow;

    use super::Budget;
    use super::Ends;
    use super::TooManyOriginClasses;
    use super::alphabet;
    use super::tell_apart;
    use super::word;

    /// The labels, and how much of the budget finding them took.
    fn found(
        ends: &[Ends<'_>],
        taken: &[(&str, &str)],
    ) -> Result<(Vec<String>, usize), TooManyOriginClasses> {
        let (taken, mut labels) = ([taken, &[]], Vec::new());
        let bytes = alphabet(ends.iter().copied(), taken);
        let mut budget = Budget::beside(0);
        let _ = tell_apart(ends, taken, &bytes, 63, &mut budget, &mut |label, _| {
            labels.push(label.into());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((labels, Budget::beside(0).0 - budget.0))
    }

    fn labels(ends: &[(&str, &str)], taken: &[&str]) -> Vec<String> {
        let ends: Vec<Ends<'_>> =
            ends.iter().map(|(prefix, suffix)| (prefix.as_bytes(), suffix.as_bytes())).collect();
        let taken: Vec<(&str, &str)> = taken.iter().map(|label| ("", *label)).collect();
        found(&ends, &taken).expect("few kinds").0
    }

    #[test]
    fn each_kind_of_label_has_a_shortest_one() {
        assert_eq!(labels(&[], &[]), ["x"]);
        assert_eq!(labels(&[("", "")], &[]), ["x"]);
        assert_eq!(labels(&[("", "")], &["a", "x"]), ["b"]);
        assert_eq!(labels(&[("pre-", "")], &[]), ["x", "pre-x"]);
        // Both ends together need a byte between them, wherever they might overlap.
        assert_eq!(labels(&[("ab", ""), ("", "bc")], &[]), ["x", "xbc", "abx", "abc"]);
        assert_eq!(labels(&[("a", "a")], &["axa"]), ["b", "aba"]);
        // The shortest one may be somebody's already.
        assert_eq!(labels(&[("ab", ""), ("", "bc")], &["abc", "x"]), ["d", "dbc", "abd", "abbc"]);
    }

    #[test]
    fn what_no_label_has_room_for_is_no_kind() {
        let (long, other) = ("a".repeat(40), "b".repeat(40));
        assert_eq!(labels(&[(&long, ""), ("", &other)], &[]).len(), 3);
        let (long, other) = ("a".repeat(31), "b".repeat(31));
        assert_eq!(labels(&[(&long, ""), ("", &other)], &[]).len(), 4);
        // They may overlap, but for the byte that each wildcard covers itself.
        assert_eq!(labels(&[(&"a".repeat(40), ""), ("", &"a".repeat(40))], &[]).len(), 4);
    }

    #[test]
    fn words_come_in_order_and_end() {
        assert_eq!(word(2, 0).as_deref(), Some("xx"));
        assert_eq!(word(2, 39).as_deref(), Some("aa"));
        assert_eq!(word(1, 38), None);
    }

    #[test]
    fn hundreds_of_ends_are_bounded() {
        let texts: Vec<_> = (0..300).map(|n| alloc::format!("--p{n}q")).collect();
        let ends: Vec<Ends<'_>> = texts.iter().map(|text| (&b""[..], text.as_bytes())).collect();
        assert_eq!(found(&ends, &[]).map(|(labels, _)| labels.len()), Ok(301));
        let texts: Vec<_> = (0..2000).map(|n| alloc::format!("--p{n}q")).collect();
        let both =
            texts.iter().flat_map(|t| vec![(t.as_bytes(), &b""[..]), (&b""[..], t.as_bytes())]);
        let both: Vec<Ends<'_>> = both.collect();
        assert!(found(&both, &[]).is_err());
    }

    /// Labels that are spoken for are walked around, so that twice as many take no more.
    #[test]
    fn a_hundred_thousand_taken_labels_are_not_looked_at_one_by_one() {
        let ends: [Ends<'_>; 3] = [(b"pre-", b""), (b"", b"-post"), (b"customer-1", b"")];
        let spent = |count: usize| {
            let mut labels: Vec<_> = (0..count).map(|n| alloc::format!("customer-{n}")).collect();
            labels.sort();
            let taken: Vec<(&str, &str)> =
                labels.iter().map(|label| ("", label.as_str())).collect();
            let (labels, spent) = found(&ends, &taken).expect("few kinds");
            assert_eq!(labels.len(), 6, "{labels:?}");
            spent
        };
        let (some, many) = (spent(1_000), spent(100_000));
        assert!(many < some + 1_000, "{some}, then {many}");
    }
}
