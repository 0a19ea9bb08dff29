//! The type of an answer: what an element needs it to be, and what may not be read as anything else.

use alloc::string::String;

use super::confirmation_sniff::looks_like_data;
use crate::agent::cause::Cause;
use crate::agent::cause::OpaqueResponseBlock;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::wire::HeaderList;
use crate::wire::is_javascript;
use crate::wire::is_never_script;
use crate::wire::other_charset;
use crate::wire::parse_mime_essence;

/// Whether a browser refuses to give an answer to whoever asked, because of its type, as far as the head tells, so that
/// nobody reads the body.
///
/// Spec: <https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?>
pub(in crate::agent) fn block_by_head(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Option<Cause> {
    let headers = &response.headers;
    let essence = essence(headers);
    // 1. Only where the answer says `nosniff`.
    let is_nosniff = determine_nosniff(headers);
    let initiator = request.initiator;
    let needs_script = initiator.is_classic_script() || initiator == Initiator::ModuleScript;
    let loads_sheet = initiator.is_sheet() || initiator == Initiator::CssModule;
    if is_read_blindly(request, profile)
        && profile.judges_opaque_data_first
        && !initiator.is_media()
        && let Some(block) = opaque_response_block(request, response, profile)
    {
        return Some(Cause::OpaqueResponse { block });
    }
    // 4 to 5. What must be a script or a sheet, and says that it is none.
    if is_nosniff
        && ((needs_script && !is_javascript(&essence)) || (loads_sheet && essence != "text/css"))
    {
        return Some(Cause::NoSniff { got: essence });
    }
    // What can be no script, whatever it says.
    if needs_script && is_never_script(&essence) {
        return Some(Cause::MimeType { got: essence });
    }
    (is_read_blindly(request, profile) && profile.keeps_data_from_elements)
        .then(|| block_for_sure(headers))
        .flatten()
        .filter(|_| essence != "text/plain" || profile.keeps_plain_text_from_elements)
        .map(|block| Cause::OpaqueResponse { block })
}

/// The same once the body has begun: what is neither known to be harmless nor looks like what it was asked for.
pub(in crate::agent) fn block_by_body(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Option<Cause> {
    let (essence, initiator) = (essence(&response.headers), request.initiator);
    if !is_read_blindly(request, profile) || !profile.validates_opaque_answers {
        return None;
    }
    let block = match initiator.is_media() {
        true => (response.status == 206 && is_html_xml_or_json(&essence))
            .then_some(OpaqueResponseBlock::PartOfData),
        false => {
            // Nothing at all is a script that does nothing, and what says no type may be one.
            let is_no_script =
                initiator.is_sheet() && !response.body.is_empty() && !essence.is_empty();
            match is_harmless(&essence) || is_image(&response.body) {
                true => None,
                false if !response.is_ok() => Some(OpaqueResponseBlock::Status),
                false if is_no_script && is_never_script(&essence) => {
                    Some(OpaqueResponseBlock::NoImage)
                }
                false => is_no_script.then_some(OpaqueResponseBlock::NoScript),
            }
        }
    };
    block.map(|block| Cause::OpaqueResponse { block })
}

/// Whether it is for an element that may not read it.
fn is_read_blindly(request: &Request, profile: &Profile) -> bool {
    is_opaque(request, profile) && request.initiator.is_element()
}

/// Whether an answer is another origin's, and not to be read.
fn is_opaque(request: &Request, profile: &Profile) -> bool {
    let is_trusted = request.is_at_home() && !profile.keeps_data_led_home_from_elements;
    request.tainting == Tainting::Opaque && !is_trusted
}

/// Whether an answer is data that nobody who may not read it needs, as its headers tell, and perhaps its first bytes.
pub(in crate::agent) fn opaque_response_block(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Option<OpaqueResponseBlock> {
    if !is_opaque(request, profile) {
        return None;
    }
    let headers = &response.headers;
    let looks_like_data = || {
        let essence = essence(headers);
        let calls_itself_data = essence == "text/plain" || is_html_xml_or_json(&essence);
        // Before it is run anything is looked at but what says nothing of itself, or this.
        let is_believed = matches!(&*essence, "" | "text/css" | "text/vtt");
        let is_run = request.initiator == Initiator::Script && !is_believed;
        (calls_itself_data || is_run) && looks_like_data(&response.body)
    };
    match block_for_sure(headers) {
        Some(OpaqueResponseBlock::NeverSniffed) if !profile.judges_opaque_data_first => None,
        None if profile.judges_opaque_data_first => {
            looks_like_data().then_some(OpaqueResponseBlock::Sniffed)
        }
        block => block,
    }
}

/// What the head alone says.
///
/// Spec: <https://github.com/annevk/orb#the-opaque-response-safelist-check>
fn block_for_sure(headers: &HeaderList) -> Option<OpaqueResponseBlock> {
    let essence = essence(headers);
    if is_never_sniffed(&essence) {
        return Some(OpaqueResponseBlock::NeverSniffed);
    }
    let is_data = is_html_xml_or_json(&essence) || essence == "text/plain";
    (is_data && determine_nosniff(headers)).then_some(OpaqueResponseBlock::NoSniff)
}

/// Whether what is of this type is data, whatever it looks like.
///
/// Spec: <https://github.com/annevk/orb#an-opaque-blocklisted-never-sniffed-mime-type>
fn is_never_sniffed(essence: &str) -> bool {
    NEVER_SNIFFED.binary_search(&essence).is_ok()
}

/// In order.
const NEVER_SNIFFED: [&str; 35] = [
    "application/gzip",
    "application/msexcel",
    "application/mspowerpoint",
    "application/msword",
    "application/msword-template",
    "application/pdf",
    "application/vnd.ces-quickpoint",
    "application/vnd.ces-quicksheet",
    "application/vnd.ces-quickword",
    "application/vnd.ms-excel",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    "application/vnd.ms-word",
    "application/vnd.ms-word.document.12",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.msword",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.template",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.presentation-openxml",
    "application/vnd.presentation-openxmlm",
    "application/vnd.spreadsheet-openxml",
    "application/vnd.wordprocessing-openxml",
    "application/x-gzip",
    "application/x-protobuf",
    "application/x-protobuffer",
    "application/zip",
    "multipart/byteranges",
    "multipart/signed",
    "text/csv",
    "text/event-stream",
];

/// Whether what is of this type tells a page no more than it may see of it anyway.
fn is_harmless(essence: &str) -> bool {
    essence == "text/css" || essence == "image/svg+xml" || is_javascript(essence)
}

/// Whether bytes begin as an image does, whatever their type says.
///
/// Spec: <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern>
fn is_image(body: &[u8]) -> bool {
    let begins: [&[u8]; 7] = [
        b"\x00\x00\x01\x00",
        b"\x00\x00\x02\x00",
        b"BM",
        b"GIF87a",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
    ];
    let is_webp = body.starts_with(b"RIFF") && body.get(8..14) == Some(b"WEBPVP".as_slice());
    is_webp || begins.iter().any(|start| body.starts_with(start))
}

/// Whether an element makes nothing of a file of this type.
pub(in crate::agent) fn type_mismatch(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Option<Cause> {
    // An `EventSource` reads 200 and nothing else.
    let is_read = match request.initiator {
        Initiator::EventSource => response.status == 200,
        _ => response.is_ok(),
    };
    if is_read { type_mismatch_of_any(request, response, profile) } else { None }
}

/// Whether an element makes nothing of an answer of this type, whatever its status.
pub(in crate::agent) fn type_mismatch_of_any(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Option<Cause> {
    let mut essence = essence(&response.headers);
    let is_guessed = essence.is_empty() && request.initiator.is_sheet();
    if is_guessed && profile.guesses_types_of_redirected_sheets && request.urls().count() > 1 {
        essence = "text/plain".into();
    }
    let fits = match request.initiator {
        // Preloads are not parsed, but for modules.
        Initiator::ModuleScript if request.is_preload && !profile.judges_preloaded_modules => true,
        Initiator::Style if request.is_preload && profile.judges_preloaded_sheets => {
            essence == "text/css" || essence.is_empty()
        }
        initiator if request.is_preload && initiator != Initiator::ModuleScript => true,
        Initiator::ModuleScript | Initiator::Import | Initiator::ImportScripts => {
            is_javascript(&essence)
        }
        Initiator::Script => !is_never_script(&essence),
        Initiator::JsonModule => is_json(&essence),
        Initiator::CssModule => essence == "text/css",
        Initiator::Style | Initiator::AtImport => {
            profile.sheets_of_any_type_load || essence == "text/css" || essence.is_empty()
        }
        Initiator::EventSource => essence == "text/event-stream",
        Initiator::Iframe => {
            matches!(&*essence, "text/html" | "application/xhtml+xml" | "")
        }
        _ => true,
    };
    if fits && request.initiator == Initiator::EventSource && profile.event_sources_need_utf_8 {
        let value = response.headers.lines("Content-Type").last().unwrap_or_default();
        return other_charset(value).map(|got| Cause::Charset { got });
    }
    (!fits).then_some(Cause::MimeType { got: essence })
}

/// Whether a browser waits for the body to tell its type, for the one that is given is often wrong.
///
/// Measured in Chromium: `fresh-kf40` to `fresh-kf57`.
pub(in crate::agent) fn is_sniffed(headers: &HeaderList) -> bool {
    const SNIFFED: [&str; 6] = [
        "*/*",
        "application/octet-stream",
        "application/xml",
        "text/plain",
        "text/xml",
        "unknown/unknown",
    ];
    let essence = essence(headers);
    !determine_nosniff(headers) && (essence.is_empty() || SNIFFED.contains(&&*essence))
}

/// Whether an answer says that it is of any type.
pub(in crate::agent) fn is_octet_stream(headers: &HeaderList) -> bool {
    essence(headers) == "application/octet-stream"
}

/// Spec: <https://fetch.spec.whatwg.org/#determine-nosniff>
fn determine_nosniff(headers: &HeaderList) -> bool {
    // 2 to 3. The first value; none is no.
    let value = headers.get("X-Content-Type-Options").unwrap_or_default();
    let first = value.split(|byte| *byte == b',').next().unwrap_or_default();
    first.trim_ascii().eq_ignore_ascii_case(b"nosniff")
}

/// The type without parameters; empty if there is none.
fn essence(headers: &HeaderList) -> String {
    let value = headers.lines("Content-Type").last().unwrap_or_default();
    parse_mime_essence(value).map(|essence| essence.as_str().into()).unwrap_or_default()
}

/// Spec: <https://mimesniff.spec.whatwg.org/#json-mime-type>
fn is_json(essence: &str) -> bool {
    essence.ends_with("+json") || matches!(essence, "application/json" | "text/json")
}

fn is_html_xml_or_json(essence: &str) -> bool {
    let is_xml = essence.ends_with("+xml") || matches!(essence, "application/xml" | "text/xml");
    essence == "text/html" || is_json(essence) || (is_xml && essence != "image/svg+xml")
}
