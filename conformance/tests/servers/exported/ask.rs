//! What a server is asked, and whether it answers as the policy decides.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::LazyLock;
use std::thread;

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck_export::Effect;

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    method: String,
    pub(super) path: String,
    headers: Vec<(&'static str, String)>,
}

/// Who is asked.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) address: String,
    /// The host that it is asked for, if that says which policy it is under.
    pub(super) host: Option<String>,
    /// What is answered where the application breaks.
    pub(super) status_of_failures: u16,
    /// What the application says by itself.
    pub(super) application: &'static [(&'static str, &'static str)],
}

/// What was expected, and what came.
#[derive(Debug)]
pub(super) struct Difference<'a> {
    ask: &'a Ask,
    expected: Answer,
    came: Answer,
}

impl Difference<'_> {
    /// Whether it is the server's own answer, or the application's to what broke.
    pub(super) fn is_of_the_server(&self) -> bool {
        !(200..300).contains(&self.came.status)
    }

    /// What it comes to.
    pub(super) fn effect(&self) -> Effect {
        // Who asks without an origin needs no share, if no cache hands the answer on.
        let counts = !self.came.origin.is_empty() || !self.came.vary().contains("origin");
        let [expected, came] =
            [&self.expected, &self.came].map(|answer| self.ask.grants(answer, counts));
        // No cache keeps what OPTIONS was answered.
        let caches_may_mistake =
            !self.ask.is_options() && !self.came.vary().is_superset(&self.expected.vary());
        let is_shared = self.came.line("access-control-allow-origin").is_some();
        match () {
            // A browser resolves it before it asks.
            () if self.ask.path.contains("/../") || self.ask.is_no_browsers_preflight() => {
                Effect::NotByBrowsers
            }
            () if !came.is_subset(&expected) || (caches_may_mistake && is_shared) => Effect::Wider,
            // Whoever else gets it from a cache gets less than their own.
            () if !expected.is_subset(&came) || caches_may_mistake => Effect::Narrower,
            () => Effect::NotByBrowsers,
        }
    }
}

