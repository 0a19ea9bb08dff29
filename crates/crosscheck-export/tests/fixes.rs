//! A patch is right for the case, and no stranger's text gets into it.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::read;
use crosscheck_export::Server;
use crosscheck_export::fix;
use crosscheck_export::fix_all;
use insta::assert_snapshot;
use proptest::prelude::*;

#[test]
fn every_rule_that_a_header_mends_has_a_patch_for_every_server() {
    for rule in FetchRule::ALL {
        let case = Refusal::new(*rule);
        let headers_help = RequiredHeaders::of(&case).is_some();
        for server in Server::ALL {
            let fix = fix(&case, *server);
            assert_eq!(fix.is_some(), headers_help, "{} {}", rule.name(), server.name());
            let Some(fix) = fix else { continue };
            assert!(!fix.parts.is_empty() || !fix.notes.is_empty());
            for part in fix.parts {
                assert!(part.text.ends_with('\n') && !part.text.contains("\n\n\n"));
            }
        }
    }
}

#[test]
fn a_patch_names_all_that_the_case_needs() {
    let case = whole_case();
    for server in Server::ALL {
        let fix = fix(&case, *server).expect("headers help");
        let text: String = fix.parts.iter().map(|part| part.text.as_str()).collect();
        // Apache and Vercel compare by a pattern.
        let text = text.replace("\\.", ".").replace("[.]", ".");
        // Their lists cannot be chosen, or need none.
        if FIXED_LISTS.contains(server) {
            continue;
        }
        for needed in ["https://app.example", "x-token", "content-type"] {
            assert!(text.contains(needed), "{}: {text}", server.name());
        }
        let method = if *server == Server::Rails { "delete" } else { "DELETE" };
        assert!(text.contains(method), "{}: {text}", server.name());
        let has_credentials = text.to_ascii_lowercase().contains("credential");
        assert!(has_credentials || NO_CREDENTIALS.contains(server), "{}: {text}", server.name());
    }
}

/// A header that says how long a preflight's answer holds is in the patch of every server.
#[test]
fn what_is_asked_of_the_preflights_age_is_in_every_patch() {
    let mut refusal = whole_case();
    refusal.max_age = Some(600);
    for server in Server::ALL {
        let fix = fix(&refusal, *server).expect("headers help");
        let text: String = fix.parts.iter().map(|part| part.text.as_str()).collect();
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        if FIXED_LISTS.contains(server) {
            continue;
        }
        let is_told = letters.to_ascii_lowercase().contains("maxage") && text.contains("600");
        assert!(is_told, "{}: {text}", server.name());
    }
}

/// Each broken rule of one endpoint asks for something else; one patch says all of it, once.
#[test]
fn several_refusals_get_one_patch() {
    let (first, second) = two_cases();
    for server in Server::ALL {
        let fix = fix_all(&[&first, &second], *server).expect("headers help");
        let text: String = fix.parts.iter().map(|part| part.text.as_str()).collect();
        let text = text.replace("\\.", ".").replace("[.]", ".");
        if FIXED_LISTS.contains(server) {
            continue;
        }
        let needed = ["https://app.example", "https://admin.example", "x-token", "x-total"];
        let is_left_out =
            |needed: &str| ONE_ORIGIN.contains(server) && needed == "https://admin.example";
        for needed in needed.into_iter().filter(|needed| !is_left_out(needed)) {
            assert!(text.contains(needed), "{}: {text}", server.name());
        }
        for once in ["const cors", "origins = [", "CORSMiddleware(", "map $http_origin"] {
            assert!(text.matches(once).count() <= 1, "{}: {text}", server.name());
        }
        assert!(fix.notes[0].starts_with("for https://api.example/orders: "), "{:?}", fix.notes);
        assert!(fix.notes[1].starts_with("for https://api.example/list: "), "{:?}", fix.notes);
    }
}

