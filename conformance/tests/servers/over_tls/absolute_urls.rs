//! Applications that write absolute URLs, of what they are told of the request that a client made.
//!
//! Each is set up as its documentation says for a proxy in front: Django by `SECURE_PROXY_SSL_HEADER`, Express by
//! `trust proxy`.

use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::gateway::Vouched;
use conformance::peer;

use super::curl;

const DJANGO: &str = include_str!("django_urls.py");
const EXPRESS: &str = include_str!("express.js");

fn django_settings(reads_forwarded_host: bool) -> String {
    let reads = if reads_forwarded_host { "True" } else { "False" };
    format!(
        "SECRET_KEY = \"a\"\nALLOWED_HOSTS = [\"shop.example\"]\nROOT_URLCONF = \"urls\"\n\
         INSTALLED_APPS = []\nMIDDLEWARE = [\"django.middleware.common.CommonMiddleware\"]\n\
         SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")\n\
         USE_X_FORWARDED_HOST = {reads}\n"
    )
}

fn gateway_before(app: &mut App, host: &str) -> Gateway {
    let upstream = app.url().expect("it listens");
    let text = format!(
        "[gateway]\nhost = {host:?}\n[cors]\norigins = [\"https://app.example\"]\n\
         [[upstream]]\nurl = {upstream:?}\n{}",
        Vouched::TABLE
    );
    Gateway::start(&text, &Vouched::for_host("shop.example").files())
}

/// A client that says it is somebody else, by every header that an application may read.
const LIES: [&str; 10] = [
    "--header",
    "X-Forwarded-Proto: http",
    "--header",
    "X-Forwarded-Host: evil.example",
    "--header",
    "X-Forwarded-For: 6.6.6.6",
    "--header",
    "Forwarded: host=evil.example;proto=http",
    "--header",
    "X_Forwarded_Host: evil.example",
];

#[test]
fn django_knows_where_its_page_is() {
    let Some(_) = peer::require_or_skip("curl") else { return };
    for (host, reads_forwarded_host) in [("upstream", true), ("client", false)] {
        let settings = django_settings(reads_forwarded_host);
        let files = [("settings.py", settings.as_str()), ("urls.py", DJANGO)];
        let Some(mut app) = App::of_files_or_skip(Kind::Django, files.into_iter()) else { return };
        let gateway = gateway_before(&mut app, host);
        let here = format!("https://shop.example:{}", gateway.port());
        for lies in [&[][..], &LIES] {
            let said = curl(&gateway, "/where/?page=2", lies);
            assert_eq!(said, format!("{here}/where/?page=2 True"), "{host} {lies:?}");
        }
        let moved = curl(&gateway, "/old", &["--location", "--write-out", " %{num_redirects}"]);
        assert_eq!(moved, format!("{here}/where/?from=old True 1"), "an absolute redirect");
        let slash = curl(&gateway, "/where", &["--location", "--write-out", " %{num_redirects}"]);
        assert_eq!(slash, format!("{here}/where/ True 1"), "a redirect of Django's own");
    }
}

#[test]
fn express_knows_where_its_page_is() {
    let Some(_) = peer::require_or_skip("curl") else { return };
    let files = [("app.js", EXPRESS)];
    let Some(mut app) = App::of_files_or_skip(Kind::Express, files.into_iter()) else { return };
    for host in ["upstream", "client"] {
        let gateway = gateway_before(&mut app, host);
        let here = format!("https://shop.example:{}", gateway.port());
        for lies in [&[][..], &LIES] {
            let said = curl(&gateway, "/where?page=2", lies);
            // Express itself keeps the port out of a host's name.
            assert_eq!(said, "https shop.example 127.0.0.1 true", "{host} {lies:?}");
        }
        let moved = curl(&gateway, "/old", &["--include"]);
        assert!(moved.contains(&format!("location: {here}/where\r\n")), "{host}: {moved}");
        assert!(moved.contains("; Secure\r\n"), "a cookie for TLS alone: {moved}");
    }
}
