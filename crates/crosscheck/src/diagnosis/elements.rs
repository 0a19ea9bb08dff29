//! What browsers say of answers that an element, a style sheet or a module makes nothing of.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::integrity;
use super::texts::beyond_cors::shared::EVENT_SOURCE_CHARSET;
use super::texts::beyond_cors::shared::EVENT_SOURCE_DECODED;
use super::texts::beyond_cors::shared::EVENT_SOURCE_TYPE;
use super::texts::filled;
use super::transport::as_web_socket;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::OpaqueResponseBlock;
use crate::agent::Outcome;
use crate::agent::RequestMode;
use crate::wire::MimeEssence;
use crate::wire::is_javascript;
use crate::wire::is_never_script;
use crate::wire::other_charset;
use crate::wire::parse_mime_essence;

/// Where the element's own attribute led.
fn first(outcome: &Outcome) -> &Url {
    outcome.url_list.first().expect("a request is made with a URL")
}

/// The status of an answer that the element does not take.
fn is_refused_by_status(outcome: &Outcome) -> bool {
    outcome.result.as_ref().is_ok_and(|seen| !(200..=299).contains(&seen.internal.status))
}

/// Whether a classic script is of a type that is none.
pub(super) fn is_no_script(outcome: &Outcome, failure: &Failure) -> bool {
    outcome.initiator.is_classic_script()
        && matches!(failure.cause, Cause::MimeType { .. } | Cause::NoSniff { .. })
}

pub(super) mod chromium {
    use super::*;
    use crate::diagnosis::texts::beyond_cors::chromium as words;

    pub(in crate::diagnosis) fn text(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let initiator = outcome.initiator;
        Some(match &failure.cause {
            Cause::MimeType { got } if initiator == Initiator::EventSource => {
                // What says no type is taken for what it looks like.
                let value = if got.is_empty() { "text/plain" } else { got };
                filled!(EVENT_SOURCE_TYPE, value = value)
            }
            Cause::Charset { got } => filled!(EVENT_SOURCE_CHARSET, value = got),
            Cause::NoSniff { got } if initiator == Initiator::CssModule => {
                filled!(words::STYLE_TYPE, url = failure.url(), value = got)
            }
            Cause::MimeType { got } | Cause::NoSniff { got } if initiator.is_module() => {
                let expected = match initiator {
                    Initiator::JsonModule => "JSON",
                    Initiator::CssModule => "CSS",
                    _ => "JavaScript-or-Wasm",
                };
                filled!(words::MODULE_TYPE, what = expected, value = got)
            }
            Cause::MimeType { got } if initiator.is_classic_script() => {
                filled!(words::SCRIPT_TYPE, url = failure.url(), value = got)
            }
            Cause::NoSniff { got } if initiator.is_sheet() => {
                filled!(words::STYLE_TYPE, url = failure.url(), value = got)
            }
            Cause::NoSniff { got } => {
                filled!(words::NO_SNIFF_SCRIPT, url = failure.url(), value = got)
            }
            _ => return None,
        })
    }
}

pub(super) mod firefox {
    use super::*;
    use crate::diagnosis::blocked::did_not_succeed;
    use crate::diagnosis::texts::beyond_cors::firefox as words;

    /// What is said of the type of an answer to a module's request, before CORS has a say.
    pub(in crate::diagnosis) fn module_type(outcome: &Outcome, got: &str) -> Option<String> {
        let what = match outcome.initiator {
            Initiator::JsonModule => "JSON module",
            Initiator::ModuleScript | Initiator::Import => "module",
            _ => return None,
        };
        let url = outcome.url_list.last().unwrap_or(first(outcome));
        Some(filled!(words::MODULE_TYPE, what = what, url = url, value = got))
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
        let has_digests = outcome.initiator.is_module() && outcome.integrity.is_some();
        if !outcome.is_preload || has_digests {
            texts.extend(of_element(outcome));
        }
        match (outcome.initiator, &outcome.result) {
            (Initiator::EventSource, Err(failure))
                if matches!(failure.cause, Cause::MimeType { .. }) =>
            {
                texts.extend(no_stream(outcome));
            }
            (Initiator::EventSource, Ok(seen)) if seen.internal.status != 200 => {
                texts.extend(no_stream(outcome));
            }
            (Initiator::WebSocket, Err(failure)) if failure.cause == Cause::RedirectModeError => {
                texts.push(filled!(words::NO_CONNECTION, url = as_web_socket(first(outcome))));
            }
            (Initiator::WebSocket, Ok(seen)) if seen.internal.status != 101 => {
                texts.push(filled!(words::NO_CONNECTION, url = as_web_socket(first(outcome))));
            }
            _ => {}
        }
        texts
    }

    /// What is said twice of what is no stream of events.
    fn no_stream(outcome: &Outcome) -> [String; 2] {
        let text = filled!(words::NO_CONNECTION, url = first(outcome));
        [text.clone(), text]
    }

