//! A whole policy for Apache: variables of the request, from what was asked to the key of its answer, and
//! then each header by the keys of the answers that have it.
//!
//! | variable | what it holds |
//! | --- | --- |
//! | `cors_origin` | `Origin`, all its lines as one |
//! | `cors_path` | the number of the path that speaks |
//! | `cors_rule` | the key of what answers the origin there |
//! | `cors_asked` | for a preflight `-`, or `+` if what it asks for is permitted |
//! | `cors_answer` | both: the key of the answer |
//!
//! Each line that fits sets its variable once more, so the last decides. What is asked is read from the request's
//! first line, which stays as it was when an `ErrorDocument` takes over. Two tables of headers: what an application
//! wrote is in the one, what goes out with errors too in the other.

use std::fmt::Write as _;

use crosscheck::server::AnswerHeader;
use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::PathStatement;
use crosscheck::server::Policy;
use crosscheck::server::RuleStatement;

use crate::export::AnswerSheet;
use crate::export::ConfigFile;
use crate::export::Export;
use crate::export::HeaderValue;
use crate::export::common_losses;
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
    let mut text = String::from(WRITTEN_BY);
    choose_path(&statements, &mut text);
    choose_rule(&statements, &mut text);
    judge_preflight(&statements, &mut text);
    write_headers(&statements, &AnswerSheet::of(&statements), &mut text);
    let mut losses = common_losses(&statements, "Apache");
    losses.extend(many_origins(&statements));
    let place = "include it in the virtual host, before other rewrite rules";
    Export { files: vec![ConfigFile::new("crosscheck-cors.conf", place, text)], losses }
}

/// A line that sets a variable where a condition holds.
fn set(text: &mut String, condition: &str, variable: &str, value: &str) {
    let _ = writeln!(text, "SetEnvIfExpr \"{condition}\" {variable}={value}");
}

