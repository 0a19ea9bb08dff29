//! Ruby's `rack-cors`, as Rails and Rack set it up: blocks of `allow`, each with its origins and resources.
//!
//! The first block speaks that lists the origin and has a resource for the path. A text without a scheme is that host
//! under any; what headers may be sent is answered with what was asked for.

use std::collections::BTreeSet;

use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::IN_SOME_CASES;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::literal_seconds;
use crate::import::literal_truth;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Hash);
    let mut calls: Vec<(At, &str)> = Vec::new();
    for name in ["allow", "origins", "resource"] {
        calls.extend(code.after(name).into_iter().map(|at| (at, name)));
    }
    calls.sort_unstable();
    let conditions = Conditions::of(reader.text());
    let mut block = DraftRule::default();
    let mut resources: Vec<DraftRule> = Vec::new();
    for (at, name) in calls {
        if name == "allow" {
            if code.between(at, at + 4).starts_with(" do") || code.between(at, at + 3) == " { " {
                block = DraftRule { at, ..DraftRule::default() };
            }
            continue;
        }
        let values = code.statement(at);
        reader.count();
        if conditions.hold_at(at) {
            reader.miss(at, code.line(at), IN_SOME_CASES);
            continue;
        }
        match name {
            "origins" => {
                for (_, value) in &values {
                    read_origins(&code.resolved(value), &mut block, reader);
                }
            }
            _ => resources.extend(read_resource(&values, &block, at, &code, reader)),
        }
    }
    Ok(Read::Draft(Draft { rules: by_path(&resources) }))
}

/// Where a program of Ruby does something in some cases only.
struct Conditions {
    /// Where lines begin, and whether a condition is around them or at their end.
    lines: Vec<(At, bool)>,
}

impl Conditions {
    fn of(text: &str) -> Self {
        let (mut lines, mut at) = (Vec::new(), 0);
        // Blocks that are open, and whether each is a condition's.
        let mut open: Vec<bool> = Vec::new();
        for line in text.split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or_default().trim();
            let first = code.split([' ', '(']).next().unwrap_or_default();
            if first == "end" {
                open.pop();
            }
            let has_own = [" if ", " unless "].iter().any(|word| code.contains(word));
            lines.push((at, has_own || open.contains(&true)));
            let begins = ["def", "class", "module", "begin"].contains(&first);
            match first {
                "if" | "unless" | "case" => open.push(true),
                _ if begins || code.ends_with(" do") || code.contains(" do |") => open.push(false),
                _ => {}
            }
            // No program is so deep.
            open.truncate(100);
            at += line.len();
        }
        Self { lines }
    }

    fn hold_at(&self, at: At) -> bool {
        let begun = self.lines.partition_point(|(start, _)| *start <= at);
        let line = begun.checked_sub(1).and_then(|line| self.lines.get(line));
        line.is_some_and(|(_, is_conditional)| *is_conditional)
    }
}

