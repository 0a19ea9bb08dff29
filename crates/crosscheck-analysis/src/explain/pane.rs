//! What a network panel's pane holds, or header lines and nothing else: as they are copied from there, and as
//! Markdown and tables show them.

use url::Url;

use super::header_lines::Lines;
use super::header_lines::find;
use super::header_lines::header_line;
use super::header_lines::is_token;
use super::header_side::is_answered;
use super::header_side::is_only_asked;

/// Both sides' lines.
#[derive(Default)]
pub(super) struct Pane {
    pub(super) url: Option<String>,
    pub(super) method: Option<String>,
    pub(super) asked: Lines,
    pub(super) status: u16,
    pub(super) answered: Lines,
}

impl Pane {
    /// The same without what stands beside a preflight's own lines, and is no header of script's.
    pub(super) fn with_own_lines(mut self) -> Self {
        if find(&self.asked, "access-control-request-method").is_some() {
            self.asked.retain(|(name, _)| {
                let name = name.to_ascii_lowercase();
                name == "origin" || name.starts_with("access-control-request-")
            });
        }
        self
    }
}

/// The most lines that are looked at, and the most of an answer alone.
const MOST_LINES: usize = 4_096;
const MOST_OF_ANSWER: usize = 256;

/// What a panel calls things, beside headers' names.
const LABELS: [&str; 5] =
    ["request url", "request method", "status code", "remote address", "referrer policy"];

/// Whether a text begins as a pane does.
pub(super) fn is_whole(text: &str) -> bool {
    text.lines().take(8).any(|line| behind_url_label(line).is_some())
}

/// The URL of a request that a pane shows.
pub(super) fn asked_url(text: &str) -> Option<Url> {
    let mut lines = text.lines().take(MOST_LINES);
    let behind = lines.find_map(behind_url_label)?.trim_start_matches(':').trim();
    let shown = if behind.is_empty() { undecorated(lines.next()?) } else { behind };
    Url::parse(shown).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// What stands behind `Request URL` in a line.
fn behind_url_label(line: &str) -> Option<&str> {
    let (label, behind) = undecorated(line).split_at_checked(LABELS[0].len())?;
    label.eq_ignore_ascii_case(LABELS[0]).then_some(behind)
}

/// A pane: `Request URL`, then both sides' lines, each in one line or in two; `None` if no header of an answer is
/// shown.
pub(super) fn read(text: &str) -> Option<Pane> {
    let mut told = Pane { status: 200, ..Pane::default() };
    let mut lines = text.lines().take(MOST_LINES).map(undecorated).filter(|line| !line.is_empty());
    let (mut is_of_request, mut is_told) = (false, false);
    while let Some(line) = lines.next() {
        let lower = line.trim_end_matches(':').to_ascii_lowercase();
        if lower.starts_with("request headers") || lower.starts_with("response headers") {
            is_of_request = lower.starts_with("request");
            is_told |= !is_of_request;
            continue;
        }
        if lower == "general" {
            continue;
        }
        let pair = header_or_label(line).or_else(|| row_or_label(line)).or_else(|| {
            // `:path`, as panels show the later versions of HTTP, has its value in the next line, too.
            let is_label = is_token(lower.trim_start_matches(':')) || LABELS.contains(&&*lower);
            is_label.then(|| lines.next()).flatten().map(|value| (lower.clone(), value.to_owned()))
        });
        let Some((name, value)) = pair else { continue };
        match name.to_ascii_lowercase().as_str() {
            "request url" => told.url = Some(value),
            "request method" => told.method = Some(value),
            "status code" => {
                let digits = value.split_whitespace().next().unwrap_or_default();
                told.status = digits.parse().unwrap_or(told.status);
            }
            "remote address" | "referrer policy" => {}
            name if name.starts_with(':') => {}
            name if is_of_request || is_only_asked(name) => told.asked.push((name.into(), value)),
            name => told.answered.push((name.into(), value)),
        }
    }
    is_told |= !told.answered.is_empty();
    (told.url.is_some() && is_told).then_some(told)
}

/// Header lines of an answer, and nothing else: each in one line, in two, or as a row of a table.
pub(super) fn read_block(text: &str) -> Option<Pane> {
    let mut answered = Vec::new();
    let lines = text.lines().map(undecorated).filter(|line| !line.is_empty() && !is_rule(line));
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        let mut pair = row_of_two(line).or_else(|| header_line(line)).or_else(|| {
            let is_name = is_answered(&line.to_ascii_lowercase()) || !answered.is_empty();
            (is_name && is_token(line)).then(|| (line.to_owned(), String::new()))
        })?;
        // A panel shows the value in a line of its own.
        if pair.1.is_empty()
            && let Some(value) = lines.next_if(|line| header_line(line).is_none())
        {
            pair.1 = value.to_owned();
        }
        answered.push(pair);
        if answered.len() > MOST_OF_ANSWER {
            return None;
        }
    }
    if answered.first().is_some_and(are_titles) {
        answered.remove(0);
    }
    let is_known = |(name, _): &(String, String)| is_answered(&name.to_ascii_lowercase());
    // A header's name alone is a name.
    let is_told = |(name, value): &(String, String)| {
        name.to_ascii_lowercase().starts_with("access-control-") && !value.is_empty()
    };
    let is_block = answered.len() > 1 || answered.iter().any(is_told);
    let is_answer = is_block && answered.iter().any(is_known);
    is_answer.then(|| Pane { status: 200, answered, ..Pane::default() })
}

