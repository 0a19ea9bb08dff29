//! What was found in a policy file, laid out: for people, for programs, for code scanners.
//!
//! Owns how findings are shown and the help for those that are about the file itself; what the
//! library finds brings its own.

use std::ops::Range;

use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use clap::ValueEnum;
use crosscheck::server::FindingKind;
use crosscheck::server::Help;
use crosscheck::server::Severity;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use serde_json::json;

use crate::visible::visible;
use crate::visible::visible_lines;

/// How to print a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Each finding under the line where it stands.
    Text,
    /// One JSON object; `version` changes when its shape does.
    Json,
    /// SARIF 2.1.0, which code scanners read.
    Sarif,
}

/// A policy file and all that is to be said about it, in the order of the file.
#[derive(Debug)]
pub(crate) struct Report {
    /// The file, as the user named it.
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) mistakes: Vec<Mistake>,
}

/// One mistake: where it stands, its stable name, what is wrong and what to write.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) severity: Severity,
    /// Byte offsets.
    pub(crate) span: Range<usize>,
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

impl Report {
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.mistakes.iter().filter(|mistake| mistake.severity == severity).count()
    }

    /// Each mistake under its line; empty if there are none.
    pub(crate) fn text(&self) -> String {
        let shown: Vec<String> = self.mistakes.iter().map(|mistake| self.show(mistake)).collect();
        shown.join("\n\n")
    }

    fn show(&self, mistake: &Mistake) -> String {
        let start = mistake.span.start.min(self.source.len());
        let span = start..mistake.span.end.clamp(start, self.source.len());
        let level = match mistake.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        };
        // What the file holds is shown, not obeyed, wherever it is.
        let (before, within) = (&self.source[..span.start], &self.source[span.clone()]);
        let [before, within, behind] =
            [before, within, &self.source[span.end..]].map(visible_lines);
        let span = before.len()..before.len() + within.len();
        let source = [before, within, behind].concat();
        let (name, text) = (visible(&self.name), visible(&mistake.text));
        let message = level.title(mistake.name).snippet(
            Snippet::source(&source)
                .origin(&name)
                .fold(true)
                .annotation(level.span(span).label(&text)),
        );
        Renderer::styled().render(message).to_string()
    }

    pub(crate) fn json(&self) -> Value {
        let findings = self.mistakes.iter().map(|mistake| {
            let [(line, column), (end_line, end_column)] = self.place(mistake);
            json!({
                "name": mistake.name,
                "severity": mistake.severity.name(),
                "message": mistake.text,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
            })
        });
        json!({ "version": 1, "file": self.name, "findings": findings.collect::<Vec<_>>() })
    }

    /// A log in the Static Analysis Results Interchange Format.
    ///
    /// Spec: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
    pub(crate) fn sarif(&self) -> Value {
        let library = FindingKind::ALL.iter().map(|kind| (kind.name(), kind.help()));
        let kinds: Vec<(&str, Help)> = library.chain(FILE_KINDS).collect();
        let rules = kinds.iter().map(|(name, help)| {
            json!({
                "id": name,
                "shortDescription": { "text": help.what },
                "fullDescription": { "text": help.why },
                "help": { "text": help.fix },
            })
        });
        let results = self.mistakes.iter().map(|mistake| {
            let [(line, column), (end_line, end_column)] = self.place(mistake);
            json!({
                "ruleId": mistake.name,
                "ruleIndex": kinds.iter().position(|(name, _)| *name == mistake.name),
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
        });
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

    /// Where it starts, and what is behind its end: lines and columns.
    fn place(&self, mistake: &Mistake) -> [(usize, usize); 2] {
        [mistake.span.start, mistake.span.end].map(|offset| self.line_and_column(offset))
    }

    /// Both from 1; columns in characters.
    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let before = self.source.get(..offset).unwrap_or(&self.source);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

/// A file's name as a URI reference.
fn uri(name: &str) -> String {
    const PLAIN: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let scheme = if name.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(name, PLAIN))
}

/// What is wrong with a file before there is a policy in it.
pub(crate) const FILE_KINDS: [(&str, Help); 6] = [
    (
        "not-toml",
        Help {
            what: "Text that is not TOML.",
            why: "What cannot be read might have been a restriction.",
            fix: "Put texts into quotes, and lists into brackets.",
        },
    ),
    (
        "wrong-type",
        Help {
            what: "A value of another type than its field.",
            why: "Guessing what was meant would be guessing who may read.",
            fix: "Write the type that is named.",
        },
    ),
    (
        "unknown-key",
        Help {
            what: "A key that no table of a policy has.",
            why: "A misspelled restriction restricts nothing.",
            fix: "Write the key that is named, or take it out.",
        },
    ),
    (
        "misplaced-key",
        Help {
            what: "A key of `[cors]` outside of it.",
            why: "It would say nothing where it stands.",
            fix: "Write `[cors]` on a line above it.",
        },
    ),
    (
        "missing-table",
        Help {
            what: "A file without a policy.",
            why: "There is nothing to follow.",
            fix: "Write `[cors]` and, below it, the `origins` that may read.",
        },
    ),
    (
        "incomplete",
        Help {
            what: "`[end]` that is not the last line, or is missing where `--require-complete` is given.",
            why: "What was cut off, or is still being written, may allow more than the whole.",
            fix: "Write `[end]` on its last line.",
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_file_is_named_by_a_uri() {
        assert_eq!(uri("policies/my policy.toml"), "policies/my%20policy.toml");
        assert_eq!(uri("/etc/caf\u{e9}#1.toml"), "file:///etc/caf%C3%A9%231.toml");
    }
}
