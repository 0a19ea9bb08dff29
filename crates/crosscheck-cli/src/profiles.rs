//! `crosscheck profiles`: what each browser does otherwise than the standard.

use std::collections::BTreeMap;
use std::iter;
use std::process::ExitCode;

use clap::Args;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use crosscheck::agent::Profile;
use crosscheck::agent::profile::Difference;
use crosscheck::agent::profile::Evidence;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;
use serde::Serialize;

use crate::output::Output;
use crate::terminal;

const EXAMPLES: &str = "\
An empty cell means: as the standard. The evidence, in Markdown and JSON, is a recorded scenario that \
comes out otherwise without the difference, or the browser's source.

Examples:
  crosscheck profiles
  crosscheck profiles --output json";

/// How to print.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// For people, for a page, or for programs.
    #[arg(
        long,
        value_parser = Output::among(&[Output::Text, Output::Markdown, Output::Json]),
        default_value = "text",
    )]
    output: Output,
}

const MARKDOWN_HEAD: &str = "\
# Where browsers part from the standard

Written by `crosscheck profiles --output markdown`. An empty cell means: as the standard. The evidence is
a scenario recorded in that browser (`crates/crosscheck/tests/data`) that comes out otherwise without the
difference, which a test checks, or where the browser's source tells it. What releases before one answered
stands there, too: `--browser firefox@140` plays them. Compatibility data is MDN's, 8.1.9.
";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut text = Text::default();
    match arguments.output {
        Output::Markdown => {
            let names = header().join(" | ");
            text.lines(MARKDOWN_HEAD);
            say!(text, "");
            say!(text, "| {names} | evidence |");
            say!(text, "| --- | --- | --- | --- | --- | --- |");
            for difference in Profile::DIFFERENCES {
                let cells: Vec<String> =
                    Profile::ALL.iter().map(|profile| cell(difference, profile)).collect();
                let cells = cells.join(" | ");
                let evidence = difference.evidence.iter();
                let evidence: Vec<_> = evidence.map(|one| told(difference, one)).collect();
                let question = difference.question.trim();
                say!(text, "| {question} | {cells} | {} |", evidence.join("; "));
            }
        }
        Output::Json => {
            let differences = Profile::DIFFERENCES.iter().map(Row::new).collect();
            terminal::print_json(&Report { version: 1, differences })?;
        }
        _ => {
            let mut table = Table::new();
            table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            if !terminal::is_terminal() {
                table.set_width(120);
            }
            table.set_header(header());
            for difference in Profile::DIFFERENCES {
                let mut row = vec![difference.question.trim().to_owned()];
                row.extend(Profile::ALL.iter().map(|profile| cell(difference, profile)));
                table.add_row(row);
            }
            table.lines().for_each(|line| say!(text, "{line}"));
        }
    }
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Report {
    version: u32,
    differences: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    question: &'static str,
    answers: BTreeMap<&'static str, String>,
    evidence: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<Before>,
}

impl Row {
    fn new(difference: &Difference) -> Self {
        let answer = |profile: &Profile| (profile.name(), in_words(&difference.answer(profile)));
        Self {
            name: difference.name,
            question: difference.question.trim(),
            answers: Profile::ALL.iter().copied().map(answer).collect(),
            evidence: difference
                .evidence
                .iter()
                .filter(|one| one.before.is_none())
                .map(|one| (one.browser, one.source))
                .collect(),
            before: difference
                .evidence
                .iter()
                .filter_map(|one| Before::new(difference, one))
                .collect(),
        }
    }
}

/// What a browser answered in the releases before one.
#[derive(Serialize)]
struct Before {
    browser: &'static str,
    release: u16,
    answer: String,
    evidence: &'static str,
}

impl Before {
    fn new(difference: &Difference, evidence: &Evidence) -> Option<Self> {
        let Evidence { browser, before: Some(release), source, .. } = *evidence else {
            return None;
        };
        let answer = answer_before(difference, browser, release)?;
        Some(Self { browser, release, answer, evidence: source })
    }
}

/// What a browser answered before a release, in words.
fn answer_before(difference: &Difference, browser: &str, release: u16) -> Option<String> {
    let old = Profile::of_release(&format!("{browser}@{}", release.checked_sub(1)?)).ok()?;
    Some(in_words(&difference.answer(old)))
}

fn header() -> Vec<String> {
    let names = Profile::ALL.iter().map(|profile| profile.name().to_owned());
    iter::once("question".to_owned()).chain(names).collect()
}

/// Where an answer is known from: `firefox: ael0022`, `firefox before 141: no, as … tells`.
fn told(difference: &Difference, evidence: &Evidence) -> String {
    let Evidence { browser, source, .. } = evidence;
    let Some(before) = evidence.before else { return format!("{browser}: {source}") };
    let answer = answer_before(difference, browser, before).unwrap_or_default();
    format!("{browser} before {before}: {answer} ({source})")
}

/// A browser's answer where it is its own, the standard's in its column.
fn cell(difference: &Difference, profile: &Profile) -> String {
    let answer = difference.answer(profile);
    let is_own = answer != difference.answer(&Profile::SPEC) || profile == &Profile::SPEC;
    if is_own { in_words(&answer) } else { String::new() }
}

/// `DeltaSeconds` as "delta seconds", `true` as "yes".
fn in_words(answer: &str) -> String {
    match answer {
        "true" => return "yes".into(),
        "false" => return "no".into(),
        "None" => return "none".into(),
        _ => {}
    }
    if answer.parse() == Ok(u64::MAX) {
        return "no limit".into();
    }
    if let Some(text) = answer.strip_prefix("Some(\"").and_then(|text| text.strip_suffix("\")")) {
        return text.into();
    }
    let mut words = String::new();
    for letter in answer.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}
