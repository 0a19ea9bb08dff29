//! `Cache-Control`, as far as a private cache looks at it.

use alloc::string::String;

use crate::wire::HeaderList;
use crate::wire::delta_seconds;
use crate::wire::get_decode_and_split;

/// What a message says about keeping it. Of a directive that is given twice the first counts.
///
/// Units: seconds.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#field.cache-control>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::agent) struct Directives {
    pub(in crate::agent) no_store: bool,
    pub(in crate::agent) no_cache: bool,
    pub(in crate::agent) must_revalidate: bool,
    pub(in crate::agent) immutable: bool,
    pub(in crate::agent) max_age: Option<u64>,
    /// For how long a stale answer may be used while a new one is asked for.
    pub(in crate::agent) stale_while_revalidate: Option<u64>,
}

impl Directives {
    /// What the lines of `Cache-Control` say together; without any, `Pragma: no-cache` speaks.
    pub(in crate::agent) fn of(headers: &HeaderList) -> Self {
        let mut directives = Self::default();
        let Some(value) = headers.get("Cache-Control") else {
            directives.no_cache = has_pragma_no_cache(headers);
            return directives;
        };
        for item in get_decode_and_split(&value) {
            let (name, argument) = item.split_once('=').unwrap_or((&item, ""));
            let seconds = || delta_seconds(argument.trim_matches('"').as_bytes());
            match name.to_ascii_lowercase().as_str() {
                "no-store" => directives.no_store = true,
                // With names it is about these headers alone; browsers take it for the whole.
                "no-cache" => directives.no_cache = true,
                "must-revalidate" => directives.must_revalidate = true,
                "immutable" => directives.immutable = true,
                // A number that is none is taken for zero: stale, as the standard advises.
                "max-age" if directives.max_age.is_none() => {
                    directives.max_age = Some(seconds().unwrap_or(0));
                }
                "stale-while-revalidate" if directives.stale_while_revalidate.is_none() => {
                    directives.stale_while_revalidate = seconds();
                }
                _ => {}
            }
        }
        directives
    }
}

/// Whether `Pragma` says `no-cache`, whatever `Cache-Control` says.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#field.pragma>
pub(in crate::agent) fn has_pragma_no_cache(headers: &HeaderList) -> bool {
    headers.lines("Pragma").any(|line| names(line, "no-cache"))
}

/// Whether a list of words names one of them.
fn names(line: &[u8], word: &str) -> bool {
    let mut items = get_decode_and_split(line).into_iter();
    items.any(|item: String| item.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::Directives;
    use crate::wire::HeaderList;

    #[test]
    fn what_counts_is_read_and_the_rest_is_passed_over() {
        let fresh = Directives { max_age: Some(60), ..Directives::default() };
        for (value, directives) in [
            ("max-age=60", fresh),
            ("public, max-age=60, s-maxage=9", fresh),
            ("max-age=60, immutable", Directives { immutable: true, ..fresh }),
            ("Max-Age=\"60\"", fresh),
            ("max-age=60, max-age=5", fresh),
            ("max-age=soon", Directives { max_age: Some(0), ..Directives::default() }),
            ("no-cache=\"set-cookie, x\"", Directives { no_cache: true, ..Directives::default() }),
            ("NO-STORE", Directives { no_store: true, ..Directives::default() }),
            ("x=\"no-store\"", Directives::default()),
            ("", Directives::default()),
        ] {
            let headers: HeaderList = [("cache-control", value)].into_iter().collect();
            assert_eq!(Directives::of(&headers), directives, "{value:?}");
        }
    }

    #[test]
    fn pragma_speaks_where_cache_control_is_silent() {
        let alone: HeaderList = [("Pragma", "no-cache")].into_iter().collect();
        assert!(Directives::of(&alone).no_cache);
        let beside = [("Pragma", "no-cache"), ("Cache-Control", "max-age=1")];
        let beside: HeaderList = beside.into_iter().collect();
        assert!(!Directives::of(&beside).no_cache);
    }
}
