//! nginx' files, as a program: maps, `if`, `set`, `add_header` and where it is inherited, `location`.
//!
//! A block with an `add_header` of its own has none of those around it. A location's `if` is a block like
//! any other, and the last one that holds counts.

use std::collections::BTreeSet;

use super::blocks::Directive;
use super::blocks::directives;
use super::values::Names;
use crate::import::Action;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Piece;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let directives = with_others(directives(reader.text())?, reader, 0);
    let mut names = Names::of(&directives);
    names.read_maps(&directives, reader);
    let mut import = Import { reader, names };
    let inherited = Inherited::default();
    let mut statements = import.block(&directives, &inherited);
    let outside = import.headers_of(&directives, &inherited, false);
    let mut servers = Vec::new();
    find_servers(&directives, &outside, &mut import, &mut servers);
    servers.retain(|(server, _)| is_about_cors(server.inner()));
    if let Some(((first, inherited), others)) = servers.split_first() {
        statements.extend(import.block(first.inner(), inherited));
        let said = said_in(first.inner());
        for (server, _) in others.iter().filter(|(other, _)| said_in(other.inner()) != said) {
            import.reader.count();
            let text = import.text_of(server);
            let reason = "a policy is for one server: import this block from a file of its own";
            import.reader.miss(server.at, &text, reason);
        }
    }
    let mut program = import.names.program;
    program.statements = statements;
    Ok(Read::Program(program))
}

/// Puts the texts of other files in their places.
fn with_others(block: Vec<Directive>, reader: &mut Reader<'_>, depth: usize) -> Vec<Directive> {
    let mut all = Vec::new();
    for mut directive in block {
        let name = directive.argument(0).filter(|_| directive.name == "include" && depth < DEEPEST);
        let other = name.and_then(|name| reader.other(name));
        match other.and_then(|text| directives(&text).ok()) {
            Some(other) => {
                let other = other.into_iter().map(|one| one.moved(directive.at, directive.end));
                all.extend(with_others(other.collect(), reader, depth + 1));
            }
            None => {
                let inner = directive.block.take();
                directive.block = inner.map(|block| with_others(block, reader, depth + 1));
                all.push(directive);
            }
        }
    }
    all
}

const DEEPEST: usize = 60;

/// What a block takes over from those around it.
#[derive(Clone, Debug, Default)]
struct Inherited {
    headers: Vec<Header>,
    /// What `more_set_headers` writes: those around a block first, and its own behind them.
    more: Vec<Header>,
}

struct Import<'r, 't> {
    reader: &'r mut Reader<'t>,
    names: Names,
}

impl Import<'_, '_> {
    fn text_of(&self, directive: &Directive) -> String {
        self.reader.text().get(directive.at..directive.end).unwrap_or_default().to_owned()
    }

    /// The steps of a server's or a location's block.
    fn block(&mut self, block: &[Directive], inherited: &Inherited) -> Vec<Statement> {
        let own = self.headers_of(block, inherited, true);
        let mut statements = self.steps(block, &own);
        let locations: Vec<&Directive> =
            block.iter().filter(|directive| directive.name == "location").collect();
        if !locations.is_empty() {
            let choices = self.locations(&locations, &own);
            statements.push(Statement::First(choices));
        }
        statements
    }

    /// The steps of a block without its locations.
    fn steps(&mut self, block: &[Directive], own: &Inherited) -> Vec<Statement> {
        let mut statements = vec![Statement::Instead(own.headers.clone())];
        for directive in block {
            self.step(directive, own, &mut statements);
        }
        // Whoever answers below has them, and what sets them anew further down wins.
        let is_end = |one: &Statement| matches!(one, Statement::If(..) | Statement::Answer(_));
        let end = statements.iter().position(is_end).unwrap_or(statements.len());
        statements.splice(end..end, own.more.iter().cloned().map(Statement::Header));
        statements
    }

    /// A step of the phase in which nginx rewrites.
    fn step(&mut self, directive: &Directive, own: &Inherited, statements: &mut Vec<Statement>) {
        match directive.name.as_str() {
            "set" => {
                let (Some(name), Some(value)) = (directive.argument(0), directive.argument(1))
                else {
                    return;
                };
                let value = self.names.template(value);
                let variable = self.names.program.variable(name.trim_start_matches('$'));
                statements.push(Statement::Set(variable, value));
            }
            "return" => {
                let status = directive.argument(0).and_then(|status| status.parse().ok());
                statements.extend(status.map(Statement::Answer));
            }
            "if" => {
                let Some(condition) = self.condition(directive) else { return };
                let inner = directive.inner();
                let in_if = self.headers_of(inner, own, true);
                let then = self.steps(inner, &in_if);
                statements.push(Statement::If(condition, then));
            }
            "include" => {
                let file = directive.argument(0).unwrap_or_default();
                if file.to_ascii_lowercase().contains("cors") {
                    self.reader.count();
                    let reason = "what a file includes is not read: put its text in this place";
                    self.reader.miss(directive.at, &self.text_of(directive), reason);
                }
            }
            name if name.contains("_by_lua") || name == "js_header_filter" => {
                let text = self.text_of(directive);
                if text.to_ascii_lowercase().contains("access-control-") {
                    self.reader.count();
                    self.reader.miss(directive.at, &text, "scripts are not read");
                }
            }
            name if name.ends_with("_hide_header")
                && directive.argument(0).and_then(cors_header).is_some() =>
            {
                self.reader.count();
            }
            _ => {}
        }
    }

