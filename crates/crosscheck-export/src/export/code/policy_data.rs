//! A policy as JSON of texts, lists and objects alone, which is JavaScript and Python as it is.
//!
//! | member | what it holds |
//! | --- | --- |
//! | `paths` | expressions for a whole path, `i` if letters fit in either case, the number of the path that speaks; the first that fits decides |
//! | `elsewhere` | the number where none fits |
//! | `left` | numbers of paths that are left to their handlers |
//! | `rules` | by number: who is let in, and what a preflight may ask for; the first that lists an origin answers |
//! | `removed` | what is taken from the application's answer |
//! | `answers` | by the key of an answer: each header; `$origin` is the request's own, an empty value none |

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crosscheck::server::AnswerHeader;
use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::PathStatement;
use crosscheck::server::RuleStatement;

use crate::export::AnswerSheet;
use crate::export::HeaderValue;
use crate::export::is_everywhere;
use crate::export::origin_regex;
use crate::export::path_patterns;

pub(super) fn in_json(statements: &[PathStatement<'_>]) -> String {
    let paths: Vec<&str> = statements.iter().map(PathStatement::path).collect();
    let everywhere = is_everywhere(&paths);
    let patterns = if everywhere { Vec::new() } else { path_patterns(&paths) };
    let patterns: Vec<String> = patterns
        .iter()
        .map(|pattern| {
            let case = if pattern.ignores_case { "i" } else { "" };
            let path = pattern.path.map_or("none".into(), |path| path.to_string());
            format!("[{}, {}, {}]", text(&pattern.regex), text(case), text(&path))
        })
        .collect();
    let numbered = || statements.iter().enumerate();
    let left = numbered().filter(|(_, statement)| statement.is_left());
    let left: Vec<String> = left.map(|(number, _)| text(&number.to_string())).collect();
    let rules = numbered().filter(|(_, statement)| !statement.is_left());
    let rules: Vec<String> = rules
        .map(|(number, statement)| {
            let rules: Vec<String> = statement.rules().map(|said| rule(statement, &said)).collect();
            format!("\"{number}\": {}", lines("[", &rules, "]", 4))
        })
        .collect();
    let removed: Vec<String> = CORS_RESPONSE_HEADERS.iter().map(|name| text(name)).collect();
    let members = [
        format!("\"paths\": {}", lines("[", &patterns, "]", 2)),
        format!("\"elsewhere\": {}", text(if everywhere { "0" } else { "none" })),
        format!("\"left\": [{}]", left.join(", ")),
        format!("\"rules\": {}", lines("{", &rules, "}", 2)),
        format!("\"removed\": {}", lines("[", &removed, "]", 2)),
        format!("\"answers\": {}", lines("{", &answers(statements), "}", 2)),
    ];
    lines("{", &members, "}", 0)
}

fn rule(statement: &PathStatement<'_>, rule: &RuleStatement<'_>) -> String {
    let who = match (statement.is_for_anybody(), rule.lists_everybody()) {
        (true, _) => "anybody",
        (false, true) => "everybody",
        (false, false) => "listed",
    };
    let list = |items: &mut dyn Iterator<Item = String>| {
        let items: Vec<String> = items.map(|item| text(&item)).collect();
        if items.len() > 4 { lines("[", &items, "]", 8) } else { format!("[{}]", items.join(", ")) }
    };
    let any = |is_any: bool| is_any.then(|| "*".to_owned()).into_iter();
    let methods = rule.methods().unwrap_or_default().iter().cloned();
    let headers = rule.request_headers().iter().cloned();
    let members = [
        format!("\"for\": {}", text(who)),
        format!("\"origins\": {}", list(&mut rule.exact_origins().map(str::to_owned))),
        format!("\"patterns\": {}", list(&mut rule.origin_patterns().iter().map(origin_regex))),
        format!("\"methods\": {}", list(&mut any(rule.methods().is_none()).chain(methods))),
        format!(
            "\"headers\": {}",
            list(&mut any(rule.permits_any_request_header()).chain(headers))
        ),
    ];
    lines("{", &members, "}", 6)
}

fn answers(statements: &[PathStatement<'_>]) -> Vec<String> {
    let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (header, values) in AnswerSheet::of(statements).headers {
        let name = header.map_or("vary", AnswerHeader::name);
        for (key, value) in values {
            let value = match value {
                HeaderValue::Text(said) => said,
                HeaderValue::Origin => "$origin",
                HeaderValue::Nothing => "",
                HeaderValue::Upstream => continue,
            };
            let member = format!("{}: {}", text(name), text(value));
            answers.entry(key).or_default().push(member);
        }
    }
    let said = answers.iter();
    said.map(|(key, members)| format!("{}: {{ {} }}", text(key), members.join(", "))).collect()
}

/// A bracket, its items on a line each, and its end.
fn lines(open: &str, items: &[String], close: &str, indent: usize) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let items: Vec<String> = items.iter().map(|item| format!("{:indent$}  {item}", "")).collect();
    format!("{open}\n{}\n{:indent$}{close}", items.join(",\n"), "")
}

/// A text in quotation marks. No letter is left in it that means anything to what the data stands in.
fn text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\'' | '`' | '<' | '>' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}
