//! The lab's page in a browser, and what tests read off it.

use conformance::binary;
use conformance::browser::Browser;
use conformance::devtools::Hands;
use conformance::devtools::Look;
use serde_json::Value;
use serde_json::json;

pub(crate) const DESK: Look = Look { width: 1280, height: 900, dark: false };
pub(crate) const PHONE: Look = Look { width: 360, height: 740, dark: false };

pub(crate) fn open_lab() -> Option<(binary::Serving, Hands)> {
    if !Browser::Chromium.is_there_or_skip() {
        return None;
    }
    Some((binary::serve(&[], 2), Hands::start().expect("Chromium starts")))
}

pub(crate) fn ready(hands: &mut Hands) -> anyhow::Result<()> {
    hands.wait_for("document.body?.dataset.ready === 'true'")
}

/// Chooses a usual case by its chip.
pub(crate) fn choose_case(hands: &mut Hands, name: &str) -> anyhow::Result<()> {
    let before = judged(hands)?;
    hands.evaluate(&format!("document.querySelector('[data-case={name}]').click()"))?;
    hands.wait_for(&format!("Number(document.body.dataset.judged) > {before}"))
}

/// The reason that comes first where a server says nothing about CORS.
pub(crate) const NOTHING_SAID: &str = "The answer has no Access-Control-Allow-Origin.";

/// Selects what stands in a field: what is typed next takes its place.
pub(crate) fn select_all(hands: &mut Hands, field: &str) -> anyhow::Result<()> {
    hands.evaluate(&format!(
        "document.querySelector('{field}').select(); document.querySelector('{field}').focus()"
    ))?;
    Ok(())
}

pub(crate) fn text(hands: &mut Hands, selector: &str) -> anyhow::Result<String> {
    let value =
        hands.evaluate(&format!("document.querySelector({}).textContent", json!(selector)))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

pub(crate) fn sentence(hands: &mut Hands) -> anyhow::Result<String> {
    text(hands, "#sentence")
}

/// How often the engine has judged what is in the form.
pub(crate) fn judged(hands: &mut Hands) -> anyhow::Result<u64> {
    let count = hands.evaluate("Number(document.body.dataset.judged)")?;
    Ok(count.as_u64().unwrap_or_default())
}

/// Waits until what was brought is read, judged and told: the verdict is there before the words about it.
pub(crate) fn brought(hands: &mut Hands) -> anyhow::Result<()> {
    hands.wait_for("!document.querySelector('#read').hasAttribute('aria-busy')")
}

/// What stands in the forms of "Will it CORS?".
pub(crate) fn form(hands: &mut Hands) -> anyhow::Result<Value> {
    hands.evaluate(
        "[...document.querySelectorAll('#request input, #request select, #request textarea, \
         #answers input, #answers select, #answers textarea')].map((n) => n.value)",
    )
}
