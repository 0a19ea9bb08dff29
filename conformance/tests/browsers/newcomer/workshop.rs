//! "Will it CORS?": what is asked and answered is chosen, typed, mended, run and shared.

use conformance::devtools::Hands;
use conformance::devtools::Look;
use serde_json::json;

use crate::newcomer::page::DESK;
use crate::newcomer::page::NOTHING_SAID;
use crate::newcomer::page::PHONE;
use crate::newcomer::page::choose_case;
use crate::newcomer::page::form;
use crate::newcomer::page::judged;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;
use crate::newcomer::page::select_all;
use crate::newcomer::page::sentence;
use crate::newcomer::page::text;

/// From "it is blocked" to a server that shares, and a link that shows it to a colleague.
#[test]
fn a_blocked_request_is_understood_mended_and_shared_by_keyboard() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    let page = &lab.addresses[0];
    hands.open(&format!("{page}/?lang=en"), DESK)?;
    ready(&mut hands)?;
    // No verdict on what nobody wrote.
    assert_eq!(hands.evaluate("document.querySelector('#case').hidden")?, json!(true));

    // A usual case: a JSON PUT whose preflight gets 401.
    hands.tab_to("[data-case=unauthorized]")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#view .apply') !== null")?;
    hands.wait_for("document.querySelector('#view').textContent.includes('401')")?;
    let view = text(&mut hands, "#view")?;
    assert!(view.contains("the server never saw the request itself"), "{view}");
    let own_words = "Response to preflight request doesn't pass access control check";
    assert!(view.contains(own_words), "what Chromium writes: {view}");

    // One press of the button mends all that browsers would ask for, one thing after the other.
    assert_eq!(text(&mut hands, "#view .why .rule")?, "allow-origin-missing");
    let diff = text(&mut hands, "#view .diff")?;
    for line in [
        "- HTTP 401",
        "+ HTTP 204",
        "+ Access-Control-Allow-Origin: https://app.example",
        "+ Access-Control-Allow-Methods: PUT",
        "+ Access-Control-Allow-Headers: content-type",
    ] {
        assert!(diff.contains(line), "{line}: {diff}");
    }
    let asked = judged(&mut hands)?;
    hands.tab_to("#view .apply")?;
    hands.press("Enter")?;
    hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
    assert_eq!(sentence(&mut hands)?, "Every browser lets the page read it.");

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

/// The usual cases, and what is typed, are run with the button; what cannot be run says why.
#[test]
fn any_case_runs_in_this_browser() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let mut told = Vec::new();
    for (name, ..) in USUAL_CASES {
        choose_case(&mut hands, name)?;
        hands.wait_for("document.querySelector('#live [role=status]') === null")?;
        hands.evaluate("document.querySelector('#run-live').click()")?;
        hands.wait_for("document.querySelector('#live [role=status]') !== null")?;
        told.push(format!("{name}: {}", text(&mut hands, "#live [role=status]")?));
    }
    let agrees = "✓ Your browser did what was predicted.";
    let others: Vec<&String> = told.iter().filter(|told| !told.ends_with(agrees)).collect();
    let waits = "remembered: It cannot be run here: a browser would have to wait for 3600 s: wait for \
                 at most 3 seconds";
    assert_eq!(others, [waits]);
    Ok(())
}

#[test]
fn a_broken_link_says_so_and_shows_no_case() -> anyhow::Result<()> {
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
        let is_hidden = hands.evaluate("document.querySelector('#case').hidden")?;
        assert_eq!(is_hidden, json!(true), "{fragment}");
    }
    Ok(())
}

/// Whatever is refused for a header of the server is mended by one press, in every usual case.
#[test]
fn one_press_mends_each_usual_case() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let (mut pressed, mut left) = (Vec::new(), Vec::new());
    for (name, ..) in USUAL_CASES {
        choose_case(&mut hands, name)?;
        if hands.evaluate("document.querySelector('#view .apply') === null")? == json!(true) {
            continue;
        }
        let asked = judged(&mut hands)?;
        hands.evaluate("document.querySelector('#view .apply').click()")?;
        hands.wait_for(&format!("Number(document.body.dataset.judged) > {asked}"))?;
        pressed.push(name);
        let told = sentence(&mut hands)?;
        // What an element shows is hidden from script all the same.
        let refused = "document.querySelectorAll('.card.refused, #view .badge.refused').length";
        if hands.evaluate(refused)? != json!(0) {
            left.push(format!("{name}: {told}"));
        }
    }
    assert!(left.is_empty(), "{left:?}");
    // A redirect behind the preflight, an answer that was kept, a header that is there twice.
    for name in ["redirected", "cachedImage", "twice"] {
        assert!(pressed.contains(&name), "{pressed:?}");
    }
    Ok(())
}

/// What is wrong is said in the page's language, also after it changed.
#[test]
fn an_objection_changes_its_language_with_the_page() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en#cors=1.AAAA", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    select_all(&mut hands, "#paste")?;
    hands.type_text("hello")?;
    hands.evaluate("document.querySelector('#read').click()")?;
    hands.wait_for("document.querySelector('#paste-box .told-of.bad') !== null")?;
    let places = ["#paste-box .told-of", "#notice"];
    let told = |hands: &mut Hands| -> anyhow::Result<Vec<bool>> {
        let texts = places.map(|place| text(hands, place));
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        texts.into_iter().map(|text| Ok(text?.contains(is_han))).collect()
    };
    assert_eq!(told(&mut hands)?, [false; 2]);
    hands.evaluate("document.querySelector('#language').click()")?;
    assert_eq!(told(&mut hands)?, [true; 2]);
    hands.evaluate("document.querySelector('#language').click()")?;
    assert_eq!(told(&mut hands)?, [false; 2]);
    Ok(())
}

