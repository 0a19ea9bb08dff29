//! Every command's help as it is read, short and long, in snapshots.

use clap::Command;
use clap::CommandFactory;
use insta::assert_snapshot;

use crate::Cli;

#[test]
fn every_command_tells_of_itself() {
    let mut root = Cli::command().term_width(100);
    root.build();
    let mut commands = Vec::new();
    collect(&root, "crosscheck", &mut commands);
    assert_eq!(commands.len(), 24, "a command came or went");
    for (path, mut command) in commands {
        let name = path.replace(' ', "_");
        assert_snapshot!(format!("{name}_short"), command.render_help());
        assert_snapshot!(format!("{name}_long"), command.render_long_help());
    }
}

#[test]
fn every_argument_is_told_of() {
    let mut root = Cli::command();
    root.build();
    let mut commands = Vec::new();
    collect(&root, "crosscheck", &mut commands);
    for (path, command) in &commands {
        assert!(command.get_about().is_some(), "{path}");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{path} {}", argument.get_id());
        }
    }
}

#[test]
fn no_paragraph_is_broken_by_hand() {
    let mut root = Cli::command();
    root.build();
    let mut commands = Vec::new();
    collect(&root, "crosscheck", &mut commands);
    let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
    for (path, command) in &commands {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| !pair[0].ends_with(':')) {
            assert!(!pair.iter().all(|line| is_prose(line)), "{path}: {pair:?}");
        }
    }
}

#[test]
fn its_version_is_told_by_the_name_it_is_called_by() {
    assert_eq!(
        Cli::command().render_version(),
        concat!("crosscheck ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

/// The command and all below it, each with the words that call it; not the help of each.
fn collect(command: &Command, path: &str, into: &mut Vec<(String, Command)>) {
    into.push((path.to_owned(), command.clone()));
    for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
        collect(child, &format!("{path} {}", child.get_name()), into);
    }
}
