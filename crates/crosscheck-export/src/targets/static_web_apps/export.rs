//! A whole policy for Azure Static Web Apps: headers for all, and a route for each path.

use std::cmp::Reverse;

use crosscheck::server::Policy;

use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::FileHost;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::OnPath;
use crate::export::UNTRIED;
use crate::export::in_json;

const HOST: FileHost = FileHost {
    always: &[
        UNTRIED,
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "what functions answer below `/api` gets no headers: they say their own",
        ),
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "of its routes the first that fits speaks alone: say in each what another one says of the same files",
        ),
    ],
    // Brackets hold the ends of names.
    names: |path| !path.contains(['{', '}']),
    most_paths: usize::MAX,
    takes_away: true,
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, mut losses) = HOST.by_path(policy);
    let said = |on: &OnPath<'_>| {
        on.object.as_ref().map(|object| object.own_header_lines()).unwrap_or_default()
    };
    let everywhere = paths.iter().find(|on| on.path() == "/").map(said).unwrap_or_default();
    let mut below: Vec<&OnPath<'_>> = paths.iter().filter(|on| on.path() != "/").collect();
    // The first that fits speaks.
    below.sort_by_key(|on| Reverse(on.path()));
    let routes = below.into_iter().flat_map(|on| {
        let mut lines = said(on);
        // An empty value takes away what is said of all.
        let others = everywhere.iter().filter(|(name, _)| lines.iter().all(|(own, _)| own != name));
        let others: Vec<_> = others.map(|(name, _)| (*name, String::new())).collect();
        lines.extend(others);
        let headers = table(&lines, "      ");
        ["", "/*"].map(|end| {
            let route = format!("{}{end}", on.path());
            let route = in_json(&[route]);
            let route = route.trim_matches(['[', ']']);
            format!("    {{\n      \"route\": {route},\n      \"headers\": {headers}\n    }}")
        })
    });
    let routes: Vec<String> = routes.collect();
    let routes = match routes.is_empty() {
        true => "[]".to_owned(),
        false => format!("[\n{}\n  ]", routes.join(",\n")),
    };
    let text = format!(
        "{{\n  \"globalHeaders\": {},\n  \"routes\": {routes}\n}}\n",
        table(&everywhere, "  ")
    );
    if text.len() > MOST_BYTES {
        let text = "it takes a file of 20 KB, and refuses this one, which is longer";
        losses.push(Loss::new(LossKind::Paths, Effect::Narrower, text));
    }
    let place = "put its parts into your staticwebapp.config.json";
    Export { files: vec![ConfigFile::new("staticwebapp.config.json", place, text)], losses }
}

const MOST_BYTES: usize = 20 * 1_024;

/// Headers as an object of JSON, whose end stands so far in.
pub(super) fn table(lines: &[(&str, String)], indent: &str) -> String {
    if lines.is_empty() {
        return "{}".to_owned();
    }
    let lines: Vec<String> =
        lines.iter().map(|(name, value)| format!("\n{indent}  \"{name}\": \"{value}\"")).collect();
    format!("{{{}\n{indent}}}", lines.join(","))
}
