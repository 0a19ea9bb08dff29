//! Fastify, with `@fastify/cors`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::js_options::call;
use crate::fix::names::CORS;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = call("app.register(require(\"@fastify/cors\"), {", grant, CORS, "});");
    Fix::of(
        &[("before the routes, on the outermost instance", text)],
        &[
            "npm install @fastify/cors",
            "in an ES module: import cors from \"@fastify/cors\", and app.register(cors, …)",
            "OPTIONS without Access-Control-Request-Method is answered 400 unless strictPreflight is false",
        ],
    )
}
