//! What was found in a policy file, laid out: for people, for programs, for code scanners.
//!
//! Owns how findings are shown; what they mean is told by the catalogue.

use std::ops::Range;

use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use serde_json::json;

use crate::visible::visible;
use crate::visible::visible_lines;

/// A policy file and all that is to be said about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// The file, as the user named it.
    pub name: String,
    /// Its text.
    pub source: String,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// One mistake: where it stands, its stable name, what is wrong and what to write.
#[derive(Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether it is a policy at all, with this in it.
    pub severity: Severity,
    /// Where it stands in the source, in bytes.
    pub span: Range<usize>,
    /// What it is; its name never changes its meaning: `unknown-key`.
    pub kind: FindingKind,
    /// What is wrong, and what to write.
    pub text: String,
}

impl Diagnostic {
    /// A mistake of the gateway's tables, which whoever serves finds: what is wrong, and what to write.
    pub const fn of_gateway(span: Range<usize>, text: String) -> Self {
        Self { severity: Severity::Error, span, kind: FindingKind::InvalidGateway, text }
    }

    /// The same of what can be served, and is worth a look.
    pub const fn warning_of_gateway(span: Range<usize>, text: String) -> Self {
        Self { severity: Severity::Warning, span, kind: FindingKind::InvalidGateway, text }
    }
}

impl Report {
    /// What whoever serves has to say of a file.
    ///
    /// In: what it is called, its text, what is said and where.
    ///
    /// # Example
    /// ```
    /// use crosscheck_config::{Diagnostic, Report};
    ///
    /// let said = Diagnostic::of_gateway(0..4, "nobody listens there".into());
    /// let report = Report::new("crosscheck.toml", "port".into(), vec![said]);
    /// assert!(report.text().contains("nobody listens there"));
    /// ```
    pub fn new(name: &str, source: String, diagnostics: Vec<Diagnostic>) -> Self {
        Self { name: name.to_owned(), source, diagnostics }
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|mistake| mistake.severity == severity).count()
    }

    /// How many there are, the worst first: `2 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let counts = [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| (severity.name(), self.count(severity)));
        let parts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {name}{plural}")
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    /// Each mistake under its line, of very many the worst and how many more there are; empty if
    /// there are none.
    pub fn text(&self) -> String {
        let shown = self.shown();
        let mut texts: Vec<String> = shown.iter().map(|number| self.show(*number)).collect();
        match self.diagnostics.len() - shown.len() {
            0 => {}
            more => texts.push(format!(
                "and {more} more: `crosscheck policy check --output json` tells them all"
            )),
        }
        texts.join("\n\n")
    }

    /// The numbers of those that people are shown, in order: as many as anybody reads, of no more
    /// source than is laid out in a moment.
    fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> = (0..self.diagnostics.len()).collect();
        shown.sort_by_key(|number| match self.diagnostics[*number].severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        });
        shown.truncate(MOST_SHOWN);
        let mut room = MOST_SOURCE;
        let fits = |number: &&usize| {
            let length = self.lines_of(&self.diagnostics[**number]).len();
            let fits = room > 0;
            room = room.saturating_sub(length);
            fits
        };
        let count = shown.iter().take_while(fits).count();
        shown.truncate(count);
        shown.sort_unstable();
        shown
    }

    /// The part of the source that a mistake is about.
    fn span(&self, mistake: &Diagnostic) -> Range<usize> {
        let start = mistake.span.start.min(self.source.len());
        start..mistake.span.end.clamp(start, self.source.len())
    }

    /// The lines where it stands.
    fn lines_of(&self, mistake: &Diagnostic) -> Range<usize> {
        let span = self.span(mistake);
        let bytes = self.source.as_bytes();
        let start =
            bytes[..span.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = bytes[span.end..].iter().position(|byte| *byte == b'\n');
        start..rest.map_or(bytes.len(), |length| span.end + length)
    }

    fn show(&self, number: usize) -> String {
        let mistake = &self.diagnostics[number];
        let (span, lines) = (self.span(mistake), self.lines_of(mistake));
        let level = match mistake.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        };
        // What the file holds is shown, not obeyed, wherever it is.
        let parts = [lines.start..span.start, span.start..span.end, span.end..lines.end];
        let [before, within, behind] = parts.map(|part| visible_lines(&self.source[part]));
        let span = before.len()..before.len() + within.len();
        let source = [before, within, behind].concat();
        let (name, text) = (visible(&self.name), visible(&mistake.text));
        if source.is_empty() {
            // There is no line to stand under.
            let title = format!("{}: {text}", mistake.kind.name());
            let place = Snippet::source("").origin(&name);
            return Renderer::styled().render(level.title(&title).snippet(place)).to_string();
        }
        let message = level.title(mistake.kind.name()).snippet(
            Snippet::source(&source)
                .line_start(self.source[..lines.start].matches('\n').count() + 1)
                .origin(&name)
                .fold(true)
                .annotation(level.span(span).label(&text)),
        );
        Renderer::styled().render(message).to_string()
    }

    /// One object for programs, of several files; `version` changes when its shape does.
    pub fn json(reports: &[Self]) -> Value {
        let files: Vec<Value> = reports.iter().map(Self::file_json).collect();
        json!({ "version": 2, "files": files })
    }

    fn file_json(&self) -> Value {
        let findings = self.placed().map(|(mistake, place)| {
            let [(line, column), (end_line, end_column)] = place;
            json!({
                "name": mistake.kind,
                "severity": mistake.severity.name(),
                "message": mistake.text,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
            })
        });
        json!({ "file": self.name, "findings": findings.collect::<Vec<_>>() })
    }

    /// A log in the Static Analysis Results Interchange Format, of several files.
    ///
    /// Spec: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
    pub fn sarif(reports: &[Self]) -> Value {
        let rules = FindingKind::ALL.iter().map(|kind| {
            json!({
                "id": kind.name(),
                "shortDescription": { "text": kind.what().english },
                "fullDescription": { "text": kind.why().english },
                "help": { "text": kind.fix().english },
            })
        });
        let results = reports.iter().flat_map(Self::sarif_results);
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "crosscheck",
                        "version": env!("CARGO_PKG_VERSION"),
                        "rules": rules.collect::<Vec<_>>(),
                    },
                },
                "columnKind": "unicodeCodePoints",
                "results": results.collect::<Vec<_>>(),
            }],
        })
    }

    fn sarif_results(&self) -> impl Iterator<Item = Value> {
        self.placed().map(|(mistake, place)| {
            let [(line, column), (end_line, end_column)] = place;
            json!({
                "ruleId": mistake.kind,
                "ruleIndex": FindingKind::ALL.iter().position(|kind| *kind == mistake.kind),
                "level": mistake.severity.name(),
                "message": { "text": mistake.text },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": uri(&self.name) },
                        "region": {
                            "startLine": line,
                            "startColumn": column,
                            "endLine": end_line,
                            "endColumn": end_column,
                        },
                    },
                }],
            })
        })
    }

    /// Each mistake with where it starts and what is behind its end: lines and columns, both from 1;
    /// columns in characters.
    pub fn placed(&self) -> impl Iterator<Item = (&Diagnostic, [(usize, usize); 2])> {
        self.diagnostics.iter().zip(self.places())
    }

    /// Where each mistake starts, and what is behind its end: lines and columns, both from 1; columns
    /// in characters. Reads the source once.
    fn places(&self) -> Vec<[(usize, usize); 2]> {
        let mut places = vec![[(0, 0); 2]; self.diagnostics.len()];
        let spans = self.diagnostics.iter().map(|mistake| &mistake.span).enumerate();
        let ends =
            spans.flat_map(|(number, span)| [(span.start, number, 0), (span.end, number, 1)]);
        let mut wanted: Vec<(usize, usize, usize)> = ends.collect();
        wanted.sort_unstable();
        let (mut line, mut column, mut read) = (1, 1, 0);
        for (offset, number, which) in wanted {
            let between = self.source.get(read..offset.min(self.source.len())).unwrap_or_default();
            for letter in between.chars() {
                (line, column) = if letter == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            read += between.len();
            places[number][which] = (line, column);
        }
        places
    }
}

