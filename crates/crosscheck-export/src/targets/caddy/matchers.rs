//! Caddy's matchers, by name or on a directive's line.

use super::blocks::Line;
use super::expressions;
use super::placeholders::Names;
use super::placeholders::header;
use super::placeholders::path;
use super::placeholders::request_header;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Regex;
use crate::import::Template;

impl Names {
    /// The matcher that a directive begins with, if it does, and the words behind it.
    pub(super) fn matcher<'w>(
        &mut self,
        words: &'w [String],
        at: At,
    ) -> (Result<Condition, String>, &'w [String]) {
        let Some((first, rest)) = words.split_first() else {
            return (Ok(Condition::Always), words);
        };
        if first == "*" {
            return (Ok(Condition::Always), rest);
        }
        if let Some(name) = first.strip_prefix('@') {
            let known = self.matchers.get(name).cloned();
            return (known.unwrap_or_else(|| Err(format!("there is no matcher `@{name}`"))), rest);
        }
        if first.starts_with('/') {
            return (Ok(path(first, at)), rest);
        }
        (Ok(Condition::Always), words)
    }

    /// Reads `@name …`.
    pub(super) fn define(&mut self, line: &Line) {
        let name = line.word(0).trim_start_matches('@').to_owned();
        let tests: Vec<Line> = match &line.block {
            Some(block) => block.clone(),
            None => {
                let words = line.arguments().to_vec();
                vec![Line { words, at: line.at, block: None }]
            }
        };
        let condition = self.all_of(&tests, &name);
        self.matchers.insert(name, condition);
    }

    /// Tests of different kinds hold together; of those of one header, one does.
    fn all_of(&mut self, tests: &[Line], name: &str) -> Result<Condition, String> {
        let mut groups: Vec<(String, Vec<Condition>)> = Vec::new();
        for test in tests {
            let condition = self.test(test, name)?;
            let kind = match test.word(0) {
                "header" => format!("header {}", test.word(1).to_ascii_lowercase()),
                "not" => format!("not at {}", test.at),
                kind => kind.to_owned(),
            };
            match groups.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, all)) => all.push(condition),
                None => groups.push((kind, vec![condition])),
            }
        }
        Ok(Condition::All(groups.into_iter().map(|(_, any)| Condition::Any(any)).collect()))
    }

    fn test(&mut self, test: &Line, matcher: &str) -> Result<Condition, String> {
        let rest = test.arguments();
        let at = test.at;
        match test.word(0) {
            "header" => Ok(header(test.word(1), rest.get(1).map(String::as_str), at)),
            "header_regexp" => {
                let (name, field, regex) = match rest {
                    [field, regex] => (matcher, field, regex),
                    [name, field, regex] => (name.as_str(), field, regex),
                    _ => return Err("a field and an expression are expected".into()),
                };
                let subject = Template::of(request_header(&field.to_ascii_lowercase()));
                let regex = Regex::new(regex, false)?;
                Ok(Condition::test(subject, Fits::Regex { regex, name: name.to_owned() }, at))
            }
            "method" => Ok(Condition::test(
                Template::of(Piece::Method),
                Fits::Texts { texts: rest.to_vec(), ignores_case: false },
                at,
            )),
            "path" => Ok(Condition::Any(rest.iter().map(|text| path(text, at)).collect())),
            "path_regexp" => {
                let regex = Regex::new(rest.last().map(String::as_str).unwrap_or_default(), false)?;
                let fits = Fits::Regex { regex, name: matcher.to_owned() };
                Ok(Condition::test(Template::of(Piece::Path), fits, at))
            }
            "not" => {
                let inner: Vec<Line> = match &test.block {
                    Some(block) => block.clone(),
                    None => vec![Line { words: rest.to_vec(), at, block: None }],
                };
                Ok(self.all_of(&inner, matcher)?.not())
            }
            "expression" => expressions::condition(&rest.join(" "), self, at),
            kind => Err(format!("what `{kind}` asks for is not known before there is a request")),
        }
    }
}
