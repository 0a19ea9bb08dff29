//! The scenes: what the page does in each.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use serde::Serialize;

/// One scene: the page that plays it, and what the page does.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Scene {
    pub(crate) id: &'static str,
    /// Whether it is played in a sandboxed frame, whose origin is `null`.
    pub(crate) sandboxed: bool,
    /// Steps whose URLs hold `{run}` in place of a run's name.
    pub(crate) steps: Vec<Step>,
}

impl Scene {
    /// The scene as a scenario for one run.
    pub(crate) fn scenario(&self, page: &Origin, run: &str) -> Scenario {
        let steps = self
            .steps
            .iter()
            .cloned()
            .map(|step| Step { url: step.url.replace("{run}", run), ..step });
        Scenario {
            id: run.into(),
            kind: self.id.into(),
            page: if self.sandboxed { Origin::OPAQUE } else { page.clone() },
            steps: steps.collect(),
            ..Scenario::default()
        }
    }
}

/// The scenes, in the order in which the web explains CORS. The API is there under two origins.
pub(crate) fn scenes(api: &str, other: &str) -> Vec<Scene> {
    let step = |kind: Api, path: &str| Step::new(kind, &format!("{api}{path}"));
    let fetch = |path: &str| step(Api::Fetch, path);
    let with_credentials =
        |path: &str| Step { credentials: Some(CredentialsMode::Include), ..fetch(path) };
    let at_other = |step: Step| Step { url: step.url.replacen(api, other, 1), ..step };
    let anonymous = |step: Step| Step { crossorigin: Some("anonymous".into()), ..step };
    let post =
        |step: Step, body: Body| Step { method: Some("POST".into()), body: Some(body), ..step };
    let person = || text("<person><name>Arun</name></person>");
    let pingother = |step: Step| Step {
        headers: vec![
            ("X-PINGOTHER".into(), "pingpong".into()),
            ("Content-Type".into(), "application/xml".into()),
        ],
        ..post(step, person())
    };
    let save =
        || Step { method: Some("PUT".into()), body: Some(text("draft")), ..fetch("/cache/{run}") };
    let blob = Body {
        kind: BodyKind::Blob,
        value: "{}".into(),
        mime_type: Some("application/json".into()),
    };
    let scene = |id, steps| Scene { id, sandboxed: false, steps };
    vec![
        scene("simple", vec![fetch("/simple/{run}")]),
        scene("preflighted", vec![pingother(fetch("/preflighted/{run}"))]),
        scene(
            "credentials",
            vec![
                with_credentials("/credentials/{run}/sign-in"),
                with_credentials("/credentials/{run}/account"),
            ],
        ),
        scene("wildcard", vec![with_credentials("/wildcard/{run}")]),
        scene("silent", vec![fetch("/silent/{run}")]),
        scene("redirect", vec![fetch("/redirect/{run}")]),
        scene("redirected-preflight", vec![pingother(fetch("/redirected-preflight/{run}"))]),
        scene("moved", vec![pingother(fetch("/moved/{run}"))]),
        scene(
            "cookies",
            vec![
                with_credentials("/cookies/{run}/set"),
                with_credentials("/cookies/{run}/seen"),
                at_other(with_credentials("/cookies/{run}/set")),
                at_other(with_credentials("/cookies/{run}/seen")),
            ],
        ),
        scene(
            "partitioned",
            vec![
                at_other(with_credentials("/partitioned/{run}/set")),
                at_other(with_credentials("/partitioned/{run}/seen")),
            ],
        ),
        Scene {
            id: "null",
            sandboxed: true,
            steps: vec![fetch("/null/{run}"), fetch("/null-danger/{run}")],
        },
        scene("cache", vec![save(), save()]),
        scene(
            "http-cache",
            vec![
                step(Api::Img, "/http-cache/{run}/pixel.png"),
                fetch("/http-cache/{run}/pixel.png"),
                step(Api::Img, "/http-cache-vary/{run}/pixel.png"),
                fetch("/http-cache-vary/{run}/pixel.png"),
            ],
        ),
        scene("expose", vec![fetch("/expose/{run}")]),
        scene(
            "canvas",
            vec![
                step(Api::Img, "/kept/{run}/pixel.png"),
                anonymous(step(Api::Img, "/shared/{run}/pixel.png")),
                anonymous(step(Api::Img, "/kept/{run}/pixel.png?again")),
            ],
        ),
        scene(
            "webgl",
            vec![
                step(Api::Webgl, "/kept/{run}/pixel.png"),
                anonymous(step(Api::Webgl, "/shared/{run}/pixel.png")),
            ],
        ),
        scene(
            "font",
            vec![
                step(Api::Font, "/kept/{run}/letter.ttf"),
                step(Api::Font, "/shared/{run}/letter.ttf"),
            ],
        ),
        scene(
            "shape",
            vec![
                step(Api::Shape, "/kept/{run}/pixel.png"),
                step(Api::Shape, "/shared/{run}/pixel.png"),
            ],
        ),
        scene(
            "script",
            vec![
                step(Api::Script, "/kept/{run}/script.js"),
                anonymous(step(Api::Script, "/shared/{run}/script.js")),
            ],
        ),
        scene(
            "eventsource",
            vec![Step {
                credentials: Some(CredentialsMode::Include),
                ..step(Api::EventSource, "/events/{run}")
            }],
        ),
        scene(
            "beacon",
            vec![
                Step { body: Some(text("bye")), ..step(Api::Beacon, "/beacon/{run}") },
                Step { body: Some(blob), ..step(Api::Beacon, "/beacon/{run}") },
            ],
        ),
        scene(
            "upload",
            vec![
                post(step(Api::Xhr, "/upload/{run}"), text("a file")),
                Step {
                    upload_listener: true,
                    ..post(step(Api::Xhr, "/upload/{run}"), text("a file"))
                },
            ],
        ),
    ]
}

fn text(value: &str) -> Body {
    Body::new(BodyKind::Text, value)
}