/// Origins, paths and what else a policy can be asked about: of origins that its lists tell apart some
/// with everything, of near misses a little.
pub(super) fn asks(policy: &Policy) -> Vec<Ask> {
    let classes = policy.origin_classes().expect("few enough");
    let step = classes.len().div_ceil(12);
    let origins: Vec<String> = classes.into_iter().step_by(step).collect();
    let mut near: BTreeSet<String> = BTreeSet::new();
    for origin in &origins {
        near.extend([
            format!("{origin}.evil.example"),
            format!("{origin}:8443"),
            format!("{origin}x"),
            origin.replacen("https", "http", 1),
            origin.replace('.', "x"),
            origin.replacen("://", "://x.", 1),
            origin.replacen("://", "://x", 1),
        ]);
    }
    let others = ["null", "https://Capital.example", "https://a.example, https://b.example"];
    near.extend(others.map(String::from));
    let mut paths = BTreeSet::from(["/".to_owned(), "/elsewhere".into(), "/breaks".into()]);
    for statement in policy.statements().filter(|statement| statement.path() != "/") {
        let path = statement.path();
        paths.extend([
            path.to_owned(),
            format!("{path}/"),
            format!("{path}/7?x=/public"),
            format!("{path}s"),
            format!("/elsewhere{path}"),
            format!("{path}/../elsewhere"),
            format!("{path}/caf%C3%A9"),
            path.to_ascii_uppercase(),
            format!("{path}%2felsewhere"),
            format!("/{path}"),
        ]);
    }
    let mut asks = Vec::new();
    for path in &paths {
        let ask = |method: &str, headers: &[(&'static str, &str)]| Ask {
            method: method.into(),
            path: path.clone(),
            headers: headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        };
        asks.extend([ask("GET", &[]), ask("OPTIONS", &[]), ask("OPTIONS", &[(METHOD, "PUT")])]);
        for origin in &near {
            let origin = ("origin", origin.as_str());
            asks.extend([ask("GET", &[origin]), ask("OPTIONS", &[origin, (METHOD, "PUT")])]);
        }
        for origin in &origins {
            let origin = ("origin", origin.as_str());
            asks.extend([ask("GET", &[origin]), ask("POST", &[origin]), ask("OPTIONS", &[origin])]);
            for method in ["GET", "PUT", "put", "DELETE", "patch", "PATCH"] {
                asks.push(ask("OPTIONS", &[origin, (METHOD, method)]));
            }
            for list in [
                "content-type",
                "x-token",
                "authorization",
                "X-Token",
                "authorization,content-type,x-token",
                "content-type, x-token",
                "content-type,x-other",
                "x-tokens",
                "",
            ] {
                asks.push(ask("OPTIONS", &[origin, (METHOD, "PUT"), (LIST, list)]));
            }
        }
    }
    asks
}

/// What pages of each kind read on each path, and who is no page.
pub(super) fn reads(policy: &Policy) -> Vec<Ask> {
    let is_read = |ask: &Ask| ask.method == "GET" && !ask.path.contains(['%', '.']);
    let mut reads: Vec<Ask> = asks(policy).into_iter().filter(is_read).collect();
    reads.retain(|ask| !ask.path.contains("breaks"));
    reads
}

const METHOD: &str = "access-control-request-method";
const LIST: &str = "access-control-request-headers";

impl Ask {
    /// What a page of an origin reads, or the preflight for a method and headers.
    pub(super) fn of_a_page(path: &str, origin: &str, preflight: Option<(&str, &str)>) -> Self {
        let mut headers = vec![("origin", origin.to_owned())];
        if let Some((method, names)) = preflight {
            headers.push((METHOD, method.to_owned()));
            if !names.is_empty() {
                headers.push((LIST, names.to_owned()));
            }
        }
        let method = if preflight.is_some() { "OPTIONS" } else { "GET" };
        Self { method: method.into(), path: path.into(), headers }
    }

    /// Asks a server, and compares its answer with the policy's. Out: whether a cache had kept it.
    pub(super) fn compare(
        &self,
        policy: &Policy,
        subject: &Subject,
    ) -> Result<bool, Difference<'_>> {
        let came = self.answer(subject);
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let decision = policy.decide(&Head::new(&self.method, &self.path, &headers));
        let origin = self.headers.iter().find(|(name, _)| *name == "origin");
        let mut expected = match decision.status_at_once() {
            Some(status) => Answer { status, lines: Vec::new(), origin: String::new() },
            None => self.of_the_application(subject),
        };
        expected.origin = origin.map(|(_, value)| value.clone()).unwrap_or_default();
        decision.edits().apply(&mut expected);
        match came.means(&expected) {
            true => Ok(came.was_kept()),
            false => Err(Difference { ask: self, expected, came }),
        }
    }

    pub(super) fn is_options(&self) -> bool {
        self.method == "OPTIONS"
    }

    /// Browsers say who asks, and write the usual methods in capitals.
    fn is_no_browsers_preflight(&self) -> bool {
        let said = |wanted: &str| self.headers.iter().find(|(name, _)| *name == wanted);
        let is_usual = |method: &str| ["get", "head", "post", "put", "delete"].contains(&method);
        let method = said(METHOD).map(|(_, method)| method.as_str());
        self.is_options() && method.is_some_and(|name| said("origin").is_none() || is_usual(name))
    }

    /// What a page may do by an answer, as a browser reads it.
    ///
    /// In: whether it counts who may read it.
    pub(super) fn grants(&self, answer: &Answer, counts: bool) -> BTreeSet<String> {
        let asked = |name: &str| {
            let line = self.headers.iter().find(|(known, _)| *known == name);
            line.map(|(_, value)| value.as_str())
        };
        let said = |name: &str| answer.said(name).unwrap_or_default();
        let mut grants = BTreeSet::new();
        let mut may = |grant: &str, it_may: bool| it_may.then(|| grants.insert(grant.to_owned()));
        let origin = said("access-control-allow-origin");
        let shares = counts && (origin == "*" || (!origin.is_empty() && origin == answer.origin));
        let with_credentials = origin != "*" && said("access-control-allow-credentials") == "true";
        let permits = match asked(METHOD) {
            Some(method) if self.method == "OPTIONS" => {
                let has = |header: &str, name: &str| {
                    said(header)
                        .split(", ")
                        .any(|item| item == name || (item == "*" && name != "authorization"))
                };
                let mut names = asked(LIST).unwrap_or_default().split(',').map(str::trim);
                let is_safe = ["GET", "HEAD", "POST"].contains(&method);
                (200..300).contains(&answer.status)
                    && (is_safe || has("access-control-allow-methods", method))
                    && names.all(|name| {
                        let name = name.to_ascii_lowercase();
                        name.is_empty() || has("access-control-allow-headers", &name)
                    })
            }
            _ => {
                may("time", ["*", &answer.origin].contains(&said("timing-allow-origin").as_str()));
                may(
                    "embed",
                    matches!(said("cross-origin-resource-policy").as_str(), "" | "cross-origin"),
                );
                let exposed = said("access-control-expose-headers");
                let exposed = exposed.split(',').map(str::trim).filter(|name| !name.is_empty());
                for name in exposed {
                    may(name, shares);
                }
                true
            }
        };
        may("share", shares && permits);
        may("share with credentials", shares && permits && with_credentials);
        grants
    }

    pub(super) fn answer(&self, subject: &Subject) -> Answer {
        let mut message = ureq::http::Request::builder()
            .method(self.method.as_str())
            .uri(format!("{}{}", subject.address, self.path));
        if let Some(host) = &subject.host {
            message = message.header("host", host);
        }
        for (name, value) in &self.headers {
            message = message.header(*name, value);
        }
        let message = message.body(()).expect("a request");
        // A kept connection may have been closed meanwhile.
        let answer = AGENT.run(message.clone()).or_else(|_| AGENT.run(message)).expect("an answer");
        let lines = answer.headers().iter();
        let lines = lines.map(|(name, value)| {
            (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
        });
        let origin = self.headers.iter().find(|(name, _)| *name == "origin");
        Answer {
            status: answer.status().as_u16(),
            lines: lines.collect(),
            origin: origin.map(|(_, value)| value.clone()).unwrap_or_default(),
        }
    }

    /// What is behind the server, or what the server says where that breaks.
    fn of_the_application(&self, subject: &Subject) -> Answer {
        let lines = subject.application.iter();
        let lines = lines.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        match self.path.contains("breaks") {
            true => Answer {
                status: subject.status_of_failures,
                lines: Vec::new(),
                origin: String::new(),
            },
            false => Answer { status: 200, lines: lines.collect(), origin: String::new() },
        }
    }
}

/// Keeps its connections.
static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .build()
        .into()
});

