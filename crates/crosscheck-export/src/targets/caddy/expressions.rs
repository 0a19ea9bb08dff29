//! The part of CEL that conditions on a request are mostly written in.

use super::placeholders::Names;
use super::placeholders::header;
use super::placeholders::path;
use crate::import::At;
use crate::import::BooleanExpression;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Regex;
use crate::import::Rest;
use crate::import::Template;

/// Reads an expression. Fails with the reason.
pub(super) fn condition(text: &str, names: &mut Names, at: At) -> Result<Condition, String> {
    Parser { rest: Rest::new(text.trim().trim_matches('`')), names, at }.whole()
}

struct Parser<'t, 'n> {
    rest: Rest<'t>,
    names: &'n mut Names,
    at: At,
}

impl<'t> BooleanExpression<'t> for Parser<'t, '_> {
    fn rest(&mut self) -> &mut Rest<'t> {
        &mut self.rest
    }

    fn test(&mut self) -> Result<Condition, String> {
        if self.eat("method(") {
            let texts = self.texts(")")?;
            let fits = Fits::Texts { texts, ignores_case: false };
            return Ok(Condition::test(Template::of(Piece::Method), fits, self.at));
        }
        if self.eat("path(") {
            let texts = self.texts(")")?;
            return Ok(Condition::Any(texts.iter().map(|text| path(text, self.at)).collect()));
        }
        if self.eat("header({") {
            let field = self.text_literal()?;
            let _ = self.eat(":");
            let values = if self.eat("[") { self.texts("]")? } else { vec![self.text_literal()?] };
            if !(self.eat("}") && self.eat(")")) {
                return Err("a header and its value are expected".into());
            }
            let tests = values.iter().map(|value| header(&field, Some(value), self.at));
            return Ok(Condition::Any(tests.collect()));
        }
        let subject = self.operand()?;
        if subject.is_unknown() {
            return Err("what it asks for is not known before there is a request".into());
        }
        if self.eat("in") {
            if !self.eat("[") {
                return Err("a list is expected".into());
            }
            let texts = self.texts("]")?;
            let fits = Fits::Texts { texts, ignores_case: false };
            return Ok(Condition::test(subject, fits, self.at));
        }
        if self.eat(".") {
            let call = ["startsWith(", "endsWith(", "contains(", "matches("];
            let Some(call) = call.into_iter().find(|call| self.eat(call)) else {
                return Err("this function is not known".into());
            };
            let text = self.texts(")")?.pop().unwrap_or_default();
            let fits = match call {
                "startsWith(" => Fits::Starts(text),
                "endsWith(" => Fits::Ends(text),
                "contains(" => Fits::Contains(text),
                _ => Fits::Regex { regex: Regex::new(&text, false)?, name: String::new() },
            };
            return Ok(Condition::test(subject, fits, self.at));
        }
        let is_not = match (self.eat("=="), self.eat("!=")) {
            (false, false) => return Err("a comparison is expected".into()),
            (_, is_not) => is_not,
        };
        let texts = vec![self.text_literal()?];
        let test = Condition::test(subject, Fits::Texts { texts, ignores_case: false }, self.at);
        Ok(if is_not { test.not() } else { test })
    }
}

impl Parser<'_, '_> {
    /// A placeholder.
    fn operand(&mut self) -> Result<Template, String> {
        let name = self.rest.enclosed("{", "}").ok_or("a placeholder is expected")?;
        Ok(Template::of(self.names.placeholder(name)))
    }

    fn texts(&mut self, end: &str) -> Result<Vec<String>, String> {
        let mut texts = Vec::new();
        while !self.eat(end) {
            texts.push(self.text_literal()?);
            let _ = self.eat(",");
        }
        Ok(texts)
    }

    fn text_literal(&mut self) -> Result<String, String> {
        let text = self.rest.quoted().ok_or("a text is expected")?;
        Ok(text.replace("\\\\", "\\"))
    }
}
