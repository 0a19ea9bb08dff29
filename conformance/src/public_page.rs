//! A page on this machine that Chromium takes for one of the web.

use std::fs;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use crate::browser::Browser;
use crate::browser::Page;
use crate::process::eventually;
use crate::recorder::console_texts;
use crate::site::Site;

/// An open page. Closes when dropped.
#[derive(Debug)]
pub struct PublicPage {
    origin: String,
    site: Site,
    log: PathBuf,
    _page: Page,
    _folder: TempDir,
}

impl PublicPage {
    /// Opens a page that runs a script, as [`Site::with_script`] does.
    ///
    /// In: `localhost`, which Chromium trusts without TLS, or [`UNTRUSTED_HOST`].
    pub fn open(host: &str, script: &str) -> io::Result<Self> {
        let site = Site::with_script(script);
        let port = site.origin().rsplit(':').next().unwrap_or_default().to_owned();
        let origin = format!("http://{host}:{port}");
        let folder = tempfile::tempdir()?;
        let log = folder.path().join("log");
        let flags = [
            format!("--ip-address-space-overrides=127.0.0.1:{port}=public,[::1]:{port}=public"),
            format!("--host-resolver-rules=MAP {UNTRUSTED_HOST} 127.0.0.1"),
        ];
        let page = Browser::Chromium.open_with_flags(
            &format!("{origin}/"),
            File::create(&log)?,
            &flags,
        )?;
        Ok(Self { origin, site, log, _page: page, _folder: folder })
    }

    /// The page's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What the page reported.
    pub fn report(&self) -> Option<String> {
        self.site.report()
    }

    /// What Chromium wrote to its console about CORS, once it has.
    pub fn refusal(&self, patience: Duration) -> Option<String> {
        eventually(patience, || {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            let texts = console_texts(Browser::Chromium, &log);
            texts.into_iter().find(|text| text.contains("CORS policy"))
        })
    }
}

/// A name that Chromium does not trust without TLS.
pub const UNTRUSTED_HOST: &str = "public.test";
