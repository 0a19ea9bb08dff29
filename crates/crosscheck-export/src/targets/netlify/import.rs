//! Netlify's `_headers`, and the tables `headers` of `netlify.toml`.
//!
//! All that fit a path speak, the later ones in the place of those before.

use crate::import::Action;
use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Header;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;
use crate::import::split_while;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut program = Program::default();
    for block in blocks(|path| Fits::Path(path.to_owned()), reader) {
        let mut known: Vec<&str> = Vec::new();
        for header in &block.headers {
            // Twice for one path it is a list.
            let is_known = known.contains(&header.name.as_str());
            let action = if is_known { Action::Add } else { header.action };
            known.push(&header.name);
            let header = Header { action, ..header.clone() };
            let step = Statement::If(block.condition.clone(), vec![Statement::Header(header)]);
            program.statements.push(step);
        }
    }
    Ok(Read::Program(program))
}

/// The headers of a path, as far as they are about CORS.
pub(crate) struct Block {
    pub(crate) condition: Condition,
    pub(crate) headers: Vec<Header>,
}

/// Reads the file. Says for which paths no rule can speak. In: what `/api/*` fits, by its path.
pub(crate) fn blocks(below: fn(&str) -> Fits, reader: &mut Reader<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_for_others = false;
    let mut end = 0;
    for line in reader.text().split_inclusive('\n') {
        let at = end + line.len() - line.trim_start().len();
        end += line.len();
        let line = line.trim();
        let (name, value) = split_while(line, |letter| !matches!(letter, ':' | '='));
        let value = value.trim_start_matches([':', '=']).trim();
        let path = if name.trim() == "for" { value.trim_matches(['"', '\'']) } else { line };
        if path.starts_with('/') || name == "https" {
            let condition = condition(path, below, at);
            is_for_others = condition.is_none();
            let condition = condition.unwrap_or(Condition::Never);
            blocks.push(Block { condition, headers: Vec::new() });
            continue;
        }
        let (action, name) = match name.strip_prefix('!') {
            Some(name) => (Action::Remove, name.trim()),
            None => (Action::Set, name.trim()),
        };
        let (Some(name), Some(block)) = (cors_header(name), blocks.last_mut()) else { continue };
        reader.count();
        if is_for_others {
            let reason = "rules are for a path and what is below it, and this is for others";
            reader.miss(at, line, reason);
        }
        let value = Template::text(value.trim_matches(['"', '\'']));
        block.headers.push(Header { action, name, value, at });
    }
    blocks
}

/// Which paths a line is for; `None` if no rule can name them.
fn condition(path: &str, below: fn(&str) -> Fits, at: At) -> Option<Condition> {
    let (plain, covers_below) = match path.strip_suffix("/*") {
        // `/api/:any/*`, too, is what is below `/api`.
        Some(above) => (above.rsplit_once("/:").map_or(above, |(above, _)| above), true),
        None => (path, false),
    };
    if plain.contains(['*', ':']) {
        return None;
    }
    let fits = match (plain, covers_below) {
        ("", true) => return Some(Condition::Always),
        (plain, true) => below(plain),
        (plain, false) => Fits::Texts { texts: vec![plain.to_owned()], ignores_case: false },
    };
    Some(Condition::test(Template::of(Piece::Path), fits, at))
}
