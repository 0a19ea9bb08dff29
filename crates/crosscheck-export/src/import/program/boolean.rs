//! Conditions joined by `||`, `&&`, `!` and brackets, as several servers write them.

use super::steps::Condition;
use crate::import::cut::split_while;

/// What is left to read of an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rest<'t> {
    pub(crate) text: &'t str,
    depth: usize,
}

impl<'t> Rest<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, depth: 0 }
    }

    /// What comes next, behind blanks.
    pub(crate) fn ahead(&self) -> &'t str {
        self.text.trim_start()
    }

    /// Takes a token, if it comes next.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        match self.ahead().strip_prefix(token) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    /// Takes what stands between two marks, if the first comes next and the other somewhere behind it.
    pub(crate) fn enclosed(&mut self, open: &str, close: &str) -> Option<&'t str> {
        let (inside, rest) = self.ahead().strip_prefix(open)?.split_once(close)?;
        self.text = rest;
        Some(inside)
    }

    /// Takes a text in quotation marks, if one comes next.
    pub(crate) fn quoted(&mut self) -> Option<&'t str> {
        ["\"", "'"].into_iter().find_map(|mark| self.enclosed(mark, mark))
    }

    /// Takes what comes before one of these marks.
    pub(crate) fn before(&mut self, marks: &[char]) -> &'t str {
        let (word, rest) = split_while(self.ahead(), |letter| !marks.contains(&letter));
        self.text = rest;
        word
    }
}

/// A server's own conditions, which are joined by such signs. Each fails with the reason.
pub(crate) trait BooleanExpression<'t> {
    /// What is left to read.
    fn rest(&mut self) -> &mut Rest<'t>;

    /// Reads one condition that is not joined.
    fn test(&mut self) -> Result<Condition, String>;

    /// Reads all of it.
    fn whole(&mut self) -> Result<Condition, String> {
        let condition = self.any()?;
        match self.rest().ahead() {
            "" => Ok(condition),
            _ => Err("this part of the expression is not understood".into()),
        }
    }

    /// Takes a token, if it comes next.
    fn eat(&mut self, token: &str) -> bool {
        self.rest().eat(token)
    }

    /// Reads conditions joined by `||`.
    fn any(&mut self) -> Result<Condition, String> {
        let mut any = vec![self.all()?];
        while self.eat("||") {
            any.push(self.all()?);
        }
        Ok(Condition::Any(any))
    }

    /// Reads conditions joined by `&&`.
    fn all(&mut self) -> Result<Condition, String> {
        let mut all = vec![self.one()?];
        while self.eat("&&") {
            all.push(self.one()?);
        }
        Ok(Condition::All(all))
    }

    /// Reads one, of which the contrary may be meant, or others in brackets.
    fn one(&mut self) -> Result<Condition, String> {
        self.rest().depth += 1;
        if self.rest().depth > DEEPEST {
            return Err("it is nested too deeply".into());
        }
        let condition = if self.eat("!") {
            self.one()?.not()
        } else if self.eat("(") {
            let inner = self.any()?;
            if !self.eat(")") {
                return Err("a `(` is not closed".into());
            }
            inner
        } else {
            self.test()?
        };
        self.rest().depth -= 1;
        Ok(condition)
    }
}

const DEEPEST: usize = 40;
