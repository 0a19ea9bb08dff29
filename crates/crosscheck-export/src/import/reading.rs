//! Reads literals from a program, as far as languages write them alike.

use super::cursor::Cursor;
use super::harmless::changes_nothing;
use super::literals::Arguments;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::source::At;

/// A place in a program, from which values are read.
pub(super) struct Reading<'t> {
    pub(super) cursor: Cursor<'t>,
    depth: usize,
}

impl<'t> Reading<'t> {
    pub(super) fn new(text: &'t str, at: At) -> Self {
        Self { cursor: Cursor::new(text, at), depth: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.cursor.peek()
    }

    pub(super) fn blanks(&mut self) {
        self.cursor.pass(|byte| byte.is_ascii_whitespace());
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        self.cursor.eat(&[byte])
    }

    pub(super) fn name(&mut self) -> String {
        let start = self.cursor.at();
        self.cursor.pass(is_of_name);
        self.cursor.text_since(start)
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
            let before = self.cursor.at();
            let name = self.argument_name();
            let value = self.value();
            if self.cursor.at() == before {
                self.cursor.next();
                continue;
            }
            arguments.push((name, value));
        }
        self.depth -= 1;
        arguments
    }

    /// `name=` or `name:` or `"name":` or `:name =>` before a value.
    fn argument_name(&mut self) -> Option<String> {
        let start = self.cursor;
        if self.eat(b':') {
            let name = self.name();
            self.blanks();
            if !name.is_empty() && self.cursor.eat(b"=>") {
                return Some(name);
            }
            self.cursor = start;
            return None;
        }
        let is_quote = |byte| matches!(byte, Some(b'"' | b'\''));
        let quoted = is_quote(self.peek());
        let name = if quoted || (self.peek() == Some(b'r') && is_quote(self.cursor.second())) {
            self.eat(b'r');
            self.quoted()
        } else {
            self.name()
        };
        self.blanks();
        let is_name = match self.peek() {
            Some(b'=') => !matches!(self.cursor.second(), Some(b'=' | b'>')) && !quoted,
            Some(b':') => self.cursor.second() != Some(b':'),
            _ => false,
        };
        if is_name && !name.is_empty() {
            self.cursor.next();
            return Some(name);
        }
        self.cursor = start;
        None
    }

    pub(super) fn value(&mut self) -> Literal {
        self.blanks();
        let start = self.cursor;
        self.cursor.pass(|byte| byte == b'&');
        let kind = if self.depth > DEEPEST { None } else { self.primary() };
        let kind = kind.and_then(|kind| self.continued(kind));
        let kind = kind.unwrap_or_else(|| {
            self.cursor = start;
            self.skip();
            LiteralKind::Other(self.cursor.text_since(start.at()).trim().to_owned())
        });
        Literal { at: start.at(), kind }
    }

