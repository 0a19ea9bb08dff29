//! What browsers say of answers that an element, a style sheet or a module makes nothing of.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::RequestMode;

/// Where the element's own attribute led.
fn first(outcome: &Outcome) -> &Url {
    outcome.url_list.first().expect("a request is made with a URL")
}

/// The status of an answer that the element does not take.
fn is_refused_by_status(outcome: &Outcome) -> bool {
    outcome.result.as_ref().is_ok_and(|seen| !(200..=299).contains(&seen.internal.status))
}

pub(super) mod chromium {
    use super::*;

    pub(in crate::diagnosis) fn text(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let initiator = outcome.initiator;
        let first = first(outcome);
        Some(match &failure.cause {
            Cause::MimeType { got } if initiator == Initiator::EventSource => {
                super::not_an_event_stream(got)
            }
            Cause::MimeType { got } if initiator.is_module() => {
                let expected = match initiator {
                    Initiator::JsonModule => "JSON",
                    Initiator::CssModule => "CSS",
                    _ => "JavaScript-or-Wasm",
                };
                format!(
                    "Failed to load module script: Expected a {expected} module script but the \
                     server responded with a MIME type of \"{got}\". Strict MIME type checking is \
                     enforced for module scripts per HTML spec."
                )
            }
            Cause::MimeType { got } if initiator.is_classic_script() => format!(
                "Refused to execute script from '{}' because its MIME type ('{got}') is not \
                 executable.",
                failure.url(),
            ),
            Cause::NoSniff { got } if initiator.is_sheet() || initiator.is_module() => format!(
                "Refused to apply style from '{first}' because its MIME type ('{got}') is not a \
                 supported stylesheet MIME type, and strict MIME checking is enabled."
            ),
            Cause::NoSniff { got } => format!(
                "Refused to execute script from '{first}' because its MIME type ('{got}') is not \
                 executable, and strict MIME type checking is enabled."
            ),
            Cause::IntegrityNeedsCors { .. } => format!(
                "Subresource Integrity: The resource '{first}' has an integrity attribute, but \
                 the resource requires the request to be CORS enabled to check the integrity, and \
                 it is not. The resource has been blocked because the integrity cannot be enforced."
            ),
            _ => return None,
        })
    }
}

pub(super) mod firefox {
    use super::*;
    use crate::diagnosis::blocked::DID_NOT_SUCCEED;
    use crate::diagnosis::blocked::blocked;

    /// What is said of the type of an answer to a module's request, before CORS has a say.
    pub(in crate::diagnosis) fn module_type(outcome: &Outcome, got: &str) -> Option<String> {
        let what = match outcome.initiator {
            Initiator::JsonModule => "JSON module",
            Initiator::ModuleScript | Initiator::Import => "module",
            _ => return None,
        };
        Some(format!(
            "Loading {what} from “{}” was blocked because of a disallowed MIME type (“{got}”).",
            outcome.url_list.last().unwrap_or(first(outcome)),
        ))
    }

    /// What is said of the answer, then of the element.
    pub(in crate::diagnosis) fn texts(outcome: &Outcome) -> Vec<String> {
        let mut texts = Vec::new();
        // What the document has as a module already, though not by this element, is nothing new.
        let has_module =
            outcome.initiator.is_module() && outcome.initiator != Initiator::ModuleScript;
        if outcome.is_reused && has_module {
            return texts;
        }
        if !outcome.is_reused {
            texts.extend(of_answer(outcome));
        }
        if !outcome.is_preload {
            texts.extend(of_element(outcome));
        }
        let is_no_stream = outcome.initiator == Initiator::EventSource
            && matches!(&outcome.result, Err(failure) if matches!(failure.cause, Cause::MimeType { .. }));
        if is_no_stream {
            let text = format!(
                "Firefox can’t establish a connection to the server at {}.",
                first(outcome),
            );
            texts.extend([text.clone(), text]);
        }
        texts
    }

