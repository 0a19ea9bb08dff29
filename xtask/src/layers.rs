//! Which module of the core may see which: read off its `crate::` paths.

use std::fs;
use std::path::Path;

use anyhow::bail;

use crate::command::root;

/// What each module may see beside itself. Server and agent never see each other.
const ARROWS: [(&str, &[&str]); 7] = [
    ("wire", &[]),
    ("catalog", &[]),
    ("server", &["wire", "catalog"]),
    ("agent", &["wire"]),
    ("diagnosis", &["wire", "agent", "catalog"]),
    ("audit", &["wire", "agent", "catalog"]),
    ("scenario", &["wire", "agent", "diagnosis"]),
];

pub(crate) fn run() -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for (module, allowed) in ARROWS {
        let folder = root().join("crates/crosscheck/src").join(module);
        visit(&folder, &mut |file, text| {
            for seen in modules_seen(text) {
                if seen != module && !allowed.contains(&seen) {
                    wrong.push(format!("{}: `{module}` may not see `{seen}`", file.display()));
                }
            }
        })?;
    }
    let lib = fs::read_to_string(root().join("crates/crosscheck/src/lib.rs"))?;
    for promise in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        if !lib.contains(promise) {
            wrong.push(format!("crates/crosscheck/src/lib.rs: `{promise}` is missing"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

/// Gives each file below a folder, with its text.
pub(crate) fn visit(folder: &Path, each: &mut impl FnMut(&Path, &str)) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            visit(&path, each)?;
        } else {
            each(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The first segments of all `crate::` paths outside of comments.
fn modules_seen(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
        })
}

#[cfg(test)]
mod tests {
    use super::modules_seen;

    #[test]
    fn paths_are_found_and_comments_are_not() {
        let text =
            "use crate::wire::Origin;\n/// See [`crate::server`].\nlet a = crate::agent::x();";
        assert_eq!(modules_seen(text).collect::<Vec<_>>(), ["wire", "agent"]);
    }
}
