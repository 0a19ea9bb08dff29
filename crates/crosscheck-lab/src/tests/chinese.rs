//! Chinese, on the page and on the terminal: no text of it is an English sentence. Names of headers, commands and code are what they
//! are in every language.

use crosscheck::catalog::Check;
use crosscheck::catalog::Entry;
use crosscheck::catalog::EntryKind;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Language;
use crosscheck_analysis::docs::Links;
use crosscheck_analysis::docs::files;
use crosscheck_analysis::editor::review;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_analysis::fixes::Servers;
use crosscheck_analysis::scenario::example;
use crosscheck_analysis::scenario::judge;
use serde_json::Value;
use serde_json::json;

use crate::files::all;

#[test]
fn no_text_of_the_documentation_in_chinese_is_an_english_sentence() {
    let mut found = Vec::new();
    for (path, text) in files(Links::Lab).iter().filter(|(path, _)| path.starts_with("zh/")) {
        for text in texts(text) {
            found.extend(english_sentence(text).map(|words| format!("{path}: {words}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_word_of_the_lab_in_chinese_is_an_english_sentence() {
    let is_chinese = |path: &str| matches!(path, "/words-zh.js" | "/rules-zh.js");
    for (path, text) in all().filter(|(path, _)| is_chinese(path)) {
        let quote = if path == "/words-zh.js" { '\'' } else { '"' };
        // A console's own text is an example of what to paste.
        let lines = text.lines().filter(|line| !line.contains("blocked by CORS policy"));
        for text in lines.flat_map(|line| line.split(quote)) {
            assert_eq!(english_sentence(text), None, "{path}: {text}");
        }
    }
}

/// The policy editor gets findings, steps and assertions from the server: in both languages.
#[test]
fn no_text_that_the_policy_editor_gets_is_english_alone() {
    let of_kind = |kind: &FindingKind| example(Entry::Finding(*kind))?.policy;
    let policies = FindingKind::ALL.iter().filter_map(of_kind).chain(POLICIES.map(Into::into));
    let mut missed = Vec::new();
    for policy in policies {
        let edited = serde_json::from_value(json!({ "toml": policy })).expect("what is typed");
        let reviewed = serde_json::to_value(review(edited)).expect("it is JSON");
        english_alone(&reviewed, &mut missed);
    }
    missed.sort();
    missed.dedup();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What a check saw in an exchange stands beside the verdict.
#[test]
fn no_evidence_of_a_check_is_english_alone() {
    let mut missed = Vec::new();
    let mut seen = 0;
    for check in Check::ALL.iter().copied() {
        let Some(scenario) = example(Entry::Check(check)).and_then(|shown| shown.scenario) else {
            continue;
        };
        let judged = judge(&serde_json::to_vec(&scenario).expect("it is JSON"));
        let judged = serde_json::to_value(judged.expect("an example")).expect("it is JSON");
        seen += judged.to_string().matches("\"chinese\"").count();
        english_alone(&judged, &mut missed);
    }
    assert!(seen > 10 && missed.is_empty(), "{seen} {missed:#?}");
}

/// `crosscheck explain --lang zh`: of every name, of what each browser writes of every rule, and of more.
#[test]
fn no_line_of_an_explanation_in_chinese_is_an_english_sentence() {
    let names = Entry::all().map(|entry| entry.name().to_owned());
    let is_rule = |entry: &Entry| entry.kind() == EntryKind::Rule;
    let examples = Entry::all().filter(is_rule).filter_map(|entry| example(entry)?.scenario);
    let consoles = examples.flat_map(|scenario| {
        let judged = judge(&serde_json::to_vec(&scenario).expect("it is JSON"));
        let judged = serde_json::to_value(judged.expect("an example")).expect("it is JSON");
        let mut texts = Vec::new();
        consoles_in(&judged, &mut texts);
        texts
    });
    let mut missed = Vec::new();
    for text in names.chain(consoles).chain(TEXTS.map(Into::into)) {
        let Ok(mut report) = explain(&text, &Overrides::default()) else { continue };
        report.write_fixes(Servers::parse("all").ok().as_ref());
        let told = report.text(Language::Chinese);
        let lines =
            told.letters().lines().filter(|line| !line.contains("  ✗ ") && !is_of_a_patch(line));
        missed.extend(lines.filter_map(|line| english_sentence(line).map(|_| line.to_owned())));
    }
    missed.sort();
    missed.dedup();
    assert!(FetchRule::ALL.len() > 60 && missed.is_empty(), "{missed:#?}");
}

/// Configuration and programs are what they are in every language; they stand deeper than what is said.
fn is_of_a_patch(line: &str) -> bool {
    line.starts_with("    ") && !line.chars().any(|c| ('一'..='龥').contains(&c))
}

/// Sentences that have no Chinese, or some that holds an English one.
fn english_alone(told: &Value, missed: &mut Vec<String>) {
    match told {
        Value::Array(values) => values.iter().for_each(|value| english_alone(value, missed)),
        Value::Object(values) => {
            if let (Some(Value::String(text)), Some(chinese)) =
                (values.get("text"), values.get("chinese"))
            {
                // What is wrong with TOML, its parser says in English.
                let is_of_toml = values.get("name").is_some_and(|name| name == "not-toml");
                let is_prose = !is_of_toml && has_words(text);
                match chinese.as_str() {
                    None if is_prose => missed.push(text.clone()),
                    Some(chinese) => missed.extend(english_sentence(chinese)),
                    None => {}
                }
            }
            values.values().for_each(|value| english_alone(value, missed));
        }
        _ => {}
    }
}

/// Whether there are words beside what is code and what is a URL.
fn has_words(text: &str) -> bool {
    let prose: Vec<&str> = text.split('`').step_by(2).collect();
    let prose = prose.concat();
    let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    prose.split_whitespace().filter(is_word).count() > 1
}

/// What consoles write, wherever it stands.
fn consoles_in(told: &Value, texts: &mut Vec<String>) {
    match told {
        Value::Array(values) => values.iter().for_each(|value| consoles_in(value, texts)),
        Value::Object(values) => {
            let lines = values.get("console").and_then(Value::as_array).into_iter().flatten();
            texts.extend(lines.filter_map(Value::as_str).map(str::to_owned));
            values.values().for_each(|value| consoles_in(value, texts));
        }
        _ => {}
    }
}

/// Policies with mistakes that no finding's example has, and with what the editor tells of good ones.
const POLICIES: [&str; 8] = [
    "[cors]\norigins = \"https://a.example\"\ncredentials = \"yes\"\nmax_age = \"1h\"\nmetods = []\nmethods = [1]\n",
    "[cors]\norigins = [\"a.example\", \"https://a.example:443\", \"https://\", \"https://a b.example\", \
     \"https://ä.example\", \"https://a.example:99999\", \"https://a.example:x\", \"https:/a.example\", \
     \"ftp://a.example\", \"wss://a.example\", \"https://me@a.example\", \"https://A.example\", \"^https://.*$\", \
     \"https://a.example https://b.example\", \"https://a.*.example\", \"https://*.*.a.example\", \
     \"https://*.a.example.\", \"https://*.a.example:9-1\", \"*.a.example\", \"http://192.168.0.0/33\"]\n",
    "cors = 1\norigins = []\n[[rules]]\npaths = []\n",
    "[[cors.rules]]\npaths = [\"/a\"]\norigins = [\"https://a.example\"]\ncredentials = true\nmethods = [\"PUT\"]\n\
     request_headers = [\"x-a\"]\nexpose_headers = [\"x-b\"]\n[[cors.rules]]\npaths = [\"/a/b\"]\norigins = \
     [\"https://**.a.example:*\", \"*\"]\n",
    "[cors]\norigins = [\"https://a.example\", \"https://*.b.example\"]\n[[assert]]\nname = \"x\"\noutside = \
     [\"https://a.example\"]\nnever = [\"read with credentials\", \"send PUT\", \"set any header\"]\n[[assert]]\n\
     origins = [\"https://c.example\"]\npaths = [\"/a\"]\nmay = [\"read\", \"send any method\", \"set x-a\"]\nnever = \
     [\"read header x-b\"]\n[[assert]]\nnever = [\"read\"]\n",
    "[[assert]]\norigins = [\"https://a.example\"]\noutside = [\"*\"]\nnever = [\"look\"]\nmay = [\"set cookie\"]\n",
    "[cors]\norigins = [\"https://a.example\"]\n[gateway]\ntrust = [\"x\"]\nhost = \"y\"\n[development]\norigins = [\"*\"]\n",
    "[[cors.rules]]\npaths = [\"/own\"]\nhandler = true\n[[cors.rules]]\npaths = [\"/a\"]\norigins = [\"http://a.example\"]\n",
];

/// What people bring beside what the engine writes.
const TEXTS: [&str; 24] = [
    "TypeError: Failed to fetch",
    "SecurityError: The operation is insecure.",
    "curl -X PUT https://api.example.com/orders -H 'x-token: 1'",
    "HTTP/1.1 500 Oops\nServer: uvicorn\nAccess-Control-Allow-Origins: *\n",
    "Request failed with status code 403",
    "https://api.example.com/orders",
    "HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\n\n{\"message\":\"Missing Authentication Token\"}",
    "{\"message\":\"Forbidden\"}",
    "{\"message\":\"Internal server error\"}",
    "HTTP/1.1 403 Forbidden\nServer: envoy\n\nRBAC: access denied",
    "HTTP/1.1 404 X\nServer: kong/3.4.0\n\n{\"message\":\"no Route matched with those values\"}",
    "HTTP/1.1 403 Forbidden\ncf-mitigated: challenge\n\nSec-Fetch-Site is cross-site",
    "HTTP/2 200\nx-cache: HIT\naccess-control-allow-origin: https://b.example.com\n",
    "> OPTIONS /x HTTP/2\n> host: a.example\n> origin: https://b.example\n> access-control-request-method: PATCH\n>\n\
     < HTTP/2 200\n< content-type: text/html\n< access-control-allow-methods: patch\n<\n",
    "location / {\n  add_header Access-Control-Allow-Origin *;\n}",
    "{\"log\":{\"pages\":[{\"id\":\"p\",\"title\":\"https://a.example/\"}],\"entries\":[{\"pageref\":\"p\",\"request\":{\
     \"method\":\"GET\",\"url\":\"https://b.example/\",\"headers\":[]},\"response\":{\"status\":0}}]}}",
    "requests.exceptions.ConnectionError: Max retries exceeded with url: /x",
    "Disallowed CORS origin",
    "CSRF verification failed. Request aborted.",
    "Invalid HTTP_HOST header: 'api.example.com'.",
    "Failed to execute 'addAll' on 'Cache': Request failed",
    "WebSocket connection to 'wss://api.example.com/s' failed: Unexpected response code: 403",
    "Access to fetch at 'https://login.example.net/oauth2/authorize?client_id=1' (redirected from \
     'https://app.example.com/api/me') from origin 'https://app.example.com' has been blocked by CORS policy: No \
     'Access-Control-Allow-Origin' header is present on the requested resource.",
    "Access to fetch at 'https://cdn.example.net/f' (redirected from 'https://api.example.com/x') from origin \
     'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value \
     'https://app.example.com' that is not equal to the supplied origin.",
];

/// The test itself: what is a sentence, and what is none.
#[test]
fn a_sentence_is_told_from_names_and_commands() {
    for sentence in ["让它 keep the methods and headers 不变", "it answers no times"] {
        assert!(english_sentence(sentence).is_some(), "{sentence}");
    }
    for names in [
        "`keep the methods and headers`",
        "gcloud storage buckets update gs://BUCKET",
        "使用 Fastify 适配器时：npm install @fastify/cors",
        "Cross-Origin-Opener-Policy: same-origin",
    ] {
        assert_eq!(english_sentence(names), None, "{names}");
    }
}

/// Four English words in a row, one of which only sentences have; not between the marks of code.
fn english_sentence(text: &str) -> Option<String> {
    const OF_SENTENCES: [&str; 22] = [
        "the", "a", "an", "is", "are", "to", "of", "it", "and", "or", "for", "by", "in", "with",
        "that", "not", "no", "be", "has", "says", "this", "as",
    ];
    let is_word = |word: &&str| {
        let word = word.trim_end_matches([',', '.', ':', ';']);
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let prose = text.split('`').step_by(2);
    prose.into_iter().find_map(|part| {
        let words: Vec<&str> = part.split(|c: char| c.is_whitespace() || !c.is_ascii()).collect();
        let mut runs = words.split(|word| !is_word(word));
        let is_sentence = |run: &&[&str]| {
            run.len() >= 4
                && run.iter().any(|word| OF_SENTENCES.contains(&word.to_lowercase().as_str()))
        };
        runs.find(is_sentence).map(|run| run.join(" "))
    })
}

/// What a page shows: without elements of code and of consoles, tags and attributes.
fn texts(page: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut skipped: Option<&str> = None;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split(' ').next().unwrap_or_default();
        match skipped {
            Some(open) if name.strip_prefix('/') == Some(open) => skipped = None,
            Some(_) => continue,
            None if matches!(name, "pre" | "code" | "script" | "style") => {
                skipped = Some(name);
                continue;
            }
            None => {}
        }
        texts.push(text);
    }
    texts
}

/// A session that is over is no reason to open the page at which people sign in, in whatever language.
#[test]
fn what_was_seen_counts_in_chinese_too() {
    let text = TEXTS.iter().find(|text| text.contains("login.example.net")).expect("it is there");
    let imported = crosscheck_analysis::import::import(text).expect("a console's text");
    let imported = serde_json::to_value(&imported).expect("it is JSON");
    let scenario = &imported["choices"][0]["scenario"];
    let judged = judge(&serde_json::to_vec(scenario).expect("it is JSON")).expect("a scenario");
    let judged = serde_json::to_value(&judged).expect("it is JSON");
    let told = judged["browsers"][1]["steps"][0]["advice_in_chinese"].to_string();
    assert!(told.contains("会话已经过期") && !told.contains("OPTIONS"), "{told}");
}
