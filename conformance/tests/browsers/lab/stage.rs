//! If a stranger's script ran on the stage after all: the stage's own files and policies, copied to
//! origins of the test's own with such a script among the servers, beside a real lab.

use conformance::browser::Browser;
use conformance::remote::Remote;
use serde_json::Value;
use serde_json::json;

use crate::lab::bystander::Bystander;
use crate::lab::bystander::COOKIE;
use crate::lab::files::Files;
use crate::lab::foreign::ROUTES;
use crate::lab::served::Served;
use crate::lab::served::file;

#[test]
fn a_script_on_the_stage_in_chromium() -> anyhow::Result<()> {
    a_script_on_the_stage_can_do_nothing(Browser::Chromium)
}

#[test]
fn a_script_on_the_stage_in_firefox() -> anyhow::Result<()> {
    a_script_on_the_stage_can_do_nothing(Browser::Firefox)
}

#[test]
fn a_script_on_the_stage_in_webkit() -> anyhow::Result<()> {
    a_script_on_the_stage_can_do_nothing(Browser::Webkit)
}

/// It uses neither the lab nor another service, and leads neither the page nor itself away.
fn a_script_on_the_stage_can_do_nothing(browser: Browser) -> anyhow::Result<()> {
    if !browser.is_there_or_skip() {
        return Ok(());
    }
    let lab = Served::start();
    let bystander = Bystander::start();
    let mut remote = Remote::open(browser, &format!("{}/sign-in", bystander.origin))?;
    remote.wait_for("document.body?.textContent === 'ok'")?;
    assert_eq!(remote.evaluate("document.cookie")?, COOKIE);

    let (page, copy) = copied(&lab, |stage| stranger(&lab, &bystander, stage));
    remote.go(&format!("{page}/"))?;
    remote.wait_for("document.body?.dataset.told !== undefined")?;
    let told = remote.evaluate("document.body.dataset.told")?;
    let told: Value = serde_json::from_str(told.as_str().unwrap_or_default())?;
    assert_eq!(told["origin"], copy.as_str(), "where it ran");
    let told = told["told"].as_object().expect("what it tried");
    let done: Vec<_> = told.iter().filter(|(_, ended)| *ended != "refused").collect();
    assert_eq!(done, [], "what the stage lets scripts do");
    assert!(told.len() > 60, "{}", told.len());
    assert_eq!(lab.list("/reports"), Some(Vec::new()), "the lab took nothing");

    for to in [
        format!("'{}/by-location?' + document.cookie", bystander.origin),
        format!("'{}/?live=rule/allow-origin-missing'", lab.page),
    ] {
        // Where the browser lets the frame stay, the next step is played.
        let later = "new Promise((resolve) => setTimeout(resolve, 500, new Response('stayed')))";
        let script = format!("window.fetch = () => {later}; location = {to};");
        let (page, _) = copied(&lab, |_| script.clone());
        remote.go(&format!("{page}/"))?;
        remote.wait_for(
            "document.body?.dataset.told === 'stayed' || Number(document.body?.dataset.loads) > 1",
        )?;
        assert_eq!(remote.evaluate("location.origin")?, page.as_str(), "the page stays");
    }
    assert_eq!(bystander.heard(), [] as [String; 0], "nobody else is asked");
    Ok(())
}

/// A page that frames a stage as the lab's does, both with the lab's policies, and a script for the
/// stage. Out: the origins of the page and the stage.
fn copied(lab: &Served, script: impl FnOnce(&str) -> String) -> (String, String) {
    let ((pages, page), (stages, stage), (servers, server)) =
        (Files::bind(), Files::bind(), Files::bind());
    let moved = |text: &str| {
        let text = text.replace(&lab.stage, &stage).replace(&lab.page, &page);
        text.replace(&lab.api, &server)
    };
    let (page_policy, _) = file(&format!("{}/", lab.page));
    let (stage_policy, html) = file(&format!("{}/stage.html", lab.stage));
    let [stage_js, perform_js] =
        ["stage.js", "perform.js"].map(|name| file(&format!("{}/{name}", lab.stage)).1);
    let asked = json!({ "stage": stage, "server": server });
    let page_js = include_str!("page.js").replace("ASKED;", &format!("{asked};"));
    let page_html =
        "<!doctype html><title>copy</title><body></body><script type=module src=/page.js></script>";
    servers.serve(String::new(), vec![("/x.js", script(&stage))]);
    stages.serve(
        moved(&stage_policy),
        vec![("/stage.html", moved(&html)), ("/stage.js", stage_js), ("/perform.js", perform_js)],
    );
    pages.serve(moved(&page_policy), vec![("/", page_html.into()), ("/page.js", page_js)]);
    (page, stage)
}

/// A script that tries everything from the stage of this origin.
pub(crate) fn stranger(lab: &Served, bystander: &Bystander, stage: &str) -> String {
    let asked = json!({"page": lab.page, "stage": stage, "bystander": bystander.origin,
        "routes": ROUTES});
    include_str!("stranger.js").replace("ASKED;", &format!("{asked};"))
}
