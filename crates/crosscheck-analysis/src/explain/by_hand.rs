//! Code beside a refusal that writes the headers of CORS by hand, as functions of Next.js, Vercel, Deno and Lambda do: what
//! in it meets what was refused, and in which line.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;

use super::access_log;
use super::report::Report;

/// Notes which line is to be mended.
pub(super) fn note(report: &mut Report, text: &str) {
    let Some(finding) = report.findings.first() else { return };
    let code = Code::of(text);
    if code.written.is_empty() {
        return;
    }
    let notes = code.told_of(&finding.case);
    notes.into_iter().for_each(|note| report.note(note));
}

/// A header that code writes.
struct Written<'t> {
    /// Counted from one.
    line: usize,
    /// In lower case.
    name: String,
    value: Option<&'t str>,
}

struct Code<'t> {
    text: &'t str,
    written: Vec<Written<'t>>,
}

impl<'t> Code<'t> {
    fn of(text: &'t str) -> Self {
        // Letters keep their places.
        let lower = text.to_ascii_lowercase();
        let places = lower.match_indices("access-control-allow-").map(|(at, _)| at);
        let written = places.filter_map(|at| written(text, at)).take(MOST).collect();
        Self { text, written }
    }

    /// The lines that say a header.
    fn of_header(&self, name: &str) -> impl Iterator<Item = &Written<'t>> {
        self.written.iter().filter(move |written| written.name == name)
    }

    fn told_of(&self, case: &Refusal) -> Vec<String> {
        let is_of_preflight = case.stage == Some(Stage::Preflight) || case.rule.is_of_preflight();
        match case.rule {
            FetchRule::HeadersNotAllowed => {
                self.told_of_list("access-control-allow-headers", &case.header_names)
            }
            FetchRule::MethodNotAllowed => {
                let method: Vec<String> = case.method.iter().cloned().collect();
                self.told_of_list("access-control-allow-methods", &method)
            }
            FetchRule::WildcardWithCredentials => self
                .of_header("access-control-allow-origin")
                .filter(|written| written.value == Some("*"))
                .map(|written| {
                    format!("line {}: it says `*` there: write the page's own origin", written.line)
                })
                .collect(),
            FetchRule::AllowOriginMultiple | FetchRule::AllowOriginList => {
                let lists = self.of_header("access-control-allow-origin");
                let list = lists.filter(|written| written.value.is_some_and(|v| v.contains(',')));
                let several: Vec<String> = list
                    .map(|written| {
                        format!(
                            "line {}: several origins in one value, and a browser takes one: answer with the one that \
                             asked, if it is among them",
                            written.line
                        )
                    })
                    .collect();
                if !several.is_empty() {
                    return several;
                }
                let library = ["cors("].into_iter().find(|word| self.text.contains(word));
                let first = self.of_header("access-control-allow-origin").next();
                let told = library.zip(first).map(|(library, written)| {
                    format!(
                        "line {} writes the header by hand, and `{library})` writes it, too: take one of them out",
                        written.line
                    )
                });
                told.into_iter().collect()
            }
            FetchRule::PreflightStatus | FetchRule::AllowOriginMissing if is_of_preflight => {
                vec![self.told_of_preflight()]
            }
            FetchRule::AllowOriginMissing => self.told_of_answers(),
            _ => Vec::new(),
        }
    }

    /// What a list lacks, and where it is.
    fn told_of_list(&self, header: &str, missing: &[String]) -> Vec<String> {
        if missing.is_empty() {
            return Vec::new();
        }
        let missing = missing.join(", ");
        let lists =
            self.of_header(header).filter_map(|written| Some((written.line, written.value?)));
        let told: Vec<String> = lists
            .map(|(line, value)| format!("line {line}: `{value}` lacks `{missing}`: add it there"))
            .collect();
        if !told.is_empty() || self.of_header(header).next().is_some() {
            return told;
        }
        Vec::from([format!("that code nowhere says `{}`", spelt(header))])
    }

    /// Whether `OPTIONS` is answered, before methods that are not known are sent away.
    fn told_of_preflight(&self) -> String {
        let lines = || self.text.lines().enumerate().filter(|(_, line)| !is_of_console(line));
        let answers_options = |line: &str| {
            line.contains("OPTIONS") && !line.to_ascii_lowercase().contains("access-control-")
        };
        let options = lines().find(|(_, line)| answers_options(line)).map(|(at, _)| at);
        let guard = lines().find(|(_, line)| is_guard(line) && !line.contains("OPTIONS"));
        if let Some((at, _)) = guard.filter(|(at, _)| options.is_none_or(|options| *at < options)) {
            return format!(
                "line {} sends every other method away, preflights among them: before it, answer `OPTIONS` with 204 and the \
                 same headers",
                at + 1
            );
        }
        if options.is_none() {
            let exported =
                lines().find(|(_, line)| is_exported_by_method(line)).map(|(at, _)| at + 1);
            return match exported {
                Some(line) => format!(
                    "line {line} is for one method, and none in that code is for `OPTIONS`: export a function `OPTIONS` \
                     beside it that answers 204 with the same headers"
                ),
                None => "nothing in that code answers `OPTIONS`, with which a browser asks first: answer it with 204 and the \
                         same headers, before anything else"
                    .into(),
            };
        }
        "by itself that code answers `OPTIONS`, so something before it does: see whether it is deployed, and whether a \
         gateway's check of tokens, a redirect or an error while it is loaded comes first"
            .into()
    }

    /// Answers without the headers that others in the same code have.
    fn told_of_answers(&self) -> Vec<String> {
        let names: Vec<&str> = self.constants();
        let mut without = Vec::new();
        for begin in ANSWERS {
            for (at, _) in self.text.match_indices(begin) {
                let inner = match begin.ends_with('(') {
                    true => within_brackets(self.text.get(at + begin.len()..).unwrap_or_default()),
                    false => bracket_around(self.text, at),
                };
                let has_headers = names.iter().any(|name| inner.contains(name))
                    || inner.to_ascii_lowercase().contains("access-control-allow-origin");
                if !has_headers {
                    without.push(line_of(self.text, at));
                }
            }
        }
        without.sort_unstable();
        without.dedup();
        let answers = ANSWERS.iter().map(|begin| self.text.matches(begin).count()).sum::<usize>();
        // Where none has them, they are added elsewhere.
        if without.is_empty() || without.len() == answers {
            return Vec::new();
        }
        let lines: Vec<String> = without.iter().take(MOST).map(ToString::to_string).collect();
        Vec::from([format!(
            "line {}: an answer without the headers that others in that code have: say them there, too",
            lines.join(", ")
        )])
    }

    /// The names of what holds the headers: `corsHeaders`.
    fn constants(&self) -> Vec<&'t str> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut names = Vec::new();
        for written in &self.written {
            let above = lines.iter().take(written.line).rev().take(6);
            let assigned = above.filter_map(|line| {
                let (name, value) = line.split_once('=')?;
                let is_object = value.trim_start().starts_with(['{', 'n', '[', 'd']);
                let name = name.split(':').next()?.split_whitespace().last()?;
                let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
                (is_object && is_name && name.len() > 2).then_some(name)
            });
            names.extend(assigned);
        }
        names
    }
}

