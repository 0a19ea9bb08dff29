//! Policies as code: each framework runs once, under all policies, and the host that it is asked for says which.
//!
//! All read the same data, by the same steps. So each is asked a part of what there is to ask, and every one
//! another part.

use conformance::framework::App;
use conformance::framework::Kind;
use crosscheck::server::Policy;
use crosscheck_export::Export;
use crosscheck_export::Server;
use crosscheck_export::export;
use serde_json::json;

use crate::exported::Count;
use crate::exported::ask::APPLICATION;
use crate::exported::ask::APPLICATION_WITHOUT_CORS;
use crate::exported::ask::Subject;
use crate::exported::policies::Named;
use crate::exported::policies::policies;

#[test]
fn express_answers_as_the_policy_does() {
    let app = ("app.js", include_str!("apps/express.js"));
    answers_as_the_policy_does(Kind::Express, Server::Express, app, 3);
}

#[test]
fn nest_answers_as_the_policy_does() {
    let app = ("app.js", include_str!("apps/nest.js"));
    answers_as_the_policy_does(Kind::Nest, Server::NestJs, app, 11);
}

#[test]
fn fastify_answers_as_the_policy_does() {
    let app = ("app.js", include_str!("apps/fastify.js"));
    answers_as_the_policy_does(Kind::Fastify, Server::Fastify, app, 7);
}

#[test]
fn hono_answers_as_the_policy_does() {
    let app = ("app.mjs", include_str!("apps/hono.mjs"));
    answers_as_the_policy_does(Kind::Hono, Server::Hono, app, 7);
}

#[test]
fn flask_answers_as_the_policy_does() {
    let app = ("app.py", include_str!("apps/flask.py"));
    answers_as_the_policy_does(Kind::Flask, Server::Flask, app, 11);
}

#[test]
fn fastapi_answers_as_the_policy_does() {
    let app = ("app.py", include_str!("apps/fastapi.py"));
    answers_as_the_policy_does(Kind::Fastapi, Server::FastApi, app, 7);
}

/// On uvicorn, which tells the path as it was sent.
#[test]
fn django_answers_as_the_policy_does() {
    let app = ("app.py", include_str!("apps/django.py"));
    answers_as_the_policy_does(Kind::Fastapi, Server::Django, app, 11);
}

#[test]
fn rails_answers_as_the_policy_does() {
    let app = ("config.ru", include_str!("apps/rails.ru"));
    answers_as_the_policy_does(Kind::Rails, Server::Rails, app, 7);
}

#[test]
fn php_answers_as_the_policy_does() {
    let app = ("app.php", include_str!("apps/php.php"));
    answers_as_the_policy_does(Kind::Php, Server::Php, app, 7);
}

#[test]
fn go_answers_as_the_policy_does() {
    let app = go_app();
    answers_as_the_policy_does(Kind::Go, Server::Go, ("app.go", &app), 4);
}

/// `rs/cors` itself, which answers fewer questions of a policy than our handler does.
#[test]
fn rs_cors_answers_as_the_policy_does_or_as_was_said() {
    let app = go_app();
    answers_as_was_said(Kind::Go, Server::RsCors, ("app.go", &app), 7);
}

/// By `next dev`, as its developers run it: one proxy, which hands on to the policy's own.
#[test]
fn next_answers_as_the_policy_does_or_as_was_said() {
    let numbers = 0..policies().len();
    let imports: String = numbers
        .clone()
        .map(|number| format!("import {{ proxy as p{number} }} from \"./p{number}/proxy.js\";\n"))
        .collect();
    let names: Vec<String> = numbers.map(|number| format!("p{number}")).collect();
    let proxy = include_str!("apps/next_proxy.js")
        .replace("//IMPORTS", &imports)
        .replace("/*NAMES*/", &names.join(", "));
    let route = ("app/[[...path]]/route.js", include_str!("apps/next_route.js"));
    let config = ("next.config.js", include_str!("apps/next_config.js"));
    let files = [("proxy.js", proxy.as_str()), route, config];
    answers(Kind::Next, Server::NextJs, &files, &APPLICATION_WITHOUT_CORS, 23, policies());
}

