//! The exchange as a sequence diagram: one self-contained SVG, for light and dark.

use crosscheck::agent::element::Content;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Transcript;
use crosscheck::audit::Verdict;
use crosscheck::diagnosis::RefusalView;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck_config::visible::visible;
use svg::Document;
use svg::Node;
use svg::node::element::Line;
use svg::node::element::Rectangle;
use svg::node::element::Style;
use svg::node::element::Text;
use svg::node::element::Title;

use super::checked::Checked;
use super::report::console;
use crate::story::in_words;

/// Draws each different exchange below the one before.
pub fn draw(checked: &Checked) -> String {
    let mut drawing = Drawing::default();
    let mut drawn: Vec<&Transcript> = Vec::new();
    for run in &checked.transcripts {
        if drawn.iter().any(|other| other.is_same_exchange(run)) {
            continue;
        }
        drawn.push(run);
        let alike: Vec<&Transcript> =
            checked.transcripts.iter().filter(|other| other.is_same_exchange(run)).collect();
        drawing.exchange(checked.page.serialize(), &alike);
    }
    let title = format!("{} asks {}", checked.page, checked.url);
    drawing.finish(&title)
}

#[derive(Default)]
struct Drawing {
    nodes: Vec<Box<dyn Node>>,
    y: u32,
    width: u32,
}

