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

/// Sets what the step sets, then reads.
pub(super) fn play(
    step: &Step,
    client: &Client,
    browser: &mut UserAgent,
    now_ms: u64,
) -> StepRecord {
    let set = match &step.set {
        Some(text) => set_document_cookie(browser, client, text, now_ms),
        None => Ok(()),
    };
    match set.and_then(|()| document_cookie(browser, client, now_ms)) {
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
