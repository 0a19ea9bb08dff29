//! What a cluster sees of the controller: several policies, conflicts, changes, mistakes, restarts.

use std::fs;
use std::net::SocketAddr;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::api_server::ApiServer;
use crate::relay::Relay;

/// A running controller; killed at the end.
struct Controller {
    process: Child,
    folder: TempDir,
}

impl Controller {
    fn start(address: SocketAddr) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config");
        let config = json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{ "name": "a", "cluster": { "server": format!("http://{address}") } }],
            "users": [{ "name": "a", "user": {} }],
            "contexts": [{ "name": "a", "context": { "cluster": "a", "user": "a" } }],
            "current-context": "a",
        });
        fs::write(&file, config.to_string()).expect("it is written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck-kubernetes"));
        command.arg("controller").env("KUBECONFIG", &file).stdin(Stdio::null());
        command.stderr(fs::File::create(folder.path().join("told")).expect("a file"));
        let process = command.spawn().expect("it starts");
        Self { process, folder }
    }

    /// What it said so far.
    fn told(&self) -> Vec<String> {
        let told = fs::read_to_string(self.folder.path().join("told")).expect("it is there");
        told.lines().map(str::to_owned).collect()
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until something is there.
async fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < end, "not in time: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}

fn policy(name: &str, target: (&str, &str), origins: &[&str]) -> Value {
    json!({
        "apiVersion": "crosscheck.internal/v1alpha1",
        "kind": "CorsPolicy",
        "metadata": { "name": name },
        "spec": {
            "targetRefs": [{ "group": "gateway.networking.k8s.io", "kind": target.0, "name": target.1 }],
            "origins": origins,
        },
    })
}

fn target(kind: &str, name: &str, spec: Value) -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": kind,
        "metadata": { "name": name },
        "spec": spec,
    })
}

const APP: &str = "https://app.example.com";

/// The policy's text, as it is written for Envoy Gateway.
fn text(server: &ApiServer, name: &str) -> Option<String> {
    let there = server.get("EnvoyExtensionPolicy", name)?;
    Some(there["spec"]["dynamicModule"][0]["config"].as_str().expect("a text").to_owned())
}

/// A condition's status, reason and message.
fn condition(server: &ApiServer, name: &str, kind: &str) -> Option<(String, String, String)> {
    let policy = server.get("CorsPolicy", name)?;
    let conditions = policy["status"]["ancestors"][0]["conditions"].as_array()?.clone();
    let condition = conditions.into_iter().find(|condition| condition["type"] == kind)?;
    let part = |name: &str| condition[name].as_str().unwrap_or_default().to_owned();
    Some((part("status"), part("reason"), part("message")))
}

/// Waits for a condition's reason, and gives its message.
async fn reason(server: &ApiServer, name: &str, kind: &str, reason: &str) -> String {
    let what = format!("{name}: {kind}: {reason}");
    eventually(&what, || {
        condition(server, name, kind).filter(|(_, is, _)| is == reason).map(|(.., text)| text)
    })
    .await
}