impl Drawing {
    /// In: browsers that sent the same; never empty.
    fn exchange(&mut self, page: &str, alike: &[&Transcript]) {
        let run = alike[0];
        let mut servers: Vec<String> = Vec::new();
        for exchanged in &run.messages {
            let server = server(exchanged);
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
        self.y += 34;
        let names: Vec<&str> = alike.iter().map(|run| run.browser.profile.name()).collect();
        self.text(PAGE_X - 60, "b", &format!("{page} in {}", names.join(", ")));
        let top = self.y + 10;
        for (index, server) in servers.iter().enumerate() {
            self.y = top - 10;
            self.label(server_x(index), "b end", server);
        }
        self.y = top;
        let lifelines = self.nodes.len();
        for (index, exchanged) in run.messages.iter().enumerate() {
            let server = server(exchanged);
            let place = servers.iter().position(|s| *s == server).expect("it was listed");
            self.message(index + 1, exchanged, server_x(place));
        }
        self.y += 12;
        let bottom = self.y;
        for x in (0..servers.len()).map(server_x).chain([PAGE_X]).rev() {
            let line = line(x, top, x, bottom).set("class", "life");
            self.nodes.insert(lifelines, Box::new(line));
        }
        for run in alike {
            self.verdict(run);
        }
        self.width = self.width.max(server_x(servers.len().saturating_sub(1)) + 40);
    }

    fn message(&mut self, number: usize, exchanged: &Exchanged, x: u32) {
        let request = &exchanged.request;
        let path = match request.url.query() {
            Some(query) => format!("{}?{query}", request.url.path()),
            None => request.url.path().to_owned(),
        };
        self.y += 24;
        self.text(PAGE_X + 12, "b", &format!("{number}. {} {path}", request.method));
        self.arrow(PAGE_X, x, "");
        self.headers(&request.headers, is_telling_request_header);
        self.y += 24;
        match &exchanged.answer {
            Some(answered) => {
                let response = &answered.response;
                let is_error = response.status >= 400;
                let class = if is_error { "b bad" } else { "b" };
                let text = format!("{} over {}", response.status, answered.via.protocol);
                self.text(PAGE_X + 12, class, &text);
                self.arrow(x, PAGE_X, "answer");
                self.headers(&response.headers, is_telling_answer_header);
            }
            None => {
                self.text(PAGE_X + 12, "b bad", "no answer");
                self.arrow(x, PAGE_X, "answer");
            }
        }
    }

    fn headers(&mut self, headers: &HeaderList, is_telling: fn(&str) -> bool) {
        for (name, value) in headers.iter() {
            let name = name.to_ascii_lowercase();
            if is_telling(&name) {
                self.y += 17;
                self.text(PAGE_X + 12, "m", &format!("{name}: {}", value.escape_ascii()));
            }
        }
    }

    fn verdict(&mut self, run: &Transcript) {
        let (sign, class) = match run.verdict() {
            Verdict::Allowed => ("✓", "b ok"),
            Verdict::Refused => ("✗", "b bad"),
            Verdict::Unknown => ("?", "b bad"),
        };
        let name = run.browser.profile.name();
        let end = match run.outcome() {
            Some(_) if run.verdict() == Verdict::Unknown => "it cannot be told".to_owned(),
            Some(outcome) => match &outcome.result {
                Ok(_) => in_words(&StepRecord::of(outcome, Content::Fitting, run.browser.profile)),
                Err(failure) => RefusalView::of(failure).what.unwrap_or_default().to_owned(),
            },
            None => "refused before anything was sent".to_owned(),
        };
        self.y += 24;
        self.text(PAGE_X - 60, class, &format!("{sign} {name}: {end}"));
        for text in console(run) {
            for line in wrapped(&visible(&text)) {
                self.y += 17;
                self.text(PAGE_X - 42, "m", &line);
            }
        }
    }

    fn arrow(&mut self, from: u32, to: u32, class: &str) {
        self.y += 8;
        let (y, back) = (self.y, if from < to { -7_i32 } else { 7 });
        self.nodes.push(Box::new(line(from, y, to, y).set("class", format!("arrow {class}"))));
        for wing in [-4_i32, 4] {
            let head = line(to, y, to, y)
                .set("class", "arrow")
                .set("x1", i64::from(to) + i64::from(back))
                .set("y1", i64::from(y) + i64::from(wing));
            self.nodes.push(Box::new(head));
        }
    }

    fn text(&mut self, x: u32, class: &str, text: &str) {
        let text = clipped(&visible(text));
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.width = self.width.max(x + length.saturating_mul(8) + 20);
        self.label(x, class, &text);
    }

    fn label(&mut self, x: u32, class: &str, text: &str) {
        let node = Text::new(text).set("x", x).set("y", self.y).set("class", class);
        self.nodes.push(Box::new(node));
    }

    fn finish(self, title: &str) -> String {
        let (width, height) = (self.width, self.y + 24);
        let mut document = Document::new()
            .set("viewBox", (0, 0, width, height))
            .set("width", width)
            .set("height", height)
            .set("role", "img")
            .set("class", "crosscheck")
            .add(Title::new(visible(title)))
            .add(Style::new(STYLE))
            .add(Rectangle::new().set("width", "100%").set("height", "100%").set("class", "back"));
        for node in self.nodes {
            document = document.add(node);
        }
        format!("{document}\n")
    }
}

const STYLE: &str = "\
.crosscheck{color-scheme:light dark;color:#1b1f24;--back:#fff;--dim:#57606a;--ok:#116329;\
--bad:#a40e26;font:13px system-ui,sans-serif}\
@media(prefers-color-scheme:dark){.crosscheck{color:#e6edf3;--back:#0d1117;--dim:#9198a1;\
--ok:#3fb950;--bad:#ff7b72}}\
.crosscheck text{fill:currentColor;stroke:var(--back);stroke-width:4px;paint-order:stroke}\
.crosscheck .b{font-weight:600}.crosscheck .end{text-anchor:end}\
.crosscheck .m{font:12px ui-monospace,monospace;fill:var(--dim)}\
.crosscheck .ok{fill:var(--ok)}.crosscheck .bad{fill:var(--bad)}\
.crosscheck .back{fill:var(--back)}.crosscheck line{stroke:currentColor}\
.crosscheck .life{stroke:var(--dim);stroke-dasharray:2 4}.crosscheck .answer{stroke-dasharray:6 3}";

/// Where the page's line is, and each server's.
const PAGE_X: u32 = 80;

const fn server_x(index: usize) -> u32 {
    let index = if index > 40 { 40 } else { index as u32 };
    PAGE_X + 560 + 200 * index
}

fn server(exchanged: &Exchanged) -> String {
    Origin::of(&exchanged.request.url).serialize().to_owned()
}

fn line(x1: u32, y1: u32, x2: u32, y2: u32) -> Line {
    Line::new().set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2)
}

fn is_telling_request_header(name: &str) -> bool {
    name.starts_with("access-control-")
        || ["authorization", "content-type", "cookie", "origin", "range"].contains(&name)
}

fn is_telling_answer_header(name: &str) -> bool {
    name.starts_with("access-control-")
        || ["cross-origin-resource-policy", "location", "set-cookie", "vary"].contains(&name)
}

/// No more than fits into a line.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Lines of whole words, the first few.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always one");
        if line.is_empty() || line.chars().count() + word.chars().count() < LINE {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.truncate(8);
    lines
}

/// Letters of a line.
const LINE: usize = 84;
