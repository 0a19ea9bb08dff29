//! What people bring is pasted, dropped or asked for: a console's text, a URL, a HAR file, a command.

use conformance::site::Site;
use serde_json::Value;
use serde_json::json;

use crate::newcomer::page::DESK;
use crate::newcomer::page::NOTHING_SAID;
use crate::newcomer::page::brought;
use crate::newcomer::page::form;
use crate::newcomer::page::judged;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;
use crate::newcomer::page::select_all;
use crate::newcomer::page::sentence;
use crate::newcomer::page::text;

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
    brought(&mut hands)?;
    // The form holds the page and the URL; the verdict is that of the console, word by word.
    let form = form(&mut hands)?.to_string();
    assert!(form.contains(page.origin()), "{form}");
    assert!(form.contains(&format!("{}/orders", api.origin())), "{form}");
    assert_eq!(sentence(&mut hands)?, NOTHING_SAID);
    assert_eq!(text(&mut hands, "#view .why .rule")?, "allow-origin-missing");
    let shown = text(&mut hands, "#view .console pre")?;
    assert_eq!(shown.lines().next(), error.lines().next(), "Chromium's own text");
    assert!(text(&mut hands, "#paste-box .told-of")?.contains("stands in for it"));

    // Each part of the line is marked: who asked, for what, and which header.
    let marked = hands.evaluate(
        "[...document.querySelectorAll('.marked p:first-child mark')].map((n) => n.className + ' ' + n.textContent)",
    )?;
    let (url, asked_by) =
        (format!("url {}/orders", api.origin()), format!("page {}", page.origin()));
    assert_eq!(marked, json!([url, asked_by, "header Access-Control-Allow-Origin"]));

    // Choose the server by typing its name, as one does in a list.
    hands.tab_to("#view .server-fix select")?;
    hands.press("ArrowDown")?;
    hands.wait_for("document.querySelector('#view .server-fix select').value === 'nginx'")?;
    hands.wait_for("document.querySelectorAll('#view .patch pre').length === 3")?;
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
    hands.tab_to("#paste")?;
    hands.type_text(&format!("{}/orders", api.origin()))?;
    hands.press("Enter")?;
    hands.wait_for(
        "document.querySelector('#paste-box .told-of').textContent.startsWith('Asked')",
    )?;
    let form = form(&mut hands)?.to_string();
    assert!(form.contains(&format!("{}/orders", api.origin())), "{form}");
    assert!(form.to_ascii_lowercase().contains("content-type: text/html"), "its answer: {form}");
    assert_eq!(text(&mut hands, "#view .why .rule")?, "allow-origin-missing");
    // The fix is the difference to what the server said; once it says more, it is asked again.
    let diff = text(&mut hands, "#view .diff")?;
    assert!(
        diff.contains("  HTTP 200\n") && diff.contains("+ Access-Control-Allow-Origin: "),
        "{diff}"
    );
    let asked = judged(&mut hands)?;
    assert_eq!(text(&mut hands, "#view .again")?, "Check again");
    hands.tab_to("#view .again")?;
    hands.press("Enter")?;
    hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
    // Where nobody answers it is said.
    select_all(&mut hands, "#paste")?;
    hands.type_text("http://localhost:1/")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#paste-box .told-of.bad') !== null")?;
    assert!(text(&mut hands, "#paste-box .told-of")?.contains("no connection to 127.0.0.1:1"));
    assert_eq!(hands.evaluate("document.querySelector('#told.stale') !== null")?, json!(true));
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
    assert_eq!(sentence(&mut hands)?, NOTHING_SAID);
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
    // Nobody asked the server yet, so nothing was blocked.
    let told = sentence(&mut hands)?;
    assert!(
        told.starts_with("Its server was not asked. If it answers as the form says: "),
        "{told}"
    );
    assert!(text(&mut hands, "#view .headline")?.contains("Would be blocked"));
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

/// Headers, a call of `fetch` and an `XMLHttpRequest`'s console are read in the same box; who asked
/// stays what the console said; what a scenario will not do is told.
#[test]
fn one_box_reads_whatever_people_have() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let console = "Access to XMLHttpRequest at 'https://api.shop.example/cart' from origin \
        'https://shop.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' \
        header is present on the requested resource.";
    let scenario = json!({"id": "a", "page": "https://shop.example", "steps": [{"api": "fetch", "url":
        "https://api.shop.example/a"}], "server": [{"origin": "https://api.shop.example", "path":
        "/b", "method": "*", "status": 200}]});
    let mut shown = Vec::new();
    for text in [
        console,
        "fetch(\"https://api.shop.example/a\", { \"method\": \"DELETE\", \"credentials\": \"include\" });",
        "HTTP/2 200\naccess-control-allow-origin: *, https://shop.example\ncontent-type: text/html\n",
        &scenario.to_string(),
    ] {
        let asked = judged(&mut hands)?;
        select_all(&mut hands, "#paste")?;
        hands.type_text(text)?;
        hands.evaluate("document.querySelector('#read').click()")?;
        hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
        brought(&mut hands)?;
        let by = hands.evaluate("document.querySelector('#request select').value")?;
        shown.push(format!("{} {}", by.as_str().unwrap_or_default(), sentence(&mut hands)?));
    }
    assert_eq!(
        shown,
        [
            "xhr The answer has no Access-Control-Allow-Origin.",
            "fetch Its server was not asked. If it answers as the form says: The answer has no \
             Access-Control-Allow-Origin.",
            "fetch Access-Control-Allow-Origin is a list.",
            "fetch The answer has no Access-Control-Allow-Origin.",
        ]
    );
    assert!(text(&mut hands, "#warnings")?.contains("server[0]"));
    // What cannot be played on one machine is predicted.
    hands.evaluate("document.querySelector('#frames button').click()")?;
    hands.wait_for("document.querySelector('#sentence').textContent.startsWith('Request 2: ')")?;
    assert_eq!(hands.evaluate("document.querySelector('#warnings').hidden")?, json!(true));
    Ok(())
}
