//! The lab's page as a newcomer meets it: a real Chromium, the keyboard alone, nothing read before.

use conformance::binary;
use conformance::browser::Browser;
use conformance::devtools::Hands;
use conformance::devtools::Look;
use conformance::site::Site;
use serde_json::Value;
use serde_json::json;

const DESK: Look = Look { width: 1280, height: 900, dark: false };
const PHONE: Look = Look { width: 360, height: 740, dark: false };

/// From "it is blocked" to a server that shares, and a link that shows it to a colleague.
#[test]
fn a_blocked_request_is_understood_mended_and_shared_by_keyboard() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    let page = &lab.addresses[0];
    hands.open(&format!("{page}/?lang=en"), DESK)?;
    ready(&mut hands)?;
    assert_eq!(sentence(&mut hands)?, "Every browser blocks it.");

    // A usual case: a JSON PUT whose preflight gets 401.
    hands.tab_to("#preset select")?;
    for _ in 0..PRESETS_DOWN {
        hands.press("ArrowDown")?;
    }
    hands.wait_for("document.querySelector('#preset select').value === 'unauthorized'")?;
    hands.wait_for("document.querySelector('#view .apply') !== null")?;
    hands.wait_for("document.querySelector('#view').textContent.includes('401')")?;
    let view = text(&mut hands, "#view")?;
    assert!(view.contains("the server never saw the request itself"), "{view}");
    let own_words = "Response to preflight request doesn't pass access control check";
    assert!(view.contains(own_words), "what Chromium writes: {view}");

    // Each press of the button mends what the browser blames next, until nothing is left.
    let mut blamed = Vec::new();
    while sentence(&mut hands)? != "Every browser lets the page read it." {
        assert!(blamed.len() < 9, "it is never mended: {blamed:?}");
        blamed.push(text(&mut hands, "#view .why code")?);
        let asked = judged(&mut hands)?;
        hands.tab_to("#view .apply")?;
        hands.press("Enter")?;
        hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
    }
    let rules =
        ["allow-origin-missing", "preflight-status", "method-not-allowed", "headers-not-allowed"];
    assert_eq!(blamed, rules, "one rule after the other, as a browser asks them");

    // The link holds all of it.
    hands.tab_to("[data-kind=link] summary")?;
    hands.press("Enter")?;
    let link = text(&mut hands, "[data-kind=link] pre")?;
    assert!(link.contains("#cors=1."), "{link}");
    let shown = form(&mut hands)?;
    hands.open(&link, PHONE)?;
    ready(&mut hands)?;
    assert_eq!(sentence(&mut hands)?, "Every browser lets the page read it.");
    assert_eq!(form(&mut hands)?, shown, "the link restores every field");
    Ok(())
}

/// The newcomer's path: what a real console says is pasted; it is understood; the fix is copied.
#[test]
fn a_console_error_leads_to_the_fix_for_ones_server() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    // A page of another origin, and an API that says nothing about CORS.
    let api = Site::with_script("");
    let page = Site::with_script(&format!("fetch('{}/orders').catch(() => 0);", api.origin()));
    hands.open(page.origin(), DESK)?;
    let error = hands.console_line("blocked by CORS policy")?;

    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let asked = judged(&mut hands)?;
    hands.tab_to("#paste")?;
    hands.type_text(&error)?;
    hands.press("Tab")?;
    hands.press("Enter")?;
    hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
    // The form holds the page and the URL; the verdict is that of the console, word by word.
    let form = form(&mut hands)?.to_string();
    assert!(form.contains(page.origin()), "{form}");
    assert!(form.contains(&format!("{}/orders", api.origin())), "{form}");
    assert_eq!(sentence(&mut hands)?, "Every browser blocks it.");
    assert_eq!(text(&mut hands, "#view .why code")?, "allow-origin-missing");
    let shown = text(&mut hands, "#view .console pre")?;
    assert_eq!(shown.lines().next(), error.lines().next(), "Chromium's own text");
    assert!(text(&mut hands, "#paste-box .told-of")?.contains("stands in for it"));

    // Choose the server by typing its name, as one does in a list.
    hands.tab_to("#view .server-fix select")?;
    hands.press("ArrowDown")?;
    hands.wait_for("document.querySelector('#view .server-fix select').value === 'nginx'")?;
    hands.wait_for("document.querySelectorAll('#view .patch pre').length === 2")?;
    let patch = text(&mut hands, "#view .patch")?;
    let line = format!("\"{}\" $http_origin;", page.origin());
    assert!(patch.contains(&line), "{patch}");
    assert!(patch.contains("add_header Access-Control-Allow-Origin $cors_origin always;"));
    // What the button copies is what is shown.
    hands.evaluate(
        "window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }; 0",
    )?;
    hands.tab_to("#view .patch .copy")?;
    hands.press("Enter")?;
    hands.wait_for("copied.length === 1")?;
    let copied = hands.evaluate("copied[0]")?;
    assert!(copied.as_str().unwrap_or_default().contains(&line), "{copied}");
    Ok(())
}

