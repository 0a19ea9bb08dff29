//! Moving a scenario to this machine.

use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::small_file;
use crosscheck::wire::Origin;
use crosscheck_analysis::InputError;
use crosscheck_analysis::scenario::check;
use serde::Serialize;

use super::names::Names;
use super::names::http_origin;
use super::places::Places;

/// A scenario that this machine can play.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Relocated {
    pub(super) scenario: Scenario,
    /// Each origin of the scenario, and what stands for it here.
    pub(super) names: Vec<(String, String)>,
    /// Names of response headers that are not sent, in lower case.
    pub(super) left_out: Vec<String>,
    /// Whether bodies are not sent, since the page would run them.
    pub(super) is_without_bodies: bool,
}

/// Moves a scenario to the lab's origins, below a path that is the run's own.
///
/// In: a run's name, letters and digits. Out: a scenario with the same relations of origins and
/// sites, whose requests reach nobody but the lab's servers. Fails where a browser would have to
/// wait for long, where there are more origins than the lab has, and where the page asks itself.
pub(super) fn relocate(
    scenario: &Scenario,
    run: &str,
    places: &Places,
) -> Result<Relocated, InputError> {
    check(scenario)?;
    let names = Names::of(scenario, places)?;
    let mut moved = scenario.clone();
    moved.id = run.into();
    if !scenario.page.is_opaque() {
        moved.page = Origin::parse(&places.page).expect("where the lab's pages are is an origin");
    }
    for step in &mut moved.steps {
        if step.wait_ms > LONGEST_WAIT_MS {
            let error = format!("a browser would have to wait for {} s", step.wait_ms / 1000);
            return Err(InputError::at("steps", error, "wait for at most 3 seconds"));
        }
        if step.body.as_ref().is_some_and(|body| body.kind == BodyKind::Stream) {
            let error = "browsers stream a body over HTTP/2 only, and the lab speaks HTTP/1.1";
            return Err(InputError::at("steps", error, "choose another kind of body"));
        }
        step.url = names.url(&step.url, run)?;
    }
    let mut left_out = Vec::new();
    // Nobody asks servers of other schemes.
    moved.server.retain(|rule| http_origin(&rule.origin).is_some());
    for route in &mut moved.server {
        *route = names.route(route, run, &mut left_out)?;
    }
    left_out.sort();
    left_out.dedup();
    let is_without_bodies = disarm(&mut moved);
    Ok(Relocated { scenario: moved, names: names.pairs, left_out, is_without_bodies })
}

/// Where a page loads scripts, leaves of the bodies the lab's own small files alone: nobody else's script
/// runs on this machine, on whatever origin. (No policy keeps a script from opening a peer connection.)
/// Out: whether there was anything to leave out.
fn disarm(moved: &mut Scenario) -> bool {
    let runs_scripts = moved.steps.iter().any(|step| step.api == Api::Script);
    let is_foreign = |rule: &&mut Route| !rule.body.is_empty() && small_file(&rule.body).is_none();
    let foreign = moved.server.iter_mut().filter(|_| runs_scripts).filter(is_foreign);
    foreign.map(|rule| rule.body.clear()).count() > 0
}

