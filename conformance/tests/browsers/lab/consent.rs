//! What a link brings is shown, plays only when the visitor says so of just this, and then asks the lab's
//! servers and nobody else.

use std::time::Duration;

use conformance::browser::Browser;
use conformance::process::eventually;
use conformance::remote::Remote;
use serde_json::Value;
use serde_json::json;

use crate::lab::bystander::Bystander;
use crate::lab::bystander::COOKIE;
use crate::lab::served::Served;
use crate::lab::served::fragment;
use crate::lab::stage::stranger;

#[test]
fn a_link_is_asked_about_in_chromium() -> anyhow::Result<()> {
    a_link_is_asked_about(Browser::Chromium)
}

#[test]
fn a_link_is_asked_about_in_firefox() -> anyhow::Result<()> {
    a_link_is_asked_about(Browser::Firefox)
}

#[test]
fn a_link_is_asked_about_in_webkit() -> anyhow::Result<()> {
    a_link_is_asked_about(Browser::Webkit)
}

fn a_link_is_asked_about(browser: Browser) -> anyhow::Result<()> {
    if !browser.is_there_or_skip() {
        return Ok(());
    }
    let lab = Served::start();
    let bystander = Bystander::start();
    // The visitor uses another application of this machine, too.
    let mut remote = Remote::open(browser, &format!("{}/sign-in", bystander.origin))?;
    remote.wait_for("document.body?.textContent === 'ok'")?;
    let cookie = remote.evaluate("document.cookie")?;
    assert_eq!(cookie, COOKIE);
    // No policy would keep it from opening a peer connection.
    let peer = format!(
        "new RTCPeerConnection({{ iceServers: [{{ urls: 'turn:{}?transport=tcp', username: 'a', \
         credential: 'a' }}] }}).createDataChannel('a');",
        bystander.origin.trim_start_matches("http://")
    );
    let script = peer + &stranger(&lab, &bystander, &lab.stage);
    remote.go(&format!("{}/?lang=en{}", lab.page, fragment(&scenario(&script, &bystander))))?;
    remote.wait_for("document.body?.dataset.ready === 'true'")?;
    let asked = "document.querySelector('#consent') !== null";
    let run = "document.querySelector('#run-live').click()";
    assert_eq!(remote.evaluate(asked)?, json!(false), "nobody is asked before they want it");

    // It is shown, word for word.
    remote.evaluate(run)?;
    assert_eq!(remote.evaluate(asked)?, json!(true));
    let shown = remote.evaluate("document.querySelector('#consent pre').textContent")?;
    assert_eq!(shown, json!(script), "what would run is shown");
    assert_eq!(remote.evaluate("document.activeElement.id")?, "consent", "not the button");

    // No is no, and a yes is for what was shown.
    remote.evaluate("document.querySelector('#leave-it').click()")?;
    assert_eq!(remote.evaluate(asked)?, json!(false));
    remote.evaluate(run)?;
    remote.evaluate(
        "(() => { const page = document.querySelector('#page'); page.value = 'https://edited.example'; \
         page.dispatchEvent(new Event('input')); })()",
    )?;
    assert_eq!(remote.evaluate(asked)?, json!(false), "it is another case now");
    remote.evaluate(run)?;
    assert_eq!(remote.evaluate(asked)?, json!(true), "and it is still somebody else's");
    assert_eq!(lab.list("/reports"), Some(Vec::new()), "nothing was played");

    remote.evaluate("document.querySelector('#play-it').click()")?;
    let report = reported(&lab, 1);
    let seen = &report["did"]["steps"];
    assert_eq!(seen[0], json!({"kind": "loaded", "access": "silent"}), "no script of theirs runs");
    assert_eq!(seen[1]["kind"], "error", "none left anything behind: {seen}");
    assert_eq!(bystander.heard(), [] as [String; 0], "nobody else is asked");
    assert_eq!(remote.evaluate("location.origin")?, lab.page.as_str(), "the page stays");

    // With credentials: the run's own cookie is there, and no other application's.
    assert_eq!(seen[3]["kind"], "response", "{seen}");
    let wire = report["did"]["wire"].to_string();
    assert!(wire.contains("\"cookie\",\"own=1\""), "{wire}");
    let report = report.to_string();
    assert!(!report.contains("another-application"), "{report}");

    // The same again is no news; another link is.
    remote.wait_for("!document.querySelector('#run-live').disabled")?;
    remote.evaluate(run)?;
    assert_eq!(remote.evaluate(asked)?, json!(false), "just this was said yes to");
    reported(&lab, 2);
    remote.wait_for("!document.querySelector('#run-live').disabled")?;
    let other = fragment(&scenario("1", &bystander));
    remote.evaluate(&format!("void (location.hash = {})", json!(other)))?;
    remote.wait_for("document.querySelector('#page').value === 'https://brought.example'")?;
    remote.evaluate(run)?;
    assert_eq!(remote.evaluate(asked)?, json!(true), "another link is asked about");

    // Among the lab's own scenes, too, cookies of others are nobody's.
    remote.evaluate("document.querySelector('#credentials button').click()")?;
    let scene = reported(&lab, 3);
    assert_eq!((&scene["scene"], &scene["agrees"]), (&json!("credentials"), &json!(true)));
    assert!(!scene.to_string().contains("another-application"), "{scene}");
    Ok(())
}

/// The newest report, once there are so many.
fn reported(lab: &Served, count: usize) -> Value {
    let all = || lab.list("/reports").filter(|reports| reports.len() >= count);
    let mut reports = eventually(Duration::from_secs(60), all).expect("the page reports");
    assert_eq!(reports.len(), count);
    reports.pop().expect("there is one")
}

/// A script of a stranger, and steps after it that use what it left behind.
fn scenario(script: &str, bystander: &Bystander) -> Value {
    // As a browser reads it, and as few others do.
    let to = &bystander.origin.replace("http:", "").replace("//", "/\\");
    let step = |path: &str, more: Value| {
        let mut step = json!({"api": "fetch", "url": format!("https://api.edited.example{path}")});
        step.as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().into_iter().flatten());
        step
    };
    let rule = |path: &str, headers: Value, body: &str| {
        json!({"origin": "https://api.edited.example", "path": path, "method": "*", "status": 200,
            "headers": headers, "body": body})
    };
    let share = json!([
        ["Access-Control-Allow-Origin", "https://edited.example"],
        ["Access-Control-Allow-Credentials", "true"],
        ["Set-Cookie", "own=1"],
    ]);
    let away_from = |to: &str| {
        let headers = json!([["Location", to], ["Access-Control-Allow-Origin", "*"]]);
        let mut rule = rule("/away", headers, "");
        rule["status"] = json!(302);
        rule
    };
    json!({
        "id": "lab", "page": "https://brought.example",
        "steps": [
            step("/x.js", json!({"api": "script"})),
            step("/next", json!({})),
            step("/mine", json!({"api": "xhr", "credentials": "include"})),
            step("/mine", json!({"api": "xhr", "credentials": "include"})),
        ],
        "server": [
            rule("/x.js", json!([["Content-Type", "text/javascript"]]), script),
            rule("/mine", share, "mine"),
            away_from(to),
        ],
    })
}
