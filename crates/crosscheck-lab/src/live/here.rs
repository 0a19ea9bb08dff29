//! Moving a scenario to this machine.

use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::wire::Origin;
use crosscheck::wire::registrable_domain;
use crosscheck_analysis::InputError;
use crosscheck_analysis::scenario::check;
use serde::Serialize;
use url::Url;

use crate::stage::small_file;

/// The origins that the lab has for scenarios.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// Where pages are.
    pub(crate) page: String,
    /// Servers of the page's site, under other ports.
    pub(crate) near: [String; 2],
    /// Servers of another site.
    pub(crate) far: [String; 2],
}

impl Places {
    /// Two ports, each under two names.
    pub(crate) fn new(page: &str, ports: [u16; 2]) -> Self {
        Self {
            page: page.into(),
            near: ports.map(|port| format!("http://localhost:{port}")),
            far: ports.map(|port| format!("http://127.0.0.1:{port}")),
        }
    }

    /// Every server's origin.
    pub(crate) fn servers(&self) -> impl Iterator<Item = &str> {
        self.near.iter().chain(&self.far).map(String::as_str)
    }
}

/// A scenario that this machine can play.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Moved {
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
pub(super) fn moved(scenario: &Scenario, run: &str, places: &Places) -> Result<Moved, InputError> {
    check(scenario)?;
    let names = Names::of(scenario, places)?;
    let mut moved = scenario.clone();
    moved.id = run.into();
    if scenario.page != "null" {
        moved.page = places.page.clone();
    }
    for step in &mut moved.steps {
        if step.wait_ms > LONGEST_WAIT_MS {
            let error = format!("a browser would have to wait for {} s", step.wait_ms / 1000);
            return Err(InputError::at("steps", error, "wait for at most 3 seconds"));
        }
        if step.body.as_ref().is_some_and(|body| body.kind == "stream") {
            let error = "browsers stream a body over HTTP/2 only, and the lab speaks HTTP/1.1";
            return Err(InputError::at("steps", error, "choose another kind of body"));
        }
        step.url = names.url(&step.url, run)?;
    }
    let mut left_out = Vec::new();
    // Nobody asks servers of other schemes.
    moved.server.retain(|rule| http_origin(&rule.origin).is_some());
    for rule in &mut moved.server {
        *rule = names.rule(rule, run, &mut left_out)?;
    }
    left_out.sort();
    left_out.dedup();
    let is_without_bodies = disarm(&mut moved);
    Ok(Moved { scenario: moved, names: names.pairs, left_out, is_without_bodies })
}

/// Where a page loads scripts, leaves of the bodies the lab's own small files alone: nobody else's script
/// runs on this machine, on whatever origin. (No policy keeps a script from opening a peer connection.)
/// Out: whether there was anything to leave out.
fn disarm(moved: &mut Scenario) -> bool {
    let runs_scripts = moved.steps.iter().any(|step| step.api == "script");
    let is_foreign =
        |rule: &&mut Rule| !rule.body.is_empty() && small_file(rule.body.as_bytes()).is_none();
    let foreign = moved.server.iter_mut().filter(|_| runs_scripts).filter(is_foreign);
    foreign.map(|rule| rule.body.clear()).count() > 0
}

/// What stands for which origin.
struct Names {
    pairs: Vec<(String, String)>,
}

