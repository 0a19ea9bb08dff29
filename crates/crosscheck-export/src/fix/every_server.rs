//! The patch for a refusal, by server.

use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::advice;

use super::actix;
use super::apache;
use super::asp_net;
use super::axum;
use super::caddy;
use super::crosscheck_policy;
use super::django;
use super::envoy;
use super::express;
use super::flask;
use super::go;
use super::haproxy;
use super::nginx;
use super::patch::Fix;
use super::rails;
use super::s3;
use super::spring;
use super::starlette;
use crate::server::Server;

/// The least that a server needs to let a refused request through; `None` if its headers are no
/// help.
///
/// The patch is whole: on a server that says nothing about CORS yet it is enough. Where lists of
/// methods, headers or origins exist already, what they name must be kept, which a note says.
/// An origin that is not known is `https://app.example.com`.
pub fn fix(case: &Refusal, server: Server) -> Option<Fix> {
    let grant = RequiredHeaders::of(case)?;
    if grant.embed {
        return Some(embed(server));
    }
    let mut fix = write(&grant, server);
    if grant.origin.is_none() {
        fix.notes.push("put your page's origin in the place of https://app.example.com".into());
    }
    if let Some(preflight) = &grant.preflight {
        fix.notes.push(match preflight.is_guess {
            true => "name the methods and headers that your pages use, no others".into(),
            false => "keep the methods and headers that are allowed already".into(),
        });
    }
    if !grant.left_out.is_empty() {
        fix.notes.push("a name that is fit for no configuration was left out".into());
    }
    fix.notes.extend(advice(case).server);
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
        Server::Rails => rails::write(grant),
        Server::Go => go::write(grant),
        Server::Axum => axum::write(grant),
        Server::Actix => actix::write(grant),
        Server::S3 => s3::write(grant),
    }
}

/// One header on every answer, for all who embed it.
fn embed(server: Server) -> Fix {
    const HEADER: &str = "Cross-Origin-Resource-Policy";
    let (place, text) = match server {
        Server::Nginx => ("in the location", format!("add_header {HEADER} cross-origin always;")),
        Server::Apache => {
            ("in the virtual host", format!("Header always set {HEADER} cross-origin"))
        }
        Server::Caddy => ("in the site", format!("header {HEADER} cross-origin")),
        Server::Haproxy => {
            ("in the frontend", format!("http-after-response set-header {HEADER} cross-origin"))
        }
        Server::Envoy => (
            "in the virtual host",
            format!(
                "response_headers_to_add:\n- header: {{ key: {HEADER}, value: cross-origin }}\n  \
                 append_action: OVERWRITE_IF_EXISTS_OR_ADD"
            ),
        ),
        Server::Crosscheck => ("under [cors]", "resource_policy = \"cross-origin\"".into()),
        Server::Express => (
            "before the routes",
            format!(
                "app.use((request, response, next) => {{\n  response.set(\"{HEADER}\", \
                 \"cross-origin\");\n  next();\n}});"
            ),
        ),
        Server::FastApi | Server::Starlette => (
            "where a response is made",
            format!("response.headers[\"{HEADER}\"] = \"cross-origin\""),
        ),
        Server::Django => ("in the view", format!("response[\"{HEADER}\"] = \"cross-origin\"")),
        Server::Flask => (
            "beside the routes",
            format!(
                "@app.after_request\ndef share(response):\n    response.headers[\"{HEADER}\"] = \
                 \"cross-origin\"\n    return response"
            ),
        ),
        Server::Spring => {
            ("in the controller", format!("response.setHeader(\"{HEADER}\", \"cross-origin\");"))
        }
        Server::AspNet => (
            "before the endpoints",
            format!(
                "app.Use((context, next) =>\n{{\n    context.Response.Headers[\"{HEADER}\"] = \
                 \"cross-origin\";\n    return next();\n}});"
            ),
        ),
        Server::Rails => {
            ("in the controller", format!("response.headers[\"{HEADER}\"] = \"cross-origin\""))
        }
        Server::Go => ("in the handler", format!("w.Header().Set(\"{HEADER}\", \"cross-origin\")")),
        Server::Axum => (
            "on the router",
            "let app = app.layer(SetResponseHeaderLayer::overriding(\n    \
             HeaderName::from_static(\"cross-origin-resource-policy\"),\n    \
             HeaderValue::from_static(\"cross-origin\"),\n));"
                .into(),
        ),
        Server::Actix => (
            "on the app",
            format!(".wrap(DefaultHeaders::new().add((\"{HEADER}\", \"cross-origin\")))"),
        ),
        Server::S3 => {
            return Fix::of(
                &[],
                &["S3 itself cannot send this header: set it in CloudFront's \
                                   response headers policy"],
            );
        }
    };
    Fix::of(&[(place, text + "\n")], &[])
}
