//! A whole policy for Netlify: the headers of each path.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crosscheck::server::Policy;

use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::FileHost;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::UNTRIED;
use crate::export::above;

const HOST: FileHost = FileHost {
    always: &[
        UNTRIED,
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "functions and proxied paths get no headers: they say their own",
        ),
    ],
    // A segment that begins with a colon stands for any.
    names: |path| !path.contains("/:"),
    most_paths: usize::MAX,
    takes_away: false,
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, mut losses) = HOST.by_path(policy);
    let said: BTreeMap<&str, Vec<(&str, String)>> = paths
        .iter()
        .filter_map(|on| Some((on.path(), on.object.as_ref()?.own_header_lines())))
        .collect();
    let mut text =
        String::from("# Written by `crosscheck export netlify`. It was not run there.\n");
    for (path, lines) in &said {
        let mut lines = lines.clone();
        let names = above(path).filter_map(|path| said.get(path)).flatten();
        let names: BTreeSet<&str> = names.map(|(name, _)| *name).collect();
        for name in names {
            if lines.iter().all(|(own, _)| *own != name) {
                lines.push((name, nothing(name).to_owned()));
            }
        }
        let lines = block(&lines);
        match *path {
            "/" => text += &format!("/*\n{lines}"),
            path => {
                // `/api/*` alone would be `/apis`, too.
                text += &format!("{path}\n{lines}{path}/:any/*\n{lines}");
                let reason = "it compares paths whatever their case";
                losses.push(Loss::new(LossKind::Paths, Effect::Wider, reason).at(path.to_owned()));
            }
        }
    }
    let place = "put its lines into the file _headers in the folder that is published";
    Export { files: vec![ConfigFile::new("_headers", place, text)], losses }
}

/// The value of a header that comes to what its absence does: no value may be empty, and what is said above stays.
fn nothing(name: &str) -> &'static str {
    match name {
        "Access-Control-Allow-Credentials" => "false",
        "Access-Control-Allow-Methods" => "GET",
        "Access-Control-Allow-Headers" => "Accept",
        "Access-Control-Expose-Headers" => "Cache-Control",
        _ => "5",
    }
}

/// The lines below a path.
pub(crate) fn block(lines: &[(&str, String)]) -> String {
    lines.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect()
}
