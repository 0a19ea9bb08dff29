//! The rows, put to Rocket.

use crosscheck_rocket::Cors;
use rocket::Config;
use rocket::Data;
use rocket::Request;
use rocket::Response;
use rocket::Route;
use rocket::config::LogLevel;
use rocket::fairing::Fairing;
use rocket::http::Header;
use rocket::http::Method;
use rocket::http::Status;
use rocket::local::blocking::Client;
use rocket::outcome::Outcome;
use rocket::route::Handler;

use crate::App;
use crate::by_host;
use crate::case::Case;
use crate::case::SAID;
use crate::case::told;
use crate::source;

pub(crate) fn ask(case: &Case, app: App) -> String {
    let cors = || Cors::new(case.policy());
    match app {
        App::Everything | App::FailsAlone => asked(case, app, cors()),
        App::BlocksRefused => asked(case, app, cors().block_refused()),
        App::Asks => asked(case, app, cors().ask(source())),
        App::ByHost => asked(case, app, Cors::with_selector(by_host(case))),
    }
}

fn asked(case: &Case, app: App, cors: impl Fairing) -> String {
    let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
    let mut rocket = rocket::custom(config).attach(cors);
    rocket = rocket.mount("/", [Route::new(Method::Get, "/fails", Fails)]);
    if app != App::FailsAlone {
        let methods = [Method::Get, Method::Post, Method::Options];
        rocket = rocket.mount("/", methods.map(|method| Route::new(method, "/<_..>", Says)));
    }
    let client = Client::untracked(rocket).expect("a rocket that starts");
    let method: Method = case.method.parse().expect("a method that Rocket knows");
    let mut request = client.req(method, case.path);
    for (name, value) in &case.lines {
        request.add_header(Header::new(*name, *value));
    }
    let answer = request.dispatch();
    let lines: Vec<_> = answer
        .headers()
        .iter()
        .map(|line| (line.name.to_string(), line.value.to_string()))
        .collect();
    told(answer.status().code, lines.iter().map(|(name, value)| (&**name, value.as_bytes())))
}

#[derive(Clone)]
struct Fails;

#[rocket::async_trait]
impl Handler for Fails {
    async fn handle<'r>(&self, _: &'r Request<'_>, _: Data<'r>) -> rocket::route::Outcome<'r> {
        Outcome::Error(Status::InternalServerError)
    }
}

#[derive(Clone)]
struct Says;

#[rocket::async_trait]
impl Handler for Says {
    async fn handle<'r>(&self, _: &'r Request<'_>, _: Data<'r>) -> rocket::route::Outcome<'r> {
        let mut answer = Response::new();
        for (name, value) in SAID {
            answer.adjoin_raw_header(name, value);
        }
        Outcome::Success(answer)
    }
}
