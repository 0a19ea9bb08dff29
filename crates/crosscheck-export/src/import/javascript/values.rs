//! What values in such a function come to, of which the request's origin is one.

use std::rc::Rc;

use super::syntax::Function;
use super::syntax::Node;
use super::syntax::NodeKind;
use super::syntax::Statement;
use super::who::Who;
use crate::export::escape;
use crate::import::At;
use crate::import::Code;
use crate::import::Literal;
use crate::import::LiteralKind;

/// What a value comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// True for some.
    Truth(Who),
    /// An item that is there for some.
    Found(Who),
    /// Where something is found: anywhere for some, at the very front for some.
    Place(Who, Who),
    /// The request's own.
    Origin,
    Null,
    Literal(Literal),
    /// An error.
    Error,
    Unknown,
}

/// The names that a value may use.
pub(super) struct Scope<'c> {
    code: &'c Code,
    /// Where the function begins.
    base: At,
    origin: String,
    named: Vec<(String, Named)>,
    steps_left: usize,
}

#[derive(Clone, Debug)]
enum Named {
    Node(Rc<Node>),
    Item(Literal),
}

impl<'c> Scope<'c> {
    pub(super) fn new(code: &'c Code, base: At, function: &Function) -> Self {
        let origin = function.parameters.first().cloned().unwrap_or_default();
        Self { code, base, origin, named: Vec::new(), steps_left: MOST_STEPS }
    }

    pub(super) const fn place(&self, at: usize) -> At {
        self.base + at
    }

    pub(super) const fn step(&mut self) -> bool {
        let may = self.steps_left > 0;
        self.steps_left = self.steps_left.saturating_sub(1);
        may
    }

    /// Whether there are too many names.
    pub(super) const fn is_full(&self) -> bool {
        self.named.len() >= MOST_NAMES
    }

    pub(super) fn name(&mut self, name: &str, value: &Node) {
        self.named.push((name.to_owned(), Named::Node(Rc::new(value.clone()))));
    }

    /// Forgets the name that came last.
    pub(super) fn forget(&mut self) {
        self.named.pop();
    }

    /// For whom a value counts as true.
    pub(super) fn truth(&mut self, node: &Node) -> Who {
        let at = self.place(node.at);
        if !self.step() {
            return Who::Unknown(at);
        }
        match &node.kind {
            NodeKind::Before("!", value) => self.truth(value).not(at),
            NodeKind::Between("&&", both) => {
                let left = self.truth(&both.0);
                if left.is_nobody() {
                    left
                } else {
                    Who::choose(at, left, self.truth(&both.1), Who::NOBODY)
                }
            }
            NodeKind::Between("||", both) => {
                let left = self.truth(&both.0);
                if left == Who::Everybody { left } else { left.or(self.truth(&both.1)) }
            }
            NodeKind::Choice(choice) => {
                let (condition, then, otherwise) = &**choice;
                let condition = self.truth(condition);
                self.choice(
                    at,
                    condition,
                    |scope| scope.truth(then),
                    |scope| scope.truth(otherwise),
                )
            }
            _ => match self.value(node) {
                Value::Truth(who) | Value::Found(who) => who,
                Value::Origin | Value::Error => Who::Everybody,
                Value::Null => Who::NOBODY,
                Value::Literal(literal) => match literal.kind {
                    LiteralKind::Text(text) if text.is_empty() => Who::NOBODY,
                    LiteralKind::Number(0) => Who::NOBODY,
                    LiteralKind::Other(_) | LiteralKind::Call(..) => Who::Unknown(at),
                    _ => Who::Everybody,
                },
                Value::Place(..) | Value::Unknown => Who::Unknown(at),
            },
        }
    }

    /// Both ways of a condition, as far as anybody goes them.
    pub(super) fn choice(
        &mut self,
        at: At,
        condition: Who,
        then: impl FnOnce(&mut Self) -> Who,
        otherwise: impl FnOnce(&mut Self) -> Who,
    ) -> Who {
        match condition {
            Who::Everybody => then(self),
            condition if condition.is_nobody() => otherwise(self),
            condition => {
                let (then, otherwise) = (then(self), otherwise(self));
                Who::choose(at, condition, then, otherwise)
            }
        }
    }

