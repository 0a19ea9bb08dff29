//! What is brought in from elsewhere, and what comes back from a stage.

use serde_json::json;

use crate::newcomer::page::DESK;
use crate::newcomer::page::choose_case;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;
use crate::newcomer::page::text;

/// A scenario that is pasted may be anybody's; a usual case that is chosen then is the lab's own.
#[test]
fn a_pasted_scenario_is_asked_about_and_a_usual_case_is_not() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let step = json!({"api": "fetch", "url": "https://api.example/"});
    let rule = json!({"origin": "https://api.example", "path": "/", "method": "*", "status": 200,
        "body": "a\u{202e}b\u{200b}c"});
    let scenario = json!({"id": "a", "page": "https://brought.example", "steps": [step],
        "server": [rule]});
    hands.tab_to("#paste")?;
    hands.type_text(&scenario.to_string())?;
    hands.press("Tab")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#page').value === 'https://brought.example'")?;
    hands.tab_to("#run-live")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#consent') !== null")?;
    let shown = text(&mut hands, "#consent pre")?;
    assert_eq!(shown, "a⟨U+202E⟩b⟨U+200B⟩c", "nothing hides");
    // The key that asked says nothing more.
    hands.press("Enter")?;
    assert_eq!(hands.evaluate("document.querySelector('#consent') !== null")?, json!(true));
    hands.tab_to("#play-it")?;
    hands.press("Enter")?;
    hands.wait_for("document.querySelector('#live [role=status]') !== null")?;
    choose_case(&mut hands, "missing")?;
    hands.wait_for("document.querySelector('#live [role=status]') === null")?;
    hands.evaluate("document.querySelector('#run-live').click()")?;
    hands.wait_for("document.querySelector('#live [role=status]') !== null")?;
    Ok(())
}

/// Whatever a stage says, a record is made of it that the page can show.
#[test]
fn what_comes_back_from_a_stage_is_data() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    let told = hands.evaluate(
        "(async () => { const { seenOf } = await import('/seen.js'); const long = 'x'.repeat(1e6); \
         return [null, undefined, 1, 'response', [], {}, { kind: '__proto__' }, { kind: 'constructor' }, { kind: {} }, \
         { kind: 'loaded', access: 'toString' }, { kind: 'loaded', access: 'muted', more: 1 }, { kind: 'error', name: {} }, \
         { kind: 'response', type: {}, status: '2', url: [], redirected: 'no', headers: 'a', body: {} }, \
         { kind: 'response', type: 'cors', status: 200, url: 'u', redirected: true, headers: [['a', 'b'], 'c', [1, {}]], body: 'd' }, \
         { kind: 'response', body: long, headers: Array(1e4).fill(['a', long]) }] \
         .map(seenOf).map((seen) => { const text = JSON.stringify(seen); return text.length < 300 ? text : seen.body.length + ' ' + seen.headers.length; }); })()",
    )?;
    let unsupported = r#"{"kind":"unsupported"}"#;
    assert_eq!(
        told,
        json!([
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            unsupported,
            r#"{"kind":"loaded"}"#,
            r#"{"kind":"loaded","access":"muted"}"#,
            r#"{"kind":"error","name":""}"#,
            r#"{"kind":"response","type":"","status":0,"url":"","headers":[],"body":""}"#,
            r#"{"kind":"response","type":"cors","status":200,"url":"u","redirected":true,"headers":[["a","b"],["",""]],"body":"d"}"#,
            "65536 256",
        ])
    );
    Ok(())
}
