//! CORS's edges, one story a line of `tests/data/edges.jsonl`: three browsers, and seldom one answer.
//!
//! Each was measured in the browsers themselves. What script came to see stands before the bar, what
//! reached the servers behind it: the method, and whether `Origin` named the page, was `null`, or was not
//! there.

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use serde_json::Value;

#[test]
fn each_edge_is_where_the_browsers_have_it() {
    let lines = include_str!("../data/edges.jsonl").lines();
    let edges: Vec<Value> =
        lines.map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(edges.len(), 25);
    for edge in &edges {
        let scenario: Scenario =
            serde_json::from_value(edge["scenario"].clone()).expect("a scenario");
        for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            let mut player = Player::new(profile);
            let record = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
            let told = edge["told"][profile.name()].as_str().expect("a text");
            assert_eq!(shown(&record), told, "{}: {}", profile.name(), edge["edge"]);
        }
    }
}

fn shown(record: &Record) -> String {
    let seen = record.steps.iter().map(|step| match step {
        StepRecord::Response { body, .. } => body.clone(),
        StepRecord::Loaded { access } => access.to_string(),
        StepRecord::Unobserved => "unobserved".into(),
        StepRecord::Unsupported => "unsupported".into(),
        _ => "error".into(),
    });
    let sent = record.wire.iter().map(|request| {
        let origin = match request.headers.get("origin").map(|origin| &**origin) {
            None => "",
            Some("null") => "(null)",
            Some(_) => "(origin)",
        };
        format!("{}{origin}", request.method)
    });
    let (seen, sent): (Vec<_>, Vec<_>) = (seen.collect(), sent.collect());
    format!("{} | {}", seen.join(" "), sent.join(" "))
}
