//! Real browsers, without a window and without a driver: each opens one page, and the page reports.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::peer;
use crate::process::Process;

/// A browser engine that is tested live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium.
    Chromium,
    /// Firefox ESR.
    Firefox,
    /// WebKitGTK's MiniBrowser.
    Webkit,
}

/// What a browser is opened with, beside an empty profile.
#[derive(Debug, Default)]
pub struct Launch<'a> {
    /// Where it writes its console; Firefox writes none.
    pub log: Option<File>,
    /// Flags of the browser's own.
    pub flags: &'a [String],
    /// Entries of Firefox's `about:config`: names and values as JSON.
    pub settings: &'a [(&'a str, &'a str)],
    /// Chromium's preferences, as JSON.
    pub preferences: Option<&'a str>,
    /// Variables of the environment.
    pub environment: &'a [(&'a str, &'a str)],
}

/// An open page. Closes with its browser and its profile when dropped.
#[derive(Debug)]
pub struct Page {
    process: Process,
    profile: TempDir,
}

impl Page {
    /// Whether its browser has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.process.child().try_wait(), Ok(None))
    }

    /// The folder that holds the browser's profile, as its home.
    pub fn home(&self) -> &Path {
        self.profile.path()
    }
}

impl Browser {
    /// The programs that it needs.
    pub fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &[peer::MINI_BROWSER, "xvfb-run"],
        }
    }

    /// Whether a test should go on: see [`peer::require_or_skip`].
    pub fn is_there_or_skip(self) -> bool {
        self.programs().iter().all(|program| peer::require_or_skip(program).is_some())
    }

    /// Opens a page with an empty profile.
    pub fn open(self, url: &str) -> io::Result<Page> {
        self.launch(url, Launch::default())
    }

    /// Opens a page with an empty profile and lets the browser write its console into a file;
    /// Firefox writes it nowhere: see [`crate::firefox_console`].
    pub fn open_with_log(self, url: &str, log: File) -> io::Result<Page> {
        self.open_with_flags(url, log, &[])
    }

    /// The same with flags of the browser's own.
    pub fn open_with_flags(self, url: &str, log: File, flags: &[String]) -> io::Result<Page> {
        self.launch(url, Launch { log: Some(log), flags, ..Launch::default() })
    }

    /// The same with entries of Firefox's `about:config`: names and values as JSON.
    pub fn open_with_settings(
        self,
        url: &str,
        flags: &[String],
        settings: &[(&str, &str)],
    ) -> io::Result<Page> {
        self.launch(url, Launch { flags, settings, ..Launch::default() })
    }

    /// The same with variables of the environment.
    pub fn open_with_environment(
        self,
        url: &str,
        flags: &[String],
        environment: &[(&str, &str)],
    ) -> io::Result<Page> {
        self.launch(url, Launch { flags, environment, ..Launch::default() })
    }

    /// Opens a page with an empty profile, and with all that is asked for beside it.
    pub fn launch(self, url: &str, launch: Launch<'_>) -> io::Result<Page> {
        let profile = tempfile::Builder::new().prefix("crosscheck-browser-").tempdir()?;
        let home = profile.path();
        let mut command = match self {
            Self::Chromium => chromium(home),
            Self::Firefox => firefox(home, launch.settings)?,
            Self::Webkit => webkit(),
        };
        match self {
            Self::Chromium => command.args(["--enable-logging=stderr", "--log-level=0"]),
            Self::Firefox => &mut command,
            Self::Webkit => command.arg("--enable-write-console-messages-to-stdout=true"),
        };
        if let Some(preferences) = launch.preferences {
            let folder = home.join("profile/Default");
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("Preferences"), preferences)?;
        }
        let (stdout, stderr) = match launch.log {
            Some(log) => (log.try_clone()?.into(), log.into()),
            None => (Stdio::null(), Stdio::null()),
        };
        command
            .args(launch.flags)
            .arg(url)
            .env("HOME", home)
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .envs(launch.environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(stderr);
        Ok(Page { process: Process::start(&mut command)?, profile })
    }
}

pub(crate) fn chromium(profile: &Path) -> Command {
    let mut command = Command::new("chromium");
    command.args(["--headless", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"]);
    command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
    command.arg("--disable-component-update");
    command.arg(format!("--user-data-dir={}", profile.join("profile").display()));
    // Its sandbox refuses to run as root, which is who CI is.
    if is_root() {
        command.arg("--no-sandbox");
    }
    command
}

fn firefox(home: &Path, settings: &[(&str, &str)]) -> io::Result<Command> {
    let profile = home.join("profile");
    fs::create_dir(&profile)?;
    let quiet = [
        ("browser.shell.checkDefaultBrowser", "false"),
        ("browser.aboutwelcome.enabled", "false"),
        ("datareporting.policy.dataSubmissionEnabled", "false"),
        ("network.captive-portal-service.enabled", "false"),
        ("network.connectivity-service.enabled", "false"),
        ("services.settings.server", "\"\""),
        ("app.update.auto", "false"),
        ("devtools.chrome.enabled", "true"),
        ("devtools.debugger.remote-enabled", "true"),
        ("devtools.debugger.prompt-connection", "false"),
        ("marionette.port", "0"),
    ];
    let all = quiet.iter().chain(settings);
    let lines: Vec<String> =
        all.map(|(name, value)| format!("user_pref(\"{name}\", {value});")).collect();
    fs::write(profile.join("user.js"), lines.join("\n"))?;
    let mut command = Command::new("firefox-esr");
    command.args(["--headless", "--no-remote", "--profile"]).arg(profile);
    Ok(command)
}

fn webkit() -> Command {
    let mut command = Command::new("xvfb-run");
    command
        .args(["--auto-servernum", "stdbuf", "-oL", "-eL", peer::MINI_BROWSER])
        .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
    if is_root() {
        command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    }
    command
}

fn is_root() -> bool {
    let own = fs::metadata("/proc/self");
    #[cfg(unix)]
    return own.is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    #[cfg(not(unix))]
    false
}