/// What an application says of CORS by itself.
pub(super) const APPLICATION: [(&str, &str); 6] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-credentials", "true"),
    ("access-control-expose-headers", "x-application"),
    ("timing-allow-origin", "*"),
    ("cross-origin-resource-policy", "same-origin"),
    ("vary", "accept-encoding"),
];

/// The same with CORS taken out of it, as the losses of some exports ask for.
pub(super) const APPLICATION_WITHOUT_CORS: [(&str, &str); 1] = [("vary", "accept-encoding")];

/// Starts an application that shares everything with everybody, and breaks under `/breaks`.
pub(super) fn upstream() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                while let Some(first) = lines.next() {
                    let head: Vec<String> =
                        lines.by_ref().take_while(|line| !line.is_empty()).collect();
                    if head
                        .iter()
                        .any(|line| line.eq_ignore_ascii_case("transfer-encoding: chunked"))
                    {
                        // A body of nothing.
                        lines.by_ref().take_while(|line| !line.is_empty()).for_each(drop);
                    }
                    let said =
                        APPLICATION.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
                    let said: String = said.collect();
                    let answer = format!("HTTP/1.1 200 OK\r\n{said}content-length: 2\r\n\r\nok");
                    if first.contains("/breaks") || (&stream).write_all(answer.as_bytes()).is_err()
                    {
                        return;
                    }
                }
            });
        }
    });
    address
}

/// An answer's head.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: u16,
    lines: Vec<(String, String)>,
    origin: String,
}

impl Answer {
    /// Whether caches and browsers make the same of both. More may stand in `Vary` than must.
    fn means(&self, expected: &Self) -> bool {
        let names = CORS_RESPONSE_HEADERS.into_iter();
        let mut names = names.chain(["timing-allow-origin", "cross-origin-resource-policy"]);
        self.status == expected.status
            && names.all(|name| self.said(name) == expected.said(name))
            && self.vary().is_superset(&expected.vary())
    }

    /// Whether a cache says that it had it.
    fn was_kept(&self) -> bool {
        self.line("x-cache").is_some_and(|line| line == "HIT")
            || self.line("x-varnish").is_some_and(|line| line.contains(' '))
    }

    /// The same, with lists as browsers read them: by their items, and names of headers in any case.
    fn said(&self, name: &str) -> Option<String> {
        let line = self.line(name)?;
        let items = |line: &str| line.split(',').map(str::trim).collect::<Vec<_>>().join(", ");
        Some(match name {
            "access-control-allow-methods" => items(&line),
            "access-control-allow-headers" | "access-control-expose-headers" => {
                items(&line.to_ascii_lowercase())
            }
            _ => line,
        })
    }

    /// All lines with a name as one.
    fn line(&self, name: &str) -> Option<String> {
        let lines = self.lines.iter().filter(|(known, _)| known == name);
        let lines: Vec<&str> = lines.map(|(_, value)| value.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    fn vary(&self) -> BTreeSet<String> {
        let line = self.line("vary").unwrap_or_default();
        let names = line.split(',').map(|name| name.trim().to_ascii_lowercase());
        names.filter(|name| !name.is_empty()).collect()
    }
}

impl AnswerHeaders for Answer {
    fn strip(&mut self) {
        self.lines.retain(|(name, _)| !CORS_RESPONSE_HEADERS.contains(&name.as_str()));
    }

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.remove(header);
        self.lines.push((header.name().into(), value.text.into()));
    }

    fn echo(&mut self, header: AnswerHeader) {
        self.remove(header);
        self.lines.push((header.name().into(), self.origin.clone()));
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.lines.retain(|(name, _)| name != header.name());
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.lines.iter().filter(|(name, _)| name == "vary").map(|(_, value)| value.as_bytes())
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.lines.push(("vary".into(), value.text.into()));
    }
}
