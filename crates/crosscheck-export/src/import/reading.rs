//! Reads literals from a program, as far as languages write them alike.

use super::harmless::changes_nothing;
use super::literals::Arguments;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::source::At;

/// A place in a program, from which values are read.
pub(super) struct Reading<'b> {
    bytes: &'b [u8],
    pub(super) at: At,
    depth: usize,
}

impl<'b> Reading<'b> {
    pub(super) const fn new(text: &'b str, at: At) -> Self {
        Self { bytes: text.as_bytes(), at, depth: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn name(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(is_of_name) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    /// Arguments or items up to a closing mark, some of them named.
    pub(super) fn arguments(&mut self, end: u8) -> Arguments {
        let mut arguments = Vec::new();
        self.depth += 1;
        loop {
            self.blanks();
            while self.eat(b',') {
                self.blanks();
            }
            if self.peek().is_none() || self.eat(end) || self.depth > DEEPEST {
                break;
            }
            let before = self.at;
            let name = self.argument_name();
            let value = self.value();
            if self.at == before {
                self.at += 1;
                continue;
            }
            arguments.push((name, value));
        }
        self.depth -= 1;
        arguments
    }

    /// `name=` or `name:` or `"name":` before a value.
    fn argument_name(&mut self) -> Option<String> {
        let start = self.at;
        let quoted = matches!(self.peek(), Some(b'"' | b'\''));
        let raw = matches!(self.peek(), Some(b'r'))
            && matches!(self.bytes.get(start + 1), Some(b'"' | b'\''));
        let name = if quoted || raw {
            self.at += usize::from(raw);
            self.quoted()
        } else {
            self.name()
        };
        self.blanks();
        let is_name = match self.peek() {
            Some(b'=') => !matches!(self.bytes.get(self.at + 1), Some(b'=' | b'>')) && !quoted,
            Some(b':') => self.bytes.get(self.at + 1) != Some(&b':'),
            _ => false,
        };
        if is_name && !name.is_empty() {
            self.at += 1;
            return Some(name);
        }
        self.at = start;
        None
    }

    pub(super) fn value(&mut self) -> Literal {
        self.blanks();
        let start = self.at;
        while matches!(self.peek(), Some(b'&')) {
            self.at += 1;
        }
        let kind = if self.depth > DEEPEST { None } else { self.primary() };
        let kind = kind.and_then(|kind| self.continued(kind));
        let kind = kind.unwrap_or_else(|| {
            self.at = start;
            self.skip();
            let text = String::from_utf8_lossy(&self.bytes[start..self.at]);
            LiteralKind::Other(text.trim().to_owned())
        });
        Literal { at: start, kind }
    }

    fn primary(&mut self) -> Option<LiteralKind> {
        Some(match self.peek()? {
            b'"' | b'\'' | b'`' => LiteralKind::Text(self.quoted()),
            b'[' | b'(' => {
                let end = if self.eat(b'[') {
                    b']'
                } else {
                    self.at += 1;
                    b')'
                };
                let items = self.arguments(end);
                LiteralKind::List(items.into_iter().map(|(_, item)| item).collect())
            }
            b'{' => {
                self.at += 1;
                let entries = self.arguments(b'}');
                match entries.iter().all(|(name, _)| name.is_some()) {
                    true => LiteralKind::Table(
                        entries
                            .into_iter()
                            .filter_map(|(name, value)| Some((name?, value)))
                            .collect(),
                    ),
                    // `{ origin, credentials: true }`: what is named only has its own value; a method
                    // `{ origin(name) { … } }` is one.
                    false if entries.iter().any(|(name, _)| name.is_some()) => {
                        let named = entries
                            .into_iter()
                            .map(|(name, value)| (name.unwrap_or_else(|| own_name(&value)), value));
                        LiteralKind::Table(named.collect())
                    }
                    false => LiteralKind::List(entries.into_iter().map(|(_, item)| item).collect()),
                }
            }
            b'/' => self.slashes()?,
            byte if byte.is_ascii_digit() => self.number()?,
            _ => self.named()?,
        })
    }

    /// A name, what it stands for, or a call.
    fn named(&mut self) -> Option<LiteralKind> {
        let mut name = self.path();
        if name == "new" {
            self.blanks();
            name = self.path();
        }
        match name.as_str() {
            "" => return None,
            "true" | "True" => return Some(LiteralKind::Truth(true)),
            "false" | "False" => return Some(LiteralKind::Truth(false)),
            "r" | "b" | "u" | "rb" | "f" if matches!(self.peek(), Some(b'"' | b'\'')) => {
                let start = self.at;
                let text = self.quoted_as(name.contains('r'));
                let is_filled = name == "f" && self.bytes[start..self.at].contains(&b'{');
                return (!is_filled).then_some(LiteralKind::Text(text));
            }
            _ => {}
        }
        let is_macro = self.eat(b'!');
        let end = match self.peek() {
            Some(b'(') => b')',
            Some(b'[') if is_macro => b']',
            _ => return Some(LiteralKind::Other(name)),
        };
        self.at += 1;
        let arguments = self.arguments(end);
        if let Some((base, last)) = name.rsplit_once('.')
            && !is_macro
            && changes_nothing(last, &arguments)
        {
            return Some(LiteralKind::Other(base.to_owned()));
        }
        let name = if is_macro { name + "!" } else { name };
        Some(LiteralKind::Call(name, arguments))
    }

    /// `http::Method::GET`, `List.of`, `"x".parse::<HeaderValue>`.
    fn path(&mut self) -> String {
        let mut path = String::new();
        loop {
            let before = self.at;
            path.push_str(&self.name());
            if self.bytes[self.at..].starts_with(b"::<") {
                let rest = &self.bytes[self.at..];
                self.at +=
                    rest.iter().position(|byte| *byte == b'>').map_or(rest.len(), |end| end + 1);
            }
            if self.bytes[self.at..].starts_with(b"::") {
                self.at += 2;
                path.push_str("::");
            } else if self.peek() == Some(b'.')
                && self.bytes.get(self.at + 1).is_some_and(|byte| byte.is_ascii_alphabetic())
            {
                self.at += 1;
                path.push('.');
            }
            if self.at == before {
                return path;
            }
        }
    }

    /// What is behind a value: calls that change nothing, a factor, or the end.
    fn continued(&mut self, kind: LiteralKind) -> Option<LiteralKind> {
        let mut kind = kind;
        loop {
            // A line that ends may be the end, or a chain may go on below.
            let end = self.at;
            self.blanks();
            match self.peek() {
                Some(b'.')
                    if self
                        .bytes
                        .get(self.at + 1)
                        .is_some_and(|byte| byte.is_ascii_alphabetic()) =>
                {
                    self.at += 1;
                    let name = self.path();
                    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
                    if !self.eat(b'(') {
                        return None;
                    }
                    let arguments = self.arguments(b')');
                    if !changes_nothing(&name, &arguments) {
                        kind = LiteralKind::Call(name, arguments);
                    }
                }
                Some(b'*') if matches!(kind, LiteralKind::Number(_)) => {
                    self.at += 1;
                    self.blanks();
                    let (LiteralKind::Number(one), LiteralKind::Number(other)) =
                        (&kind, self.number()?)
                    else {
                        return None;
                    };
                    kind = LiteralKind::Number(one.saturating_mul(other));
                }
                Some(b'?') if matches!(kind, LiteralKind::Text(_) | LiteralKind::Call(..)) => {
                    self.at += 1;
                }
                Some(b',' | b')' | b']' | b'}' | b';') | None => return Some(kind),
                _ if self.bytes[end..self.at].contains(&b'\n') => {
                    self.at = end;
                    return Some(kind);
                }
                Some(b'a') if self.bytes[self.at..].starts_with(b"as ") => {
                    self.at += 3;
                    self.blanks();
                    self.path();
                }
                _ => return None,
            }
        }
    }

    fn quoted(&mut self) -> String {
        self.quoted_as(false)
    }

    /// A text in quotation marks. In: whether backslashes mean themselves.
    fn quoted_as(&mut self, is_raw: bool) -> String {
        let quote = self.peek().unwrap_or(b'"');
        let three = [quote; 3];
        let end: &[u8] =
            if self.bytes[self.at..].starts_with(&three) { &three } else { &three[..1] };
        self.at += end.len();
        let mut text = Vec::new();
        while let Some(byte) = self.peek() {
            if self.bytes[self.at..].starts_with(end) {
                self.at += end.len();
                break;
            }
            self.at += 1;
            match byte {
                b'\\' if !is_raw => {
                    let next = self.peek().unwrap_or(b'\\');
                    self.at += 1;
                    if !matches!(next, b'\\' | b'"' | b'\'' | b'`' | b'/') {
                        text.push(b'\\');
                    }
                    text.push(next);
                }
                byte => text.push(byte),
            }
        }
        self.at = self.at.min(self.bytes.len());
        String::from_utf8_lossy(&text).into_owned()
    }

    /// `/…/i`
    fn slashes(&mut self) -> Option<LiteralKind> {
        self.at += 1;
        let start = self.at;
        let mut in_class = false;
        loop {
            match self.peek()? {
                b'\n' => return None,
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                _ => {}
            }
            self.at += 1;
        }
        let text = String::from_utf8_lossy(self.bytes.get(start..self.at)?).into_owned();
        self.at += 1;
        let flags = self.name();
        Some(LiteralKind::Regex(text, flags))
    }

    fn number(&mut self) -> Option<LiteralKind> {
        let text = self.name().replace('_', "");
        let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let digits = digits.split(['u', 'i']).next().unwrap_or_default();
        digits.parse().ok().map(LiteralKind::Number)
    }

    /// Goes on to the end of an expression.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth == 0 => return,
                b')' | b']' | b'}' => depth -= 1,
                b',' | b';' if depth == 0 => return,
                // Where nothing is open, a line is a statement.
                b'\n' if depth == 0 && self.depth == 0 => return,
                b'"' | b'\'' | b'`' => {
                    self.quoted();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

/// The name of a method, or what is there of another value.
fn own_name(value: &Literal) -> String {
    let shown = value.shown();
    let method = shown.strip_prefix("async ").unwrap_or(&shown).trim_start();
    match method.split_once('(') {
        Some((name, rest)) if rest.ends_with('}') && name.bytes().all(is_of_name) => name.into(),
        _ => shown,
    }
}

pub(super) fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

const DEEPEST: usize = 40;