/// A real server is asked from the page; what it answers is in the form, and judged.
#[test]
fn a_live_server_can_be_asked() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    let api = Site::with_script("");
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    hands.tab_to("#live-url")?;
    hands.type_text(&format!("{}/orders", api.origin()))?;
    hands.press("Enter")?;
    hands.wait_for(
        "document.querySelector('#paste-box .told-of').textContent.startsWith('Asked')",
    )?;
    let form = form(&mut hands)?.to_string();
    assert!(form.contains(&format!("{}/orders", api.origin())), "{form}");
    assert!(form.to_ascii_lowercase().contains("content-type: text/html"), "its answer: {form}");
    assert_eq!(text(&mut hands, "#view .why code")?, "allow-origin-missing");
    // Where nobody answers it is said.
    select_all(&mut hands, "#live-url")?;
    hands.type_text("http://localhost:1/")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#paste-box .told-of.bad') !== null")?;
    assert!(text(&mut hands, "#paste-box .told-of")?.contains("no connection to 127.0.0.1:1"));
    Ok(())
}

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
    hands.wait_for("location.pathname === '/docs/rule/method-not-allowed.html'")?;
    assert_eq!(hands.evaluate(NAMELESS)?, json!([]), "controls without a name");
    assert_eq!(hands.evaluate(PALE)?, json!([]), "text that is too pale");
    let wide = hands.evaluate("document.scrollingElement.scrollWidth")?;
    assert!(wide.as_u64() <= Some(PHONE.width.into()), "it scrolls sideways: {wide}");
    hands.tab_to("a[href^='/?live=']")?;
    hands.press("Enter")?;
    hands.wait_for("location.search === '?live=rule/method-not-allowed'")?;
    ready(&mut hands)?;
    assert_eq!(text(&mut hands, "#view .why code")?, "method-not-allowed");
    // The same in Chinese, which the lab speaks then, too.
    hands.open(&format!("{}/docs/{hit}", lab.addresses[0]), PHONE)?;
    hands.tab_to("a[hreflang='zh-CN']")?;
    hands.press("Enter")?;
    hands.wait_for("location.pathname === '/docs/zh/rule/method-not-allowed.html'")?;
    assert_eq!(hands.evaluate(NAMELESS)?, json!([]), "controls without a name");
    assert_eq!(hands.evaluate(PALE)?, json!([]), "text that is too pale");
    let wide = hands.evaluate("document.scrollingElement.scrollWidth")?;
    assert!(wide.as_u64() <= Some(PHONE.width.into()), "it scrolls sideways: {wide}");
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
        ("check/null-origin-allowed", PHONE, "The page may read the answer"),
        ("finding/public-suffix", DESK, "The page may read the answer"),
        ("rule/canvas-tainted", PHONE, "It is used, and the page may not look at it"),
        ("check/third-party-cookies", DESK, "The page may read the answer"),
    ] {
        hands.open(&format!("{page}/docs/{name}.html"), look)?;
        hands.tab_to("a[href^='/?live=']")?;
        hands.press("Enter")?;
        hands.wait_for("document.body?.dataset.live === 'agrees'")?;
        let shown = "[...document.querySelectorAll('.sides')].at(-1).firstChild.textContent";
        let shown = hands.evaluate(shown)?;
        assert!(shown.as_str().is_some_and(|shown| shown.contains(ends)), "{name}: {shown}");
        assert_eq!(hands.evaluate(NAMELESS)?, json!([]), "{name}: controls without a name");
        assert_eq!(hands.evaluate(PALE)?, json!([]), "{name}: text that is too pale");
        let wide = hands.evaluate("document.scrollingElement.scrollWidth")?;
        assert!(wide.as_u64() <= Some(look.width.into()), "{name}: it scrolls sideways: {wide}");
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

/// The usual cases, and what is typed, are run with the button; what cannot be run says why.
#[test]
fn any_case_runs_in_this_browser() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let mut told = Vec::new();
    for (name, ..) in USUAL_CASES {
        hands.evaluate(&format!(
            "(() => {{ const s = document.querySelector('#preset select'); s.value = '{name}'; \
             s.dispatchEvent(new Event('change')); }})()"
        ))?;
        hands.wait_for("document.querySelector('#live [role=status]') === null")?;
        hands.evaluate("document.querySelector('#run-live').click()")?;
        hands.wait_for("document.querySelector('#live [role=status]') !== null")?;
        told.push(format!("{name}: {}", text(&mut hands, "#live [role=status]")?));
    }
    let agrees = "✓ Your browser did what was foretold.";
    let others: Vec<&String> = told.iter().filter(|told| !told.ends_with(agrees)).collect();
    let waits = "remembered: It cannot be run here: a browser would have to wait for 3600 s: wait for \
                 at most 3 seconds";
    assert_eq!(others, [waits]);
    Ok(())
}