/// What was asked for one URL is no reason to doubt what is for which.
#[test]
fn one_urls_patch_does_not_say_what_is_for_which() {
    let (first, mut second) = two_cases();
    second.url = Some("https://api.example/orders?page=2".into());
    let fix = fix_all(&[&first, &second], Server::Express).expect("headers help");
    assert!(fix.notes.iter().all(|note| !note.starts_with("for ")), "{:?}", fix.notes);
}

#[test]
fn the_api_that_was_asked_is_what_vite_asks() {
    let mut case = whole_case();
    case.url = Some("https://api.example:8443/orders?a=b".into());
    let text = fix(&case, Server::Vite).expect("headers help").parts.remove(0).text;
    assert!(text.contains("target: \"https://api.example:8443\","), "{text}");
    case.url = Some("https://api.example\"+evil+\"/".into());
    let text = fix(&case, Server::Vite).expect("headers help").parts.remove(0).text;
    assert!(text.contains("target: \"https://api.example.com\","), "{text}");
}

#[test]
fn what_each_server_is_told() {
    let mut told = String::new();
    for server in Server::ALL {
        let fix = fix(&whole_case(), *server).expect("headers help");
        for part in fix.parts {
            told += &format!("== {}, {}\n{}", server.title(), part.place, part.text);
        }
    }
    assert_snapshot!(told);
}

/// A patch was run only if all of it was.
#[test]
fn what_was_not_run_is_not_said_to_be() {
    let embedded = Refusal::new(FetchRule::named("resource-policy").expect("a rule"));
    let run = |cases: &[&Refusal], server| fix_all(cases, server).expect("headers help").run_by;
    assert_eq!(run(&[&whole_case()], Server::Rails), Some("Rails on Puma"));
    assert_eq!(run(&[&embedded], Server::Rails), None);
    assert_eq!(run(&[&whole_case(), &embedded], Server::Rails), None);
    assert_eq!(run(&[&whole_case(), &embedded], Server::Hono), Some("Hono on Node.js"));
    assert_eq!(run(&[&whole_case()], Server::Kong), None);
}

/// What is pasted into a console or handed to a command must parse, whatever it allows.
#[test]
fn what_is_json_parses() {
    for server in [Server::S3, Server::R2, Server::Gcs, Server::CloudFront] {
        let (first, second) = two_cases();
        for cases in [&[&first][..], &[&second], &[&first, &second]] {
            let text = fix_all(cases, server).expect("headers help").parts.remove(0).text;
            let value: serde_json::Value = serde_json::from_str(&text).expect(&text);
            let rule = value.get(0).or(value.get("CorsConfig")).expect("a rule");
            assert!(rule.to_string().contains(cases[0].origin.as_deref().expect("one")), "{text}");
        }
    }
}

#[test]
fn what_headers_cannot_mend_gets_no_patch() {
    for (name, header) in
        [("headers-not-allowed", "Access-Control-Allow-Origin"), ("forbidden-header", "Host")]
    {
        let mut case = Refusal::new(FetchRule::named(name).expect("a rule"));
        case.header_names = vec![header.into()];
        assert_eq!(fix(&case, Server::Nginx), None, "{name}");
    }
}

#[test]
fn the_lower_case_patch_is_allowed_in_capitals() {
    let mut case = Refusal::new(FetchRule::named("method-not-allowed").expect("a rule"));
    case.method = Some("patch".into());
    let fix = fix(&case, Server::Express).expect("headers help");
    assert!(fix.parts[0].text.contains("\"PATCH\"") && !fix.parts[0].text.contains("patch"));
}

