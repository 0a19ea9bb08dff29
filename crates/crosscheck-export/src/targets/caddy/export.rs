//! A whole policy for Caddy: maps, from the request to the key of its answer, and then each header by the
//! keys of the answers that have it.
//!
//! | placeholder | what it holds |
//! | --- | --- |
//! | `{cors_path}` | the number of the path that speaks |
//! | `{cors_rule}` | the key of what answers the origin there |
//! | `{cors_preflight}` | whether it is a preflight: `asked`, or nothing |
//! | `{cors_verdict}` | for a preflight `yes` if what it asks for is permitted, else `no` |
//! | `{cors_answer}` | the key of the answer |
//!
//! A map is looked through from its first line. Headers are written once more where Caddy answers by
//! itself (`handle_errors`).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::PathStatement;
use crosscheck::server::Policy;
use crosscheck::server::RuleStatement;

use crate::export::AnswerSheet;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::HeaderValue;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::common_losses;
use crate::export::escape;
use crate::export::header_list_regex;
use crate::export::is_everywhere;
use crate::export::key;
use crate::export::keys_by_value;
use crate::export::many_origins;
use crate::export::methods_regex;
use crate::export::origin_regex;
use crate::export::path_patterns;

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let sheet = AnswerSheet::of(&statements);
    let mut text = String::from("# Written by `crosscheck export caddy`.\n");
    choose_path(&statements, &mut text);
    choose_rule(&statements, &mut text);
    judge_preflight(&statements, &mut text);
    let (silence, headers) = (silence(&statements), headers(&sheet, "cors"));
    let on_errors = indented(&self::headers(&sheet, "cors_error"));
    let _ = write!(
        text,
        "\n# What the application says of CORS is not sent on; the policy's answer is.\n\
         # What is deferred is done from the last to the first.\n{headers}{silence}\n\
         # Preflights never reach the application.\n\
         @cors_permitted expression `{{cors_status}} == \"204\"`\nrespond @cors_permitted 204\n\
         @cors_refused expression `{{cors_status}} == \"403\"`\nrespond @cors_refused 403\n\n\
         # What Caddy answers by itself. A site has one handle_errors: if there is one, put the lines into it.\n\
         handle_errors {{\n{on_errors}    respond \"{{http.error.status_text}}\" {{http.error.status_code}}\n}}\n"
    );
    let place = "import it into the site, before other directives";
    let mut losses = common_losses(&statements, "Caddy");
    losses.extend(many_origins(&statements));
    losses.push(Loss::new(
        LossKind::SeveralOrigins,
        Effect::NotByBrowsers,
        "of several `Origin` lines Caddy looks at the first",
    ));
    losses.push(Loss::new(
        LossKind::SeveralHeaderLists,
        Effect::NotByBrowsers,
        "of several `Access-Control-Request-Headers` lines Caddy looks at the first",
    ));
    Export { files: vec![ConfigFile::new("crosscheck-cors.caddy", place, text)], losses }
}

/// Writes a map.
fn map(
    text: &mut String,
    comment: &str,
    source: &str,
    name: &str,
    lines: &[(String, String)],
    otherwise: &str,
) {
    let _ = writeln!(text, "\n# {comment}\nmap \"{source}\" {{{name}}} {{");
    // The first line that fits decides, and Caddy takes none twice.
    let mut known = BTreeSet::new();
    for (from, to) in lines.iter().filter(|(from, _)| known.insert(from)) {
        let _ = writeln!(text, "    {from} \"{to}\"");
    }
    let _ = writeln!(text, "    default \"{otherwise}\"\n}}");
}

/// A line of a map for what an expression fits.
fn fits(regex: &str, ignores_case: bool, to: impl Into<String>) -> (String, String) {
    let case = if ignores_case { "(?i)" } else { "" };
    (format!("`~{case}^{regex}`"), to.into())
}

/// A line of a map for a text.
fn is(from: &str, to: impl Into<String>) -> (String, String) {
    (format!("\"{from}\""), to.into())
}

