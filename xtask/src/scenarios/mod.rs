//! How a scenario is written, read off the types that it is read into: a page for people, a schema for editors.

mod page;
mod schema;
mod source;

use crate::scenarios::source::Source;

/// The files that are made, and what stands in them.
pub(crate) fn files() -> anyhow::Result<[(&'static str, String); 2]> {
    let source = Source::read()?;
    Ok([
        ("docs/scenarios.md", page::write(&source)?),
        ("crates/crosscheck-cli/src/scenario.schema.json", schema::write(&source)?),
    ])
}
