//! The documentation, and the way from it to the lab.

use serde_json::json;

use crate::newcomer::accessibility::can_be_used;
use crate::newcomer::page::DESK;
use crate::newcomer::page::PHONE;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;
use crate::newcomer::page::text;

/// The documentation, found by the words of a console, and back to the lab.
#[test]
fn the_documentation_is_searched_and_leads_back_to_the_lab() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/docs/", lab.addresses[0]), PHONE)?;
    hands.wait_for("document.querySelectorAll('.topics li').length > 90")?;
    hands.tab_to("#search")?;
    hands.type_text("Method PUT is not allowed by")?;
    let shown = "[...document.querySelectorAll('.topics li:not([hidden]) a')].map((a) => a.getAttribute('href'))";
    hands.wait_for(&format!("{shown}.length < 9"))?;
    let found = hands.evaluate(shown)?;
    let hit = "rule/method-not-allowed.html";
    assert!(found.as_array().is_some_and(|found| found.contains(&json!(hit))), "{found}");
    hands.tab_to(&format!("a[href='{hit}']"))?;
    hands.press("Enter")?;
    hands.wait_for_page("location.pathname === '/docs/rule/method-not-allowed.html'")?;
    can_be_used(&mut hands, PHONE.width, hit)?;
    hands.tab_to("a[href^='/?live=']")?;
    hands.press("Enter")?;
    hands.wait_for_page("location.search === '?live=rule/method-not-allowed'")?;
    ready(&mut hands)?;
    assert_eq!(text(&mut hands, "#view .why .rule")?, "method-not-allowed");
    // The same in Chinese, which the lab speaks then, too.
    hands.open(&format!("{}/docs/{hit}", lab.addresses[0]), PHONE)?;
    hands.tab_to("a[hreflang='zh-CN']")?;
    hands.press("Enter")?;
    hands.wait_for_page("location.pathname === '/docs/zh/rule/method-not-allowed.html'")?;
    can_be_used(&mut hands, PHONE.width, hit)?;
    hands.tab_to("a[href^='/?live=']")?;
    hands.press("Enter")?;
    hands.wait_for("document.body?.dataset.live === 'agrees'")?;
    assert_eq!(hands.evaluate("document.documentElement.lang")?, "zh-CN");
    assert_eq!(hands.evaluate("document.querySelector('#docs').pathname")?, "/docs/zh/");
    Ok(())
}

/// From a page of the documentation one press of a key leads to what happens in this browser, or to
/// the reason why nothing does, and to the policy that has the finding.
#[test]
fn each_kind_of_finding_is_seen_with_one_press() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    let page = &lab.addresses[0];
    for (name, look, ends) in [
        ("rule/wildcard-with-credentials", DESK, "The page is told nothing"),
        ("check/null-origin-allowed", PHONE, "The page may read the response"),
        ("finding/public-suffix", DESK, "The page may read the response"),
        ("rule/canvas-tainted", PHONE, "It is used, and the page may not look at it"),
        ("check/third-party-cookies", DESK, "The page may read the response"),
    ] {
        hands.open(&format!("{page}/docs/{name}.html"), look)?;
        hands.tab_to("a[href^='/?live=']")?;
        hands.press("Enter")?;
        hands.wait_for("document.body?.dataset.live === 'agrees'")?;
        let shown = "[...document.querySelectorAll('.sides')].at(-1).firstChild.textContent";
        let shown = hands.evaluate(shown)?;
        assert!(shown.as_str().is_some_and(|shown| shown.contains(ends)), "{name}: {shown}");
        can_be_used(&mut hands, look.width, name)?;
    }
    // Only the file is wrong: its policy is in the editor, with the finding beside it.
    for (name, why) in [("finding/unreachable-rule", true), ("finding/null-origin", false)] {
        hands.open(&format!("{page}/docs/{name}.html"), DESK)?;
        hands.tab_to("a[href^='/?policy=']")?;
        hands.press("Enter")?;
        let finding = name.trim_start_matches("finding/");
        hands.wait_for("document.body?.dataset.ready === 'true'")?;
        hands.wait_for(&format!(
            "[...document.querySelectorAll('#findings code')].some((n) => n.textContent === '{finding}')"
        ))?;
        hands.open(&format!("{page}/?live={name}&lang=en"), DESK)?;
        hands.wait_for("document.body?.dataset.ready === 'true'")?;
        let told = "!document.querySelector('#policy-why').hidden";
        match why {
            true => hands.wait_for(told)?,
            false => hands.wait_for("document.body?.dataset.live === 'agrees'")?,
        }
    }
    hands.open(&format!("{page}/?live=rule/local-network-insecure&lang=en"), DESK)?;
    hands.wait_for("document.body?.dataset.live === 'why'")?;
    assert!(text(&mut hands, "#live")?.contains("all on this machine"));
    Ok(())
}
