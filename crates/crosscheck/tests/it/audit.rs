//! What works today and breaks tomorrow: each check finds its case, and keeps quiet about its twin.

use std::collections::BTreeSet;

use crosscheck::agent::AddressSpace;
use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::audit::Exchange;
use crosscheck::audit::Message;
use crosscheck::audit::Probes;
use crosscheck::audit::audit;
use crosscheck::catalog::Check;
use crosscheck::wire::Origin;
use url::Url;

use crate::audit_cases::Case;
use crate::audit_cases::Lines;
use crate::audit_cases::NAMED;
use crate::audit_cases::PLAIN;
use crate::audit_cases::STRANGER;
use crate::audit_cases::cases;

#[test]
fn an_exchange_as_it_should_be_has_no_findings() {
    assert_eq!(findings(PLAIN), [""; 0]);
    let good = Case {
        preflight: Some((
            204,
            &[("Access-Control-Max-Age", "600"), ("Access-Control-Allow-Origin", "*")],
        )),
        answer: Some((200, NAMED)),
        error_page: Some((404, NAMED)),
        ..PLAIN
    };
    assert_eq!(findings(good), [""; 0]);
}

#[test]
fn each_check_finds_its_case_and_not_its_twin() {
    let mut seen = BTreeSet::new();
    for (name, case, twin) in cases() {
        assert!(findings(case).contains(&name), "{name}: {:?}", findings(case));
        assert!(!findings(twin).contains(&name), "{name}: {:?}", findings(twin));
        seen.insert(name);
    }
    let all: BTreeSet<_> = Check::ALL.iter().map(|check| check.name()).collect();
    assert_eq!(seen, all);
}

#[test]
fn each_check_says_what_why_and_how() {
    let names: BTreeSet<_> = Check::ALL.iter().map(|check| check.name()).collect();
    assert_eq!(names.len(), Check::ALL.len(), "a name is given once");
    for check in Check::ALL {
        assert!(
            check.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            check.name()
        );
        for text in [check.what(), check.why(), check.fix()].map(|text| text.english) {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", check.name());
        }
    }
}

#[test]
fn a_cookies_value_is_no_evidence() {
    let case = Case {
        credentials: true,
        answer: Some((200, &[("Set-Cookie", "id=secret"), ("Vary", "Origin")])),
        ..PLAIN
    };
    let told: Vec<String> = evidence(case);
    assert_eq!(told, ["https://api.test/: `Set-Cookie: id=…`"]);
}

#[test]
fn caps_are_told_browser_by_browser() {
    let case = Case { preflight: Some((204, &[("Access-Control-Max-Age", "7000")])), ..PLAIN };
    assert_eq!(
        evidence(case),
        ["https://api.test/: `Access-Control-Max-Age: 7000`; webkit keeps it for 600"],
    );
}

fn findings(case: Case) -> Vec<&'static str> {
    look(case).into_iter().map(|(name, _)| name).collect()
}

fn evidence(case: Case) -> Vec<String> {
    look(case).into_iter().map(|(_, evidence)| evidence).collect()
}

fn look(case: Case) -> Vec<(&'static str, String)> {
    let url = Url::parse(case.url).expect("a URL");
    let page = Origin::parse(case.page).expect("an origin");
    let mut browser = UserAgent::new(&Profile::SPEC);
    browser.registrable_domain = |host| host.ends_with("api.test").then_some("api.test");
    let address = match case.url_is {
        AddressSpace::Loopback => "127.0.0.1",
        AddressSpace::Local => "192.168.1.1",
        _ => "1.2.3.4",
    };
    browser.hosts.insert("api.test".into(), address.parse().expect("an address"));
    let message_of = |(status, lines): (u16, Lines), is_preflight, origin: Option<&'static str>| {
        let mut headers: Vec<_> = origin.map(|origin| ("Origin", origin)).into_iter().collect();
        if is_preflight {
            headers.push(("Access-Control-Request-Headers", case.asks_for));
            headers.push(("Access-Control-Request-Method", case.method));
        } else if let Some(cookie) = case.cookie {
            headers.push(("Cookie", cookie));
        }
        Message {
            request: HttpRequest {
                is_streamed: false,
                method: if is_preflight { "OPTIONS" } else { case.method }.into(),
                url: url.clone(),
                headers: headers.into_iter().collect(),
                body: Body::default(),
                is_preflight,
                is_credentialed: case.credentials && !is_preflight,
            },
            response: Response {
                status,
                headers: lines.iter().copied().collect(),
                body: Body::default(),
            },
        }
    };
    let message = |answer, is_preflight| message_of(answer, is_preflight, Some(case.page));
    let preflight = case.preflight.map(|answer| message(answer, true));
    let answer = case.answer.map(|answer| message(answer, false));
    let near = case.by_lookalike;
    let near = near.map(|(origin, lines)| message_of((200, lines), false, Some(origin)));
    let probes = Probes {
        error_page: case.error_page.map(|answer| message(answer, false)),
        by_image: case.by_image.map(|answer| message_of(answer, false, None)),
        by_stranger: case.by_stranger.map(|answer| message_of(answer, false, Some(STRANGER))),
        by_lookalikes: near.into_iter().collect(),
        by_program: case.by_program.map(|answer| message(answer, false)),
        now_ms: 1_700_000_000_000,
    };
    let refused: Vec<String> = case.refused.into_iter().map(Into::into).collect();
    let messages: Vec<Message> = preflight.into_iter().chain(answer).collect();
    let asked = PageRequest::fetch(case.url, FetchInit::default());
    let exchange = Exchange {
        browser: &browser,
        client: &Client::from(&page),
        url: &url,
        includes_credentials: case.credentials,
        is_no_cors: case.is_no_cors,
        messages: &messages,
        refused_headers: &refused,
        asked: Some(&asked),
        probes: &probes,
    };
    let found = audit(&exchange).into_iter();
    found.map(|finding| (finding.check.name(), finding.evidence)).collect()
}
