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
        let rest = self.rest.ahead();
        if let Some((name, after)) =
            rest.strip_prefix("%{").and_then(|inside| inside.split_once('}'))
        {
            self.rest.text = after;
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
        let rest = self.rest.ahead();
        let quote = rest.chars().next().filter(|letter| matches!(letter, '"' | '\''));
        if let Some((text, after)) = quote.and_then(|quote| rest[1..].split_once(quote)) {
            self.rest.text = after;
            return Ok(text.to_owned());
        }
        let end = rest.find([' ', ')', ',', '&', '|', '}']).unwrap_or(rest.len());
        if end == 0 || quote.is_some() {
            return Err("a text is expected".into());
        }
        self.rest.text = &rest[end..];
        Ok(rest[..end].to_owned())
    }

    /// `m#…#i` or `/…/`.
    fn regex(&mut self) -> Result<(String, bool), String> {
        let rest = self.rest.ahead();
        let rest = rest.strip_prefix('m').unwrap_or(rest);
        let mark = rest.chars().next().ok_or("an expression is expected")?;
        let end = rest[mark.len_utf8()..].char_indices().scan('\0', |before, (at, letter)| {
            let found = (at, letter, *before);
            *before = letter;
            Some(found)
        });
        let mut end = end;
        let end = end.find(|(_, letter, before)| *letter == mark && *before != '\\');
        let Some((end, ..)) = end else { return Err("an expression has no end".into()) };
        let text = &rest[mark.len_utf8()..][..end];
        let after = &rest[mark.len_utf8() + end + mark.len_utf8()..];
        let flags =
            after.len() - after.trim_start_matches(|flag: char| flag.is_ascii_alphabetic()).len();
        self.rest.text = &after[flags..];
        Ok((text.to_owned(), after[..flags].contains('i')))
    }
}

/// A text with `%{…}`, `%{NAME}e` and `$1`. In: whose groups are meant.
pub(super) fn template(text: &str, program: &mut Program, group: &str) -> Template {
    let mut template = Template::default();
    let mut rest = text;
    while let Some(at) = rest.find(['%', '$']) {
        if at > 0 {
            template.push(Piece::Text(rest[..at].to_owned()));
        }
        let (mark, behind) = rest[at..].split_at(1);
        rest = behind;
        let digit = behind.chars().next().and_then(|digit| digit.to_digit(10));
        if let Some(digit) = digit {
            let name = if mark == "%" { "(conditions)" } else { group };
            template.push(Piece::Caught(name.to_owned(), digit as usize));
            rest = &behind[1..];
        } else if let Some((name, after)) = behind
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'))
            .filter(|_| mark == "%")
        {
            let (piece, after) = match after.strip_prefix(['e', 'i', 's', 'o']) {
                Some(more) if after.starts_with('e') => {
                    (Piece::Variable(program.variable(name)), more)
                }
                Some(more) if after.starts_with('i') => (request_header(name), more),
                _ => (variable(name, program), after),
            };
            template.push(piece);
            rest = after;
        } else if let Some(after) = behind.strip_prefix('%') {
            template.push(Piece::Text("%".into()));
            rest = after;
        } else {
            template.push(Piece::Text(mark.to_owned()));
        }
    }
    if !rest.is_empty() {
        template.push(Piece::Text(rest.to_owned()));
    }
    template
}
