//! The way back: what a server's configuration says of CORS, as a policy.
//!
//! A reader for each kind of configuration stands with its target. Servers that know CORS are read field by
//! field into a [`Draft`]; those that know headers and conditions are read as a [`Program`], which is then
//! asked what a browser would ask. Either way nothing is lost in silence: what is not understood is named
//! with its place.

mod bicep;
mod code;
mod code_fields;
mod conditions;
mod cursor;
mod cut;
mod draft;
mod elsewhere;
mod entry;
mod fields;
mod filled_in;
mod harmless;
mod header_names;
mod imported;
mod javascript;
mod left_out;
mod literals;
mod missing;
mod parameters;
mod program;
mod read;
mod reader;
mod reading;
mod reasons;
mod recognise;
mod regex;
mod settle;
mod source;
mod storage;
mod tree;

pub use imported::ImportError;
pub use imported::Imported;
pub use imported::Remark;

use crate::Server;
use crate::targets::apache;
use crate::targets::api_gateway;
use crate::targets::apisix;
use crate::targets::app_service;
use crate::targets::asp_net;
use crate::targets::axum;
use crate::targets::azure;
use crate::targets::caddy;
use crate::targets::cloudflare_pages;
use crate::targets::cloudfront;
use crate::targets::django;
use crate::targets::envoy;
use crate::targets::express;
use crate::targets::fastify;
use crate::targets::flask;
use crate::targets::gateway_api;
use crate::targets::gcs;
use crate::targets::go;
use crate::targets::haproxy;
use crate::targets::hono;
use crate::targets::ingress_nginx;
use crate::targets::istio;
use crate::targets::jub0bs;
use crate::targets::kong;
use crate::targets::laravel;
use crate::targets::nest_js;
use crate::targets::netlify;
use crate::targets::nginx;
use crate::targets::rails;
use crate::targets::rs_cors;
use crate::targets::s3;
use crate::targets::spring;
use crate::targets::starlette;
use crate::targets::static_web_apps;
use crate::targets::traefik;
use crate::targets::vercel;

pub(crate) use bicep::documents_or_bicep;
pub(crate) use code::Code;
pub(crate) use code::Comments;
pub(crate) use code_fields::go_methods;
pub(crate) use code_fields::imported_names;
pub(crate) use code_fields::literal_names;
pub(crate) use code_fields::literal_seconds;
pub(crate) use code_fields::literal_truth;
pub(crate) use cursor::Cursor;
pub(crate) use cut::split_closed;
pub(crate) use cut::split_while;
pub(crate) use draft::Draft;
pub(crate) use draft::DraftRule;
pub(crate) use fields::Star;
pub(crate) use fields::items;
pub(crate) use fields::rule_paths;
pub(crate) use filled_in::NOT_HERE;
pub(crate) use header_names::cors_header;
pub(crate) use javascript::Answers;
pub(crate) use javascript::origin_function;
pub(crate) use left_out::Checked;
pub(crate) use literals::Arguments;
pub(crate) use literals::Chained;
pub(crate) use literals::Literal;
pub(crate) use literals::LiteralKind;
pub(crate) use program::Action;
pub(crate) use program::BooleanExpression;
pub(crate) use program::Case;
pub(crate) use program::Condition;
pub(crate) use program::Fits;
pub(crate) use program::Header;
pub(crate) use program::Map;
pub(crate) use program::Piece;
pub(crate) use program::Program;
pub(crate) use program::Rest;
pub(crate) use program::Statement;
pub(crate) use program::Template;
pub(crate) use read::Read;
pub(crate) use reader::Reader;
pub(crate) use reasons::BELOW_IT_OTHERS;
pub(crate) use reasons::IN_SOME_CASES;
pub(crate) use reasons::NO_LITERAL;
pub(crate) use regex::Regex;
pub(crate) use source::At;
pub(crate) use storage::Service;
pub(crate) use storage::any_text;
pub(crate) use storage::folded;
pub(crate) use tree::Kind;
pub(crate) use tree::Node;
pub(crate) use tree::documents;

