//! Which scenarios share a document, what that document is, and which comes next.

use std::collections::HashMap;
use std::sync::LazyLock;

use crosscheck::scenario::Answer;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Settings;
use crosscheck::scenario::StepRecord;
use crosscheck_lab::stage::PERFORM;
use serde_json::json;

/// All documents of a batch, and how far it is.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pages: Vec<Page>,
    /// The document that is open, or about to be.
    current: Option<usize>,
    told: HashMap<String, Vec<StepRecord>>,
    given_up: usize,
}

/// Scenarios that run one after the other in one document.
#[derive(Debug)]
struct Page {
    scenarios: Vec<Scenario>,
}

impl Pages {
    /// The documents of a batch.
    pub(super) fn of(scenarios: &[Scenario]) -> Self {
        let mut pages: Vec<Page> = Vec::new();
        for scenario in scenarios {
            match pages.iter_mut().find(|page| page.fits(scenario)) {
                Some(page) => page.scenarios.push(scenario.clone()),
                None => pages.push(Page { scenarios: vec![scenario.clone()] }),
            }
        }
        Self { pages, ..Self::default() }
    }

    /// What the user must have set for the document that a new browser begins with; `None` if all is
    /// done.
    pub(super) fn next_settings(&self) -> Option<Settings> {
        let at = self.next(|_| true)?;
        Some(self.pages[at].first().settings)
    }

    /// The URL of the next document that a browser with these settings can open.
    pub(super) fn next_url(&mut self, settings: Settings, is_first: bool) -> Option<String> {
        let before = self.current.filter(|_| !is_first).map(|at| self.pages[at].origin());
        let at = self.next(|page| page.first().settings == settings)?;
        let is_same = before == Some(self.pages[at].origin());
        self.current = Some(at);
        let url = format!("{}/", self.pages[at].origin());
        // The same URL again would be a reload: the way leads over another document.
        Some(if is_same { format!("http://127.0.0.1{HOP}?{url}") } else { url })
    }

    fn next(&self, fits: impl Fn(&Page) -> bool) -> Option<usize> {
        let is_open = |page: &Page| page.scenarios.iter().any(|s| !self.told.contains_key(&s.id));
        self.pages.iter().position(|page| is_open(page) && fits(page))
    }

    /// Takes what the page told of a scenario; the first time counts.
    pub(super) fn take(&mut self, id: String, steps: Vec<StepRecord>) {
        self.told.entry(id).or_insert(steps);
    }

    /// Whether a scenario has ended.
    pub(super) fn is_over(&self, id: &str) -> bool {
        self.told.contains_key(id)
    }

    /// How many have ended.
    pub(super) fn count(&self) -> usize {
        self.told.len()
    }

    /// How many a browser was stuck in.
    pub(super) fn given_up(&self) -> usize {
        self.given_up
    }

    /// What script saw of a scenario.
    pub(super) fn steps(&mut self, id: &str) -> Vec<StepRecord> {
        self.told.remove(id).unwrap_or_default()
    }

    /// Gives up the scenario in which a browser is stuck.
    pub(super) fn give_up(&mut self) {
        let Some(page) = self.current.map(|at| &self.pages[at]) else { return };
        let stuck = page.scenarios.iter().find(|s| !self.told.contains_key(&s.id));
        if let Some(id) = stuck.map(|scenario| scenario.id.clone()) {
            self.given_up += 1;
            self.take(id, vec![StepRecord::Unsupported]);
        }
    }

    /// The open document; `None` if there is none.
    pub(super) fn document(&self) -> Option<Answer> {
        let page = &self.pages[self.current?];
        let left = page.scenarios.iter().filter(|s| !self.told.contains_key(&s.id));
        let left: Vec<_> = left
            .map(|s| json!({ "id": s.id, "page": s.page.serialize(), "steps": s.steps }))
            .collect();
        // Nothing in it may end the script that it stands in.
        let left = json!(left).to_string().replace("</", "<\\/");
        let script = format!("const SCENARIOS = {left};\n{}", include_str!("page/run.js"));
        let mut document = html(&format!("(() => {{\n{}\n{script}\n}})();", *SCRIPT));
        for (name, value) in &page.first().page_headers {
            document.headers.append(name.clone(), value.as_bytes());
        }
        Some(document)
    }

    /// A file that the open document's frames and workers are made of.
    pub(super) fn file(&self, path: &str) -> Option<Answer> {
        let whole = || format!("(() => {{\n{}\n}})();", *SCRIPT);
        let mut file = match path {
            "/__o2/frame" | "/__o2/sw/frame" => html(&whole()),
            "/__o2/worker.js" | "/__o2/shared.js" | "/__o2/script.js" => script(&whole()),
            "/__o2/sw/sw.js" => script(include_str!("page/service-worker.js")),
            HOP => html(
                "onload = () => setTimeout(() => { location.href = location.search.slice(1); })",
            ),
            _ => return None,
        };
        // A page with an embedder policy holds only frames that have one, too.
        if self.current.is_some_and(|at| self.pages[at].embeds_with_a_policy()) {
            file.headers.append("Cross-Origin-Resource-Policy", "cross-origin");
            file.headers.append("Cross-Origin-Embedder-Policy", "credentialless");
        }
        Some(file)
    }
}

impl Page {
    fn first(&self) -> &Scenario {
        &self.scenarios[0]
    }

    /// Whether a scenario can run in this document: all that the browser makes of it is the same.
    fn fits(&self, other: &Scenario) -> bool {
        let first = self.first();
        !first.alone
            && !other.alone
            && origin(first) == origin(other)
            && first.page_headers == other.page_headers
            && first.permissions == other.permissions
            && first.settings == other.settings
    }

    fn origin(&self) -> String {
        origin(self.first()).to_owned()
    }

    fn embeds_with_a_policy(&self) -> bool {
        let mut headers = self.first().page_headers.iter();
        headers.any(|(name, _)| name.eq_ignore_ascii_case("Cross-Origin-Embedder-Policy"))
    }
}

/// The origin of the document that a scenario runs in, or whose sandboxed frame it runs in.
pub(super) fn origin(scenario: &Scenario) -> &str {
    match scenario.page.is_opaque() {
        true => Scenario::FRAMING_PAGE,
        false => scenario.page.serialize(),
    }
}

/// What every document and worker of the recorder runs.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let perform = PERFORM.replace("export const", "const");
    [&*perform, include_str!("page/elements.js"), include_str!("page/contexts.js")].join("\n")
});

fn html(script: &str) -> Answer {
    let text = format!(
        "<!doctype html><meta charset=utf-8><title>.</title><body><script>{script}</script>"
    );
    file("text/html; charset=utf-8", &text)
}

fn script(text: &str) -> Answer {
    file("text/javascript; charset=utf-8", text)
}

fn file(mime_type: &str, text: &str) -> Answer {
    let length = text.len().to_string();
    let headers =
        [("Content-Type", mime_type), ("Cache-Control", "no-store"), ("Content-Length", &length)];
    Answer { status: 200, headers: headers.into_iter().collect(), body: text.into() }
}

/// A document that leads on to another one.
const HOP: &str = "/__o2/hop";
