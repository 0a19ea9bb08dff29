//! A whole policy as the configuration of a server.

mod answer_sheet;
pub(crate) mod code;
mod common_losses;
mod cors_object;
mod exported;
mod file_host;
mod header_lines;
mod origin_regex;
mod path_pattern;
mod preflight_regex;
mod yaml;

pub(crate) use answer_sheet::AnswerSheet;
pub(crate) use answer_sheet::HeaderValue;
pub(crate) use answer_sheet::key;
pub(crate) use answer_sheet::keys_by_value;
pub(crate) use common_losses::common_losses;
pub(crate) use common_losses::many_origins;
pub(crate) use cors_object::Ability;
pub(crate) use cors_object::AnyHeader;
pub(crate) use cors_object::CorsObject;
pub(crate) use cors_object::OnPath;
pub(crate) use cors_object::Paths;
pub(crate) use cors_object::Spelled;
pub use exported::ConfigFile;
pub use exported::Effect;
pub use exported::Export;
pub use exported::Loss;
pub use exported::LossKind;
pub(crate) use file_host::FileHost;
pub(crate) use file_host::ONE_ORIGIN;
pub(crate) use file_host::UNTRIED;
pub(crate) use file_host::above;
pub(crate) use origin_regex::number_regex;
pub(crate) use origin_regex::origin_regex;
pub(crate) use origin_regex::short_origin_regexes;
pub(crate) use path_pattern::NOT_PLAIN;
pub(crate) use path_pattern::escape;
pub(crate) use path_pattern::is_everywhere;
pub(crate) use path_pattern::path_patterns;
pub(crate) use preflight_regex::header_list_regex;
pub(crate) use preflight_regex::methods_regex;
pub(crate) use yaml::in_json;
pub(crate) use yaml::in_yaml;
pub(crate) use yaml::quoted;

use crosscheck::server::Policy;

use crate::Server;
use crate::targets::actix;
use crate::targets::apache;
use crate::targets::api_gateway;
use crate::targets::apisix;
use crate::targets::asp_net;
use crate::targets::axum;
use crate::targets::azure;
use crate::targets::caddy;
use crate::targets::cloudflare;
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
use crate::targets::next_js;
use crate::targets::nginx;
use crate::targets::php;
use crate::targets::r2;
use crate::targets::rails;
use crate::targets::rs_cors;
use crate::targets::s3;
use crate::targets::spring;
use crate::targets::starlette;
use crate::targets::static_web_apps;
use crate::targets::tower_http;
use crate::targets::traefik;
use crate::targets::vercel;

/// A policy as the configuration of a server; `None` for one that no whole policy can be written for yet.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, Policy};
/// use crosscheck_export::{Server, export};
///
/// let policy = Policy::new(&Config::new().origins(["https://app.example"]))?;
/// let export = export(&policy, Server::Nginx).expect("it can be written for");
/// assert!(export.files[0].text.contains("\"https://app.example\" \"0.0\";"));
/// assert_eq!(export.files[1].name, "crosscheck-cors.conf");
/// # Ok::<(), crosscheck::server::ConfigErrors>(())
/// ```
pub fn export(policy: &Policy, server: Server) -> Option<Export> {
    let (_, write) = WRITERS.iter().find(|(known, _)| *known == server)?;
    Some(write(policy))
}

/// The servers that a whole policy can be written for.
pub fn exported_servers() -> impl Iterator<Item = Server> {
    WRITERS.iter().map(|(server, _)| *server)
}

type Write = fn(&Policy) -> Export;

const WRITERS: &[(Server, Write)] = &[
    (Server::Nginx, nginx::export),
    (Server::Apache, apache::export),
    (Server::Caddy, caddy::export),
    (Server::Haproxy, haproxy::export),
    (Server::Envoy, envoy::export),
    (Server::Istio, istio::export),
    (Server::GatewayApi, gateway_api::export),
    (Server::IngressNginx, ingress_nginx::export),
    (Server::Traefik, traefik::export),
    (Server::Kong, kong::export),
    (Server::Apisix, apisix::export),
    (Server::ApiGateway, api_gateway::export),
    (Server::CloudFront, cloudfront::export),
    (Server::S3, s3::export),
    (Server::R2, r2::export),
    (Server::Gcs, gcs::export),
    (Server::Azure, azure::export),
    (Server::Vercel, vercel::export),
    (Server::Netlify, netlify::export),
    (Server::CloudflarePages, cloudflare_pages::export),
    (Server::StaticWebApps, static_web_apps::export),
    (Server::Express, express::export),
    (Server::NestJs, nest_js::export),
    (Server::Fastify, fastify::export),
    (Server::Hono, hono::export),
    (Server::NextJs, next_js::export),
    (Server::Cloudflare, cloudflare::export),
    (Server::FastApi, starlette::export),
    (Server::Starlette, starlette::export),
    (Server::Flask, flask::export),
    (Server::Django, django::export),
    (Server::Rails, rails::export),
    (Server::Go, go::export),
    (Server::RsCors, rs_cors::export),
    (Server::Jub0bs, jub0bs::export),
    (Server::Spring, spring::export),
    (Server::Laravel, laravel::export),
    (Server::Php, php::export),
    (Server::AspNet, asp_net::export),
    (Server::Axum, axum::export),
    (Server::TowerHttp, tower_http::export),
    (Server::Actix, actix::export),
];