/// How many mistakes people are shown.
const MOST_SHOWN: usize = 100;

/// How many bytes of source they are shown with, the last one aside.
const MOST_SOURCE: usize = 1 << 20;

/// A file's name as a URI reference.
fn uri(name: &str) -> String {
    const PLAIN: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let scheme = if name.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(name, PLAIN))
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FindingKind;
    use crosscheck::catalog::Severity;

    use super::Diagnostic;
    use super::MOST_SHOWN;
    use super::Report;
    use super::uri;

    #[test]
    fn a_file_is_named_by_a_uri() {
        assert_eq!(uri("policies/my policy.toml"), "policies/my%20policy.toml");
        assert_eq!(uri("/etc/caf\u{e9}#1.toml"), "file:///etc/caf%C3%A9%231.toml");
    }

    fn report(source: &str, spans: impl Iterator<Item = usize>) -> Report {
        let mistake = |start: usize| Diagnostic {
            severity: Severity::Warning,
            span: start..start + 1,
            kind: FindingKind::UnknownKey,
            text: format!("mistake at {start}"),
        };
        let mistakes = spans.map(mistake).collect();
        Report { name: "policy.toml".into(), source: source.into(), diagnostics: mistakes }
    }

    /// Each under its line, of so many in one line, would be gigabytes.
    #[test]
    fn of_very_many_mistakes_the_worst_are_shown_and_the_rest_is_counted() {
        let count = 100_000;
        let mut report = report(&"\u{e9} ".repeat(count), (0..count).map(|n| 3 * n + 2));
        report.diagnostics[count - 1].severity = Severity::Error;
        let text = report.text();
        // With each its line is laid out, of which four are more than is shown.
        assert_eq!(text.matches("mistake at").count(), 4, "{} bytes", text.len());
        assert!(text.contains(&format!("mistake at {}", 3 * count - 1)), "the error is there");
        assert!(
            text.ends_with(
                "and 99996 more: `crosscheck policy check --output json` tells them all"
            )
        );
        let places = report.places();
        assert_eq!(places[70_000], [(1, 140_002), (1, 140_003)]);
        let told = Report::json(std::slice::from_ref(&report));
        let findings = &told["files"][0]["findings"];
        assert_eq!(findings.as_array().map(Vec::len), Some(count));

        let lines = "ab\n".repeat(count);
        let mut report = self::report(&lines, (0..count).map(|n| 3 * n + 1));
        report.diagnostics.swap(0, 1);
        assert_eq!(report.text().matches("mistake at").count(), MOST_SHOWN);
        assert_eq!(report.places()[..3], [[(2, 2), (2, 3)], [(1, 2), (1, 3)], [(3, 2), (3, 3)]]);
        report.diagnostics.truncate(MOST_SHOWN);
        assert!(!report.text().contains("more"));
    }
}
