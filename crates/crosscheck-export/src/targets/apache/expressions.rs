//! Apache's expressions, as far as conditions on a request are written in them.

use crate::import::At;
use crate::import::BooleanExpression;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Regex;
use crate::import::Rest;
use crate::import::Template;
use crate::import::split_closed;
use crate::import::split_while;

/// Reads an expression. In: the name under which its groups are kept. Fails with the reason.
pub(super) fn condition(
    text: &str,
    program: &mut Program,
    group: &str,
    at: At,
) -> Result<Condition, String> {
    Parser { rest: Rest::new(text.trim()), program, group, at }.whole()
}

/// A variable of the server in a text: `%{HTTP:Origin}`, `%{REQUEST_METHOD}`, `%{ENV:CORS}`.
pub(super) fn variable(name: &str, program: &mut Program) -> Piece {
    let (kind, rest) = name.split_once(':').unwrap_or((name, ""));
    match kind.to_ascii_lowercase().as_str() {
        "http" | "req" | "req_novary" => request_header(rest),
        "env" | "reqenv" => Piece::Variable(program.variable(rest)),
        "request_method" => Piece::Method,
        "request_uri" | "unescapeduri" | "the_request" => Piece::Path,
        "http_origin" => Piece::Origin,
        _ => Piece::Unknown,
    }
}

pub(super) fn request_header(name: &str) -> Piece {
    match name.trim().to_ascii_lowercase().as_str() {
        "origin" => Piece::Origin,
        "access-control-request-method" => Piece::AskedMethod,
        "access-control-request-headers" => Piece::AskedHeaders,
        _ => Piece::Unknown,
    }
}

struct Parser<'t, 'p> {
    rest: Rest<'t>,
    program: &'p mut Program,
    group: &'t str,
    at: At,
}

impl<'t> BooleanExpression<'t> for Parser<'t, '_> {
    fn rest(&mut self) -> &mut Rest<'t> {
        &mut self.rest
    }

    fn test(&mut self) -> Result<Condition, String> {
        for (word, condition) in [("true", Condition::Always), ("false", Condition::Never)] {
            if self.eat(word) {
                return Ok(condition);
            }
        }
        for (operator, is_there) in [("-n ", true), ("-z ", false)] {
            if self.eat(operator) {
                let test = Condition::test(self.known_operand()?, Fits::Present, self.at);
                return Ok(if is_there { test } else { test.not() });
            }
        }
        let is_request = self.rest.ahead().starts_with("%{THE_REQUEST}");
        let subject = self.known_operand()?;
        let operators = ["==", "!=", "=~", "!~", "-in", "in", "-eq", "=", "-strmatch", "-fnmatch"];
        let Some(operator) = operators.into_iter().find(|operator| self.eat(operator)) else {
            return Err("a comparison is expected".into());
        };
        let fits = match operator {
            "-in" | "in" => {
                if !self.eat("{") {
                    return Err("a list is expected".into());
                }
                let mut texts = Vec::new();
                while !self.eat("}") {
                    texts.push(self.text_literal()?);
                    let _ = self.eat(",");
                }
                Fits::Texts { texts, ignores_case: false }
            }
            "=~" | "!~" => {
                let (regex, ignores_case) = self.regex()?;
                if is_request {
                    return self.request_line(&regex, ignores_case);
                }
                let regex = Regex::new(&regex, ignores_case)?;
                Fits::Regex { regex, name: self.group.to_owned() }
            }
            "==" | "!=" | "=" | "-eq" => {
                Fits::Texts { texts: vec![self.text_literal()?], ignores_case: false }
            }
            _ => return Err("this operator is not known".into()),
        };
        let test = Condition::test(subject, fits, self.at);
        Ok(if operator.starts_with('!') { test.not() } else { test })
    }
}

