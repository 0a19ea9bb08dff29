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
use crate::exported::ask::Subject;
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
    let policies = 0..policies().len();
    let imports: String =
        policies.clone().map(|number| format!("p{number} \"./p{number}\"\n")).collect();
    let apps: String = policies
        .map(|number| format!("\"p{number}\": p{number}.CrosscheckCORS(everything),\n"))
        .collect();
    let text = include_str!("apps/go.go").replace("//IMPORTS", &imports).replace("//APPS", &apps);
    answers_as_the_policy_does(Kind::Go, Server::Go, ("app.go", &text), 4);
}

/// In: what runs it; who it is written for; the file that is the application; how much is asked, one in so
/// many.
fn answers_as_the_policy_does(kind: Kind, server: Server, app: (&str, &str), one_in: usize) {
    let exports: Vec<(&str, Policy, Export)> = policies()
        .into_iter()
        .map(|(name, config)| {
            let policy = Policy::new(&config).expect(name);
            let export = export(&policy, server).expect("it can be written for");
            (name, policy, export)
        })
        .collect();
    let said: serde_json::Map<_, _> =
        APPLICATION.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let mut files = vec![
        (app.0.to_owned(), app.1.to_owned()),
        ("said.json".into(), serde_json::Value::Object(said).to_string()),
    ];
    for (number, (_, _, export)) in exports.iter().enumerate() {
        for file in &export.files {
            // In Go a folder is a package.
            let text = file.text.replace("package main", &format!("package p{number}"));
            files.push((format!("p{number}/{}", file.name), text));
        }
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let Some(mut app) = App::of_files_or_skip(kind, files) else { return };
    let address = app.url().expect("it listens");
    let mut count = Count::default();
    for (number, (name, policy, export)) in exports.iter().enumerate() {
        let host = Some(format!("p{number}.example"));
        let subject = Subject { address: address.clone(), host, status_of_failures: 500 };
        count.add(name, policy, export, &subject, one_in);
    }
    count.tell(server);
}
