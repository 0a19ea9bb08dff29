//! A list of origins in one text, as environments hold it.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::catalog::Severity;
use crate::server::config::ConfigErrors;
use crate::server::config::Finding;
use crate::server::origin::Entry;

/// Reads origins that stand in one text, apart by commas or blanks: what a variable of the environment
/// may hold. Patterns and `*` may stand there as in a [`Config`](crate::server::Config), which judges
/// what they mean.
///
/// In: the text; an empty one is an empty list. Out: each entry as written.
/// Fails with every entry that is none, its place in the list and what to write instead.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, Policy, parse_origin_list};
/// let origins = parse_origin_list("https://a.example, https://b.example")?;
/// assert!(Policy::new(&Config::new().origins(origins))?.allows_origin("/", b"https://b.example"));
///
/// let errors = parse_origin_list("https://a.example, https://b.example/").unwrap_err();
/// let wrong = errors.iter().next().expect("the second");
/// assert_eq!((wrong.path.as_str(), wrong.suggestion.as_deref()), ("[1]", Some("https://b.example")));
/// # Ok::<(), crosscheck::server::ConfigErrors>(())
/// ```
#[inline]
pub fn parse_origin_list(text: &str) -> Result<Vec<String>, ConfigErrors> {
    let apart = |letter: char| letter == ',' || letter.is_ascii_whitespace();
    let (mut origins, mut findings) = (Vec::new(), Vec::new());
    for (index, entry) in text.split(apart).filter(|entry| !entry.is_empty()).enumerate() {
        match Entry::parse(entry) {
            Ok(_) => origins.push(entry.to_string()),
            Err(wrong) => findings.push(Finding {
                severity: Severity::Error,
                kind: wrong.kind(),
                path: format!("[{index}]"),
                value: entry.into(),
                reason: wrong.reason.into_owned(),
                suggestion: wrong.suggestion,
            }),
        }
    }
    if findings.is_empty() { Ok(origins) } else { Err(ConfigErrors(findings)) }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::parse_origin_list;

    #[test]
    fn commas_and_blanks_stand_between_origins() {
        let (a, b) = ("https://a.example", "https://*.b.example:*");
        for (text, expected) in [
            ("", &[][..]),
            (" , \n", &[]),
            ("https://a.example", &[a]),
            ("https://a.example,https://*.b.example:*", &[a, b]),
            ("  https://a.example ,\n\thttps://*.b.example:*,", &[a, b]),
            ("*", &["*"]),
        ] {
            assert_eq!(parse_origin_list(text).expect(text), expected);
        }
    }

    #[test]
    fn each_wrong_one_is_told_with_its_place() {
        let errors = parse_origin_list("[\"https://a.example\"] https://b.example a.example:80");
        let errors = errors.expect_err("notations of elsewhere");
        let places: Vec<_> = errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(places, ["[0]", "[2]"], "{errors}");
    }
}
