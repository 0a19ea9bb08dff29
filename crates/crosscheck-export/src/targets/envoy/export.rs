//! A whole policy for Envoy's own filter: an object of CORS for the virtual host, or for each path a route.
//!
//! The filter says no `Vary`, and leaves what an application says; so both is the virtual host's or the route's
//! work. Where the policy names paths, the routes are all there are: one that stands beside them would have no
//! object. Both are written twice: as lines of a static configuration, and as a resource for an Envoy that is given
//! its routes.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::NOT_PLAIN;
use crate::export::OnPath;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::quoted;
use crate::export::short_origin_regexes;

/// What Envoy's filter can say, and what is made of it.
pub(crate) const ABILITY: Ability = Ability {
    pattern: |pattern| short_origin_regexes(pattern).map_or(Spelled::TooLong, Spelled::Together),
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    method: |_| true,
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: true,
    rules: false,
    paths: Paths::Expressions,
    no_age: true,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "each preflight of a listed origin is answered with 200 and the lists, whatever it asks for: browsers hold \
             the request against them; the others go to the application",
        ),
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "routes with `direct_response` or `redirect` get no headers of CORS",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let filter = format!(
        "{WRITTEN_BY}- name: envoy.filters.http.cors\n  typed_config:\n    \"@type\": \
         type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors\n"
    );
    let mut files = vec![ConfigFile::new(
        "crosscheck-filter.yaml",
        "put its lines into http_filters, before envoy.filters.http.router",
        filter,
    )];
    let (name, place, in_host) = match paths.as_slice() {
        [on] if on.path() == "/" => (
            "crosscheck-host.yaml",
            "put its lines into the virtual host",
            said(on.object.as_ref()),
        ),
        _ => (
            "crosscheck-routes.yaml",
            "put its lines into the virtual host in the place of its routes, each with your cluster's name",
            routes(&paths),
        ),
    };
    files.push(ConfigFile::new(name, place, format!("{WRITTEN_BY}{in_host}")));
    files.push(ConfigFile::new(
        "crosscheck-rds.yaml",
        "in its place, where Envoy takes its routes from a file or a server (rds: route_config_name crosscheck), with \
         your cluster's name and hosts",
        resource(&in_host),
    ));
    Export { files, losses }
}

/// Envoy takes expressions of a hundred steps, so it compares what a path begins with.
fn routes(paths: &[OnPath<'_>]) -> String {
    let mut text =
        String::from("# Which path speaks; where that could be read in two ways, none.\nroutes:\n");
    let mut route = |fits: &str, said: &str| {
        let _ = write!(text, "- match: {{ {fits} }}\n  route: {{ cluster: CLUSTER }}\n");
        said.lines().for_each(|line| text.extend(["  ", line, "\n"]));
    };
    let nothing = said(None);
    route(&format!("safe_regex: {{ regex: {} }}", quoted(NOT_PLAIN)), &nothing);
    let mut paths: Vec<&OnPath<'_>> = paths.iter().collect();
    paths.sort_by_key(|on| Reverse(on.path()));
    for on in paths {
        let said = if on.is_left() { String::new() } else { said(on.object.as_ref()) };
        if on.path() == "/" {
            route("prefix: /", &said);
            return text;
        }
        let below = format!("path_separated_prefix: {}", quoted(on.path()));
        route(&below, &said);
        route(&format!("{below}, case_sensitive: false"), &nothing);
    }
    route("prefix: /", &nothing);
    text
}

/// A route configuration of one virtual host, as xDS has it, in a file or from a server.
fn resource(in_host: &str) -> String {
    let mut text = format!("{WRITTEN_BY}{RESOURCE}");
    let everywhere = "routes:\n- match: { prefix: / }\n  route: { cluster: CLUSTER }\n";
    let routes = if in_host.contains("routes:\n") { "" } else { everywhere };
    for line in in_host.lines().chain(routes.lines()) {
        text.extend(["    ", line, "\n"]);
    }
    text
}

/// What is said by an object, or where there is none.
fn said(object: Option<&CorsObject>) -> String {
    let mut text = String::new();
    if let Some(object) = object {
        text += "typed_per_filter_config:\n  envoy.filters.http.cors:\n    \"@type\": \
                 type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy\n    \
                 allow_origin_string_match:\n";
        for origin in &object.origins {
            let _ = writeln!(text, "    - exact: {}", quoted(origin));
        }
        for pattern in &object.patterns {
            let _ = writeln!(text, "    - safe_regex: {{ regex: {} }}", quoted(pattern));
        }
        if object.credentials {
            text += "    allow_credentials: true\n";
        }
        for (name, items) in [
            ("allow_methods", &object.methods),
            ("allow_headers", &object.request_headers),
            ("expose_headers", &object.expose_headers),
        ] {
            if !items.is_empty() {
                let _ = writeln!(text, "    {name}: {}", quoted(&items.join(", ")));
            }
        }
        if let Some(seconds) = object.max_age {
            let _ = writeln!(text, "    max_age: '{seconds}'");
        }
    }
    text += "response_headers_to_add:\n- header: { key: vary, value: Origin }\n  \
             append_action: APPEND_IF_EXISTS_OR_ADD\nresponse_headers_to_remove:\n";
    for name in CORS_RESPONSE_HEADERS {
        let _ = writeln!(text, "- {name}");
    }
    text
}

const RESOURCE: &str = "resources:
- \"@type\": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
  name: crosscheck
  virtual_hosts:
  - name: api
    domains: ['*']
";

const WRITTEN_BY: &str = "# Written by `crosscheck export envoy`.\n";
