//! Runs a program for one request.

use std::borrow::Cow;
use std::collections::HashMap;

use super::steps::Action;
use super::steps::Case;
use super::steps::Condition;
use super::steps::Fits;
use super::steps::Header;
use super::steps::Map;
use super::steps::Program;
use super::steps::Statement;
use super::steps::Test;
use super::template::Piece;
use super::template::Template;

/// What a browser asks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) origin: Option<&'a str>,
    pub(crate) method: &'a str,
    pub(crate) asked_method: Option<&'a str>,
    pub(crate) asked_headers: Option<&'a str>,
    pub(crate) path: &'a str,
}

/// What the server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status, if the server answers by itself.
    pub(crate) status: Option<u16>,
    /// Header lines.
    pub(crate) headers: Vec<(String, Value)>,
}

/// A text that a program makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// There is none.
    Absent,
    /// What is behind the server says it.
    Upstream,
    Unknown,
}

impl Program {
    pub(crate) fn ask(&self, asked: &Asked<'_>) -> Answer {
        let mut run = Run {
            program: self,
            asked,
            set: HashMap::new(),
            caught: HashMap::new(),
            instead: Vec::new(),
            answer: Answer::default(),
            depth: 0,
        };
        run.statements(&self.statements);
        for header in std::mem::take(&mut run.instead) {
            run.header(header);
        }
        run.answer
    }
}

struct Run<'p, 'a> {
    program: &'p Program,
    asked: &'a Asked<'a>,
    set: HashMap<usize, Value>,
    caught: HashMap<&'p str, Vec<String>>,
    instead: Vec<&'p Header>,
    answer: Answer,
    depth: usize,
}

