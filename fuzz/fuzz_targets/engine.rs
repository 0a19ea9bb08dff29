//! The whole engine: any page, any steps, any servers, each browser. It ends, never panics, asks a
//! bounded number of times, and plays the same twice.

#![no_main]

use arbitrary::Result;
use arbitrary::Unstructured;
use crosscheck::agent::Profile;
use crosscheck::scenario::Body;
use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::play;
use crosscheck_fuzz::HEADER_NAMES;
use crosscheck_fuzz::METHODS;
use crosscheck_fuzz::list;
use crosscheck_fuzz::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(scenario), Ok(profile)) = (scenario(&mut u), u.choose(&Profile::ALL)) else { return };
    let run = || play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
    let record = run();
    assert_eq!(record.steps.len(), scenario.steps.len());
    // Twenty redirects, each with a preflight, and what they lead to.
    assert!(record.wire.len() <= scenario.steps.len() * 42);
    assert_eq!(record, run());
});

fn scenario(u: &mut Unstructured<'_>) -> Result<Scenario> {
    Ok(Scenario {
        page: text(u, &["http://localhost:1", "null", "http://localhost:2", "https://a.example"])?,
        steps: list(u, 4, step)?,
        server: list(u, 8, rule)?,
        ..Scenario::default()
    })
}

fn step(u: &mut Unstructured<'_>) -> Result<Step> {
    let word = |u: &mut Unstructured<'_>, words: &[&str]| match u.arbitrary()? {
        true => text(u, words).map(Some),
        false => Ok(None),
    };
    Ok(Step {
        api: (*u.choose(APIS)?).to_owned(),
        url: url(u)?,
        method: word(u, METHODS)?,
        headers: list(u, 4, |u| Ok((text(u, HEADER_NAMES)?, text(u, VALUES)?)))?,
        mode: word(u, &["cors", "no-cors", "same-origin", "navigate"])?,
        credentials: word(u, &["omit", "same-origin", "include"])?,
        redirect: word(u, &["follow", "error", "manual"])?,
        body: match u.arbitrary()? {
            true => Some(Body {
                kind: (*u
                    .choose(&["text", "json", "form", "params", "blob", "stream", "bytes"])?)
                .to_owned(),
                value: text(u, &["hello", ""])?,
                mime_type: word(u, &["text/plain", "application/json", "a/b;charset=x"])?,
            }),
            false => None,
        },
        crossorigin: word(u, &["anonymous", "use-credentials", ""])?,
        module: u.arbitrary()?,
        upload_listener: u.arbitrary()?,
        wait_ms: u.int_in_range(0..=10_000)?,
    })
}

fn rule(u: &mut Unstructured<'_>) -> Result<Rule> {
    Ok(Rule {
        origin: (*u.choose(&["http://localhost:1", "http://localhost:2", "https://a.example"])?)
            .to_owned(),
        path: (*u.choose(&["/a", "/b", "/c", "*"])?).to_owned(),
        method: (*u.choose(&["*", "OPTIONS", "GET", "POST"])?).to_owned(),
        status: *u.choose(&[200, 204, 301, 302, 303, 304, 307, 308, 401, 404, 500, 101, 0, 999])?,
        headers: list(u, 8, |u| {
            let name = text(u, ANSWER_NAMES)?;
            Ok((name, if u.arbitrary()? { url(u)? } else { text(u, VALUES)? }))
        })?,
        body: text(u, &["x", ""])?,
    })
}

fn url(u: &mut Unstructured<'_>) -> Result<String> {
    text(
        u,
        &[
            "http://localhost:1/a",
            "http://localhost:2/a",
            "http://localhost:2/b",
            "https://a.example/c",
            "http://u:p@localhost:2/b",
            "/a",
            "//localhost:1/c",
            "data:text/plain,x",
            "data:;base64,eA==",
            "file:///x",
            "?",
        ],
    )
}

const APIS: &[&str] = &[
    "fetch",
    "xhr",
    "img",
    "script",
    "style",
    "font",
    "shape",
    "webgl",
    "eventsource",
    "beacon",
    "unknown",
];

const ANSWER_NAMES: &[&str] = &[
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Location",
    "Set-Cookie",
    "Content-Type",
    "Vary",
    "Timing-Allow-Origin",
    "Cross-Origin-Resource-Policy",
    "X-Content-Type-Options",
];

const VALUES: &[&str] = &[
    "*",
    "null",
    "true",
    "http://localhost:1",
    "PUT",
    "x-a",
    "authorization",
    "5",
    "-1",
    "bytes=0-1",
    "text/plain;charset=\"x\"",
    "application/json",
    "a=b; Path=/; SameSite=None; Secure; HttpOnly; Max-Age=1; Domain=a.example",
    "__Host-a=b",
    "same-site",
    "nosniff",
];
