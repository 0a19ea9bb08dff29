//! Which paths a server finds a rule by, as regular expressions.
//!
//! A policy refuses a path that servers read in two ways if that leads to rules that differ. A regular
//! expression cannot read a path in two ways; so it finds only paths that all read alike, and nothing
//! finds the rest: no page may read there, as without a policy.
//!
//! The expressions keep to what PCRE, RE2 and JavaScript have in common, and hold no quotation mark. They are
//! looked through from the first: each place stands behind all that are below it, and in front of it a
//! line that finds, whatever its case, what is below it after all.

use std::collections::BTreeMap;

/// A line of a list of which the first that fits decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    /// Fits a whole path, without its query. It has no anchors.
    pub(crate) regex: String,
    /// Whether letters fit in either case.
    pub(crate) ignores_case: bool,
    /// Which of the paths speaks for what fits; `None` if nobody can know.
    pub(crate) path: Option<usize>,
}

/// The list for some paths, as a policy names them.
pub(crate) fn path_patterns(paths: &[&str]) -> Vec<PathPattern> {
    let mut root = Node::default();
    for (number, path) in paths.iter().enumerate() {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        let node = segments.fold(&mut root, |node, name| node.below.entry(name).or_default());
        node.path = Some(number);
    }
    let mut patterns = Vec::new();
    root.write("", None, &mut patterns);
    patterns
}

/// What is the same as having no paths at all: one that covers everything.
pub(crate) fn is_everywhere(paths: &[&str]) -> bool {
    paths == ["/"]
}

/// A place in the tree of the paths' segments.
#[derive(Debug, Default)]
struct Node<'p> {
    path: Option<usize>,
    below: BTreeMap<&'p str, Self>,
}

impl Node<'_> {
    /// In: the expression for the place itself; the path that speaks for what is above it.
    fn write(&self, here: &str, above: Option<usize>, patterns: &mut Vec<PathPattern>) {
        let path = self.path.or(above);
        let names: Vec<String> = self.below.keys().map(|name| escape(name)).collect();
        for (name, node) in names.iter().zip(self.below.values()) {
            node.write(&format!("{here}/{name}"), path, patterns);
        }
        let rest = format!("(?:/{SEGMENT})*/?");
        if names.is_empty() {
            patterns.push(PathPattern {
                regex: format!("{here}{rest}"),
                ignores_case: false,
                path,
            });
            return;
        }
        for names in names.chunks(MOST_NAMES) {
            let regex = format!("{here}/(?:{})(?:/.*)?", names.join("|"));
            patterns.push(PathPattern { regex, ignores_case: true, path: None });
        }
        // What leads out of the tree is plain; behind it, all that stays there may follow.
        let out = format!("{here}(?:/{PLAIN_SEGMENT}{rest}|/?)");
        patterns.push(PathPattern { regex: out, ignores_case: false, path });
    }
}

/// A text as an expression that fits it alone.
pub(crate) fn escape(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_~:/@!&=,%".contains(letter);
    let escaped = text.chars().map(|letter| match letter {
        '[' | ']' | '^' => format!("\\{letter}"),
        // Quotation marks end what stands around it.
        '\'' => "\\x27".into(),
        '"' => "\\x22".into(),
        _ if is_plain(letter) => letter.to_string(),
        // Which needs no thought of how many times a backslash is read.
        _ => format!("[{letter}]"),
    });
    escaped.collect()
}

/// A short expression for every whole path that is not plain, so that some server may read it in another way: for
/// who takes no long ones. What is left may be compared segment by segment.
pub(crate) const NOT_PLAIN: &str = ".*(?:[^A-Za-z0-9_~/.-]|//|/[.][.]|[.](?:/|$)).*";

/// Names in one expression: servers take lines of some thousand bytes.
const MOST_NAMES: usize = 40;

/// A segment that every server reads as it is.
const PLAIN_SEGMENT: &str = "[.]?[A-Za-z0-9_~-](?:[.]*[A-Za-z0-9_~-])*";

