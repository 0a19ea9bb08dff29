//! What the status of a preflight's answer tells of a server whose library is known: some answer a preflight that they
//! do not allow in a way of their own, and some never hear of it.

use crosscheck::agent::Stage;
use crosscheck_export::Server;

use super::report::Report;

/// The longest text whose words are looked at.
const LONGEST: usize = 64 * 1024;

/// Notes it.
pub(super) fn note(report: &mut Report, text: &str) {
    let mut notes = Vec::new();
    for finding in &report.findings {
        let case = &finding.case;
        if case.stage != Some(Stage::Preflight) && !case.rule.is_of_preflight() {
            continue;
        }
        match (finding.server, case.status) {
            (Some(Server::FastApi | Server::Starlette), Some(400)) => notes.push(
                "a preflight that its lists do not allow is answered by `CORSMiddleware` with 400, and what is wrong stands in \
                 the body (`Disallowed CORS origin`, `method` or `headers`): it is there, and lacks this page's origin, the \
                 method or a header",
            ),
            (Some(Server::Spring), Some(403)) => notes.push(
                "a preflight that its lists do not allow is answered by Spring with 403 and `Invalid CORS request`: then its \
                 CORS is set up, and lacks this page's origin, the method or a header; without these words it is Spring \
                 Security that answers first, which needs `http.cors(…)`",
            ),
            _ => {}
        }
        if text.len() <= LONGEST && signs_in_by_windows(text) {
            notes.push(
                "IIS with Windows authentication alone answers every preflight with 401, before ASP.NET Core hears of it: let \
                 anonymous requests in, too (`anonymousAuthentication`, and `[Authorize]` on what needs a user), or use the \
                 CORS module of IIS (`--server iis`), which answers before it; the page asks with `credentials: \"include\"`",
            );
        }
    }
    notes.into_iter().for_each(|note| report.note(note.to_owned()));
}

/// Whether a text speaks of signing in as Windows does.
fn signs_in_by_windows(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "windows auth",
        "windowsauthentication",
        "www-authenticate: negotiate",
        "www-authenticate: ntlm",
    ]
    .iter()
    .any(|word| lower.contains(word))
}