const LONGEST_WAIT_MS: u64 = 3_000;

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Entry;
    use crosscheck::scenario::Scenario;
    use crosscheck_analysis::InputError;
    use crosscheck_analysis::scenario::example;
    use insta::assert_snapshot;
    use serde_json::Value;
    use serde_json::json;

    use super::Places;
    use super::Relocated;
    use super::relocate;

    #[test]
    fn origins_sites_and_paths_keep_their_relations() {
        let answer = |origin: &str, headers: Value| json!({"origin": origin, "path": "/a", "method": "*", "status": 302, "headers": headers});
        let headers = json!([
            ["Access-Control-Allow-Origin", "https://app.example/"],
            ["access-control-allow-origin", "https://app.example.evil.test, https://app.example"],
            ["Location", "https://user:secret@cdn.test/b?c"],
            ["Location", "/there"],
            ["Location", "ftp://api.test/"],
            ["Location", "//cdn.test/b"],
            ["Location", "/\\cdn.test/b"],
            ["Location", "\\\\cdn.test/b"],
            ["Location", "/\t/cdn.test/b"],
            ["Location", "HTTPS:there"],
            ["Location", "there"],
            ["Location", "https://["],
            ["Set-Cookie", "id=1; Domain=test; Path=/b; Secure"],
            ["Set-Cookie", "path=2"],
            ["Clear-Site-Data", "\"*\""],
            ["Strict-Transport-Security", "max-age=1"],
            ["X-Any", "1"],
        ]);
        let moved = play(json!({
            "id": "a", "page": "https://app.example",
            "steps": [{"api": "fetch", "url": "https://api.test/a"},
                {"api": "fetch", "url": "https://img.app.example:8443/a"}],
            "server": [answer("https://api.test", headers)],
        }))
        .expect("it can be played");
        let mut text: Vec<String> =
            moved.names.iter().map(|(name, place)| format!("{name} = {place}")).collect();
        text.extend(moved.scenario.steps.iter().map(|step| step.url.clone()));
        for rule in &moved.scenario.server {
            text.push(format!("{}{}", rule.origin, rule.path));
            text.extend(rule.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        }
        text.push(format!("left out: {}", moved.left_out.join(", ")));
        assert_snapshot!(text.join("\n"), @r"
        https://app.example = http://localhost:8080
        https://api.test = http://127.0.0.1:1
        https://img.app.example:8443 = http://localhost:1
        https://cdn.test = http://127.0.0.1:2
        http://127.0.0.1:1/RUN/a
        http://localhost:1/RUN/a
        http://127.0.0.1:1/RUN/a
        Access-Control-Allow-Origin: http://localhost:8080/
        access-control-allow-origin: https://app.example.evil.test, http://localhost:8080
        Location: http://user:secret@127.0.0.1:2/RUN/b?c
        Location: /RUN/there
        Location: ftp://api.test/
        Location: http://127.0.0.1:2/RUN/b
        Location: http://127.0.0.1:2/RUN/b
        Location: http://127.0.0.1:2/RUN/b
        Location: http://127.0.0.1:2/RUN/b
        Location: http://127.0.0.1:1/RUN/there
        Location: there
        Location: https://[
        Set-Cookie: id=1; Secure; Path=/RUN/b
        Set-Cookie: path=2; Path=/RUN
        X-Any: 1
        left out: clear-site-data, strict-transport-security
        ");
    }

    #[test]
    fn nobody_elses_script_is_sent_to_a_page_that_runs_scripts() {
        let rule = |path: &str, body: &str| json!({"origin": "https://api.test", "path": path, "method": "*", "status": 200, "body": body});
        let step = |api: &str| json!({"api": api, "url": "https://api.test/a"});
        let bodies = ["alert(1)", "@script", "@script ", "@font\nalert(1)", "<script>", "", "@png"];
        let none = ["", "@script", "", "", "", "", "@png"];
        for (apis, expected) in [
            (&["script"][..], none),
            (&["fetch", "script"], none),
            (&["fetch", "xhr", "style", "img"], bodies),
        ] {
            let steps: Vec<Value> = apis.iter().map(|api| step(api)).collect();
            let server: Vec<Value> = bodies.iter().map(|body| rule("/a", body)).collect();
            let page = "https://app.example";
            let moved = play(json!({"id": "a", "page": page, "steps": steps, "server": server}));
            let moved = moved.expect("it can be played");
            let sent = moved.scenario.server.iter().map(|rule| rule.body.as_str());
            assert_eq!(sent.collect::<Vec<_>>(), expected, "{apis:?}");
            assert_eq!(moved.is_without_bodies, expected == none, "{apis:?}");
        }
    }

    #[test]
    fn what_this_machine_cannot_play_is_told() {
        let told = |page: &str, steps: Value, rule: Value| {
            let scenario = json!({"id": "a", "page": page, "steps": steps, "server": [rule]});
            let InputError { field, message, .. } =
                play(scenario).expect_err("it cannot be played");
            format!("{field}: {message}\n")
        };
        let (app, api) = ("https://app.example", "https://api.test/");
        let get = |url: &str| json!({"api": "fetch", "url": url});
        let rule = |status: u16, name: &str, value: &str| {
            json!({"origin": "https://api.test", "path": "/", "method": "*", "status": status,
                "headers": [[name, value]]})
        };
        let fine = || rule(200, "Vary", "Origin");
        let late = json!([{"api": "fetch", "url": api, "wait_ms": 3_600_000}]);
        let many = json!([get("https://a.test"), get("https://b.test"), get("https://c.test")]);
        let mut text = String::new();
        text.push_str(&told(app, late, fine()));
        let stream = json!([{"api": "fetch", "url": api, "body": {"kind": "stream"}}]);
        text.push_str(&told(app, stream, fine()));
        text.push_str(&told(app, many, fine()));
        text.push_str(&told("https://api.test", json!([get(api)]), fine()));
        text.push_str(&told(app, json!([get("file:///etc/passwd")]), fine()));
        text.push_str(&told(app, json!([get("orders")]), fine()));
        text.push_str(&told(app, json!([get(api)]), rule(101, "Vary", "Origin")));
        text.push_str(&told(app, json!([get(api)]), rule(200, "Vary", "a\r\nSet-Cookie: b=c")));
        text.push_str(&told(app, json!([get(api)]), rule(200, "X-\r\nA", "b")));
        assert_snapshot!(text, @r"
        steps: a browser would have to wait for 3600 s
        steps: browsers stream a body over HTTP/2 only, and the lab speaks HTTP/1.1
        server: there are more origins than the lab has
        server: the page asks its own origin
        steps: `file:///etc/passwd` is nothing that the lab's servers could be asked
        steps: `orders` is nothing that the lab's servers could be asked
        server: a browser takes no answer with status 101
        server: HTTP cannot carry `Vary: a\r\nSet-Cookie: b=c`
        server: HTTP cannot carry `X-\r\nA: b`
        ");
    }

    fn play(scenario: Value) -> Result<Relocated, InputError> {
        let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
        relocate(&scenario, "RUN", &Places::new("http://localhost:8080", [1, 2]))
    }

    /// Whatever the documentation shows live can be played here.
    #[test]
    fn every_name_that_is_shown_live_can_be_moved() {
        for entry in Entry::all() {
            let Some(shown) = example(entry) else { continue };
            let Some(scenario) = shown.scenario.as_ref().filter(|_| shown.is_live()) else {
                continue;
            };
            let places = Places::new("http://localhost:1", [2, 3]);
            let moved = relocate(scenario, "RUN", &places).map_err(|error| error.message);
            moved.unwrap_or_else(|error| panic!("{}: {error}", entry.name()));
        }
    }
}
