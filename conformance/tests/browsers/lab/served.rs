//! A lab that runs, and what its page would ask it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use conformance::binary;
use serde_json::Value;

/// A lab of the test's own.
pub(crate) struct Served {
    /// The page's origin.
    pub(crate) page: String,
    /// The stage's origin.
    pub(crate) stage: String,
    /// The gateway's origin.
    pub(crate) api: String,
    token: String,
    _serving: binary::Serving,
}

impl Served {
    pub(crate) fn start() -> Self {
        let serving = binary::serve(&[], 2);
        let [page, api] = [0, 1].map(|at| serving.addresses[at].clone());
        let (_, html) = file(&format!("{page}/"));
        let of = |name: &str| {
            let (_, rest) = html.split_once(&format!("{name}=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        let [token, stage] =
            ["data-token", "data-stage"].map(|name| of(name).expect("the page holds it"));
        Self { page, stage, api, token, _serving: serving }
    }

    /// A list that the page would get; `None` if there is none.
    pub(crate) fn list(&self, path: &str) -> Option<Vec<Value>> {
        let asked =
            ureq::get(format!("{}{path}", self.page)).header("x-crosscheck-lab", &self.token);
        serde_json::from_str(&asked.call().ok()?.into_body().read_to_string().ok()?).ok()
    }
}

impl Served {
    /// What the page would get for some JSON.
    pub(crate) fn ask(&self, path: &str, asked: &Value) -> anyhow::Result<Value> {
        let request = ureq::post(format!("{}{path}", self.page))
            .header("x-crosscheck-lab", &self.token)
            .header("origin", &self.page)
            .header("content-type", "application/json");
        let answer = request.send(asked.to_string())?;
        Ok(serde_json::from_str(&answer.into_body().read_to_string()?)?)
    }
}

/// What is at a URL: its policy, and its text.
pub(crate) fn file(url: &str) -> (String, String) {
    let response = ureq::get(url).call().expect("it answers");
    let policy = response.headers().get("content-security-policy");
    let policy = policy.and_then(|policy| policy.to_str().ok()).unwrap_or_default().to_owned();
    (policy, response.into_body().read_to_string().expect("text"))
}

/// A scenario as a link holds it: deflated, as one block that is stored as it is.
pub(crate) fn fragment(scenario: &Value) -> String {
    let text = scenario.to_string().into_bytes();
    let length = u16::try_from(text.len()).expect("it is short");
    let head = [&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    format!("#cors=1.{}", BASE64_URL_SAFE_NO_PAD.encode([head, text].concat()))
}
