//! The patch for a refusal, by server.

use std::collections::BTreeSet;

use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::advice;

use super::crosscheck_policy;
use super::embed::embed;
use super::min_io;
use super::patch::Fix;
use super::shares::shares;
use super::vite;
use crate::server::Server;
use crate::targets::actix;
use crate::targets::apache;
use crate::targets::api_gateway;
use crate::targets::apisix;
use crate::targets::app_service;
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
use crate::targets::iis;
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
use crate::targets::s3;
use crate::targets::spring;
use crate::targets::starlette;
use crate::targets::static_web_apps;
use crate::targets::traefik;
use crate::targets::vercel;

/// The least that a server needs to let a refused request through; `None` if its headers are no
/// help.
///
/// The patch is whole: on a server that says nothing about CORS yet it is enough. Where lists of
/// methods, headers or origins exist already, what they name must be kept, which a note says.
/// An origin that is not known is `https://app.example.com`.
pub fn fix(case: &Refusal, server: Server) -> Option<Fix> {
    fix_all(&[case], server)
}

/// One patch for all of them: it allows together what each needs.
///
/// Two patches for one server undo each other, or do not even parse together. Where the requests are to
/// several URLs, a note for each says what of the patch is for it. `None` if no header helps any.
pub fn fix_all(cases: &[&Refusal], server: Server) -> Option<Fix> {
    let each: Vec<(&Refusal, RequiredHeaders)> =
        cases.iter().filter_map(|case| Some((*case, RequiredHeaders::of(case)?))).collect();
    let ((_, first), others) = each.split_first()?;
    let mut whole = first.clone();
    whole.extend(others.iter().map(|(_, grant)| grant.clone()));
    let mut fix = match each.iter().all(|(_, grant)| grant.embed) {
        true => return Some(embed(server)),
        false => Fix { run_by: server.run_by(), ..write(&whole, server) },
    };
    if whole.embed {
        let embed = embed(server);
        fix.run_by = fix.run_by.and(embed.run_by);
        fix.parts.extend(embed.parts);
        fix.notes.extend(embed.notes);
    }
    if whole.origins.is_empty() && server != Server::Vite {
        fix.notes.push("put your page's origin in the place of https://app.example.com".into());
    }
    if let Some(preflight) = &whole.preflight
        && server != Server::Vite
    {
        fix.notes.push(match preflight.is_guess {
            true => "name the methods and headers that your pages use, no others".into(),
            false => "keep the methods and headers that are allowed already".into(),
        });
    }
    if !whole.left_out.is_empty() {
        fix.notes.push("a name that is fit for no configuration was left out".into());
    }
    let mut noted: BTreeSet<String> = fix.notes.iter().cloned().collect();
    let advice = each.iter().filter_map(|(case, _)| advice(case).server);
    fix.notes.extend(advice.filter(|advice| noted.insert(advice.clone())));
    let shares = shares(&each);
    if shares.len() > 1 {
        let last =
            "each of these gets all of it: where that is too much, write one for each of them";
        fix.notes.splice(0..0, shares.into_iter().chain([last.to_owned()]));
    }
    Some(fix)
}

fn write(grant: &RequiredHeaders, server: Server) -> Fix {
    match server {
        Server::Nginx => nginx::write(grant),
        Server::Apache => apache::write(grant),
        Server::Caddy => caddy::write(grant),
        Server::Haproxy => haproxy::write(grant),
        Server::Envoy => envoy::write(grant),
        Server::Crosscheck => crosscheck_policy::write(grant),
        Server::Express => express::write(grant),
        Server::FastApi | Server::Starlette => starlette::write(grant),
        Server::Django => django::write(grant),
        Server::Flask => flask::write(grant),
        Server::Spring => spring::write(grant),
        Server::AspNet => asp_net::write(grant),
        Server::Iis => iis::write(grant),
        Server::Rails => rails::write(grant),
        Server::Go | Server::RsCors => go::write(grant),
        Server::Jub0bs => jub0bs::write(grant),
        Server::Axum | Server::TowerHttp => axum::write(grant),
        Server::Apisix => apisix::write(grant),
        Server::ApiGateway => api_gateway::write(grant),
        Server::AppService => app_service::write(grant),
        Server::Azure => azure::write(grant),
        Server::Laravel => laravel::write(grant),
        Server::Actix => actix::write(grant),
        Server::S3 => s3::write(grant),
        Server::Cloudflare => cloudflare::write(grant),
        Server::CloudFront => cloudfront::write(grant),
        Server::Fastify => fastify::write(grant),
        Server::GatewayApi => gateway_api::write(grant),
        Server::Gcs => gcs::write(grant),
        Server::Hono => hono::write(grant),
        Server::IngressNginx => ingress_nginx::write(grant),
        Server::Istio => istio::write(grant),
        Server::Kong => kong::write(grant),
        Server::MinIo => min_io::write(grant),
        Server::NestJs => nest_js::write(grant),
        Server::NextJs => next_js::write(grant),
        Server::Php => php::write(grant),
        Server::R2 => r2::write(grant),
        Server::Traefik => traefik::write(grant),
        Server::Vite => vite::write(grant),
        Server::Vercel => vercel::write(grant),
        Server::Netlify => netlify::write(grant),
        Server::CloudflarePages => cloudflare_pages::write(grant),
        Server::StaticWebApps => static_web_apps::write(grant),
    }
}
