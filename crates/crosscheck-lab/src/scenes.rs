//! The scenes: what the page does in each.

use crosscheck::scenario::Body;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
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
    pub(crate) fn scenario(&self, page_origin: &str, run: &str) -> Scenario {
        let steps = self
            .steps
            .iter()
            .cloned()
            .map(|step| Step { url: step.url.replace("{run}", run), ..step });
        Scenario {
            id: run.into(),
            kind: self.id.into(),
            page: if self.sandboxed { "null" } else { page_origin }.into(),
            steps: steps.collect(),
            server: Vec::new(),
        }
    }
}

/// The scenes, in the order in which the web explains CORS. The API is there under two origins.
pub(crate) fn scenes(api: &str, other: &str) -> Vec<Scene> {
    let step = |kind: &str, path: &str| Step {
        api: kind.into(),
        url: format!("{api}{path}"),
        ..Step::default()
    };
    let fetch = |path: &str| step("fetch", path);
    let with_credentials = |path: &str| Step { credentials: Some("include".into()), ..fetch(path) };
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
        kind: "blob".into(),
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
        Scene {
            id: "null",
            sandboxed: true,
            steps: vec![fetch("/null/{run}"), fetch("/null-danger/{run}")],
        },
        scene("cache", vec![save(), save()]),
        scene("expose", vec![fetch("/expose/{run}")]),
        scene(
            "canvas",
            vec![
                step("img", "/kept/{run}/pixel.png"),
                anonymous(step("img", "/shared/{run}/pixel.png")),
                anonymous(step("img", "/kept/{run}/pixel.png?again")),
            ],
        ),
        scene(
            "webgl",
            vec![
                step("webgl", "/kept/{run}/pixel.png"),
                anonymous(step("webgl", "/shared/{run}/pixel.png")),
            ],
        ),
        scene(
            "font",
            vec![step("font", "/kept/{run}/letter.ttf"), step("font", "/shared/{run}/letter.ttf")],
        ),
        scene(
            "shape",
            vec![step("shape", "/kept/{run}/pixel.png"), step("shape", "/shared/{run}/pixel.png")],
        ),
        scene(
            "script",
            vec![
                step("script", "/kept/{run}/script.js"),
                anonymous(step("script", "/shared/{run}/script.js")),
            ],
        ),
        scene(
            "eventsource",
            vec![Step {
                credentials: Some("include".into()),
                ..step("eventsource", "/events/{run}")
            }],
        ),
        scene(
            "beacon",
            vec![
                Step { body: Some(text("bye")), ..step("beacon", "/beacon/{run}") },
                Step { body: Some(blob), ..step("beacon", "/beacon/{run}") },
            ],
        ),
        scene(
            "upload",
            vec![
                post(step("xhr", "/upload/{run}"), text("a file")),
                Step {
                    upload_listener: true,
                    ..post(step("xhr", "/upload/{run}"), text("a file"))
                },
            ],
        ),
    ]
}

fn text(value: &str) -> Body {
    Body { kind: "text".into(), value: value.into(), mime_type: None }
}
