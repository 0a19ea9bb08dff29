//! Fastify's plugin `@fastify/cors`, as it is registered.

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Read;
use crate::import::Reader;
use crate::targets::express;
use crate::targets::express::Dialect;

/// Since version 10; before, PUT, PATCH and DELETE were allowed, too.
const FASTIFY: Dialect = Dialect {
    default_methods: &[],
    others: &[
        "preflightContinue",
        "optionsSuccessStatus",
        "preflight",
        "strictPreflight",
        "hideOptionsRoute",
        "cacheControl",
        "logLevel",
    ],
    unread: &["delegator", "hook"],
    ..express::CORS
};

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("register") {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let Some((_, plugin)) = arguments.first() else { continue };
        // By the name that it was loaded as, or as it is loaded.
        if !plugin.shown().to_ascii_lowercase().contains("cors") && !is_required(plugin) {
            continue;
        }
        let options = arguments.get(1).map(|(_, options)| code.resolved(options));
        let rule = DraftRule { at, ..DraftRule::default() };
        draft.rules.push(express::read(options.as_ref(), rule, FASTIFY, &code, reader));
    }
    draft.rules.truncate(1);
    Ok(Read::Draft(draft))
}

/// `require("@fastify/cors")` or `import("@fastify/cors")`
fn is_required(plugin: &crate::import::Literal) -> bool {
    let crate::import::LiteralKind::Call(_, arguments) = &plugin.kind else { return false };
    arguments.iter().any(|(_, name)| name.text().is_some_and(|name| name.contains("cors")))
}
