//! The rows, put to Poem.

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck_poem::Cors;
use crosscheck_poem::HttpHead;
use crosscheck_poem::PolicySelector;
use poem::Body;
use poem::Endpoint;
use poem::EndpointExt;
use poem::Request;
use poem::Response;
use poem::Route;
use poem::endpoint::make_sync;
use poem::http::StatusCode;
use poem::http::uri::Scheme;
use poem::web::LocalAddr;
use poem::web::RemoteAddr;

use crate::App;
use crate::block_on;
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

fn asked<P>(case: &Case, app: App, cors: Cors<P>) -> String
where
    P: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + Sync,
{
    let mut routes = Route::new().at("/fails", make_sync(|_| fails()));
    if app != App::FailsAlone {
        routes = routes.nest_no_strip("/", make_sync(|_| said()));
    }
    let service = routes.with(cors);
    let mut request =
        Request::builder().method(case.method.parse().expect("a method")).uri_str(case.path);
    for (name, value) in &case.lines {
        request = request.header(*name, *value);
    }
    let answer = block_on(service.get_response(request.finish()));
    let lines = answer.headers().iter();
    told(answer.status().as_u16(), lines.map(|(name, value)| (name.as_str(), value.as_bytes())))
}

fn fails() -> poem::Result<&'static str> {
    Err(poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))
}

fn said() -> Response {
    SAID.into_iter()
        .fold(Response::builder(), |answer, (name, value)| answer.header(name, value))
        .finish()
}

/// A rule's path is the one that was asked, not what a nested route has left of it.
#[test]
fn a_nested_route_is_judged_by_the_whole_path() {
    let rule = Rule {
        paths: vec!["/api".into()],
        origins: vec!["https://app.example".into()],
        ..Rule::default()
    };
    let policy = Policy::new(&Config { rules: vec![rule], ..Config::default() }).expect("a policy");
    let inner = Route::new().at("/users", make_sync(|_| "users")).with(Cors::new(policy));
    let app = Route::new().nest("/api", inner);
    let request = http::Request::get("/api/users").header("origin", "https://app.example");
    let (parts, ()) = request.body(()).expect("a request").into_parts();
    let here = (LocalAddr::default(), RemoteAddr::default(), Scheme::HTTP);
    let asked = Request::from_parts((parts, here.0, here.1, here.2).into(), Body::empty());
    let answer = block_on(app.get_response(asked));
    assert_eq!(
        answer.headers().get("access-control-allow-origin").expect("a line"),
        "https://app.example"
    );
}
