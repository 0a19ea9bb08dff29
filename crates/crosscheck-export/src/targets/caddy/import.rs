//! Caddyfiles, as a program: maps, matchers, `header`, `handle` and `respond`.
//!
//! Whatever the order of their lines, Caddy changes headers before it answers or asks what is behind it; what is
//! deferred is done when the answer is written, from the last to the first.

use std::collections::HashMap;

use super::blocks::Line;
use super::blocks::lines;
use super::placeholders::Names;
use crate::import::Action;
use crate::import::At;
use crate::import::Case;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Map;
use crate::import::Piece;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let (lines, missing) = lines(reader.text(), &mut |name| reader.other(name))?;
    for (at, text) in missing {
        if text.to_ascii_lowercase().contains("cors") {
            reader.count();
            let reason =
                "what a file or an unknown snippet holds is not read: put its text in this place";
            reader.miss(at, &text, reason);
        }
    }
    // A file of one site may have no braces; options of the server stand in a block without a name.
    let is_site = |line: &&Line| {
        line.block.is_some()
            && !line.words.is_empty()
            && !DIRECTIVES.contains(&line.word(0))
            && !line.word(0).starts_with('@')
    };
    let sites: Vec<&Line> = lines.iter().filter(is_site).collect();
    let about: Vec<&Line> = sites.iter().copied().filter(|site| is_about(site.inner())).collect();
    let mut import = Import { reader, names: Names::default(), deferred: Vec::new() };
    let (site, others) = match about.split_first() {
        Some((site, others)) => (site.inner(), others),
        None => (lines.as_slice(), about.as_slice()),
    };
    let statements = import.block(site);
    let said = headers_in(site);
    for other in others {
        if headers_in(other.inner()) != said {
            import.reader.count();
            let reason = "a policy is for one server: import this site from a file of its own";
            import.reader.miss(other.at, &other.words.join(" "), reason);
        }
    }
    let Import { mut names, deferred, .. } = import;
    names.program.statements = vec![Statement::Phase(statements)];
    if deferred.iter().any(Statement::silences_upstream) {
        names.program.statements.push(Statement::Upstream);
    }
    names.program.statements.extend(deferred.into_iter().rev());
    Ok(Read::Program(names.program))
}

struct Import<'r, 't> {
    reader: &'r mut Reader<'t>,
    names: Names,
    deferred: Vec<Statement>,
}

impl Import<'_, '_> {
    /// The steps of a block, in the order in which Caddy takes them.
    fn block(&mut self, block: &[Line]) -> Vec<Statement> {
        for line in block.iter().filter(|line| line.word(0) == "map") {
            let name = line.words.last().map(|word| word.trim_matches(['{', '}']).to_owned());
            self.names.program.variable(&name.unwrap_or_default());
        }
        for line in block {
            match line.word(0) {
                "map" => self.map(line),
                name if name.starts_with('@') => {
                    let is_about = line_is_about_origin(line);
                    if is_about {
                        self.reader.count();
                    }
                    self.names.define(line);
                    let name = name.trim_start_matches('@');
                    if let Some(Err(reason)) = self.names.matchers.get(name)
                        && is_about
                    {
                        self.reader.miss(line.at, &line.words.join(" "), &reason.clone());
                    }
                }
                _ => {}
            }
        }
        let mut statements = Vec::new();
        for line in block.iter().filter(|line| line.word(0) == "header") {
            self.header(line, &mut statements);
        }
        let mut handles = Vec::new();
        for line in block {
            match line.word(0) {
                "handle" | "handle_path" => {
                    let inner = line.inner();
                    let (condition, _) = self.names.matcher(line.arguments(), line.at);
                    match condition {
                        Ok(condition) => {
                            let then = self.block(inner);
                            handles.push((condition, then));
                        }
                        Err(reason) if is_about(inner) => {
                            self.reader.count();
                            self.reader.miss(line.at, &line.words.join(" "), &reason);
                        }
                        Err(_) => {}
                    }
                }
                "route" => {
                    let (condition, _) = self.names.matcher(line.arguments(), line.at);
                    let then = self.block(line.inner());
                    statements.push(Statement::If(condition.unwrap_or(Condition::Never), then));
                }
                "handle_errors" => {
                    // What Caddy answers by itself carries the same to the same pages.
                    headers_in(line.inner()).iter().for_each(|_| self.reader.count());
                }
                _ => {}
            }
        }
        // Those with conditions come first.
        handles.sort_by_key(|(condition, _)| matches!(condition, Condition::Always));
        if !handles.is_empty() {
            statements.push(Statement::First(handles));
        }
        for line in block {
            match line.word(0) {
                "respond" => {
                    let (condition, rest) = self.names.matcher(line.arguments(), line.at);
                    let status = rest.iter().rev().find_map(|word| word.parse::<u16>().ok());
                    let then = vec![Statement::Answer(status.unwrap_or(200))];
                    statements.push(Statement::If(condition.unwrap_or(Condition::Never), then));
                }
                "reverse_proxy" => {
                    // It changes what comes from there, which is then said beside what was said before.
                    for inner in line.inner().iter().filter(|line| line.word(0) == "header_down") {
                        let (mut said, known) = (Vec::new(), self.deferred.len());
                        self.change(inner, inner.arguments(), &Condition::Always, false, &mut said);
                        self.deferred.truncate(known);
                        statements.extend(said.into_iter().filter_map(Statement::beside));
                    }
                }
                _ => {}
            }
        }
        statements
    }

