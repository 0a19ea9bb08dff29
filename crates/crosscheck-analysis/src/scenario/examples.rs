//! Which scenario, scene or policy shows a name of the documentation.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::catalog::Check;
use crosscheck::catalog::Entry;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Body;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

use super::example::Example;
use super::example::Why;
use super::written_policies::only_written;
use crate::import::console_scenario;

/// How a name can be seen; `None` if there is no such name.
pub fn example(entry: Entry) -> Option<Example> {
    match entry {
        Entry::Rule(rule) => Some(of_rule(rule)),
        Entry::Finding(kind) => finding(kind),
        Entry::Check(check) => of_check(check),
        _ => None,
    }
}

fn of_rule(rule: FetchRule) -> Example {
    let why = match rule {
        FetchRule::CorsDisabled
        | FetchRule::LocalNetworkDenied
        | FetchRule::LocalNetworkUndecided => Some(Why::Setting),
        FetchRule::LocalNetworkInsecure
        | FetchRule::LocalNetworkMismatch
        | FetchRule::MixedContent => Some(Why::Loopback),
        FetchRule::EmbedderPolicy | FetchRule::IntegrityNeedsCors => Some(Why::Page),
        FetchRule::NetworkFailure | FetchRule::ResponseInvalid | FetchRule::OriginNotAdded => {
            Some(Why::Answer)
        }
        FetchRule::StreamRedirect => Some(Why::Stream),
        FetchRule::PrivateNetworkPreflight => Some(Why::Past),
        FetchRule::IntegrityMismatch
        | FetchRule::ContentSecurityPolicy
        | FetchRule::WorkerOrigin
        | FetchRule::MediaWithoutCors
        | FetchRule::StyleSheetUnreadable
        | FetchRule::PreloadUnused
        | FetchRule::ServiceWorkerResponse
        | FetchRule::CookieLeftOut
        | FetchRule::BlockedByClient
        | FetchRule::RequestAborted
        | FetchRule::ScriptErrorHidden
        | FetchRule::FrameAccess
        | FetchRule::FrameRefused
        | FetchRule::WebSocketRefused
        | FetchRule::OpenerPolicy
        | FetchRule::NotIsolated
        | FetchRule::HostNotListed
        | FetchRule::ForgeryGuard
        | FetchRule::CacheRefused => Some(Why::Beyond),
        _ => None,
    };
    Example { scenario: console_scenario(&Refusal::new(rule)), why, ..Example::default() }
}

fn scenario_of(rule: FetchRule) -> Scenario {
    of_rule(rule).scenario.expect("a rule that a scenario shows")
}

