//! NestJS, which hands it to `cors` of Express, or to that of Fastify.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::js_options::call;
use crate::fix::names::CORS;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = call("app.enableCors({", grant, CORS, "});");
    Fix::of(
        &[("in main.ts, after NestFactory.create, before app.listen", text)],
        &[
            "guards do not see preflights: they are answered before",
            "with the Fastify adapter: npm install @fastify/cors",
        ],
    )
}