/// A HAR file is dropped onto the box; of its requests the failing one comes first.
#[test]
fn a_har_file_can_be_dropped() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let entry = |path: &str, headers: Value| {
        json!({
            "request": {"method": "GET", "url": format!("https://api.shop.example{path}"), "headers":
                [{"name": "Origin", "value": "https://shop.example"}]},
            "response": {"status": 200, "headers": headers},
        })
    };
    let share = json!([{"name": "Access-Control-Allow-Origin", "value": "*"}]);
    let entries = [entry("/shared", share), entry("/cart", json!([]))];
    let har = json!({"log": {"entries": entries}}).to_string();
    hands.evaluate(&format!(
        "const files = new DataTransfer(); files.items.add(new File([{har:?}], 'session.har')); \
         document.querySelector('#paste').dispatchEvent(new DragEvent('drop', {{ dataTransfer: files, bubbles: true, cancelable: true }})); 0"
    ))?;
    hands.wait_for("document.querySelector('#which') !== null")?;
    hands.wait_for("document.querySelector('#page').value === 'https://shop.example'")?;
    let listed = hands
        .evaluate("[...document.querySelectorAll('#which option')].map((o) => o.textContent)")?;
    let expected = ["✕ GET https://api.shop.example/cart", "✓ GET https://api.shop.example/shared"];
    assert_eq!(listed, json!(expected));
    assert_eq!(sentence(&mut hands)?, "Every browser blocks it.");
    hands.tab_to("#which")?;
    hands.press("ArrowDown")?;
    let reads = "Every browser lets the page read it.";
    hands.wait_for(&format!("document.querySelector('#sentence').textContent === {reads:?}"))?;
    Ok(())
}

#[test]
fn a_command_that_the_browser_copied_can_be_pasted() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    hands.tab_to("#paste")?;
    hands.type_text(
        "curl 'https://api.shop.example/cart' -X 'PUT' -H 'origin: https://shop.example' \
         -H 'content-type: application/json' -b 'session=1' --data-raw '{}'",
    )?;
    hands.press("Tab")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#page').value === 'https://shop.example'")?;
    hands.wait_for("document.querySelector('#view').textContent.includes('api.shop.example')")?;
    let form = form(&mut hands)?.to_string();
    for part in
        ["https://api.shop.example/cart", "PUT", "content-type: application/json", "include"]
    {
        assert!(form.contains(part), "{part}: {form}");
    }
    // What is no command is said, with a way out, and changes nothing.
    hands.evaluate(
        "document.querySelector('#paste').value = ''; document.querySelector('#paste').focus()",
    )?;
    hands.type_text("hello")?;
    hands.press("Tab")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#paste-box .told-of.bad') !== null")?;
    assert!(text(&mut hands, "#paste-box")?.contains("Copy as cURL"));
    assert_eq!(hands.evaluate("document.querySelector('#page').value")?, "https://shop.example");
    Ok(())
}

#[test]
fn a_broken_link_says_so_and_shows_a_usual_case() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    let page = &lab.addresses[0];
    for (fragment, told) in [
        ("#cors=1.AAAA", "This link is broken"),
        ("#cors=1.", "This link is broken"),
        ("#cors=", "This link is broken"),
        ("", ""),
        ("#cors=7.q1YqSSxKTy1RslIy", "a newer crosscheck"),
    ] {
        hands.open(&format!("{page}/?lang=en{fragment}"), DESK)?;
        ready(&mut hands)?;
        assert!(text(&mut hands, "#notice")?.contains(told), "{fragment}");
        assert_eq!(sentence(&mut hands)?, "Every browser blocks it.", "{fragment}");
    }
    Ok(())
}