    pub(super) fn value(&mut self, node: &Node) -> Value {
        if !self.step() {
            return Value::Unknown;
        }
        let at = self.place(node.at);
        let literal = |kind| Value::Literal(Literal { at, kind });
        match &node.kind {
            NodeKind::Text(text) => literal(LiteralKind::Text(text.clone())),
            NodeKind::Regex(text, flags) => {
                literal(LiteralKind::Regex(text.clone(), flags.clone()))
            }
            NodeKind::Word(word) => self.word(word, at),
            NodeKind::List(items) => {
                let items = items.iter().map(|item| match self.value(item) {
                    Value::Literal(literal) => literal,
                    _ => {
                        Literal { at: self.place(item.at), kind: LiteralKind::Other("…".into()) }
                    }
                });
                literal(LiteralKind::List(items.collect()))
            }
            NodeKind::Before("typeof", value) => match self.value(value) {
                Value::Origin => literal(LiteralKind::Text("string".into())),
                Value::Literal(Literal { kind: LiteralKind::Text(_), .. }) => {
                    literal(LiteralKind::Text("string".into()))
                }
                Value::Literal(Literal { kind: LiteralKind::Regex(..), .. }) => {
                    literal(LiteralKind::Text("object".into()))
                }
                _ => Value::Unknown,
            },
            NodeKind::Before("~", value) => match self.value(value) {
                Value::Place(anywhere, _) => Value::Truth(anywhere),
                _ => Value::Unknown,
            },
            NodeKind::Before("-", value) => match self.value(value) {
                Value::Literal(Literal { kind: LiteralKind::Number(number), .. }) => {
                    literal(LiteralKind::Number(-number))
                }
                _ => Value::Unknown,
            },
            NodeKind::Before(..) => Value::Truth(self.truth(node)),
            NodeKind::Between(sign, both) => self.between(sign, both, node),
            NodeKind::Choice(choice) => {
                let (condition, then, otherwise) = &**choice;
                match self.truth(condition) {
                    Who::Everybody => self.value(then),
                    nobody if nobody.is_nobody() => self.value(otherwise),
                    _ => Value::Unknown,
                }
            }
            NodeKind::Index(list, index) => match (self.value(list), self.value(index)) {
                (
                    Value::Literal(list),
                    Value::Literal(Literal { kind: LiteralKind::Number(number), .. }),
                ) => {
                    let number = usize::try_from(number).ok();
                    let items = items(&list);
                    let item = number.and_then(|number| items.into_iter().flatten().nth(number));
                    item.map_or(Value::Unknown, Value::Literal)
                }
                _ => Value::Unknown,
            },
            NodeKind::New(made) => match &made.kind {
                NodeKind::Call(what, given) => match (&what.kind, given.as_slice()) {
                    (NodeKind::Word(name), _) if name.ends_with("Error") => Value::Error,
                    (NodeKind::Word(name), [list]) if name == "Set" => self.value(list),
                    (NodeKind::Word(name), [text]) if name == "RegExp" => self.regex(text),
                    _ => Value::Unknown,
                },
                _ => Value::Unknown,
            },
            NodeKind::Call(what, given) => self.called(what, given),
            NodeKind::Member(..) | NodeKind::Function(_) | NodeKind::Other => Value::Unknown,
        }
    }

    fn word(&mut self, word: &str, at: At) -> Value {
        let known = self.named.iter().enumerate().rfind(|(_, (name, _))| name == word);
        if let Some((place, (_, named))) = known {
            return match named.clone() {
                Named::Item(item) => Value::Literal(item),
                // A name sees those before it.
                Named::Node(node) => {
                    let later = self.named.split_off(place);
                    let value = match self.value(&node) {
                        Value::Unknown => match self.truth(&node) {
                            Who::Unknown(_) => Value::Unknown,
                            who => Value::Truth(who),
                        },
                        value => value,
                    };
                    self.named.extend(later);
                    value
                }
            };
        }
        match word {
            "undefined" | "null" => return Value::Null,
            "true" => return Value::Truth(Who::Everybody),
            "false" => return Value::Truth(Who::NOBODY),
            _ if word == self.origin => return Value::Origin,
            _ => {}
        }
        if let Ok(number) = word.parse() {
            return Value::Literal(Literal { at, kind: LiteralKind::Number(number) });
        }
        let named = Literal { at, kind: LiteralKind::Other(word.to_owned()) };
        let value = self.code.resolved(&named);
        match value.kind {
            LiteralKind::Other(_) => Value::Unknown,
            LiteralKind::Truth(true) => Value::Truth(Who::Everybody),
            LiteralKind::Truth(false) => Value::Truth(Who::NOBODY),
            _ => Value::Literal(value),
        }
    }

