//! Which rules speak for a path: one tree, and paths as servers read them.

use super::group::GroupNumber;
use super::path_tree::PathTree;
use super::reason::Reason;
use crate::server::path::parse_rule_path;

fn tree() -> PathTree {
    of(&["/", "/api", "/api/admin", "/cafe"], |_, _| false)
}

/// A tree of paths that lead to the groups 0, 1, 2 and so on.
fn of(paths: &[&str], mean_the_same: impl Fn(usize, usize) -> bool) -> PathTree {
    let mut tree = PathTree::with_room_for(paths.join("").len());
    for (number, path) in paths.iter().enumerate() {
        let number = GroupNumber::new(number);
        assert_eq!(tree.add(&parse_rule_path(path).unwrap(), number), Ok(number));
    }
    tree.hand_down(&|one, other| mean_the_same(one.at(), other.at()));
    tree
}

fn found(tree: &PathTree, path: &str) -> Result<usize, Reason> {
    tree.find(|| path).map(GroupNumber::at)
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
        ("/cafe/x", 3),
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
        assert_eq!(found(&tree(), path), Ok(group), "{path}");
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
        ("/caf%C3%A9/x", "MySQL's `utf8_general_ci`, Windows' best fit"),
        ("/cafe%CC%81", "the same, and who sends names as HFS+ keeps them"),
        ("/CAF%C3%89", "IIS"),
        // A URL in the place of a path.
        ("http://host.example/api", "all that speak HTTP/1.1"),
        ("api", "nobody knows"),
    ] {
        assert_eq!(found(&tree(), path), Err(Reason::PathAmbiguous), "{path}");
    }
}

/// A plain path is read in one way only where rules' paths are plain, too.
#[test]
fn a_rules_own_capitals_are_ignored_by_some_as_well() {
    let tree = of(&["/", "/API"], |_, _| false);
    assert_eq!(found(&tree, "/api"), Err(Reason::PathAmbiguous));
    assert_eq!(found(&tree, "/other"), Ok(0));
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
        assert_eq!(found(&tree(), path), Ok(group), "{path}");
    }
}

/// Twice the path takes twice the reading: as long as this, a quadratic one would not end.
#[test]
fn reading_takes_one_pass() {
    for part in ["/a", "%", "%25", ";", ".", "%20", "\u{ff0f}", "%EF%B7%BA", "\\", "?", "%3f", "$:"]
    {
        let path = alloc::format!("/api/{}", part.repeat(100_000));
        let _ = tree().find(|| &path);
    }
}

#[test]
fn two_readings_may_lead_to_rules_that_mean_the_same() {
    // What is at `/a/b` means something else than all others.
    let paths = ["/", "/a", "/a/b", "/a/b/c", "/a/b/c/d"];
    let tree = of(&paths, |one, other| (one == 2) == (other == 2));
    for (path, expected) in [
        ("/A", Ok(0)),
        ("/a;v=1/x", Ok(0)),
        ("/a/b/c/D", Ok(3)),
        ("/a/b//c//d", Err(Reason::PathAmbiguous)),
        ("/a/B", Err(Reason::PathAmbiguous)),
        // The readings at both ends mean the same, and one between them does not.
        ("/a/B/c", Err(Reason::PathAmbiguous)),
        ("/a/../b", Err(Reason::PathAmbiguous)),
    ] {
        assert_eq!(found(&tree, path), expected, "{path}");
    }
}

#[test]
fn a_policy_without_paths_reads_none() {
    let everywhere = of(&["/"], |_, _| false);
    for path in ["/", "//..%2f", "/../x", "anything"] {
        assert_eq!(found(&everywhere, path), Ok(0));
    }
    let part = of(&["/a"], |_, _| false);
    assert_eq!((found(&part, "/a/b"), found(&part, "/b")), (Ok(0), Err(Reason::PathNotCovered)));
}
