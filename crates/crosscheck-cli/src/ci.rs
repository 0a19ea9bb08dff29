//! What continuous integration reads: each thing that was looked at, with what is wrong with it.

use std::io;

use crosscheck::catalog::Severity;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;
use crosscheck_config::visible::visible;
use quick_xml::Writer;
use quick_xml::events::BytesText;

/// One thing that was looked at.
#[derive(Debug)]
pub(crate) struct Case {
    /// What it belongs to: a file, a URL.
    pub(crate) suite: String,
    /// What was looked at in it.
    pub(crate) name: String,
    /// What there is to say, in order; nothing where all is well.
    pub(crate) remarks: Vec<Remark>,
}

/// What there is to say about a case.
#[derive(Debug)]
pub(crate) struct Remark {
    /// Whether the command fails for it.
    pub(crate) fails: bool,
    pub(crate) severity: Severity,
    /// Its stable name: `unknown-key`.
    pub(crate) name: String,
    pub(crate) message: String,
    /// Where it stands, if it stands in a file.
    pub(crate) place: Option<Place>,
}

/// A part of a file; lines and columns from 1.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
}

/// A report as JUnit wrote it first, and CI servers read it.
pub(crate) fn junit(cases: &[Case]) -> io::Result<Text> {
    let fails = |case: &&Case| case.remarks.iter().any(|remark| remark.fails);
    let count = |cases: &[&Case]| {
        (cases.len().to_string(), cases.iter().copied().filter(fails).count().to_string())
    };
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let all: Vec<&Case> = cases.iter().collect();
    let (tests, failures) = count(&all);
    let root = writer
        .create_element("testsuites")
        .with_attribute(("name", "crosscheck"))
        .with_attribute(("tests", tests.as_str()))
        .with_attribute(("failures", failures.as_str()));
    root.write_inner_content(|writer| {
        for suite in all.chunk_by(|one, other| one.suite == other.suite) {
            let (tests, failures) = count(suite);
            let name = visible(&suite[0].suite);
            let element = writer
                .create_element("testsuite")
                .with_attribute(("name", name.as_str()))
                .with_attribute(("tests", tests.as_str()))
                .with_attribute(("failures", failures.as_str()));
            element.write_inner_content(|writer| {
                suite.iter().try_for_each(|case| testcase(writer, case))
            })?;
        }
        Ok(())
    })?;
    let mut text = Text::default();
    say!(text, "{}", r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    let xml = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    xml.lines().for_each(|line| say!(text, "{line}"));
    Ok(text)
}

fn testcase(writer: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let (suite, name) = (visible(&case.suite), visible(&case.name));
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", suite.as_str()))
        .with_attribute(("name", name.as_str()));
    if case.remarks.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|writer| {
        for remark in &case.remarks {
            let (name, message) = (visible(&remark.name), visible(&remark.message));
            let place = remark.place.as_ref().map_or(String::new(), |place| {
                let (line, column) = place.start;
                format!("{}:{line}:{column}: ", visible(&place.file))
            });
            let told = format!("{place}{}: {message}", remark.severity.name());
            match remark.fails {
                true => writer
                    .create_element("failure")
                    .with_attribute(("type", name.as_str()))
                    .with_attribute(("message", message.as_str()))
                    .write_text_content(BytesText::new(&told))?,
                false => writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(&format!("{name}: {told}")))?,
            };
        }
        Ok(())
    })?;
    Ok(())
}

/// Commands of GitHub Actions' log.
pub(crate) fn github(cases: &[Case]) -> Text {
    let mut text = Text::default();
    for case in cases {
        for remark in &case.remarks {
            let command = match remark.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let mut properties = vec![format!("title={}", property(&remark.name))];
            if let Some(Place { file, start, end }) = &remark.place {
                properties.push(format!("file={}", property(file)));
                properties.push(format!("line={},endLine={}", start.0, end.0));
                if start.0 == end.0 {
                    properties.push(format!("col={},endColumn={}", start.1, end.1));
                }
            }
            let message = data(&match remark.place {
                Some(_) => remark.message.clone(),
                None => format!("{}: {}: {}", case.suite, case.name, remark.message),
            });
            say!(text, "::{command} {}::{message}", properties.join(","));
        }
    }
    text
}

/// A message, on one line.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// A value between commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Severity;

    use super::Case;
    use super::Place;
    use super::Remark;
    use super::github;
    use super::junit;

    fn cases() -> Vec<Case> {
        let remark = |fails, severity, message: &str, place| Remark {
            fails,
            severity,
            name: "a-name".into(),
            message: message.into(),
            place,
        };
        let place = Place { file: "a,b.toml".into(), start: (2, 3), end: (2, 9) };
        vec![
            Case { suite: "a,b.toml".into(), name: "whole".into(), remarks: vec![] },
            Case {
                suite: "a,b.toml".into(),
                name: "<&\">".into(),
                remarks: vec![
                    remark(true, Severity::Error, "50 % of\n::error::\"<b>\"", Some(place)),
                    remark(false, Severity::Note, "by the way", None),
                ],
            },
        ]
    }

    #[test]
    fn junit_counts_cases_and_quotes_what_they_say() {
        insta::assert_snapshot!(junit(&cases()).expect("it is written").letters());
    }

    #[test]
    fn what_is_said_gives_github_no_command() {
        insta::assert_snapshot!(github(&cases()).letters());
    }
}
