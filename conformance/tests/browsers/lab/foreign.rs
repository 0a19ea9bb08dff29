//! A page of a stranger: what it does to the lab comes to nothing.

use std::time::Duration;

use crate::lab::bystander::Bystander;
use crate::lab::served::Served;
use crate::lab::served::fragment;
use conformance::browser::Browser;
use conformance::process::eventually;
use conformance::remote::Remote;
use conformance::site::Site;
use serde_json::Value;
use serde_json::json;

#[test]
fn a_foreign_page_in_chromium() -> anyhow::Result<()> {
    a_foreign_page_comes_to_nothing(Browser::Chromium)
}

#[test]
fn a_foreign_page_in_firefox() -> anyhow::Result<()> {
    a_foreign_page_comes_to_nothing(Browser::Firefox)
}

#[test]
fn a_foreign_page_in_webkit() -> anyhow::Result<()> {
    a_foreign_page_comes_to_nothing(Browser::Webkit)
}

/// It fetches, frames, opens, posts and goes there; no scene plays, no API answers, and no other
/// service of this machine is asked.
fn a_foreign_page_comes_to_nothing(browser: Browser) -> anyhow::Result<()> {
    if !browser.is_there_or_skip() {
        return Ok(());
    }
    let lab = Served::start();
    let bystander = Bystander::start();
    let links = links(&lab, &bystander);
    let asked = json!({
        "page": lab.page, "stage": lab.stage, "api": lab.api, "bystander": bystander.origin,
        "links": links, "routes": ROUTES,
    });
    let script = include_str!("foreign.js").replace("ASKED;", &format!("{asked};"));
    let site = Site::with_script(&script);
    let mut remote = Remote::open(browser, &format!("{}/", site.origin()))?;
    remote.wait_for("document.querySelector('#go') !== null")?;
    remote.evaluate("document.querySelector('#go').click()")?;
    remote.wait_for("document.body?.dataset.told !== undefined")?;
    let told = remote.evaluate("document.body.dataset.told")?;
    let told: Vec<String> = serde_json::from_str(told.as_str().unwrap_or_default())?;
    let came_to_nothing =
        |told: &&String| told.ends_with(": refused") || told.ends_with(": nothing");
    let done: Vec<&String> = told.iter().filter(|told| !came_to_nothing(told)).collect();
    let opened = vec!["window: opened"; links.len() + 1];
    assert_eq!(done, opened, "what was read, loaded or blocked");
    assert!(told.len() > 80, "{told:#?}");

    // It goes there itself. A visitor who came that way plays a scene: by then whatever plays by itself
    // would have been played, too.
    for (at, link) in links.iter().enumerate() {
        remote.go(link)?;
        remote.wait_for("document.body?.dataset.ready === 'true'")?;
        let page = remote.evaluate("document.querySelector('#page').value")?;
        assert_eq!(page, "https://brought.example", "the link is shown");
        remote.evaluate("document.querySelector('#simple button').click()")?;
        let played = || lab.list("/reports").filter(|reports| reports.len() > at);
        let reports = eventually(Duration::from_secs(60), played).unwrap_or_default();
        let scenes: Vec<&Value> = reports.iter().map(|report| &report["scene"]).collect();
        assert_eq!(scenes, vec!["simple"; at + 1], "what the visitor played, and nothing else");
        assert_eq!(bystander.heard(), [] as [String; 0], "nobody else is asked: {link}");
    }
    Ok(())
}

/// Every way to name what plays by itself, with a scenario that would use the lab's own origin.
fn links(lab: &Served, bystander: &Bystander) -> Vec<String> {
    let step = json!({"api": "fetch", "url": format!("{}/by-link", bystander.origin),
        "method": "POST", "body": {"kind": "text", "value": "chosen"}});
    let check = json!({"page": "https://a.example", "step": step}).to_string();
    let script = format!(
        "fetch('/check', {{ method: 'POST', body: {check:?}, headers: {{ 'content-type': \
         'application/json', 'x-crosscheck-lab': 'yes' }} }}); fetch('{}/by-script', {{ mode: 'no-cors' }})",
        bystander.origin
    );
    let scenario = json!({
        "id": "lab", "page": "https://brought.example",
        "steps": [{"api": "script", "url": "https://api.example/x.js"}],
        "server": [{"origin": "https://api.example", "path": "/x.js", "method": "*", "status": 200,
            "headers": [["Content-Type", "text/javascript"]], "body": script}],
    });
    let fragment = fragment(&scenario);
    [
        "live=rule/allow-origin-missing",
        "run=all",
        "run=shown",
        "live=check/third-party-cookies",
        "lang=en",
    ]
    .map(|query| format!("{}/?{query}{fragment}", lab.page))
    .to_vec()
}

/// Every route of the lab that is no file.
pub(crate) const ROUTES: [(&str, &str); 15] = [
    ("GET", "/scenes.json"),
    ("GET", "/predict?scene=simple&browser=spec"),
    ("POST", "/begin"),
    ("GET", "/wire?run=a"),
    ("GET", "/reports"),
    ("POST", "/reports"),
    ("POST", "/judge"),
    ("POST", "/policy"),
    ("POST", "/check"),
    ("POST", "/run"),
    ("GET", "/shown/rule/allow-origin-missing"),
    ("GET", "/shown.json"),
    ("GET", "/servers.json"),
    ("POST", "/fix"),
    ("POST", "/import"),
];
