//! Configurations in the shapes that people write, each with the policy that it comes to beside it.
//!
//! `NAME.expected` has the policy's record and all that was not understood, with its place. Whoever changes a reader
//! writes it anew with `UPDATE_EXPECTED=1` and looks at what changed.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_export::Imported;
use crosscheck_export::Server;
use crosscheck_export::import;
use crosscheck_export::imported_servers;

/// Shapes of each kind that is read; those that stand in public repositories, typed anew with other hosts; and those
/// whose values are elsewhere, which is named.
const FOLDERS: [&str; 3] = ["imports", "real", ELSEWHERE];
const ELSEWHERE: &str = "elsewhere";

#[test]
fn each_comes_to_the_policy_that_stands_beside_it() {
    for folder in FOLDERS {
        let (mut all, mut missed, mut elsewhere, mut table) = (0, 0, 0, String::new());
        for (path, text) in files(folder) {
            let name = path.file_name().and_then(OsStr::to_str).expect("a name");
            let imported = import(&text, None).expect(name);
            assert!(Policy::new(&imported.config).is_ok(), "{name}");
            let wider = Policy::new(&imported.config_with_witnesses).expect(name);
            let witnesses = imported.not_understood.iter().filter_map(|one| one.witness.as_ref());
            for witness in witnesses {
                let lets_in = |path: &str| wider.allows_origin(path, witness.as_bytes());
                let mut paths = wider.statements().map(|statement| statement.path().to_owned());
                assert!(lets_in("/") || paths.any(|path| lets_in(&path)), "{name}: {witness}");
            }
            let found = shown(&imported);
            let expected = path.with_file_name(format!("{name}.expected"));
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&expected, &found).expect("it is written");
            }
            let wanted = fs::read_to_string(&expected).expect(name);
            assert_eq!(found, wanted, "{name}");
            let (directives, not) = (imported.directives, imported.not_understood.len());
            let given = imported.not_understood.iter().filter(|one| one.given_by.is_some()).count();
            all += directives;
            missed += not - given;
            elsewhere += given;
            let understood = directives - not.min(directives);
            let _ = writeln!(
                table,
                "{name}: {}: {understood} of {directives}, and {given} with values from elsewhere",
                imported.server.title()
            );
        }
        let understood = all - missed - elsewhere;
        eprintln!("{table}{understood} of {all}, and {elsewhere} with values from elsewhere");
        // Nobody understands a value that is not there: it is named, and is none of either.
        let here = all - elsewhere;
        assert!(
            folder == ELSEWHERE || missed * 10 <= here,
            "{missed} of {here} not understood\n{table}"
        );
    }
}

#[test]
fn there_are_forty_and_more_of_every_kind() {
    assert!(files("real").len() >= 40);
    let files = files("imports");
    assert!(files.len() >= 40, "{}", files.len());
    let found: Vec<Server> =
        files.iter().filter_map(|(_, text)| Some(import(text, None).ok()?.server)).collect();
    // By another name, or in another's language: FastAPI, axum and S3 are there.
    let others = [Server::Starlette, Server::TowerHttp, Server::R2];
    for server in imported_servers().filter(|server| !others.contains(server)) {
        assert!(found.contains(&server), "{}", server.name());
    }
}

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")).join(folder);
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "expected"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("it is read");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

fn shown(imported: &Imported) -> String {
    let mut text = format!("{}\n", imported.server.title());
    let Config { danger, rules, .. } = &imported.config;
    let own = crosscheck::server::Rule {
        paths: Vec::new(),
        handler: false,
        origins: imported.config.origins.clone(),
        origin_source: false,
        credentials: imported.config.credentials,
        methods: imported.config.methods.clone(),
        request_headers: imported.config.request_headers.clone(),
        expose_headers: imported.config.expose_headers.clone(),
        max_age: imported.config.max_age,
        expose_timing: imported.config.expose_timing,
        resource_policy: imported.config.resource_policy,
    };
    for rule in rules.iter().chain([&own]) {
        let paths = if rule.paths.is_empty() { "everywhere".into() } else { rule.paths.join(" ") };
        if rule.origins.is_empty() && rule.paths.is_empty() {
            continue;
        }
        let _ = writeln!(text, "on {paths}: {}", rule.origins.join(" "));
        let lists = [
            ("send", &rule.methods),
            ("set", &rule.request_headers),
            ("read header", &rule.expose_headers),
        ];
        if rule.credentials {
            text.push_str("    with credentials\n");
        }
        for (name, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
            let _ = writeln!(text, "    {name} {}", list.join(" "));
        }
        if let Some(seconds) = rule.max_age {
            let _ = writeln!(text, "    remembered for {seconds}");
        }
    }
    if *danger != crosscheck::server::Danger::default() {
        let shown = format!("{danger:?}");
        let taken = shown.trim_start_matches("Danger {").trim_end_matches('}').split(',');
        let taken = taken.filter_map(|one| one.trim().strip_suffix(": true")).collect::<Vec<_>>();
        let _ = writeln!(text, "dangers: {}", taken.join(" "));
    }
    for (remarks, kind) in [(&imported.not_understood, "not understood"), (&imported.notes, "note")]
    {
        for remark in remarks {
            let kind = if remark.witness.is_some() { "too wide" } else { kind };
            let kind = if remark.given_by.is_some() { "value elsewhere" } else { kind };
            let _ = writeln!(
                text,
                "{}:{}: {kind}: {}: {}",
                remark.line, remark.column, remark.text, remark.reason
            );
        }
    }
    text
}
