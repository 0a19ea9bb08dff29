//! Names stand in the catalogue and nowhere else, and the catalogue tells each whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crosscheck::catalog::Check;
use crosscheck::catalog::CorsHeader;
use crosscheck::catalog::Entry;
use crosscheck::catalog::EntryKind;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Language;

/// What may name something by its text all the same, and why.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "crates/crosscheck/src/server/policy/reason.rs",
    "why a server refuses has names of its own, one of which a browser's rule has too",
)];

/// Whoever names a rule in quotes has misspelled it some day, and no compiler says so.
#[test]
fn no_rule_is_named_in_quotes_outside_of_the_catalogue_and_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for folder in ["crates", "xtask/src"] {
        visit(&root.join(folder), &mut |path| {
            let shown = path.strip_prefix(&root).unwrap_or(path).display().to_string();
            let of_tests = ["/tests/", "/catalog/"].iter().any(|part| shown.contains(part));
            if of_tests || EXCEPTIONS.iter().any(|(file, _)| shown.ends_with(file)) {
                return;
            }
            let text = fs::read_to_string(path).expect("text");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let is_comment = line.trim_start().starts_with("//");
                let names = FetchRule::ALL.iter().map(|rule| rule.name());
                let named = names.filter(|name| !is_comment && is_quoted(line, name));
                found.extend(named.map(|name| format!("{shown}:{}: {name}", number + 1)));
            }
        });
    }
    assert_eq!(found, [""; 0], "use `FetchRule`");
}

fn is_quoted(line: &str, name: &str) -> bool {
    ['"', '\''].iter().any(|quote| line.contains(&format!("{quote}{name}{quote}")))
}

fn visit(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_source = path.extension().is_some_and(|end| end == "rs" || end == "js");
        if path.is_dir() && !path.ends_with("target") {
            visit(&path, each);
        } else if is_source {
            each(&path);
        }
    }
}

#[test]
fn each_name_is_kebab_case_is_given_once_in_its_kind_and_is_read_back() {
    let mut names = BTreeSet::new();
    for entry in Entry::all() {
        let name = entry.name();
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name}");
        assert!(names.insert((entry.kind().folder(), name)), "{name} is there twice");
        assert_eq!(Entry::named(name).find(|other| *other == entry), Some(entry));
    }
    assert_eq!("vary-origin-missing".parse(), Ok(Check::VaryOriginMissing));
    assert_eq!(FetchRule::AllowOriginMissing.to_string(), "allow-origin-missing");
    assert!("vary-orign-missing".parse::<Check>().is_err());
    assert_eq!(EntryKind::in_folder("finding"), Some(EntryKind::Finding));
}

/// Findings of a policy speak in sentences; all else in fragments, which whoever shows them ends.
#[test]
fn each_entry_is_told_in_both_languages_and_in_its_own_form() {
    for entry in Entry::all() {
        let name = entry.name();
        for language in Language::ALL {
            assert!(entry.what().said_in(*language).is_some_and(|text| !text.is_empty()), "{name}");
        }
        let is_sentence = entry.kind() == EntryKind::Finding;
        let texts = [Some(entry.what()), entry.why(), entry.fix()];
        for text in texts.into_iter().flatten().map(|text| text.english) {
            assert_eq!(text.ends_with('.'), is_sentence, "{name}: {text}");
            assert!(text.trim() == text && !text.contains("  "), "{name}: {text}");
        }
    }
}

/// What the server must say about a header is in that header, as the example writes it.
#[test]
fn each_header_is_shown_in_its_own_example() {
    for header in CorsHeader::ALL {
        let (name, example) = (header.in_capitals(), header.example());
        assert!(name.eq_ignore_ascii_case(header.name()), "{name}");
        assert!(example.starts_with(&format!("{name}: ")), "{example}");
    }
    for rule in FetchRule::ALL {
        let Some(header) = rule.header() else { continue };
        let of_page = rule.example().contains('(') || *rule == FetchRule::AllowOriginMissing;
        let names_it = rule.example().to_ascii_lowercase().contains(header.name());
        let is_asked = rule.example().contains("Access-Control-Request-");
        assert!(names_it || of_page || is_asked, "{rule}: {}", rule.example());
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_apart_from_what_is_wrong_with_a_policy() {
    let of_files = FindingKind::ALL.iter().filter(|kind| kind.is_about_the_file()).count();
    assert_eq!(of_files, 7);
    assert!(!FindingKind::PublicSuffix.is_about_the_file());
}