/// A segment that no server reads as more than one, as `.` or `..`, or as the end of the path. It begins with what
/// is no blank and no dot, or a dot or a dollar and that; dots, blanks and escapes may follow; no dollar
/// behind a colon, no escape of an escape, and nothing that becomes a slash or a semicolon when text is
/// normalized.
const SEGMENT: &str = concat!(
    "[.$]?(?:[A-Za-z0-9_~!&\\x27(*,=@-]|%[Cc]3%[89ABab][0-9A-Fa-f]|%[Dd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]",
    "|%[Ee][4-9A-Da-d](?:%[89ABab][0-9A-Fa-f])(?:%[89ABab][0-9A-Fa-f]))",
    "(?:[A-Za-z0-9_~!&\\x27()*+,=:@.-]|%2[0-26-9A-Da-d]|%3[0-9AaC-Ec-e]|%[46][0-9A-Fa-f]",
    "|%5[0-9ABabD-Fd-f]|%7[0-9A-Ea-e]",
    "|%[Cc][3-9A-Ca-cEeFf]%[89ABab][0-9A-Fa-f]|%[Dd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]",
    "|%[Ee][013-9A-Da-d](?:%[89ABab][0-9A-Fa-f])(?:%[89ABab][0-9A-Fa-f]))*",
);

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::sync::LazyLock;

    use crosscheck::server::Config;
    use crosscheck::server::Policy;
    use crosscheck::server::Rule;
    use proptest::prelude::*;
    use regex::Regex;
    use regex::RegexBuilder;

    use super::NOT_PLAIN;
    use super::PathPattern;
    use super::path_patterns;

    /// Paths of which each has an origin of its own.
    const PATHS: [&str; 6] = ["/", "/api", "/api/v2/public", "/Files", "/a.b", "/api/v2/public/x"];

    /// Patterns as one server reads them, and the path that each finds.
    type Compiled = Vec<(Regex, Option<usize>)>;

    static COMPILED: LazyLock<(Policy, Compiled)> =
        LazyLock::new(|| (policy(&PATHS), compiled(&PATHS)));

    fn policy(paths: &[&str]) -> Policy {
        let rule = |(number, path): (usize, &&str)| Rule {
            paths: vec![(*path).into()],
            origins: vec![origin(number)],
            ..Rule::default()
        };
        let rules = paths.iter().enumerate().map(rule).collect();
        Policy::new(&Config { rules, ..Config::default() }).expect("a policy")
    }

    fn origin(number: usize) -> String {
        format!("https://p{number}.example")
    }

    fn compiled(paths: &[&str]) -> Compiled {
        let compile = |pattern: PathPattern| {
            let whole = format!("^(?:{})$", pattern.regex);
            let regex = RegexBuilder::new(&whole).case_insensitive(pattern.ignores_case).build();
            (regex.expect(&whole), pattern.path)
        };
        path_patterns(paths).into_iter().map(compile).collect()
    }

    /// Which path they find.
    fn found(patterns: &[(Regex, Option<usize>)], asked: &str) -> Option<usize> {
        patterns.iter().find(|(regex, _)| regex.is_match(asked))?.1
    }

    /// Which path is found by what a path begins with, if it is plain.
    fn found_if_plain(asked: &str) -> Option<usize> {
        static PLAIN: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(&format!("^(?:{NOT_PLAIN})$")).expect("a regex"));
        if PLAIN.is_match(asked) {
            return None;
        }
        let is_below = |asked: &str, path: &str| {
            asked.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut paths: Vec<(usize, &str)> = PATHS.into_iter().enumerate().skip(1).collect();
        paths.sort_by_key(|(_, path)| Reverse(*path));
        for (number, path) in paths {
            if is_below(asked, path) {
                return Some(number);
            }
            if is_below(&asked.to_ascii_lowercase(), &path.to_ascii_lowercase()) {
                return None;
            }
        }
        Some(0)
    }

    /// Which path the policy finds.
    fn decided(policy: &Policy, asked: &str) -> Option<usize> {
        (0..PATHS.len()).find(|number| policy.allows_origin(asked, origin(*number).as_bytes()))
    }

    #[test]
    fn what_pages_ask_for_is_found() {
        let (policy, patterns) = (policy(&PATHS), compiled(&PATHS));
        for asked in [
            "/",
            "/index.html",
            "/api",
            "/api/",
            "/api/users/7",
            "/api/v1",
            "/api/v2",
            "/api/v2/private",
            "/api/v2/public",
            "/api/v2/public/",
            "/api/v2/public/text/caf%C3%A9/%E6%96%87.txt",
            "/api/v2/public/x/y%20z",
            "/apis",
            "/Files/a%2Bb",
            "/files",
            "/a.b",
            "/aXb",
            "/shop/$metadata",
            "/shop/users:batch",
            "/shop/.well-known/x",
            "/shop/a@b,c",
        ] {
            assert_eq!(found(&patterns, asked), decided(&policy, asked), "{asked}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        /// What a pattern finds, the policy finds too, however a path is spelled.
        #[test]
        fn nothing_is_found_that_the_policy_does_not_find(
            segments in prop::collection::vec(
                prop::collection::vec(
                    prop::sample::select(vec![
                        "api", "v2", "public", "x", "Files", "files", "a.b", "a", "b", ".", "..",
                        "%2e", "%2E", "%2f", "%5c", "\\", ";", ":$", ":", "$", "%24", "%20", "+",
                        "%25", "%61", "%41", "%70", "%00", "%3f", "%3b", "%23", "%c0%af",
                        "%EF%BC%8F", "%E2%80%A4", "%C2%A0", "%C3%A9", "%CD%BE", "%E3%80%80", "%E6%96%87",
                        "%ef%bd%90", "A", "P", "~", "@", "(", "%", "%u002f", "*", "^",
                    ]),
                    0..4,
                ).prop_map(|parts| parts.concat()),
                1..6,
            ),
            at in 0..PATHS.len(),
            is_below in any::<bool>(),
        ) {
            let start = if is_below { PATHS[at].trim_end_matches('/') } else { "" };
            let asked = format!("{start}/{}", segments.join("/"));
            let (policy, patterns) = &*COMPILED;
            for path in [found(patterns, &asked), found_if_plain(&asked)].into_iter().flatten() {
                prop_assert_eq!(decided(policy, &asked), Some(path), "{}", asked);
            }
        }
    }
}
