//! A function that is asked for each origin: the ways through it.

use super::syntax::Node;
use super::syntax::NodeKind;
use super::syntax::Statement;
use super::syntax::function;
use super::values::Scope;
use super::values::Value;
use super::who::Who;
use crate::import::At;
use crate::import::Code;
use crate::import::Literal;
use crate::import::LiteralKind;

/// How a function says who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    /// By calling its second argument with an error and with what is let in.
    ByCallback,
    /// By what it returns: the origin that is let in.
    ByReturning,
}

/// Who is let in by a function, and where it answers somebody with an error; `None` for what is no function.
pub(crate) fn origin_function(
    literal: &Literal,
    answers: Answers,
    code: &Code,
) -> Option<(Who, Option<At>)> {
    let LiteralKind::Other(text) = &literal.kind else { return None };
    let declared = code.function(text).unwrap_or_else(|| (literal.at, text.clone()));
    let (base, text) = declared;
    let starts = ["function", "async", "origin("].iter().any(|word| text.starts_with(word));
    if !starts && !text.contains("=>") {
        return None;
    }
    if text.len() > LONGEST_FUNCTION {
        return Some((Who::Unknown(base), None));
    }
    Some(match function(&text) {
        Err(at) => (Who::Unknown(base + at), None),
        Ok(function) => {
            let scope = Scope::new(code, base, &function);
            let callback = function.parameters.get(1).cloned().unwrap_or_default();
            let mut ways = Ways { scope, answers, callback, fails: None, end: base };
            let who = ways.run(&function.body, None);
            (who, ways.fails)
        }
    })
}

struct Ways<'c> {
    scope: Scope<'c>,
    answers: Answers,
    callback: String,
    fails: Option<At>,
    /// Where it is told that a way ends without an answer.
    end: At,
}

/// What comes behind a block.
struct Rest<'r> {
    statements: &'r [Statement],
    then: Option<&'r Self>,
}

