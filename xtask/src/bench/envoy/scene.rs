//! What is asked, as data.

use super::kind::Kind;
use crate::bench::gateway::scene::Load;
use crate::bench::gateway::scene::Scene;

pub(super) const UPSTREAM_PORT: u16 = 19_300;
pub(super) const FIRST_PORT: u16 = 19_310;

/// What is asked: by a page, by nobody's page, as a preflight.
pub(super) static SCENES: [Scene; 3] = [
    Scene {
        name: "GET of a page",
        load: Load::Wrk { path: "/", script: "wrk.headers['Origin'] = 'https://app.example'" },
        connections: 64,
        rounds: 15,
    },
    Scene {
        name: "GET without Origin",
        load: Load::Wrk { path: "/", script: "" },
        connections: 64,
        rounds: 15,
    },
    Scene {
        name: "preflight",
        load: Load::Wrk {
            path: "/",
            script: "wrk.method = 'OPTIONS'
wrk.headers['Origin'] = 'https://app.example'
wrk.headers['Access-Control-Request-Method'] = 'PUT'
wrk.headers['Access-Control-Request-Headers'] = 'authorization,content-type'",
        },
        connections: 64,
        rounds: 15,
    },
];

/// Without a filter, a preflight is the upstream's: another story. What answers all by itself is asked nothing else.
pub(super) fn is_asked(kind: &Kind, scene: &Scene) -> bool {
    match scene.name {
        "preflight" => kind.answers_preflights(),
        _ => kind.forwards(),
    }
}
