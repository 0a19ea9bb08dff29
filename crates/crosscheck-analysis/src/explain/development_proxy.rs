//! A development server's proxy beside a refusal: it hands on what a page asks of its own origin, and nothing else.

use url::Url;

use super::report::Report;

/// Notes that the page asks past it, where the URL that was refused is one that the proxy leads to.
pub(super) fn note(report: &mut Report, text: &str) {
    if !is_beside(text) {
        return;
    }
    let urls = report.findings.iter().filter_map(|finding| finding.case.url.as_deref());
    let Some(url) = urls.filter_map(|url| Url::parse(url).ok()).find(|url| leads_to(text, url))
    else {
        return;
    };
    let path = url.path();
    report.note(format!(
        "the development server's proxy beside it hands on only what the page asks of its own origin, and the page asks \
         {url} itself: ask for `{path}` (mind the prefix that the proxy knows), and start the server anew; then nothing \
         is of another origin"
    ));
}

/// Whether such a proxy is set up in a text.
pub(super) fn is_beside(text: &str) -> bool {
    MARKS.iter().any(|words| words.iter().all(|word| text.contains(word)))
}

/// Whether a proxy's target is where a URL leads.
fn leads_to(text: &str, url: &Url) -> bool {
    let origin = url.origin().ascii_serialization();
    TARGETS.iter().any(|key| {
        text.match_indices(key).any(|(at, key)| {
            let rest = text.get(at + key.len()..).unwrap_or_default();
            let value = rest.trim_start_matches(['"', '\'', '`', ':', ' ', '\t']);
            value
                .strip_prefix(&*origin)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    })
}

/// What stands before a target. As of React's scripts, whose proxy is a word in `package.json`.
const TARGETS: [&str; 3] = ["target", "destination", "\"proxy\""];

/// What only stands where such a proxy is set up: Angular's, Vite's and webpack's, `http-proxy-middleware`, Next.js'.
const MARKS: [&[&str]; 6] = [
    &["proxy", "target"],
    &["proxy: {", "server"],
    &["Proxy", "target"],
    &["\"target\":", "\"secure\":"],
    &["rewrites", "destination"],
    &["\"proxy\":"],
];
