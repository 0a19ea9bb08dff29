//! Whose server was asked, by what people call it in their own words, where neither code nor an answer tells.

use crosscheck::catalog::FetchRule;
use crosscheck_export::Server;
use url::Url;

use super::by_address::service;
use super::report::Finding;
use super::report::Report;
use crate::products::products;

/// The longest text whose words are looked at.
const LONGEST: usize = 64 * 1024;

/// Lets the patch be for the one server that a text speaks of.
pub(super) fn note(report: &mut Report, text: &str) {
    if report.findings.is_empty() || text.len() > LONGEST {
        return;
    }
    let spoken = Spoken::of(text);
    note_both(report, &spoken);
    let mut named = Vec::new();
    for finding in report.findings.iter_mut().filter(|finding| finding.server.is_none()) {
        if is_of_somebody_else(finding) {
            continue;
        }
        let Some(server) = spoken.server(finding.case.status) else { continue };
        finding.server = Some(server);
        if finding.needed().is_some() && !finding.is_a_guess() && !named.contains(&server) {
            named.push(server);
        }
    }
    for server in named {
        report.note(format!("the text speaks of {}: the patch is for it", server.title()));
    }
}

/// The application that a text speaks of, if it is one.
pub(super) fn spoken_of(text: &str) -> Option<Server> {
    only(&Spoken::of(text).applications)
}

/// Notes the two servers that a text speaks of where a header is there twice.
fn note_both(report: &mut Report, spoken: &Spoken) {
    let is_twice = report.tells_of_several_origins();
    if !is_twice || report.notes.iter().any(|note| note.starts_with("both ")) {
        return;
    }
    let mut servers: Vec<Server> =
        report.findings.iter().filter_map(|finding| finding.server).collect();
    for server in only(&spoken.applications).iter().chain(&spoken.in_front) {
        if !servers.contains(server) {
            servers.push(*server);
        }
    }
    if let [one, other] = servers[..] {
        report.note(format!(
            "the text speaks of {} and {}: where both write it, take it out of one of them",
            one.title(),
            other.title()
        ));
    }
}

/// Whether what answers is known to be no application of whoever asks, or is no server's to mend.
fn is_of_somebody_else(finding: &Finding) -> bool {
    let case = &finding.case;
    let url = case.url.as_deref().and_then(|url| Url::parse(url).ok());
    let is_known = url.is_some_and(|url| {
        url.path().contains("/socket.io/")
            || service(&url).is_some()
            || products().any(|known| known.is_at(&url))
    });
    is_known || matches!(case.rule, FetchRule::NetworkFailure | FetchRule::ForbiddenHeader)
}

/// What a text speaks of, each once.
struct Spoken {
    applications: Vec<Server>,
    in_front: Vec<Server>,
}

impl Spoken {
    fn of(text: &str) -> Self {
        // A name within a URL, a path or a longer name is no word of a sentence.
        let words: Vec<String> = text
            .split(|c: char| {
                c.is_whitespace() || "()[]{}<>\"'`,;!?|+=:&".contains(c) || is_of_cjk(c)
            })
            .map(|word| word.trim_matches(['.', '*', '_', '~']).to_ascii_lowercase())
            .filter(|word| !word.is_empty())
            .collect();
        let of = |names: &[(&str, Server)]| {
            let mut found = Vec::new();
            for (name, server) in names {
                if !found.contains(server) && has_words(&words, name) {
                    found.push(*server);
                }
            }
            found
        };
        Self { applications: of(APPLICATIONS), in_front: of(IN_FRONT) }
    }

    /// The one that is meant: the application, but what stands in front of it where that one answered itself.
    fn server(&self, status: Option<u16>) -> Option<Server> {
        let application = only(&self.applications);
        let in_front = only(&self.in_front);
        match status {
            Some(502..=504 | 413) => in_front.or(application),
            _ if self.applications.is_empty() => in_front,
            _ => application,
        }
    }
}

/// The one of several that the others only carry or show: a framework before what it runs in, and what runs on a
/// server before what shows pages, too.
fn only(servers: &[Server]) -> Option<Server> {
    const CARRIED_BY: [(Server, Server); 5] = [
        (Server::NestJs, Server::Express),
        (Server::NestJs, Server::Fastify),
        (Server::Laravel, Server::Php),
        (Server::FastApi, Server::Starlette),
        (Server::IngressNginx, Server::Nginx),
    ];
    let is_less = |server: &Server| {
        CARRIED_BY.iter().any(|(more, less)| less == server && servers.contains(more))
            || (*server == Server::NextJs && servers.len() > 1)
    };
    let mut left = servers.iter().filter(|server| !is_less(server));
    left.next().copied().filter(|_| left.next().is_none())
}

/// Whether one word or several stand in a row.
fn has_words(words: &[String], name: &str) -> bool {
    let wanted: Vec<&str> = name.split(' ').collect();
    words.windows(wanted.len()).any(|window| window.iter().eq(wanted.iter()))
}

/// Whether a letter is of a script that puts no blanks between words.
fn is_of_cjk(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ffef}')
}

const APPLICATIONS: &[(&str, Server)] = &[
    ("laravel", Server::Laravel),
    ("sanctum", Server::Laravel),
    ("django", Server::Django),
    ("drf", Server::Django),
    ("django-cors-headers", Server::Django),
    ("corsheaders", Server::Django),
    ("fastapi", Server::FastApi),
    ("fast api", Server::FastApi),
    ("starlette", Server::Starlette),
    ("flask", Server::Flask),
    ("flask-cors", Server::Flask),
    ("spring", Server::Spring),
    ("springboot", Server::Spring),
    ("spring-boot", Server::Spring),
    ("spring-boot-starter-security", Server::Spring),
    ("asp.net", Server::AspNet),
    ("aspnetcore", Server::AspNet),
    (".net", Server::AspNet),
    ("net core", Server::AspNet),
    ("dotnet", Server::AspNet),
    ("kestrel", Server::AspNet),
    ("rails", Server::Rails),
    ("rack-cors", Server::Rails),
    ("express", Server::Express),
    ("expressjs", Server::Express),
    ("express.js", Server::Express),
    ("nestjs", Server::NestJs),
    ("nest.js", Server::NestJs),
    ("fastify", Server::Fastify),
    ("hono", Server::Hono),
    ("golang", Server::Go),
    ("gin", Server::Go),
    ("gorilla", Server::Go),
    ("axum", Server::Axum),
    ("actix", Server::Actix),
    ("actix-web", Server::Actix),
    ("php", Server::Php),
    ("next.js", Server::NextJs),
    ("nextjs", Server::NextJs),
];

const IN_FRONT: &[(&str, Server)] = &[
    ("nginx", Server::Nginx),
    ("openresty", Server::Nginx),
    ("ingress-nginx", Server::IngressNginx),
    ("nginx ingress", Server::IngressNginx),
    ("apache", Server::Apache),
    ("apache2", Server::Apache),
    ("httpd", Server::Apache),
    ("htaccess", Server::Apache),
    ("caddy", Server::Caddy),
    ("caddyfile", Server::Caddy),
    ("haproxy", Server::Haproxy),
    ("iis", Server::Iis),
    ("microsoft-iis", Server::Iis),
    ("traefik", Server::Traefik),
    ("envoy", Server::Envoy),
    ("istio", Server::Istio),
    ("kong", Server::Kong),
    ("apisix", Server::Apisix),
    ("cloudfront", Server::CloudFront),
    ("s3", Server::S3),
    ("minio", Server::MinIo),
];