    fn of_answer(outcome: &Outcome) -> Vec<String> {
        let first = first(outcome);
        let Err(failure) = &outcome.result else {
            let last = outcome.url_list.last().unwrap_or(first);
            let told = media_status(outcome, last).or_else(|| script_of_another_type(outcome));
            return told.into_iter().collect();
        };
        let url = failure.url();
        // What CORS is blamed for, too, is told twice.
        let refused = |text: String| -> Vec<String> {
            let blamed = is_blamed_on_cors(outcome.initiator, failure);
            [text].into_iter().chain(blamed.then(|| did_not_succeed(url))).collect()
        };
        let text = match &failure.cause {
            Cause::MimeType { got } if outcome.initiator.is_module() => {
                let crosses = !failure.stayed_home();
                let refused = crosses.then(|| did_not_succeed(url));
                let of_type = module_type(outcome, got);
                let refused = refused.filter(|_| of_type.is_some());
                return of_type.into_iter().chain(refused).collect();
            }
            // Whoever imports a script is told of its type alone, with `nosniff` and without.
            Cause::MimeType { got } | Cause::NoSniff { got }
                if outcome.initiator == Initiator::ImportScripts && !is_never_script(got) =>
            {
                filled!(words::IMPORTED_SCRIPT_TYPE, url = url, value = got)
            }
            Cause::MimeType { got } if outcome.initiator.is_classic_script() => {
                return refused(filled!(words::SCRIPT_TYPE, url = url, value = got));
            }
            // What can be no script is told of as without `nosniff`.
            Cause::NoSniff { got }
                if outcome.initiator.is_classic_script() && is_never_script(got) =>
            {
                return refused(filled!(words::SCRIPT_TYPE, url = url, value = got));
            }
            Cause::NoSniff { got } => return refused(no_sniff(url, got)),
            Cause::MimeType { got } if outcome.initiator.is_sheet() => {
                filled!(words::STYLE_TYPE, url = first, value = got)
            }
            Cause::OpaqueResponse { block } => {
                let reason = match block {
                    OpaqueResponseBlock::NeverSniffed => {
                        "mimeType is an opaque-blocklisted-never-sniffed MIME type"
                    }
                    OpaqueResponseBlock::NoSniff => {
                        "nosniff is true and mimeType is an opaque-blocklisted MIME type or its \
                         essence is 'text/plain'"
                    }
                    OpaqueResponseBlock::PartOfData => {
                        "response's status is 206 and mimeType is an opaque-blocklisted MIME type"
                    }
                    OpaqueResponseBlock::Status => {
                        "after sniff: status code is not in allowed range"
                    }
                    OpaqueResponseBlock::NoImage => {
                        "after sniff: content-type declares image/video/audio, but sniffing fails"
                    }
                    _ => "Javascript validation failed",
                };
                let mut texts = Vec::from([opaque(url, reason)]);
                // Who was sent elsewhere, or upgraded, is told but once.
                if outcome.url_list.len() == 1 && outcome.remarks.is_empty() {
                    texts.push(filled!(words::CHECK_CONSOLE));
                }
                return texts;
            }
            _ => return integrity::firefox(outcome, failure),
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

    /// What is said of a script that is run although it does not call itself one.
    fn script_of_another_type(outcome: &Outcome) -> Option<String> {
        let seen = outcome.result.as_ref().ok()?;
        let is_run =
            outcome.initiator == Initiator::Script && (200..=299).contains(&seen.internal.status);
        let value = seen.internal.headers.get("Content-Type").unwrap_or_default();
        let essence = parse_mime_essence(&value);
        let essence = essence.as_ref().map_or("", MimeEssence::as_str);
        let url = &seen.internal_url;
        (is_run && !is_javascript(essence))
            .then(|| filled!(words::SCRIPT_OF_ANOTHER_TYPE, url = url, value = essence))
    }

    fn no_sniff(url: &Url, got: &str) -> String {
        filled!(words::NO_SNIFF, url = url, value = got)
    }

    fn opaque(url: &Url, reason: &str) -> String {
        filled!(words::OPAQUE_RESPONSE, url = url, value = reason)
    }

    fn of_element(outcome: &Outcome) -> Option<String> {
        let first = first(outcome);
        let initiator = outcome.initiator;
        let failure = match &outcome.result {
            Ok(_) if !is_refused_by_status(outcome) => return None,
            Ok(_) => None,
            Err(failure) => Some(failure),
        };
        let by_cors = failure.is_some_and(|failure| is_blamed_on_cors(initiator, failure));
        let is_unasked = failure.is_some_and(is_refused_unasked);
        match initiator {
            Initiator::Font if by_cors => {
                Some(filled!(words::FONT_DENIED, skip = FONT, url = first))
            }
            Initiator::Font if is_unasked => {
                Some(filled!(words::FONT_BLOCKED, skip = FONT, url = first))
            }
            Initiator::Font if failure.is_none() => {
                Some(filled!(words::FONT_FAILED, skip = FONT, status = NOT_AVAILABLE, url = first))
            }
            Initiator::EventSource if by_cors || is_unasked => {
                Some(filled!(words::NO_CONNECTION, url = first))
            }
            Initiator::Script if is_untold(failure) => None,
            Initiator::Script if by_cors && outcome.integrity.is_some() => {
                integrity::firefox_of_nothing(outcome)
            }
            Initiator::Script if by_cors => Some(filled!(words::SCRIPT_DENIED, url = first)),
            Initiator::Script => Some(filled!(words::SCRIPT_FAILED, url = first)),
            _ if !initiator.is_module() || is_untold(failure) => None,
            _ if outcome.integrity.is_some() => integrity::firefox_of_nothing(outcome),
            // What a worker imports is its script's to tell.
            _ if outcome.client.global != Global::Window => None,
            _ => {
                let is_of_type = failure.is_some_and(|failure| {
                    let is_css = initiator == Initiator::CssModule;
                    matches!(failure.cause, Cause::MimeType { .. })
                        && !is_css
                        && !failure.stayed_home()
                });
                let is_refused = by_cors || is_of_type;
                let text = if is_refused { words::MODULE_DENIED } else { words::MODULE_FAILED };
                Some(filled!(text, url = first))
            }
        }
    }

    /// Whether CORS is what refused it, or takes the blame.
    fn is_blamed_on_cors(initiator: Initiator, failure: &Failure) -> bool {
        let is_blamed = match failure.cause {
            Cause::LocalNetworkDenied { .. } => true,
            Cause::NoSniff { .. } => !failure.stayed_home(),
            Cause::MimeType { .. } if initiator.is_classic_script() => !failure.stayed_home(),
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
                        | Cause::OpaqueResponse { .. }
                        | Cause::ResourcePolicy
                        | Cause::MixedContent { .. }
                        | Cause::LocalNetworkDenied { .. }
                )
        };
        failure.is_some_and(|failure| !is_told(&failure.cause))
    }

    /// The number of the error that a font is which is not there.
    const NOT_AVAILABLE: &str = "2147746065";

    /// The font as a page declares it that says no more of it than its name and its source.
    const FONT: &str = "font-family: \"f\" style:normal weight:400 stretch:100 src index:0";
}

pub(super) mod webkit {
    use alloc::format;

