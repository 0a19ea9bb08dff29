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
    let is_on_a_phone =
        ["cordova", "capacitor", "phone", "android", "emulator", "react native", "expo"]
            .iter()
            .any(|word| lower.contains(word));
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
    let redirects = ["307 temporary redirect", "301 moved", "308 permanent redirect", "302 found"];
    if is_mixed && redirects.iter().any(|word| lower.contains(word)) {
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
