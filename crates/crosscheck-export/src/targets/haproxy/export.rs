//! A whole policy for HAProxy: variables of the transaction, from the request to the key of its answer,
//! and then each header by the keys of the answers that have it.
//!
//! | variable | what it holds |
//! | --- | --- |
//! | `txn.cors_origin` | `Origin`, which is gone when the answer is written |
//! | `txn.cors_path` | the number of the path that speaks, where the policy names several |
//! | `txn.cors_rule` | the key of what answers the origin there |
//! | `txn.cors_asked` | for a preflight `-`, or `+` if what it asks for is permitted |
//! | `txn.cors_answer` | both: the key of the answer |
//!
//! `http-after-response` reaches HAProxy's own errors, too.

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
use crate::export::header_list_regex;
use crate::export::is_everywhere;
use crate::export::key;
use crate::export::keys_by_value;
use crate::export::methods_regex;
use crate::export::origin_regex;
use crate::export::path_patterns;

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let mut lists = Vec::new();
    let mut text = String::from(WRITTEN_BY);
    choose_path(&statements, &mut text);
    choose_rule(&statements, &mut text, &mut lists);
    judge_preflight(&statements, &mut text);
    write_headers(&AnswerSheet::of(&statements), &mut text);
    let place = "put its lines into the frontend, before other http-request rules";
    let mut files = vec![ConfigFile::new("crosscheck-cors.cfg", place, text)];
    files.extend(lists);
    let mut losses = common_losses(&statements, "HAProxy");
    losses.push(Loss::new(
        LossKind::SeveralOrigins,
        Effect::NotByBrowsers,
        "of several `Origin` lines HAProxy looks at the last",
    ));
    losses.push(Loss::new(
        LossKind::SeveralHeaderLists,
        Effect::NotByBrowsers,
        "of several `Access-Control-Request-Headers` lines HAProxy looks at the last",
    ));
    Export { files, losses }
}

