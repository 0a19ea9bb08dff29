//! A step that reads and sets `document.cookie`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::record::StepRecord;
use super::script::Step;
use crate::agent::Client;
use crate::agent::UserAgent;
use crate::agent::api::DocumentCookieError;
use crate::agent::api::document_cookie;
use crate::agent::api::set_document_cookie;
use crate::diagnosis::cookie_texts;

/// Sets what the step sets, then reads; adds what the browser writes to its console.
pub(super) fn play(
    step: &Step,
    client: &Client,
    browser: &mut UserAgent,
    now_ms: u64,
    texts: &mut Vec<String>,
) -> StepRecord {
    let set = match &step.set {
        Some(text) => set_document_cookie(browser, client, text, now_ms),
        None => Ok(Vec::new()),
    };
    let read = set.and_then(|issues| {
        texts.extend(cookie_texts(&issues, browser.profile));
        document_cookie(browser, client, now_ms)
    });
    match read {
        Ok(text) => StepRecord::Cookie { value: sorted(&text) },
        Err(DocumentCookieError::NoDocument) => StepRecord::Unsupported,
        Err(DocumentCookieError::OpaqueOrigin) => {
            StepRecord::Error { name: "SecurityError".to_owned() }
        }
    }
}

/// The pairs in the order of a record.
fn sorted(cookies: &str) -> String {
    let mut pairs: Vec<&str> = cookies.split("; ").collect();
    pairs.sort_unstable();
    pairs.join("; ")
}
