//! What the page does.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::cases::CASES;

/// A script that asks a server everything, one after the other, and reports `done`.
///
/// In: the server's origin.
pub fn script(api: &str) -> String {
    let calls = CASES.map(|case| {
        let asks = case.asks;
        let headers: BTreeMap<_, _> = asks.headers.iter().copied().collect();
        let init = json!({
            "method": asks.method,
            "headers": headers,
            "credentials": if asks.credentials { "include" } else { "same-origin" },
            "mode": asks.mode,
            "redirect": asks.redirect,
        });
        json!([format!("{api}{}", case.path()), init])
    });
    format!(
        "for (const [url, init] of {}) await fetch(url, init).catch(() => 0);\nreport('done');",
        Value::from(calls.to_vec())
    )
}
