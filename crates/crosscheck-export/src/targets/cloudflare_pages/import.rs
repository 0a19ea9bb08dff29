//! The `_headers` of files at Cloudflare.
//!
//! Everybody may read a file where no line says otherwise. What several say of one header is joined; `! NAME` takes away what is
//! said so far. A preflight is refused.

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
use crate::targets::netlify::blocks;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let blocks = blocks(|path| Fits::Starts(format!("{path}/")), reader);
    let allow_origin = |action, value: &str| Header {
        action,
        name: ALLOW_ORIGIN.to_owned(),
        value: Template::text(value),
        at: 0,
    };
    let mut statements = vec![Statement::Header(allow_origin(Action::Set, "*"))];
    let says_it = |header: &Header| header.name == ALLOW_ORIGIN && header.action != Action::Remove;
    for block in blocks.iter().filter(|block| block.headers.iter().any(says_it)) {
        let instead = Statement::Header(allow_origin(Action::Remove, ""));
        statements.push(Statement::If(block.condition.clone(), vec![instead]));
    }
    for mut block in blocks {
        // What is taken away is taken away first.
        block.headers.sort_by_key(|header| header.action != Action::Remove);
        let steps = block.headers.into_iter().map(|header| {
            let action = if header.action == Action::Remove { Action::Remove } else { Action::Add };
            Statement::Header(Header { action, ..header })
        });
        statements.push(Statement::If(block.condition, steps.collect()));
    }
    let options = Fits::Texts { texts: vec!["OPTIONS".into()], ignores_case: false };
    let is_preflight = Condition::test(Template::of(Piece::Method), options, 0);
    statements.push(Statement::If(is_preflight, vec![Statement::Answer(405)]));
    let mut program = Program::default();
    program.statements = statements;
    Ok(Read::Program(program))
}

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
