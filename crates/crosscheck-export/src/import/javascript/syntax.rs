//! The grammar of such functions: conditions, returns, calls; and types of TypeScript, which are passed over.

use super::tokens::Token;
use super::tokens::TokenKind;
use super::tokens::tokens;

/// A value as it is written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) kind: NodeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Text(String),
    Regex(String, String),
    /// A name, a number, `null`.
    Word(String),
    List(Vec<Node>),
    Function(Box<Function>),
    /// A sign before a value.
    Before(&'static str, Box<Node>),
    Between(&'static str, Box<(Node, Node)>),
    /// A condition, and what holds by it and without it.
    Choice(Box<(Node, Node, Node)>),
    Member(Box<Node>, String),
    Index(Box<Node>, Box<Node>),
    Call(Box<Node>, Vec<Node>),
    New(Box<Node>),
    /// Objects and texts with holes.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) parameters: Vec<String>,
    pub(super) body: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    If(Node, Vec<Self>, Vec<Self>),
    Return(Option<Node>),
    Throw,
    Let(String, Node),
    Value(Node),
}

/// Reads a function; fails with the place of what is none of its grammar.
pub(super) fn function(text: &str) -> Result<Function, usize> {
    let tokens = tokens(text).ok_or(0_usize)?;
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, end: text.len() };
    let word = |number: usize| match tokens.get(number).map(|token| &token.kind) {
        Some(TokenKind::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    parser.next += usize::from(word(0) == Some("async"));
    let is_keyword = word(parser.next) == Some("function");
    parser.next += usize::from(is_keyword);
    // Its name, if it has one: that of `function origin(…)`, or of a method.
    let is_named = word(parser.next).is_some() && !parser.is_arrow_behind_a_word();
    parser.next += usize::from(is_named);
    match is_keyword || is_named {
        true => {
            let parameters = parser.parameters()?;
            parser.pass_type(&["{"]);
            Ok(Function { parameters, body: parser.block()? })
        }
        false => parser.arrow(),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    depth: usize,
    end: usize,
}

type Parsed<T> = Result<T, usize>;

impl Parser<'_> {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |token| token.at)
    }

    fn sign_at(&self, number: usize) -> &'static str {
        match self.tokens.get(number).map(|token| &token.kind) {
            Some(TokenKind::Sign(sign)) => sign,
            _ => "",
        }
    }

    fn sign(&self) -> &'static str {
        self.sign_at(self.next)
    }

    fn word(&self) -> &str {
        match self.tokens.get(self.next).map(|token| &token.kind) {
            Some(TokenKind::Word(word)) => word,
            _ => "",
        }
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.sign() == sign;
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.eat(sign) { Ok(()) } else { Err(self.at()) }
    }

    fn name(&mut self) -> Parsed<String> {
        let name = self.word().to_owned();
        if name.is_empty() {
            return Err(self.at());
        }
        self.next += 1;
        Ok(name)
    }

    fn is_arrow_behind_a_word(&self) -> bool {
        self.sign_at(self.next + 1) == "=>"
    }

    /// Whether what opens here is closed before an arrow.
    fn is_arrow_behind_parentheses(&self) -> bool {
        let mut depth = 0_usize;
        for number in self.next..self.tokens.len() {
            match self.sign_at(number) {
                "(" => depth += 1,
                ")" if depth == 1 => return self.sign_at(number + 1) == "=>",
                ")" => depth -= 1,
                _ => {}
            }
        }
        false
    }

    /// `: Type`, up to one of these signs where nothing is open.
    fn pass_type(&mut self, ends: &[&str]) {
        if !self.eat(":") {
            return;
        }
        let mut depth = 0_usize;
        while self.next < self.tokens.len() {
            match self.sign() {
                sign if depth == 0 && ends.contains(&sign) => return,
                "(" | "[" | "{" | "<" => depth += 1,
                ")" | "]" | "}" | ">" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.next += 1;
        }
    }

    fn parameters(&mut self) -> Parsed<Vec<String>> {
        self.expect("(")?;
        let mut names = Vec::new();
        while !self.eat(")") {
            names.push(self.name()?);
            self.eat("?");
            self.pass_type(&[",", ")"]);
            if !self.eat(",") && self.sign() != ")" {
                return Err(self.at());
            }
        }
        Ok(names)
    }

    fn arrow(&mut self) -> Parsed<Function> {
        let parameters = match self.word() {
            "" => self.parameters()?,
            _ => vec![self.name()?],
        };
        self.pass_type(&["=>"]);
        self.expect("=>")?;
        let body = match self.sign() {
            "{" => self.block()?,
            _ => vec![Statement::Return(Some(self.value()?))],
        };
        Ok(Function { parameters, body })
    }

    fn block(&mut self) -> Parsed<Vec<Statement>> {
        self.expect("{")?;
        let mut statements = Vec::new();
        while !self.eat("}") {
            if !self.eat(";") {
                statements.push(self.statement()?);
            }
        }
        Ok(statements)
    }

    fn branch(&mut self) -> Parsed<Vec<Statement>> {
        match self.sign() {
            "{" => self.block(),
            _ => Ok(vec![self.statement()?]),
        }
    }

    fn statement(&mut self) -> Parsed<Statement> {
        let at = self.at();
        self.deeper(|parser| match parser.word() {
            "if" => {
                parser.next += 1;
                parser.expect("(")?;
                let condition = parser.value()?;
                parser.expect(")")?;
                let then = parser.branch()?;
                let is_else = parser.word() == "else";
                parser.next += usize::from(is_else);
                let otherwise = if is_else { parser.branch()? } else { Vec::new() };
                Ok(Statement::If(condition, then, otherwise))
            }
            "return" => {
                parser.next += 1;
                let has_value = !parser.is_at_an_end();
                let value = has_value.then(|| parser.value()).transpose()?;
                parser.finish(Statement::Return(value))
            }
            "throw" => {
                parser.next += 1;
                parser.value()?;
                parser.finish(Statement::Throw)
            }
            "const" | "let" | "var" => {
                parser.next += 1;
                let name = parser.name()?;
                parser.pass_type(&["="]);
                parser.expect("=")?;
                let value = parser.value()?;
                parser.finish(Statement::Let(name, value))
            }
            "for" | "while" | "do" | "switch" | "try" | "function" => Err(at),
            _ => {
                let value = parser.value()?;
                parser.finish(Statement::Value(value))
            }
        })
    }

    fn is_at_an_end(&self) -> bool {
        let token = self.tokens.get(self.next);
        matches!(self.sign(), ";" | "}") || token.is_none_or(|token| token.begins_line)
    }

    fn finish(&mut self, statement: Statement) -> Parsed<Statement> {
        let is_done = self.is_at_an_end();
        self.eat(";");
        if is_done { Ok(statement) } else { Err(self.at()) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            return Err(self.at());
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn value(&mut self) -> Parsed<Node> {
        let at = self.at();
        self.deeper(|parser| {
            let condition = parser.between(0)?;
            if !parser.eat("?") {
                return Ok(condition);
            }
            let then = parser.value()?;
            parser.expect(":")?;
            let otherwise = parser.value()?;
            Ok(Node { at, kind: NodeKind::Choice(Box::new((condition, then, otherwise))) })
        })
    }

    /// Values with signs between them, from those that bind least.
    fn between(&mut self, level: usize) -> Parsed<Node> {
        let Some(signs) = LEVELS.get(level) else { return self.before() };
        let at = self.at();
        let mut left = self.between(level + 1)?;
        loop {
            let sign = if self.word() == INSTANCE_OF { INSTANCE_OF } else { self.sign() };
            if !signs.contains(&sign) {
                return Ok(left);
            }
            self.next += 1;
            let right = self.between(level + 1)?;
            left = Node { at, kind: NodeKind::Between(sign, Box::new((left, right))) };
        }
    }

    fn before(&mut self) -> Parsed<Node> {
        let at = self.at();
        let sign = match (self.sign(), self.word()) {
            (sign @ ("!" | "~" | "-"), _) => sign,
            (_, "typeof") => "typeof",
            _ => return self.behind(),
        };
        self.next += 1;
        let value = self.deeper(Self::before)?;
        Ok(Node { at, kind: NodeKind::Before(sign, Box::new(value)) })
    }

    /// A value, and what hangs on it.
    fn behind(&mut self) -> Parsed<Node> {
        let at = self.at();
        let mut node = self.primary()?;
        loop {
            let kind = match self.sign() {
                "." | "?." => {
                    self.next += 1;
                    NodeKind::Member(Box::new(node), self.name()?)
                }
                "(" => {
                    self.next += 1;
                    NodeKind::Call(Box::new(node), self.list(")")?)
                }
                "[" => {
                    self.next += 1;
                    let index = self.value()?;
                    self.expect("]")?;
                    NodeKind::Index(Box::new(node), Box::new(index))
                }
                // TypeScript's word that it is not null.
                "!" if [".", ")", ",", ";", "]"].contains(&self.sign_at(self.next + 1)) => {
                    self.next += 1;
                    continue;
                }
                _ if self.word() == "as" => {
                    self.next += 1;
                    self.name()?;
                    while self.eat("[") {
                        self.expect("]")?;
                    }
                    continue;
                }
                _ => return Ok(node),
            };
            node = Node { at, kind };
        }
    }

    fn list(&mut self, end: &str) -> Parsed<Vec<Node>> {
        let mut items = Vec::new();
        while !self.eat(end) {
            if self.sign() == "..." {
                return Err(self.at());
            }
            items.push(self.value()?);
            if !self.eat(",") && self.sign() != end {
                return Err(self.at());
            }
        }
        Ok(items)
    }

    fn primary(&mut self) -> Parsed<Node> {
        let at = self.at();
        let token = self.tokens.get(self.next).ok_or(at)?;
        let kind = match &token.kind {
            TokenKind::Text(text) => NodeKind::Text(text.clone()),
            TokenKind::Template => NodeKind::Other,
            TokenKind::Regex(text, flags) => NodeKind::Regex(text.clone(), flags.clone()),
            TokenKind::Word(_) if self.is_arrow_behind_a_word() => {
                return Ok(Node { at, kind: NodeKind::Function(Box::new(self.arrow()?)) });
            }
            TokenKind::Word(word) if word == "new" => {
                self.next += 1;
                return Ok(Node { at, kind: NodeKind::New(Box::new(self.behind()?)) });
            }
            TokenKind::Word(word) => NodeKind::Word(word.clone()),
            TokenKind::Sign("(") if self.is_arrow_behind_parentheses() => {
                return Ok(Node { at, kind: NodeKind::Function(Box::new(self.arrow()?)) });
            }
            TokenKind::Sign("(") => {
                self.next += 1;
                let inside = self.value()?;
                self.expect(")")?;
                return Ok(inside);
            }
            TokenKind::Sign("[") => {
                self.next += 1;
                return Ok(Node { at, kind: NodeKind::List(self.list("]")?) });
            }
            TokenKind::Sign("{") => {
                self.pass_object();
                return Ok(Node { at, kind: NodeKind::Other });
            }
            TokenKind::Sign(_) => return Err(at),
        };
        self.next += 1;
        Ok(Node { at, kind })
    }

    fn pass_object(&mut self) {
        let mut depth = 0_usize;
        while self.next < self.tokens.len() {
            match self.sign() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            self.next += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

/// Signs between values, from those that bind least.
const LEVELS: [&[&str]; 5] = [
    &["||", "??"],
    &["&&"],
    &["===", "!==", "==", "!="],
    &[">", ">=", "<", "<=", INSTANCE_OF],
    &["+", "-", "*", "/", "%"],
];
const INSTANCE_OF: &str = "instanceof";
const DEEPEST: usize = 40;