fn choose_path(statements: &[PathStatement<'_>], text: &mut String) {
    let paths: Vec<&str> = statements.iter().map(PathStatement::path).collect();
    if is_everywhere(&paths) {
        set(text, "true", "cors_path", "0");
        return;
    }
    text.push_str("\n# Which path speaks; where that could be read in two ways, none.\n");
    set(text, "%{THE_REQUEST} =~ m#^[^ ]+ ([^ ?]*)#", "cors_asked_path", "$1");
    set(text, "true", "cors_path", "none");
    for pattern in path_patterns(&paths).iter().rev() {
        let number = pattern.path.map_or("none".into(), |path| path.to_string());
        let case = if pattern.ignores_case { "i" } else { "" };
        let fits = format!("reqenv('cors_asked_path') =~ m#^(?:{})$#{case}", pattern.regex);
        set(text, &fits, "cors_path", &number);
    }
}

fn choose_rule(statements: &[PathStatement<'_>], text: &mut String) {
    text.push_str(
        "\n# Which rule lets the origin in: the first that lists it, so it stands last.\n",
    );
    set(text, "%{req_novary:Origin} =~ m#^(.+)$#", "cors_origin", "$1");
    set(text, "true", "cors_rule", "none");
    for (number, statement) in statements.iter().enumerate() {
        let mut choose = |rule: Option<usize>, condition: &str| {
            let condition = format!("reqenv('cors_path') == '{number}'{condition}");
            set(text, &condition, "cors_rule", &key(number, rule));
        };
        choose(None, "");
        let rules: Vec<RuleStatement<'_>> = statement.rules().collect();
        for (place, rule) in rules.iter().enumerate().rev() {
            if statement.is_for_anybody() {
                choose(Some(place), "");
            } else if rule.lists_everybody() {
                choose(Some(place), " && -n reqenv('cors_origin')");
            }
            let exact: Vec<String> =
                rule.exact_origins().map(|origin| format!("'{origin}'")).collect();
            for some in exact.chunks(MOST_IN_A_LIST) {
                let some = some.join(", ");
                choose(Some(place), &format!(" && reqenv('cors_origin') -in {{ {some} }}"));
            }
            for pattern in rule.origin_patterns() {
                let regex = origin_regex(pattern);
                choose(Some(place), &format!(" && reqenv('cors_origin') =~ m#^{regex}$#"));
            }
        }
    }
}

fn judge_preflight(statements: &[PathStatement<'_>], text: &mut String) {
    let left = left(statements);
    let here = if left.is_empty() { String::new() } else { format!(" && ! {left}") };
    text.push_str("\n# A preflight, and whether what it asks for is permitted.\n");
    let asks = format!(
        "%{{THE_REQUEST}} =~ m#^OPTIONS # && -n reqenv('cors_origin') && \
         -n req_novary('Access-Control-Request-Method'){here}"
    );
    set(text, &asks, "cors_asked", "-");
    for (number, statement) in statements.iter().enumerate() {
        for (place, rule) in statement.rules().enumerate() {
            let key = key(number, Some(place));
            let mut permitted =
                format!("reqenv('cors_asked') == '-' && reqenv('cors_rule') == '{key}'");
            for (header, regex, case) in [
                ("Access-Control-Request-Method", methods_regex(&rule), ""),
                ("Access-Control-Request-Headers", header_list_regex(&rule), "i"),
            ] {
                if !regex.is_empty() {
                    let _ = write!(permitted, " && req_novary('{header}') =~ m#^{regex}#{case}");
                }
            }
            set(text, &permitted, "cors_asked", "+");
        }
    }
    set(text, "'%{reqenv:cors_rule}%{reqenv:cors_asked}' =~ m#^(.+)$#", "cors_answer", "$1");
    text.push_str(
        "\n# Preflights never reach the application.\n\
         RewriteEngine On\n\
         RewriteCond %{ENV:REDIRECT_STATUS} =\"\"\n\
         RewriteCond %{ENV:cors_answer} \"[.][0-9]+[-+]$\"\n\
         RewriteRule ^ - [R=204,L]\n\
         RewriteCond %{ENV:REDIRECT_STATUS} =\"\"\n\
         RewriteCond %{ENV:cors_answer} \"[-+]$\"\n\
         RewriteRule ^ - [F]\n",
    );
}

fn write_headers(statements: &[PathStatement<'_>], sheet: &AnswerSheet<'_>, text: &mut String) {
    let left = left(statements);
    let ours = if left.is_empty() { String::new() } else { format!(" \"expr=! {left}\"") };
    text.push_str(
        "\n# What the application says of CORS is not sent on; the policy's answer is.\n",
    );
    for name in CORS_RESPONSE_HEADERS {
        remove(text, name, &ours);
    }
    for (header, answers) in &sheet.headers {
        let name = header.map_or("vary", AnswerHeader::name);
        for (value, keys) in keys_by_value(answers) {
            let condition = format!(" \"expr={}\"", answered(&keys));
            if value == HeaderValue::Upstream {
                continue;
            }
            if header.is_some_and(|header| !header.is_of_cors()) {
                remove(text, name, &condition);
            }
            let (action, value) = match (value, header) {
                (HeaderValue::Nothing | HeaderValue::Upstream, _) => continue,
                (HeaderValue::Origin, _) => ("set", "%{cors_origin}e"),
                (HeaderValue::Text(text), None) => ("merge", text),
                (HeaderValue::Text(text), _) => ("set", text),
            };
            let _ = writeln!(text, "Header always {action} {name} \"{value}\"{condition}");
        }
    }
}

/// Takes a header out of both tables.
fn remove(text: &mut String, name: &str, condition: &str) {
    let _ = writeln!(text, "Header always unset {name}{condition}");
    let _ = writeln!(text, "Header onsuccess unset {name}{condition}");
}

/// Whether the path is left to its handler; empty if none is.
fn left(statements: &[PathStatement<'_>]) -> String {
    let left = statements.iter().enumerate().filter(|(_, statement)| statement.is_left());
    let left: Vec<String> = left.map(|(number, _)| format!("'{number}'")).collect();
    match left.is_empty() {
        true => String::new(),
        false => format!("(reqenv('cors_path') -in {{ {} }})", left.join(", ")),
    }
}

/// Whether the answer has one of these keys.
fn answered(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("'{key}'")).collect();
    format!("reqenv('cors_answer') -in {{ {} }}", keys.join(", "))
}

const WRITTEN_BY: &str = "# Written by `crosscheck export apache`. Include it in the virtual host.\n\
                          # a2enmod headers rewrite setenvif, if they are not loaded.\n";

/// What is parsed at once is kept on a stack.
const MOST_IN_A_LIST: usize = 100;
