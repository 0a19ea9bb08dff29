//! Which scenario shows what a check of the audit sees.

use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::catalog::Check;
use crosscheck::catalog::FetchRule;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Route;
use crosscheck::scenario::Step;

use super::example::Example;
use super::example::Why;
use super::example_parts::ALLOW_CREDENTIALS;
use super::example_parts::ALLOW_HEADERS;
use super::example_parts::ALLOW_METHODS;
use super::example_parts::ALLOW_ORIGIN;
use super::example_parts::APP;
use super::example_parts::LOOKALIKE;
use super::example_parts::Lines;
use super::example_parts::ORDERS;
use super::example_parts::STRANGER;
use super::example_parts::answer;
use super::example_parts::ask;
use super::example_parts::fetch;
use super::example_parts::line;
use super::example_parts::live;
use super::example_parts::method;
use super::example_parts::scenario_of;
use super::example_parts::scene;
use super::example_parts::stranger;
use super::example_parts::twice;
use super::example_parts::unseen;
use super::example_parts::with_credentials;

pub(super) fn of_check(check: Check) -> Option<Example> {
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
        Check::LookalikeWithCredentials => live(stranger(LOOKALIKE)),
        Check::LookalikeAllowed => {
            let said = vec![line(ALLOW_ORIGIN, LOOKALIKE), line("Vary", "Origin")];
            live(ask(LOOKALIKE, fetch(ORDERS), [answer("*", 200, said)]))
        }
        Check::AnyPortWithCredentials => live(stranger("https://app.example:8443")),
        Check::SubdomainsAllowed => {
            let below = "https://stranger.app.example";
            let said = vec![line(ALLOW_ORIGIN, below), line("Vary", "Origin")];
            live(ask(below, fetch(ORDERS), [answer("*", 200, said)]))
        }
        Check::AuthorizationByWildcard => live(scenario_of(FetchRule::AuthorizationByWildcard)),
        Check::WildcardIsLiteral => {
            let asked = with(&[(ALLOW_CREDENTIALS, "true"), (ALLOW_METHODS, "*")]);
            let said = with(&[(ALLOW_CREDENTIALS, "true")]);
            let step = with_credentials(method("PUT"));
            live(ask(APP, step, [answer("OPTIONS", 204, asked), answer("*", 200, said)]))
        }
        Check::WildcardAndCredentials => live(scenario_of(FetchRule::WildcardWithCredentials)),
        Check::NullOriginWithCredentials => live(stranger("null")),
        Check::NullOriginAllowed => {
            let said = vec![line(ALLOW_ORIGIN, "null"), line("Vary", "Origin")];
            live(ask("null", fetch(ORDERS), [answer("*", 200, said)]))
        }
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
        Check::PageForPreflight => {
            let page = vec![line("Content-Type", "text/html")];
            let answers = [answer("OPTIONS", 200, page), answer("*", 200, shared())];
            live(ask(APP, method("PUT"), answers))
        }
        Check::ListedMethodCase => {
            let asked = with(&[(ALLOW_METHODS, "patch")]);
            let answers = [answer("OPTIONS", 204, asked), answer("*", 200, shared())];
            live(ask(APP, method("PATCH"), answers))
        }
        Check::CacheAnswers => {
            let kept = vec![line("X-Cache", "HIT"), line(ALLOW_ORIGIN, "https://other.example")];
            live(ask(APP, fetch(ORDERS), [answer("*", 200, kept)]))
        }
        Check::ChallengeAnswers => {
            let said = vec![line("cf-mitigated", "challenge")];
            live(ask(APP, fetch(ORDERS), [answer("*", 403, said)]))
        }
        Check::RefusedByFetchMetadata => {
            let when = [("sec-fetch-site".into(), HeaderCondition::Present)].into();
            let refused = Route { when, ..answer("*", 403, Vec::new()) };
            live(ask(APP, fetch(ORDERS), [refused, answer("*", 200, shared())]))
        }
        Check::GatewayAnswers => {
            let said = vec![line("x-amzn-errortype", "MissingAuthenticationTokenException")];
            live(ask(APP, fetch(ORDERS), [answer("*", 403, said)]))
        }
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
