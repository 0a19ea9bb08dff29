//! Whatever is read: nothing panics, nothing takes long, and what comes out is a policy.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crosscheck::server::Policy;
use crosscheck_export::Server;
use crosscheck_export::import;
use crosscheck_export::imported_servers;
use proptest::prelude::*;
use proptest::sample::Index;

mod computed;

use computed::computed;

/// Configurations of every kind, and what comes of each.
fn samples() -> Vec<String> {
    let folder = |name| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")).join(name);
    let entries =
        ["imports", "elsewhere"].map(|name| fs::read_dir(folder(name)).expect("a folder"));
    let paths = entries.into_iter().flatten().map(|entry| entry.expect("an entry").path());
    paths.map(|path| fs::read_to_string(path).expect("text")).collect()
}

/// Parts of configurations of every kind, which are put together as nobody would.
fn parts() -> Vec<String> {
    let mut parts: Vec<String> = [
        "{", "}", "[", "]", "(", ")", "\"", "'", "`", "#", "\\", "\n", "$", "<", ">", "é", "%", "*",
    ]
    .map(String::from)
    .to_vec();
    for text in samples() {
        parts.extend(text.split_inclusive(['\n', ' ', '{', '(']).map(str::to_owned));
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_input_panics(places in prop::collection::vec(any::<Index>(), 0..60), cut in any::<Index>()) {
        static PARTS: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(parts);
        let text: String = places.iter().map(|place| place.get(&PARTS).as_str()).collect();
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        reads(&text[..*cut.get(&ends)]);
    }

    /// A configuration that is cut off, or lacks a part.
    #[test]
    fn no_part_of_a_configuration_panics(file in any::<Index>(), from in any::<Index>(), to in any::<Index>()) {
        static SAMPLES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(samples);
        let text = file.get(&SAMPLES);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (from, to) = (*from.get(&ends), *to.get(&ends));
        let (from, to) = (from.min(to), from.max(to));
        reads(&[&text[..from], &text[to..]].concat());
    }
}

/// A line that ends too early, at each of its words.
#[test]
fn no_line_that_ends_too_early_panics() {
    for text in samples() {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end().len();
            for (word, _) in line.match_indices([' ', '(', '=', ',']) {
                let cut = [&text[..start + word], &text[end.max(start + word)..]].concat();
                let _ = import(&cut, None);
            }
            start += line.len();
        }
    }
}

/// What is asked for by one flag, and is missing.
#[test]
fn a_test_of_haproxy_without_its_value_is_not_understood() {
    for (test, reason) in [
        ("hdr(origin) -m", "no way of matching stands behind `-m`"),
        ("hdr(origin) -i -f", "no file stands behind `-f`"),
    ] {
        let text = format!(
            "frontend web\n  http-response set-header Access-Control-Allow-Origin %[req.hdr(origin)] if {{ {test} }}\n"
        );
        let imported = import(&text, Some(Server::Haproxy)).expect("a configuration");
        let reasons: Vec<&str> =
            imported.not_understood.iter().map(|remark| remark.reason.as_str()).collect();
        assert!(reasons.iter().any(|said| said.contains(reason)), "{reasons:?}");
    }
}

fn reads(text: &str) {
    for server in imported_servers() {
        let Ok(imported) = import(text, Some(server)) else { continue };
        assert!(Policy::new(&imported.config).is_ok(), "{text}");
        let lines = text.matches('\n').count() + 1;
        for remark in imported.not_understood.iter().chain(&imported.notes) {
            assert!(remark.line <= lines, "{remark:?}\n{text}");
        }
    }
}

