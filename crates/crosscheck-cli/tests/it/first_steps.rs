//! A project's first policy, and what a shell knows of the commands.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::program::command;
use crate::program::crosscheck;

fn letters(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn a_first_policy_is_written_once_and_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("crosscheck.toml").display().to_string();
    let init = |more: &[&str]| {
        crosscheck(&[&["init", "--out", &file, "--origin", "https://app.example"], more].concat())
    };
    let output = init(&["--credentials", "--method", "PUT", "--development", "loopback"]);
    assert_eq!(output.status.code(), Some(0), "{}", letters(&output.stderr));
    let checked = crosscheck(&["policy", "check", "--deny-warnings", &file]);
    assert_eq!(checked.status.code(), Some(0), "{}", letters(&checked.stdout));

    let written = fs::read_to_string(&file).expect("it is there");
    let again = init(&[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(letters(&again.stderr).contains("--force"));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), written, "nothing is lost");
    assert_eq!(init(&["--force"]).status.code(), Some(0));
    assert_ne!(fs::read_to_string(&file).expect("it is there"), written);

    let explain = ["policy", "explain", &file, "--origin", "http://localhost:5173"];
    assert_eq!(crosscheck(&explain).status.code(), Some(1));
    init(&["--force", "--development", "loopback"]);
    assert_eq!(crosscheck(&explain).status.code(), Some(1), "it is no page for everybody");
    let here = [&explain[..], &["--development"]].concat();
    assert_eq!(crosscheck(&here).status.code(), Some(0), "on a developer's machine it is");
}

/// The commands of `docs/fleet.md`, with nobody at a terminal.
#[test]
fn who_sets_up_a_fleet_is_told_its_next_steps() {
    let documented = include_str!("../../../../docs/fleet.md");
    let line = documented.lines().find(|line| line.contains("crosscheck init")).expect("a line");
    let (_, init) = line.split_once("crosscheck init ").expect("the command");
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        command(arguments).current_dir(folder.path()).output().expect("it runs")
    };
    fs::create_dir(folder.path().join("policies")).expect("a folder");
    let words: Vec<&str> = ["init"].into_iter().chain(init.split(' ')).collect();
    let output = run(&words);
    assert_eq!(output.status.code(), Some(0), "{}", letters(&output.stderr));
    let told = letters(&output.stdout);
    assert!(!told.contains("--upstream"), "{told}");
    let check = "crosscheck fleet serve policies --check";
    assert!(told.contains(check) && documented.contains(check), "{told}");
    let checked = run(&["fleet", "serve", "policies", "--check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", letters(&checked.stderr));
    // Beside where one stands, and for a gateway.
    let here = run(&["init", "--any-origin", "-o", "default.toml"]);
    assert!(letters(&here.stdout).contains("crosscheck fleet serve . --check"));
    let gateway = run(&["init", "--any-origin"]);
    assert!(letters(&gateway.stdout).contains("serve --policy crosscheck.toml --upstream"));
}

#[test]
fn what_is_no_policy_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("crosscheck.toml").display().to_string();
    let output = crosscheck(&["init", "--out", &file, "--origin", "app.example"]);
    assert_eq!(output.status.code(), Some(2));
    let told = letters(&output.stderr);
    assert!(told.starts_with("error: --origin `app.example`: "), "{told}");
    assert!(told.ends_with("\nhint: write `https://app.example`\n"), "{told}");
    assert!(!folder.path().join("crosscheck.toml").exists());
    // Nobody is there to be asked.
    let output = crosscheck(&["init", "--out", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(letters(&output.stderr).contains("--any-origin"));
}

#[test]
fn a_policy_may_come_by_standard_input_and_several_at_once() {
    let written = crosscheck(&["init", "--any-origin", "--out", "-"]);
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.toml");
    fs::write(&broken, "[cors]\norigins = [\"null\"]\n").expect("it is written");
    let broken = broken.display().to_string();
    let check = |arguments: &[&str]| {
        let mut child = command(&[&["policy", "check"], arguments].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut input = child.stdin.take().expect("its input");
        input.write_all(&written.stdout).expect("it reads");
        drop(input);
        child.wait_with_output().expect("it ends")
    };
    let clean = check(&["-"]);
    assert_eq!(letters(&clean.stdout), "standard input: no findings\n");
    let both = check(&["-", &broken]);
    assert_eq!(both.status.code(), Some(1));
    let told = letters(&both.stdout);
    assert!(told.starts_with("standard input: no findings\n") && told.contains("null-origin"));

    let junit = letters(&check(&["--output", "junit", "-", &broken]).stdout);
    assert!(junit.contains("tests=\"2\" failures=\"1\""), "{junit}");
    let github = letters(&check(&["--output", "github", "-", &broken]).stdout);
    assert!(github.starts_with("::error title=null-origin,file="), "{github}");
}

#[test]
fn shells_and_manuals_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = letters(&crosscheck(&["completions", shell]).stdout);
        for word in ["simulate", "policy", "--require-complete", "completions"] {
            assert!(script.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
    }
    let page = letters(&crosscheck(&["man"]).stdout);
    assert!(page.contains(".TH crosscheck 1") && page.contains("crosscheck\\-simulate(1)"));
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().display().to_string();
    let output = crosscheck(&["man", "--out", &into]);
    assert_eq!(output.status.code(), Some(0));
    let page = fs::read_to_string(folder.path().join("crosscheck-policy-check.1"));
    assert!(page.expect("a page").contains("deny\\-warnings"));
}

/// Images cannot be made where this runs; what one is made of can be looked at.
#[cfg(target_os = "linux")]
#[test]
fn an_image_holds_all_that_the_program_needs() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/Containerfile");
    let file = fs::read_to_string(file).expect("it is there");
    assert!(file.contains("--locked --package crosscheck-cli"));
    assert!(file.contains("/target/release/crosscheck "));
    // The base image has the C library and its unwinder, and no more.
    let program = std::process::Command::new("ldd").arg(env!("CARGO_BIN_EXE_crosscheck")).output();
    let needed = letters(&program.expect("ldd runs").stdout);
    let names: Vec<&str> =
        needed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let is_there = |name: &&str| {
        let known = ["linux-vdso.so", "libgcc_s.so", "libm.so", "libc.so", "ld-linux"];
        known.iter().any(|known| name.contains(known))
    };
    assert!(names.iter().all(is_there), "{names:?}");
}
