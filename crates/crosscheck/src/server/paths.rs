//! Which rules speak for a path: a tree of segments, walked without copying anything.
//!
//! A rule's path covers itself and everything below it, by whole segments: `/api` covers `/api`,
//! `/api/` and `/api/users`, never `/apis`. The longest path that covers a request wins, alone: the
//! rules of shorter paths are not asked, whatever it answers.
//!
//! A request's path is read twice. Literally: cut at `/`, each segment decoded once, nothing
//! resolved, case kept. And as leniently as any server might: decoded twice, `\` and encoded slashes
//! cut too, empty segments and `.` dropped, `;` and what follows it in a segment dropped, case
//! ignored. A rule's path holds none of what the two differ in, and no two part in nothing but a
//! segment's case, so every reading in between leads to a rule between theirs; if theirs and all
//! between mean the same, it does not matter which. If not, nobody can know which resource it will
//! be, and nothing is allowed. Nor is it where a segment could be read as `..`: browsers resolve
//! those before they send.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::decision::Reason;

/// Paths and the group of rules that each leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PathTree {
    /// The root first.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    /// Decoded.
    name: Vec<u8>,
    /// Sorted by name, whose case tells no two of them apart.
    children: Vec<usize>,
    /// Its own, or the nearest one above.
    group: Option<u32>,
    /// The highest node such that it and all between means the same as this one: readings of a path
    /// that end in one region cannot be told apart, nor can any reading between them.
    region: usize,
}

impl PathTree {
    /// A tree of paths, each given by its decoded segments, and their groups; some of them may mean
    /// the same.
    pub(super) fn new(groups: &[(Place, u32)], mean_the_same: impl Fn(u32, u32) -> bool) -> Self {
        let root = Node { name: Vec::new(), children: Vec::new(), group: None, region: 0 };
        let mut tree = Self { nodes: vec![root] };
        for (segments, group) in groups {
            let mut at = 0;
            for name in segments {
                at = match tree.child(at, name.iter().copied()) {
                    Ok(child) => child,
                    Err(place) => {
                        let child = tree.nodes.len();
                        let (name, children) = (name.clone(), Vec::new());
                        tree.nodes.push(Node { name, children, group: None, region: child });
                        tree.nodes[at].children.insert(place, child);
                        child
                    }
                };
            }
            tree.nodes[at].group = Some(*group);
        }
        // Parents were made before their children, and hand down what they have.
        for at in 0..tree.nodes.len() {
            let Node { group, region, .. } = tree.nodes[at];
            for child in tree.nodes[at].children.clone() {
                let child = &mut tree.nodes[child];
                match (child.group, group) {
                    (Some(own), Some(above)) if mean_the_same(own, above) => child.region = region,
                    (Some(_), _) => {}
                    (None, _) => (child.group, child.region) = (group, region),
                }
            }
        }
        tree
    }

