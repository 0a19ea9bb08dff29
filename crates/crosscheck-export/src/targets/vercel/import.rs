//! The entries `headers` of Vercel's `vercel.json`.
//!
//! All that fit speak, the later ones in the place of those before. What an entry asks of `Origin` is an expression for all of
//! it, whose groups have names that values may hold.

use crate::import::Action;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Node;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;
use crate::import::documents;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut program = Program::default();
    for document in documents(reader.text())? {
        for entry in document.get("headers").map(Node::list).unwrap_or_default() {
            let steps = steps(entry, reader);
            if steps.is_empty() {
                continue;
            }
            match condition(entry) {
                Ok(condition) => program.statements.push(Statement::If(condition, steps)),
                Err(reason) => {
                    let source = entry.get("source").and_then(Node::text).unwrap_or_default();
                    reader.miss(entry.at, source, &reason);
                }
            }
        }
    }
    Ok(Read::Program(program))
}

/// The headers of CORS of an entry.
fn steps(entry: &Node, reader: &mut Reader<'_>) -> Vec<Statement> {
    let mut steps = Vec::new();
    for header in entry.get("headers").map(Node::list).unwrap_or_default() {
        let text = |key: &str| header.get(key).and_then(Node::text).unwrap_or_default();
        let Some(name) = cors_header(text("key")) else { continue };
        reader.count();
        let value = match text("value").strip_prefix(':') {
            Some(group) if origin_groups(entry).any(|known| known == group) => {
                Template::of(Piece::Origin)
            }
            Some(_) => {
                let reason = "what its value holds is not known before there is a request";
                reader.miss(header.at, text("value"), reason);
                continue;
            }
            None => Template::text(text("value")),
        };
        let header = Header { action: Action::Set, name, value, at: header.at };
        steps.push(Statement::Header(header));
    }
    steps
}

/// What an entry asks of headers: their names and expressions.
fn asked(entry: &Node) -> impl Iterator<Item = (&str, Option<&str>)> {
    let all = entry.get("has").map(Node::list).unwrap_or_default();
    all.iter().map(|one| {
        let is_header = one.get("type").and_then(Node::text) == Some("header");
        let name = one.get("key").and_then(Node::text).filter(|_| is_header);
        (name.unwrap_or_default(), one.get("value").and_then(Node::text))
    })
}

/// The names under which an entry knows the whole `Origin`.
fn origin_groups(entry: &Node) -> impl Iterator<Item = &str> {
    let origins = asked(entry).filter(|(name, _)| name.eq_ignore_ascii_case("origin"));
    origins.filter_map(|(name, value)| match value {
        None => Some(name),
        Some(value) => {
            let inside = value.trim_start_matches('^').trim_end_matches('$').strip_suffix(')')?;
            Some(inside.strip_prefix("(?<")?.split_once('>')?.0)
        }
    })
}

/// What an entry is for. Fails with the reason why that is not understood.
fn condition(entry: &Node) -> Result<Condition, String> {
    let source = entry.get("source").and_then(Node::text).unwrap_or_default();
    let path = path(source, entry.at);
    let path = path.ok_or("rules are for a path and what is below it, and this is for others")?;
    let mut all = vec![path];
    for (name, value) in asked(entry) {
        if !name.eq_ignore_ascii_case("origin") {
            return Err("what it asks for is not known before there is a request".into());
        }
        let fits = match value {
            None => Fits::Present,
            Some(value) => {
                let regex = Regex::new(&format!("^(?:{value})$"), false)?;
                Fits::Regex { regex, name: String::new() }
            }
        };
        all.push(Condition::test(Template::of(Piece::Origin), fits, entry.at));
    }
    match entry.get("missing") {
        Some(_) => Err("what it asks for is not known before there is a request".into()),
        None => Ok(Condition::All(all)),
    }
}

/// Which paths a source is for: one, or one and what is below it, without others there.
fn path(source: &str, at: At) -> Option<Condition> {
    let test = |fits| Condition::test(Template::of(Piece::Path), fits, at);
    let below = |path: &str| match path {
        "" => Condition::Always,
        path => test(Fits::Path(path.to_owned())),
    };
    let is_plain = |path: &str| !path.contains(['(', ')', ':', '*', '?', '+', '{', '\\']);
    if is_plain(source) {
        return Some(test(Fits::Texts { texts: vec![source.to_owned()], ignores_case: false }));
    }
    if let Some((plain, name)) =
        source.strip_suffix('*').and_then(|source| source.rsplit_once("/:"))
    {
        return (is_plain(plain) && is_plain(name)).then(|| below(plain));
    }
    let (plain, inside) = match source.strip_suffix(".*)?") {
        Some(source) => source.split_once("(/")?,
        None => source.strip_suffix(".*)")?.split_once("/(")?,
    };
    if !is_plain(plain) {
        return None;
    }
    if inside.is_empty() {
        return Some(below(plain));
    }
    let others = inside.strip_prefix("(?!(?:")?.strip_suffix(")(?:/|$))")?;
    let others =
        others.split('|').map(|other| Some(below(&format!("{plain}/{}", unescaped(other)?))));
    let others = Condition::Any(others.collect::<Option<_>>()?);
    Some(Condition::All(vec![below(plain), others.not()]))
}

/// What an expression fits, if that is one text: `v1[.]2`.
fn unescaped(regex: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = regex.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '[' => {
                text.push(letters.next()?);
                letters.next().filter(|end| *end == ']')?;
            }
            '\\' => text.push(letters.next()?),
            '(' | ')' | '*' | '+' | '?' | '.' | '{' | '^' | '$' => return None,
            letter => text.push(letter),
        }
    }
    Some(text)
}
