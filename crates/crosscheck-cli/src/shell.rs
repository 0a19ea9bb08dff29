//! `crosscheck completions` and `crosscheck man`: what a shell and a manual know of the commands.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;

use crate::failure::CliError;
use crate::terminal;

const COMPLETIONS: &str = "\
Examples:
  crosscheck completions bash > ~/.local/share/bash-completion/completions/crosscheck
  crosscheck completions zsh > ~/.zfunc/_crosscheck
  crosscheck completions fish > ~/.config/fish/completions/crosscheck.fish";

const MAN: &str = "\
Examples:
  crosscheck man | man -l -
  crosscheck man --out ~/.local/share/man/man1";

/// For which shell.
#[derive(Args, Debug)]
#[command(after_help = COMPLETIONS)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Where to.
#[derive(Args, Debug)]
#[command(after_help = MAN)]
pub(crate) struct Manual {
    /// A folder for the pages of all commands; without it the first page goes to standard output.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn complete(mut command: Command, arguments: &Completions) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "crosscheck", &mut script);
    print(&script)
}

pub(crate) fn manual(mut command: Command, arguments: &Manual) -> anyhow::Result<ExitCode> {
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        return print(&page);
    };
    command.build();
    let written = fs::create_dir_all(folder).and_then(|()| pages(&command, folder));
    let written = written.map_err(|error| {
        let message = format!("cannot write into {}: {error}", folder.display());
        CliError::with_hint(message, "choose another folder with `--out`")
    })?;
    let mut text = Text::default();
    say!(text, "{}: {written} pages", folder.display());
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A page for a command and each below it. Out: how many.
fn pages(command: &Command, folder: &std::path::Path) -> io::Result<usize> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render(&mut page)?;
    fs::write(folder.join(man.get_filename()), page)?;
    let children = command.get_subcommands().filter(|child| child.get_name() != "help");
    children.map(|child| pages(child, folder)).try_fold(1, |sum, count| Ok(sum + count?))
}

fn print(lines: &[u8]) -> anyhow::Result<ExitCode> {
    let mut text = Text::default();
    String::from_utf8_lossy(lines).lines().for_each(|line| say!(text, "{line}"));
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