fn choose_path(statements: &[PathStatement<'_>], text: &mut String) {
    let paths: Vec<&str> = statements.iter().map(PathStatement::path).collect();
    if is_everywhere(&paths) {
        text.push_str("http-request set-var(txn.cors_path) str(0)\n");
        return;
    }
    text.push_str("\n# Which path speaks; where that could be read in two ways, none.\n");
    for pattern in path_patterns(&paths) {
        let number = pattern.path.map_or("none".into(), |path| path.to_string());
        let case = if pattern.ignores_case { "-i " } else { "" };
        let _ = writeln!(
            text,
            "http-request set-var(txn.cors_path) str({number}) if !{{ var(txn.cors_path) -m found }} \
             {{ path -m reg {case}-- '^(?:{})$' }}",
            pattern.regex
        );
    }
    text.push_str(
        "http-request set-var(txn.cors_path) str(none) if !{ var(txn.cors_path) -m found }\n",
    );
}

fn choose_rule(statements: &[PathStatement<'_>], text: &mut String, lists: &mut Vec<ConfigFile>) {
    text.push_str(
        "\n# Which rule lets the origin in: the first that lists it.\n\
         http-request set-var(txn.cors_origin) req.fhdr(origin)\n",
    );
    for (number, statement) in statements.iter().enumerate() {
        let mut choose = |rule: Option<usize>, condition: &str| {
            let _ = writeln!(
                text,
                "http-request set-var(txn.cors_rule) str({}) if !{{ var(txn.cors_rule) -m found }} {{ \
                 var(txn.cors_path) -m str {number} }}{condition}",
                key(number, rule)
            );
        };
        for (place, rule) in statement.rules().enumerate() {
            if statement.is_for_anybody() {
                choose(Some(place), "");
            } else if rule.lists_everybody() {
                choose(Some(place), " { var(txn.cors_origin) -m found }");
            }
            let exact: Vec<&str> = rule.exact_origins().collect();
            if exact.len() > MOST_IN_A_LINE {
                let name = format!("crosscheck-origins-{}.lst", key(number, Some(place)));
                let condition = format!(" {{ var(txn.cors_origin) -m str -f {FOLDER}{name} }}");
                choose(Some(place), &condition);
                let mut lines = String::from(WRITTEN_BY);
                exact.iter().for_each(|origin| lines.extend([origin, "\n"]));
                lists.push(ConfigFile::new(&name, "put it into /etc/haproxy", lines));
            } else if !exact.is_empty() {
                let condition =
                    format!(" {{ var(txn.cors_origin) -m str -- {} }}", exact.join(" "));
                choose(Some(place), &condition);
            }
            for pattern in rule.origin_patterns() {
                let regex = origin_regex(pattern);
                choose(Some(place), &format!(" {{ var(txn.cors_origin) -m reg -- '^{regex}$' }}"));
            }
        }
        choose(None, "");
    }
    text.push_str(
        "http-request set-var(txn.cors_rule) str(none) if !{ var(txn.cors_rule) -m found }\n",
    );
}

fn judge_preflight(statements: &[PathStatement<'_>], text: &mut String) {
    let left = statements.iter().enumerate().filter(|(_, statement)| statement.is_left());
    let left: Vec<String> = left.map(|(number, _)| number.to_string()).collect();
    let mut conditions = String::from(
        "{ method OPTIONS } { req.fhdr(access-control-request-method) -m found } { \
         var(txn.cors_origin) -m found }",
    );
    for some in left.chunks(MOST_IN_A_LINE) {
        let _ = write!(conditions, " !{{ var(txn.cors_path) -m str {} }}", some.join(" "));
    }
    let _ = writeln!(
        text,
        "\n# A preflight, and whether what it asks for is permitted.\n\
         http-request set-var(txn.cors_asked) str(-) if {conditions}"
    );
    for (number, statement) in statements.iter().enumerate() {
        for (place, rule) in statement.rules().enumerate() {
            permit(&key(number, Some(place)), &rule, text);
        }
    }
    text.push_str(
        "http-request set-var(txn.cors_answer) var(txn.cors_rule),concat(,txn.cors_asked)\n\
         http-request return status 204 if { var(txn.cors_asked) -m found } { var(txn.cors_rule) -m sub . }\n\
         http-request return status 403 if { var(txn.cors_asked) -m found }\n",
    );
}

fn permit(key: &str, rule: &RuleStatement<'_>, text: &mut String) {
    let methods = match methods_regex(rule) {
        regex if regex.is_empty() => regex,
        regex => format!(" {{ req.fhdr(access-control-request-method) -m reg -- '^{regex}' }}"),
    };
    let base = format!(
        "http-request set-var(txn.cors_asked) str(+) if {{ var(txn.cors_asked) -m found }} {{ \
         var(txn.cors_rule) -m str {key} }}{methods}"
    );
    let regex = header_list_regex(rule);
    if regex.is_empty() {
        let _ = writeln!(text, "{base}");
        return;
    }
    let _ = writeln!(
        text,
        "{base} !{{ req.fhdr(access-control-request-headers) -m found }}\n\
         {base} {{ req.fhdr(access-control-request-headers) -m reg -i -- '^{regex}' }}"
    );
}

fn write_headers(sheet: &AnswerSheet<'_>, text: &mut String) {
    text.push_str(
        "\n# What the application says of CORS is not sent on; the policy's answer is.\n",
    );
    for (header, answers) in &sheet.headers {
        let name = header.map_or("vary", |header| header.name());
        let mut by_value = keys_by_value(answers);
        let upstream = by_value.remove(&HeaderValue::Upstream).unwrap_or_default();
        if header.is_some_and(|header| header.is_of_cors()) {
            let conditions: String = upstream
                .chunks(MOST_IN_A_LINE)
                .map(|keys| format!(" !{}", answered(keys)))
                .collect();
            let condition =
                if conditions.is_empty() { String::new() } else { format!(" if{conditions}") };
            let _ = writeln!(text, "http-after-response del-header {name}{condition}");
        }
        for (value, keys) in by_value {
            for keys in keys.chunks(MOST_IN_A_LINE) {
                let action = match (value, header) {
                    (HeaderValue::Nothing | HeaderValue::Upstream, _) => {
                        format!("del-header {name}")
                    }
                    (HeaderValue::Origin, _) => {
                        format!("set-header {name} %[var(txn.cors_origin)]")
                    }
                    (HeaderValue::Text(text), None) => format!("add-header {name} \"{text}\""),
                    (HeaderValue::Text(text), _) => format!("set-header {name} \"{text}\""),
                };
                let _ = writeln!(text, "http-after-response {action} if {}", answered(keys));
            }
        }
    }
    let silent = CORS_RESPONSE_HEADERS.into_iter().filter(|name| {
        !sheet.headers.iter().any(|(header, _)| header.is_some_and(|header| header.name() == *name))
    });
    for name in silent {
        let _ = writeln!(text, "http-after-response del-header {name}");
    }
}

/// Whether the answer has one of these keys.
fn answered(keys: &[&str]) -> String {
    format!("{{ var(txn.cors_answer) -m str -- {} }}", keys.join(" "))
}

const WRITTEN_BY: &str = "# Written by `crosscheck export haproxy`.\n";

/// A line has 64 words at most.
const MOST_IN_A_LINE: usize = 40;

/// Where lists of origins lie.
const FOLDER: &str = "/etc/haproxy/";
