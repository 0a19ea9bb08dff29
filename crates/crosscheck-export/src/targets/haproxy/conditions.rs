//! What HAProxy asks of a request: samples, tests of them, and lists of tests.

use std::collections::HashMap;

use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Regex;
use crate::import::Template;
use crate::import::split_closed;
use crate::import::split_while;

/// The names of a configuration: tests, variables, and which headers are captured.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) program: Program,
    /// Tests by name; one that is there twice holds if either does.
    pub(super) tests: HashMap<String, Vec<Result<Condition, String>>>,
    pub(super) captured: Vec<Template>,
    /// Lists in files, by the names that stand there.
    pub(super) lists: HashMap<String, String>,
}

impl Names {
    /// A sample: `req.hdr(origin),lower`.
    pub(super) fn sample(&mut self, text: &str) -> Template {
        let mut parts = split_outside(text, ',').into_iter();
        let mut template = self.fetched(parts.next().unwrap_or_default());
        for converter in parts {
            let (name, inside) = converter.split_once('(').unwrap_or((converter, ""));
            match name {
                "lower" | "upper" | "str" if inside.is_empty() => {}
                "concat" => {
                    let inside = inside.trim_end_matches(')');
                    let mut words = inside.split(',');
                    let before = words.next().unwrap_or_default();
                    let variable = words.next().unwrap_or_default();
                    if !before.is_empty() {
                        template.push(Piece::Text(before.into()));
                    }
                    if !variable.is_empty() {
                        let number = self.program.variable(&plain_name(variable));
                        template.push(Piece::Variable(number));
                    }
                }
                _ => return Template::of(Piece::Unknown),
            }
        }
        template
    }

    fn fetched(&mut self, text: &str) -> Template {
        let (name, inside) = text.split_once('(').unwrap_or((text, ""));
        let inside = inside.trim_end_matches(')').trim_matches(['"', '\'']);
        let header = inside.split(',').next().unwrap_or_default().to_ascii_lowercase();
        let piece = match name {
            "hdr" | "req.hdr" | "req.fhdr" | "hdr_val" | "shdr" | "req.hdr_val" => {
                match header.as_str() {
                    "origin" => Piece::Origin,
                    "access-control-request-method" => Piece::AskedMethod,
                    "access-control-request-headers" => Piece::AskedHeaders,
                    _ => Piece::Unknown,
                }
            }
            "method" => Piece::Method,
            "path" | "url" | "pathq" | "capture.req.uri" => Piece::Path,
            "capture.req.method" => Piece::Method,
            "str" => Piece::Text(inside.to_owned()),
            "var" => Piece::Variable(self.program.variable(&plain_name(inside))),
            "capture.req.hdr" => {
                let number = inside.parse::<usize>().ok();
                let captured = number.and_then(|number| self.captured.get(number));
                return captured.cloned().unwrap_or_else(|| Template::of(Piece::Unknown));
            }
            _ => Piece::Unknown,
        };
        Template::of(piece)
    }

    /// A text of the log's format: `%[var(txn.origin)]`.
    pub(super) fn format(&mut self, text: &str) -> Template {
        Template::with_holes(text, &['%'], |_, behind| {
            if let Some(after) = behind.strip_prefix('%') {
                return Some((Template::text("%"), after));
            }
            let inside =
                behind.strip_prefix('[').and_then(|inside| split_closed(inside, ['[', ']']));
            Some(match inside {
                Some((sample, after)) => (self.sample(sample), after),
                None => {
                    let (_, after) = split_while(behind, |letter| letter.is_ascii_alphanumeric());
                    (Template::of(Piece::Unknown), after)
                }
            })
        })
    }

