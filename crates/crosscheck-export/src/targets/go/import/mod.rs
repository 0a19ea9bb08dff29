//! Packages of Go beside `rs/cors` and `jub0bs/cors`: a function that is built of options, or one record of fields.

mod gorilla;
mod origin;
mod record;
mod value;
mod variable;

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::Read;
use crate::import::Reader;
use record::Package;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    // A list is read as what stands in its braces.
    let text = reader.text().replace("[]string{", "        {");
    let code = Code::new(&text, Comments::Slashes);
    let has = |word: &str| text.contains(word);
    let mut draft = Draft::default();
    let found = [
        (has("gorilla/handlers") || has("handlers.AllowedOrigins("), None),
        (has("gin-contrib/cors"), Some(Package::Gin)),
        (has("gofiber/fiber"), Some(Package::Fiber)),
        (has("labstack/echo/v5"), Some(Package::Echo5)),
        (!has("labstack/echo/v5") && has("middleware.CORS"), Some(Package::Echo)),
    ];
    for (_, package) in found.into_iter().filter(|(is_there, _)| *is_there) {
        match package {
            None => gorilla::read(&code, &mut draft, reader),
            Some(package) => record::read(package, &code, &mut draft, reader),
        }
    }
    draft.first_alone("a policy is for one handler: import each from a file of its own", reader);
    Ok(Read::Draft(draft))
}

/// The name by which a file calls a package: its own, or the one before its path.
fn called(code: &Code, path: &str, own: &'static str) -> String {
    let word = format!("\"{path}");
    let given = code.after(&word).first().map(|end| {
        let start = end - word.len();
        let before = code.between(start.saturating_sub(80), start);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let line = line.trim().trim_start_matches("import").trim();
        line.trim_start_matches('(').trim().to_owned()
    });
    let is_name =
        |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    given.filter(is_name).unwrap_or_else(|| own.to_owned())
}
