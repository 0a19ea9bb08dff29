//! Answers that servers gave, as the routes of a scenario.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Permissions;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck::wire::isomorphic_decode;

/// A step of a page, and servers that answer as they did: to each method and path what was said
/// first, without its body.
pub(super) fn scenario(
    id: &str,
    page: Origin,
    step: Step,
    answers: Vec<(HttpRequest, Response)>,
) -> Scenario {
    let mut server: Vec<Route> = Vec::new();
    for (message, response) in answers {
        let origin = message.url.origin().ascii_serialization();
        let route = Route {
            method: message.method,
            headers: lines(&response.headers),
            ..Route::new(&origin, message.url.path(), response.status)
        };
        let is_for_the_same = |known: &Route| {
            (&known.origin, &known.path, &known.method)
                == (&route.origin, &route.path, &route.method)
        };
        if !server.iter().any(is_for_the_same) {
            server.push(route);
        }
    }
    // It was answered, so whoever asked may reach it.
    let mut permissions = Permissions::default();
    permissions.local_network = Some(PermissionState::Granted);
    permissions.loopback_network = Some(PermissionState::Granted);
    Scenario { id: id.into(), page, steps: vec![step], server, permissions, ..Scenario::default() }
}

/// Header lines as text whose code points are bytes, without those that the transport writes.
pub(super) fn lines(headers: &HeaderList) -> Vec<HeaderLine> {
    let kept = headers.iter().filter(|(name, _)| {
        !["connection", "content-encoding", "content-length", "date", "transfer-encoding"]
            .contains(&name.to_ascii_lowercase().as_str())
    });
    let line = |(name, value): (&str, &[u8])| (name.to_owned().into(), isomorphic_decode(value));
    kept.take(MAX_LINES).map(line).collect()
}

const MAX_LINES: usize = 48;