    /// A test: what is behind `acl NAME` or in braces. Fails with the reason.
    pub(super) fn test(&mut self, words: &[String], at: At) -> Result<Condition, String> {
        let Some((first, mut rest)) = words.split_first() else {
            return Err("there is no test".into());
        };
        match first.as_str() {
            "always_true" => return Ok(Condition::Always),
            "always_false" => return Ok(Condition::Never),
            _ => {}
        }
        let (fetch, mut matching) = split_suffix(first);
        let mut ignores_case = false;
        let mut listed: Vec<String> = Vec::new();
        while let Some((flag, behind)) = rest.split_first() {
            let value = behind.split_first();
            match flag.as_str() {
                "-i" => ignores_case = true,
                "-m" => {
                    let Some((way, behind)) = value else {
                        return Err("no way of matching stands behind `-m`".into());
                    };
                    matching = way;
                    rest = behind;
                    continue;
                }
                "--" => {
                    rest = behind;
                    break;
                }
                "-f" => {
                    let Some((name, behind)) = value else {
                        return Err("no file stands behind `-f`".into());
                    };
                    let Some(list) = self.lists.get(name) else {
                        return Err("the file that lists them is not at hand".into());
                    };
                    let lines = list.lines().map(str::trim);
                    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
                    listed.extend(lines.map(str::to_owned));
                    rest = behind;
                    continue;
                }
                _ if flag.starts_with('-') && flag.len() == 2 => {}
                _ => break,
            }
            rest = behind;
        }
        listed.extend_from_slice(rest);
        let rest = listed.as_slice();
        let subject = self.sample(&fetch);
        if subject.is_unknown() {
            return Err("what it asks for is not known before there is a request".into());
        }
        let fold =
            |text: &String| if ignores_case { text.to_ascii_lowercase() } else { text.clone() };
        let one = |text: &String| -> Result<Fits, String> {
            Ok(match matching {
                "beg" => Fits::Starts(text.clone()),
                "end" => Fits::Ends(text.clone()),
                "sub" => Fits::Contains(text.clone()),
                "dir" => Fits::Path(format!("/{}", text.trim_matches('/'))),
                "dom" => return Err("a part between dots, which may be another's".into()),
                "reg" => {
                    let regex = Regex::new(text, ignores_case)?;
                    Fits::Regex { regex, name: String::new() }
                }
                _ => return Err("this way of matching is not known".into()),
            })
        };
        let fits: Vec<Fits> = match matching {
            "found" => vec![Fits::Found],
            "str" => {
                vec![Fits::Texts { texts: rest.iter().map(fold).collect(), ignores_case }]
            }
            _ => rest.iter().map(one).collect::<Result<_, _>>()?,
        };
        let tests = fits.into_iter().map(|fits| Condition::test(subject.clone(), fits, at));
        Ok(Condition::Any(tests.collect()))
    }

    /// What is behind `if` or `unless`. Fails with the reason.
    pub(super) fn condition(&mut self, words: &[String], at: At) -> Result<Condition, String> {
        let Some((word, rest)) = words.split_first() else { return Ok(Condition::Always) };
        let (mut any, mut all) = (Vec::new(), Vec::new());
        let mut rest = rest;
        while let Some((first, behind)) = rest.split_first() {
            rest = behind;
            let (is_not, name) = match first.strip_prefix('!') {
                Some(name) => (true, name),
                None => (false, first.as_str()),
            };
            let condition = match name {
                "or" | "||" => {
                    any.push(Condition::All(std::mem::take(&mut all)));
                    continue;
                }
                "{" => {
                    let mut parts = rest.splitn(2, |word| word == "}");
                    let test = self.test(parts.next().unwrap_or_default(), at)?;
                    rest = parts.next().unwrap_or_default();
                    test
                }
                name => self.named(name)?,
            };
            all.push(if is_not { condition.not() } else { condition });
        }
        any.push(Condition::All(all));
        let whole = Condition::Any(any);
        Ok(if word == "unless" { whole.not() } else { whole })
    }

    fn named(&self, name: &str) -> Result<Condition, String> {
        if let Some(tests) = self.tests.get(name) {
            let tests: Result<Vec<Condition>, String> = tests.iter().cloned().collect();
            return tests.map(Condition::Any);
        }
        if let Some(method) = name.strip_prefix("METH_") {
            let texts = vec![method.to_owned()];
            let fits = Fits::Texts { texts, ignores_case: false };
            return Ok(Condition::test(Template::of(Piece::Method), fits, 0));
        }
        match name {
            "TRUE" => Ok(Condition::Always),
            "FALSE" => Ok(Condition::Never),
            _ => Err(format!("there is no acl `{name}`")),
        }
    }
}

/// What is asked for, and how it is matched: `hdr_end(origin)` is `hdr(origin)` by its end.
fn split_suffix(text: &str) -> (String, &str) {
    let (name, inside) = match text.find(['(', ',']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let ways = ["beg", "end", "sub", "dir", "dom", "reg", "str"];
    match name.rsplit_once('_') {
        Some((base, way)) if ways.contains(&way) => (format!("{base}{inside}"), way),
        _ => (text.to_owned(), "str"),
    }
}

/// `txn.cors_origin` and `cors_origin` in `req.` are told apart, whatever the case.
pub(super) fn plain_name(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

/// The parts of a text between separators that stand in no parentheses.
fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let mut depth = 0_usize;
    let parts = text.split(|letter| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == separator && depth == 0
    });
    parts.collect()
}