    use super::*;
    use crate::diagnosis::texts::beyond_cors::webkit as words;

    /// What is said in place of what CORS would say.
    pub(in crate::diagnosis) fn of_answer(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let initiator = outcome.initiator;
        let first = first(outcome);
        let url = failure.url();
        // What nobody parses yet may be of any type.
        if outcome.is_preload {
            return None;
        }
        Some(match &failure.cause {
            Cause::MimeType { got } if initiator == Initiator::EventSource => {
                let value = if got.is_empty() { "application/octet-stream" } else { got };
                return Some(format!("JS ERROR {}", filled!(EVENT_SOURCE_TYPE, value = value)));
            }
            Cause::MimeType { got } | Cause::NoSniff { got }
                if initiator == Initiator::ModuleScript =>
            {
                let value = if got.is_empty() { "text/plain" } else { got };
                filled!(words::MODULE_TYPE, value = value)
            }
            Cause::MimeType { got } if initiator.is_classic_script() => {
                filled!(words::SCRIPT_TYPE, url = url, value = got)
            }
            // Of `nosniff` it tells in quirks mode alone.
            Cause::MimeType { .. } | Cause::NoSniff { .. } if initiator.is_sheet() => {
                filled!(words::STYLE_TYPE, url = first)
            }
            Cause::NoSniff { .. } => filled!(words::NO_SNIFF_SCRIPT, url = first),
            _ => return None,
        })
    }

    /// What an `EventSource` says that reads a stream of another charset as UTF-8.
    pub(in crate::diagnosis) fn event_source(outcome: &Outcome) -> Option<String> {
        let response = outcome.result.as_ref().ok();
        let response = response.filter(|_| outcome.initiator == Initiator::EventSource)?;
        let charset = other_charset(response.internal.headers.lines("Content-Type").last()?)?;
        Some(format!("JS ERROR {}", filled!(EVENT_SOURCE_DECODED, value = charset)))
    }

    /// What a `<track>` says that has no text.
    pub(in crate::diagnosis) fn track(outcome: &Outcome) -> Option<String> {
        let is_denied = outcome.result.as_ref().is_err_and(|failure| {
            failure.cause.is_cors_check() || failure.cause == Cause::ResourcePolicy
        });
        (outcome.initiator == Initiator::Track && !outcome.is_preload && is_denied)
            .then(|| filled!(words::TRACK_DENIED))
    }
}