fn of_check(check: Check) -> Option<Example> {
    let shared = || vec![line(ALLOW_ORIGIN, APP), line("Vary", "Origin")];
    let with = |more: &[(&str, &str)]| {
        let more = more.iter().map(|(name, value)| line(name, value));
        shared().into_iter().chain(more).collect::<Lines>()
    };
    Some(match check {
        Check::MixedContent => {
            let step = fetch("http://api.example/orders");
            let answer =
                Route { origin: "http://api.example".into(), ..answer("*", 200, shared()) };
            unseen(ask(APP, step, [answer]), Why::Loopback)
        }
        Check::LocalNetwork => unseen(scenario_of(FetchRule::LocalNetworkInsecure), Why::Loopback),
        Check::ForbiddenHeader => live(scenario_of(FetchRule::ForbiddenHeader)),
        Check::ResponseHeaderOnRequest => {
            let headers = vec![line(ALLOW_ORIGIN, "*")];
            let step = Step { headers, ..fetch(ORDERS) };
            live(ask(APP, step, [answer("*", 200, Vec::new())]))
        }
        Check::NoCorsMode => {
            let step = Step { mode: Some(RequestMode::NoCors), ..fetch(ORDERS) };
            live(ask(APP, step, [answer("*", 200, Vec::new())]))
        }
        Check::MethodCase => {
            let asked = with(&[(ALLOW_METHODS, "PATCH")]);
            let answers = [answer("OPTIONS", 204, asked), answer("*", 200, shared())];
            live(ask(APP, method("patch"), answers))
        }
        // What a cache kept for the app is handed to another page.
        Check::VaryOriginMissing => {
            let kept = vec![line("Age", "30"), line(ALLOW_ORIGIN, APP)];
            live(ask("https://other.example", fetch(ORDERS), [answer("*", 200, kept)]))
        }
        Check::RefusedAfterImage => {
            let plain = vec![line("Cache-Control", "max-age=600")];
            let named = with(&[("Cache-Control", "max-age=600")]);
            let when = [("origin".into(), HeaderCondition::Present)].into();
            let named = Route { when, ..answer("*", 200, named) };
            let mut scenario =
                ask(APP, Step::new(Api::Img, ORDERS), [named, answer("*", 200, plain)]);
            scenario.steps.push(fetch(ORDERS));
            live(scenario)
        }
        Check::AnyOriginWithCredentials => live(stranger(STRANGER)),
        Check::AnyOriginReflected => {
            let said = vec![line(ALLOW_ORIGIN, STRANGER), line("Vary", "Origin")];
            live(ask(STRANGER, fetch(ORDERS), [answer("*", 200, said)]))
        }
        Check::AuthorizationByWildcard => live(scenario_of(FetchRule::AuthorizationByWildcard)),
        Check::WildcardIsLiteral => {
            let asked = with(&[(ALLOW_CREDENTIALS, "true"), (ALLOW_METHODS, "*")]);
            let said = with(&[(ALLOW_CREDENTIALS, "true")]);
            let step = with_credentials(method("PUT"));
            live(ask(APP, step, [answer("OPTIONS", 204, asked), answer("*", 200, said)]))
        }
        Check::WildcardAndCredentials => live(scenario_of(FetchRule::WildcardWithCredentials)),
        Check::NullOriginAllowed => live(stranger("null")),
        Check::NullAfterRedirect => {
            let moved = vec![line(ALLOW_ORIGIN, "*"), line("Location", "https://cdn.example/new")];
            let there = Route {
                origin: "https://cdn.example".into(),
                path: "/new".into(),
                ..answer("*", 200, shared())
            };
            live(ask(APP, fetch(ORDERS), [answer("*", 302, moved), there]))
        }
        Check::PreflightRedirected => live(scenario_of(FetchRule::PreflightRedirect)),
        Check::ErrorsWithoutCors => live(ask(APP, fetch(ORDERS), [answer("*", 404, Vec::new())])),
        Check::CookieNotForOtherSites | Check::ThirdPartyCookies => scene("cookies"),
        Check::MaxAgeUnreadable => live(twice("ten minutes")),
        Check::MaxAgeAboveCaps => scene("cache"),
        Check::CredentialsUnused => {
            let said = with(&[(ALLOW_CREDENTIALS, "true")]);
            live(ask(APP, fetch(ORDERS), [answer("*", 200, said)]))
        }
        Check::SafelistedHeaderListed => {
            let headers = vec![line("Accept-Language", "en")];
            let said = with(&[(ALLOW_HEADERS, "accept-language")]);
            live(ask(APP, Step { headers, ..fetch(ORDERS) }, [answer("*", 200, said)]))
        }
        _ => return None,
    })
}