    /// The group that speaks for a request's path.
    ///
    /// In: the path as sent, which is not asked for if all are treated alike; a query is ignored.
    /// Fails if no rule covers it, or if two readings disagree.
    #[inline]
    pub(super) fn find<'r>(&self, path: impl FnOnce() -> &'r str) -> Result<u32, Reason> {
        match self.nodes.as_slice() {
            [everywhere] => everywhere.group.ok_or(Reason::PathNotCovered),
            _ => self.find_below(path()),
        }
    }

    #[inline(never)]
    fn find_below(&self, path: &str) -> Result<u32, Reason> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(path).as_bytes();
        let escapes = path.iter().any(|b| matches!(b, b'%' | b'\\'));
        let literal = self.walk(Decoded(cut(path, b"/")), Reading { lenient: false, escapes })?;
        let lenient = Decoded(Decoded(cut(path, b"")));
        let lenient = lenient.map(|symbol| symbol.filter(|b| !matches!(b, b'/' | b'\\')));
        let lenient = self.walk(lenient, Reading { lenient: true, escapes })?;
        match literal.region == lenient.region {
            true => literal.group.ok_or(Reason::PathNotCovered),
            false => Err(Reason::PathAmbiguous),
        }
    }

    /// Every path that is in the tree or above one that is, by its segments; the root, too.
    pub(super) fn places(&self) -> BTreeSet<Place> {
        let mut places = BTreeSet::new();
        let mut open: Vec<(usize, Place)> = vec![(0, Vec::new())];
        while let Some((at, place)) = open.pop() {
            for child in &self.nodes[at].children {
                let mut below = place.clone();
                below.push(self.nodes[*child].name.clone());
                open.push((*child, below));
            }
            places.insert(place);
        }
        places
    }

    fn walk(
        &self,
        mut rest: impl Iterator<Item = Symbol> + Clone,
        reading: Reading,
    ) -> Result<&Node, Reason> {
        let lenient = reading.lenient;
        // Where the walk is in the tree, until it leaves it.
        let mut at = 0;
        let mut left = false;
        loop {
            let segment = rest.clone().map_while(|symbol| symbol);
            let ended = rest.by_ref().all(|symbol| symbol.is_some());
            let name = segment.clone().take_while(|b| !lenient || *b != b';');
            let dropped = lenient && (name.clone().next().is_none() || name.clone().eq(*b"."));
            // Where parameters end depends on which slashes are seen; an encoded `;` or slash tells
            // nothing, nor does an encoded end of text.
            let mut unclear = segment.filter(|b| *b == 0 || (*b == b';' && reading.escapes));
            if lenient && (name.clone().eq(*b"..") || unclear.next().is_some()) {
                return Err(Reason::PathAmbiguous);
            }
            if !left && !dropped {
                let child = self.child(at, name.clone()).ok();
                match child.or_else(|| self.near(at, name, lenient)) {
                    Some(child) => at = child,
                    None => left = true,
                }
            }
            if ended {
                return Ok(&self.nodes[at]);
            }
        }
    }

    /// The child with a name, or where it would be.
    fn child(&self, at: usize, name: impl Iterator<Item = u8> + Clone) -> Result<usize, usize> {
        let children = &self.nodes[at].children;
        let order = |child: &usize| -> Ordering {
            self.nodes[*child].name.iter().copied().cmp(name.clone())
        };
        children.binary_search_by(order).map(|place| children[place])
    }

    /// The child with a name in another case.
    fn near(
        &self,
        at: usize,
        name: impl Iterator<Item = u8> + Clone,
        lenient: bool,
    ) -> Option<usize> {
        let is_it = |child: &usize| {
            let lower = self.nodes[*child].name.iter().map(u8::to_ascii_lowercase);
            lower.eq(name.clone().map(|b| b.to_ascii_lowercase()))
        };
        self.nodes[at].children.iter().copied().find(|child| lenient && is_it(child))
    }
}

/// A path as its segments, decoded.
pub(super) type Place = Vec<Vec<u8>>;

/// Spells a place as a request would.
pub(super) fn spell_path(place: &[Vec<u8>]) -> String {
    let mut path = String::new();
    for name in place {
        path.push('/');
        for byte in name {
            match byte {
                b'?' | b'#' | 0x7f.. => path.push_str(&format!("%{byte:02X}")),
                _ => path.push(char::from(*byte)),
            }
        }
    }
    if path.is_empty() { "/".into() } else { path }
}

/// Spells requests that a strict server takes for a place above this one, and a lenient one for this;
/// for the root, one that no tree of paths has an answer for.
pub(super) fn spell_in_two_ways(place: &[Vec<u8>]) -> Vec<String> {
    if place.is_empty() {
        return vec!["/..".into()];
    }
    let spelled = (0..place.len()).map(|length| {
        let (above, below) = place.split_at(length);
        let above = if above.is_empty() { String::new() } else { spell_path(above) };
        format!("{above}/{}", spell_path(below))
    });
    spelled.collect()
}