impl Ways<'_> {
    fn run(&mut self, statements: &[Statement], then: Option<&Rest<'_>>) -> Who {
        if !self.scope.step() {
            return Who::Unknown(self.end);
        }
        let Some((first, others)) = statements.split_first() else {
            return match then {
                Some(rest) => self.run(rest.statements, rest.then),
                None => self.ended(),
            };
        };
        let rest = Rest { statements: others, then };
        match first {
            Statement::If(condition, holds, otherwise) => {
                let at = self.scope.place(condition.at);
                match self.scope.truth(condition) {
                    Who::Everybody => self.run(holds, Some(&rest)),
                    nobody if nobody.is_nobody() => self.run(otherwise, Some(&rest)),
                    condition => {
                        let holds = self.run(holds, Some(&rest));
                        let otherwise = self.run(otherwise, Some(&rest));
                        Who::choose(at, condition, holds, otherwise)
                    }
                }
            }
            Statement::Return(None) => self.ended(),
            Statement::Return(Some(value)) => {
                let at = self.scope.place(value.at);
                self.outcome(value).unwrap_or(Who::Unknown(at))
            }
            Statement::Throw => {
                self.fails = self.fails.or(Some(self.end));
                Who::NOBODY
            }
            Statement::Let(name, value) => {
                let at = self.scope.place(value.at);
                if self.scope.is_full() {
                    return Who::Unknown(at);
                }
                self.scope.name(name, value);
                let who = self.run(others, then);
                self.scope.forget();
                who
            }
            Statement::Value(value) => {
                let at = self.scope.place(value.at);
                match self.answers {
                    Answers::ByCallback if self.is_answer(value) => match self.is_silent(&rest) {
                        true => self.outcome(value).unwrap_or(Who::Unknown(at)),
                        false => Who::Unknown(at),
                    },
                    _ if is_harmless(value) => self.run(others, then),
                    _ => Who::Unknown(at),
                }
            }
        }
    }

    fn ended(&self) -> Who {
        match self.answers {
            // Nobody is answered at all.
            Answers::ByCallback => Who::Unknown(self.end),
            Answers::ByReturning => Who::NOBODY,
        }
    }

    fn is_answer(&self, value: &Node) -> bool {
        match &value.kind {
            NodeKind::Call(what, _) => {
                matches!(&what.kind, NodeKind::Word(name) if *name == self.callback)
            }
            NodeKind::Choice(choice) => self.is_answer(&choice.1) && self.is_answer(&choice.2),
            _ => false,
        }
    }

    /// Whether nothing more is said.
    fn is_silent(&self, rest: &Rest<'_>) -> bool {
        for statement in rest.statements {
            match statement {
                Statement::Return(None) => return true,
                Statement::Value(value) if is_harmless(value) => {}
                _ => return false,
            }
        }
        rest.then.is_none_or(|rest| self.is_silent(rest))
    }

    /// What is answered by a value that is returned, or by a call of the callback.
    fn outcome(&mut self, value: &Node) -> Option<Who> {
        let at = self.scope.place(value.at);
        match (&value.kind, self.answers) {
            (_, Answers::ByReturning) => Some(self.let_in(value)),
            (NodeKind::Choice(choice), _) if self.is_answer(value) => {
                let (condition, then, otherwise) = &**choice;
                match self.scope.truth(condition) {
                    Who::Everybody => self.outcome(then),
                    nobody if nobody.is_nobody() => self.outcome(otherwise),
                    condition => {
                        let (then, otherwise) = (self.outcome(then)?, self.outcome(otherwise)?);
                        Some(Who::choose(at, condition, then, otherwise))
                    }
                }
            }
            (NodeKind::Call(_, given), _) if self.is_answer(value) => {
                let fails = given.first().map_or(Who::NOBODY, |error| self.scope.truth(error));
                if !fails.is_nobody() {
                    self.fails = self.fails.or(Some(at));
                }
                if fails == Who::Everybody {
                    return Some(Who::NOBODY);
                }
                let let_in = given.get(1).map_or(Who::NOBODY, |value| self.let_in(value));
                Some(Who::choose(at, fails, Who::NOBODY, let_in))
            }
            _ => None,
        }
    }

    /// Whom a value lets in that is answered.
    fn let_in(&mut self, value: &Node) -> Who {
        let at = self.scope.place(value.at);
        if !self.scope.step() {
            return Who::Unknown(at);
        }
        let (condition, then, otherwise) = match &value.kind {
            NodeKind::Choice(choice) => (&choice.0, Some(&choice.1), Some(&choice.2)),
            NodeKind::Between("&&", both) => (&both.0, Some(&both.1), None),
            NodeKind::Between("||", both) => (&both.0, Some(&both.0), Some(&both.1)),
            _ => return self.let_in_by(value),
        };
        let condition = self.scope.truth(condition);
        let mut of = |value: Option<&Node>| value.map_or(Who::NOBODY, |value| self.let_in(value));
        match condition {
            Who::Everybody => of(then),
            nobody if nobody.is_nobody() => of(otherwise),
            condition => {
                let (then, otherwise) = (of(then), of(otherwise));
                Who::choose(at, condition, then, otherwise)
            }
        }
    }

    fn let_in_by(&mut self, value: &Node) -> Who {
        let at = self.scope.place(value.at);
        let is_callback = self.answers == Answers::ByCallback;
        // `[origin]`
        if let NodeKind::List(items) = &value.kind
            && is_callback
            && items.iter().any(|item| self.scope.value(item) == Value::Origin)
        {
            return Who::Everybody;
        }
        match self.scope.value(value) {
            Value::Origin => Who::Everybody,
            Value::Null => Who::NOBODY,
            Value::Truth(who) if is_callback || who.is_nobody() => who,
            Value::Found(who) if matches!(who, Who::Listed(_)) => who,
            Value::Literal(literal) => match &literal.kind {
                LiteralKind::Text(text) if text.is_empty() => Who::NOBODY,
                LiteralKind::Text(text) if text != "*" => Who::Listed(vec![literal]),
                LiteralKind::List(_) if is_callback => {
                    Who::Listed(literal.items().into_iter().cloned().collect())
                }
                LiteralKind::Regex(text, flags) if is_callback => {
                    Who::Fits(literal.at, text.clone(), flags.clone())
                }
                _ => Who::Unknown(at),
            },
            _ => Who::Unknown(at),
        }
    }
}

/// What only writes to a log.
fn is_harmless(value: &Node) -> bool {
    let NodeKind::Call(what, _) = &value.kind else { return false };
    let mut path = &**what;
    loop {
        match &path.kind {
            NodeKind::Member(_, name) if name.to_ascii_lowercase().contains("log") => return true,
            NodeKind::Member(of, _) => path = of,
            NodeKind::Word(name) => {
                return name == "console" || name.to_ascii_lowercase().starts_with("log");
            }
            _ => return false,
        }
    }
}

const LONGEST_FUNCTION: usize = 20_000;