/// A server that says 600 seconds: just before, and just after.
#[test]
fn the_clock_of_the_preflight_cache_turns_by_keyboard() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let rows = |answer: &str| {
        format!(
            "[...document.querySelectorAll('.clock tbody td:nth-child(2)')].map((n) => \
             n.textContent.includes('{answer}')).join() === 'true,true,true,true'"
        )
    };
    hands.wait_for(&rows("No, it is remembered"))?;
    assert!(text(&mut hands, ".clock")?.contains("forgotten in 10 s"), "590 of 600 are over");
    hands.tab_to("#clock-time")?;
    hands.press("ArrowRight")?;
    hands.wait_for(&rows("Yes, a second preflight"))?;
    let said = hands.evaluate(
        "document.querySelector('#clock-time').ariaValueText ?? \
        document.querySelector('#clock-time').getAttribute('aria-valuetext')",
    )?;
    assert_eq!(said, "10 min 10 s", "what a screen reader says");
    Ok(())
}

/// Each usual case, judged: what it is there to show.
#[test]
fn each_usual_case_shows_what_it_is_about() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&lab.addresses[0], DESK)?;
    ready(&mut hands)?;
    let judged = hands.evaluate(
        "(async () => { const { presets } = await import('/presets.js'); const { post } = await import('/ask.js'); const rows = []; \
         for (const [name, scenario] of Object.entries(presets)) { const { browsers, notes } = await post('/judge', scenario()); \
         const said = browsers.map(({ steps }) => steps.map((s) => s.refused?.rule ?? s.verdict).join('+')); \
         rows.push([name, [...new Set(said)].join(' / '), notes.join(' ')]); } return rows; })()",
    )?;
    let rows: Vec<(String, String, String)> = serde_json::from_value(judged)?;
    let rows: Vec<(&str, &str, &str)> =
        rows.iter().map(|(name, said, notes)| (&**name, &**said, &**notes)).collect();
    assert_eq!(rows, USUAL_CASES);
    Ok(())
}

#[test]
fn the_verdict_follows_what_is_typed() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    assert_eq!(sentence(&mut hands)?, "Every browser blocks it.");
    hands.tab_to("#answers textarea")?;
    hands.type_text("Access-Control-Allow-Origin: *")?;
    let reads = "Every browser lets the page read it.";
    hands.wait_for(&format!("document.querySelector('#sentence').textContent === {reads:?}"))?;
    // The text that is typed into stays, with the focus in it.
    assert_eq!(hands.evaluate("document.activeElement.value")?, "Access-Control-Allow-Origin: *");
    select_all(&mut hands, "#page")?;
    hands.type_text("https://App.example/")?;
    hands.wait_for("!document.querySelector('#objection').hidden")?;
    assert!(text(&mut hands, "#objection")?.contains("write `https://app.example`"));
    Ok(())
}

/// A policy with a mistake: the finding's place is a button that leads to it.
#[test]
fn a_finding_leads_to_its_place() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en#policy", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    hands.wait_for("document.querySelector('#policy-state').textContent.includes('Valid')")?;
    hands.wait_for("document.querySelectorAll('#who tbody tr').length >= 4")?;
    select_all(&mut hands, "#toml")?;
    hands.type_text("# 中文\n[cors]\norigins = [\"https://app.example/\"]\n")?;
    hands.wait_for("document.querySelector('#findings .place') !== null")?;
    assert!(text(&mut hands, "#findings")?.contains("line 3, column 12"));
    hands.tab_to("#findings .place")?;
    hands.press("Enter")?;
    let marked = "(() => { const t = document.querySelector('#toml'); \
                  return t.value.slice(t.selectionStart, t.selectionEnd); })()";
    assert_eq!(hands.evaluate(marked)?, "\"https://app.example/\"");
    Ok(())
}

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
        hands.wait_for("document.querySelectorAll('#index a[class]').length === 20")?;
        hands.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")?;
        hands.wait_for("document.querySelectorAll('.inside > .sides').length === 20")?;
        assert_eq!(hands.evaluate(NAMELESS)?, json!([]), "{place}: controls without a name");
        assert_eq!(hands.evaluate(PALE)?, json!([]), "{place}: text that is too pale");
        assert_eq!(hands.evaluate(WORDLESS)?, json!([]), "{place}: words that are missing");
        let wide = hands.evaluate("document.scrollingElement.scrollWidth")?;
        assert!(wide.as_u64() <= Some(width.into()), "{place}: scrolls sideways: {wide}");
    }
    assert_eq!(hands.evaluate(UNFOCUSED)?, json!([]), "what has the focus shows it");
    Ok(())
}

