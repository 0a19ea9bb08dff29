//! What Firefox writes once more for an element that could not load, after the reason.

use alloc::format;
use alloc::string::String;

use url::Url;

use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::RequestMode;

/// What is said of an element that made nothing of its answer, or got none.
pub(super) fn load_failed(outcome: &Outcome) -> Option<String> {
    if outcome.is_preload || outcome.is_reused {
        return None;
    }
    let initiator = outcome.initiator;
    let failure = match &outcome.result {
        Err(failure) => failure,
        Ok(response) if initiator == Initiator::Script => {
            let is_ok = (200..=299).contains(&response.internal.status);
            let url = outcome.url_list.first().unwrap_or(&response.internal_url);
            return (!is_ok).then(|| script_failed(url));
        }
        Ok(_) => return None,
    };
    let url = &failure.url_list[0];
    match initiator {
        Initiator::Font => {
            let (what, why) = match is_refused_unasked(failure) {
                true => ("failed to start download", "content blocked"),
                false => ("download failed", "bad URI or cross-site access not allowed"),
            };
            Some(format!(
                "downloadable font: {what} (font-family: \"f\" style:normal weight:400 stretch:100 src \
                 index:0): {why} source: {url}"
            ))
        }
        Initiator::EventSource => {
            Some(format!("Firefox can’t establish a connection to the server at {url}."))
        }
        Initiator::Script if is_not_allowed(failure) => {
            Some(format!("<script> source URI is not allowed in this document: “{url}”."))
        }
        Initiator::Script => Some(script_failed(url)),
        initiator if initiator.is_module() && is_not_allowed(failure) => {
            Some(format!("Module source URI is not allowed in this document: “{url}”."))
        }
        initiator if initiator.is_module() => {
            Some(format!("Loading failed for the module with source “{url}”."))
        }
        _ => None,
    }
}

fn script_failed(url: &Url) -> String {
    format!("Loading failed for the <script> with source “{url}”.")
}

/// Whether it was refused before anybody was asked.
fn is_refused_unasked(failure: &Failure) -> bool {
    matches!(failure.cause, Cause::MixedContent { .. }) && failure.url_list.len() == 1
}

/// Whether CORS is what refused it, or took the blame.
fn is_not_allowed(failure: &Failure) -> bool {
    let is_blamed = match failure.cause {
        Cause::LocalNetworkDenied { .. } => true,
        Cause::MixedContent { .. } => failure.url_list.len() > 1,
        Cause::MimeType { .. } => !failure.stayed_home(),
        ref cause => cause.is_cors_check(),
    };
    failure.mode == RequestMode::Cors && is_blamed
}
