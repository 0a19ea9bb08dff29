//! Makes the pictures of the lab in `docs/`: `cargo run -p conformance --example lab_pictures`.
//!
//! Needs a font with Chinese characters, such as Debian's `fonts-wqy-microhei`, for the button that
//! changes the language.

use std::path::Path;

use conformance::binary;
use conformance::devtools::Hands;
use conformance::devtools::Look;

fn main() -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let lab = binary::serve(&[], 2);
    let mut hands = Hands::start()?;
    let desk = |height, dark| Look { width: 1280, height, dark };
    let phone = Look { width: 360, height: 1500, dark: false };
    let lab_at = |language: &str| format!("{}/?lang={language}", lab.addresses[0]);
    for (name, look, language, case) in [
        ("lab.png", desk(1340, false), "en", "unauthorized"),
        ("lab-dark.png", desk(1340, true), "en", "wildcard"),
        ("lab-phone.png", phone, "zh-CN", "missing"),
    ] {
        hands.open(&lab_at(language), look)?;
        hands.wait_for("document.body?.dataset.ready === 'true'")?;
        hands.evaluate(&format!("document.querySelector('[data-case={case}]').click()"))?;
        hands.wait_for("document.body.dataset.judged === '1'")?;
        hands.picture(&docs.join(name), false)?;
    }
    hands.open(&lab_at("en"), desk(1240, false))?;
    hands.wait_for("document.body?.dataset.ready === 'true'")?;
    hands.evaluate("document.querySelector('#policy').scrollIntoView()")?;
    hands.picture(&docs.join("lab-policy.png"), false)?;
    hands.open(&lab_at("en"), desk(1500, false))?;
    hands.wait_for("document.body?.dataset.ready === 'true'")?;
    hands.evaluate("document.querySelector('#run-all').click()")?;
    hands.wait_for(
        "document.querySelectorAll('.scene > summary > .verdict:not([hidden])').length === 22",
    )?;
    hands.evaluate("document.querySelector('#http-cache summary').click()")?;
    hands.wait_for("document.querySelector('#http-cache .sides') !== null")?;
    hands.evaluate("document.querySelector('#scenes').scrollIntoView()")?;
    hands.picture(&docs.join("lab-scenes.png"), false)?;
    // From a page of the documentation: what happens in this browser.
    hands.open(
        &format!("{}/?lang=en&live=finding/public-suffix", lab.addresses[0]),
        desk(1500, false),
    )?;
    hands.wait_for("document.body?.dataset.live === 'agrees'")?;
    hands.picture(&docs.join("lab-live.png"), false)?;
    Ok(())
}
