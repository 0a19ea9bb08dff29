//! Packages of Go beside `rs/cors` and `jub0bs/cors`: a function that is built of options, or one record of fields.

mod called;
mod gorilla;
mod origin;
mod origin_function;
mod record;
mod value;
mod variable;

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::Read;
use crate::import::Reader;
use origin::Package;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    // A list is read as what stands in its braces.
    let text = reader.text().replace("[]string{", "        {");
    let code = Code::new(&text, Comments::Slashes);
    let has = |word: &str| text.contains(word);
    // What was taken out of a file is without its imports.
    let is_of = |package: &str| {
        !has("gin-contrib/cors")
            && !has("gofiber/fiber")
            && has("cors.Config{")
            && text.contains(package)
    };
    let mut draft = Draft::default();
    let found = [
        (has("gorilla/handlers") || has("handlers.AllowedOrigins("), None),
        (has("gin-contrib/cors") || is_of("gin."), Some(Package::Gin)),
        (has("gofiber/fiber") || is_of("fiber."), Some(Package::Fiber)),
        (has("labstack/echo/v5"), Some(Package::Echo5)),
        (!has("labstack/echo/v5") && has("middleware.CORS"), Some(Package::Echo)),
    ];
    for (_, package) in found.into_iter().filter(|(is_there, _)| *is_there) {
        match package {
            None => gorilla::read(&code, &mut draft, reader),
            Some(package) => record::read(package, &code, &mut draft, reader),
        }
    }
    draft.first_alone(
        "cors",
        "a policy is for one handler: import each from a file of its own",
        reader,
    );
    Ok(Read::Draft(draft))
}