    fn of_answer(outcome: &Outcome) -> Vec<String> {
        let first = first(outcome);
        let Err(failure) = &outcome.result else {
            let last = outcome.url_list.last().unwrap_or(first);
            return media_status(outcome, last).into_iter().collect();
        };
        let url = failure.url();
        let text = match &failure.cause {
            Cause::MimeType { got } if outcome.initiator.is_module() => {
                let crosses = !failure.stayed_home();
                let refused = crosses.then(|| blocked(url.as_str(), DID_NOT_SUCCEED));
                let of_type = module_type(outcome, got);
                let refused = refused.filter(|_| of_type.is_some());
                return of_type.into_iter().chain(refused).collect();
            }
            Cause::MimeType { got } if outcome.initiator.is_classic_script() => format!(
                "Script from “{url}” was blocked because of a disallowed MIME type (“{got}”)."
            ),
            Cause::MimeType { got } if outcome.initiator == Initiator::Style => format!(
                "The stylesheet {url} was not loaded because its MIME type, “{got}”, is not \
                 “text/css”."
            ),
            Cause::NoSniff { got } if outcome.initiator.is_module() => {
                let crosses = !failure.stayed_home();
                let refused = crosses.then(|| blocked(url.as_str(), DID_NOT_SUCCEED));
                return [no_sniff(url, got)].into_iter().chain(refused).collect();
            }
            Cause::NoSniff { got } => no_sniff(url, got),
            Cause::OpaqueResponse => {
                let is_media = outcome.initiator.is_media();
                let reason = match failure.status {
                    206 if is_media => {
                        "response's status is 206 and mimeType is an opaque-blocklisted MIME type"
                    }
                    200..=299 => "Javascript validation failed",
                    _ => "after sniff: status code is not in allowed range",
                };
                let mut texts = Vec::from([opaque(url, reason)]);
                // Who was sent elsewhere, or upgraded, is told but once.
                if outcome.url_list.len() == 1 && outcome.remarks.is_empty() {
                    texts.push(CHECK_CONSOLE.into());
                }
                return texts;
            }
            Cause::IntegrityNeedsCors { .. } => format!(
                "“{first}” is not eligible for integrity checks since it’s neither CORS-enabled \
                 nor same-origin."
            ),
            _ => return Vec::new(),
        };
        Vec::from([text])
    }

    fn media_status(outcome: &Outcome, url: &Url) -> Option<String> {
        let seen = outcome.result.as_ref().ok()?;
        let is_opaque = seen.response_type == crate::agent::ResponseType::Opaque;
        let is_refused =
            outcome.initiator.is_media() && is_opaque && !matches!(seen.internal.status, 200 | 206);
        // Of nothing at all it says something else.
        let is_refused = is_refused && !seen.internal.body.is_empty();
        let reason = "media request's response status is neither 200 nor 206";
        is_refused.then(|| opaque(url, reason))
    }

    fn no_sniff(url: &Url, got: &str) -> String {
        format!(
            "The resource from “{url}” was blocked due to MIME type (“{got}”) mismatch \
             (X-Content-Type-Options: nosniff)."
        )
    }

    fn opaque(url: &Url, reason: &str) -> String {
        format!(
            "The resource at “{url}” was blocked by OpaqueResponseBlocking. Reason: “{reason}”."
        )
    }

    fn of_element(outcome: &Outcome) -> Option<String> {
        let first = first(outcome);
        let initiator = outcome.initiator;
        let failure = match &outcome.result {
            Ok(_) if !is_refused_by_status(outcome) => return None,
            Ok(_) => None,
            Err(failure) => Some(failure),
        };
        let by_cors = failure.is_some_and(is_blamed_on_cors);
        let is_unasked = failure.is_some_and(is_refused_unasked);
        match initiator {
            Initiator::Font if by_cors => Some(format!(
                "downloadable font: download failed (font-family: \"f\" style:normal weight:400 \
                 stretch:100 src index:0): bad URI or cross-site access not allowed source: {first}"
            )),
            Initiator::Font if is_unasked => Some(format!(
                "downloadable font: failed to start download (font-family: \"f\" style:normal \
                 weight:400 stretch:100 src index:0): content blocked source: {first}"
            )),
            Initiator::EventSource if by_cors || is_unasked => {
                Some(format!("Firefox can’t establish a connection to the server at {first}."))
            }
            Initiator::Script if is_untold(failure) => None,
            Initiator::Script if by_cors => {
                Some(format!("<script> source URI is not allowed in this document: “{first}”."))
            }
            Initiator::Script => {
                Some(format!("Loading failed for the <script> with source “{first}”."))
            }
            _ if !initiator.is_module() || is_untold(failure) => None,
            _ => {
                let is_of_type = failure.is_some_and(|failure| {
                    let is_css = initiator == Initiator::CssModule;
                    match failure.cause {
                        Cause::MimeType { .. } => !is_css && !failure.stayed_home(),
                        Cause::NoSniff { .. } => !failure.stayed_home(),
                        _ => false,
                    }
                });
                let is_refused = by_cors || is_of_type;
                Some(match is_refused {
                    true => {
                        format!("Module source URI is not allowed in this document: “{first}”.")
                    }
                    false => {
                        format!("Loading failed for the module with source “{first}”.")
                    }
                })
            }
        }
    }