#[derive(Clone, Copy)]
struct Reading {
    lenient: bool,
    /// Whether the path as sent has an escape or a backslash.
    escapes: bool,
}

/// Why a rule's path is none, and what was meant.
pub(super) type WrongPath = (String, Option<String>);

/// Reads a path as a rule writes it: its segments, decoded. `/` has none.
///
/// Fails on everything that no request could lead to, or that could be read in two ways.
pub(super) fn parse_rule_path(text: &str) -> Result<Place, WrongPath> {
    let fail = |reason: &str, suggestion: Option<String>| Err((reason.into(), suggestion));
    let Some(rest) = text.strip_prefix('/') else {
        return fail("a path starts with a slash", Some(format!("/{text}")));
    };
    if text.contains('*') {
        let parent = text.trim_end_matches('*').trim_end_matches('/');
        let parent = if parent.is_empty() { "/" } else { parent };
        let suggestion = (!parent.contains('*')).then(|| parent.into());
        return fail("a path covers everything below it; there are no wildcards", suggestion);
    }
    if let Some((path, _)) = text.split_once(['?', '#']) {
        return fail("a path has no query and no fragment", Some(path.into()));
    }
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(shorter) = text.strip_suffix('/').filter(|path| !path.ends_with('/')) {
        let reason = "a path covers everything below it; leave the slash at its end out";
        return fail(reason, Some(shorter.into()));
    }
    let mut segments = Vec::new();
    for segment in rest.split('/') {
        let name: Vec<u8> = Decoded(cut(segment.as_bytes(), b"")).flatten().collect();
        if name.is_empty() || name == b"." || name == b".." {
            return fail("a path has no empty segments and none of dots", None);
        }
        if name.iter().any(|b| matches!(b, b'/' | b'\\' | b';' | b'%' | ..=0x20 | 0x7f)) {
            let reason = "a path that could be read in two ways covers nothing: no blank, `%`, \
                          `;`, `\\` or slash in a segment, encoded or not";
            return fail(reason, None);
        }
        segments.push(name);
    }
    Ok(segments)
}

/// A byte of a path, or `None` where a segment ends.
type Symbol = Option<u8>;

fn cut(path: &[u8], at: &'static [u8]) -> impl Iterator<Item = Symbol> + Clone {
    path.iter().map(move |byte| (!at.contains(byte)).then_some(*byte))
}

/// Decodes `%41` to `A`; leaves what is no such escape as it is.
///
/// Spec: <https://url.spec.whatwg.org/#percent-decode>
#[derive(Clone)]
struct Decoded<I>(I);

impl<I: Iterator<Item = Symbol> + Clone> Iterator for Decoded<I> {
    type Item = Symbol;