impl<'p> Run<'p, '_> {
    /// Returns whether the steps behind these are taken, too.
    fn statements(&mut self, statements: &'p [Statement]) -> bool {
        if self.program.is_spent() {
            return false;
        }
        statements.iter().all(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &'p Statement) -> bool {
        self.step();
        match statement {
            Statement::Set(variable, value) => {
                let value = self.value(value);
                self.set.insert(*variable, value);
                true
            }
            Statement::If(condition, then) => !self.holds(condition) || self.statements(then),
            Statement::First(choices) => {
                let choice = choices.iter().find(|(condition, _)| self.holds(condition));
                choice.is_none_or(|(_, then)| self.statements(then))
            }
            Statement::Header(header) => {
                self.header(header);
                true
            }
            Statement::Upstream => {
                if self.answer.status.is_none() {
                    let name = "access-control-allow-origin".to_owned();
                    self.answer.headers.push((name, Value::Upstream));
                }
                true
            }
            Statement::Phase(steps) => {
                self.statements(steps);
                true
            }
            Statement::Instead(headers) => {
                self.instead = headers.iter().collect();
                true
            }
            Statement::Answer(status) => {
                self.answer.status = Some(*status);
                false
            }
        }
    }

    fn header(&mut self, header: &'p Header) {
        let headers = &mut self.answer.headers;
        let is_there = headers.iter().any(|(name, _)| *name == header.name);
        if header.action == Action::Remove || header.action == Action::Set {
            headers.retain(|(name, _)| *name != header.name);
        }
        if header.action == Action::Remove || (header.action == Action::SetIfAbsent && is_there) {
            return;
        }
        match self.value(&header.value) {
            Value::Absent => {}
            Value::Text(text) if text.is_empty() => {}
            value => self.answer.headers.push((header.name.clone(), value)),
        }
    }

    fn step(&self) {
        self.program.spend();
    }

    fn holds(&mut self, condition: &'p Condition) -> bool {
        self.step();
        match condition {
            Condition::Always => true,
            Condition::Never => false,
            Condition::Not(condition) => !self.holds(condition),
            Condition::All(all) => all.iter().all(|condition| self.holds(condition)),
            Condition::Any(any) => any.iter().any(|condition| self.holds(condition)),
            Condition::Test(Test { subject, fits, .. }) => {
                let value = self.value(subject);
                self.fits(fits, &value)
            }
        }
    }

    fn fits(&mut self, fits: &'p Fits, value: &Value) -> bool {
        let text = match value {
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        match fits {
            Fits::Present => !text.is_empty(),
            Fits::Found => *value != Value::Absent,
            Fits::Texts { texts, ignores_case: true } => texts.contains(&text.to_ascii_lowercase()),
            Fits::Texts { texts, ignores_case: false } => texts.iter().any(|one| one == text),
            Fits::Starts(start) => text.starts_with(start),
            Fits::Path(path) => {
                let rest = text.split('?').next().unwrap_or_default();
                let rest = rest.strip_prefix(path.trim_end_matches('/'));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Fits::Ends(end) => text.ends_with(end),
            Fits::Contains(part) => text.contains(part),
            Fits::Regex { regex, name } => match regex.groups(text) {
                Some(groups) => {
                    self.caught.insert(name, groups);
                    true
                }
                None => false,
            },
        }
    }

    fn value(&mut self, template: &'p Template) -> Value {
        match template.0.as_slice() {
            [] => return Value::Text(String::new()),
            [piece] => return self.piece(piece),
            _ => {}
        }
        let mut whole = String::new();
        for piece in &template.0 {
            match self.piece(piece) {
                Value::Text(text) => whole.push_str(&text),
                Value::Absent => {}
                Value::Upstream | Value::Unknown => return Value::Unknown,
            }
        }
        Value::Text(whole)
    }

    fn piece(&mut self, piece: &'p Piece) -> Value {
        let sent = |text: Option<&str>| match text {
            Some(text) => Value::Text(text.to_owned()),
            None => Value::Absent,
        };
        match piece {
            Piece::Text(text) => Value::Text(text.clone()),
            Piece::Origin => sent(self.asked.origin),
            Piece::Method => Value::Text(self.asked.method.to_owned()),
            Piece::AskedMethod => sent(self.asked.asked_method),
            Piece::AskedHeaders => sent(self.asked.asked_headers),
            Piece::Path => Value::Text(self.asked.path.to_owned()),
            Piece::Caught(name, group) => {
                let groups = self.caught.get(name.as_str());
                sent(groups.and_then(|groups| groups.get(*group)).map(String::as_str))
            }
            Piece::Upstream(_) => Value::Upstream,
            Piece::Unknown => Value::Unknown,
            Piece::Variable(number) => self.variable(*number),
        }
    }

    fn variable(&mut self, number: usize) -> Value {
        if let Some(value) = self.set.get(&number) {
            return value.clone();
        }
        let value = match self.program.map(number) {
            None => return Value::Absent,
            // Maps that ask for each other in a circle say nothing.
            Some(_) if self.depth > DEEPEST => return Value::Unknown,
            Some(map) => {
                self.depth += 1;
                let value = self.looked_up(map);
                self.depth -= 1;
                value
            }
        };
        self.set.insert(number, value.clone());
        value
    }

    fn looked_up(&mut self, map: &'p Map) -> Value {
        let subject = self.value(&map.subject);
        let text = match &subject {
            Value::Text(text) if map.ignores_case => Cow::Owned(text.to_ascii_lowercase()),
            Value::Text(text) => Cow::Borrowed(text.as_str()),
            Value::Absent => Cow::Borrowed(""),
            Value::Upstream | Value::Unknown => return Value::Unknown,
        };
        for case in &map.cases {
            self.step();
            match case {
                Case::Texts(texts) => {
                    if let Some(value) = texts.get(text.as_ref()) {
                        return self.value(value);
                    }
                }
                Case::Fits(fits, value) => {
                    if self.fits(fits, &subject) {
                        return self.value(value);
                    }
                }
            }
        }
        self.value(&map.default)
    }
}

/// How many variables may be needed to know one.
const DEEPEST: usize = 60;