proptest! {
    /// Whatever stands in a pasted text: it is plain, or the patch is the one for nothing known.
    #[test]
    fn no_strangers_text_gets_into_a_patch(
        origin in hostile("https://app.example"),
        method in hostile("PUT"),
        header in hostile("x-a"),
    ) {
        let plain = |text: &String, more: &[u8]| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
        };
        let mut case = Refusal::new(FetchRule::named("method-not-allowed").expect("a rule"));
        case.origin = Some(origin.clone());
        case.method = Some(method.clone());
        case.header_names = vec![header.clone()];
        let mut without = case.clone();
        without.origin = None;
        without.method = None;
        without.header_names.clear();
        for server in Server::ALL {
            let texts = |case: &Refusal| -> Vec<String> {
                let fix = fix(case, *server).expect("headers help");
                fix.parts.into_iter().map(|part| part.text).collect()
            };
            let told = texts(&case);
            if !plain(&origin, b"+-.:/[]_") && !plain(&method, b"-_") && !plain(&header, b"-_") {
                prop_assert_eq!(&told, &texts(&without));
            }
            for text in &told {
                prop_assert!(!text.contains("evil"), "{}", text);
                prop_assert!(text.chars().all(|c| "\n\t".contains(c) || (' '..='~').contains(&c)));
            }
        }
    }

    #[test]
    fn no_pasted_console_gets_into_a_patch(payload in payloads()) {
        for text in [
            format!(
                "Access to fetch at 'https://a.example/' from origin '{payload}' has been blocked by \
                 CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
                 resource."
            ),
            format!(
                "Method {payload} is not allowed by Access-Control-Allow-Methods in preflight response."
            ),
            format!(
                "Request header field {payload} is not allowed by Access-Control-Allow-Headers in \
                 preflight response."
            ),
        ] {
            for reading in read(&text) {
                for server in Server::ALL {
                    let fix = fix(&reading.refusal, *server);
                    let parts = fix.map(|fix| fix.parts).unwrap_or_default();
                    let text: String = parts.into_iter().map(|part| part.text).collect();
                    prop_assert!(!text.contains("evil"), "{}", text);
                }
            }
        }
    }
}

/// Servers whose methods and headers nobody can choose, or that need none.
const FIXED_LISTS: [Server; 3] = [Server::AppService, Server::MinIo, Server::Vite];
/// Hosts that say the same to everybody, and so name one origin; a note says so.
const ONE_ORIGIN: [Server; 3] = [Server::Netlify, Server::CloudflarePages, Server::StaticWebApps];
/// Servers that never allow credentials.
const NO_CREDENTIALS: [Server; 4] = [Server::S3, Server::R2, Server::Gcs, Server::Azure];

fn whole_case() -> Refusal {
    let mut case = Refusal::new(FetchRule::named("method-not-allowed").expect("a rule"));
    case.origin = Some("https://app.example".into());
    case.method = Some("DELETE".into());
    case.header_names = vec!["X-Token".into(), "Content-Type".into()];
    case.credentials = Some(true);
    case
}

/// Two pages' requests to two URLs.
fn two_cases() -> (Refusal, Refusal) {
    let mut first = whole_case();
    first.url = Some("https://api.example/orders?page=1".into());
    let mut second = Refusal::new(FetchRule::named("header-not-exposed").expect("a rule"));
    second.url = Some("https://api.example/list".into());
    second.origin = Some("https://admin.example".into());
    second.header_names = vec!["X-Total".into()];
    (first, second)
}

/// A good text, or one that would break out of some configuration.
fn hostile(good: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        Just(good.to_owned()),
        payloads(),
        (Just(good), payloads()).prop_map(|(good, bad)| format!("{good}{bad}")),
        "\\PC{0,20}[\"'`;{}$%\\\\ \n\r#<>()]\\PC{0,20}",
    ]
}

fn payloads() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "https://a\"; evil on; #",
        "https://a.example;evil",
        "https://a'evil",
        "https://a\nevil",
        "https://a\r\nevil: 1",
        "${evil}",
        "%{evil}e",
        "$(evil)",
        "`evil`",
        "{evil}",
        "}evil{",
        "{{evil}}",
        "\\\"evil",
        "x\"+evil+\"",
        "x<evil>",
        "x#{evil}",
        "\u{2028};evil",
        "PUT\" always; evil \"",
        "x-a, evil x",
    ])
    .prop_map(str::to_owned)
}