    fn next(&mut self) -> Option<Symbol> {
        let symbol = self.0.next()?;
        if symbol != Some(b'%') {
            return Some(symbol);
        }
        let mut ahead = self.0.clone();
        let mut digit = || char::from(ahead.next()??).to_digit(16);
        match (digit(), digit()) {
            (Some(high), Some(low)) => {
                self.0 = ahead;
                Some(u8::try_from(high * 16 + low).ok())
            }
            _ => Some(symbol),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::PathTree;
    use super::Reason;
    use super::parse_rule_path;

    fn tree() -> PathTree {
        let paths = ["/", "/api", "/api/admin", "/caf\u{e9}"];
        let groups: Vec<_> =
            paths.iter().zip(0..).map(|(p, n)| (parse_rule_path(p).unwrap(), n)).collect();
        PathTree::new(&groups, |_, _| false)
    }

    #[test]
    fn the_longest_path_wins_by_whole_segments() {
        for (path, group) in [
            ("/", 0),
            ("", 0),
            ("*", 0),
            ("/x", 0),
            ("/apis", 0),
            ("/api", 1),
            ("/api/", 1),
            ("/api?x=/admin", 1),
            ("/api/administrators", 1),
            ("/api/admin", 2),
            ("/api/admin/users/7", 2),
            ("/caf%C3%A9/x", 3),
            ("/caf%c3%a9", 3),
            ("/x/api/admin", 0),
            ("/%61pi/%61dmin", 2),
            ("/api/projects/a%2Fb", 1),
            ("/api/a;v=1/b", 1),
            ("/api//x", 1),
            ("/%zz", 0),
            ("/%", 0),
            ("/a%2", 0),
            ("/api/...", 1),
            ("/x/./y", 0),
        ] {
            assert_eq!(tree().find(|| path), Ok(group), "{path}");
        }
    }

    #[test]
    fn what_servers_read_in_two_ways_is_ambiguous() {
        for path in [
            "/x%2f..%2fapi",
            "/x/..%2fapi/admin",
            "/api%2fadmin",
            "/api/%2561dmin",
            "/api/%252e%252e/x",
            "//api",
            "/api//admin",
            "/api/x//../admin",
            "/x/..;/api",
            "/api/..;a=b/x",
            "/api;v=1",
            "/x\\..\\api",
            "/API",
            "/api/Admin/x",
            "/api%5cadmin",
            "/api/admin%00",
            "/api/admin%3b",
            "/api/x/../admin",
            "/./api",
            "/api/%2e%2e/x",
            "/../../api",
            "/api/admin/..",
            "/x/..",
            "/x%2f..%2fapi%2f%252e%252e",
        ] {
            assert_eq!(tree().find(|| path), Err(Reason::PathAmbiguous), "{path}");
        }
    }

    #[test]
    fn two_readings_may_lead_to_rules_that_mean_the_same() {
        let groups: Vec<_> = ["/", "/a", "/a/b", "/a/b/c", "/a/b/c/d"]
            .iter()
            .zip(0..)
            .map(|(path, number)| (parse_rule_path(path).unwrap(), number))
            .collect();
        // What is at `/a/b` means something else than all others.
        let tree = PathTree::new(&groups, |one, other| (one == 2) == (other == 2));
        for (path, found) in [
            ("/A", Ok(0)),
            ("/a;v=1/x", Ok(0)),
            ("/a/b/c/D", Ok(3)),
            ("/a/b//c//d", Err(Reason::PathAmbiguous)),
            ("/a/B", Err(Reason::PathAmbiguous)),
            // The readings at both ends mean the same, and one between them does not.
            ("/a/B/c", Err(Reason::PathAmbiguous)),
            ("/a/../b", Err(Reason::PathAmbiguous)),
        ] {
            assert_eq!(tree.find(|| path), found, "{path}");
        }
    }

    #[test]
    fn a_policy_without_paths_reads_none() {
        let everywhere = PathTree::new(&[(Vec::new(), 7)], |_, _| false);
        for path in ["/", "//..%2f", "/../x", "anything"] {
            assert_eq!(everywhere.find(|| path), Ok(7));
        }
        let part = PathTree::new(&[(parse_rule_path("/a").unwrap(), 0)], |_, _| false);
        assert_eq!(
            (part.find(|| "/a/b"), part.find(|| "/b")),
            (Ok(0), Err(Reason::PathNotCovered))
        );
    }

    #[test]
    fn a_rules_path_is_spelled_in_one_way() {
        for (text, suggestion) in [
            ("api", Some("/api")),
            ("/api/", Some("/api")),
            ("/api/*", Some("/api")),
            ("/api/**", Some("/api")),
            ("/*", Some("/")),
            ("/a/*/b", None),
            ("/api?x", Some("/api")),
            ("/a//b", None),
            ("//", None),
            ("/a/../b", None),
            ("/a/%2e", None),
            ("/a%2fb", None),
            ("/a;b", None),
            ("/a%25b", None),
            ("/a b", None),
        ] {
            let (_, found) = parse_rule_path(text).expect_err(text);
            assert_eq!(found.as_deref(), suggestion, "{text}");
        }
        assert_eq!(parse_rule_path("/"), Ok(Vec::new()));
    }
}