    /// The condition of an `if`; `None` if it is not understood, which has been said.
    fn condition(&mut self, directive: &Directive) -> Option<Condition> {
        let words: Vec<&str> = directive.arguments.iter().map(|word| word.text.as_str()).collect();
        let whole = words.join(" ");
        let inside = whole.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let inside = inside.unwrap_or(&whole).trim();
        let mut parts = inside.splitn(3, ' ').map(str::trim);
        let (subject, operator, operand) =
            (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
        let operand = operand.trim_matches(['"', '\'']);
        let about = is_about_cors(directive.inner());
        let at = directive.at;
        let subject_template = self.names.template(subject);
        let tells_origin = subject.contains("http_origin");
        if tells_origin {
            self.reader.count();
        }
        let miss = |reader: &mut Reader<'_>, reason: &str| {
            if about || tells_origin {
                let text = reader.text().get(directive.at..directive.end).unwrap_or_default();
                if !tells_origin {
                    reader.count();
                }
                let first = text.split('{').next().unwrap_or_default().to_owned();
                reader.miss(at, &first, reason);
            }
            None
        };
        if !subject.starts_with(['$', '"', '\'']) || subject_template.is_unknown() {
            return miss(self.reader, "what it asks for is not known before there is a request");
        }
        let regex = |ignores_case: bool| Regex::new(operand, ignores_case);
        let fits = match operator {
            None => Fits::Present,
            Some("=" | "!=") => {
                Fits::Texts { texts: vec![operand.to_owned()], ignores_case: false }
            }
            Some("~" | "!~" | "~*" | "!~*") => {
                match regex(operator.is_some_and(|operator| operator.ends_with('*'))) {
                    Ok(regex) => Fits::Regex { regex, name: String::new() },
                    Err(reason) => return miss(self.reader, &reason),
                }
            }
            Some(_) => return miss(self.reader, "this operator is not known"),
        };
        // nginx takes `0` for nothing.
        let zero = Fits::Texts { texts: vec!["0".into()], ignores_case: false };
        let test = Condition::test(subject_template.clone(), fits, at);
        Some(match operator {
            None => Condition::All(vec![test, Condition::test(subject_template, zero, at).not()]),
            Some(operator) if operator.starts_with('!') => test.not(),
            Some(_) => test,
        })
    }

    /// The headers that a block writes. In: whether they are counted.
    fn headers_of(&mut self, block: &[Directive], outside: &Inherited, count: bool) -> Inherited {
        let named = |name: &'static str| block.iter().filter(move |one| one.name == name);
        let mut more = outside.more.clone();
        for directive in named("more_set_headers").filter(|_| count) {
            self.more_headers(directive, &mut more);
        }
        let own: Vec<&Directive> = named("add_header").collect();
        if own.is_empty() {
            return Inherited { headers: outside.headers.clone(), more };
        }
        let mut headers = Vec::new();
        for directive in own {
            let Some(name) = directive.argument(0).and_then(cors_header) else { continue };
            let value = self.names.template(directive.argument(1).unwrap_or_default());
            if count {
                self.reader.count();
                if value.is_unknown() {
                    let reason = "what its variable holds is not known before there is a request";
                    self.reader.miss(directive.at, &self.text_of(directive), reason);
                }
            }
            headers.push(Header { action: Action::Add, name, value, at: directive.at });
        }
        Inherited { headers, more }
    }

    fn more_headers(&mut self, directive: &Directive, headers: &mut Vec<Header>) {
        let lines = directive.arguments.iter().filter(|word| word.text.contains(':'));
        for line in lines {
            let (name, value) = line.text.split_once(':').unwrap_or_default();
            let Some(name) = cors_header(name.trim()) else { continue };
            self.reader.count();
            let value = self.names.template(value.trim());
            if value.is_unknown() {
                let reason = "what its variable holds is not known before there is a request";
                self.reader.miss(directive.at, &self.text_of(directive), reason);
            }
            let action = Action::Set;
            headers.push(Header { action, name, value, at: line.at });
        }
    }

