//! How long files are: one idea each.

use std::fs;
use std::path::Path;

use crate::command::root;

/// Lines that a file may have.
const MOST: usize = 450;

/// Files that are one table each, which would not be read more easily in pieces.
///
/// The rows of profiles are the fields of one record, which one macro makes of them.
const TABLES: &[&str] = &[
    "crates/crosscheck/src/agent/profile/differences.rs",
    "crates/crosscheck/src/catalog/check.rs",
    "crates/crosscheck/src/catalog/fetch_rule.rs",
    "crates/crosscheck/src/server/path/fold_table.rs",
    "crates/crosscheck/src/catalog/finding_kind.rs",
    "crates/crosscheck-analysis/src/chinese/exports.rs",
    "crates/crosscheck-analysis/src/chinese/imports.rs",
    "crates/crosscheck-analysis/src/products/table.rs",
    "crates/crosscheck-export/src/fix/in_chinese.rs",
];

/// Where code is.
const FOLDERS: [&str; 6] = ["adapters", "bench", "conformance", "crates", "fuzz", "xtask"];

/// What is wrong: a file that is too long and no table, and a table that is short.
pub(super) fn check() -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for folder in FOLDERS {
        visit(Path::new(folder), &mut wrong)?;
    }
    wrong.sort();
    Ok(wrong)
}

fn visit(folder: &Path, wrong: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(root().join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if !["target", "corpus", "artifacts"].iter().any(|name| path.ends_with(name)) {
                visit(&path, wrong)?;
            }
        } else if path.extension().is_some_and(|end| ["rs", "js", "css"].iter().any(|e| end == *e))
        {
            let lines = fs::read_to_string(root().join(&path))?.lines().count();
            let is_table = TABLES.iter().any(|table| path == Path::new(table));
            if lines > MOST && !is_table {
                wrong.push(format!(
                    "{}: {lines} lines; two ideas live there, or it is a table (xtask/src/layers/lengths.rs)",
                    path.display()
                ));
            } else if lines <= MOST && is_table {
                wrong.push(format!("{}: is short, though it is listed", path.display()));
            }
        }
    }
    Ok(())
}