impl Names {
    /// Gives a place to each origin that a scenario asks, answers from, or leads to.
    fn of(scenario: &Scenario, places: &Places) -> Result<Self, InputError> {
        let mut pairs = Vec::new();
        if scenario.page != "null" {
            pairs.push((scenario.page.clone(), places.page.clone()));
        }
        let site = |url: &str| {
            let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
            let host = host.unwrap_or_default();
            registrable_domain(&host).map(str::to_owned).unwrap_or(host)
        };
        let page = site(&scenario.page);
        let (mut near, mut far) = (places.near.iter(), places.far.iter());
        let answers = scenario.server.iter().flat_map(|rule| {
            let is_location = |name: &str| name.eq_ignore_ascii_case("location");
            let lines = rule.headers.iter().filter(move |(name, _)| is_location(name));
            let led = lines.filter_map(|(_, value)| destination(rule, value)).map(String::from);
            [rule.origin.clone()].into_iter().chain(led)
        });
        let asked = scenario.steps.iter().map(|step| step.url.clone());
        for origin in asked.chain(answers).filter_map(|url| http_origin(&url)) {
            if origin == scenario.page {
                let hint = "let it ask another origin; its own needs no permission";
                return Err(InputError::at("server", "the page asks its own origin", hint));
            }
            if pairs.iter().any(|(known, _)| *known == origin) {
                continue;
            }
            let place = if site(&origin) == page { near.next() } else { far.next() };
            let Some(place) = place else {
                let hint = "use at most two of the page's site, and two of others";
                return Err(InputError::at(
                    "server",
                    "there are more origins than the lab has",
                    hint,
                ));
            };
            pairs.push((origin, place.clone()));
        }
        Ok(Self { pairs })
    }

    fn place(&self, origin: &str) -> Option<Url> {
        let (_, place) = self.pairs.iter().find(|(known, _)| known == origin)?;
        Url::parse(place).ok()
    }

    /// A URL that is asked. Other schemes than those of HTTP reach nobody.
    fn url(&self, url: &str, run: &str) -> Result<String, InputError> {
        if let Some(moved) = self.absolute(url, run) {
            return Ok(moved);
        }
        match Url::parse(url) {
            Ok(url) if matches!(url.scheme(), "data" | "ftp") => Ok(url.into()),
            _ => {
                let error = format!("`{url}` is nothing that the lab's servers could be asked");
                Err(InputError::at("steps", error, "write a whole URL that begins with https://"))
            }
        }
    }

    /// An absolute URL of HTTP, moved.
    fn absolute(&self, url: &str, run: &str) -> Option<String> {
        let place = self.place(&http_origin(url)?)?;
        let mut moved = Url::parse(url).ok()?;
        moved.set_scheme(place.scheme()).ok()?;
        moved.set_host(place.host_str()).ok()?;
        moved.set_port(place.port()).ok()?;
        moved.set_path(&format!("/{run}{}", moved.path()));
        Some(moved.into())
    }

    fn rule(&self, rule: &Rule, run: &str, left_out: &mut Vec<String>) -> Result<Rule, InputError> {
        let place = http_origin(&rule.origin).and_then(|origin| self.place(&origin));
        let place = place.expect("each origin of HTTP has a place");
        if !(200..600).contains(&rule.status) {
            let error = format!("a browser takes no answer with status {}", rule.status);
            return Err(InputError::at("server", error, "write one from 200 to 599"));
        }
        let mut headers = Vec::new();
        for (name, value) in &rule.headers {
            let lower = name.to_ascii_lowercase();
            if !SENT.contains(&&*lower) && !SENT_PREFIXES.iter().any(|p| lower.starts_with(p)) {
                left_out.push(lower);
                continue;
            }
            let is_plain = |c: char| c == '\t' || (' '..='\u{ff}').contains(&c) && c != '\u{7f}';
            if !name.bytes().all(is_token) || !value.chars().all(is_plain) {
                let error = format!(
                    "HTTP cannot carry `{}: {}`",
                    name.escape_debug(),
                    value.escape_debug()
                );
                return Err(InputError::at("server", error, "leave out control characters"));
            }
            let value = match lower.as_str() {
                "location" => self.location(rule, value, run),
                "set-cookie" => cookie(value, run),
                _ => self.text(value),
            };
            headers.push((name.clone(), value));
        }
        Ok(Rule {
            origin: Origin::of(&place).serialize().to_owned(),
            path: format!("/{run}{}", rule.path),
            headers,
            ..rule.clone()
        })
    }