    fn primary(&mut self) -> Option<LiteralKind> {
        Some(match self.peek()? {
            b'"' | b'\'' | b'`' => LiteralKind::Text(self.quoted()),
            mark @ (b'[' | b'(') => {
                self.cursor.next();
                let mut items = self.arguments(if mark == b'[' { b']' } else { b')' });
                match (mark, items.pop()) {
                    // Brackets around a text.
                    (b'(', Some((None, Literal { kind, .. }))) if items.is_empty() => kind,
                    (_, last) => {
                        let items = items.into_iter().chain(last);
                        LiteralKind::List(items.map(|(_, item)| item).collect())
                    }
                }
            }
            b'{' => {
                self.cursor.next();
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
            // `new[] { … }`, `new string[] { … }`, `new List<string> { … }`
            let before = self.cursor;
            let is_array = self.cursor.eat(b"[]");
            if !is_array && self.eat(b'<') {
                self.cursor.pass_behind(b">");
            }
            let is_generic = !is_array && self.cursor.at() != before.at();
            let is_call = is_generic && !self.cursor.eat(b"()") && self.peek() == Some(b'(');
            if (is_array || is_generic) && !is_call {
                self.blanks();
                return if self.peek()? == b'{' { self.primary() } else { None };
            }
        }
        match name.as_str() {
            "" => return None,
            "true" | "True" => return Some(LiteralKind::Truth(true)),
            "false" | "False" => return Some(LiteralKind::Truth(false)),
            "r" | "b" | "u" | "rb" | "f" if matches!(self.peek(), Some(b'"' | b'\'')) => {
                let start = self.cursor.at();
                let text = self.quoted_as(name.contains('r'));
                let is_filled = name == "f" && self.cursor.since(start).contains(&b'{');
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
        self.cursor.next();
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
            let before = self.cursor.at();
            path.push_str(&self.name());
            if self.cursor.eat(b"::<") {
                self.cursor.pass_behind(b">");
            }
            if self.cursor.eat(b"::") {
                path.push_str("::");
            } else if self.eats_dot_before_name() {
                path.push('.');
            }
            if self.cursor.at() == before {
                return path;
            }
        }
    }

    fn eats_dot_before_name(&mut self) -> bool {
        self.cursor.second().is_some_and(|byte| byte.is_ascii_alphabetic()) && self.eat(b'.')
    }

    /// What is behind a value: calls that change nothing, a factor, or the end.
    fn continued(&mut self, kind: LiteralKind) -> Option<LiteralKind> {
        let mut kind = kind;
        loop {
            // A line that ends may be the end, or a chain may go on below.
            let end = self.cursor;
            self.blanks();
            if self.eats_dot_before_name() {
                let name = self.path();
                let name = name.rsplit('.').next().unwrap_or_default().to_owned();
                if !self.eat(b'(') {
                    return None;
                }
                let arguments = self.arguments(b')');
                if !changes_nothing(&name, &arguments) {
                    kind = LiteralKind::Call(name, arguments);
                }
                continue;
            }
            let is_open = self.depth > 0 || !self.cursor.since(end.at()).contains(&b'\n');
            if let LiteralKind::Text(text) = &mut kind
                && is_open
                && self.is_at_text()
            {
                // Texts beside each other are one.
                let Some(LiteralKind::Text(more)) = self.primary() else { return None };
                text.push_str(&more);
                continue;
            }
            match self.peek() {
                Some(b'*') if matches!(kind, LiteralKind::Number(_)) => {
                    self.cursor.next();
                    self.blanks();
                    let (LiteralKind::Number(one), LiteralKind::Number(other)) =
                        (&kind, self.number()?)
                    else {
                        return None;
                    };
                    kind = LiteralKind::Number(one.saturating_mul(other));
                }
                Some(b'?') if matches!(kind, LiteralKind::Text(_) | LiteralKind::Call(..)) => {
                    self.cursor.next();
                }
                Some(b',' | b')' | b']' | b'}' | b';') | None => return Some(kind),
                _ if self.cursor.since(end.at()).contains(&b'\n') => {
                    self.cursor = end;
                    return Some(kind);
                }
                _ if self.cursor.eat(b"as ") => {
                    self.blanks();
                    self.path();
                }
                _ => return None,
            }
        }
    }

    /// Whether a text begins here.
    fn is_at_text(&self) -> bool {
        let is_quote = |byte| matches!(byte, Some(b'"' | b'\''));
        let has_mark = matches!(self.peek(), Some(b'r' | b'b' | b'u' | b'f'));
        is_quote(self.peek()) || (has_mark && is_quote(self.cursor.second()))
    }

    fn quoted(&mut self) -> String {
        self.quoted_as(false)
    }

    /// A text in quotation marks. In: whether backslashes mean themselves.
    fn quoted_as(&mut self, is_raw: bool) -> String {
        let Some(quote) = self.cursor.next() else { return String::new() };
        let end: &[u8] = if self.cursor.eat(&[quote; 2]) { &[quote; 3] } else { &[quote] };
        let mut text = Vec::new();
        while !self.cursor.eat(end) {
            match self.cursor.next() {
                None => break,
                Some(b'\\') if !is_raw => {
                    let next = self.cursor.next().unwrap_or(b'\\');
                    if !matches!(next, b'\\' | b'"' | b'\'' | b'`' | b'/') {
                        text.push(b'\\');
                    }
                    text.push(next);
                }
                Some(byte) => text.push(byte),
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// `/…/i`
    fn slashes(&mut self) -> Option<LiteralKind> {
        self.cursor.next();
        let start = self.cursor.at();
        let mut in_class = false;
        loop {
            let end = self.cursor;
            match self.cursor.next()? {
                b'\n' => return None,
                b'\\' => drop(self.cursor.next()),
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    return Some(LiteralKind::Regex(end.text_since(start), self.name()));
                }
                _ => {}
            }
        }
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
            self.cursor.next();
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
