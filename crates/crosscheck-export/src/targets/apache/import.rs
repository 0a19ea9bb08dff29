//! Apache's files, as a program: `SetEnvIf`, `Header`, rewriting, and the sections that they stand in.
//!
//! Environment variables are set before anything is rewritten, and headers are written at the end: server, then
//! `<Directory>`, then `<Location>`, then `<If>`.

use super::expressions::condition;
use super::expressions::request_header;
use super::expressions::template;
use crate::import::Action;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let (program, phases) = Default::default();
    let mut import = Import { reader, program, phases, open: Vec::new(), conditions: Vec::new() };
    let text = import.reader.text();
    let (mut at, mut whole, mut start) = (0, String::new(), 0);
    for line in text.split_inclusive('\n') {
        if whole.is_empty() {
            start = at + line.len() - line.trim_start().len();
        }
        at += line.len();
        match line.trim_end().strip_suffix('\\') {
            Some(begun) => {
                whole.push_str(begun);
                continue;
            }
            None => whole.push_str(line.trim_end()),
        }
        import.line(whole.trim(), start);
        whole.clear();
    }
    if let Some(section) = import.open.last() {
        return Err((section.at, "a section is not closed".into()));
    }
    let Import { mut program, phases, .. } = import;
    let Phases { variables, rewriting, mut headers } = phases;
    headers.sort_by_key(|(rank, _)| *rank);
    let headers: Vec<Statement> = headers.into_iter().map(|(_, step)| step).collect();
    let mut statements: Vec<Statement> = variables.into_iter().map(|(_, step)| step).collect();
    let rewriting = rewriting.into_iter().map(|(_, step)| step).collect();
    statements.push(Statement::Phase(rewriting));
    if headers.iter().any(Statement::silences_upstream) {
        statements.push(Statement::Upstream);
    }
    statements.extend(headers);
    program.statements = statements;
    Ok(Read::Program(program))
}

/// Steps, each with the rank of the section that it stands in.
type Ranked = Vec<(u8, Statement)>;

/// In their order.
#[derive(Default)]
struct Phases {
    variables: Ranked,
    rewriting: Ranked,
    headers: Ranked,
}

/// One of them.
type Phase = fn(&mut Phases) -> &mut Ranked;

struct Import<'r, 't> {
    reader: &'r mut Reader<'t>,
    program: Program,
    phases: Phases,
    open: Vec<Section>,
    /// `RewriteCond`s that wait for their rule.
    conditions: Vec<(Result<Condition, String>, bool)>,
}

struct Section {
    name: String,
    at: At,
    /// What it is for; fails with the reason why that is not understood.
    condition: Result<Condition, String>,
    rank: u8,
}

