//! Hono's middleware `cors`.

use crate::import::Answers;
use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Read;
use crate::import::Reader;
use crate::targets::express;
use crate::targets::express::Dialect;

const HONO: Dialect = Dialect {
    answers: Answers::ByReturning,
    methods: "allowMethods",
    request_headers: "allowHeaders",
    expose_headers: "exposeHeaders",
    others: &[],
    unread: &[],
    ..express::CORS
};

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("cors") {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let Some(paths) = express::paths_before(&code, at - "cors".len()) else { continue };
        let options = arguments.first().map(|(_, options)| code.resolved(options));
        let rule = DraftRule { paths, at, ..DraftRule::default() };
        let rule = express::read(options.as_ref(), rule, HONO, &code, reader);
        let is_known = draft.rules.iter().any(|known| known.paths == rule.paths);
        if !is_known && !rule.origins.is_empty() {
            draft.rules.push(rule);
        }
    }
    Ok(Read::Draft(draft))
}
