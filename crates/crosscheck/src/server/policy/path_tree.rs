//! Which rules speak for a path: a tree of segments, walked without copying anything.
//!
//! A rule's path covers itself and everything below it, by whole segments: `/api` covers `/api`,
//! `/api/` and `/api/users`, never `/apis`. The longest path that covers a request wins, alone: the
//! rules of shorter paths are not asked, whatever it answers.
//!
//! A request's path is read in as many ways as servers do (`readings.rs`), by looking at both ends.
//! As it was sent: cut at `/`, nothing decoded, nothing resolved. And as leniently as any server
//! might: decoded twice, cut at every kind of slash, encoded or not, empty segments and `.` dropped,
//! `;` and what follows it in a segment dropped, dots and blanks at a segment's ends dropped, case,
//! accents and forms of letters ignored. A rule's path holds none of what the two differ in, and no
//! two part in nothing but that, so every reading in between leads to a rule between theirs; if
//! theirs and all between mean the same, it does not matter which. If not, nobody can know which
//! resource it will be, and nothing is allowed. Nor is it where a segment could be read as `..`, which
//! browsers resolve before they send, or the path as something else altogether.
#![expect(clippy::indexing_slicing, reason = "each number is of a node, and none is taken away")]

#[cfg(feature = "prove")]
use alloc::collections::BTreeSet;
#[cfg(feature = "prove")]
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::group::GroupNumber;
use super::reason::Reason;
use super::segment::Segment;
use crate::server::hash::mix;
use crate::server::index::Index;
use crate::server::number::number;
use crate::server::path::Folded;
use crate::server::path::Place;
use crate::server::path::decoded;
use crate::server::path::decoded_twice;
use crate::server::path::is_plain;
#[cfg(feature = "prove")]
use crate::server::path::spell_path;
use crate::server::path::undecoded;

/// Paths and the group of rules that each leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathTree {
    /// The root first, and each behind the one above it.
    nodes: Vec<Node>,
    /// Finds a node by the one above it and its name, without case: of two that part in nothing but
    /// that, one is there.
    below: Index<NodeNumber>,
    /// Whether names are as all readings have them: without a capital.
    are_names_plain: bool,
}

number! {
    /// The number of a node; the root's is 0.
    NodeNumber
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    above: NodeNumber,
    /// Whether any is below it.
    has_children: bool,
    /// Decoded: ASCII.
    name: Vec<u8>,
    /// Its own, or the nearest one above.
    group: Option<GroupNumber>,
    /// The highest node such that it and all between means the same as this one: readings of a path
    /// that end in one region cannot be told apart, nor can any reading between them.
    region: NodeNumber,
}

impl PathTree {
    /// A tree that leads nowhere yet, with room for so many segments of paths.
    pub(crate) fn with_room_for(segments: usize) -> Self {
        let below = Index::with_room_for(segments);
        Self { nodes: vec![Node::default()], below, are_names_plain: true }
    }

    /// Adds a path, given by its decoded segments. Out: its group: the one it has, or else `next`.
    ///
    /// Fails if it parts from others in nothing but a segment's case, as a server may take the one's
    /// for the other's; with one of them.
    pub(crate) fn add(
        &mut self,
        segments: &[Vec<u8>],
        next: GroupNumber,
    ) -> Result<GroupNumber, Place> {
        let mut at = NodeNumber::default();
        for name in segments {
            let without_case = |there: &[u8]| there.eq_ignore_ascii_case(name);
            at = match self.child(at, name.iter().copied(), without_case) {
                Some(child) if self.nodes[child.at()].name != *name => {
                    return Err(self.first_through(child));
                }
                Some(child) => child,
                None => self.add_below(at, name),
            };
        }
        Ok(*self.nodes[at.at()].group.get_or_insert(next))
    }

    fn add_below(&mut self, above: NodeNumber, name: &[u8]) -> NodeNumber {
        let number = NodeNumber::new(self.nodes.len());
        self.nodes[above.at()].has_children = true;
        self.below.insert(step_hash(above, name.iter().copied()), number);
        self.are_names_plain &= !name.iter().any(u8::is_ascii_uppercase);
        let (name, region) = (name.to_vec(), number);
        self.nodes.push(Node { above, name, region, ..Node::default() });
        number
    }

    /// The first path that was added of those through a node: what is new in one has its numbers in a row.
    fn first_through(&self, at: NodeNumber) -> Place {
        let last = (at.at()..self.nodes.len()).find(|number| self.nodes[*number].group.is_some());
        self.place(NodeNumber::new(last.unwrap_or(at.at())))
    }

    /// The segments of a node's path.
    fn place(&self, mut at: NodeNumber) -> Place {
        let mut place = Place::new();
        while at != NodeNumber::default() {
            let Node { above, name, .. } = &self.nodes[at.at()];
            place.push(name.clone());
            at = *above;
        }
        place.reverse();
        place
    }

    /// Ends the tree: each node hands down what it has. May be done again when what groups mean has
    /// changed.
    pub(crate) fn hand_down(&mut self, mean_the_same: &dyn Fn(GroupNumber, GroupNumber) -> bool) {
        for number in 1..self.nodes.len() {
            let Node { group, region, .. } = self.nodes[self.nodes[number].above.at()];
            let node = &mut self.nodes[number];
            node.region = NodeNumber::new(number);
            match (node.group, group) {
                (Some(own), Some(above)) if mean_the_same(own, above) => node.region = region,
                (Some(_), _) => {}
                (None, _) => (node.group, node.region) = (group, region),
            }
        }
    }

