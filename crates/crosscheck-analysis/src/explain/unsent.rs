//! A call whose URL leads not where it is meant to: without its scheme, or to the page's own host, where only a
//! development server's proxy knew the way.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;

use super::development_proxy;
use super::overrides::Overrides;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use crate::code::url_of_call;

/// Explains it; `None` if a text's first call asks by a whole URL, or nothing is known of where it leads.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let url = url_of_call(text).filter(|url| !url.contains("://"))?;
    if is_without_scheme(&url) {
        let mut refusal = Refusal::new(FetchRule::SchemeNotHttp);
        refusal.url = Some(url);
        let mut finding = Finding::of(refusal);
        overrides.complete(&mut finding);
        return Some(Report::new("call", Verdict::Refused, vec![finding]));
    }
    let is_relative = url.starts_with('/') && !url.starts_with("//");
    if !is_relative || !development_proxy::is_beside(text) {
        return None;
    }
    let mut report = Report::new("call", Verdict::Explained, Vec::new());
    report.note(format!(
        "the call asks `{url}` of the page's own host, so it is no matter of CORS: the development server's proxy beside it \
         is there in development only. Where the built page is served, let the web server hand these paths on (nginx: \
         `location /api/ {{ proxy_pass http://127.0.0.1:8080; }}`), or else it answers with 404 or with `index.html`"
    ));
    Some(report)
}

/// Whether a URL begins with a host and a port: `localhost:5000/api`.
fn is_without_scheme(url: &str) -> bool {
    let Some((host, rest)) = url.split_once(':') else { return false };
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    (host == "localhost" || host.contains('.'))
        && host.chars().all(is_host)
        && rest.starts_with(|c: char| c.is_ascii_digit())
}
