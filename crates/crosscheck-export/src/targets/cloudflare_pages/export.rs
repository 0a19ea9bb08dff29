//! A whole policy for files at Cloudflare: the headers of each path, and none where nobody is let in.

use crosscheck::server::Policy;

use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::FileHost;
use crate::export::LossKind;
use crate::targets::netlify::block;

const HOST: FileHost = FileHost {
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::Narrower,
            "files are there for GET and HEAD alone: every preflight is refused with 405",
        ),
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "what functions answer gets no headers: they say their own",
        ),
    ],
    names: |path| !is_pattern(path),
    // Of a hundred rules one is for all paths, and each path has two.
    most_paths: 49,
    takes_away: true,
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = HOST.by_path(policy);
    let mut text = format!("{WRITTEN_BY}/*\n{SILENCE}");
    for on in &paths {
        let lines = on.object.as_ref().map(|object| block(&read_alone(object.own_header_lines())));
        let lines = lines.unwrap_or_default();
        match on.path() {
            "/" => text += &lines,
            path => text += &format!("{path}\n{SILENCE}{lines}{path}/*\n{SILENCE}{lines}"),
        }
    }
    let place = "put its lines into the file _headers in the folder that is published";
    Export { files: vec![ConfigFile::new("_headers", place, text)], losses }
}

/// Whether a part of a path stands for any: a colon and a letter, wherever they are.
fn is_pattern(path: &str) -> bool {
    path.split(':')
        .skip(1)
        .any(|behind| behind.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// What only preflights need is left out, for none is answered. A line has 2,000 letters at most, and lines of one
/// name are joined.
fn read_alone(lines: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let known = lines.into_iter().filter(|(name, _)| READ_BY.contains(name));
    let split = known.flat_map(|(name, value)| {
        let items: Vec<&str> = value.split(", ").collect();
        let lines: Vec<_> = items.chunks(20).map(|items| (name, items.join(", "))).collect();
        lines
    });
    split.collect()
}

/// What a page needs to read an answer.
const READ_BY: [&str; 3] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
];

/// What is said above, and `*`, which is said of every file where nothing else is.
const SILENCE: &str = "  ! Access-Control-Allow-Origin\n  ! Access-Control-Allow-Credentials\n  ! \
                       Access-Control-Expose-Headers\n";

const WRITTEN_BY: &str =
    "# Written by `crosscheck export cloudflare-pages`. It was not run there.\n";