/// The most places that are told of.
const MOST: usize = 16;

/// What begins an answer.
const ANSWERS: [&str; 6] = [
    "new Response(",
    "Response.json(",
    "NextResponse(",
    "statusCode:",
    "'statusCode':",
    "\"statusCode\":",
];

/// What is before the bracket that closes what is open.
fn within_brackets(text: &str) -> &str {
    let mut depth = 1_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// The line in which a place is.
fn line_at(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let begin = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    text.get(begin..end).unwrap_or_default()
}

/// The bracket around a place, to where it closes.
fn bracket_around(text: &str, at: usize) -> &str {
    let mut depth = 0_usize;
    let before = text.get(..at).unwrap_or_default();
    for (place, letter) in before.char_indices().rev() {
        match letter {
            ')' | '}' | ']' => depth += 1,
            '(' | '{' | '[' if depth == 0 => {
                return within_brackets(text.get(place + 1..).unwrap_or_default());
            }
            '(' | '{' | '[' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// The header that is written at a place, if it is code of a server that does.
fn written(text: &str, at: usize) -> Option<Written<'_>> {
    let (before, rest) = text.split_at_checked(at)?;
    let quote = before.chars().next_back().filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
    if is_by_the_page(before) || is_of_console(line_at(text, at)) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '-')?;
    let (name, rest) = rest.split_at_checked(end)?;
    let value = match rest.strip_prefix(quote) {
        // The value is beside it, in quotes of its own.
        Some(rest) => {
            let signs = [' ', ',', ':', '=', '>', ']', ')', '\'', '"'];
            // `key: "…", value: "…"`.
            let rest = match rest.trim_start_matches(signs).strip_prefix("value") {
                Some(value) => value.trim_start_matches(['"', '\'']),
                None => rest,
            };
            let rest = rest.trim_start_matches([' ', ',', ':', '=', '>', ']', ')']);
            let open = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'));
            open.and_then(|open| rest.get(1..)?.split(open).next())
        }
        // `header("Access-Control-Allow-Origin: *")`.
        None => rest.strip_prefix(':').and_then(|rest| rest.split(quote).next()).map(str::trim),
    };
    let name = name.to_ascii_lowercase();
    Some(Written { line: line_of(text, at), name, value: value.filter(|value| value.len() < 512) })
}

/// Whether what is written last before a header is a call of a page, and no answer.
fn is_by_the_page(before: &str) -> bool {
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
    last(&ASKING) > last(&ANSWERING)
}

const ASKING: [&str; 7] =
    ["axios", "fetch(", "$.ajax", "HttpHeaders(", "setRequestHeader", "requests.", "this.http"];

const ANSWERING: [&str; 10] = [
    "Response",
    "res.",
    "response",
    "orsHeaders",
    "CORS_HEADERS",
    "setHeader",
    "statusCode",
    "Header().Set",
    "headers.set",
    "async fetch(request",
];

/// Whether a line lets one method through, and no other.
fn is_guard(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let is_other = ["!==", "!=", "not in", "<>"].iter().any(|sign| line.contains(sign));
    // Of `http.MethodPost` the name of the method is a part.
    let names = ["get", "post", "put", "patch", "delete"];
    line.contains("method") && is_other && names.iter().any(|name| line.contains(name))
}

/// Whether a line exports a function by the name of a method, as routes of Next.js and SvelteKit do.
fn is_exported_by_method(line: &str) -> bool {
    let line = line.trim_start();
    let names = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    line.starts_with("export ")
        && names.iter().any(|name| {
            line.contains(&format!("function {name}(")) || line.contains(&format!("const {name} "))
        })
}

/// Whether a line is a browser's, or of a server's log.
fn is_of_console(line: &str) -> bool {
    const WORDS: [&str; 4] = [
        "CORS policy",
        "Origin Policy",
        "preflight response",
        " header is present on the requested",
    ];
    WORDS.iter().any(|words| line.contains(words)) || access_log::is_line(line)
}

/// A header's name as it is written.
fn spelt(header: &str) -> String {
    let parts = header.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    parts.collect::<Vec<_>>().join("-")
}
