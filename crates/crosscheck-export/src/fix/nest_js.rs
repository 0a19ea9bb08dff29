//! NestJS, which hands it to `cors` of Express, or to that of Fastify.

use crosscheck::diagnosis::RequiredHeaders;

use super::js_options::call;
use super::names::CORS;
use super::patch::Fix;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let text = call("app.enableCors({", grant, CORS, "});");
    Fix::of(
        &[("in main.ts, after NestFactory.create, before app.listen", text)],
        &[
            "guards do not see preflights: they are answered before",
            "with the Fastify adapter: npm install @fastify/cors",
        ],
    )
}
