//! HAProxy's rules, as a program: those on requests in their order, and then those on answers.
//!
//! What HAProxy answers by itself has the headers of `http-after-response`, but none of `http-response`.

use super::conditions::Names;
use super::conditions::plain_name;
use crate::import::Action;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Piece;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut import = Import { reader, names: Names::default(), phases: Default::default() };
    let mut at = 0;
    for line in import.reader.text().split_inclusive('\n') {
        let words = words(line);
        let files = words.iter().zip(words.iter().skip(1)).filter(|(flag, _)| *flag == "-f");
        for (_, name) in files {
            if let Some(list) = import.reader.other(name) {
                import.names.lists.insert(name.clone(), list);
            }
        }
        import.line(&words, line, at + line.len() - line.trim_start().len());
        at += line.len();
    }
    let Import { mut names, phases: Phases { requests, answers, after }, .. } = import;
    let answered = names.program.variable(ANSWERED);
    let is_answered = Condition::test(Template::of(Piece::Variable(answered)), Fits::Present, 0);
    let mut statements = vec![Statement::Phase(requests)];
    if answers.iter().chain(&after).any(Statement::silences_upstream) {
        statements.push(Statement::Upstream);
    }
    statements.extend([
        Statement::If(is_answered.not(), vec![Statement::Phase(answers)]),
        Statement::Phase(after),
    ]);
    names.program.statements = statements;
    Ok(Read::Program(names.program))
}

struct Import<'r, 't> {
    reader: &'r mut Reader<'t>,
    names: Names,
    phases: Phases,
}

#[derive(Default)]
struct Phases {
    requests: Vec<Statement>,
    /// On answers of what is behind.
    answers: Vec<Statement>,
    /// On all answers.
    after: Vec<Statement>,
}

/// One of them.
type Phase = fn(&mut Phases) -> &mut Vec<Statement>;

impl Import<'_, '_> {
    fn line(&mut self, words: &[String], line: &str, at: At) {
        let Some((first, rest)) = words.split_first() else { return };
        let word = |number: usize| words.get(number).map(String::as_str).unwrap_or_default();
        match first.as_str() {
            "acl" => {
                let is_about = line.to_ascii_lowercase().contains("origin");
                let test = self.names.test(words.get(2..).unwrap_or_default(), at);
                if is_about {
                    self.reader.count();
                    if let Err(reason) = &test {
                        self.reader.miss(at, line, reason);
                    }
                }
                self.names.tests.entry(word(1).to_owned()).or_default().push(test);
            }
            "capture" if word(1) == "request" => {
                let sample = self.names.sample(&format!("hdr({})", word(3)));
                self.names.captured.push(sample);
            }
            "http-request" => self.request(rest, line, at),
            "http-response" => self.answer(|phases| &mut phases.answers, rest, line, at),
            "http-after-response" => self.answer(|phases| &mut phases.after, rest, line, at),
            "rspadd" | "rspidel" | "rspdel" => {
                let (name, value) = word(1).split_once(':').unwrap_or((word(1), ""));
                if let Some(name) = cors_header(name.trim_start_matches('^')) {
                    let action = if first == "rspadd" { Action::Add } else { Action::Remove };
                    let value = self.names.format(value.trim());
                    let header = Header { action, name, value, at };
                    let condition = words.get(2..).unwrap_or_default();
                    self.header(|phases| &mut phases.answers, header, condition, line);
                }
            }
            _ => {}
        }
    }