    /// Locations, in the order in which nginx chooses: exact ones, those that want no expression,
    /// expressions, and the longest of the others.
    fn locations(
        &mut self,
        locations: &[&Directive],
        own: &Inherited,
    ) -> Vec<(Condition, Vec<Statement>)> {
        let mut choices = Vec::new();
        for (number, directive) in locations.iter().enumerate() {
            let (mark, path) = match (directive.argument(0), directive.argument(1)) {
                (Some(mark @ ("=" | "^~" | "~" | "~*")), Some(path)) => (mark, path),
                (Some(path), _) => ("", path),
                _ => continue,
            };
            let has_own = directive.inner().iter().any(|inner| inner.name == "add_header");
            let about = is_about_cors(directive.inner()) || has_own;
            let path_of = || Template::of(Piece::Path);
            let (rank, condition) = match mark {
                _ if path.starts_with('@') => continue,
                "=" => {
                    let fits = Fits::Texts { texts: vec![path.into()], ignores_case: false };
                    ((0, 0), Condition::test(path_of(), fits, directive.at))
                }
                "~" | "~*" => {
                    if !about {
                        continue;
                    }
                    let Some(prefix) = plain_prefix(path) else {
                        self.miss_location(directive, own, has_own);
                        continue;
                    };
                    ((2, number), self.below(&prefix, directive.at))
                }
                mark => {
                    let rank = usize::from(mark != "^~") * 2 + 1;
                    ((rank, usize::MAX - path.len()), self.below(path, directive.at))
                }
            };
            let then = self.block(directive.inner(), own);
            choices.push((rank, (condition, then)));
        }
        choices.sort_by_key(|(rank, _)| *rank);
        choices.into_iter().map(|(_, choice)| choice).collect()
    }

    fn below(&self, path: &str, at: At) -> Condition {
        Condition::test(Template::of(Piece::Path), Fits::Path(path.to_owned()), at)
    }

    /// A location that no rule can name.
    fn miss_location(&mut self, directive: &Directive, own: &Inherited, has_own: bool) {
        let reason = "rules are for a path and what is below it, and this is an expression";
        let inner = cors_directives(directive.inner());
        for one in &inner {
            self.reader.count();
            self.reader.miss(one.at, &self.text_of(one), reason);
        }
        if inner.is_empty() && has_own && !own.headers.is_empty() {
            self.reader.count();
            let text = self.text_of(directive);
            let reason = "its add_header drops those around it, so no page may read what fits, and a \
                          rule cannot name paths by an expression";
            self.reader.miss(directive.at, &text, reason);
        }
    }
}

/// The servers, each with what it takes over.
fn find_servers<'d>(
    block: &'d [Directive],
    outside: &Inherited,
    import: &mut Import<'_, '_>,
    servers: &mut Vec<(&'d Directive, Inherited)>,
) {
    for directive in block {
        match directive.name.as_str() {
            "server" if directive.block.is_some() => servers.push((directive, outside.clone())),
            "http" => {
                let own = import.headers_of(directive.inner(), outside, true);
                find_servers(directive.inner(), &own, import, servers);
            }
            _ => {}
        }
    }
}

fn is_about_cors(block: &[Directive]) -> bool {
    !cors_directives(block).is_empty()
}

/// The directives in a block that write headers of CORS.
fn cors_directives(block: &[Directive]) -> Vec<&Directive> {
    let mut found = Vec::new();
    for directive in block {
        let is_header = match directive.name.as_str() {
            "add_header" => directive.argument(0).is_some_and(|name| cors_header(name).is_some()),
            "more_set_headers" => directive
                .arguments
                .iter()
                .filter_map(|line| line.text.split_once(':'))
                .any(|(name, _)| cors_header(name.trim()).is_some()),
            "include" => {
                directive.argument(0).is_some_and(|file| file.to_ascii_lowercase().contains("cors"))
            }
            _ => false,
        };
        if is_header {
            found.push(directive);
        }
        found.extend(cors_directives(directive.inner()));
    }
    found
}

/// What a block says of CORS, wherever in it.
fn said_in(block: &[Directive]) -> BTreeSet<Vec<&str>> {
    let all = cors_directives(block).into_iter();
    all.map(|one| one.arguments.iter().map(|word| word.text.as_str()).collect()).collect()
}

/// The path of an expression that means it and what is below: `^/api/`.
fn plain_prefix(regex: &str) -> Option<String> {
    let rest = regex.strip_prefix('^')?;
    let rest = rest.trim_end_matches(".*").trim_end_matches("(.*)").trim_end_matches("(/|$)");
    let is_plain = rest
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'~'));
    (is_plain && rest.starts_with('/')).then(|| rest.to_owned())
}
