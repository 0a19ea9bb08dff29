//! Where a redirect of a preflight leads: by a `Location` that stands beside it, or by the habits of who answers.

use crosscheck::catalog::FetchRule;
use crosscheck::wire::is_loopback;
use crosscheck_export::Server;
use url::Url;

use super::header_lines::header_line;
use super::report::Report;

/// The most lines that are looked at.
const MOST_LINES: usize = 2_048;

/// Fills in where it leads, or notes where such a redirect mostly does.
pub(super) fn note(report: &mut Report, text: &str) {
    let mut notes = Vec::new();
    for finding in &mut report.findings {
        let case = &mut finding.case;
        if case.rule != FetchRule::PreflightRedirect || case.location.is_some() {
            continue;
        }
        let Some(url) = case.url.as_deref().and_then(|url| Url::parse(url).ok()) else { continue };
        if let Some(location) = location_beside(text, &url) {
            case.location = Some(location.clone());
            finding.wanted.location = Some(location);
            continue;
        }
        notes.extend(habit(&url, finding.server));
    }
    notes.into_iter().for_each(|note| report.note(note));
}

/// The URL of a header line `Location`, as a tool wrote it; not that of a redirect back to where it began.
fn location_beside(text: &str, url: &Url) -> Option<String> {
    let lines = text.lines().take(MOST_LINES);
    let mut told = lines.filter_map(|line| {
        let (name, value) = header_line(line.trim_start_matches(['<', ' ', '\t']))?;
        name.eq_ignore_ascii_case("location").then(|| url.join(&value).ok())?
    });
    told.find(|location| location != url).map(String::from)
}

/// Where who answers leads such a URL.
fn habit(url: &Url, server: Option<Server>) -> Option<String> {
    let host = url.host_str()?;
    if host.ends_with(".s3.amazonaws.com") || host == "s3.amazonaws.com" {
        return Some(
            "`s3.amazonaws.com` leads to a bucket's own region while the bucket is new, or is asked for in another: ask the \
             host of its region, as `BUCKET.s3.eu-central-1.amazonaws.com`, and sign URLs with that region"
                .into(),
        );
    }
    if url.scheme() == "http" && !is_loopback(host) {
        let mut secure = url.clone();
        secure.set_scheme("https").ok()?;
        return Some(format!(
            "a redirect of an `http` URL mostly leads to `https`: ask for {secure}"
        ));
    }
    if url.scheme() == "http" && server == Some(Server::AspNet) {
        return Some(
            "`UseHttpsRedirection` leads `http` to `https` at another port, preflights, too: ask the `https` URL of \
             `launchSettings.json`, or leave it out in development"
                .into(),
        );
    }
    let last = url.path_segments().and_then(|mut segments| segments.next_back())?;
    let is_of_slashes =
        matches!(server?, Server::Django | Server::FastApi | Server::Starlette | Server::Flask);
    if !is_of_slashes || last.is_empty() || last.contains('.') {
        return None;
    }
    let mut whole = url.clone();
    whole.set_path(&format!("{}/", url.path()));
    Some(format!(
        "{} leads a path without its final slash to the one with it: ask for {whole}",
        server?.title(),
    ))
}