/// Reads a configuration. In: its text, and whose it is if that is known.
///
/// # Example
/// ```
/// use crosscheck_export::import;
///
/// let text = "location /api/ {\n  add_header Access-Control-Allow-Origin https://app.example always;\n}";
/// let imported = import(text, None)?;
/// assert_eq!(imported.server.name(), "nginx");
/// assert_eq!(imported.config.rules[0].paths, ["/api"]);
/// assert_eq!(imported.config.rules[0].origins, ["https://app.example"]);
/// assert!(imported.not_understood.is_empty());
/// # Ok::<(), crosscheck_export::ImportError>(())
/// ```
pub fn import(text: &str, server: Option<Server>) -> Result<Imported, ImportError> {
    import_with(text, server, &|_| None)
}

/// The same for a configuration that names other files. In: their texts, by the names that stand there.
pub fn import_with(
    text: &str,
    server: Option<Server>,
    others: &dyn Fn(&str) -> Option<String>,
) -> Result<Imported, ImportError> {
    if text.len() > imported::MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let server = server.or_else(|| recognise::server_of(text)).ok_or(ImportError::NotRecognised)?;
    let known = READERS.iter().find(|(known, _)| *known == server);
    let (_, read) = known.ok_or(ImportError::NoReader(server))?;
    let mut reader = Reader::new(text, others);
    let read = read(&mut reader);
    let program = program_of(server, text);
    if let Some(program) = &program {
        by_hand(program, &mut reader);
    }
    reader.find_givers(program.as_ref());
    reader.finish(server, read)
}

/// The program that a configuration is, if it is one.
fn program_of(server: Server, text: &str) -> Option<Code> {
    let comments = match server {
        Server::Express | Server::NestJs | Server::Fastify | Server::Hono => Comments::Slashes,
        Server::Go | Server::RsCors | Server::Jub0bs => Comments::Slashes,
        Server::Spring | Server::AspNet | Server::Laravel => Comments::Slashes,
        Server::Axum | Server::TowerHttp => Comments::Slashes,
        Server::FastApi | Server::Starlette | Server::Django | Server::Flask | Server::Rails => {
            Comments::Hash
        }
        _ => return None,
    };
    Some(Code::new(text, comments))
}

/// Says where a program sets headers of CORS by itself, beside what its framework is told.
fn by_hand(code: &Code, reader: &mut Reader<'_>) {
    for at in code.set_by_hand("access-control-allow-origin") {
        reader.count();
        reader.miss(at, code.line(at), "a header that the program sets by itself is not read");
    }
}

/// The servers whose configurations are read.
pub fn imported_servers() -> impl Iterator<Item = Server> {
    READERS.iter().map(|(server, _)| *server)
}

type ReadInto = fn(&mut Reader<'_>) -> Result<Read, (At, String)>;

const READERS: &[(Server, ReadInto)] = &[
    (Server::Nginx, nginx::import),
    (Server::Apache, apache::import),
    (Server::Caddy, caddy::import),
    (Server::Haproxy, haproxy::import),
    (Server::Envoy, envoy::import),
    (Server::Istio, istio::import),
    (Server::GatewayApi, gateway_api::import),
    (Server::Traefik, traefik::import),
    (Server::IngressNginx, ingress_nginx::import),
    (Server::Kong, kong::import),
    (Server::Apisix, apisix::import),
    (Server::S3, s3::import),
    (Server::R2, s3::import),
    (Server::Gcs, gcs::import),
    (Server::Azure, azure::import),
    (Server::AppService, app_service::import),
    (Server::ApiGateway, api_gateway::import),
    (Server::CloudFront, cloudfront::import),
    (Server::Vercel, vercel::import),
    (Server::Netlify, netlify::import),
    (Server::CloudflarePages, cloudflare_pages::import),
    (Server::StaticWebApps, static_web_apps::import),
    (Server::Express, express::import),
    (Server::NestJs, nest_js::import),
    (Server::Fastify, fastify::import),
    (Server::Hono, hono::import),
    (Server::FastApi, starlette::import),
    (Server::Starlette, starlette::import),
    (Server::Django, django::import),
    (Server::Flask, flask::import),
    (Server::Go, go::import),
    (Server::RsCors, rs_cors::import),
    (Server::Jub0bs, jub0bs::import),
    (Server::Rails, rails::import),
    (Server::Laravel, laravel::import),
    (Server::AspNet, asp_net::import),
    (Server::Spring, spring::import),
    (Server::Axum, axum::import),
    (Server::TowerHttp, axum::import),
];