    /// The group that speaks for a request's path.
    ///
    /// In: the path as sent, which is not asked for if all are treated alike; a query is ignored.
    /// Fails if no rule covers it, or if two readings disagree.
    #[inline]
    pub(crate) fn find<'r>(&self, path: impl FnOnce() -> &'r str) -> Result<GroupNumber, Reason> {
        match self.nodes.as_slice() {
            [everywhere] => everywhere.group.ok_or(Reason::PathNotCovered),
            _ => self.find_below(path()),
        }
    }

    #[inline(never)]
    fn find_below(&self, path: &str) -> Result<GroupNumber, Reason> {
        let path = path.split('?').next().unwrap_or_default();
        let Some(path) = path.strip_prefix('/') else {
            // Of a server as a whole (`OPTIONS *`), or a URL, whose path is somewhere in it.
            return match path {
                "" | "*" => self.group(NodeNumber::default()),
                _ => Err(Reason::PathAmbiguous),
            };
        };
        let path = path.as_bytes();
        if self.are_names_plain && is_plain(path) {
            return self.group(self.walk(path, |segment| segment.iter().copied()));
        }
        if path.contains(&b'#') {
            return Err(Reason::PathAmbiguous);
        }
        let literal = self.walk(path, |segment| decoded(segment.iter().copied()));
        let raw = self.walk(path, undecoded);
        let lenient = self.walk_leniently(path)?;
        // What is read at both ends as meaning the same means it between them.
        match self.nodes[raw.at()].region == self.nodes[lenient.at()].region {
            true => self.group(literal),
            false => Err(Reason::PathAmbiguous),
        }
    }

    fn group(&self, at: NodeNumber) -> Result<GroupNumber, Reason> {
        self.nodes[at.at()].group.ok_or(Reason::PathNotCovered)
    }

    /// Every path that is in the tree or above one that is, by its segments; the root, too.
    #[cfg(feature = "prove")]
    pub(crate) fn places(&self) -> BTreeSet<Place> {
        (0..self.nodes.len()).map(|number| self.place(NodeNumber::new(number))).collect()
    }

    /// The paths that were added, as requests spell them, each above those below it, with their groups.
    #[cfg(feature = "prove")]
    pub(crate) fn own_groups(&self) -> impl Iterator<Item = (String, GroupNumber)> {
        (0..self.nodes.len()).filter_map(|number| {
            let Node { above, group, .. } = &self.nodes[number];
            let is_own = number == 0 || *group != self.nodes[above.at()].group;
            let group = group.filter(|_| is_own)?;
            Some((spell_path(&self.place(NodeNumber::new(number))), group))
        })
    }

    /// Where the segments of a path lead, each read in some way.
    #[inline]
    fn walk<'r, I: Iterator<Item = u8> + Clone>(
        &self,
        path: &'r [u8],
        read: impl Fn(&'r [u8]) -> I,
    ) -> NodeNumber {
        let mut at = NodeNumber::default();
        for segment in path.split(|byte| *byte == b'/') {
            let name = read(segment);
            let is_it = |there: &[u8]| there.iter().copied().eq(name.clone());
            match self.child(at, name.clone(), is_it) {
                Some(child) => at = child,
                None => break,
            }
        }
        at
    }

    /// Where a path leads if everything is read as leniently as any server might.
    fn walk_leniently(&self, path: &[u8]) -> Result<NodeNumber, Reason> {
        let is_plainly_cut =
            path.iter().all(|byte| byte.is_ascii() && !matches!(byte, b'%' | b'\\'));
        let mut rest = Folded::new(decoded_twice(path));
        // Where the walk is in the tree, until it leaves it.
        let (mut at, mut left, mut is_first) = (NodeNumber::default(), false, true);
        loop {
            let segment = Segment::read(&mut rest);
            // Where parameters end depends on which slashes are seen; and what comes behind two
            // slashes at the start may be the name of a host.
            let is_host = is_first && segment.is_nothing && !segment.is_last;
            if segment.is_unclear || is_host || (segment.has_parameters && !is_plainly_cut) {
                return Err(Reason::PathAmbiguous);
            }
            if !left && !segment.is_dropped() {
                let child = self.folded_child(at, segment.name());
                match child.or_else(|| self.folded_child(at, segment.name_before_query()?)) {
                    Some(child) => at = child,
                    None => left = true,
                }
            }
            if segment.is_last {
                return Ok(at);
            }
            is_first = false;
        }
    }

    /// The child with a folded name.
    fn folded_child(
        &self,
        at: NodeNumber,
        name: impl Iterator<Item = char> + Clone,
    ) -> Option<NodeNumber> {
        // No name has a byte outside of ASCII.
        let name = name.map(|character| u8::try_from(character).unwrap_or(u8::MAX));
        let folded = |there: &u8| there.to_ascii_lowercase();
        self.child(at, name.clone(), |there| there.iter().map(folded).eq(name.clone()))
    }

    /// The child with a name. In: that, in any case; whether a child's name is it.
    #[inline]
    fn child(
        &self,
        at: NodeNumber,
        name: impl Iterator<Item = u8>,
        is_it: impl Fn(&[u8]) -> bool,
    ) -> Option<NodeNumber> {
        if !self.nodes[at.at()].has_children {
            return None;
        }
        self.below.candidates(step_hash(at, name)).find(|child| {
            let child = &self.nodes[child.at()];
            child.above == at && is_it(&child.name)
        })
    }
}

/// A hash of a node and a name below it that is the same whatever the name's case.
#[inline]
fn step_hash(above: NodeNumber, name: impl Iterator<Item = u8>) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte | 0x20)).wrapping_mul(ODD);
    mix(name.fold(ODD, add), above.at() as u64)
}

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
