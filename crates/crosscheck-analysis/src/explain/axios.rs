//! What axios prints of its request beside a failure: the URL in two parts, and the method.

use url::Url;

use super::report::Report;

/// The longest text that is looked at.
const LONGEST: usize = 64 * 1024;

/// Puts the parts together where nothing tells more than the first of them.
pub(super) fn fill_in(report: &mut Report, text: &str) {
    if text.len() > LONGEST {
        return;
    }
    let Some(base) = value_of(text, "baseURL").and_then(|base| Url::parse(base).ok()) else {
        return;
    };
    let Some(path) = value_of(text, "url") else { return };
    let whole = format!("{}/{}", base.as_str().trim_end_matches('/'), path.trim_start_matches('/'));
    let whole = if Url::parse(path).is_ok() { path.to_owned() } else { whole };
    let method = value_of(text, "method").map(str::to_ascii_uppercase);
    for finding in &mut report.findings {
        let is_known = |url: &str| Url::parse(url).is_ok_and(|url| url != base);
        if finding.case.url.as_deref().is_some_and(is_known) {
            continue;
        }
        for case in [&mut finding.case, &mut finding.wanted] {
            case.url = Some(whole.clone());
            case.method = case.method.take().or_else(|| method.clone());
        }
    }
}

/// The value of a key, as a console and as JSON show it.
fn value_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.match_indices(key).find_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let rest = text.get(at + key.len()..)?;
        let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
        let rest = rest.strip_prefix(':')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = rest.get(1..)?.split(quote).next()?;
        (!before.is_some_and(char::is_alphanumeric) && !value.is_empty()).then_some(value)
    })
}
