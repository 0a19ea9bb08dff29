//! A whole policy for Traefik: a middleware `headers` for each path, as a file and as resources of Kubernetes.

use std::fmt::Write as _;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::in_yaml;
use crate::export::origin_regex;
use crate::fix::names::TRAEFIK;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(format!("^{}$", origin_regex(pattern))),
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    method: |_| true,
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: false,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "every preflight is answered with 200 and the lists: browsers hold the request against them",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
        (
            LossKind::Vary,
            Effect::Narrower,
            "errors that Traefik makes itself get no `Vary`, and of several lines of `Vary` one is kept",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut routers = String::new();
    let mut middlewares = String::new();
    let mut resources = String::from(WRITTEN_BY);
    for (number, on) in paths.iter().enumerate() {
        let path = on.path();
        let _ =
            write!(routers, "    cors-{number}:\n      rule: {}\n      service: api\n", rule(path));
        let Some(object) = &on.object else { continue };
        let _ = write!(routers, "      middlewares:\n      - cors-{number}\n");
        let lists =
            in_yaml(object, "        ", TRAEFIK, Some(("accessControlAllowOriginListRegex", "")));
        let _ = write!(
            middlewares,
            "    cors-{number}:\n      headers:\n{lists}        addVaryHeader: true\n"
        );
        let _ = write!(
            resources,
            "---\n# Before what asks for a sign-in, on the routes of {path}\napiVersion: traefik.io/v1alpha1\nkind: \
             Middleware\nmetadata:\n  name: cors-{number}\nspec:\n  headers:\n{}    addVaryHeader: true\n",
            lists.replace("        ", "    ")
        );
    }
    let middlewares = match middlewares.is_empty() {
        true => String::new(),
        false => format!("  middlewares:\n{middlewares}"),
    };
    let text = format!("{WRITTEN_BY}http:\n  routers:\n{routers}{middlewares}");
    let files = vec![
        ConfigFile::new(
            "crosscheck-cors.yaml",
            "put it where the file provider looks, with your own services, hosts and entry points",
            text,
        ),
        ConfigFile::new(
            "crosscheck-middleware.yaml",
            "in its place, in Kubernetes: kubectl apply -f it, and name the middlewares in your routes",
            resources,
        ),
    ];
    Export { files, losses }
}

/// A prefix is what others begin with, `/apis` too.
fn rule(path: &str) -> String {
    match path {
        "/" => "PathPrefix(`/`)".to_owned(),
        _ => format!("Path(`{path}`) || PathPrefix(`{path}/`)"),
    }
}

const WRITTEN_BY: &str = "# Written by `crosscheck export traefik`. It was not run there.\n";
