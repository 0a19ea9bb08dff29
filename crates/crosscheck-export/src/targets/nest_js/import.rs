//! NestJS' `enableCors`, which takes the options of `cors`.

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Read;
use crate::import::Reader;
use crate::targets::express;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("enableCors") {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let options = arguments.first().map(|(_, options)| code.resolved(options));
        let rule = DraftRule { at, ..DraftRule::default() };
        draft.rules.push(express::read(options.as_ref(), rule, express::CORS, &code, reader));
    }
    draft.rules.truncate(1);
    Ok(Read::Draft(draft))
}