impl Parser<'_, '_> {
    /// `%{THE_REQUEST}`, which begins with the method.
    fn request_line(&self, regex: &str, ignores_case: bool) -> Result<Condition, String> {
        if let Some(path) = regex.strip_prefix("^[^ ]+ ") {
            let regex = Regex::new(&format!("^{path}"), ignores_case)?;
            let fits = Fits::Regex { regex, name: self.group.to_owned() };
            return Ok(Condition::test(Template::of(Piece::Path), fits, self.at));
        }
        let method =
            regex.strip_prefix('^').map(|method| method.trim_end_matches([' ', '\\', 's']));
        let method = method.filter(|method| method.bytes().all(|byte| byte.is_ascii_uppercase()));
        let Some(method) = method else {
            return Err("only its method and its path are read".into());
        };
        let fits = Fits::Texts { texts: vec![method.to_owned()], ignores_case: false };
        Ok(Condition::test(Template::of(Piece::Method), fits, self.at))
    }

    fn known_operand(&mut self) -> Result<Template, String> {
        let operand = self.operand()?;
        match operand.is_unknown() {
            true => Err("what it asks for is not known before there is a request".into()),
            false => Ok(operand),
        }
    }

    /// A variable, a function of one text, or a text in quotation marks.
    fn operand(&mut self) -> Result<Template, String> {
        if let Some(name) = self.rest.enclosed("%{", "}") {
            return Ok(Template::of(variable(name, self.program)));
        }
        let functions = [
            ("req_novary(", "req"),
            ("reqenv(", "env"),
            ("env(", "env"),
            ("http(", "req"),
            ("req(", "req"),
        ];
        for (call, kind) in functions {
            if self.eat(call) {
                let name = self.text_literal()?;
                if !self.eat(")") {
                    return Err("a `(` is not closed".into());
                }
                let piece = variable(&format!("{kind}:{name}"), self.program);
                return Ok(Template::of(piece));
            }
        }
        let text = self.text_literal()?;
        Ok(template(&text, self.program, self.group))
    }

    fn text_literal(&mut self) -> Result<String, String> {
        if let Some(text) = self.rest.quoted() {
            return Ok(text.to_owned());
        }
        match self.rest.before(&[' ', ')', ',', '&', '|', '}']) {
            "" => Err("a text is expected".into()),
            text if text.starts_with(['"', '\'']) => Err("a text is expected".into()),
            text => Ok(text.to_owned()),
        }
    }

    /// `m#…#i` or `/…/`.
    fn regex(&mut self) -> Result<(String, bool), String> {
        let rest = self.rest.ahead();
        let mut letters = rest.strip_prefix('m').unwrap_or(rest).chars();
        let mark = letters.next().ok_or("an expression is expected")?;
        let mut text = String::new();
        loop {
            match letters.next().ok_or("an expression has no end")? {
                letter if letter == mark && !text.ends_with('\\') => break,
                letter => text.push(letter),
            }
        }
        let (flags, after) = split_while(letters.as_str(), |flag| flag.is_ascii_alphabetic());
        self.rest.text = after;
        Ok((text, flags.contains('i')))
    }
}

/// A text with `%{…}`, `%{NAME}e` and `$1`. In: whose groups are meant.
pub(super) fn template(text: &str, program: &mut Program, group: &str) -> Template {
    Template::with_holes(text, &['%', '$'], |mark, behind| {
        let mut letters = behind.chars();
        let first = letters.next()?;
        if let Some(digit) = first.to_digit(10) {
            let name = if mark == '%' { "(conditions)" } else { group };
            let caught = Piece::Caught(name.to_owned(), digit as usize);
            return Some((Template::of(caught), letters.as_str()));
        }
        if first == '%' {
            return Some((Template::text("%"), letters.as_str()));
        }
        let inside = letters.as_str();
        let (name, after) =
            split_closed(inside, ['{', '}']).filter(|_| mark == '%' && first == '{')?;
        // Behind it a letter may tell what it names.
        Some(match (after.strip_prefix('e'), after.strip_prefix('i')) {
            (Some(after), _) => (Template::of(Piece::Variable(program.variable(name))), after),
            (_, Some(after)) => (Template::of(request_header(name)), after),
            _ => (Template::of(variable(name, program)), after),
        })
    })
}
