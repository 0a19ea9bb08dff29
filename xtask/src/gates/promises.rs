//! What every published crate promises in its first lines.

use anyhow::Context;
use anyhow::bail;

use crate::command::told;
use crate::gates::published::Published;

/// Lints that each library turns on: what may grow can grow without breaking those who depend on it.
const GROWS: [&str; 2] = ["clippy::exhaustive_enums", "clippy::exhaustive_structs"];

/// The crate that speaks C with the program that loads it, and the one folder of it that may.
const UNSAFE: (&str, &str) = ("crosscheck-envoy", "src/abi/");

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
    let (name, folder) = UNSAFE;
    let speaks_c = Published::all()?.into_iter().find(|each| each.name == name);
    let speaks_c = speaks_c.with_context(|| format!("there is no crate `{name}`"))?;
    for each in speaks_c.sources()? {
        let text = speaks_c.file(&each);
        if each == "src/lib.rs" {
            if !text.contains("#![deny(unsafe_code)]") {
                wrong.push(format!("{name}: src/lib.rs does not deny unsafe code"));
            }
        } else if !each.starts_with(folder) && text.contains("unsafe_code") {
            wrong
                .push(format!("{name}: {each} speaks of unsafe code; {folder} alone may have any"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    told(&format!(
        "{} libraries forbid unsafe code, and say of each public type whether it may grow; {name} \
         has it in {folder} alone",
        libraries.len()
    ));
    Ok(())
}