    fn request(&mut self, words: &[String], line: &str, at: At) {
        let word = |number: usize| words.get(number).map(String::as_str).unwrap_or_default();
        let (arguments, condition) = split_condition(words);
        let condition = self.names.condition(condition, at);
        let is_about = line.to_ascii_lowercase().contains("origin")
            || line.to_ascii_lowercase().contains("access-control-");
        let is_script = word(0).starts_with("lua.") || word(1).starts_with("lua.");
        if is_script && line.to_ascii_lowercase().contains("cors") {
            self.reader.count();
            self.reader.miss(at, line, "scripts are not read");
            return;
        }
        if is_about {
            self.reader.count();
        }
        let condition = match condition {
            Ok(condition) => condition,
            Err(reason) => {
                if is_about {
                    self.reader.miss(at, line, &reason);
                }
                return;
            }
        };
        let steps = match word(0) {
            "capture" => {
                let sample = self.names.sample(word(1));
                self.names.captured.push(sample);
                return;
            }
            "return" => {
                let mut steps = Vec::new();
                let mut status = 200;
                for (number, argument) in arguments.iter().enumerate() {
                    let value = arguments.get(number + 1).map(String::as_str).unwrap_or_default();
                    match argument.as_str() {
                        "status" => status = value.parse().unwrap_or(200),
                        "hdr" => {
                            let Some(name) = cors_header(value) else { continue };
                            let text = arguments.get(number + 2).map(String::as_str);
                            let value = self.names.format(text.unwrap_or_default());
                            let header = Header { action: Action::Add, name, value, at };
                            steps.push(Statement::Header(header));
                        }
                        _ => {}
                    }
                }
                self.answering(steps, status)
            }
            "deny" | "reject" | "tarpit" => self.answering(Vec::new(), 403),
            name => match name.strip_prefix("set-var(") {
                Some(name) => {
                    let variable =
                        self.names.program.variable(&plain_name(name.trim_end_matches(')')));
                    let value = self.names.sample(word(1));
                    if is_about && value.is_unknown() {
                        let reason = "what it holds is not known before there is a request";
                        self.reader.miss(at, line, reason);
                    }
                    vec![Statement::Set(variable, value)]
                }
                None => return,
            },
        };
        self.phases.requests.push(Statement::If(condition, steps));
    }

    fn answering(&mut self, mut steps: Vec<Statement>, status: u16) -> Vec<Statement> {
        let answered = self.names.program.variable(ANSWERED);
        steps.push(Statement::Set(answered, Template::text("yes")));
        steps.push(Statement::Answer(status));
        steps
    }

    fn answer(&mut self, phase: Phase, words: &[String], line: &str, at: At) {
        let word = |number: usize| words.get(number).map(String::as_str).unwrap_or_default();
        let (arguments, condition) = split_condition(words);
        let action = match word(0) {
            "set-header" => Action::Set,
            "add-header" => Action::Add,
            "del-header" => Action::Remove,
            name => {
                if cors_header(word(1)).is_some() {
                    self.reader.count();
                    let reason = format!("`{name}` is not known");
                    self.reader.miss(at, line, &reason);
                }
                return;
            }
        };
        let Some(name) = cors_header(word(1)) else { return };
        let value = self.names.format(arguments.get(2).map(String::as_str).unwrap_or_default());
        self.header(phase, Header { action, name, value, at }, condition, line);
    }

    fn header(&mut self, phase: Phase, header: Header, condition: &[String], line: &str) {
        self.reader.count();
        let at = header.at;
        if header.value.is_unknown() {
            let reason = "what its value holds is not known before there is a request";
            self.reader.miss(at, line, reason);
            return;
        }
        match self.names.condition(condition, at) {
            Ok(condition) => {
                let then = vec![Statement::Header(header)];
                phase(&mut self.phases).push(Statement::If(condition, then));
            }
            Err(reason) => self.reader.miss(at, line, &reason),
        }
    }
}

/// What a rule does, and on which condition.
fn split_condition(words: &[String]) -> (&[String], &[String]) {
    let at = words.iter().position(|word| word == "if" || word == "unless");
    words.split_at(at.unwrap_or(words.len()))
}

/// The words of a line, without its comment.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '#') => break,
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (Some(open), letter) if letter == open => quote = None,
            (None | Some('"'), '\\') => {
                let next = letters.next().unwrap_or('\\');
                let word = word.get_or_insert_default();
                // What is escaped for the file loses its backslash, what is for an expression keeps it.
                if !matches!(next, ' ' | '"' | '\'' | '\\' | '#' | '$') {
                    word.push('\\');
                }
                word.push(next);
            }
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// A variable that no configuration can name.
const ANSWERED: &str = "(answered)";
