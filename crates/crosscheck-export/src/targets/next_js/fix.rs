//! Next.js: the proxy, which runs before every route, so that it answers preflights too.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::script::asked;
use crate::fix::script::edits;
use crate::fix::script::origins;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let answer = match grant.preflight.is_some() {
        true => "isPreflight ? new NextResponse(null, { status: 204 }) : NextResponse.next()",
        false => "NextResponse.next()",
    };
    let text = format!(
        "import {{ NextResponse }} from \"next/server\";\n\n{}\nexport function proxy(request) {{\n{}  const \
         answer = {answer};\n{}  return answer;\n}}\n\nexport const config = {{ matcher: \"/api/:path*\" \
         }};\n",
        origins(grant),
        asked(grant, "  "),
        edits(grant, "answer", "  "),
    );
    Fix::of(
        &[("in proxy.js, beside the folder app or pages (in src, if there is one)", text)],
        &[
            "before Next.js 16 the file is middleware.js, and its function `middleware`",
            "put the paths of your API into `matcher`",
            "a route that sets the same headers itself says them twice: take them out there",
        ],
    )
}
