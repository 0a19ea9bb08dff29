//! The servers, each with the same policy: one origin, with credentials, one method, two request headers, an age.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::scene::Load;
use super::scene::Scene;

/// A server, and how it is told what to do.
#[derive(Debug)]
pub(super) struct Rival {
    pub(super) name: &'static str,
    program: PathBuf,
    /// What it is configured by, of which `PORT`, `TLS_PORT`, `UPSTREAM` and `FOLDER` are filled in.
    configuration: Configuration,
    /// Before the file's path.
    arguments: &'static [&'static str],
    /// After it.
    more: Option<Flags>,
    plays: Plays,
}

/// Which scenes a server is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plays {
    All,
    /// All but those over TLS.
    Plain,
    /// Those of small messages over plain connections.
    Small,
}

/// In: a port, whether it is asked over TLS, and the upstream's port.
type Flags = fn(u16, bool, u16) -> Vec<String>;

#[derive(Debug)]
struct Configuration {
    file: &'static str,
    text: &'static str,
}

/// What decides nothing and writes the same each time (`bench/src/bin/constants.rs`): nobody can cost less.
pub(super) const CONSTANTS: &str = "constants, nothing decided";

/// What serves the answers: a kilobyte, a megabyte, and two letters for an upload.
pub(super) const UPSTREAM: &str = include_str!("configuration/upstream.conf");

/// nginx first: the others are held to it. Who is not installed is left out.
pub(super) fn all(now: &Path, before: &Path, constants: &Path) -> Vec<Rival> {
    let ours = |name, program: &Path, plays| Rival {
        name,
        program: program.to_owned(),
        configuration: Configuration {
            file: "crosscheck.toml",
            text: include_str!("configuration/crosscheck.toml"),
        },
        arguments: &["serve", "--policy"],
        more: Some(ours_after),
        plays,
    };
    let rival = |name, program: &str, file, text, arguments| Rival {
        name,
        program: program.into(),
        configuration: Configuration { file, text },
        arguments,
        more: None,
        plays: Plays::All,
    };
    let nginx = include_str!("configuration/nginx.conf");
    let haproxy = include_str!("configuration/haproxy.cfg");
    let envoy = include_str!("configuration/envoy.yaml");
    let caddy = include_str!("configuration/Caddyfile");
    let envoy_arguments = &["--concurrency", "1", "--log-level", "off", "--config-path"];
    let mut all = vec![
        rival("nginx", "nginx", "nginx.conf", nginx, &["-c"]),
        ours("crosscheck", now, Plays::All),
        ours("crosscheck, as it was", before, Plays::Plain),
        Rival {
            name: CONSTANTS,
            program: constants.to_owned(),
            configuration: Configuration { file: "ports", text: "PORT UPSTREAM" },
            arguments: &[],
            more: None,
            plays: Plays::Small,
        },
        rival("HAProxy", "haproxy", "haproxy.cfg", haproxy, &["-q", "-f"]),
        rival("Envoy", "envoy", "envoy.yaml", envoy, envoy_arguments),
        rival("Caddy", "caddy", "Caddyfile", caddy, &["run", "--adapter", "caddyfile", "--config"]),
    ];
    all.retain(|rival| rival.is_installed());
    all
}

/// `--upstream` and `--listen`: the program as it was reads neither from its file.
fn ours_after(port: u16, tls: bool, upstream: u16) -> Vec<String> {
    let listen = if tls { port + 1 } else { port };
    let upstream = format!("http://127.0.0.1:{upstream}");
    ["--upstream", &upstream, "--listen", &format!("127.0.0.1:{listen}")]
        .map(str::to_owned)
        .to_vec()
}

impl Rival {
    fn is_installed(&self) -> bool {
        let mut which = Command::new("which");
        which.arg(&self.program).output().is_ok_and(|output| output.status.success())
    }

    pub(super) fn plays(&self, scene: &Scene) -> bool {
        match self.plays {
            Plays::All => true,
            Plays::Plain => scene.load != Load::H2load,
            Plays::Small => matches!(scene.load, Load::Wrk { path: "/", .. }),
        }
    }

    /// The command that starts it on a port, and on the next one with TLS.
    pub(super) fn command(
        &self,
        folder: &Path,
        port: u16,
        tls: bool,
        upstream: u16,
    ) -> anyhow::Result<Vec<String>> {
        let own = folder.join(self.name.replace([' ', ','], "-"));
        fs::create_dir_all(&own)?;
        let path = own.join(self.configuration.file);
        let mut text = fill(self.configuration.text, folder, port, upstream);
        if self.more.is_some() && tls {
            text.push_str(&format!(
                "[[gateway.certificates]]\nchain = \"{0}/chain.pem\"\nkey = \"{0}/key.pem\"\n",
                folder.display()
            ));
        }
        fs::write(&path, text)?;
        let mut command = vec![self.program.display().to_string()];
        command.extend(self.arguments.iter().map(|argument| (*argument).to_owned()));
        command.push(path.display().to_string());
        command.extend(self.more.iter().flat_map(|more| more(port, tls, upstream)));
        Ok(command)
    }
}

/// A configuration with what belongs to this run.
pub(super) fn fill(text: &str, folder: &Path, port: u16, upstream: u16) -> String {
    text.replace("TLS_PORT", &(port + 1).to_string())
        .replace("PORT", &port.to_string())
        .replace("UPSTREAM", &upstream.to_string())
        .replace("FOLDER", &folder.display().to_string())
}
