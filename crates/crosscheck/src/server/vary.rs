//! `Vary`, merged by name: what is there stays, what is missing is added.

/// The names of `wanted` that the lines of a `Vary` header do not yet cover, joined for one line.
///
/// In: the response's own lines; the names that the decision read. Out: `None` if a line already
/// says `*`, or names them all. Compares without case.
/// # Example
/// ```
/// use crosscheck::server::missing_vary_names;
/// let missing: Vec<_> = missing_vary_names([b"accept, origin".as_slice()], "Origin, Accept").collect();
/// assert!(missing.is_empty());
/// ```
pub fn missing_vary_names(
    lines: impl IntoIterator<Item = impl AsRef<[u8]>> + Clone,
    wanted: &str,
) -> impl Iterator<Item = &str> {
    wanted.split(", ").filter(move |name| {
        !lines.clone().into_iter().any(|line| {
            line.as_ref().split(|b| *b == b',').any(|there| {
                let there = crate::wire::trim_http_tab_or_space(there);
                there == b"*" || there.eq_ignore_ascii_case(name.as_bytes())
            })
        })
    })
}