/// Each finding with the smallest policy that has it; and, where a browser can show it, what a server
/// would say that did not refuse such a policy, to the page that profits or is left out.
fn finding(kind: FindingKind) -> Option<Example> {
    let shared = || vec![line(ALLOW_ORIGIN, APP), line("Vary", "Origin")];
    let origin_is = |value: &str| {
        live(ask(APP, fetch(ORDERS), [answer("*", 200, vec![line(ALLOW_ORIGIN, value)])]))
    };
    let origins = |list: &str| format!("[cors]\norigins = [{list}]\n");
    let app = |more: &str| format!("[cors]\norigins = [\"{APP}\"]\n{more}\n");
    let (shown, policy) = match kind {
        FindingKind::NoOrigins => (live(scenario_of(FetchRule::AllowOriginMissing)), origins("")),
        FindingKind::InvalidOrigin => {
            (origin_is("https://app.example/"), origins("\"https://app.example/\""))
        }
        FindingKind::InvalidPattern => {
            (origin_is("https://*.example"), origins("\"https://app.*\""))
        }
        FindingKind::NullOrigin => (live(stranger("null")), origins("\"null\"")),
        FindingKind::InsecureOrigin => {
            (live(stranger("http://app.example")), origins("\"http://app.example\""))
        }
        FindingKind::PublicSuffix => {
            (live(stranger("https://stranger.co.uk")), origins("\"https://*.co.uk\""))
        }
        FindingKind::WholeScheme => (
            unseen(stranger("moz-extension://stranger"), Why::Page),
            origins("\"moz-extension://*\""),
        ),
        FindingKind::FileOrigin => {
            (Example { why: Some(Why::Page), ..Example::default() }, origins("\"file://\""))
        }
        FindingKind::SharedSuffix => (
            live(stranger("https://preview-stranger.netlify.app")),
            origins("\"https://preview-*.netlify.app\""),
        ),
        FindingKind::LoopbackWithCredentials => (
            live(stranger("http://localhost:4321")),
            origins("\"loopback\"") + "credentials = true\n",
        ),
        FindingKind::AnyPortWithCredentials => (
            live(stranger("https://app.example:8443")),
            origins("\"https://app.example:*\"") + "credentials = true\n",
        ),
        FindingKind::WildcardNotAlone => {
            let said = vec![line(ALLOW_ORIGIN, "*")];
            let step = fetch(ORDERS);
            let open = ask("https://stranger.example", step, [answer("*", 200, said)]);
            (live(open), origins("\"*\", \"https://app.example\""))
        }
        FindingKind::WildcardWithCredentials => (
            live(scenario_of(FetchRule::WildcardWithCredentials)),
            origins("\"*\"") + "credentials = true\n",
        ),
        FindingKind::WildcardWithoutAuthorization => (
            live(scenario_of(FetchRule::AuthorizationByWildcard)),
            app("request_headers = [\"*\"]"),
        ),
        FindingKind::InvalidMethod => {
            (live(scenario_of(FetchRule::InvalidAllowMethods)), app("methods = [\"(\"]"))
        }
        FindingKind::ForbiddenMethod => {
            let never = ask(APP, method("TRACE"), [answer("*", 200, shared())]);
            (live(never), app("methods = [\"TRACE\"]"))
        }
        FindingKind::MethodCase => {
            let mut asked = shared();
            asked.push(line(ALLOW_METHODS, "PATCH"));
            let answers = [answer("OPTIONS", 204, asked), answer("*", 200, shared())];
            (live(ask(APP, method("patch"), answers)), app("methods = [\"patch\"]"))
        }
        FindingKind::Needless => {
            let step = Step { body: Some(text("a")), ..method("POST") };
            (live(ask(APP, step, [answer("*", 200, shared())])), app("methods = [\"POST\"]"))
        }
        FindingKind::InvalidHeaderName => (
            live(scenario_of(FetchRule::InvalidAllowHeaders)),
            app("request_headers = [\"x token\"]"),
        ),
        FindingKind::ForbiddenRequestHeader => {
            (live(scenario_of(FetchRule::ForbiddenHeader)), app("request_headers = [\"cookie\"]"))
        }
        FindingKind::ForbiddenResponseHeader => {
            let mut said = shared();
            said.push(line("Access-Control-Expose-Headers", "set-cookie, x-total-count"));
            said.push(line("Set-Cookie", "id=1"));
            said.push(line("X-Total-Count", "42"));
            let hidden = ask(APP, fetch(ORDERS), [answer("*", 200, said)]);
            (live(hidden), app("expose_headers = [\"set-cookie\"]"))
        }
        FindingKind::MaxAgeOutOfBounds => (live(twice("-1")), app("max_age = 100000")),
        FindingKind::MaxAgeCut => (scene("cache"), app("max_age = 86400")),
        FindingKind::ConflictingResourcePolicy => {
            let rule = |origin: &str, policy: &str| {
                format!(
                    "\n[[cors.rules]]\npaths = [\"/\"]\norigins = [\"{origin}\"]\n\
                     resource_policy = \"{policy}\"\n"
                )
            };
            let two = rule(APP, "same-origin") + &rule("https://other.example", "cross-origin");
            (live(scenario_of(FetchRule::ResourcePolicy)), format!("[cors]{two}"))
        }
        _ => {
            let why = Some(Why::File);
            (Example { why, ..Example::default() }, only_written(kind)?)
        }
    };
    Some(Example { policy: Some(policy), ..shown })
}