/// The lines of an answer that stand within other words: the first that follow one another and tell of CORS.
pub(super) fn block_within(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().take(MOST_LINES).map(undecorated).collect();
    let mut blocks = lines.split(|line| header_line(line).is_none());
    let tells = |line: &&str| {
        let is_of_cors = |(name, value): (String, String)| {
            let name = name.to_ascii_lowercase();
            name.starts_with("access-control-") && is_answered(&name) && !value.is_empty()
        };
        header_line(line).is_some_and(is_of_cors)
    };
    let block = blocks.find(|block| block.len() > 1 && block.iter().any(tells))?;
    Some(block.join("\n"))
}

/// Whether a table's first row names its columns.
fn are_titles((name, value): &(String, String)) -> bool {
    let is_name = ["header", "name", "key"].iter().any(|title| name.eq_ignore_ascii_case(title));
    is_name && value.eq_ignore_ascii_case("value")
}

fn header_or_label(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let lower = name.to_ascii_lowercase();
    let is_label = LABELS.contains(&&*lower);
    // Old panels leave the blank out; of what is no known name it is then a scheme or a port.
    let is_apart =
        value.starts_with([' ', '\t']) || is_label || is_answered(&lower) || is_only_asked(&lower);
    ((is_label || is_token(name)) && is_apart && !value.trim().is_empty())
        .then(|| (name.to_owned(), value.trim().to_owned()))
}

/// Two columns of a panel.
fn row_or_label(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('\t')?;
    let name = name.trim().trim_end_matches(':');
    let is_known = LABELS.contains(&&*name.to_ascii_lowercase()) || is_token(name);
    is_known.then(|| (name.to_owned(), value.trim().to_owned()))
}

/// `| name | value |`, two columns of a panel, or `name {value}` as PowerShell shows them.
fn row_of_two(line: &str) -> Option<(String, String)> {
    if let Some((name, value)) = line.split_once(' ')
        && is_token(name)
    {
        let value = value.trim();
        let inside = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
        let is_title = name == "Key" && value == "Value";
        return inside.or(is_title.then_some(value)).map(|value| (name.into(), value.into()));
    }
    let (name, value) = match line.strip_prefix('|') {
        Some(row) => row.strip_suffix('|')?.split_once('|')?,
        None => line.split_once('\t')?,
    };
    let name = name.trim().trim_matches('`').trim_end_matches(':');
    is_token(name).then(|| (name.to_owned(), value.trim().trim_matches('`').to_owned()))
}

/// A line without what Markdown puts around it.
fn undecorated(line: &str) -> &str {
    let line = line.trim().trim_start_matches("# ");
    let inside = line.trim_matches('*').trim();
    match line.starts_with('*') && !inside.is_empty() {
        true => inside,
        false => line.trim_matches('`'),
    }
}

/// Whether a line is the rule below a table's titles: `| --- | --- |`.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
