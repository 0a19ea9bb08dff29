//! The labels that wildcards in them tell apart: for each set of wildcards that some label fits, the
//! shortest such label.
//!
//! Every pair of literal ends is a small automaton that reads a label from its start: the prefix, any
//! byte, any bytes, the suffix. All of them walk together, breadth first, so that the first label to
//! reach a state is a shortest one, and no state is looked at twice. A label has 63 bytes at most.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// What stands before and after the `*` of a label.
pub(super) type Ends<'p> = (&'p [u8], &'p [u8]);

/// Wildcards tell apart more kinds of origins than anybody can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyKinds;

impl fmt::Display for TooManyKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "wildcards in the labels of one domain overlap with too many others, or with too many \
             origins there: they tell apart more kinds of origins than can be looked at one by one; \
             use fewer wildcards there",
        )
    }
}

impl core::error::Error for TooManyKinds {}

/// How much may be looked at before it is too much: places of wildcards, over all states.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) const fn new() -> Self {
        Self(500_000)
    }

    pub(super) fn spend<const N: usize>(&mut self, costs: [usize; N]) -> Result<(), TooManyKinds> {
        self.0 = self.0.checked_sub(costs.into_iter().sum()).ok_or(TooManyKinds)?;
        Ok(())
    }
}

/// The shortest label of each kind: two labels are of one kind if they fit the same of `ends`.
///
/// In: labels that are spoken for and not looked at, sorted; the longest length to look at.
pub(super) fn tell_apart(
    ends: &[Ends<'_>],
    taken: &[&[u8]],
    longest: usize,
    budget: &mut Budget,
) -> Result<Vec<String>, TooManyKinds> {
    let wildcards = Wildcards::new(ends, taken);
    let alphabet = alphabet(ends, taken);
    let start = wildcards.start();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut kinds = BTreeSet::new();
    let mut found = Vec::new();
    let mut layer = vec![(String::new(), start)];
    for _ in 0..longest.min(LONGEST_LABEL) {
        let mut next = Vec::new();
        for (label, state) in &layer {
            for byte in &alphabet {
                let state = wildcards.after(state, *byte);
                if seen.contains(&state) {
                    continue;
                }
                budget.spend([1, state.open.len(), state.suffixes.len()])?;
                seen.insert(state.clone());
                let mut label = label.clone();
                label.push(char::from(*byte));
                if !wildcards.is_taken(&state) && kinds.insert(wildcards.fitting(&state)) {
                    found.push(label.clone());
                }
                next.push((label, state));
            }
        }
        layer = next;
    }
    Ok(found)
}

/// The bytes of labels, the best to read first: the `number`-th word of a length, in their order.
///
/// `None` behind the last.
pub(super) fn word(length: usize, number: u64) -> Option<String> {
    let mut rest = number;
    let mut letters = vec!['x'; length];
    for letter in letters.iter_mut().rev() {
        *letter = char::from(BYTES[(rest % BYTES.len() as u64) as usize]);
        rest /= BYTES.len() as u64;
    }
    (rest == 0).then(|| letters.into_iter().collect())
}

/// What is read for: words in sorted lists, so that those that a text may become stand side by side.
struct Wildcards<'p> {
    /// Each once.
    prefixes: Vec<&'p [u8]>,
    /// Behind each prefix.
    suffixes: Vec<Vec<&'p [u8]>>,
    taken: &'p [&'p [u8]],
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
    /// The taken labels that the text may still become.
    taken: Option<Span>,
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
    fn all(words: &[&[u8]]) -> Self {
        Self { first: 0, end: words.len(), read: 0 }
    }

    fn after(self, byte: u8, words: &[&[u8]]) -> Option<Self> {
        let Self { first, end, read } = self;
        let range = &words[first..end];
        let next = |word: &&[u8]| word.get(read).copied();
        let from = range.partition_point(|word| next(word) < Some(byte));
        let to = range.partition_point(|word| next(word) <= Some(byte));
        (from < to).then_some(Self { first: first + from, end: first + to, read: read + 1 })
    }

    /// The word that was read whole, if one was; it is the first.
    fn whole(self, words: &[&[u8]]) -> Option<usize> {
        words.get(self.first).is_some_and(|word| word.len() == self.read).then_some(self.first)
    }
}

impl<'p> Wildcards<'p> {
    fn new(ends: &[Ends<'p>], taken: &'p [&'p [u8]]) -> Self {
        let mut sorted: BTreeMap<&[u8], BTreeSet<&[u8]>> = BTreeMap::new();
        for (prefix, suffix) in ends {
            sorted.entry(prefix).or_default().insert(suffix);
        }
        let suffixes = sorted.values().map(|suffixes| suffixes.iter().copied().collect());
        Self { suffixes: suffixes.collect(), prefixes: sorted.into_keys().collect(), taken }
    }

    fn start(&self) -> State {
        State {
            prefixes: Some(Span::all(&self.prefixes)),
            open: Vec::new(),
            suffixes: Vec::new(),
            taken: Some(Span::all(self.taken)),
        }
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
            taken: state.taken.and_then(|span| span.after(byte, self.taken)),
        }
    }

    fn is_taken(&self, state: &State) -> bool {
        state.taken.is_some_and(|span| span.whole(self.taken).is_some())
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
fn alphabet(ends: &[Ends<'_>], taken: &[&[u8]]) -> Vec<u8> {
    let mut matters = [false; 256];
    let ends = ends.iter().flat_map(|(prefix, suffix)| [*prefix, *suffix]);
    for byte in ends.chain(taken.iter().copied()).flatten() {
        matters[usize::from(*byte)] = true;
    }
    let spare = BYTES.iter().find(|byte| !matters[usize::from(**byte)]);
    let bytes = BYTES.iter().filter(|byte| matters[usize::from(**byte)] || Some(*byte) == spare);
    let mut bytes: Vec<u8> = bytes.copied().collect();
    // What stands for itself alone comes first: a witness says no more than it must.
    bytes.sort_by_key(|byte| Some(byte) != spare);
    bytes
}

pub(super) const LONGEST_LABEL: usize = 63;

/// The bytes that a label is made of.
const BYTES: &[u8; 38] = b"xabcdefghijklmnopqrstuvwyz0123456789-_";

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::Budget;
    use super::Ends;
    use super::tell_apart;
    use super::word;

    fn labels(ends: &[(&str, &str)], taken: &[&str]) -> Vec<alloc::string::String> {
        let ends: Vec<Ends<'_>> =
            ends.iter().map(|(prefix, suffix)| (prefix.as_bytes(), suffix.as_bytes())).collect();
        let taken: Vec<&[u8]> = taken.iter().map(|label| label.as_bytes()).collect();
        tell_apart(&ends, &taken, 63, &mut Budget::new()).expect("few kinds")
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
        assert_eq!(tell_apart(&ends, &[], 63, &mut Budget::new()).map(|l| l.len()), Ok(301));
        let texts: Vec<_> = (0..2000).map(|n| alloc::format!("--p{n}q")).collect();
        let both =
            texts.iter().flat_map(|t| vec![(t.as_bytes(), &b""[..]), (&b""[..], t.as_bytes())]);
        let both: Vec<Ends<'_>> = both.collect();
        assert!(tell_apart(&both, &[], 63, &mut Budget::new()).is_err());
    }
}
