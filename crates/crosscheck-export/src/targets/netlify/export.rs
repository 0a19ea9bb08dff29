//! A whole policy for Netlify: the headers of each path.

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::ONE_ORIGIN;
use crate::export::said_below;

const ABILITY: Ability = Ability {
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::Narrower,
            "how it answers a preflight for a file is not documented, and was not tried",
        ),
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "functions and proxied paths get no headers: they say their own",
        ),
    ],
    ..ONE_ORIGIN
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, mut losses) = ABILITY.by_path(policy);
    let mut text =
        String::from("# Written by `crosscheck export netlify`. It was not run there.\n");
    for on in &paths {
        let Some(object) = &on.object else { continue };
        let lines = block(&object.own_header_lines());
        match on.path() {
            "/" => text += &format!("/*\n{lines}"),
            path => {
                // `/api/*` alone would be `/apis`, too.
                text += &format!("{path}\n{lines}{path}/:any/*\n{lines}");
                let reason = "it compares paths whatever their case";
                losses.push(Loss::new(LossKind::Paths, Effect::Wider, reason).at(path.to_owned()));
            }
        }
    }
    losses.extend(said_below(&paths));
    let place = "put its lines into the file _headers in the folder that is published";
    Export { files: vec![ConfigFile::new("_headers", place, text)], losses }
}

/// The lines below a path.
pub(crate) fn block(lines: &[(&str, String)]) -> String {
    lines.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect()
}
