//! What belongs to a path and all below it: for who sends requests to several servers by path.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::group::GroupNumber;
use super::path_tree::PathTree;
use super::reason::Reason;
use crate::server::path::parse_rule_path;
use crate::server::path::spell_path;

/// Values by path: the longest path that covers a request's wins, as it does among the rules of a policy.
///
/// A path covers itself and everything below it, by whole segments. What servers could read as a path of
/// another value (`/open/%2e%2e/private`) belongs to none.
///
/// # Example
/// ```
/// use crosscheck::server::{PathMap, Reason};
///
/// let servers = PathMap::new([("/", "shop"), ("/billing", "billing")])?;
/// assert_eq!(servers.get("/billing/invoices?year=2026"), Ok(&"billing"));
/// assert_eq!(servers.get("/billings"), Ok(&"shop"));
/// assert_eq!(servers.get("/x/..%2fbilling"), Err(Reason::PathAmbiguous));
/// # Ok::<(), crosscheck::server::PathMapError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathMap<T> {
    tree: PathTree,
    /// By the number of the group that the tree has for each path.
    values: Vec<T>,
}

impl<T> PathMap<T> {
    /// A map of these paths, each written as a rule writes it.
    ///
    /// Fails on a path that no rule could have, on one that is there twice, and on one that servers may take
    /// for another.
    pub fn new<P: AsRef<str>>(
        entries: impl IntoIterator<Item = (P, T)>,
    ) -> Result<Self, PathMapError> {
        let (mut tree, mut values) = (PathTree::with_room_for(0), Vec::new());
        for (path, value) in entries {
            let path = path.as_ref();
            let fail = |reason, suggestion| PathMapError { path: path.into(), reason, suggestion };
            let segments =
                parse_rule_path(path).map_err(|(reason, to)| fail(reason.into_owned(), to))?;
            let next = GroupNumber::new(values.len());
            match tree.add(&segments, next) {
                Ok(group) if group == next => values.push(value),
                Ok(_) => return Err(fail("it is there twice".to_string(), None)),
                Err(there) => {
                    let there = spell_path(&there);
                    let reason = format!("a server may take it for `{there}`: write them alike");
                    return Err(fail(reason, None));
                }
            }
        }
        tree.hand_down(&|_, _| false);
        Ok(Self { tree, values })
    }

    /// What belongs to a request's path; a query is ignored.
    ///
    /// Fails with [`Reason::PathNotCovered`], or with [`Reason::PathAmbiguous`] if servers could read it as
    /// the path of something else.
    pub fn get(&self, path: &str) -> Result<&T, Reason> {
        let group = self.tree.find(|| path)?;
        self.values.get(group.at()).ok_or(Reason::PathNotCovered)
    }
}

/// Why paths are no map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathMapError {
    path: String,
    reason: String,
    suggestion: Option<String>,
}

impl PathMapError {
    /// The path that is to blame.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for PathMapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no path to serve under: {}", self.path, self.reason)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write `{suggestion}`"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for PathMapError {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::PathMap;
    use crate::server::Reason::PathAmbiguous;
    use crate::server::Reason::PathNotCovered;

    #[test]
    fn the_longest_path_wins_and_no_spelling_leads_to_anothers() {
        let map = PathMap::new([("/api", 1), ("/api/v2", 2), ("/open", 3)]).expect("paths");
        for (path, found) in [
            ("/api", Ok(&1)),
            ("/api/", Ok(&1)),
            ("/api/v1?x=/open", Ok(&1)),
            ("/api/v2/users", Ok(&2)),
            ("/api/v20", Ok(&1)),
            ("/apis", Err(PathNotCovered)),
            ("/", Err(PathNotCovered)),
            ("*", Err(PathNotCovered)),
            ("/open/a%20b", Ok(&3)),
            ("/open/../api", Err(PathAmbiguous)),
            ("/open/%2e%2e/api", Err(PathAmbiguous)),
            ("/api/%76%32", Err(PathAmbiguous)),
            ("/API/v2", Err(PathAmbiguous)),
            ("//api", Err(PathAmbiguous)),
        ] {
            assert_eq!(map.get(path), found, "{path}");
        }
        // What has one value everywhere is asked nothing.
        assert_eq!(PathMap::new([("/", 1)]).expect("a path").get("/x/../y"), Ok(&1));
    }

    #[test]
    fn what_is_no_path_is_said() {
        for (paths, said) in [
            (
                ["/a", "api"],
                "\"api\" is no path to serve under: a path starts with a slash; write `/api`",
            ),
            (["/a", "/a"], "\"/a\" is no path to serve under: it is there twice"),
            (
                ["/a/b", "/A/c"],
                "\"/A/c\" is no path to serve under: a server may take it for `/a/b`: write them alike",
            ),
        ] {
            let error = PathMap::new(paths.map(|path| (path, ()))).expect_err(said);
            assert_eq!(error.to_string(), said);
        }
    }
}
