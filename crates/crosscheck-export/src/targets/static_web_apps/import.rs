//! The headers of Azure Static Web Apps, of all and of routes.
//!
//! Of the routes the first that fits speaks; what it does not name stays as it is for all. An empty value is none.

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
use crate::import::Statement;
use crate::import::Template;
use crate::import::cors_header;
use crate::import::documents;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut program = Program::default();
    for document in documents(reader.text())? {
        if let Some(headers) = document.get("globalHeaders") {
            program.statements.extend(steps(headers, None, reader));
        }
        let mut choices = Vec::new();
        for route in document.get("routes").map(Node::list).unwrap_or_default() {
            let path = route.get("route").and_then(Node::text).unwrap_or_default();
            let condition = condition(path, route.at);
            let headers = route.get("headers");
            let steps =
                headers.map(|headers| steps(headers, condition.as_ref().err().copied(), reader));
            let methods = route.get("methods").map(Node::texts);
            let methods = methods.map(|texts| {
                let fits = Fits::Texts { texts, ignores_case: true };
                Condition::test(Template::of(Piece::Method), fits, route.at)
            });
            if let Ok(condition) = condition {
                let whole = [condition].into_iter().chain(methods).collect();
                choices.push((Condition::All(whole), steps.unwrap_or_default()));
            }
        }
        program.statements.push(Statement::First(choices));
    }
    Ok(Read::Program(program))
}

/// The headers of CORS in an object. In: why they are not understood, if they are not.
fn steps(headers: &Node, missing: Option<&str>, reader: &mut Reader<'_>) -> Vec<Statement> {
    let mut steps = Vec::new();
    for (key, at, value) in headers.table() {
        let Some(name) = cors_header(key) else { continue };
        reader.count();
        if let Some(reason) = missing {
            reader.miss(*at, key, reason);
        }
        let value = Template::text(value.text().unwrap_or_default());
        steps.push(Statement::Header(Header { action: Action::Set, name, value, at: *at }));
    }
    steps
}

/// Which paths a route is for. Fails with the reason.
fn condition(path: &str, at: At) -> Result<Condition, &'static str> {
    let (plain, covers_below) = match path.strip_suffix('*') {
        Some(plain) => (plain, true),
        None => (path, false),
    };
    if plain.contains(['*', '{']) {
        return Err("rules are for a path and what is below it, and this is for others");
    }
    let fits = match (plain, covers_below) {
        ("/" | "", true) => return Ok(Condition::Always),
        (plain, true) => Fits::Starts(plain.to_owned()),
        (plain, false) => Fits::Texts { texts: vec![plain.to_owned()], ignores_case: false },
    };
    Ok(Condition::test(Template::of(Piece::Path), fits, at))
}
