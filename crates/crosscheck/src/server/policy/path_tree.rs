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
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::segment::Segment;
use crate::server::decide::Reason;
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
    /// Whether names are as all readings have them: no capital, no accent.
    are_names_plain: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    /// Decoded.
    name: Vec<u8>,
    /// The name as all readings have it.
    folded: String,
    /// Sorted by name.
    children: Vec<usize>,
    /// The same, sorted by their folded names, each of which is there once.
    folded_children: Vec<usize>,
    /// Its own, or the nearest one above.
    group: Option<u32>,
    /// The highest node such that it and all between means the same as this one: readings of a path
    /// that end in one region cannot be told apart, nor can any reading between them.
    region: usize,
}

impl Node {
    fn new(name: &[u8], region: usize) -> Self {
        let (children, folded_children, group) = Default::default();
        let (name, folded) = (name.to_vec(), folded(name));
        Self { name, folded, children, folded_children, group, region }
    }
}

impl PathTree {
    /// A tree of paths, each given by its decoded segments, and their groups; some of them may mean
    /// the same.
    pub(crate) fn new(groups: &[(Place, u32)], mean_the_same: impl Fn(u32, u32) -> bool) -> Self {
        let mut nodes = vec![Node::new(b"", 0)];
        let mut steps: BTreeMap<(usize, &[u8]), usize> = BTreeMap::new();
        for (segments, group) in groups {
            let mut at = 0;
            for name in segments {
                at = *steps.entry((at, name)).or_insert_with(|| {
                    nodes.push(Node::new(name, nodes.len()));
                    nodes.len() - 1
                });
            }
            nodes[at].group = Some(*group);
        }
        for ((above, _), child) in steps {
            nodes[above].children.push(child);
        }
        // Parents were made before their children, and hand down what they have.
        for at in 0..nodes.len() {
            let Node { group, region, .. } = nodes[at];
            let mut children = nodes[at].children.clone();
            for child in &children {
                let child = &mut nodes[*child];
                match (child.group, group) {
                    (Some(own), Some(above)) if mean_the_same(own, above) => child.region = region,
                    (Some(_), _) => {}
                    (None, _) => (child.group, child.region) = (group, region),
                }
            }
            children.sort_by(|one, other| nodes[*one].folded.cmp(&nodes[*other].folded));
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
    pub(crate) fn find<'r>(&self, path: impl FnOnce() -> &'r str) -> Result<u32, Reason> {
        match self.nodes.as_slice() {
            [everywhere] => everywhere.group.ok_or(Reason::PathNotCovered),
            _ => self.find_below(path()),
        }
    }

    #[inline(never)]
    fn find_below(&self, path: &str) -> Result<u32, Reason> {
        let path = path.split('?').next().unwrap_or_default();
        let Some(path) = path.strip_prefix('/') else {
            // Of a server as a whole (`OPTIONS *`), or a URL, whose path is somewhere in it.
            return match path {
                "" | "*" => self.group(0),
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
        match self.nodes[raw].region == self.nodes[lenient].region {
            true => self.group(literal),
            false => Err(Reason::PathAmbiguous),
        }
    }

    fn group(&self, at: usize) -> Result<u32, Reason> {
        self.nodes[at].group.ok_or(Reason::PathNotCovered)
    }

    /// Every path that is in the tree or above one that is, by its segments; the root, too.
    pub(crate) fn places(&self) -> BTreeSet<Place> {
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

    /// Where the segments of a path lead, each read in some way.
    #[inline]
    fn walk<'r, I: Iterator<Item = u8> + Clone>(
        &self,
        path: &'r [u8],
        read: impl Fn(&'r [u8]) -> I,
    ) -> usize {
        let mut at = 0;
        for segment in path.split(|byte| *byte == b'/') {
            let name = read(segment);
            let order = |child: &usize| self.nodes[*child].name.iter().copied().cmp(name.clone());
            match self.nodes[at].children.binary_search_by(order) {
                Ok(place) => at = self.nodes[at].children[place],
                Err(_) => break,
            }
        }
        at
    }

    /// Where a path leads if everything is read as leniently as any server might.
    fn walk_leniently(&self, path: &[u8]) -> Result<usize, Reason> {
        let is_plainly_cut =
            path.iter().all(|byte| byte.is_ascii() && !matches!(byte, b'%' | b'\\'));
        let mut rest = Folded::new(decoded_twice(path));
        // Where the walk is in the tree, until it leaves it.
        let (mut at, mut left, mut is_first) = (0, false, true);
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
    fn child(&self, at: usize, name: impl Iterator<Item = char> + Clone) -> Option<usize> {
        let children = &self.nodes[at].folded_children;
        let order =
            |child: &usize| -> Ordering { self.nodes[*child].folded.chars().cmp(name.clone()) };
        children.binary_search_by(order).ok().map(|place| children[place])
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::PathTree;
    use super::Reason;
    use crate::server::path::parse_rule_path;

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
            ("/x/api/admin", 0),
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

    /// What is refused, and a server for which it is another resource than for the next one.
    #[test]
    fn what_servers_read_in_two_ways_is_ambiguous() {
        for (path, _server) in [
            // Express looks up the path as it was sent: `/:name` answers, nginx takes it for `/api`.
            ("/%61pi", "Express"),
            ("/%61pi/%61dmin", "Express"),
            ("/api/%61dmin", "Express"),
            // RFC 3986 calls both spellings equivalent; who looks up the path as it was sent does not.
            ("/caf%c3%a9", "Express with `case sensitive routing`"),
            // A proxy decodes, and the application once more.
            ("/%2561pi", "nginx with `proxy_pass` and a path, in front of any"),
            ("/api/%2561dmin", "the same"),
            ("/api/%252e%252e/x", "the same"),
            ("/x%2f..%2fapi%2f%252e%252e", "the same"),
            ("/%25252561pi", "three of them"),
            ("/x/%25252e%25252e/api", "three of them"),
            // Decoded first, cut then.
            ("/api%2fadmin", "nginx, WSGI servers"),
            ("/x%2f..%2fapi", "nginx"),
            ("/x/..%2fapi/admin", "nginx"),
            ("/api%5cadmin", "IIS"),
            ("/x\\..\\api", "IIS, `new URL` in Node"),
            ("/api\\admin", "IIS, `new URL` in Node"),
            // Slashes that are one.
            ("//api", "nginx with `merge_slashes`"),
            ("/api//admin", "nginx with `merge_slashes`"),
            ("/api/x//../admin", "nginx"),
            // `new URL(request.url, base)` takes the first segment for a host.
            ("//evil.example/api", "Node"),
            ("/\\evil.example/api", "Node"),
            ("//x", "Node"),
            // Parameters.
            ("/api;v=1", "Tomcat, Jetty"),
            ("/x/..;/api", "Tomcat behind nginx"),
            ("/api/..;a=b/x", "Tomcat behind nginx"),
            ("/api/admin%3b", "Tomcat behind a proxy that decodes"),
            // Case.
            ("/API", "IIS, Express"),
            ("/api/Admin/x", "IIS, Express"),
            // Dots and blanks around a name.
            ("/api.", "Windows: IIS, Apache"),
            ("/api./x", "Windows"),
            ("/api../x", "Windows"),
            ("/api/admin%20", "Windows"),
            ("/api%20/x", "Windows"),
            ("/api%20./x", "Windows"),
            ("/api/%20admin", "who trims names"),
            ("/api/admin+", "who decodes a path as a form, and trims names"),
            ("/api%09/x", "who trims names"),
            ("/.../api", "Windows"),
            ("/api/.%20./x", "who trims names"),
            ("/api/..%20/x", "Windows"),
            // Streams of NTFS.
            ("/api::$INDEX_ALLOCATION/x", "IIS"),
            ("/api/admin::$DATA", "IIS"),
            ("/api:$I30:$INDEX_ALLOCATION/x", "IIS"),
            // Dots that are resolved; browsers do before they send.
            ("/./api", "nginx"),
            ("/api/%2e%2e/x", "nginx"),
            ("/api/x/../admin", "nginx"),
            ("/../../api", "nginx"),
            ("/api/admin/..", "nginx"),
            ("/x/..", "nginx"),
            // Text that ends early, or is parsed anew when it was decoded.
            ("/api/admin%00", "CGI programs in C"),
            ("/api%00/x", "CGI programs in C"),
            ("/api%0a/x", "whoever reads lines"),
            ("/api%3Fx", "a proxy that decodes, in front of any"),
            ("/api/admin%23x", "a proxy that decodes, in front of any"),
            ("/api#x", "nginx drops it, others keep it"),
            ("/api/admin#/x", "nginx drops it, others keep it"),
            // Other escapes, and UTF-8 that is none.
            ("/%u0061pi", "IIS"),
            ("/api%u002fadmin", "IIS"),
            ("/api%c0%afadmin", "old Java, old IIS"),
            ("/x/%c0%ae%c0%ae/api", "old Java"),
            ("/api%e0%80%afadmin", "old Java"),
            ("/api%ff/x", "who drops what is no UTF-8"),
            // Letters in other forms.
            ("/%EF%BD%81pi", "who normalizes (NFKC): IIS's best fit, Python with `unicodedata`"),
            ("/api%EF%BC%8Fadmin", "the same"),
            ("/x/%EF%BC%8E%EF%BC%8E/api", "the same"),
            ("/api%E2%80%8B", "who drops what is not seen"),
            ("/cafe/x", "MySQL's `utf8_general_ci`, Windows' best fit"),
            ("/cafe%CC%81", "macOS: HFS+ decomposes names"),
            ("/CAF%C3%89", "IIS"),
            // A URL in the place of a path.
            ("http://host.example/api", "all that speak HTTP/1.1"),
            ("api", "nobody knows"),
        ] {
            assert_eq!(tree().find(|| path), Err(Reason::PathAmbiguous), "{path}");
        }
    }

    /// A plain path is read in one way only where rules' paths are plain, too.
    #[test]
    fn a_rules_own_capitals_and_accents_are_ignored_by_some_as_well() {
        for (rule, path) in [("/API", "/api"), ("/caf\u{e9}", "/cafe/x")] {
            let groups = [(Vec::new(), 0), (parse_rule_path(rule).unwrap(), 1)];
            let tree = PathTree::new(&groups, |_, _| false);
            assert_eq!(tree.find(|| path), Err(Reason::PathAmbiguous), "{rule}");
            assert_eq!(tree.find(|| "/other"), Ok(0), "{rule}");
        }
    }

    /// What differs where it makes no difference stays allowed.
    #[test]
    fn what_differs_below_the_last_rule_does_not_matter() {
        for (path, group) in [
            ("/api/%61", 1),
            ("/api/a%2Fb", 1),
            ("/api/a%252Fb", 1),
            ("/api/Abc", 1),
            ("/api/abc.", 1),
            ("/api/a%20b", 1),
            ("/api/a+b", 1),
            ("/api/caf%c3%a9", 1),
            ("/api/%E6%97%A5%E6%9C%AC/admin", 1),
            ("/%E6%97%A5%E6%9C%AC", 0),
            ("/\u{65e5}\u{672c}", 0),
            ("/%C3%A9t%C3%A9", 0),
            ("/API2", 0),
            ("/x.y/Z", 0),
            ("/.well-known/api", 0),
            ("/100%", 0),
            ("/100%25", 0),
            ("/a:b/$metadata", 0),
            ("/api/users:batchGet", 1),
            ("/api/admin/a;b/c//d", 2),
        ] {
            assert_eq!(tree().find(|| path), Ok(group), "{path}");
        }
    }

    /// Twice the path takes twice the reading: as long as this, a quadratic one would not end.
    #[test]
    fn reading_takes_one_pass() {
        for part in
            ["/a", "%", "%25", ";", ".", "%20", "\u{ff0f}", "%EF%B7%BA", "\\", "?", "%3f", "$:"]
        {
            let path = alloc::format!("/api/{}", part.repeat(100_000));
            let _ = tree().find(|| &path);
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
}