    fn map(&mut self, line: &Line) {
        let source = self.names.template(line.word(1));
        let name = line.words.last().map(|word| word.trim_matches(['{', '}']).to_owned());
        let variable = self.names.program.variable(&name.unwrap_or_default());
        let tells_origin = line.words.join(" ").to_ascii_lowercase().contains("origin");
        let (mut cases, mut default) = (Vec::new(), Template::default());
        for case in line.inner() {
            let value = self.names.template(case.word(1));
            if tells_origin {
                self.reader.count();
            }
            match case.word(0) {
                "default" => default = value,
                input => match input.strip_prefix('~') {
                    Some(regex) => match Regex::new(regex, false) {
                        Ok(regex) => {
                            let fits = Fits::Regex { regex, name: String::new() };
                            cases.push(Case::Fits(fits, value));
                        }
                        Err(reason) if tells_origin => self.reader.miss(case.at, input, &reason),
                        Err(_) => {}
                    },
                    // Texts side by side are looked up at once.
                    None => match cases.last_mut() {
                        Some(Case::Texts(texts)) => {
                            texts.entry(input.to_owned()).or_insert(value);
                        }
                        _ => cases.push(Case::Texts(HashMap::from([(input.to_owned(), value)]))),
                    },
                },
            }
        }
        let map = Map { subject: source, cases, default, ignores_case: false };
        self.names.program.set_map(variable, map);
    }

    fn header(&mut self, line: &Line, statements: &mut Vec<Statement>) {
        let (condition, rest) = self.names.matcher(line.arguments(), line.at);
        let condition = match condition {
            Ok(condition) => condition,
            Err(reason) => {
                for one in headers_in(std::slice::from_ref(line)) {
                    self.reader.count();
                    self.reader.miss(line.at, &one, &reason);
                }
                return;
            }
        };
        let rest = rest.to_vec();
        let inner = line.inner();
        let defers = inner.iter().any(|one| one.word(0) == "defer");
        if !rest.is_empty() {
            self.change(line, &rest, &condition, false, statements);
        }
        // Of one line's changes those that take away come last.
        for change in inner {
            self.change(change, &change.words, &condition, defers, statements);
        }
    }

    /// One change of a header.
    fn change(
        &mut self,
        line: &Line,
        words: &[String],
        condition: &Condition,
        defers: bool,
        statements: &mut Vec<Statement>,
    ) {
        let first = words.first().map(String::as_str).unwrap_or_default();
        let signs = [
            ("+", Action::Add, false),
            ("-", Action::Remove, true),
            ("?", Action::SetIfAbsent, true),
            (">", Action::Set, true),
            ("", Action::Set, false),
        ];
        let found = signs.into_iter().find_map(|(sign, action, is_late)| {
            first.strip_prefix(sign).map(|name| (action, name, is_late))
        });
        let Some((action, name, is_late)) = found else { return };
        let names: Vec<String> = match (action, name.strip_suffix('*')) {
            (Action::Remove, Some(start)) => {
                let start = start.to_ascii_lowercase();
                let all = crosscheck::server::CORS_RESPONSE_HEADERS.into_iter();
                all.filter(|name| name.starts_with(&start)).map(str::to_owned).collect()
            }
            _ => cors_header(name).into_iter().collect(),
        };
        if !names.is_empty() {
            self.reader.count();
        }
        if !names.is_empty() && words.len() > 2 {
            let reason = "what replaces a part of a header is not understood";
            self.reader.miss(line.at, &words.join(" "), reason);
            return;
        }
        let value = self.names.template(words.get(1).map(String::as_str).unwrap_or_default());
        if !names.is_empty() && value.is_unknown() {
            let reason = "what its placeholder holds is not known before there is a request";
            self.reader.miss(line.at, &words.join(" "), reason);
            return;
        }
        for name in names {
            let header = Header { action, name, value: value.clone(), at: line.at };
            let step = Statement::Header(header);
            if !defers && !is_late {
                statements.push(Statement::If(condition.clone(), vec![step]));
                continue;
            }
            // Later, but only if it came by here.
            let came = format!("(deferred {})", self.deferred.len());
            let came = self.names.program.variable(&came);
            let note = vec![Statement::Set(came, Template::text("yes"))];
            statements.push(Statement::If(condition.clone(), note));
            let has_come = Condition::test(Template::of(Piece::Variable(came)), Fits::Present, 0);
            self.deferred.push(Statement::If(has_come, vec![step]));
        }
    }
}

fn line_is_about_origin(line: &Line) -> bool {
    let is_about = |line: &Line| line.words.join(" ").to_ascii_lowercase().contains("origin");
    is_about(line) || line.inner().iter().any(is_about)
}

fn is_about(block: &[Line]) -> bool {
    !headers_in(block).is_empty()
}

/// The changes of headers of CORS in a block, as they are written.
fn headers_in(block: &[Line]) -> Vec<String> {
    let mut found = Vec::new();
    for line in block {
        let is_header =
            |word: &String| cors_header(word.trim_start_matches(['+', '-', '?', '>'])).is_some();
        if line.words.iter().take(3).any(is_header) {
            found.push(line.words.join(" "));
        }
        found.extend(headers_in(line.inner()));
    }
    found
}

/// Directives that have blocks and begin no site.
const DIRECTIVES: &[&str] = &[
    "map",
    "header",
    "handle",
    "handle_path",
    "handle_errors",
    "route",
    "respond",
    "reverse_proxy",
    "log",
    "tls",
    "file_server",
    "encode",
    "php_fastcgi",
];