    /// Whether CORS is what refused it, or takes the blame.
    fn is_blamed_on_cors(failure: &Failure) -> bool {
        let is_blamed = match failure.cause {
            Cause::LocalNetworkDenied { .. } => true,
            Cause::MixedContent { .. } => failure.url_list.len() > 1,
            _ => return failure.cause.is_cors_check(),
        };
        is_blamed && failure.mode == RequestMode::Cors
    }

    /// Whether it was refused before anybody was asked.
    fn is_refused_unasked(failure: &Failure) -> bool {
        matches!(failure.cause, Cause::MixedContent { .. }) && failure.url_list.len() == 1
    }

    /// Whether all was said before, and by others.
    fn is_untold(failure: Option<&Failure>) -> bool {
        let is_told = |cause: &Cause| {
            cause.is_cors_check()
                || matches!(
                    cause,
                    Cause::MimeType { .. }
                        | Cause::NoSniff { .. }
                        | Cause::OpaqueResponse
                        | Cause::ResourcePolicy
                        | Cause::MixedContent { .. }
                        | Cause::LocalNetworkDenied { .. }
                )
        };
        failure.is_some_and(|failure| !is_told(&failure.cause))
    }

    const CHECK_CONSOLE: &str = "A resource is blocked by OpaqueResponseBlocking, please check browser console for details.";
}

pub(super) mod webkit {
    use super::*;

    /// What is said in place of what CORS would say.
    pub(in crate::diagnosis) fn of_answer(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let initiator = outcome.initiator;
        let first = first(outcome);
        let url = failure.url();
        let text = match &failure.cause {
            Cause::MimeType { got } if initiator == Initiator::EventSource => {
                return Some(format!("JS ERROR {}", super::not_an_event_stream(got)));
            }
            Cause::MimeType { got } if initiator.is_classic_script() => {
                format!(
                    "Refused to execute {url} as script because {got} is not a script MIME type."
                )
            }
            Cause::MimeType { .. } if initiator.is_sheet() => format!(
                "Did not parse stylesheet at '{first}' because non CSS MIME types are not allowed \
                 in strict mode."
            ),
            Cause::NoSniff { .. } if initiator.is_sheet() => format!(
                "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed \
                 when 'X-Content-Type-Options: nosniff' is given."
            ),
            Cause::NoSniff { .. } => format!(
                "Refused to execute {url} as script because \"X-Content-Type-Options: nosniff\" \
                 was given and its Content-Type is not a script MIME type."
            ),
            Cause::IntegrityNeedsCors { length } => {
                let what = if initiator.is_sheet() { "stylesheet" } else { "script" };
                let expected = outcome.integrity.as_deref().unwrap_or_default();
                format!(
                    "Cannot load {what} {first}. Failed integrity metadata check. Content length: \
                     {length}, Expected content length: {length}, Expected metadata: {expected}"
                )
            }
            _ => return None,
        };
        Some(format!("SECURITY ERROR {text}"))
    }

    /// What a `<track>` says that has no text.
    pub(in crate::diagnosis) fn track(outcome: &Outcome) -> Option<String> {
        let is_denied = outcome.result.as_ref().is_err_and(|failure| {
            failure.cause.is_cors_check() || failure.cause == Cause::ResourcePolicy
        });
        (outcome.initiator == Initiator::Track && !outcome.is_preload && is_denied).then(|| {
            "SECURITY ERROR Cross-origin text track load denied by Cross-Origin Resource Sharing \
             policy."
                .into()
        })
    }
}

fn not_an_event_stream(got: &str) -> String {
    format!(
        "EventSource's response has a MIME type (\"{got}\") that is not \"text/event-stream\". \
         Aborting the connection."
    )
}