/// What was brought is judged in sight, and every place of the page is on one line.
#[test]
fn the_verdict_comes_into_sight_on_every_screen() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    for look in [Look { height: 800, ..DESK }, Look { width: 390, height: 844, ..PHONE }] {
        hands.open(&format!("{}/?lang=en", lab.addresses[0]), look)?;
        ready(&mut hands)?;
        let tops = "new Set([...document.querySelectorAll('nav a')].map((n) => n.offsetTop)).size";
        assert_eq!(hands.evaluate(tops)?, json!(1), "{look:?}");
        choose_case(&mut hands, "unauthorized")?;
        hands.wait_for(
            "document.querySelector('#sentence').getBoundingClientRect().top < innerHeight / 2",
        )?;
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
    hands.tab_to("#cache summary")?;
    hands.press("Enter")?;
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
         for (const [name, scenario] of Object.entries(presets)) { const { browsers, observations } = await post('/judge', scenario()); \
         const said = browsers.map(({ steps }) => steps.map((s) => s.refused?.rule ?? s.verdict).join('+')); \
         rows.push([name, [...new Set(said)].join(' / '), observations.map((one) => one.check).join(' ')]); } return rows; })()",
    )?;
    let rows: Vec<(String, String, String)> = serde_json::from_value(judged)?;
    let rows: Vec<(&str, &str, &str)> =
        rows.iter().map(|(name, said, notes)| (&**name, &**said, &**notes)).collect();
    assert_eq!(rows, USUAL_CASES);
    Ok(())
}

/// What is typed is in the address at every change: it is there again after a reload, and still the
/// visitor's own, of which nobody is asked.
#[test]
fn typing_survives_a_reload() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    choose_case(&mut hands, "missing")?;
    hands.tab_to("#answers textarea")?;
    hands.type_text("X-Typed: by hand")?;
    hands.wait_for("document.querySelector('#view').textContent.includes('X-Typed')")?;
    hands.wait_for(
        "(async () => { const { fromFragment } = await import('/share.js'); \
         return JSON.stringify(await fromFragment(location.hash)).includes('X-Typed'); })()",
    )?;
    let (shown, address) = (form(&mut hands)?, hands.evaluate("location.hash")?);
    // A jump to another part of the page takes nothing away.
    hands.evaluate("document.querySelector('nav a[href=\"#policy\"]').click()")?;
    hands.wait_for(&format!("location.hash === {address}"))?;
    hands.evaluate("document.body.dataset.ready = ''; setTimeout(() => location.reload()); 0")?;
    hands.wait_for_page("document.body?.dataset.ready === 'true'")?;
    assert_eq!(form(&mut hands)?, shown);
    hands.evaluate("document.querySelector('#run-live').click()")?;
    hands.wait_for("document.querySelector('#live [role=status]') !== null")?;
    assert_eq!(hands.evaluate("document.querySelector('#consent')")?, json!(null));
    // What is too much for an address is not in it.
    hands.evaluate(
        "(() => { const area = document.querySelector('#answers textarea'); const random = () => Math.random().toString(36).slice(2); \
         area.value = `X-Long: ${Array.from({ length: 2500 }, random).join('')}`; area.dispatchEvent(new Event('input')); })()",
    )?;
    hands.wait_for("location.hash === ''")?;
    Ok(())
}

#[test]
fn the_verdict_follows_what_is_typed() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    choose_case(&mut hands, "missing")?;
    assert_eq!(sentence(&mut hands)?, NOTHING_SAID);
    hands.tab_to("#answers textarea")?;
    hands.type_text("Access-Control-Allow-Origin: *")?;
    let reads = "Every browser lets the page read it.";
    hands.wait_for(&format!("document.querySelector('#sentence').textContent === {reads:?}"))?;
    // The text that is typed into stays, with the focus in it.
    assert_eq!(hands.evaluate("document.activeElement.value")?, "Access-Control-Allow-Origin: *");
    select_all(&mut hands, "#page")?;
    hands.type_text("app.example")?;
    hands.wait_for("!document.querySelector('#objection').hidden")?;
    assert!(text(&mut hands, "#objection")?.contains("write https://app.example"));
    // The verdict is not about what is there now, and says so by being dimmed.
    assert_eq!(hands.evaluate("document.querySelector('#told.stale') !== null")?, json!(true));
    Ok(())
}

/// Name, what the browsers say (all that differ, the standard first), what the audit says.
const USUAL_CASES: [(&str, &str, &str); 20] = [
    ("missing", "allow-origin-missing", ""),
    ("shared", "allowed", ""),
    ("json", "allowed", ""),
    ("wildcard", "wildcard-with-credentials", "wildcard-and-credentials"),
    ("credentials", "allow-credentials", ""),
    ("patch", "method-not-allowed", "method-case"),
    ("authorization", "headers-not-allowed / allowed", "authorization-by-wildcard"),
    ("unauthorized", "allow-origin-missing / preflight-status", ""),
    ("redirected", "preflight-status / preflight-redirect", "preflight-redirected"),
    ("moved", "allow-origin-mismatch", "null-after-redirect"),
    ("twice", "allow-origin-multiple", ""),
    ("slash", "allow-origin-mismatch", ""),
    ("expose", "allowed", ""),
    ("error", "allow-origin-missing", ""),
    ("onRequest", "allow-origin-missing", "response-header-on-request"),
    ("noCors", "opaque", "no-cors-mode"),
    ("sandboxed", "allow-origin-mismatch", ""),
    ("image", "opaque", ""),
    ("cachedImage", "opaque+allow-origin-missing / opaque+allowed", "vary-origin-missing"),
    ("remembered", "allowed+allowed", "max-age-above-caps"),
];