fn choose_path(statements: &[PathStatement<'_>], text: &mut String) {
    let paths: Vec<&str> = statements.iter().map(PathStatement::path).collect();
    let everywhere = is_everywhere(&paths);
    let patterns = if everywhere { Vec::new() } else { path_patterns(&paths) };
    let lines: Vec<_> = patterns
        .iter()
        .map(|pattern| {
            let path = pattern.path.map_or("none".into(), |path| path.to_string());
            fits(&format!("(?:{})(?:[?]|$)", pattern.regex), pattern.ignores_case, path)
        })
        .collect();
    let comment = "Which path speaks; where that could be read in two ways, none.";
    // As it was sent: Caddy's own path is decoded.
    let source = "{http.request.orig_uri}";
    map(text, comment, source, "cors_path", &lines, if everywhere { "0" } else { "none" });
}

fn choose_rule(statements: &[PathStatement<'_>], text: &mut String) {
    let mut lines = Vec::new();
    for (number, statement) in statements.iter().enumerate() {
        for (place, rule) in statement.rules().enumerate() {
            let key = key(number, Some(place));
            if statement.is_for_anybody() {
                lines.push(fits(&format!("{number}[|]"), false, key.clone()));
            } else if rule.lists_everybody() {
                lines.push(fits(&format!("{number}[|]."), false, key.clone()));
            }
            let exact = rule.exact_origins();
            lines.extend(exact.map(|origin| is(&format!("{number}|{origin}"), key.clone())));
            let patterns = rule.origin_patterns().iter();
            lines.extend(patterns.map(|pattern| {
                fits(&format!("{number}[|]{}$", origin_regex(pattern)), false, key.clone())
            }));
        }
        lines.push(fits(&format!("{number}[|]"), false, key(number, None)));
    }
    let source = "{cors_path}|{http.request.header.Origin}";
    map(text, "Which rule lets the origin in.", source, "cors_rule", &lines, "none");
}

fn judge_preflight(statements: &[PathStatement<'_>], text: &mut String) {
    let left = statements.iter().enumerate().filter(|(_, statement)| statement.is_left());
    let mut lines: Vec<_> =
        left.map(|(number, _)| fits(&format!("{number}[|]"), false, "")).collect();
    lines.push(fits("[^|]*[|]OPTIONS[|][^|]+[|].", false, "asked"));
    let source = "{cors_rule}|{http.request.method}|{http.request.header.Access-Control-Request-Method}|\
                  {http.request.header.Origin}";
    let comment = "A preflight, where they are not left to the application.";
    map(text, comment, source, "cors_preflight", &lines, "");

    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (number, statement) in statements.iter().enumerate() {
        for (place, rule) in statement.rules().enumerate() {
            let at = escape(&key(number, Some(place)));
            methods.push(fits(&format!("{at}[|]{}", methods_regex(&rule)), false, "1"));
            headers.extend(header_lines(&at, &rule));
        }
    }
    let source = "{cors_rule}|{http.request.header.Access-Control-Request-Method}";
    map(text, "Whether the method may be used.", source, "cors_method", &methods, "");
    let source = "{cors_rule}|{http.request.header.Access-Control-Request-Headers}";
    map(text, "Whether the headers may be sent.", source, "cors_headers", &headers, "");
    // A dash alone would be no value at all.
    let verdict = [is("asked", "no"), is("asked1", "no"), is("asked11", "yes")];
    let source = "{cors_preflight}{cors_method}{cors_headers}";
    map(text, "What a preflight is answered.", source, "cors_verdict", &verdict, "");
    let status =
        [fits("(?:none|[0-9]+)asked$", false, "403"), fits("[0-9]+[.][0-9]+asked$", false, "204")];
    let source = "{cors_rule}{cors_preflight}";
    map(text, "The status of a preflight's answer.", source, "cors_status", &status, "");
    let answer = [
        fits("(.*)no$", false, "${1}-"),
        fits("(.*)yes$", false, "${1}+"),
        fits("(.*)$", false, "${1}"),
    ];
    let source = "{cors_rule}{cors_verdict}";
    map(text, "The key of the answer.", source, "cors_answer", &answer, "");
}

/// What a rule makes of a list of headers. Nothing looks ahead here: what is not permitted comes first.
fn header_lines(at: &str, rule: &RuleStatement<'_>) -> Vec<(String, String)> {
    let lists_authorization = rule.request_headers().iter().any(|name| name == "authorization");
    if rule.permits_any_request_header() {
        let refused = "(?:.*,)?[ \\t]*authorization[ \\t]*(?:,|$)";
        let refused = fits(&format!("{at}[|]{refused}"), true, "");
        let all = fits(&format!("{at}[|]"), false, "1");
        return if lists_authorization { vec![all] } else { vec![refused, all] };
    }
    vec![fits(&format!("{at}[|]{}", header_list_regex(rule)), true, "1")]
}

/// Takes away what the application says, where it is not left to speak.
fn silence(statements: &[PathStatement<'_>]) -> String {
    let left = statements.iter().enumerate().filter(|(_, statement)| statement.is_left());
    let left: Vec<String> = left.map(|(number, _)| number.to_string()).collect();
    let names: String = CORS_RESPONSE_HEADERS.iter().map(|name| format!("    -{name}\n")).collect();
    match left.is_empty() {
        true => format!("header {{\n{names}    defer\n}}\n"),
        false => {
            let left: Vec<&str> = left.iter().map(String::as_str).collect();
            let ours = format!("@cors_ours expression `!{}`\n", answered(&left));
            format!("{ours}header @cors_ours {{\n{names}    defer\n}}\n")
        }
    }
}

/// Writes each header on the answers that have it. In: what the names of matchers start with.
fn headers(sheet: &AnswerSheet<'_>, prefix: &str) -> String {
    let mut text = String::new();
    for (header, answers) in &sheet.headers {
        let name = header.map_or("vary", |header| header.name());
        for (number, (value, keys)) in keys_by_value(answers).into_iter().enumerate() {
            let action = match (value, header) {
                (HeaderValue::Nothing, _) => format!("-{name}"),
                (HeaderValue::Upstream, _) => continue,
                (HeaderValue::Origin, _) => format!("{name} {{http.request.header.Origin}}"),
                (HeaderValue::Text(text), None) => format!("+{name} \"{text}\""),
                (HeaderValue::Text(text), _) => format!("{name} \"{text}\""),
            };
            let short = name.trim_start_matches("access-control-").replace('-', "_");
            let matcher = format!("@{prefix}_{short}_{number}");
            let _ = write!(
                text,
                "{matcher} expression `{}`\nheader {matcher} {{\n    {action}\n    defer\n}}\n",
                answered(&keys)
            );
        }
    }
    text
}

/// Whether the answer has one of these keys.
fn answered(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    format!("({{cors_answer}} in [{}])", keys.join(", "))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
