//! Names of controls, contrast, focus, width and weight.

use conformance::devtools::Hands;
use conformance::devtools::Look;
use serde_json::json;

use crate::newcomer::page::DESK;
use crate::newcomer::page::choose_case;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;

/// Names of controls, contrast, focus, width and weight, in each language and colour.
#[test]
fn everybody_can_use_it() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    for (language, dark, width) in
        [("en", false, 1280), ("en", true, 360), ("zh-CN", true, 1280), ("zh-CN", false, 360)]
    {
        let place = format!("{language}, dark: {dark}, {width} px");
        let url = format!("{}/?lang={language}&run=all", lab.addresses[0]);
        hands.open(&url, Look { width, height: 900, dark })?;
        ready(&mut hands)?;
        // Everything that can be open is, the verdicts' notes included.
        hands.evaluate("document.querySelector('#run-all').disabled || document.querySelector('#run-all').click()")?;
        hands.wait_for(
            "document.querySelectorAll('.scene > summary > .verdict:not([hidden])').length === 22",
        )?;
        choose_case(&mut hands, "wildcard")?;
        // The gallery shows one scene at a time; here it shows them all.
        hands.evaluate("for (const d of document.querySelectorAll('details')) { d.removeAttribute('name'); d.open = true; }")?;
        hands.wait_for("document.querySelectorAll('.scene > .result > .sides').length === 22")?;
        can_be_used(&mut hands, width, &place)?;
        assert_eq!(hands.evaluate(WORDLESS)?, json!([]), "{place}: words that are missing");
    }
    assert_eq!(hands.evaluate(UNFOCUSED)?, json!([]), "what has the focus shows it");
    Ok(())
}

#[test]
fn focus_goes_as_one_reads_and_every_control_can_be_reached() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    choose_case(&mut hands, "missing")?;
    hands.evaluate("scrollTo(0, 0); document.activeElement.blur()")?;
    hands.evaluate(
        "window.order = []; window.all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]\
         .filter((n) => n.checkVisibility() && (n.type !== 'radio' || n.checked)); \
         addEventListener('focusin', ({ target }) => { const at = all.indexOf(target); if (at >= 0) order.push(at); }); 0",
    )?;
    let count = hands.evaluate("all.length")?.as_u64().unwrap_or_default();
    assert!(count > 60, "{count}");
    // Regions that scroll take the focus as well.
    for _ in 0..count + 40 {
        hands.press("Tab")?;
        if hands.evaluate("order.length >= all.length")? == json!(true) {
            break;
        }
    }
    let order = hands.evaluate("order")?;
    let order: Vec<u64> = serde_json::from_value(order)?;
    let expected: Vec<u64> = (0..count).collect();
    assert_eq!(order, expected, "the order of focus is the order of the page");
    Ok(())
}

/// All that the page needs, in bytes, and when it was first painted; the latter depends on the
/// machine, so it is told and not asserted.
#[test]
fn the_page_is_light() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?run=all", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    hands.wait_for(
        "document.querySelectorAll('.scene > summary > .verdict:not([hidden])').length === 22",
    )?;
    let files = hands.evaluate(
        "performance.getEntries().filter((e) => e.entryType === 'navigation' || \
         (e.entryType === 'resource' && /\\.(js|css|html)$/.test(e.name)))\
         .map((e) => [e.name, e.decodedBodySize])",
    )?;
    let sizes: Vec<(String, u64)> = serde_json::from_value(files)?;
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    assert!(sizes.len() > 15 && total > 50_000, "it was measured: {sizes:?}");
    assert!(total < 200_000, "{total} bytes in all: {sizes:?}");
    let elsewhere = hands.evaluate(
        "performance.getEntriesByType('resource').map((e) => new URL(e.name))\
         .filter((u) => u.origin !== location.origin && u.protocol !== 'data:').map((u) => u.pathname)\
        .filter((path) => path !== '/stage.html')",
    )?;
    assert_eq!(elsewhere, json!([]), "the page talks to itself only, and opens stages");
    let paint = hands.evaluate("performance.getEntriesByName('first-paint')[0]?.startTime")?;
    eprintln!("{total} bytes; first paint after {paint} ms");
    Ok(())
}