const APP: &str = "https://app.example";
const STRANGER: &str = "https://stranger.example";
const API: &str = "https://api.example";
const ORDERS: &str = "https://api.example/orders";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

type Lines = Vec<HeaderLine>;

fn live(scenario: Scenario) -> Example {
    Example { scenario: Some(scenario), ..Example::default() }
}

fn unseen(scenario: Scenario, why: Why) -> Example {
    Example { why: Some(why), ..live(scenario) }
}

fn scene(id: &'static str) -> Example {
    Example { scene: Some(id), ..Example::default() }
}

/// A page of somebody else, which reads what an account holds, since the server lets it.
fn stranger(page: &str) -> Scenario {
    let said = vec![
        line(ALLOW_ORIGIN, page),
        line(ALLOW_CREDENTIALS, "true"),
        line("Vary", "Origin"),
        line("Content-Type", "application/json"),
    ];
    let answer = Route { body: r#"{"owner":"you"}"#.into(), ..answer("*", 200, said) };
    ask(page, with_credentials(fetch(ORDERS)), [answer])
}

/// The same request twice, and how long the permission for it holds.
fn twice(max_age: &str) -> Scenario {
    let mut asked = vec![line(ALLOW_ORIGIN, APP), line("Vary", "Origin")];
    let said = asked.clone();
    asked.push(line(ALLOW_METHODS, "PUT"));
    asked.push(line("Access-Control-Max-Age", max_age));
    let answers = [answer("OPTIONS", 204, asked), answer("*", 200, said)];
    let mut scenario = ask(APP, method("PUT"), answers);
    scenario.steps.push(scenario.steps[0].clone());
    scenario
}

fn ask<const N: usize>(page: &str, step: Step, server: [Route; N]) -> Scenario {
    Scenario {
        id: "lab".into(),
        page: Origin::parse(page).expect("a constant that is an origin"),
        steps: vec![step],
        server: server.into(),
        ..Scenario::default()
    }
}

fn fetch(url: &str) -> Step {
    Step::new(Api::Fetch, url)
}

fn method(method: &str) -> Step {
    Step { method: Some(method.into()), ..fetch(ORDERS) }
}

fn with_credentials(step: Step) -> Step {
    Step { credentials: Some(CredentialsMode::Include), ..step }
}

fn answer(method: &str, status: u16, headers: Lines) -> Route {
    Route { method: method.into(), headers, ..Route::new(API, "/orders", status) }
}

fn line(name: &str, value: &str) -> HeaderLine {
    (name.to_owned().into(), value.into())
}

fn text(value: &str) -> Body {
    Body::new(BodyKind::Text, value)
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::EntryKind;
    use crosscheck_config::ReadOptions;
    use crosscheck_config::read;

    use super::*;

    /// Each rule, finding and check has a live scene, or says why not; then a policy or the engine
    /// stands in, but for what nothing can show.
    #[test]
    fn every_name_can_be_seen_or_says_why_not() {
        let mut unseen = Vec::new();
        for entry in Entry::all().filter(|entry| entry.kind() != EntryKind::Header) {
            let name = entry.name();
            let shown = example(entry).unwrap_or_else(|| panic!("{name}"));
            if !shown.is_live() {
                let why = shown.why.unwrap_or_else(|| panic!("{name} says nothing"));
                let instead = match &shown {
                    Example { policy: Some(_), .. } => "policy",
                    Example { scenario: Some(_), .. } => "engine",
                    _ => "nothing",
                };
                unseen.push(format!("{} {name}: {why:?}, {instead}", entry.kind().folder()));
            }
        }
        insta::assert_snapshot!(unseen.join("\n"), @r"
        rule cors-disabled: Setting, nothing
        rule local-network-insecure: Loopback, engine
        rule local-network-denied: Setting, nothing
        rule local-network-undecided: Setting, nothing
        rule local-network-mismatch: Loopback, nothing
        rule mixed-content: Loopback, engine
        rule private-network-preflight: Past, nothing
        rule origin-not-added: Answer, nothing
        rule response-invalid: Answer, nothing
        rule network-failure: Answer, nothing
        rule stream-redirect: Stream, engine
        rule embedder-policy: Page, engine
        rule integrity-needs-cors: Page, engine
        rule integrity-mismatch: Beyond, nothing
        rule blocked-by-csp: Beyond, nothing
        rule worker-origin: Beyond, nothing
        rule media-without-cors: Beyond, nothing
        rule style-sheet-unreadable: Beyond, nothing
        rule preload-unused: Beyond, nothing
        rule service-worker-response: Beyond, nothing
        rule cookie-left-out: Beyond, nothing
        rule blocked-by-client: Beyond, nothing
        rule request-aborted: Beyond, nothing
        rule script-error-hidden: Beyond, nothing
        rule frame-access: Beyond, nothing
        rule frame-refused: Beyond, nothing
        rule web-socket-refused: Beyond, nothing
        rule opener-policy: Beyond, nothing
        rule not-cross-origin-isolated: Beyond, nothing
        rule host-not-listed: Beyond, nothing
        rule forgery-guard: Beyond, nothing
        rule cache-refused: Beyond, nothing
        finding whole-scheme: Page, policy
        finding file-origin: Page, policy
        finding duplicate: File, policy
        finding covered: File, policy
        finding invalid-path: File, policy
        finding unreachable-rule: File, policy
        finding address-range: File, policy
        finding handler-not-alone: File, policy
        finding unused-danger: File, policy
        finding invalid-assertion: File, policy
        finding broken-assertion: File, policy
        finding undecided-assertion: File, policy
        finding not-toml: File, policy
        finding wrong-type: File, policy
        finding unknown-key: File, policy
        finding misplaced-key: File, policy
        finding invalid-gateway: File, policy
        finding missing-table: File, policy
        finding incomplete: File, policy
        check mixed-content: Loopback, engine
        check local-network: Loopback, engine
        ");
    }

    #[test]
    fn each_policy_has_the_finding_that_it_is_for_and_is_small() {
        let mut wrong = Vec::new();
        for kind in FindingKind::ALL.iter().copied() {
            let policy = finding(kind).and_then(|shown| shown.policy).expect("a policy");
            assert!(policy.len() < 32 * 1024, "the editor takes it: {kind}");
            let found = read("policy", &policy, ReadOptions::default()).report.diagnostics;
            let kinds: Vec<FindingKind> = found.iter().map(|mistake| mistake.kind).collect();
            if !kinds.contains(&kind) {
                wrong.push(format!("{kind}: {kinds:?}\n{policy}"));
            }
        }
        assert_eq!(wrong, [] as [String; 0]);
    }
}
