//! The rows, put to Salvo.

use crosscheck_salvo::Cors;
use salvo_core::Handler;
use salvo_core::Response;
use salvo_core::Router;
use salvo_core::Service;
use salvo_core::conn::SocketAddr;
use salvo_core::handler;
use salvo_core::http::Request;
use salvo_core::http::StatusCode;
use salvo_core::http::uri::Scheme;

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

fn asked(case: &Case, app: App, cors: impl Handler) -> String {
    let mut router = Router::new().push(Router::with_path("fails").get(fails));
    if app != App::FailsAlone {
        router = router.push(Router::with_path("{**rest}").goal(said));
    }
    let service = Service::new(router).hoop(cors);
    let mut request = http::Request::builder().method(case.method).uri(case.path);
    for (name, value) in &case.lines {
        request = request.header(*name, *value);
    }
    let request = request.body(Vec::<u8>::new()).expect("a request");
    let request = Request::from_hyper(request, Scheme::HTTP);
    let (here, control) = (SocketAddr::Unknown, Default::default());
    let handler = service.hyper_handler(here.clone(), here, Scheme::HTTP, None, control, None);
    let answer = block_on(handler.handle(request));
    let status = answer.status_code.expect("a status").as_u16();
    let lines = answer.headers().iter();
    told(status, lines.map(|(name, value)| (name.as_str(), value.as_bytes())))
}

#[handler]
async fn fails(answer: &mut Response) {
    answer.status_code(StatusCode::INTERNAL_SERVER_ERROR);
}

#[handler]
async fn said(answer: &mut Response) {
    for (name, value) in SAID {
        answer.headers_mut().append(name, value.parse().expect("a value"));
    }
}