    /// Where a redirect of a rule leads, with the same words where they are a path.
    fn location(&self, rule: &Rule, value: &str, run: &str) -> String {
        let is_path = value.starts_with('/') && !value[1..].trim_start().starts_with(['/', '\\']);
        let to = destination(rule, value).filter(|to| http_origin(to.as_str()).is_some());
        match to {
            Some(_) if is_path => format!("/{run}{value}"),
            Some(to) if Url::parse(value).is_ok() || value.starts_with(['/', '\\']) => {
                self.absolute(to.as_str(), run).expect("each destination has a place")
            }
            _ => value.to_owned(),
        }
    }

    /// Puts places where whole origins stand.
    fn text(&self, value: &str) -> String {
        let mut text = value.to_owned();
        for (origin, place) in &self.pairs {
            let parts: Vec<&str> = text.split(origin.as_str()).collect();
            let mut moved = parts[0].to_owned();
            for part in &parts[1..] {
                let is_whole = part.is_empty() || part.starts_with(['/', ',', ';', ' ', '"']);
                moved.push_str(if is_whole { place } else { origin });
                moved.push_str(part);
            }
            text = moved;
        }
        text
    }
}

/// The origin of a URL, if it is one of HTTP.
fn http_origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let is_http = matches!(url.scheme(), "http" | "https");
    is_http.then(|| Origin::of(&url).serialize().to_owned())
}

/// Where a rule's `Location` leads: a browser reads it against the URL that it asked, so `//b.example`
/// and `\\\\b.example` lead to another server as well.
fn destination(rule: &Rule, value: &str) -> Option<Url> {
    Url::parse(&rule.origin).ok()?.join(&rule.path).ok()?.join(value).ok()
}

/// A cookie that is sent to this run alone: other servers of this machine share its host.
fn cookie(line: &str, run: &str) -> String {
    let attribute = |part: &str| part.split('=').next().unwrap_or_default().trim().to_lowercase();
    let mut path = "/".to_owned();
    let mut kept = Vec::new();
    for (at, part) in line.split(';').enumerate() {
        match attribute(part).as_str() {
            "path" if at > 0 => {
                path = part.split_once('=').map(|(_, v)| v.trim().to_owned()).unwrap_or(path);
            }
            "domain" if at > 0 => {}
            _ => kept.push(part.trim()),
        }
    }
    let path = if path.starts_with('/') { path.as_str() } else { "/" };
    format!("{}; Path=/{run}{}", kept.join("; "), path.trim_end_matches('/'))
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

const LONGEST_WAIT_MS: u64 = 3_000;

/// Response headers that mean nothing beyond the answer itself. All others are left out: some would
/// be remembered for every server of this machine.
const SENT: [&str; 16] = [
    "age",
    "cache-control",
    "content-disposition",
    "content-language",
    "content-type",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
    "pragma",
    "set-cookie",
    "timing-allow-origin",
    "vary",
    "link",
];
const SENT_PREFIXES: [&str; 2] = ["access-control-", "x-"];

#[cfg(test)]
mod tests {
    use crosscheck::scenario::Scenario;
    use crosscheck_analysis::InputError;
    use crosscheck_analysis::explain::topics;
    use crosscheck_analysis::scenario::shown;
    use insta::assert_snapshot;
    use serde_json::Value;
    use serde_json::json;

    use super::Moved;
    use super::Places;
    use super::moved;

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

    fn play(scenario: Value) -> Result<Moved, InputError> {
        let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
        moved(&scenario, "RUN", &Places::new("http://localhost:8080", [1, 2]))
    }

    /// Whatever the documentation shows live can be played here.
    #[test]
    fn every_name_that_is_shown_live_can_be_moved() {
        for topic in topics() {
            let Some(shown) = shown(topic.kind, topic.name) else { continue };
            let Some(scenario) = shown.scenario.as_ref().filter(|_| shown.is_live()) else {
                continue;
            };
            let places = Places::new("http://localhost:1", [2, 3]);
            let moved = moved(scenario, "RUN", &places).map_err(|error| error.message);
            moved.unwrap_or_else(|error| panic!("{}: {error}", topic.name));
        }
    }
}