/// Its function, given the events that CloudFront gives one, by what its documentation tells of them.
#[test]
fn cloudfronts_function_answers_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/cloudfront.mjs"));
    answers_as_the_policy_does(Kind::Hono, Server::CloudFront, app, 11);
}

/// Spring's own filter in Tomcat, under the policies for which nothing is written that Spring 4 lacks. What
/// it leaves out and every Spring since 5.2 says, `Vary` to requests without an `Origin`, the application says.
#[test]
fn spring_answers_as_the_policy_does_or_as_was_said() {
    const WITH_VARY: [(&str, &str); 1] = [(
        "vary",
        "origin, access-control-request-method, access-control-request-headers, accept-encoding",
    )];
    const LATER: [&str; 2] = ["setAllowedOriginPatterns(", "setExposedHeaders(List.of(\"*\"))"];
    let is_known =
        |export: &Export| LATER.iter().all(|later| !export.files[0].text.contains(later));
    let known = policies().into_iter().filter(|(_, config)| {
        let policy = Policy::new(config).expect("a policy");
        is_known(&export(&policy, Server::Spring).expect("it can be written for"))
    });
    let app = ("shop/Shop.java", include_str!("apps/spring.java"));
    answers(Kind::Spring, Server::Spring, &[app], &WITH_VARY, 11, known.collect());
}

/// In Go a folder is a package.
fn go_app() -> String {
    let policies = 0..policies().len();
    let imports: String =
        policies.clone().map(|number| format!("p{number} \"./p{number}\"\n")).collect();
    let apps: String = policies
        .map(|number| format!("\"p{number}\": p{number}.CrosscheckCORS(everything),\n"))
        .collect();
    include_str!("apps/go.go").replace("//IMPORTS", &imports).replace("//APPS", &apps)
}

/// In: what runs it; who it is written for; the file that is the application; how much is asked, one in so
/// many.
fn answers_as_the_policy_does(kind: Kind, server: Server, app: (&str, &str), one_in: usize) {
    answers(kind, server, &[app], &APPLICATION, one_in, policies());
}

/// The same with an application that says nothing of CORS, as the export asks for.
fn answers_as_was_said(kind: Kind, server: Server, app: (&str, &str), one_in: usize) {
    answers(kind, server, &[app], &APPLICATION_WITHOUT_CORS, one_in, policies());
}

pub(super) fn answers(
    kind: Kind,
    server: Server,
    app: &[(&str, &str)],
    application: &'static [(&'static str, &'static str)],
    one_in: usize,
    policies: Vec<Named>,
) {
    let exports: Vec<(&str, Policy, Export)> = policies
        .into_iter()
        .map(|(name, config)| {
            let policy = Policy::new(&config).expect(name);
            let export = export(&policy, server).expect("it can be written for");
            (name, policy, export)
        })
        .collect();
    let said: serde_json::Map<_, _> =
        application.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let mut files: Vec<(String, String)> =
        app.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.push(("said.json".into(), serde_json::Value::Object(said).to_string()));
    for (number, (_, _, export)) in exports.iter().enumerate() {
        for file in &export.files {
            let text = file.text.replace("package main", &format!("package p{number}"));
            let text = text.replace("package com.example;", &format!("package p{number};"));
            files.push((format!("p{number}/{}", file.name), text));
        }
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let Some(mut app) = App::of_files_or_skip(kind, files) else { return };
    let address = app.address().expect("it listens");
    let mut count = Count::default();
    for (number, (name, policy, export)) in exports.iter().enumerate() {
        let host = Some(format!("p{number}.example"));
        let subject =
            Subject { address: address.clone(), host, status_of_failures: 500, application };
        count.add(name, policy, export, &subject, one_in);
    }
    count.tell(server);
}
