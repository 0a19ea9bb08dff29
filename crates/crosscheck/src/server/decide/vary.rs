//! `Vary`, merged by name: what is there stays, what is missing is added.

use crate::wire::trim_http_tab_or_space;

/// Whether the lines of a `Vary` header do not cover a name yet. Compares without case; `*` covers
/// every name.
pub(crate) fn lacks_vary_name<'l>(mut lines: impl Iterator<Item = &'l [u8]>, name: &str) -> bool {
    let covers = |item: &[u8]| {
        let item = trim_http_tab_or_space(item);
        item == b"*" || item.eq_ignore_ascii_case(name.as_bytes())
    };
    !lines.any(|line| line.split(|b| *b == b',').any(covers))
}
