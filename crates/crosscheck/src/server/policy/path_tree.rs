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

use alloc::collections::BTreeMap;
#[cfg(feature = "prove")]
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::group::GroupNumber;
use super::reason::Reason;
use super::segment::Segment;
use crate::server::number::number;
use crate::server::path::Folded;
use crate::server::path::Place;
use crate::server::path::decoded;
use crate::server::path::decoded_twice;
use crate::server::path::folded;
use crate::server::path::is_plain;
use crate::server::path::undecoded;

/// Paths and the group of rules that each leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathTree {
    /// The root first.
    nodes: Vec<Node>,
    /// Whether names are as all readings have them: without a capital.
    are_names_plain: bool,
}

number! {
    /// The number of a node; the root's is 0.
    NodeNumber
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    /// Decoded.
    name: Vec<u8>,
    /// The name as all readings have it.
    folded: String,
    /// Sorted by name.
    children: Vec<NodeNumber>,
    /// The same, sorted by their folded names, each of which is there once.
    folded_children: Vec<NodeNumber>,
    /// Its own, or the nearest one above.
    group: Option<GroupNumber>,
    /// The highest node such that it and all between means the same as this one: readings of a path
    /// that end in one region cannot be told apart, nor can any reading between them.
    region: NodeNumber,
}

impl Node {
    fn new(name: &[u8], region: NodeNumber) -> Self {
        let (children, folded_children, group) = Default::default();
        let (name, folded) = (name.to_vec(), folded(name));
        Self { name, folded, children, folded_children, group, region }
    }
}

impl PathTree {
    /// A tree of paths, each given by its decoded segments, and their groups; some of them may mean
    /// the same.
    pub(crate) fn new(
        groups: &[(Place, GroupNumber)],
        mean_the_same: impl Fn(GroupNumber, GroupNumber) -> bool,
    ) -> Self {
        let mut nodes = vec![Node::new(b"", NodeNumber::default())];
        let mut steps: BTreeMap<(NodeNumber, &[u8]), NodeNumber> = BTreeMap::new();
        for (segments, group) in groups {
            let mut at = NodeNumber::default();
            for name in segments {
                at = *steps.entry((at, name)).or_insert_with(|| {
                    let number = NodeNumber::new(nodes.len());
                    nodes.push(Node::new(name, number));
                    number
                });
            }
            nodes[at.at()].group = Some(*group);
        }
        for ((above, _), child) in steps {
            nodes[above.at()].children.push(child);
        }
        // Parents were made before their children, and hand down what they have.
        for at in 0..nodes.len() {
            let Node { group, region, .. } = nodes[at];
            let mut children = nodes[at].children.clone();
            for child in &children {
                let child = &mut nodes[child.at()];
                match (child.group, group) {
                    (Some(own), Some(above)) if mean_the_same(own, above) => child.region = region,
                    (Some(_), _) => {}
                    (None, _) => (child.group, child.region) = (group, region),
                }
            }
            children.sort_by(|one, other| nodes[one.at()].folded.cmp(&nodes[other.at()].folded));
            nodes[at].folded_children = children;
        }
        let are_names_plain = nodes.iter().all(|node| node.name == node.folded.as_bytes());
        Self { nodes, are_names_plain }
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
        let mut places = BTreeSet::new();
        let mut open: Vec<(NodeNumber, Place)> = vec![(NodeNumber::default(), Vec::new())];
        while let Some((at, place)) = open.pop() {
            for child in &self.nodes[at.at()].children {
                let mut below = place.clone();
                below.push(self.nodes[child.at()].name.clone());
                open.push((*child, below));
            }
            places.insert(place);
        }
        places
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
            let order =
                |child: &NodeNumber| self.nodes[child.at()].name.iter().copied().cmp(name.clone());
            let children = &self.nodes[at.at()].children;
            match children.binary_search_by(order) {
                Ok(place) => at = children[place],
                Err(_) => break,
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
                let child = self.child(at, segment.name());
                match child.or_else(|| self.child(at, segment.name_before_query()?)) {
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
    fn child(
        &self,
        at: NodeNumber,
        name: impl Iterator<Item = char> + Clone,
    ) -> Option<NodeNumber> {
        let children = &self.nodes[at.at()].folded_children;
        let order = |child: &NodeNumber| -> Ordering {
            self.nodes[child.at()].folded.chars().cmp(name.clone())
        };
        children.binary_search_by(order).ok().map(|place| children[place])
    }
}
