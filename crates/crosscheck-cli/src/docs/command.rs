//! The command: writing the files, or listing them.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::site::Links;
use super::site::files;
use crate::failure::Hinted;

const EXAMPLES: &str = "\
A page for each rule, finding, header and check, with the reason, the fix for eighteen servers and
the console's words; an index that searches as you type; all of it in English, and in Chinese under
zh/. Nothing is loaded from elsewhere: open
index.html from the disk, or put the folder onto any server. The lab (`crosscheck serve`) has the
same pages under /docs/, and there each rule and finding leads to a live scene.

Examples:
  crosscheck docs --out site
  crosscheck docs --list";

/// Where to.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder to write into; it is made if need be, and what is in it is kept.
    #[arg(long, value_name = "DIR", default_value = "crosscheck-docs")]
    out: PathBuf,
    /// List the files and their sizes in bytes, and write none.
    #[arg(long, conflicts_with = "out")]
    list: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = files(Links::Static);
    let mut out = io::stdout().lock();
    if arguments.list {
        for (path, text) in &files {
            writeln!(out, "{:>8}  {path}", text.len())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    for (path, text) in &files {
        write_file(&arguments.out.join(path), text)?;
    }
    let bytes: usize = files.values().map(String::len).sum();
    let index = arguments.out.join("index.html");
    writeln!(out, "{}: {} files, {} KB", index.display(), files.len(), bytes.div_ceil(1000))?;
    Ok(ExitCode::SUCCESS)
}

fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| {
        let message = format!("cannot write {}: {error}", path.display());
        Hinted::error(message, "choose another folder with `--out`")
    })
}
