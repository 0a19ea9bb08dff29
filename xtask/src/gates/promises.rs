//! What every published crate promises in its first lines.

use anyhow::bail;

use crate::command::told;
use crate::gates::published::Published;

/// Lints that each library turns on: what may grow can grow without breaking those who depend on it.
const GROWS: [&str; 2] = ["clippy::exhaustive_enums", "clippy::exhaustive_structs"];

pub(crate) fn run() -> anyhow::Result<()> {
    let libraries: Vec<Published> =
        Published::all()?.into_iter().filter(|each| each.is_library).collect();
    let mut wrong = Vec::new();
    for each in &libraries {
        let start = each.file("src/lib.rs");
        for lint in GROWS.iter().filter(|lint| !start.contains(*lint)) {
            wrong.push(format!("{}: src/lib.rs does not turn `{lint}` on", each.name));
        }
        if !start.contains("#![forbid(unsafe_code)]") {
            wrong.push(format!("{}: src/lib.rs does not forbid unsafe code", each.name));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    told(&format!(
        "{} libraries forbid unsafe code, and say of each public type whether it may grow",
        libraries.len()
    ));
    Ok(())
}
