//! What is known of a refusal from what asked: a manifest and a font ask by CORS though no script does.

use crosscheck::catalog::FetchRule;
use crosscheck::wire::is_loopback;
use url::Url;

use super::report::Finding;
use super::report::Report;

/// Notes it, where a console names what asked.
pub(super) fn note(report: &mut Report, text: &str) {
    let lower = text.to_ascii_lowercase();
    let told = ASKED.iter().filter(|(words, _)| words.iter().any(|word| lower.contains(word)));
    report.notes.extend(told.map(|(_, note)| (*note).to_owned()));
    let mut urls = report.findings.iter().filter_map(|finding| finding.case.url.as_deref());
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has_word = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let is_on_a_phone =
        has_word(&["cordova", "capacitor", "phone", "iphone", "android", "emulator", "expo"])
            || lower.contains("react native");
    let is_unanswered =
        report.findings.iter().any(|finding| finding.case.rule == FetchRule::NetworkFailure);
    if is_unanswered && has_word(&["docker", "dockerfile", "container", "compose", "podman"]) {
        report.notes.push(IN_A_CONTAINER.into());
    }
    if is_on_a_phone
        && urls.any(|url| Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(is_loopback)))
    {
        report.notes.push(
            "on a phone and in an emulator `localhost` is the device itself: ask for the computer by its address in the \
             network (`10.0.2.2` in Android's emulator), or lead the port there with `adb reverse tcp:8080 tcp:8080`"
                .into(),
        );
    }
    let is_mixed =
        report.findings.iter().any(|finding| finding.case.rule == FetchRule::MixedContent);
    if is_mixed && tells_of_a_redirect(&lower, report) {
        report.notes.push(
            "the server's own redirect may write `http`: behind a proxy that ends TLS it does not know better. Pass \
             `X-Forwarded-Proto` on and let it believe it (uvicorn: `--proxy-headers --forwarded-allow-ips`, Express: \
             `trust proxy`), and ask for the URL at which the redirect ends, mostly one with or without a final slash"
                .into(),
        );
    }
    let is_of_webkit = |finding: &Finding| {
        finding.browsers == ["webkit"] && finding.case.rule == FetchRule::NetworkFailure
    };
    if lower.contains(GIVEN_UP) && report.findings.iter().all(is_of_webkit) {
        report.notes.push(
            "Safari says no more than that of a request that was given up, too, at the page's own origin as well: because \
             the page was left or loaded anew, or by an `AbortController`. Then it is no matter of CORS: see whether the \
             page navigates at that moment"
                .into(),
        );
    }
}

/// Whether a text tells that a request to an insecure URL was led there: in words, or for it names the secure one, too.
fn tells_of_a_redirect(lower: &str, report: &Report) -> bool {
    let has_word =
        |word: &str| lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| w == word);
    let in_words = ["redirect", "redirects", "redirected", "301", "302", "307", "308"];
    let mut urls = report.findings.iter().filter_map(|finding| finding.case.url.as_deref());
    let is_named_secure = urls.any(|url| {
        let secure = url.to_ascii_lowercase().replacen("http://", "https://", 1);
        secure.starts_with("https://") && lower.contains(secure.trim_end_matches('/'))
    });
    in_words.into_iter().any(has_word) || is_named_secure
}

/// What to know of a server in a container.
const IN_A_CONTAINER: &str = "a browser is outside of the container: its port must be published (`-p 8000:8000`, `ports:` in \
     compose; `EXPOSE` alone does nothing), the server must listen at `0.0.0.0` and not at `127.0.0.1`, and the names of \
     a compose file's services are known to containers only";

/// What WebKit says where it says no reason.
const GIVEN_UP: &str = " due to access control checks";

const ASKED: [(&[&str], &str); 2] = [
    (
        &["access to manifest at "],
        "a manifest is asked for without cookies, so behind a sign-in it is led to the sign-in page: write `<link \
         rel=\"manifest\" crossorigin=\"use-credentials\">`, or serve the manifest without a sign-in",
    ),
    (&["access to font at ", "font from origin ", "downloadable font: "], OF_FONTS),
];

/// What a font is asked for by.
pub(super) const OF_FONTS: &str = "browsers ask for fonts by CORS, whatever the style sheet says: the header belongs on the font files \
     themselves (icon fonts, too), or serve them from the page's own origin";
