//! The patches that let other sites embed an answer, run: every answer says so once, errors, too.
//!
//! Only those that go where the server's patch for CORS goes; the others are a line for one handler.

use conformance::explain::explain;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::front;
use conformance::front::Front;

const APPS: [Kind; 6] =
    [Kind::Express, Kind::Flask, Kind::Php, Kind::Hono, Kind::Fastify, Kind::Nest];

#[test]
fn every_answer_of_an_application_may_be_embedded() {
    for kind in APPS {
        let Some(mut app) = App::start_or_skip(kind, &patch(kind.name())) else { continue };
        may_be_embedded(&app.url().expect("it listens"));
    }
}

#[test]
fn every_answer_through_a_server_in_front_may_be_embedded() {
    let Some(mut app) = App::start_or_skip(Kind::Hono, &[]) else { return };
    let url = app.url().expect("it listens");
    let upstream = url.trim_start_matches("http://").parse().expect("an address");
    for kind in front::Kind::ALL {
        let patch = patch(kind.name());
        let patch = match kind {
            // Nothing goes where the first part of their patches for CORS does.
            front::Kind::Nginx | front::Kind::Envoy => [vec![String::new()], patch].concat(),
            // A rule of its network, which is not here.
            front::Kind::Cloudflare => continue,
            _ => patch,
        };
        let Some(front) = Front::start_or_skip(kind, upstream, &patch) else { continue };
        may_be_embedded(front.address());
    }
}

fn may_be_embedded(url: &str) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    for (path, status) in [("/orders", 200), ("/fails", 500), ("/nowhere", 404)] {
        let answer = agent.get(format!("{url}{path}")).call().expect("it answers");
        assert_eq!(answer.status().as_u16(), status, "{url}{path}");
        let said: Vec<_> =
            answer.headers().get_all("cross-origin-resource-policy").iter().collect();
        assert_eq!(said, ["cross-origin"], "{url}{path}");
    }
}

fn patch(server: &str) -> Vec<String> {
    explain(&["resource-policy", "--server", server], "").patch()
}