    fn between(&mut self, sign: &str, both: &(Node, Node), node: &Node) -> Value {
        let at = self.place(node.at);
        if matches!(sign, "&&" | "||") {
            return match (self.value(&both.0), sign) {
                // `origin || ""`
                (Value::Origin, "||") => Value::Origin,
                (Value::Origin, _) => self.value(&both.1),
                _ => Value::Truth(self.truth(node)),
            };
        }
        let (left, right) = (self.value(&both.0), self.value(&both.1));
        let who = match (sign, &left, &right) {
            ("??", Value::Origin, _) => return Value::Origin,
            ("===" | "==", ..) => equal(left, right, at),
            ("!==" | "!=", ..) => equal(left, right, at).map(|who| who.not(at)),
            (">" | ">=" | "<", Value::Place(anywhere, _), Value::Literal(number)) => {
                match (sign, &number.kind) {
                    (">", LiteralKind::Number(-1)) | (">=", LiteralKind::Number(0)) => {
                        Some(anywhere.clone())
                    }
                    ("<", LiteralKind::Number(0)) => Some(anywhere.clone().not(at)),
                    _ => None,
                }
            }
            ("instanceof", Value::Literal(literal), _) => match (&literal.kind, &both.1.kind) {
                (LiteralKind::Regex(..), NodeKind::Word(word)) if word == "RegExp" => {
                    Some(Who::Everybody)
                }
                (LiteralKind::Text(_), _) => Some(Who::NOBODY),
                _ => None,
            },
            _ => None,
        };
        Value::Truth(who.unwrap_or(Who::Unknown(at)))
    }

    fn regex(&mut self, text: &Node) -> Value {
        match self.value(text) {
            Value::Literal(Literal { at, kind: LiteralKind::Text(text) }) => {
                Value::Literal(Literal { at, kind: LiteralKind::Regex(text, String::new()) })
            }
            value @ Value::Literal(Literal { kind: LiteralKind::Regex(..), .. }) => value,
            _ => Value::Unknown,
        }
    }

    fn called(&mut self, what: &Node, given: &[Node]) -> Value {
        match (&what.kind, given) {
            (NodeKind::Word(name), _) if name.ends_with("Error") => Value::Error,
            (NodeKind::Word(name), [value]) if name == "Boolean" => Value::Truth(self.truth(value)),
            (NodeKind::Member(of, method), given) => {
                let of = self.value(of);
                self.method(of, method, given)
            }
            _ => Value::Unknown,
        }
    }