#[test]
fn focus_goes_as_one_reads_and_every_control_can_be_reached() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
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
    hands.wait_for("document.querySelectorAll('#index a[class]').length === 20")?;
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
         .filter((u) => u.origin !== location.origin && u.protocol !== 'data:').map(String)",
    )?;
    assert_eq!(elsewhere, json!([]), "the page talks to itself only");
    let paint = hands.evaluate("performance.getEntriesByName('first-paint')[0]?.startTime")?;
    eprintln!("{total} bytes; first paint after {paint} ms");
    Ok(())
}

/// Name, what the browsers say (all that differ, the standard first), notes.
const USUAL_CASES: [(&str, &str, &str); 19] = [
    ("missing", "allow-origin-missing", ""),
    ("shared", "allowed", ""),
    ("json", "allowed", ""),
    ("wildcard", "wildcard-with-credentials", ""),
    ("credentials", "allow-credentials", ""),
    ("patch", "method-not-allowed", "method-case"),
    ("authorization", "headers-not-allowed / allowed", "authorization-and-star"),
    ("unauthorized", "allow-origin-missing / preflight-status", ""),
    ("redirected", "preflight-status / preflight-redirect", ""),
    ("moved", "allow-origin-mismatch", "null-after-redirect"),
    ("twice", "allow-origin-multiple", ""),
    ("slash", "allow-origin-mismatch", ""),
    ("expose", "allowed", ""),
    ("error", "allow-origin-missing", ""),
    ("onRequest", "allow-origin-missing", "response-header-on-request"),
    ("noCors", "opaque", "no-cors"),
    ("sandboxed", "allow-origin-mismatch", ""),
    ("image", "opaque", ""),
    ("remembered", "allowed+allowed", "max-age-cut"),
];

/// How far below the first case the one with 401 stands.
const PRESETS_DOWN: usize = 7;

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
    const only = ({ rules, findings, ...words }) => keys(words, '');
    const [a, b] = [only(en), only(zh)];
    const missing = [...a.filter((k) => !b.includes(k)), ...b.filter((k) => !a.includes(k))];
    for (const words of [en, zh]) {
        missing.push(...Object.keys(presets).filter((k) => !words.presets[k]));
        const { scenes } = await (await fetch('/scenes.json')).json();
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

fn open_lab() -> Option<(binary::Serving, Hands)> {
    if !Browser::Chromium.is_there_or_skip() {
        return None;
    }
    Some((binary::serve(&[], 2), Hands::start().expect("Chromium starts")))
}

fn ready(hands: &mut Hands) -> anyhow::Result<()> {
    hands.wait_for("document.body?.dataset.ready === 'true'")
}

/// Selects what stands in a field: what is typed next takes its place.
fn select_all(hands: &mut Hands, field: &str) -> anyhow::Result<()> {
    hands.evaluate(&format!(
        "document.querySelector('{field}').select(); document.querySelector('{field}').focus()"
    ))?;
    Ok(())
}

fn text(hands: &mut Hands, selector: &str) -> anyhow::Result<String> {
    let value =
        hands.evaluate(&format!("document.querySelector({}).textContent", json!(selector)))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn sentence(hands: &mut Hands) -> anyhow::Result<String> {
    text(hands, "#sentence")
}

/// How often the engine has judged what is in the form.
fn judged(hands: &mut Hands) -> anyhow::Result<u64> {
    let count = hands.evaluate("Number(document.body.dataset.judged)")?;
    Ok(count.as_u64().unwrap_or_default())
}

/// What stands in the forms of "Will it CORS?".
fn form(hands: &mut Hands) -> anyhow::Result<Value> {
    hands.evaluate(
        "[...document.querySelectorAll('#request input, #request select, #request textarea, \
         #answers input, #answers select, #answers textarea')].map((n) => n.value)",
    )
}
