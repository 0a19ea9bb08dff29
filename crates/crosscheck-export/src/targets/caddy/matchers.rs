//! Caddy's matchers, its placeholders, and the part of CEL that its `expression` is mostly written in.

use std::collections::HashMap;

use super::blocks::Line;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Regex;
use crate::import::Template;

/// The names of a site: matchers, and what maps make.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) program: Program,
    pub(super) matchers: HashMap<String, Result<Condition, String>>,
}

impl Names {
    /// A text with its placeholders.
    pub(super) fn template(&mut self, text: &str) -> Template {
        let mut template = Template::default();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let before = &rest[..at];
            let Some((name, after)) = rest[at + 1..].split_once('}') else { break };
            // `${1}` is what a map's expression caught.
            let (before, piece) = match (before.strip_suffix('$'), name.parse::<usize>()) {
                (Some(before), Ok(group)) => (before, Piece::Caught(String::new(), group.min(100))),
                _ => (before, self.placeholder(name)),
            };
            if !before.is_empty() {
                template.push(Piece::Text(before.to_owned()));
            }
            template.push(piece);
            rest = after;
        }
        if !rest.is_empty() {
            template.push(Piece::Text(rest.to_owned()));
        }
        template
    }

    fn placeholder(&mut self, name: &str) -> Piece {
        let lower = name.to_ascii_lowercase();
        let header = ["http.request.header.", "header."];
        if let Some(header) = header.iter().find_map(|start| lower.strip_prefix(start)) {
            return request_header(header);
        }
        let caught = ["http.regexp.", "re."];
        if let Some(caught) = caught.iter().find_map(|start| name.strip_prefix(start)) {
            let (name, group) = caught.rsplit_once('.').unwrap_or(("", caught));
            return match group.parse::<usize>() {
                Ok(group) => Piece::Caught(name.to_owned(), group.min(100)),
                Err(_) => Piece::Unknown,
            };
        }
        match lower.as_str() {
            "method" | "http.request.method" => Piece::Method,
            "path"
            | "uri"
            | "http.request.uri"
            | "http.request.uri.path"
            | "http.request.orig_uri"
            | "http.request.orig_uri.path" => Piece::Path,
            _ => self.program.known(name).map_or(Piece::Unknown, Piece::Variable),
        }
    }

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
                let words = line.words.get(1..).unwrap_or_default().to_vec();
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
        let rest = test.words.get(1..).unwrap_or_default();
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
            "expression" => super::expressions::condition(&rest.join(" "), self, at),
            kind => Err(format!("what `{kind}` asks for is not known before there is a request")),
        }
    }
}

/// `header Origin https://*.example.com`: a star at an end stands for anything.
pub(super) fn header(field: &str, value: Option<&str>, at: At) -> Condition {
    if let Some(field) = field.strip_prefix('!') {
        return header(field, None, at).not();
    }
    let subject = Template::of(request_header(&field.to_ascii_lowercase()));
    let fits = match value {
        None | Some("*") => Fits::Found,
        Some(value) => match (value.strip_prefix('*'), value.strip_suffix('*')) {
            (Some(inside), Some(_)) => Fits::Contains(inside.trim_end_matches('*').to_owned()),
            (Some(end), None) => Fits::Ends(end.to_owned()),
            (None, Some(start)) => Fits::Starts(start.to_owned()),
            (None, None) => Fits::Texts { texts: vec![value.to_owned()], ignores_case: false },
        },
    };
    Condition::test(subject, fits, at)
}

pub(super) fn path(text: &str, at: At) -> Condition {
    let subject = Template::of(Piece::Path);
    let fits = match text.strip_suffix('*') {
        Some("" | "/") => return Condition::Always,
        Some(start) if start.ends_with('/') => Fits::Path(start.to_owned()),
        Some(start) => Fits::Starts(start.to_owned()),
        None => Fits::Texts { texts: vec![text.to_owned()], ignores_case: false },
    };
    Condition::test(subject, fits, at)
}

/// What a header of the request holds, if it is looked at.
fn request_header(name: &str) -> Piece {
    match name {
        "origin" => Piece::Origin,
        "access-control-request-method" => Piece::AskedMethod,
        "access-control-request-headers" => Piece::AskedHeaders,
        _ => Piece::Unknown,
    }
}