    fn method(&mut self, of: Value, method: &str, given: &[Node]) -> Value {
        if let (
            Value::Literal(list),
            "some" | "find",
            [Node { kind: NodeKind::Function(function), .. }],
        ) = (&of, method, given)
        {
            let Some(who) = items(list).and_then(|items| self.any(items, function)) else {
                return Value::Unknown;
            };
            return if method == "some" { Value::Truth(who) } else { Value::Found(who) };
        }
        let given: Vec<Value> = given.iter().map(|value| self.value(value)).collect();
        match (of, method, given.as_slice()) {
            (Value::Origin, "toLowerCase" | "trim" | "toString", []) => Value::Origin,
            (Value::Origin, "match", [Value::Literal(literal)]) => {
                fits(literal).map_or(Value::Unknown, Value::Truth)
            }
            (
                Value::Origin,
                method,
                [Value::Literal(Literal { at, kind: LiteralKind::Text(text) })],
            ) => {
                let text = escape(text);
                let fits = |regex: String| Who::Fits(*at, regex, String::new());
                match method {
                    "startsWith" => Value::Truth(fits(format!("^{text}"))),
                    "endsWith" => Value::Truth(fits(format!("{text}$"))),
                    "includes" => Value::Truth(fits(text)),
                    "indexOf" => Value::Place(fits(text.clone()), fits(format!("^{text}"))),
                    _ => Value::Unknown,
                }
            }
            (Value::Literal(literal), "test" | "exec", [Value::Origin]) => match &literal.kind {
                LiteralKind::Regex(..) => fits(&literal).map_or(Value::Unknown, Value::Truth),
                _ => Value::Unknown,
            },
            (Value::Literal(list), method, [Value::Origin]) => match (items(&list), method) {
                (Some(items), "includes" | "has") => Value::Truth(Who::Listed(texts(items))),
                (Some(items), "indexOf") => {
                    let first = items.first().cloned().into_iter().collect();
                    Value::Place(Who::Listed(texts(items)), Who::Listed(texts(first)))
                }
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    /// Who is in what a function says of any of these items.
    fn any(&mut self, items: Vec<Literal>, function: &Function) -> Option<Who> {
        let ([name], [Statement::Return(Some(body))]) =
            (function.parameters.as_slice(), function.body.as_slice())
        else {
            return None;
        };
        let mut who = Who::NOBODY;
        for item in items {
            let at = item.at;
            // What is no literal is told as one.
            let of_this = match item.kind {
                LiteralKind::Other(_) => Who::Unknown(at),
                _ => {
                    self.named.push((name.clone(), Named::Item(item)));
                    let of_this = self.truth(body);
                    self.named.pop();
                    of_this
                }
            };
            who = who.or(of_this);
        }
        Some(who)
    }
}

/// Who makes two values the same. In: where that is asked.
fn equal(left: Value, right: Value, at: At) -> Option<Who> {
    let constant = |is_same: bool| Some(if is_same { Who::Everybody } else { Who::NOBODY });
    match (left, right) {
        (Value::Origin, Value::Literal(literal)) | (Value::Literal(literal), Value::Origin) => {
            matches!(literal.kind, LiteralKind::Text(_)).then(|| Who::Listed(vec![literal]))
        }
        (Value::Origin, Value::Null) | (Value::Null, Value::Origin) => constant(false),
        (Value::Origin, Value::Origin) | (Value::Null, Value::Null) => constant(true),
        (Value::Place(anywhere, first), Value::Literal(number)) => match number.kind {
            LiteralKind::Number(-1) => Some(anywhere.not(at)),
            LiteralKind::Number(0) => Some(first),
            _ => None,
        },
        (Value::Truth(who), Value::Truth(Who::Everybody)) => Some(who),
        (Value::Truth(who), Value::Truth(nobody)) if nobody.is_nobody() => Some(who.not(at)),
        (Value::Literal(left), Value::Literal(right)) => {
            let [left, right] = [left.text()?, right.text()?];
            constant(left == right)
        }
        _ => None,
    }
}

fn fits(literal: &Literal) -> Option<Who> {
    match &literal.kind {
        LiteralKind::Text(text) => Some(Who::Fits(literal.at, text.clone(), String::new())),
        // Of those that go on where they ended, each other call answers otherwise.
        LiteralKind::Regex(text, flags) if !flags.contains(['g', 'y']) => {
            Some(Who::Fits(literal.at, text.clone(), flags.clone()))
        }
        _ => None,
    }
}

/// The items of a list.
fn items(list: &Literal) -> Option<Vec<Literal>> {
    let is_list = matches!(list.kind, LiteralKind::List(_) | LiteralKind::Call(..));
    let items = list.items().into_iter().cloned();
    is_list.then(|| items.collect())
}

/// An expression is no text, and so no origin.
fn texts(items: Vec<Literal>) -> Vec<Literal> {
    items.into_iter().filter(|item| !matches!(item.kind, LiteralKind::Regex(..))).collect()
}

const MOST_STEPS: usize = 20_000;
const MOST_NAMES: usize = 20;