async fn cluster() -> (Arc<ApiServer>, SocketAddr) {
    let (server, address) = ApiServer::start().await;
    server.put(target("Gateway", "web", json!({ "listeners": [{ "name": "https" }] })));
    (server, address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_policy_is_carried_to_envoy_gateway_and_its_answer_back() {
    let (server, address) = cluster().await;
    let _controller = Controller::start(address);
    server.put(policy("app", ("Gateway", "web"), &[APP]));
    let text_of = |server: &ApiServer| text(server, "app");
    let first = eventually("it is written", || text_of(&server)).await;
    assert_eq!(first, "# CorsPolicy shop/app\n\n[cors]\norigins = [\"https://app.example.com\"]\n");
    let written = server.get("EnvoyExtensionPolicy", "app").expect("it is there");
    let owner = &written["metadata"]["ownerReferences"][0];
    let own = server.get("CorsPolicy", "app").expect("it is there");
    assert_eq!(owner["uid"], own["metadata"]["uid"]);
    assert_eq!((&owner["controller"], &owner["kind"]), (&json!(true), &json!("CorsPolicy")));
    assert_eq!(written["spec"]["targetRefs"], own["spec"]["targetRefs"]);
    assert_eq!(written["spec"]["dynamicModule"][0]["filterName"], "enforce");
    reason(&server, "app", "Accepted", "Accepted").await;
    reason(&server, "app", "Programmed", "Pending").await;
    server.envoy_gateway_says("app", None);
    reason(&server, "app", "Programmed", "Programmed").await;
    server.envoy_gateway_says("app", Some("there is no module of that name"));
    let told = reason(&server, "app", "Programmed", "Invalid").await;
    assert!(told.contains("there is no module of that name"), "{told}");
    // A change is carried, and what Envoy Gateway said of the old is not said of the new.
    let mut changed = policy("app", ("Gateway", "web"), &[APP, "https://b.example.com"]);
    changed["spec"]["mode"] = json!("ReportOnly");
    server.put(changed);
    eventually("the change", || text_of(&server).filter(|text| text.contains("b.example"))).await;
    reason(&server, "app", "Programmed", "Pending").await;
    let written = server.get("EnvoyExtensionPolicy", "app").expect("it is there");
    assert_eq!(written["spec"]["dynamicModule"][0]["filterName"], "report-only");
    assert!(
        server.events().iter().any(|event| event["reason"] == "Accepted"),
        "{:?}",
        server.events()
    );
    // Who takes it away gets it back; with its policy it goes.
    server.delete("EnvoyExtensionPolicy", "app");
    eventually("it is back", || text_of(&server)).await;
    server.delete("CorsPolicy", "app");
    let before = server.writes().len();
    sleep(Duration::from_millis(500)).await;
    assert!(server.get("EnvoyExtensionPolicy", "app").is_none());
    assert_eq!(server.writes().len(), before, "{:?}", server.writes());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn of_two_policies_for_a_target_the_older_answers() {
    let (server, address) = cluster().await;
    // By name the other would be first.
    server.put(policy("older", ("Gateway", "web"), &[APP]));
    server.put(policy("another", ("Gateway", "web"), &["https://b.example.com"]));
    let _controller = Controller::start(address);
    let told = reason(&server, "another", "Accepted", "Conflicted").await;
    assert!(told.contains("`older`"), "{told}");
    reason(&server, "older", "Accepted", "Accepted").await;
    assert!(text(&server, "another").is_none());
    assert!(text(&server, "older").is_some());
    server.delete("CorsPolicy", "older");
    reason(&server, "another", "Accepted", "Accepted").await;
    assert!(text(&server, "older").is_none());
    eventually("the other's turn", || text(&server, "another")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wrong_policy_leaves_in_force_what_it_was() {
    let (server, address) = cluster().await;
    server.put(policy("app", ("Gateway", "web"), &[APP]));
    server.put(policy("new", ("Gateway", "web"), &["https://new.example/"]));
    let _controller = Controller::start(address);
    reason(&server, "app", "Accepted", "Accepted").await;
    let told = reason(&server, "new", "Accepted", "Invalid").await;
    assert!(!told.contains("stays in force") && text(&server, "new").is_none(), "{told}");
    server.envoy_gateway_says("app", None);
    reason(&server, "app", "Programmed", "Programmed").await;
    server.put(policy("app", ("Gateway", "web"), &["https://app.example.com/"]));
    let told = reason(&server, "app", "Accepted", "Invalid").await;
    for part in ["spec.origins[0]", "write \"https://app.example.com\"", "stays in force"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(text(&server, "app").expect("it stays").contains("[\"https://app.example.com\"]"));
    reason(&server, "app", "Programmed", "Invalid").await;
    server.put(policy("app", ("Gateway", "web"), &["https://c.example.com"]));
    reason(&server, "app", "Accepted", "Accepted").await;
    eventually("the mended one", || text(&server, "app").filter(|t| t.contains("c.example"))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_target_may_come_later_and_go_before() {
    let (server, address) = cluster().await;
    server.put(policy("app", ("HTTPRoute", "shop"), &[APP]));
    let mut of_section = policy("part", ("Gateway", "web"), &[APP]);
    of_section["spec"]["targetRefs"][0]["sectionName"] = json!("plain");
    server.put(of_section);
    let _controller = Controller::start(address);
    let told = reason(&server, "app", "Accepted", "TargetNotFound").await;
    assert!(told.contains("HTTPRoute `shop`"), "{told}");
    let told = reason(&server, "part", "Accepted", "TargetNotFound").await;
    assert!(told.contains("no section `plain`"), "{told}");
    assert!(text(&server, "app").is_none() && text(&server, "part").is_none());
    let rules = json!({ "rules": [
        { "matches": [{ "method": "POST" }], "filters": [{ "type": "CORS", "cors": {} }] },
    ] });
    server.put(target("HTTPRoute", "shop", rules));
    let told = reason(&server, "app", "Accepted", "Accepted").await;
    assert!(told.contains("spec.rules[0].filters[0]") && told.contains("no OPTIONS"), "{told}");
    eventually("it is written", || text(&server, "app")).await;
    server.put(target("Gateway", "web", json!({ "listeners": [{ "name": "plain" }] })));
    eventually("the section is there", || text(&server, "part")).await;
    server.delete("HTTPRoute", "shop");
    reason(&server, "app", "Accepted", "TargetNotFound").await;
    eventually("it is taken away", || text(&server, "app").is_none().then_some(())).await;
    assert!(text(&server, "part").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_restart_changes_nothing_and_misses_nothing() {
    let (server, address) = cluster().await;
    for number in 0..20 {
        let name = format!("route-{number:02}");
        server.put(target("HTTPRoute", &name, json!({ "rules": [] })));
        server.put(policy(&name, ("HTTPRoute", &name), &[APP]));
    }
    let controller = Controller::start(address);
    for number in 0..20 {
        reason(&server, &format!("route-{number:02}"), "Programmed", "Pending").await;
    }
    drop(controller);
    let before = server.writes().len();
    let controller = Controller::start(address);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(server.writes().len(), before, "{:?}", &server.writes()[before..]);
    drop(controller);
    server.put(policy("route-07", ("HTTPRoute", "route-07"), &["https://new.example"]));
    server.delete("CorsPolicy", "route-08");
    let _controller = Controller::start(address);
    eventually("the change", || text(&server, "route-07").filter(|t| t.contains("new.example")))
        .await;
    assert!(text(&server, "route-08").is_none());
    reason(&server, "route-07", "Programmed", "Pending").await;
    let written = server.writes();
    assert!(
        written[before..].iter().all(|write| write.contains("route-07")),
        "{:?}",
        &written[before..]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_others_wrote_is_left_to_them() {
    let (server, address) = cluster().await;
    let theirs = json!({
        "apiVersion": "gateway.envoyproxy.io/v1alpha1",
        "kind": "EnvoyExtensionPolicy",
        "metadata": { "name": "app" },
        "spec": { "wasm": [] },
    });
    server.put(theirs);
    let there = server.get("EnvoyExtensionPolicy", "app");
    server.put(policy("app", ("Gateway", "web"), &[APP]));
    let _controller = Controller::start(address);
    let told = reason(&server, "app", "Accepted", "Invalid").await;
    assert!(told.contains("another name"), "{told}");
    assert_eq!(server.get("EnvoyExtensionPolicy", "app"), there);
}

/// One line when it goes and one when it is back; and it is asked ever more seldom, also if it never answered yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_api_server_that_is_away_is_told_of_once() {
    let (server, address) = cluster().await;
    server.put(policy("app", ("Gateway", "web"), &[APP]));
    let relay = Relay::start(address, true).await;
    let controller = Controller::start(relay.address);
    sleep(Duration::from_secs(10)).await;
    // Four kinds are watched. At the first pace each would have been asked for seven times at least.
    assert!((8..=20).contains(&relay.refused()), "{}", relay.refused());
    let told = controller.told();
    assert!(told.len() == 1 && told[0].contains("does not answer: "), "{told:?}");
    assert!(told[0].contains("at last every 30 seconds"), "{told:?}");
    relay.mend();
    eventually("it is written", || text(&server, "app")).await;
    reason(&server, "app", "Accepted", "Accepted").await;
    let is_back = |told: &[String], times| {
        let count = |part: &str| told.iter().filter(|line| line.contains(part)).count();
        count("does not answer") == times && count("answers again") == times
    };
    let told = controller.told();
    assert!(is_back(&told, 1) && told.contains(&"watching".to_owned()), "{told:?}");

    relay.cut();
    server.put(policy("app", ("Gateway", "web"), &["https://b.example.com"]));
    eventually("it is told", || {
        controller.told().last().filter(|l| l.contains("answer:")).cloned()
    })
    .await;
    sleep(Duration::from_secs(2)).await;
    relay.mend();
    eventually("the change", || text(&server, "app").filter(|t| t.contains("b.example"))).await;
    reason(&server, "app", "Programmed", "Pending").await;
    let new = controller.told().split_off(told.len());
    assert!(new.iter().all(|line| !line.contains("cannot watch")), "{new:?}");
    assert!(is_back(&controller.told(), 2), "{new:?}");
}
