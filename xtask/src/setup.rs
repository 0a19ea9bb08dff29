//! What the live tests need, by the system's package manager.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::command::succeed;

/// Packages of Debian and its like.
const PACKAGES: [&str; 22] = [
    "apache2",
    "caddy",
    "chromium",
    "firefox-esr",
    "fonts-dejavu-core",
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
    "ruby-rack-cors",
    "ruby-railties",
    "uvicorn",
    "xauth",
    "xvfb",
];

#[expect(clippy::print_stdout, reason = "the names are this task's data")]
pub(crate) fn run(print: bool) -> anyhow::Result<()> {
    if print {
        println!("{}", PACKAGES.join(" "));
        return Ok(());
    }
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "this system has no apt-get; install by its own means what these packages of Debian \
             hold: {}",
            PACKAGES.join(" ")
        );
    }
    let mut update = Command::new("apt-get");
    update.arg("update");
    succeed(update)?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(PACKAGES);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    succeed(install)
}
