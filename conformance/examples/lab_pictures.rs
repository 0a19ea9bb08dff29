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
    for (name, look, language, preset, top) in [
        ("lab.png", desk(1340, false), "en", "authorization", "body"),
        ("lab-dark.png", desk(1340, true), "en", "authorization", "body"),
        ("lab-phone.png", phone, "zh-CN", "missing", "body"),
        ("lab-policy.png", desk(1240, false), "en", "missing", "#policy"),
        ("lab-scenes.png", desk(1500, false), "en", "missing", "#scenes"),
    ] {
        hands.open(&format!("{}/?lang={language}", lab.addresses[0]), look)?;
        hands.wait_for("document.body?.dataset.ready === 'true'")?;
        hands.evaluate(&format!(
            "const choice = document.querySelector('#preset select'); choice.value = '{preset}'; \
             choice.dispatchEvent(new Event('change')); document.querySelector('{top}').scrollIntoView()"
        ))?;
        hands.wait_for("Number(document.body.dataset.judged) > 1")?;
        if top == "#scenes" {
            hands.evaluate("document.querySelector('#run-all').click()")?;
            hands.wait_for("document.querySelectorAll('#index a[class]').length === 20")?;
            hands.evaluate("document.querySelector('#redirect .result').open = true; document.querySelector('#index').scrollIntoView()")?;
            hands.evaluate("document.querySelector('#scenes').scrollIntoView()")?;
        }
        hands.picture(&docs.join(name), false)?;
    }
    // From a page of the documentation: what happens in this browser.
    hands.open(
        &format!("{}/?lang=en&live=finding/public-suffix", lab.addresses[0]),
        desk(1500, false),
    )?;
    hands.wait_for("document.body?.dataset.live === 'agrees'")?;
    hands.picture(&docs.join("lab-live.png"), false)?;
    Ok(())
}