/// Asserts what holds for every page: controls have names, text has contrast, nothing scrolls sideways.
pub(crate) fn can_be_used(hands: &mut Hands, width: u32, page: &str) -> anyhow::Result<()> {
    hands.wait_for("document.readyState === 'complete'")?;
    assert_eq!(hands.evaluate(NAMELESS)?, json!([]), "{page}: controls without a name");
    assert_eq!(hands.evaluate(PALE)?, json!([]), "{page}: text that is too pale");
    let wide = hands.evaluate("document.scrollingElement.scrollWidth")?;
    assert!(wide.as_u64() <= Some(width.into()), "{page}: it scrolls sideways: {wide}");
    Ok(())
}

/// Controls that a screen reader could not name.
const NAMELESS: &str = "[...document.querySelectorAll('input, select, textarea, button, summary, [role=region]')]\
    .filter((n) => n.checkVisibility() && !(n.labels?.length && [...n.labels].some((l) => l.textContent.trim())) \
    && !n.getAttribute('aria-label')?.trim() && !(/BUTTON|SUMMARY/.test(n.tagName) && n.textContent.trim()))\
    .map((n) => n.outerHTML.slice(0, 120))";

/// Text whose contrast is below WCAG's AA: 4.5, or 3 for large text.
const PALE: &str = r"(() => {
    const parse = (c) => { const n = c.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
    const light = ([r, g, b]) => { const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
    const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3]));
    const behind = (node) => { const layers = []; for (let n = node; n; n = n.parentElement) layers.push(parse(getComputedStyle(n).backgroundColor)); return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]); };
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const node = text.parentElement;
        if (!text.data.trim() || !node.checkVisibility() || node.closest('.skip, .hidden, script, title, desc, datalist, option, button:disabled')) continue;
        const style = getComputedStyle(node);
        const ground = behind(node);
        const ink = over(parse(node.closest('svg') ? style.fill : style.color), ground);
        const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < (large ? 3 : 4.5)) found.add(`${node.tagName}.${node.getAttribute('class')} ${contrast.toFixed(2)} ${text.data.trim().slice(0, 30)}`);
    }
    return [...found].slice(0, 20);
})()";

/// Keys that one language has and the other has not, and things that no words were found for.
const WORDLESS: &str = r"(async () => {
    const { languages: { en, 'zh-CN': zh } } = await import('/words.js');
    const { presets } = await import('/presets.js');
    const keys = (value, path) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).flatMap(([k, v]) => keys(v, `${path}.${k}`)) : [`${path}:${Array.isArray(value) ? value.length : typeof value}`]);
    const only = ({ rules, findings, checks, ...words }) => keys(words, '');
    const [a, b] = [only(en), only(zh)];
    const missing = [...a.filter((k) => !b.includes(k)), ...b.filter((k) => !a.includes(k))];
    for (const words of [en, zh]) {
        missing.push(...Object.keys(presets).filter((k) => !words.presets[k]));
        const { scenes } = await (await import('/ask.js')).get('/scenes.json');
        missing.push(...scenes.map(({ id }) => id).filter((id) => !words.scenes.list[id]));
    }
    if (/undefined|\[object|NaN/.test(document.body.innerText)) missing.push(document.body.innerText.match(/.{0,60}(undefined|\[object|NaN).{0,60}/)[0]);
    return missing;
})()";

/// Controls that look the same with the focus as without.
const UNFOCUSED: &str = r"[...document.querySelectorAll('a[href], button:not(:disabled), input, select, textarea, summary')]
    .filter((n) => n.checkVisibility()).filter((n) => {
        n.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement !== n) return true;
        const around = n.closest('.card') ?? n;
        const style = getComputedStyle(around);
        return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2;
    }).map((n) => n.outerHTML.slice(0, 100))";