impl Import<'_, '_> {
    fn line(&mut self, line: &str, at: At) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if let Some(inside) = line.strip_prefix("</") {
            let name = inside.trim_end_matches('>').trim().to_ascii_lowercase();
            if self.open.last().is_some_and(|section| section.name == name) {
                self.open.pop();
            }
            return;
        }
        if let Some(inside) = line.strip_prefix('<') {
            self.open_section(inside.trim_end_matches('>'), at);
            return;
        }
        let words = words(line);
        let word = |number: usize| words.get(number).map(String::as_str).unwrap_or_default();
        match word(0).to_ascii_lowercase().as_str() {
            name @ ("setenvif" | "setenvifnocase") => {
                self.set_by_header(&words, name == "setenvifnocase", line, at);
            }
            "setenvifexpr" => self.set_by_expression(&words, line, at),
            "setenv" => self.set(word(1), Template::text(word(2)), Condition::Always),
            "header" => self.header(words.get(1..).unwrap_or_default(), line, at),
            "rewritecond" => {
                let condition = self.rewrite_condition(&words, at);
                let is_or = word(3).to_ascii_uppercase().contains("OR");
                self.conditions.push((condition, is_or));
            }
            "rewriterule" => self.rewrite(&words, line, at),
            "include" | "includeoptional" if self.open.len() < DEEPEST => {
                if let Some(other) = self.reader.other(word(1)) {
                    other.lines().for_each(|line| self.line(line.trim(), at));
                    return;
                }
                if !line.to_ascii_lowercase().contains("cors") {
                    return;
                }
                self.reader.count();
                let reason = "what a file includes is not read: put its text in this place";
                self.reader.miss(at, line, reason);
            }
            _ => {}
        }
    }

    fn open_section(&mut self, inside: &str, at: At) {
        if self.open.len() > DEEPEST {
            return;
        }
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let name = name.to_ascii_lowercase();
        let rest = rest.trim();
        let plain = rest.trim_matches(['"', '\'']);
        let no_path = || Err("rules are for a path and what is below it".to_owned());
        let (condition, rank) = match name.as_str() {
            "location" if !plain.starts_with('~') => {
                let fits = Fits::Path(plain.to_owned());
                (Ok(Condition::test(Template::of(Piece::Path), fits, at)), 3)
            }
            "locationmatch" => match plain.strip_prefix('^').filter(|path| is_plain(path)) {
                Some(path) => {
                    let fits = Fits::Path(path.to_owned());
                    (Ok(Condition::test(Template::of(Piece::Path), fits, at)), 3)
                }
                None if matches!(plain, "/" | ".*" | "^/" | "^/.*") => (Ok(Condition::Always), 3),
                None => (no_path(), 3),
            },
            "location" | "filesmatch" | "files" | "proxymatch" => (no_path(), 2),
            "if" => {
                let group = format!("if at {at}");
                let text = rest.trim_matches('"');
                (condition(text, &mut self.program, &group, at), 4)
            }
            "else" | "elseif" => (Err("`<Else>` is not understood".into()), 4),
            "limit" | "limitexcept" => (Err("it is for some methods only".into()), 1),
            // What is loaded and where files lie makes no difference.
            "directory" | "directorymatch" | "proxy" => (Ok(Condition::Always), 1),
            _ => (Ok(Condition::Always), 0),
        };
        self.open.push(Section { name, at, condition, rank });
    }

    /// What the sections around a line ask for, and their rank.
    fn around(&self) -> (Result<Condition, String>, u8) {
        let all: Result<Vec<Condition>, String> =
            self.open.iter().map(|section| section.condition.clone()).collect();
        let rank = self.open.iter().map(|section| section.rank).max().unwrap_or_default();
        (all.map(Condition::All), rank)
    }

    fn push(&mut self, phase: Phase, condition: Condition, step: Statement) {
        let (around, rank) = self.around();
        let whole = Condition::All(vec![around.unwrap_or(Condition::Never), condition]);
        phase(&mut self.phases).push((rank, Statement::If(whole, vec![step])));
    }

    fn set(&mut self, name: &str, value: Template, condition: Condition) {
        let step = match name.strip_prefix('!') {
            Some(name) => Statement::Set(self.program.variable(name), Template::default()),
            None => Statement::Set(self.program.variable(name), value),
        };
        self.push(|phases| &mut phases.variables, condition, step);
    }

    /// `SetEnvIf Origin "^https://…$" CORS=$0`
    fn set_by_header(&mut self, words: &[String], ignores_case: bool, line: &str, at: At) {
        let [_, attribute, regex, settings @ ..] = words else { return };
        let subject = match attribute.to_ascii_lowercase().as_str() {
            "request_method" => Piece::Method,
            "request_uri" => Piece::Path,
            name => request_header(name),
        };
        let tells_origin = subject == Piece::Origin;
        if tells_origin {
            self.reader.count();
        }
        let group = format!("set at {at}");
        let regex = match Regex::new(regex, ignores_case) {
            Ok(regex) if subject != Piece::Unknown => regex,
            Ok(_) => return,
            Err(reason) => {
                if tells_origin {
                    self.reader.miss(at, line, &reason);
                }
                return;
            }
        };
        let fits = Fits::Regex { regex, name: group.clone() };
        let test = Condition::test(Template::of(subject), fits, at);
        for setting in settings {
            let (name, value) = setting.split_once('=').unwrap_or((setting, "1"));
            let value = template(value, &mut self.program, &group);
            self.set(name, value, test.clone());
        }
    }

    fn set_by_expression(&mut self, words: &[String], line: &str, at: At) {
        let [_, expression, settings @ ..] = words else { return };
        let group = format!("set at {at}");
        let is_about = line.to_ascii_lowercase().contains("origin");
        if is_about {
            self.reader.count();
        }
        match condition(expression, &mut self.program, &group, at) {
            Ok(test) => {
                for setting in settings {
                    let (name, value) = setting.split_once('=').unwrap_or((setting, "1"));
                    let value = template(value, &mut self.program, &group);
                    self.set(name, value, test.clone());
                }
            }
            Err(reason) if is_about => self.reader.miss(at, line, &reason),
            Err(_) => {}
        }
    }

    fn header(&mut self, words: &[String], line: &str, at: At) {
        let mut words = words.iter().map(String::as_str).peekable();
        if let Some("always" | "onsuccess") =
            words.peek().map(|word| word.to_ascii_lowercase()).as_deref()
        {
            words.next();
        }
        let action = words.next().unwrap_or_default().to_ascii_lowercase();
        let Some(name) = words.next().and_then(cors_header) else { return };
        self.reader.count();
        let mut fail = |reason: &str| self.reader.miss(at, line, reason);
        let action = match action.as_str() {
            "set" => Action::Set,
            "add" => Action::Add,
            "append" | "merge" => Action::Merge,
            "setifempty" => Action::SetIfAbsent,
            "unset" => Action::Remove,
            _ => return fail("this way of changing a header is not understood"),
        };
        let value = if action == Action::Remove { "" } else { words.next().unwrap_or_default() };
        let group = "(header)";
        let value = match value.strip_prefix("expr=") {
            Some(text) => template(text, &mut self.program, group),
            None => template(value, &mut self.program, group),
        };
        if value.is_unknown() {
            return fail("what its variable holds is not known before there is a request");
        }
        let mut tests = Vec::new();
        for word in words {
            if let Some(name) = word.strip_prefix("env=") {
                let (name, is_not) = match name.strip_prefix('!') {
                    Some(name) => (name, true),
                    None => (name, false),
                };
                let subject = match name {
                    // What CGI calls the header is no variable here, though many write it.
                    "HTTP_ORIGIN" => {
                        return fail("no variable holds `Origin` here: set one with SetEnvIf");
                    }
                    name => Template::of(Piece::Variable(self.program.variable(name))),
                };
                let test = Condition::test(subject, Fits::Found, at);
                tests.push(if is_not { test.not() } else { test });
            } else if let Some(text) = word.strip_prefix("expr=") {
                match condition(text, &mut self.program, group, at) {
                    Ok(test) => tests.push(test),
                    Err(reason) => return fail(&reason),
                }
            }
        }
        if let (Err(reason), _) = self.around() {
            return self.reader.miss(at, line, &reason);
        }
        let action = if action == Action::Merge { Action::Add } else { action };
        let header = Header { action, name, value, at };
        self.push(|phases| &mut phases.headers, Condition::All(tests), Statement::Header(header));
    }

    fn rewrite_condition(&mut self, words: &[String], at: At) -> Result<Condition, String> {
        let [_, subject, pattern, ..] = words else { return Err("it lacks its pattern".into()) };
        let subject = template(subject, &mut self.program, "(rule)");
        if subject.is_unknown() {
            return Err("what it asks for is not known before there is a request".into());
        }
        let (is_not, pattern) = match pattern.strip_prefix('!') {
            Some(pattern) => (true, pattern),
            None => (false, pattern.as_str()),
        };
        let fits = match pattern.strip_prefix('=') {
            Some(text) => {
                let texts = vec![text.trim_matches('"').to_owned()];
                Fits::Texts { texts, ignores_case: false }
            }
            None => {
                let flags =
                    words.get(3).map(|flags| flags.to_ascii_uppercase()).unwrap_or_default();
                let regex = Regex::new(pattern, flags.contains("NC"))?;
                Fits::Regex { regex, name: "(conditions)".into() }
            }
        };
        let test = Condition::test(subject, fits, at);
        Ok(if is_not { test.not() } else { test })
    }

    fn rewrite(&mut self, words: &[String], line: &str, at: At) {
        let waiting = std::mem::take(&mut self.conditions);
        let [_, pattern, _, flags] = words else { return };
        let flags = flags.trim_matches(['[', ']']);
        let sets_origin = flags.to_ascii_lowercase().contains("origin");
        if sets_origin {
            self.reader.count();
        }
        let (mut all, mut any) = (Vec::new(), Vec::new());
        for (condition, is_or) in waiting {
            let condition = match condition {
                Ok(condition) => condition,
                Err(reason) => {
                    if sets_origin {
                        self.reader.miss(at, line, &reason);
                    }
                    return;
                }
            };
            any.push(condition);
            if !is_or {
                all.push(Condition::Any(std::mem::take(&mut any)));
            }
        }
        let path = pattern.trim_start_matches('^');
        if !matches!(path, "" | ".*" | "(.*)" | "(.*)$" | ".*$" | "." | "/" | "/.*") {
            let Ok(regex) = Regex::new(pattern, false) else { return };
            let fits = Fits::Regex { regex, name: "(rule)".into() };
            all.push(Condition::test(Template::of(Piece::Path), fits, at));
        }
        for flag in flags.split(',').map(str::trim) {
            let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
            let step = match name.to_ascii_uppercase().as_str() {
                "R" => Statement::Answer(value.parse().unwrap_or(302)),
                "F" => Statement::Answer(403),
                "E" => {
                    let (name, value) = value.split_once(':').unwrap_or((value, "1"));
                    let value = template(value, &mut self.program, "(rule)");
                    Statement::Set(self.program.variable(name), value)
                }
                _ => continue,
            };
            self.push(|phases| &mut phases.rewriting, Condition::All(all.clone()), step);
        }
    }
}

fn is_plain(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    path.starts_with('/') && path.len() > 1 && path.bytes().all(is_plain)
}

/// The words of a line; those in quotation marks keep their blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let mut word = String::new();
        if letter == '"' || letter == '\'' {
            while let Some(next) = letters.next() {
                if next == '\\' && letters.peek() == Some(&letter) {
                    word.extend(letters.next());
                    continue;
                }
                if next == letter {
                    break;
                }
                word.push(next);
            }
        } else {
            word.push(letter);
            while let Some(next) = letters.next_if(|next| !next.is_whitespace()) {
                word.push(next);
            }
        }
        words.push(word);
    }
    words
}

const DEEPEST: usize = 60;
