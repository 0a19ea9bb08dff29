//! The whole engine: any page, any steps, any servers, each browser. It ends, never panics, asks a
//! bounded number of times, and plays the same twice.

#![no_main]

use arbitrary::Result;
use arbitrary::Unstructured;
use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::ReferrerPolicy;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;
use crosscheck_fuzz::HEADER_NAMES;
use crosscheck_fuzz::METHODS;
use crosscheck_fuzz::list;
use crosscheck_fuzz::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(scenario), Ok(profile)) = (scenario(&mut u), u.choose(Profile::ALL)) else { return };
    let run = || play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
    let record = run();
    assert_eq!(record.steps.len(), scenario.steps.len());
    // Twenty redirects, each with a preflight, and what they lead to.
    assert!(record.wire.len() <= scenario.steps.len() * 42);
    assert_eq!(record, run());
});

fn scenario(u: &mut Unstructured<'_>) -> Result<Scenario> {
    let page = text(u, &["http://localhost:1", "null", "http://localhost:2", "https://a.example"])?;
    Ok(Scenario {
        page: Origin::parse(&page).unwrap_or(Origin::OPAQUE),
        steps: list(u, 4, step)?,
        server: list(u, 8, route)?,
        ..Scenario::default()
    })
}

fn maybe<T>(
    u: &mut Unstructured<'_>,
    make: impl FnOnce(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Option<T>> {
    if u.arbitrary()? { make(u).map(Some) } else { Ok(None) }
}

fn step(u: &mut Unstructured<'_>) -> Result<Step> {
    Ok(Step {
        url: url(u)?,
        method: maybe(u, |u| text(u, METHODS))?,
        headers: list(u, 4, |u| Ok((text(u, HEADER_NAMES)?.into(), text(u, VALUES)?)))?,
        mode: maybe(u, |u| u.choose(RequestMode::ALL).copied())?,
        credentials: maybe(u, |u| u.choose(CredentialsMode::ALL).copied())?,
        redirect: maybe(u, |u| u.choose(RedirectMode::ALL).copied())?,
        cache: maybe(u, |u| u.choose(CacheMode::ALL).copied())?,
        referrer_policy: maybe(u, |u| u.choose(ReferrerPolicy::ALL).copied())?,
        body: maybe(u, |u| {
            Ok(Body {
                kind: *u.choose(BodyKind::ALL)?,
                value: text(u, &["hello", ""])?,
                mime_type: maybe(u, |u| {
                    text(u, &["text/plain", "application/json", "a/b;charset=x"])
                })?,
            })
        })?,
        crossorigin: maybe(u, |u| text(u, &["anonymous", "use-credentials", ""]))?,
        module: u.arbitrary()?,
        upload_listener: u.arbitrary()?,
        wait_ms: u.int_in_range(0..=10_000)?,
        ..Step::new(*u.choose(Api::ALL)?, "")
    })
}

fn route(u: &mut Unstructured<'_>) -> Result<Route> {
    Ok(Route {
        origin: (*u.choose(&["http://localhost:1", "http://localhost:2", "https://a.example"])?)
            .to_owned(),
        path: (*u.choose(&["/a", "/b", "/c", "*"])?).to_owned(),
        method: (*u.choose(&["*", "OPTIONS", "GET", "POST"])?).to_owned(),
        when: maybe(u, |u| Ok(("origin".to_owned(), HeaderCondition::of(text(u, VALUES)?))))?
            .into_iter()
            .collect(),
        times: maybe(u, |u| u.int_in_range(0..=3))?,
        status: *u.choose(&[200, 204, 301, 302, 303, 304, 307, 308, 401, 404, 500, 101, 0, 999])?,
        headers: list(u, 8, |u| {
            let name = text(u, ANSWER_NAMES)?;
            Ok((name.into(), if u.arbitrary()? { url(u)? } else { text(u, VALUES)? }))
        })?,
        body: text(u, &["x", ""])?,
        ..Route::new("", "", 0)
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