/// What is deep, long, or named again and again is refused or read, in time.
#[test]
fn what_is_large_takes_no_longer_than_it_is_large() {
    let nested = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let cases: Vec<(Server, String)> = vec![
        (Server::Nginx, nested("location / {", "}")),
        (Server::Nginx, format!("map $http_origin $a {{ ~^({}) 1; }}", "(a+)+".repeat(2_000))),
        (Server::Nginx, "map $a $b { default $b; }\n".repeat(20_000)),
        (Server::Nginx, "add_header Access-Control-Allow-Origin $a; ".repeat(50_000)),
        (
            Server::Nginx,
            format!("add_header Access-Control-Allow-Origin \"{}\";", "${".repeat(500_000)),
        ),
        (
            Server::Apache,
            format!("Header set Access-Control-Allow-Origin \"{}\"", "%{".repeat(500_000)),
        ),
        (
            Server::Caddy,
            format!("header Access-Control-Allow-Origin \"{}\"", "{".repeat(1_000_000)),
        ),
        (
            Server::Haproxy,
            format!(
                "http-response set-header Access-Control-Allow-Origin \"{}\"",
                "%[".repeat(500_000)
            ),
        ),
        (Server::Nginx, "add_header Access-Control-Allow-Origin $http_origin;\n".repeat(20_000)),
        (Server::Apache, nested("<If \"true\">\n", "</If>\n")),
        (Server::Apache, format!("<If \"{}true\">\n</If>\n", "!(".repeat(50_000))),
        (Server::Caddy, nested("a {\n", "}\n")),
        (Server::Caddy, "(a) {\nimport a\nimport a\n}\nsite {\nimport a\n}\n".into()),
        (Server::Haproxy, "acl a hdr(origin) -m reg (a|b)*\n".repeat(20_000)),
        (Server::Envoy, nested("[", "]")),
        (Server::Envoy, "a: &a [x]\n".to_owned() + &"b: [*a, *a, *a]\n".repeat(20_000)),
        (Server::GatewayApi, format!("spec: {{rules: [{}]}}", "{a: ".repeat(5_000))),
        (Server::S3, "[".repeat(200_000)),
        (Server::Azure, format!("{{\"corsRules\": {}}}", nested("[", "]"))),
        (
            Server::Kong,
            "services:\n- routes:\n".to_owned() + &"  - plugins: [{name: cors}]\n".repeat(5_000),
        ),
        (Server::Kong, nested("{services: [", "]}")),
        (
            Server::Apisix,
            "routes:\n".to_owned()
                + &"- {uri: /a/*, plugins: {cors: {allow_origins: '**'}}}\n".repeat(5_000),
        ),
        (Server::Jub0bs, "cors.Config{Origins: a}\na = a\n".repeat(5_000)),
        (Server::Laravel, format!("return [\n'paths' => {}]", nested("[", "]"))),
        (
            Server::Laravel,
            "return ['paths' => ['*'], 'allowed_origins' => ['a*b*c*d*e*f']];\n".repeat(5_000),
        ),
        (
            Server::AspNet,
            "AddPolicy(\"a\", p => p.WithOrigins(\"https://a.example\"))\n".repeat(5_000),
        ),
        (Server::Rails, "allow do\norigins 'https://a.example',\n".repeat(5_000)),
        (Server::Rails, {
            let line = |number| format!("resource '/p{number}/*', methods: [:get]\n");
            "allow do\norigins '*'\n".to_owned() + &(0..5_000).map(line).collect::<String>()
        }),
        (Server::Express, format!("cors({})", nested("{a:", "}"))),
        (Server::Express, format!("cors({})", nested("[", "]"))),
        (Server::FastApi, "CORSMiddleware(allow_origins=a)\na=a\n".repeat(5_000)),
        (
            Server::Django,
            format!("CORS_ALLOWED_ORIGINS = [{}]", "\"https://a.example\",".repeat(50_000)),
        ),
        (Server::Spring, "@CrossOrigin(\"https://a.example\")\n".repeat(2_000)),
        (Server::Axum, "CorsLayer::new().allow_origin(Any)\n".repeat(5_000)),
        (Server::Flask, "CORS(app)\n".repeat(2_000)),
        (Server::Haproxy, {
            let line = |number| {
                format!(
                    "http-request set-var(txn.a) hdr(origin) if {{ hdr(origin) -m reg ^https://a{number}[.].*[.]example$ }}\n"
                )
            };
            (0..3_000).map(line).collect()
        }),
        (Server::Nginx, {
            let location = |number| {
                format!(
                    "location /p{number} {{ add_header Access-Control-Allow-Origin https://a{number}.example; }}\n"
                )
            };
            (0..3_000).map(location).collect()
        }),
        (Server::Nginx, {
            let line = |number| format!("    https://a{number}.example/ $http_origin;\n");
            let lines: String = (0..20_000).map(line).collect();
            format!(
                "map $http_origin $a {{\n{lines}}}\nadd_header Access-Control-Allow-Origin $a;\n"
            )
        }),
    ];
    for (number, (server, text)) in cases.iter().enumerate() {
        let start = computed();
        let _ = import(text, Some(*server));
        let took = computed() - start;
        eprintln!("{number} {}: {took:?}", server.name());
        assert!(took < Duration::from_secs(30), "{number} {}: {took:?}", server.name());
    }
}