/// On each path those resources that are for it, in their order: of the rules of a policy the ones of the longest path
/// speak alone.
fn by_path(resources: &[DraftRule]) -> Vec<DraftRule> {
    let paths: BTreeSet<&BTreeSet<String>> =
        resources.iter().map(|resource| &resource.paths).collect();
    let mut rules = Vec::new();
    for path in paths.into_iter().rev() {
        let inner = path.first().map_or("", String::as_str);
        let covers = |resource: &&DraftRule| match resource.paths.first() {
            None => true,
            Some(outer) => inner
                .strip_prefix(outer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        };
        let here = resources.iter().filter(covers);
        rules.extend(here.map(|resource| DraftRule { paths: path.clone(), ..resource.clone() }));
    }
    rules
}

fn read_origins(value: &Literal, block: &mut DraftRule, reader: &mut Reader<'_>) {
    for item in value.items() {
        match &item.kind {
            LiteralKind::Text(text) if text == "*" || text.contains("://") => {
                block.origins.push(text.clone());
            }
            LiteralKind::Text(text) => {
                block.origins.extend(["https", "http"].map(|scheme| format!("{scheme}://{text}")));
                let reason =
                    "every scheme with that host is let in there; https and http are in the policy";
                reader.note(item.at, text, reason);
            }
            LiteralKind::Regex(text, flags) => {
                let regex = Regex::new(text, flags.contains('i'));
                block.origins_of(regex, item.at, text, reader);
            }
            _ => match (expression(item), words(item)) {
                (Some(regex), _) => block.origins_of(regex, item.at, &item.shown(), reader),
                (_, Some(words)) => block.origins.extend(words),
                _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
            },
        }
    }
}

fn read_resource(
    values: &[(Option<String>, Literal)],
    block: &DraftRule,
    at: At,
    code: &Code,
    reader: &mut Reader<'_>,
) -> Option<DraftRule> {
    let ((None, path), options) = values.split_first()? else { return None };
    let Some(text) = path.text() else {
        reader.miss(path.at, &path.shown(), NO_LITERAL);
        return None;
    };
    let plain = if text == "*" { "/" } else { text };
    let inner = plain.trim_end_matches("/*").trim_end_matches('*');
    if inner.contains(['*', ':', '(']) {
        let reason = "rules are for a path and what is below it, and this is for others";
        reader.miss(path.at, text, reason);
        return None;
    }
    let mut rule = DraftRule { paths: rule_paths(inner), at, max_age: Some(7200), ..block.clone() };
    let (mut methods, mut headers) = (vec!["GET".to_owned()], vec!["content-type".to_owned()]);
    let mut listed = (at, "resource");
    // `resource '*', { headers: :any }`
    let options = options.iter().flat_map(|(name, value)| match &value.kind {
        LiteralKind::Table(inner) if name.is_none() => {
            inner.iter().map(|(name, value)| (Some(name.as_str()), value)).collect()
        }
        _ => vec![(name.as_deref(), value)],
    });
    for (name, value) in options {
        reader.count();
        let value = code.resolved(value);
        match name {
            Some("methods") => {
                methods = method_names(&value, reader);
                listed = (value.at, "methods");
            }
            Some("headers") => headers.extend(header_names(&value, reader)),
            Some("expose") => rule.expose_headers = header_names(&value, reader),
            Some("credentials") => rule.credentials = literal_truth(&value, reader),
            Some("max_age") => rule.max_age = literal_seconds(&value, reader),
            Some("vary") => {}
            Some(name) => reader.miss(value.at, name, "this option is not known"),
            None => reader.miss(value.at, &value.shown(), NO_LITERAL),
        }
    }
    reader.left_out(&methods, Checked::Preflights, listed);
    rule.star_beside_credentials(at, "resource", reader);
    rule.names(methods, headers, Star::Echoed, (at, "resource"), reader);
    Some(rule)
}

fn method_names(value: &Literal, reader: &mut Reader<'_>) -> Vec<String> {
    let names = header_names(value, reader);
    if names == ["*"] {
        return ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map(String::from).into();
    }
    names.into_iter().map(|name| name.to_ascii_uppercase()).collect()
}

/// Names as texts, symbols or words; `:any` is `*`.
fn header_names(value: &Literal, reader: &mut Reader<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for item in value.items() {
        match (&item.kind, words(item)) {
            (LiteralKind::Text(text), _) => names.push(text.clone()),
            (_, Some(words)) => names.extend(words),
            _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
        }
    }
    names
}

/// `%r{…}`, with flags or without.
fn expression(value: &Literal) -> Option<Result<Regex, String>> {
    let LiteralKind::Other(text) = &value.kind else { return None };
    let (text, flags) = text.strip_prefix("%r{")?.rsplit_once('}')?;
    Some(Regex::new(text, flags.contains('i')))
}

/// `:get`, `%w[get put]`, `%i[get put]`, with a star before them or not.
fn words(value: &Literal) -> Option<Vec<String>> {
    let LiteralKind::Other(text) = &value.kind else { return None };
    let text = text.trim_start_matches('*').trim();
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if let Some(symbol) = text.strip_prefix(':') {
        let name = if symbol == "any" { "*" } else { symbol };
        return is_name(symbol).then(|| vec![name.to_owned()]);
    }
    let list = text.strip_prefix("%w").or(text.strip_prefix("%i"))?;
    let inner = list.strip_prefix(['[', '(', '{'])?.strip_suffix([']', ')', '}'])?;
    Some(inner.split_whitespace().map(str::to_owned).collect())
}
