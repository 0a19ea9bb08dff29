//! `crosscheck docs`: a page for every name that `explain` knows, as files that need no server.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck_analysis::docs::Links;
use crosscheck_analysis::docs::files;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;

use crate::folder::write_file;
use crate::terminal;

const EXAMPLES: &str = "\
A page for each rule, finding, header and check, with the reason, the fixes that were run, and \
the console's words; an index that searches as you type; all of it in English, and in Chinese under \
zh/. Nothing is loaded from elsewhere: open \
index.html from the disk, or put the folder onto any server. The lab (`crosscheck lab`) has the \
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
    let mut text = Text::default();
    if arguments.list {
        for (path, page) in &files {
            say!(text, "{:>8}  {path}", page.len());
        }
        terminal::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (path, text) in &files {
        write_file(&arguments.out.join(path), text)?;
    }
    let bytes: usize = files.values().map(String::len).sum();
    let index = arguments.out.join("index.html");
    let (files, size) = (files.len(), bytes.div_ceil(1000));
    say!(text, "{}: {files} files, {size} KB", index.display());
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
