//! Policies of every kind, from one origin to thousands.

use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;

/// A policy, and what is special about it.
pub(super) type Named = (&'static str, Config);

pub(super) fn policies() -> Vec<Named> {
    let app = || Config::new().origins(["https://app.example"]);
    vec![
        ("nobody", Config::new()),
        ("one origin", app()),
        ("one origin with credentials", app().credentials(true)),
        (
            "methods, headers, an age",
            app()
                .credentials(true)
                .methods(["PUT", "DELETE", "patch"])
                .request_headers(["content-type", "authorization", "x-token"])
                .expose_headers(["x-total", "etag"])
                .max_age(600),
        ),
        ("everybody", Config::new().origins(["*"])),
        (
            "everybody, everything",
            Config::new()
                .origins(["*"])
                .methods(["*"])
                .request_headers(["*"])
                .expose_headers(["*"])
                .max_age(0),
        ),
        (
            "everybody, everything, authorization too",
            Config::new().origins(["*"]).methods(["*"]).request_headers(["*", "authorization"]),
        ),
        (
            "everybody with credentials",
            Config {
                danger: Danger { everybody_with_credentials: true, ..Danger::default() },
                ..Config::new().origins(["*"]).credentials(true).methods(["PUT"])
            },
        ),
        (
            "patterns",
            Config::new()
                .origins([
                    "https://*.example.com",
                    "https://**.deep.example",
                    "https://preview-*.example.org",
                    "https://*--app.example.net:8443",
                ])
                .credentials(true)
                .methods(["PUT"]),
        ),
        (
            "ports",
            Config::new().origins([
                "https://app.example:*",
                "https://dev.example:8000-8999",
                "loopback",
            ]),
        ),
        (
            "null and file",
            Config {
                danger: Danger { null_origin: true, file_origin: true, ..Danger::default() },
                ..Config::new().origins(["null", "file://"])
            },
        ),
        (
            "schemes and networks",
            Config {
                danger: Danger {
                    whole_schemes: true,
                    address_ranges: true,
                    insecure_origins: true,
                    ..Danger::default()
                },
                ..Config::new().origins([
                    "moz-extension://*",
                    "capacitor://localhost",
                    "http://192.168.0.0/17:*",
                ])
            },
        ),
        ("addresses", Config::new().origins(["http://[::1]:3000", "http://127.0.0.1:3000"])),
        (
            "two origins that may do different things",
            Config {
                rules: vec![
                    Rule {
                        origins: vec!["https://admin.example".into()],
                        credentials: true,
                        methods: vec!["DELETE".into()],
                        ..Rule::default()
                    },
                    Rule {
                        origins: vec!["*".into()],
                        expose_headers: vec!["x-total".into()],
                        ..Rule::default()
                    },
                ],
                ..Config::new()
            },
        ),
        (
            "a pattern before an origin that it covers",
            Config {
                rules: vec![
                    Rule {
                        origins: vec!["https://*.example.com".into()],
                        methods: vec!["PUT".into()],
                        ..Rule::default()
                    },
                    Rule {
                        origins: vec![
                            "https://a.example.com".into(),
                            "https://other.example".into(),
                        ],
                        methods: vec!["DELETE".into()],
                        ..Rule::default()
                    },
                ],
                ..Config::new()
            },
        ),
        ("two paths", two_paths()),
        (
            "paths in each other",
            Config {
                rules: vec![
                    rule(&["/a", "/b/c"], "https://ab.example"),
                    rule(&["/a/d"], "https://ad.example"),
                    rule(&["/a/d/e/f"], "https://adef.example"),
                    rule(&["/Files"], "https://files.example"),
                ],
                ..Config::new()
            },
        ),
        (
            "a path that is left to its handler",
            Config {
                rules: vec![Rule { paths: vec!["/old".into()], handler: true, ..Rule::default() }],
                ..app().methods(["PUT"])
            },
        ),
        (
            "timing and embedding",
            Config {
                expose_timing: true,
                resource_policy: Some(ResourcePolicy::SameSite),
                rules: vec![Rule {
                    resource_policy: Some(ResourcePolicy::CrossOrigin),
                    ..rule(&["/public"], "*")
                }],
                ..app()
            },
        ),
        (
            "thousands of origins",
            Config::new()
                .origins((0..5_000).map(|number| format!("https://tenant-{number}.shops.example")))
                .credentials(true)
                .methods(["PUT"]),
        ),
    ]
}

fn two_paths() -> Config {
    Config {
        rules: vec![
            Rule { expose_headers: vec!["x-total".into()], ..rule(&["/public"], "*") },
            Rule {
                credentials: true,
                methods: vec!["PUT".into(), "DELETE".into()],
                request_headers: vec!["content-type".into()],
                max_age: Some(300),
                ..rule(&["/api"], "https://app.example")
            },
        ],
        ..Config::new()
    }
}

fn rule(paths: &[&str], origin: &str) -> Rule {
    Rule {
        paths: paths.iter().map(|path| (*path).into()).collect(),
        origins: vec![origin.into()],
        ..Rule::default()
    }
}
