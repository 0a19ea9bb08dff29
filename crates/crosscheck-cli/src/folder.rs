//! Files in a folder that the user names.

use std::fs;
use std::path::Path;

use crate::failure::CliError;

/// Writes a file, and makes its folder if need be.
pub(crate) fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| {
        let message = format!("cannot write {}: {error}", path.display());
        CliError::with_hint(message, "choose another folder with `--out`")
    })
}
