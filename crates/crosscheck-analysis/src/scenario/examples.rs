//! Which scenario, scene or policy shows a name of the documentation.

use crosscheck::catalog::Entry;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Step;

use super::example::Example;
use super::example::Why;
use super::example_parts::ALLOW_METHODS;
use super::example_parts::ALLOW_ORIGIN;
use super::example_parts::APP;
use super::example_parts::ORDERS;
use super::example_parts::answer;
use super::example_parts::ask;
use super::example_parts::fetch;
use super::example_parts::line;
use super::example_parts::live;
use super::example_parts::method;
use super::example_parts::scenario_of;
use super::example_parts::scene;
use super::example_parts::stranger;
use super::example_parts::text;
use super::example_parts::twice;
use super::example_parts::unseen;
use super::examples_of_checks::of_check;
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
        FetchRule::EmbedderPolicy
        | FetchRule::IntegrityNeedsCors
        | FetchRule::UrlCredentials
        | FetchRule::KeepaliveTooLong => Some(Why::Page),
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
        rule url-credentials: Page, nothing
        rule keepalive-too-long: Page, nothing
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
